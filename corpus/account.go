package corpus

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

var (
	// accountID matches what can only be the id of an account or a room.
	accountID = regexp.MustCompile(`^(?:wxid_[0-9A-Za-z_-]+|[qQ]{1,2}\d{5,}|\d{5,}@chatroom|gh_[0-9a-f]{8,})[:：]?$`)

	// accountHead matches a name that an account may have chosen for its id, and
	// a colon. Words look like that, too: it counts where a message has no others.
	accountHead = regexp.MustCompile(`^[A-Za-z][0-9A-Za-z_-]{4,24}[:：]$`)
)

// WithoutAccounts returns a decoded text without its lines that are only ids of
// accounts. Some exports write such a line, "wxid_a1b2c3:", in the place of a
// sticker or before what its owner said. A line between others leaves a "…"
// behind. The result is "" if the text has nothing else.
func WithoutAccounts(said string) string {
	if !startsASCII(said) && !strings.Contains(said, "\n") {
		return said
	}
	if onlyMatches(said, accountID, accountHead) {
		return ""
	}
	if !strings.Contains(said, "\n") {
		return said
	}
	lines, left := strings.Split(said, "\n"), 0
	for i, line := range lines {
		if startsASCII(line) && onlyMatches(line, accountID) {
			lines[i] = "…"
			left++
		}
	}
	if left == 0 {
		return said
	}
	for len(lines) > 0 && lines[0] == "…" {
		lines = lines[1:]
	}
	for len(lines) > 0 && lines[len(lines)-1] == "…" {
		lines = lines[:len(lines)-1]
	}
	return strings.Join(lines, "\n")
}

// startsASCII reports whether the first sign of a text that is not a blank is a
// letter or a digit of ASCII, as that of every id.
func startsASCII(text string) bool {
	text = strings.TrimLeftFunc(text, unicode.IsSpace)
	return text != "" && isWordByte(text[0])
}

// onlyMatches reports whether a text has words, and each matches one of the forms.
func onlyMatches(text string, forms ...*regexp.Regexp) bool {
	words := strings.Fields(text)
	for _, word := range words {
		if !slices.ContainsFunc(forms, func(form *regexp.Regexp) bool { return form.MatchString(word) }) {
			return false
		}
	}
	return len(words) > 0
}
