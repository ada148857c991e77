package index

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
	"unicode/utf8"
)

// weighPlace returns the features of the candidate of the given rank, 0-based,
// with its lines and those of them to show.
func (n *inquiry) weighPlace(rank int, r *place, chosen []line, unanswered bool) (f [placeFeatures]float64) {
	p := n.places[rank]
	f[placeScore] = float64(n.Score[p])
	f[behindBest] = float64(n.Score[n.places[0]] - n.Score[p])
	f[placeRank] = math.Log(float64(rank + 1))
	f[lexicalShare] = n.lexicalOf(p) * n.Lexical
	f[windowLike] = float64(n.Window[p])
	f[messageLike] = n.mostAlike(p)
	f[windowCovers] = n.Query.Coverage(n.Covered[p])
	f[onlyAsked] = truth(unanswered)
	rarest := n.Query.Rarest()
	f[rarestNear] = truth(n.Covered[p]&rarest != 0)
	if r.question >= 0 {
		f[questionLike] = n.alike(r.question)
		f[answerers] = n.answerers(r)
	}
	n.weighShown(&f, r, chosen, rarest)
	n.weighReach(&f, r)
	return f
}

// weighReach fills in what all lines in reach say.
func (n *inquiry) weighReach(f *[placeFeatures]float64, r *place) {
	var messages, answers, values []float64
	for i := range r.lines {
		l := &r.lines[i]
		messages = append(messages, l.features[likeQuestion])
		answers = append(answers, l.features[likeAnswer])
		values = append(values, l.value)
		f[tightLexical] = max(f[tightLexical], n.OwnShare(l.ord))
	}
	f[messagesLike], f[answersLike] = meanOfBest(messages), meanOfBest(answers)
	best := slices.Max(answers)
	for _, a := range answers {
		f[denseLike] += truth(best > 0 && a > 0.8*best) / float64(len(answers))
	}
	slices.Sort(values)
	if k := len(values); k > 1 {
		f[firstLine] = values[k-1] - values[k-2]
	}
}

// meanOfBest returns the mean of the three highest values, of fewer if there are fewer.
func meanOfBest(values []float64) float64 {
	slices.SortFunc(values, func(a, b float64) int { return cmp.Compare(b, a) })
	sum := 0.0
	best := values[:min(3, len(values))]
	for _, v := range best {
		sum += v
	}
	return sum / float64(len(best))
}

// weighShown fills in what the shown lines say.
func (n *inquiry) weighShown(f *[placeFeatures]float64, r *place, chosen []line, rarest uint64) {
	var words, grams uint64
	runes, share := 0, 1/float64(len(chosen))
	f[bestValue] = math.Inf(-1)
	for i := range chosen {
		l := &chosen[i]
		o, lf := l.ord, &l.features
		words |= n.Words[o]
		grams |= n.Grams[o]
		runes += utf8.RuneCountInString(n.x.r.Store.Text(o))
		f[answerLikeMean] += share * lf[likeAnswer]
		f[followsLike] = max(f[followsLike], lf[afterAsking])
		f[windowsLike] += share * float64(n.Window[o])
		f[followsLikeMean] += share * lf[afterAsking]
		f[meanValue] += share * l.value
		f[givesBest] = max(f[givesBest], lf[givesWanted])
		f[repliedTo] = max(f[repliedTo], lf[namesAsker])
		f[inSession] += share * truth(n.x.r.Store.Session(o))
		if lf[isAsking] == 1 {
			f[shownAsk] += share
			f[askingCovers] = max(f[askingCovers], lf[coversWords])
		} else {
			f[lineCovers] = max(f[lineCovers], lf[coversWords])
			f[gramsCovered] = max(f[gramsCovered], lf[coversGrams])
			f[answerLike] = max(f[answerLike], lf[likeAnswer])
			f[bestValue] = max(f[bestValue], l.value)
			f[questionLate] = max(f[questionLate], truth(r.question >= 0 && o > r.question))
		}
		f[questionShown] = max(f[questionShown], lf[isQuestion])
	}
	if math.IsInf(f[bestValue], -1) {
		f[bestValue] = f[meanValue] - 2 // all ask: about what a line loses by asking
	}
	if r.question >= 0 {
		f[askingCovers] = max(f[askingCovers], n.Query.Coverage(n.Words[r.question]))
	}
	for i := range chosen[1:] {
		f[pairCovers] = max(f[pairCovers], n.Query.Coverage(n.Words[chosen[i].ord]|n.Words[chosen[i+1].ord]))
	}
	f[pairCovers] = max(f[pairCovers], f[lineCovers])
	f[wordsShown] = float64(bits.OnesCount64(words)) / float64(max(1, min(64, len(n.Query.Words))))
	f[rarestTwo] = n.Query.RarestTwo(words)
	f[shownCovers] = n.Query.Coverage(words)
	f[allGrams] = n.Query.GramCoverage(grams)
	f[rarestShown] = truth(words&rarest != 0)
	f[shownLines] = float64(len(chosen)) / maxLines
	f[shownRunes] = min(1, float64(runes)/maxRunes)
}

// answerers counts, in fives, those who say something within reach behind the
// place's question, other than who asked it.
func (n *inquiry) answerers(r *place) float64 {
	x := n.x
	asker := x.r.Store.Who(r.question)
	seen := make(map[uint32]bool)
	for i := r.question + 1; i < min(r.hi, r.question+1+linesAfter); i++ {
		if who := x.r.Store.Who(i); who != asker {
			seen[who] = true
		}
	}
	return min(1, float64(len(seen))/5)
}

// lexicalOf returns the lexical score of the place around ordinal p as a share of
// the best; 0 where places are not found by words.
func (n *inquiry) lexicalOf(p int) float64 {
	w := &n.w.Place
	if w.Lexical == 0 {
		return 0
	}
	return (float64(n.Score[p]) - w.Window*float64(n.Window[p]) - w.Message*float64(n.Message[p])) / w.Lexical
}

// mostAlike returns the highest similarity of a message in reach of ordinal p.
func (n *inquiry) mostAlike(p int) float64 {
	best := float32(0)
	lo, hi := n.reach(p)
	for _, v := range n.Message[lo:hi] {
		best = max(best, v)
	}
	return float64(best)
}
