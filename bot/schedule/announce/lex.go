package announce

import (
	"strings"
	"unicode"

	"qunwen/corpus/zh"
)

// A tokenKind says what a token is.
type tokenKind uint8

const (
	dayToken     tokenKind = iota
	clockToken             // a time of day, or two with what joins them
	handleToken            // @ and a name
	quoteToken             // words between marks; from and to hold the marks
	unclearToken           // words for a day that nobody can place: 改天
)

// A token is a piece of the text that the grammar knows.
type token struct {
	kind     tokenKind
	from, to int // in runes
	day      dayRef
	clock    clock // when it begins
	end      clock // when it ends, if hasEnd
	hasEnd   bool
	text     string // of a handle or a quotation, as written
}

// pairs are opening marks and what closes them. 「」 is left out: the client
// puts it around the message that a reply quotes.
var pairs = map[rune]rune{'“': '”', '《': '》', '"': '"', '『': '』', '<': '>', '‘': '’'}

// maxQuote bounds a quotation, in runes.
const maxQuote = 80

// lex finds the tokens of the text, in order and without overlap.
func lex(src zh.Text) []token {
	s := src.Fold
	var tokens []token
	add := func(t token) { tokens = append(tokens, t) }
	for i := 0; i < len(s); {
		if s[i] == '@' && !inAddress(s, i) {
			if t, ok := lexHandle(src, i); ok {
				add(t)
				i = t.to
				continue
			}
		}
		if end := quoteEnd(s, i); end > 0 {
			add(token{kind: quoteToken, from: i, to: end, text: src.Quote(i+1, end-1)})
			i = end
			continue
		}
		if s[i] == 'h' && zh.HasAt(s, i, "http") { // an address holds numbers
			for i < len(s) && s[i] > ' ' && s[i] < 0x80 {
				i++
			}
			continue
		}
		if t, ok := lexTime(tokens, s, i); ok {
			add(t)
			i = t.to
			continue
		}
		i++
	}
	return tokens
}

// inAddress reports whether the @ at i stands in a mail address. Behind the figures
// of an hour a name may follow at once: 20:00@张三.
func inAddress(s []rune, i int) bool {
	prev, next := zh.At(s, i-1), zh.At(s, i+1)
	return zh.IsLatin(prev) || zh.IsDigit(prev) && !unicode.Is(unicode.Han, next)
}

// lexTime reads the day or the hour at i.
func lexTime(tokens []token, s []rune, i int) (token, bool) {
	if !timeRunes.Has(s[i]) {
		return token{}, false
	}
	before := ""
	if zh.IsDigit(s[i]) || startsClock(s[i]) {
		before = periodBefore(tokens, s, i)
	}
	if c, n := scanDottedClock(s, i, before); n > 0 {
		return token{kind: clockToken, from: i, to: i + n, clock: c}, true
	}
	if p, n := scanUnclear(s, i); n > 0 {
		return token{kind: unclearToken, from: i, to: i + n, day: dayRef{period: p}}, true
	}
	if d, n := scanDay(s, i); n > 0 {
		return token{kind: dayToken, from: i, to: i + n, day: d}, true
	}
	if h, n := scanHours(s, i, before); n > 0 {
		h.start = h.start.less(minutesShort(s, i))
		return token{kind: clockToken, from: i, to: i + n, clock: h.start, end: h.end, hasEnd: h.hasEnd}, true
	}
	return token{}, false
}

// periodBefore is the part of the day that a token right before i has said.
func periodBefore(tokens []token, s []rune, i int) string {
	if len(tokens) == 0 {
		return ""
	}
	last := tokens[len(tokens)-1]
	if last.kind != dayToken && last.kind != unclearToken || i-last.to > 8 || zh.Skip(s, last.to, " ,(【[大概约的从于在:") != i {
		return ""
	}
	return last.day.period
}

// lexHandle reads the mention at i. @ and a blank, and 所有人, are none.
func lexHandle(src zh.Text, i int) (token, bool) {
	if zh.At(src.Fold, i+1) == ' ' && i+2 < len(src.Fold) && jointed(src.Fold, i+2) {
		i++ // @ 张三-甲-产品
	}
	n := scanHandle(src.Fold, i+1)
	if n > 1 && src.Fold[i+n] == '吗' {
		n-- // 由@张三 代替@李四吗
	}
	text := strings.Trim(src.Quote(i+1, i+1+n), "?/ ")
	if n == 0 || text == "" {
		return token{}, false
	}
	end := zh.Skip(src.Fold, i+1+n, "?")
	return token{kind: handleToken, from: i, to: end, text: text}, true
}

// quoteEnd returns where the quotation that opens at i has closed, 0 if none
// does. “…” may nest.
func quoteEnd(s []rune, i int) int {
	closer, ok := pairs[s[i]]
	if !ok {
		return 0
	}
	depth := 0
	for j := i + 1; j < len(s) && j-i < maxQuote; j++ {
		switch {
		case s[j] == closer && depth == 0:
			return j + 1
		case s[j] == closer:
			depth--
		case s[j] == s[i]:
			depth++
		}
	}
	return 0
}
