package index

import (
	"math"
	"unicode/utf8"
)

// A sign is one thing that speaks for or against the first three places
// holding an answer.
type sign int

// The signs. Similarities are cosines, 0 without vectors. First means the best
// place by rank, all the best three.
const (
	firstScore    sign = iota // score of the first place
	ahead                     // how much it is above the second's
	standsOut                 // how much it is above the mean of the next four
	foundBest                 // highest score by which one of all was found; see placeWeights
	windowBest                // highest similarity of a window of all
	messageBest               // highest similarity of a message of all
	agreement                 // mean of it
	followsBest               // best line of all behind a question like the one asked
	followsMean               // mean over all of such lines
	runesFirst                // characters shown of the first
	windowsMean               // mean similarity of the windows shown of all
	answersFirst              // how much the best lines of the first are like an answer
	gramsBest                 // highest share of the question's bigrams shown by one of all
	coverage                  // highest share of the question's words around one of all
	coversFirst               // that share of the first
	valueMean                 // mean of the best lines' values of all
	lexicalMatch              // best lexical score, as a share of a perfect one
	topicMessages             // similarity to the mean of all messages: is this the group's subject at all
	talkLogit                 // how sure it is that nothing is asked; see talkWeights
	askedLength               // characters of the question, share of longAsked
	askedWords                // words of the question, in tens
	unknownWords              // words of the question that nobody has used
	onlyAskedMean             // share of all that only ask the question once more
	signs                     // how many there are
)

// signNames are the signs' names in weights.json, by sign.
var signNames = [signs]string{
	"score", "ahead", "stands_out", "found", "window", "message", "agreement", "follows", "follows_mean", "runes", "windows", "answers",
	"grams", "coverage", "covers_first", "value", "lexical", "topic_messages", "talk", "length", "words", "unknown", "only_asked",
}

const (
	judgedPlaces = 3 // places that a verdict is about
	comparedWith = 4 // further places that the first is compared with
)

// evidence returns what speaks for an answer in the first places of all, which
// are by falling score. There must be one.
func (n *inquiry) evidence(all []sight) (e [signs]float64) {
	first := all[:min(len(all), judgedPlaces)]
	share := 1 / float64(len(first))
	for i := range first {
		f := &first[i].features
		e[foundBest] = max(e[foundBest], f[placeScore])
		e[windowBest] = max(e[windowBest], f[windowLike])
		e[messageBest] = max(e[messageBest], f[messageLike])
		e[agreement] += share * f[messageLike]
		e[followsBest] = max(e[followsBest], f[followsLike])
		e[followsMean] += share * f[followsLikeMean]
		e[windowsMean] += share * f[windowsLike]
		e[gramsBest] = max(e[gramsBest], f[allGrams])
		e[coverage] = max(e[coverage], f[windowCovers])
		e[valueMean] += share * f[bestValue]
		e[onlyAskedMean] += share * f[onlyAsked]
	}
	best := &all[0]
	e[firstScore] = best.Score
	if len(all) > 1 {
		e[ahead] = best.Score - all[1].Score
		next := all[1:min(len(all), 1+comparedWith)]
		e[standsOut] = best.Score
		for i := range next {
			e[standsOut] -= next[i].Score / float64(len(next))
		}
	}
	e[runesFirst] = best.features[shownRunes]
	e[answersFirst] = best.features[answersLike]
	e[coversFirst] = best.features[windowCovers]
	e[lexicalMatch] = n.lexical
	e[topicMessages] = n.topic
	e[talkLogit] = n.talk
	e[askedLength] = float64(min(utf8.RuneCountInString(n.q.letters), longAsked)) / longAsked
	e[askedWords] = float64(len(n.q.words)) / 10
	for i := range n.q.words {
		e[unknownWords] += truth(!n.q.words[i].said)
	}
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

// judge makes a verdict of the evidence, with the confidence that the best places
// show an answer.
func (w *weights) judge(e [signs]float64) (Verdict, float64) {
	v := &w.Verdict
	confidence := logistic(v.Bias, v.Signs, e)
	near := confidence
	if len(v.Near) > 0 {
		near = logistic(v.NearBias, v.Near, e)
	}
	switch {
	case confidence >= v.Answer:
		return Answer, confidence
	case near >= v.Leads:
		return Leads, confidence
	}
	return None, confidence
}

// logistic returns what a logistic model makes of the evidence, 0 to 1.
func logistic(bias float64, weights map[string]float64, e [signs]float64) float64 {
	z := bias
	for s, name := range signNames {
		z += weights[name] * e[s]
	}
	return 1 / (1 + math.Exp(-z))
}
