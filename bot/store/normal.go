package store

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// normal returns what two wordings of one question have in common: letters,
// digits and marks, in one width and case. A question without any stays as it
// is.
func normal(question string) string {
	folded := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == '+' { // T+0 is not T0
			return unicode.ToLower(r)
		}
		return -1
	}, norm.NFKC.String(question))
	if folded == "" {
		return strings.TrimSpace(question)
	}
	return folded
}
