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
	place := make(map[int]int, len(strand)) // of an utterance in the strand
	steps := make([]float64, len(strand)+1) // by how much the cost differs from the one before
	gain := make([]float64, len(strand)+1)
	tie := func(p, q int, c float64) {
		steps[p+1] += c
		steps[q+1] -= c
	}
	spoke := make(map[int]int) // where each speaker spoke last
	var open []int             // the latest questions
	run := 0                   // how many utterances one speaker has had without a break
	for q, at := range strand {
		u := &us[at]
		place[at] = q
		if q > 0 {
			pause := minutes(us[strand[q-1]].m, u.m)
			tie(q-1, q, nextCost/(1+pause/2))
			gain[q] += pauseGain * pause / (pause + longPause)
			if u.turn && strand[q-1] == at-1 {
				tie(q-1, q, turnCost)
			}
		}
		for _, t := range u.ties {
			if p, ok := place[t]; ok && p < q {
				tie(p, q, tieCost/(1+minutes(us[t].m, u.m)/60)) // divide sends it there, whatever is cut
			}
		}
		if !u.question && !u.short {
			rank := 1.0
			for k := len(open) - 1; k >= 0 && q-open[k] <= window && rank <= maxOpen; k-- {
				if us[strand[open[k]]].who != u.who {
					hours := minutes(us[strand[open[k]]].m, u.m) / 60
					tie(open[k], q, answerCost/(1+float64(q-open[k])/4)/rank/(1+hours))
					rank++
				}
			}
		}
		near, most := -1, 0.0
		for _, sh := range u.shared { // the latest first
			if p, ok := place[int(sh.at)]; ok && us[sh.at].who != u.who && float64(sh.weight) > most {
				near, most = p, float64(sh.weight)
			}
		}
		if near >= 0 {
			tie(near, q, wordsCost*math.Log2(1+most))
		}
		if u.question {
			if len(u.ties) == 0 {
				g := askGain
				if p, ok := spoke[u.who]; ok && q-p <= window {
					g /= 2
				}
				if run >= talkRun && us[strand[q-1]].who != u.who {
					g += talkGain
				}
				gain[q] += g
			}
			if open = append(open, q); len(open) > 2*maxOpen {
				open = open[1:]
			}
		}
		if q > 0 && us[strand[q-1]].who != u.who {
			run = 0
		}
		run++
		spoke[u.who] = q
	}
	sum := 0.0
	for q := range steps {
		sum += steps[q]
		steps[q] = sum - gain[q]
	}
	steps[0] = 0 // nothing is cut before the first
	return steps
}
