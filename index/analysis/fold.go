package analysis

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"qunwen/corpus/zh"

	"golang.org/x/text/width"
)

// Fold returns s with full-width forms made narrow, capitals small,
// traditional characters simplified, and blanks and control characters of
// every kind a blank. It goes rune for rune: the n-th rune of the result
// stands for the n-th rune of s.
func (a *Analyzer) Fold(s string) string {
	for i := range len(s) {
		if c := s[i]; c >= utf8.RuneSelf || c >= 'A' && c <= 'Z' || c < ' ' || c == 0x7f {
			return strings.Map(foldRune, s)
		}
	}
	return s
}

func foldRune(r rune) rune {
	switch {
	case r < utf8.RuneSelf:
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	case r >= 0x4E00 && r <= 0x9FFF: // nearly everything
		return zh.Simplify(r)
	case unicode.IsSpace(r) || unicode.IsControl(r) || r == utf8.RuneError:
		return ' '
	}
	if s := zh.Simplify(r); s != r {
		return s
	}
	if f := width.LookupRune(r).Folded(); f != 0 && f != utf8.RuneError {
		r = f
	}
	return unicode.ToLower(r)
}
