package zh

import (
	"strings"
	"unicode"
)

// Letters returns the letters and digits of a text: what is left of it in every
// encoding.
func Letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}
