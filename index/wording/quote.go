package wording

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
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

const (
	// wholeQuestion is how many characters a question has at most that is looked
	// up as it is.
	wholeQuestion = 100

	// pointSize is how many characters are looked up of a longer one that asks
	// somewhere: its story has words that the answer has not.
	pointSize = 160

	// shortPoint is how many letters a sentence has at most that asks of what
	// stands before it.
	shortPoint = 5
)

// Gist returns what is looked up of a question in up to most characters, in its
// order. All of a short one is, or else what asks in it and then its end. Of a long
// one it is the sentences that ask, and the one before a sentence that leans on it;
// its end if nothing asks.
func Gist(question string, most int) string {
	question = withoutGreeting(question)
	runes := []rune(question)
	long := len(runes) > wholeQuestion
	if len(runes) <= most && !long {
		return question
	}
	g := gist{runes: runes, parts: sentences(runes), left: min(pointSize, most)}
	g.taken = make([]bool, len(g.parts))
	if !long || !g.takeAsking() {
		if len(runes) <= most {
			return question
		}
		g.left = most
		g.takeAll(zh.Asks)
		g.takeAll(func(string) bool { return true })
	}
	var b strings.Builder
	for i := range g.parts {
		if g.taken[i] {
			b.WriteString(g.text(i))
		}
	}
	if b.Len() == 0 { // no part is short enough
		return string(runes[len(runes)-most:])
	}
	return b.String()
}

// A gist is a long question of which some sentences are taken.
type gist struct {
	runes []rune
	parts []part
	taken []bool
	left  int // characters that may be taken yet
}

func (g *gist) text(i int) string { return string(g.runes[g.parts[i].lo:g.parts[i].hi]) }

// take takes a sentence if there is room for it.
func (g *gist) take(i int) {
	if size := g.parts[i].hi - g.parts[i].lo; !g.taken[i] && size <= g.left {
		g.taken[i] = true
		g.left -= size
	}
}

// takeAll takes the sentences that are wanted, the last first: who writes much comes
// to the point at the end.
func (g *gist) takeAll(wanted func(sentence string) bool) {
	for i := len(g.parts) - 1; i >= 0; i-- {
		if wanted(g.text(i)) {
			g.take(i)
		}
	}
}

// takeAsking takes the sentences that ask by how they end, or else those that hold
// a word of asking, the last first. It reports whether there are any.
func (g *gist) takeAsking() bool {
	asks := endsAsking
	if !slices.ContainsFunc(g.parts, func(p part) bool { return asks(string(g.runes[p.lo:p.hi])) }) {
		asks = zh.Asks
	}
	for i := len(g.parts) - 1; i >= 0; i-- {
		if asks(g.text(i)) {
			g.take(i)
			if i > 0 && g.taken[i] && leans(g.text(i)) {
				g.take(i - 1)
			}
		}
	}
	return slices.Contains(g.taken, true)
}

// endsAsking reports whether a sentence ends as a question does.
func endsAsking(sentence string) bool {
	sentence = strings.TrimRightFunc(sentence, unicode.IsSpace)
	if strings.HasSuffix(sentence, "？") || strings.HasSuffix(sentence, "?") {
		return true
	}
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(sentence, "。！!；; "))
	return strings.ContainsRune("吗呢么", last)
}

// leans reports whether a sentence that asks speaks of what stands before it: 这种
// 情况怎么处理, or just 怎么办.
func leans(sentence string) bool {
	letters := strings.TrimFunc(sentence, func(r rune) bool { return !unicode.IsLetter(r) })
	first, _ := utf8.DecodeRuneInString(letters)
	return strings.ContainsRune("这那此该它", first) || utf8.RuneCountInString(letters) <= shortPoint
}
