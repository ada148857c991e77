package wording

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"qunwen/corpus/zh"
	"qunwen/index/analysis"
)

const (
	maxQuote = 300 // characters of one message that are shown

	// lineEnd is the mark of a line break that an export made a blank of: where
	// nothing else ends a sentence, two blanks do.
	lineEnd = "  "
)

// A part is the characters of a text from lo up to but not hi.
type part struct{ lo, hi int }

// Quote returns what is shown of a message: all of it, or of a long one the
// sentences that gain most, in their order, and what follows them. A cut is
// marked …. gain tells how much of what was asked a folded part of the text says.
func Quote(a *analysis.Analyzer, text string, gain func(folded string) float64) string {
	if len(text) <= maxQuote {
		return text
	}
	runes := []rune(text)
	if len(runes) <= maxQuote {
		return text
	}
	parts := sentences(runes)
	folded := []rune(a.Fold(text)) // rune for rune
	gains, order := make([]float64, len(parts)), make([]int, len(parts))
	for i, p := range parts {
		gains[i], order[i] = gain(string(folded[p.lo:min(p.hi, len(folded))])), i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(gains[b], gains[a]) })
	taken := make([]bool, len(parts))
	used := 0
	take := func(i int) bool {
		if taken[i] {
			return true
		}
		if used+parts[i].hi-parts[i].lo+2 > maxQuote { // and the marks
			return false
		}
		used += parts[i].hi - parts[i].lo + 2
		taken[i] = true
		return true
	}
	for _, i := range order {
		// What is said next is what the sentence leads to.
		if !take(i) || i+1 < len(parts) && !take(i+1) {
			break
		}
	}
	return joined(runes, parts, taken)
}

// sentences cuts a text into sentences of at most half a quote each.
func sentences(runes []rune) []part {
	var parts []part
	from := 0
	for i := 1; i <= len(runes); i++ {
		ends := i == len(runes) || strings.ContainsRune("。！？；!?;\n", runes[i-1]) ||
			i+1 < len(runes) && string(runes[i-1:i+1]) == lineEnd
		if !ends && i-from >= maxQuote/2 {
			ends = true
		}
		if ends && i > from {
			parts = append(parts, part{from, i})
			from = i
		}
	}
	return parts
}

// joined puts the parts that were taken together, with … for each cut. The
// first part stands for a text of which none was.
func joined(runes []rune, parts []part, taken []bool) string {
	if !slices.Contains(taken, true) {
		taken[0] = true
	}
	var b strings.Builder
	for i, p := range parts {
		switch {
		case taken[i] && i > 0 && !taken[i-1]:
			b.WriteString("…")
			b.WriteString(strings.TrimLeft(string(runes[p.lo:p.hi]), " "))
		case taken[i]:
			b.WriteString(string(runes[p.lo:p.hi]))
		}
	}
	out := strings.TrimSpace(b.String())
	if !taken[len(parts)-1] {
		out += "…"
	}
	if utf8.RuneCountInString(out) > maxQuote {
		out = string([]rune(out)[:maxQuote-1]) + "…"
	}
	return out
}

// WithoutCited leaves out what a text cites of another before a bar, as broken
// exports have it: "名字：原话 - - - - - 回复". A text that only cites stays.
func WithoutCited(text string) string {
	const bar = "- - - -"
	i := strings.LastIndex(text, bar)
	if i < 0 {
		return text
	}
	if own := strings.TrimLeft(text[i:], "-　 \n"); own != "" {
		return own
	}
	return text
}

// Gist returns what is looked up of a question: all of it, or of a long one
// the sentences that ask, the last of which come first, and what stands around
// them, up to most characters, in their order. Who writes much comes to the
// point at the end.
func Gist(question string, most int) string {
	if utf8.RuneCountInString(question) <= most {
		return question
	}
	runes := []rune(question)
	parts := sentences(runes)
	order := make([]int, 0, len(parts))
	for i := len(parts) - 1; i >= 0; i-- {
		order = append(order, i)
	}
	rank := func(i int) int {
		if zh.Asks(string(runes[parts[i].lo:parts[i].hi])) {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(rank(a), rank(b)) })
	taken := make([]bool, len(parts))
	left := most
	for _, i := range order {
		if size := parts[i].hi - parts[i].lo; size <= left {
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
			b.WriteString(string(runes[p.lo:p.hi]))
		}
	}
	return b.String()
}
