package schedule

import (
	"html"
	"strings"
	"unicode"
)

// A source is a text twice, rune for rune: as it is quoted and as it is read.
type source struct {
	said []rune // as written, entities decoded, marks without width dropped
	fold []rune // full-width ASCII narrowed, lower case, every blank a ' ' but '\n'
}

// maxEscapes is how often an entity may be escaped in the archive.
const maxEscapes = 4

// newSource makes a text uniform. U+2005, which ends a mention, becomes two
// blanks: nothing that follows belongs to the name.
func newSource(text string) source {
	for range maxEscapes {
		t := html.UnescapeString(text)
		if t == text {
			break
		}
		text = t
	}
	text = strings.NewReplacer("\u2005", "  ", "\r\n", "\n", "\r", "\n").Replace(strings.ToValidUTF8(text, ""))
	var s source
	for _, r := range text {
		f := r
		switch {
		case r == '\n':
		case unicode.IsSpace(r):
			f = ' '
		case unicode.Is(unicode.Cf, r) || unicode.IsControl(r) || unicode.Is(unicode.Variation_Selector, r):
			continue // right-to-left marks, zero-width blanks
		case r >= '！' && r <= '～':
			f = r - '！' + '!'
		}
		s.said = append(s.said, r)
		s.fold = append(s.fold, unicode.ToLower(f))
	}
	return s
}

// quote returns the words between two places as written, blanks joined.
func (s source) quote(from, to int) string {
	return strings.Join(strings.Fields(string(s.said[from:to])), " ")
}

// hasAt reports whether the text at i begins with word.
func hasAt(s []rune, i int, word string) bool {
	for _, r := range word {
		if i >= len(s) || s[i] != r {
			return false
		}
		i++
	}
	return true
}

// oneOfAt returns the length in runes of the first of words that the text at
// i begins with, and its place among them; -1 if there is none.
func oneOfAt(s []rune, i int, words []string) (length, which int) {
	for k, w := range words {
		if hasAt(s, i, w) {
			return len([]rune(w)), k
		}
	}
	return 0, -1
}

// at returns the rune at i, or 0 outside the text.
func at(s []rune, i int) rune {
	if i < 0 || i >= len(s) {
		return 0
	}
	return s[i]
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

func isLatin(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }

func isBlank(r rune) bool { return r == ' ' || r == '\n' }

// skip returns the first place from i whose rune is not one of set.
func skip(s []rune, i int, set string) int {
	for i < len(s) && strings.ContainsRune(set, s[i]) {
		i++
	}
	return i
}

// containsAny reports whether text holds one of words.
func containsAny(text string, words ...string) bool {
	for _, w := range words {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}
