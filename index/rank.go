package index

import (
	"cmp"
	"slices"
	"unicode"
	"unicode/utf8"

	"qunwen/index/retrieval"
	"qunwen/index/wording"
)

const (
	// floorBehind is how far below the first a place without any of the
	// question's words must not be, in the unit of the rank score.
	floorBehind = 2

	// unansweredCost is taken off the score of a place where the question was only
	// asked: it stands behind all that are nearly as good.
	unansweredCost = 2.5

	// belowAnswer times the lowest confidence of an answer is the highest that
	// leads have which were nearly told to be one.
	belowAnswer = 0.95
)

// sights returns the places to show, best first, none of which only repeats a
// better one.
func (n *inquiry) sights() []sight {
	var all []sight
	for rank := range n.places {
		if s, ok := n.sight(rank); ok {
			s.Score = n.w.rank(&s.features) - unansweredCost*s.features[onlyAsked]
			all = append(all, s)
		}
	}
	first := all[:min(ranked, len(all))]
	slices.SortStableFunc(first, func(a, b sight) int {
		return cmp.Compare(b.Score+focusPlace*b.focused, a.Score+focusPlace*a.focused)
	})
	for i := len(first); i < len(all); i++ { // those found behind them stay behind them
		all[i].Score = min(all[i].Score, all[i-1].Score)
	}
	var said shownTexts
	kept := all[:0]
	for _, s := range all {
		far := len(kept) > 0 && s.features[windowCovers] == 0 && s.Score < kept[0].Score-floorBehind
		if !far && !said.repeats(n, s.chosen) {
			kept = append(kept, s)
		}
	}
	return kept
}

// isTalk reports whether the question asks nothing that an archive could answer.
// What names a person or a figure, and what was asked before in nearly the same
// words, is a question all the same.
func (n *inquiry) isTalk(all []sight) bool {
	const sameWords = 0.9 // cosine
	asked := func(s sight) bool { return s.features[questionLike] >= sameWords }
	if wording.OnlyGreets(n.Query.Letters) {
		return true
	}
	return n.talk > n.w.Talk.Most && n.Who == nil && !n.Query.Figures && !slices.ContainsFunc(all, asked)
}

// verdict says whether the places, best first, answer the question. There are
// leads at least where one of them asks it once more: somebody wanted to know the
// same. Leads are all there is where the best does no more than that, where nobody
// has used a word that binds (see bindsUnsaid), where a figure is asked for and
// none is shown, and where the best place says little of the focus. Where
// it says nothing of that there are not even leads. What reads more like talk than like a question has leads only where
// half as much speaks for them as for an answer.
func (n *inquiry) verdict(all []sight) (Verdict, float64) {
	v, confidence := n.w.judge(n.evidence(all))
	first := all[:min(len(all), judgedPlaces)]
	asked := slices.ContainsFunc(first, func(s sight) bool { return s.unanswered })
	switch {
	case n.misses(&all[0]):
		return None, min(confidence, belowAnswer*n.w.Verdict.Leads)
	case v == Answer && (all[0].unanswered || slices.ContainsFunc(n.Query.Words, n.bindsUnsaid) || n.lacksFigure(first) || n.hardlyFocused(&all[0])):
	case v == None && asked:
	case v == Leads && n.talk > 0 && confidence < n.w.Verdict.Answer/2:
		return None, confidence
	default:
		return v, confidence
	}
	return Leads, min(confidence, belowAnswer*n.w.Verdict.Answer)
}

// bindsUnsaid reports whether nobody has used a word of the question that an
// answer must have: Latin letters, a number, or a long word. A short one may be a
// slip.
func (n *inquiry) bindsUnsaid(w retrieval.Word) bool {
	const longWord = 3 // characters
	r, _ := utf8.DecodeRuneInString(w.Asked)
	return !w.Said && !w.Phrase && n.x.tells(&w) && (!unicode.Is(unicode.Han, r) || utf8.RuneCountInString(w.Asked) >= longWord)
}

// lacksFigure reports whether the question asks how many or how much, and none of
// the places shows a figure.
func (n *inquiry) lacksFigure(all []sight) bool {
	if n.Query.Wants&wording.WantFigure == 0 {
		return false
	}
	return !slices.ContainsFunc(all, func(s sight) bool {
		return slices.ContainsFunc(s.Messages, func(m HitMessage) bool { return wording.Gives(wording.WantFigure, m.Quote) == 1 })
	})
}
