package index

import (
	"slices"

	"qunwen/index/wording"
)

// sameQuestion is how alike a question must be for what was said to it to decide:
// of vectors a cosine, without them a share of the words.
const sameQuestion = 0.6

// unanswered reports whether a place has the question that is asked, and of the
// lines chosen none that says something to it. chosen is in order.
func (n *inquiry) unanswered(r *place, chosen []int) bool {
	q := r.question
	if q < 0 || n.alike(q) < sameQuestion || !wording.OnlyAsks(n.x.r.Store.Text(q)) {
		return false
	}
	return !slices.ContainsFunc(r.lines, func(l line) bool {
		_, shown := slices.BinarySearch(chosen, l.ord)
		return shown && l.ord > q && (l.features[isShort] == 0 && !wording.OnlyAsks(n.x.r.Store.Text(l.ord)) || wording.YesOrNo(n.x.r.Store.Text(l.ord)))
	})
}
