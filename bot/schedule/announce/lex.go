package announce

import (
	"strings"

	"qunwen/corpus/zh"
)

// A tokenKind says what a token is.
type tokenKind uint8

const (
	dayToken    tokenKind = iota
	clockToken            // a time of day
	handleToken           // @ and a name
	quoteToken            // words between marks; from and to hold the marks
)

// A token is a piece of the text that the grammar knows.
type token struct {
	kind     tokenKind
	from, to int // in runes
	day      dayRef
	clock    clock
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
		if s[i] == '@' && !zh.IsLatin(zh.At(s, i-1)) && !zh.IsDigit(zh.At(s, i-1)) {
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
		if zh.HasAt(s, i, "http") { // an address holds numbers
			for i < len(s) && s[i] > ' ' && s[i] < 0x80 {
				i++
			}
			continue
		}
		if c, n := scanDottedClock(s, i, periodBefore(tokens, s, i)); n > 0 {
			add(token{kind: clockToken, from: i, to: i + n, clock: c})
			i += n
			continue
		}
		if d, n := scanDay(s, i); n > 0 {
			add(token{kind: dayToken, from: i, to: i + n, day: d})
			i += n
			continue
		}
		if c, n := scanClock(s, i, periodBefore(tokens, s, i)); n > 0 {
			add(token{kind: clockToken, from: i, to: i + n, clock: c})
			i += n
			continue
		}
		i++
	}
	return tokens
}

// periodBefore is the part of the day that a token right before i has said.
func periodBefore(tokens []token, s []rune, i int) string {
	if len(tokens) == 0 {
		return ""
	}
	last := tokens[len(tokens)-1]
	if last.kind != dayToken || i-last.to > 8 || zh.Skip(s, last.to, " ,(【[大概约的:") != i {
		return ""
	}
	return last.day.period
}

// lexHandle reads the mention at i. @ and a blank, and 所有人, are none.
func lexHandle(src zh.Text, i int) (token, bool) {
	n := scanHandle(src.Fold, i+1)
	text := strings.Trim(src.Quote(i+1, i+1+n), "? ")
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
