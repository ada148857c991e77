package threads

import (
	"math"
	"slices"
)

// What a cut through a strand costs: the ties it goes through, which weaken as
// time and utterances pass.
const (
	nextCost   = 1.0 // adjacent utterances
	turnCost   = 2.0 // within a turn, besides
	tieCost    = 2.0 // a reply that names or quotes
	answerCost = 1.0 // what may answer a question
	wordsCost  = 0.75
	askGain    = 1.0 // before a question that replies to nobody
	talkGain   = 2.0 // before it, at the end of a talk
	pauseGain  = 2.0 // after a pause without end; half of it after longPause
	longPause  = 15  // minutes

	// lengthCost is what a thread of typical utterances costs by its length;
	// twice as long costs four times as much. The higher it is, the shorter
	// are threads, and the more answers are cut from their questions.
	lengthCost = 4.5
	typical    = 32

	// talkRun is how many utterances of one speaker are a talk.
	talkRun = 8

	// longest bounds how far apart two cuts may be.
	longest = 256

	// maxOpen is to how many of the latest questions an utterance may be an
	// answer.
	maxOpen = 3
)

// cutStrand divides a strand, given by its utterances in order, where that
// costs least, and returns where the parts after the first start.
func cutStrand(us []utterance, strand []int, lengthCost float64) []int {
	n := len(strand)
	cost := tieCosts(us, strand)
	best := make([]float64, n+1) // the least cost of the first so many
	from := make([]int, n+1)     // where their last part starts
	for j := 1; j <= n; j++ {
		best[j] = math.Inf(1)
		for i := max(0, j-longest); i < j; i++ {
			l := float64(j-i) / typical
			if c := best[i] + cost[i] + lengthCost*l*l; c < best[j] {
				best[j], from[j] = c, i
			}
		}
	}
	var cuts []int
	for j := from[n]; j > 0; j = from[j] {
		cuts = append(cuts, j)
	}
	slices.Reverse(cuts)
	return cuts
}

// tieCosts returns what it costs to cut before each utterance of a strand.
func tieCosts(us []utterance, strand []int) []float64 {
	t := newTies(us, strand)
	for q := range strand {
		t.neighbour(q)
		t.replies(q)
		t.answers(q)
		t.words(q)
		t.question(q)
		t.spoken(q)
	}
	return t.costs()
}
