package judge

import (
	"html"
	"strings"
	"unicode"
)

// A verbatim compares quotes with what was published.
type verbatim struct {
	texts func(Key) []string
	fold  func(string) string
	known map[Key][]string // normalised
}

func newVerbatim(opt Options) *verbatim {
	return &verbatim{texts: opt.Texts, fold: opt.Fold, known: make(map[Key][]string)}
}

// holds reports whether the quote stands in one of the messages at its place:
// its parts between … one behind the other. Entities, white space and what
// fold removes make no difference. Without the texts every quote that has
// words passes.
func (v *verbatim) holds(c Citation) bool {
	var parts []string
	for p := range strings.SplitSeq(c.Quote, "…") {
		if p = v.normal(p); p != "" {
			parts = append(parts, p)
		}
	}
	if len(parts) == 0 || v.texts == nil {
		return len(parts) > 0
	}
	texts, ok := v.known[c.Key]
	if !ok {
		for _, t := range v.texts(c.Key) {
			texts = append(texts, v.normal(t))
		}
		v.known[c.Key] = texts
	}
	for _, t := range texts {
		if inOrder(parts, t) {
			return true
		}
	}
	return false
}

func inOrder(parts []string, text string) bool {
	for _, p := range parts {
		i := strings.Index(text, p)
		if i < 0 {
			return false
		}
		text = text[i+len(p):]
	}
	return true
}

// maxEscapes is how often an entity may be escaped in a post.
const maxEscapes = 4

func (v *verbatim) normal(s string) string {
	for range maxEscapes {
		s = html.UnescapeString(s)
	}
	if v.fold != nil {
		s = v.fold(s)
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r >= 0x1c && r <= 0x1f { // separators, white space to Python
			return -1
		}
		return r
	}, s)
}
