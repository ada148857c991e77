package index

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// gist returns what is looked up of a question: all of it, or of a long one
// the sentences that ask, the last of which come first, and what stands around
// them, up to most characters, in their order. Who writes much comes to the
// point at the end.
func gist(question string, most int) string {
	if utf8.RuneCountInString(question) <= most {
		return question
	}
	runes := []rune(question)
	parts := sentences(runes)
	order := make([]int, 0, len(parts))
	for i := len(parts) - 1; i >= 0; i-- {
		order = append(order, i)
	}
	asking := func(i int) bool { return asks(string(runes[parts[i].Lo:parts[i].Hi])) }
	slices.SortStableFunc(order, func(a, b int) int { return int(truth(asking(b)) - truth(asking(a))) })
	taken := make([]bool, len(parts))
	left := most
	for _, i := range order {
		if size := parts[i].Hi - parts[i].Lo; size <= left {
			taken[i] = true
			left -= size
		}
	}
	if left == most { // no part is short enough
		return string(runes[len(runes)-most:])
	}
	var b strings.Builder
	for i, p := range parts {
		if taken[i] {
			b.WriteString(string(runes[p.Lo:p.Hi]))
		}
	}
	return b.String()
}
