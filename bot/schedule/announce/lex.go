package announce

import (
	"strings"
	"unicode"

	"qunwen/bot/schedule/when"
	"qunwen/corpus/zh"
)

// pairs are opening marks and what closes them. 「」 is left out: the client
// puts it around the message that a reply quotes.
var pairs = map[rune]rune{'“': '”', '《': '》', '"': '"', '『': '』', '<': '>', '‘': '’'}

// maxQuote bounds a quotation, in runes.
const maxQuote = 80

// lex finds the tokens of the text, in order and without overlap.
func lex(src zh.Text) []when.Token {
	s := src.Fold
	return when.Lex(s, func(i int) (when.Token, bool) {
		if s[i] == '@' && !inAddress(s, i) {
			if t, ok := lexHandle(src, i); ok {
				return t, true
			}
		}
		end := quoteEnd(s, i)
		if end == 0 {
			return when.Token{}, false
		}
		return when.Token{Kind: when.QuoteToken, From: i, To: end, Text: src.Quote(i+1, end-1)}, true
	})
}

// inAddress reports whether the @ at i stands in a mail address. Behind the figures
// of an hour a name may follow at once: 20:00@张三.
func inAddress(s []rune, i int) bool {
	prev, next := zh.At(s, i-1), zh.At(s, i+1)
	return zh.IsLatin(prev) || zh.IsDigit(prev) && !unicode.Is(unicode.Han, next)
}

// lexHandle reads the mention at i. @ and a blank, and 所有人, are none.
func lexHandle(src zh.Text, i int) (when.Token, bool) {
	if zh.At(src.Fold, i+1) == ' ' && i+2 < len(src.Fold) && jointed(src.Fold, i+2) {
		i++ // @ 张三-甲-产品
	}
	n := scanHandle(src.Fold, i+1)
	if n > 1 && src.Fold[i+n] == '吗' {
		n-- // 由@张三 代替@李四吗
	}
	text := strings.Trim(src.Quote(i+1, i+1+n), "?/ ")
	if n == 0 || text == "" {
		return when.Token{}, false
	}
	end := zh.Skip(src.Fold, i+1+n, "?")
	return when.Token{Kind: when.HandleToken, From: i, To: end, Text: text}, true
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
