package index

import (
	"math"
)

// A sign is one thing that speaks for the group having answered a question.
type sign int

// The signs. Similarities are cosines, 0 without vectors.
const (
	bestMessage   sign = iota // similarity of the most similar message of the best place
	agreement                 // the same, mean of the three best places
	coverage                  // of the question's words by the best of five places, by rarity
	lexicalMatch              // best lexical score, as a share of a perfect one
	topicMessages             // similarity to the mean of all messages: is this the group's subject at all
	topicWindows              // similarity to the mean of all windows
	askedWords                // words of the question, in tens: a long one is never covered whole
	standsOut                 // score of the best place less the mean of the next four
	signs                     // how many there are
)

// signNames are the signs' names in weights.json, by sign.
var signNames = [signs]string{
	"message", "agreement", "coverage", "lexical", "topic_messages", "topic_windows", "words", "stands_out",
}

// evidence returns what speaks for an answer. There must be a place.
func (n *inquiry) evidence() (e [signs]float64) {
	best := n.places[:min(len(n.places), 5)]
	rest := 0.0
	for k, p := range best {
		if k < 3 {
			alike := n.mostAlike(p)
			if k == 0 {
				e[bestMessage] = alike
			}
			e[agreement] += alike / float64(min(len(best), 3))
		}
		e[coverage] = max(e[coverage], n.q.coverage(n.covered[p]))
		if k > 0 {
			rest += float64(n.score[p]) / float64(len(best)-1)
		}
	}
	e[lexicalMatch] = n.lexical
	e[topicMessages] = n.topic
	e[topicWindows] = n.around
	e[askedWords] = float64(len(n.q.words)) / 10
	e[standsOut] = float64(n.score[best[0]]) - rest
	return e
}

// mostAlike returns the highest similarity of a message in reach of ordinal p.
func (n *inquiry) mostAlike(p int) float64 {
	best := float32(0)
	lo, hi := n.reach(p)
	for _, v := range n.message[lo:hi] {
		best = max(best, v)
	}
	return float64(best)
}

// judge makes a verdict of the evidence, with the confidence that the question
// has been answered.
func (w *weights) judge(e [signs]float64) (Verdict, float64) {
	v := &w.Verdict
	z := v.Bias
	for s, name := range signNames {
		z += v.Signs[name] * e[s]
	}
	confidence := 1 / (1 + math.Exp(-z))
	switch {
	case confidence >= v.Answer:
		return Answer, confidence
	case confidence >= v.Leads:
		return Leads, confidence
	}
	return None, confidence
}
