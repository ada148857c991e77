package zh

import (
	"html"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Text is a text twice, rune for rune: as it is quoted and as it is read.
type Text struct {
	Said []rune // as written, entities decoded, marks without width dropped
	Fold []rune // [FoldRune] of each; every blank a ' ' but '\n'
}

// maxEscapes is how often an entity may be escaped in the archive.
const maxEscapes = 4

// breaks are written as blanks and line ends.
var breaks = strings.NewReplacer("\u2005", "  ", "\r\n", "\n", "\r", "\n")

// NewText folds a text. U+2005, which ends a mention, becomes two
// blanks: nothing that follows belongs to the name.
func NewText(text string) Text {
	for i := 0; i < maxEscapes && strings.ContainsRune(text, '&'); i++ {
		t := html.UnescapeString(text)
		if t == text {
			break
		}
		text = t
	}
	text = breaks.Replace(strings.ToValidUTF8(text, ""))
	n := utf8.RuneCountInString(text)
	s := Text{Said: make([]rune, 0, n), Fold: make([]rune, 0, n)}
	for _, r := range text {
		f := r
		switch {
		case r == '\n', r >= firstHan && r <= lastHan:
		case unicode.IsSpace(r):
			f = ' '
		case unicode.Is(unicode.Cf, r) || unicode.IsControl(r) || unicode.Is(unicode.Variation_Selector, r):
			continue // right-to-left marks, zero-width blanks
		}
		s.Said = append(s.Said, r)
		s.Fold = append(s.Fold, FoldRune(f))
	}
	return s
}

// FoldRune writes full-width ASCII as narrow, capitals as small letters, and
// traditional characters as simplified.
func FoldRune(r rune) rune {
	switch {
	case r >= firstHan && r <= lastHan:
		return Simplify(r)
	case r >= '！' && r <= '～':
		r = r - '！' + '!'
	}
	return unicode.ToLower(r)
}

// Quote returns the words between two places as written, blanks joined.
func (t Text) Quote(from, to int) string {
	return strings.Join(strings.Fields(string(t.Said[from:to])), " ")
}

// HasAt reports whether the text at i begins with word.
func HasAt(s []rune, i int, word string) bool {
	if word == "" {
		return true
	}
	first, size := runeAt(word, 0) // mostly it is another
	if i < 0 || i >= len(s) || s[i] != first {
		return false
	}
	i++
	for _, r := range word[size:] {
		if i >= len(s) || s[i] != r {
			return false
		}
		i++
	}
	return true
}

// OneOfAt returns the length in runes of the first of words that the text at
// i begins with, and its place among them; -1 if there is none.
func OneOfAt(s []rune, i int, words []string) (length, which int) {
	for k, w := range words {
		if HasAt(s, i, w) {
			return len([]rune(w)), k
		}
	}
	return 0, -1
}

// At returns the rune at i, or 0 outside the text.
func At(s []rune, i int) rune {
	if i < 0 || i >= len(s) {
		return 0
	}
	return s[i]
}

// IsDigit reports whether r is one of 0 to 9.
func IsDigit(r rune) bool { return r >= '0' && r <= '9' }

// IsLatin reports whether r is a letter of ASCII.
func IsLatin(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }

// IsBlank reports whether r parts words in a folded text.
func IsBlank(r rune) bool { return r == ' ' || r == '\n' }

// Skip returns the first place from i whose rune is not one of set.
func Skip(s []rune, i int, set string) int {
	for i < len(s) && strings.ContainsRune(set, s[i]) {
		i++
	}
	return i
}

// ContainsAny reports whether text holds one of words.
func ContainsAny(text string, words ...string) bool {
	for _, w := range words {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}

// StartsWithAny reports whether text begins with one of words.
func StartsWithAny(text string, words ...string) bool {
	for _, w := range words {
		if strings.HasPrefix(text, w) {
			return true
		}
	}
	return false
}

// Contains reports whether r is one of set. The 0 that [At] gives outside the
// text is in no set.
func Contains(set string, r rune) bool { return r != 0 && strings.ContainsRune(set, r) }
