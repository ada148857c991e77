package announce

import "strings"

// afterName may stand between a bot's name and what is said to it.
const afterName = "，,：:、。 \t\n\u2005\u3000"

// Addressed reports whether a text names one of the bots at its beginning or its
// end, and gives the rest.
func Addressed(text string, bots []string) (rest string, ok bool) {
	rest = strings.TrimSpace(text)
	for _, name := range bots {
		if name == "" {
			continue
		}
		if after, found := strings.CutPrefix(rest, "@"+name); found {
			rest, ok = strings.TrimLeft(after, afterName), true
		}
		if before, found := strings.CutSuffix(rest, "@"+name); found {
			rest, ok = strings.TrimRight(before, afterName), true
		}
	}
	if !ok {
		return text, false
	}
	return strings.TrimSpace(rest), true
}
