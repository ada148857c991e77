package index

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"qunwen/index/generation"
)

const (
	maxQuote = 300 // characters of one message that are shown

	// lineEnd is the mark of a line break that an export made a blank of: where
	// nothing else ends a sentence, two blanks do.
	lineEnd = "  "
)

// quote returns what is shown of a message: all of it, or of a long one the
// sentences with most of the query's words, in their order, and what follows
// them. A cut is marked ….
func (x *Index) quote(text string, q *query) string {
	if len(text) <= maxQuote {
		return text
	}
	runes := []rune(text)
	if len(runes) <= maxQuote {
		return text
	}
	parts := sentences(runes)
	gains := x.gains(text, parts, q)
	order := make([]int, len(parts))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(gains[b], gains[a]) })
	taken := make([]bool, len(parts))
	used := 0
	take := func(i int) bool {
		if taken[i] {
			return true
		}
		if used+parts[i].Hi-parts[i].Lo+2 > maxQuote { // and the marks
			return false
		}
		used += parts[i].Hi - parts[i].Lo + 2
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
func sentences(runes []rune) []generation.Span {
	var parts []generation.Span
	from := 0
	for i := 1; i <= len(runes); i++ {
		ends := i == len(runes) || strings.ContainsRune("。！？；!?;\n", runes[i-1]) ||
			i+1 < len(runes) && string(runes[i-1:i+1]) == lineEnd
		if !ends && i-from >= maxQuote/2 {
			ends = true
		}
		if ends && i > from {
			parts = append(parts, generation.Span{Lo: from, Hi: i})
			from = i
		}
	}
	return parts
}

// gains returns how much of what was asked each part says: the rarity of each
// word once, of a synonym by its weight.
func (x *Index) gains(text string, parts []generation.Span, q *query) []float64 {
	folded := []rune(x.analyzer.Fold(text)) // rune for rune
	gains := make([]float64, len(parts))
	for k, p := range parts {
		part := string(folded[p.Lo:min(p.Hi, len(folded))])
		for _, w := range q.words {
			said := 0.0
			if strings.Contains(part, w.term) || strings.Contains(part, w.asked) {
				said = 1
			}
			for _, s := range w.synonyms {
				if s.Weight > said && strings.Contains(part, s.Term) {
					said = s.Weight
				}
			}
			gains[k] += said * w.rarity
		}
	}
	return gains
}

// joined puts the parts that were taken together, with … for each cut. The
// first part stands for a text of which none was.
func joined(runes []rune, parts []generation.Span, taken []bool) string {
	if !slices.Contains(taken, true) {
		taken[0] = true
	}
	var b strings.Builder
	for i, p := range parts {
		switch {
		case taken[i] && i > 0 && !taken[i-1]:
			b.WriteString("…")
			b.WriteString(strings.TrimLeft(string(runes[p.Lo:p.Hi]), " "))
		case taken[i]:
			b.WriteString(string(runes[p.Lo:p.Hi]))
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
