package people

import (
	"strings"
	"unicode"

	"qunwen/corpus"
)

// Names returns a function that knows the given names as posts show them:
// exports turn an emoji into ? or drop it, and blanks of any kind into others.
// Names that differ in these and in case only are the same; an empty name is
// nobody's.
func Names(names []string) func(name string) bool {
	known := make(map[string]bool, len(names))
	for _, n := range names {
		if k := Key(n); k != "" {
			known[k] = true
		}
	}
	return func(name string) bool { return known[Key(name)] }
}

// Key is what is left of a name in every export, and what a reader tells it by:
// letters and digits in one width and case, and dashes. A name without letters and
// digits is its own key.
func Key(name string) string {
	name = ReadableName(name)
	letters := false
	key := strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' {
			r -= '！' - '!'
		}
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			letters = true
			return unicode.ToLower(r)
		case strings.ContainsRune("-－—–_~～|", r):
			return r
		}
		return -1
	}, name)
	if !letters {
		return name
	}
	return key
}

// ReadableName is a published name as people read it: decoded, with single
// blanks.
func ReadableName(name string) string { return strings.Join(strings.Fields(corpus.Decode(name)), " ") }
