package corpus

import (
	"html"
	"strings"
	"unicode"
)

// Names returns a function that knows the given names as posts show them: exports turn an emoji into ? or drop it, and blanks of any
// kind into others. Names that differ in these and in case only are the same;
// empty ones are nobody's.
func Names(names []string) func(name string) bool {
	known := make(map[string]bool, len(names))
	for _, n := range names {
		if k := nameKey(readableName(n)); k != "" {
			known[k] = true
		}
	}
	return func(name string) bool { return known[nameKey(readableName(name))] }
}

// nameKey is what is left of a name in every export: letters, digits and
// dashes. A name without letters and digits is its own key.
func nameKey(name string) string {
	letters := false
	key := strings.Map(func(r rune) rune {
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

// readableName is a published name without entities and doubled blanks.
func readableName(name string) string {
	for range 4 { // exports escape up to four times
		name = html.UnescapeString(name)
	}
	return strings.Join(strings.Fields(name), " ")
}
