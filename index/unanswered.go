package index

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	// sameQuestion is how alike a question must be for what was said to it to
	// decide: of vectors a cosine, without them a share of the words.
	sameQuestion = 0.6

	// unansweredCost is taken off the score of a place where that question was
	// asked and nobody said anything to it. On the gold sets 0.3 and 0.6 change
	// nothing; where nothing else is as near the place stays the first.
	unansweredCost = 0.6

	smallTail = 12 // characters that may follow a question in the text that asks it
)

// A sight is a place as it is shown.
type sight struct {
	Hit
	middle     int  // ordinal
	unanswered bool // it shows the question once more, and nothing that was said to it
}

// sights returns the places to show, best first: at most limit, and none that
// only repeats a better one.
func (n *inquiry) sights(limit int) []sight {
	var all []sight
	var said shownTexts
	for _, p := range n.places {
		s, ok := n.sight(p, &said)
		if !ok {
			continue
		}
		if s.unanswered {
			s.Score -= unansweredCost
		}
		all = append(all, s)
	}
	slices.SortStableFunc(all, func(a, b sight) int { return cmp.Compare(b.Score, a.Score) })
	return all[:min(limit, len(all))]
}

// unanswered reports whether a place has the question that is asked, and of the
// lines chosen none that says something to it. chosen is in order.
func (n *inquiry) unanswered(r *place, chosen []int) bool {
	q := r.question
	if q < 0 || n.alike(q) < sameQuestion || !onlyAsks(n.x.store.text(q)) {
		return false
	}
	return !slices.ContainsFunc(r.lines, func(l line) bool {
		_, shown := slices.BinarySearch(chosen, l.ord)
		return shown && l.ord > q && (l.features[isShort] == 0 && !onlyAsks(n.x.store.text(l.ord)) || yesOrNo(n.x.store.text(l.ord)))
	})
}

// yesOrNo reports whether a text starts with what may be a whole answer.
func yesOrNo(text string) bool {
	first, _ := utf8.DecodeRuneInString(text)
	return strings.ContainsRune("是对嗯有没不可能会行好", first)
}

// onlyAsks reports whether a text is a question and no more: some repeat the
// question before they answer it.
func onlyAsks(text string) bool {
	mark := strings.LastIndexFunc(text, func(r rune) bool { return r == '?' || r == '？' })
	if mark < 0 {
		return asks(text)
	}
	return utf8.RuneCountInString(text[mark:]) <= smallTail
}

// verdict says whether what is shown answers the question: no more than leads
// do where the best only asks it.
func (n *inquiry) verdict(best *sight) (Verdict, float64) {
	v, confidence := n.w.judge(n.evidence())
	if v == Answer && best.unanswered {
		return Leads, min(confidence, (n.w.Verdict.Answer+n.w.Verdict.Leads)/2)
	}
	return v, confidence
}
