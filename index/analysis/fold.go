package analysis

import (
	_ "embed"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

//go:embed fold.txt
var foldFile string

// loadFold reads pairs of a traditional and a simplified character.
func loadFold(data string) (map[rune]rune, error) {
	fold := make(map[rune]rune, strings.Count(data, "\n"))
	for line := range strings.Lines(data) {
		rs := []rune(strings.TrimSpace(line))
		if len(rs) != 2 {
			return nil, fmt.Errorf("fold.txt: %q is not a pair of characters", line)
		}
		fold[rs[0]] = rs[1]
	}
	return fold, nil
}

// Fold returns s with full-width forms made narrow, capitals small,
// traditional characters simplified, and blanks and control characters of
// every kind a blank. It goes rune for rune: the n-th rune of the result
// stands for the n-th rune of s.
func (a *Analyzer) Fold(s string) string {
	for i := range len(s) {
		if c := s[i]; c >= utf8.RuneSelf || c >= 'A' && c <= 'Z' || c < ' ' || c == 0x7f {
			return strings.Map(a.foldRune, s)
		}
	}
	return s
}

func (a *Analyzer) foldRune(r rune) rune {
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
		if s, ok := a.fold[r]; ok {
			return s
		}
		return r
	case unicode.IsSpace(r) || unicode.IsControl(r) || r == utf8.RuneError:
		return ' '
	}
	if s, ok := a.fold[r]; ok {
		return s
	}
	if f := width.LookupRune(r).Folded(); f != 0 && f != utf8.RuneError {
		r = f
	}
	return unicode.ToLower(r)
}
