package index

import "qunwen/index/wording"

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
	e[lexicalMatch] = n.Lexical
	e[topicMessages] = n.Topic
	e[talkLogit] = n.talk
	e[askedLength] = wording.LengthShare(n.Query.Letters)
	e[askedWords] = float64(len(n.Query.Words)) / 10
	for i := range n.Query.Words {
		e[unknownWords] += truth(!n.Query.Words[i].Said)
	}
	return e
}
