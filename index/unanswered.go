package index

import (
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	// sameQuestion is how alike a question must be for what was said to it to
	// decide: of vectors a cosine, without them a share of the words.
	sameQuestion = 0.6

	smallTail = 12 // characters that may follow a question in the text that asks it
)

// unanswered reports whether a place has the question that is asked, and of the
// lines chosen none that says something to it. chosen is in order.
func (n *inquiry) unanswered(r *place, chosen []int) bool {
	q := r.question
	if q < 0 || n.alike(q) < sameQuestion || !onlyAsks(n.x.store.Text(q)) {
		return false
	}
	return !slices.ContainsFunc(r.lines, func(l line) bool {
		_, shown := slices.BinarySearch(chosen, l.ord)
		return shown && l.ord > q && (l.features[isShort] == 0 && !onlyAsks(n.x.store.Text(l.ord)) || yesOrNo(n.x.store.Text(l.ord)))
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
