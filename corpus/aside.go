package corpus

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// SetAside marks the messages that are from a program of one of the given
// names, mention it, or quote it. They are in no conversation.
func (t *Transcript) SetAside(names []string) {
	for i := range t.Messages {
		m := &t.Messages[i]
		m.Aside = slices.Contains(names, m.Speaker) ||
			m.Quoted != nil && slices.Contains(names, m.Quoted.Name) ||
			slices.ContainsFunc(names, func(name string) bool { return mentions(m.Raw, name) })
	}
}

// mentions reports whether a text has @name, and not as the beginning of a
// longer word of letters that are no Han characters.
func mentions(text, name string) bool {
	for name != "" {
		_, rest, ok := strings.Cut(text, "@"+name)
		if !ok {
			return false
		}
		if r, _ := utf8.DecodeRuneInString(rest); rest == "" || !unicode.IsLetter(r) && !unicode.IsDigit(r) || unicode.Is(unicode.Han, r) {
			return true
		}
		text = rest
	}
	return false
}
