package say

import (
	"strings"
	"unicode/utf8"
)

const (
	// bubble is how many characters one message holds.
	bubble = 700

	// MostMessages is how many messages one reply has.
	MostMessages = 2
)

// Messages cuts a reply into the messages in which it is sent.
func Messages(text string) []string { return split(text, bubble, MostMessages) }

// split cuts a text at line ends into up to most pieces of up to size
// characters. A longer line is cut before its link. What does not fit is left
// out, and … says so.
func split(text string, size, most int) []string {
	if utf8.RuneCountInString(text) <= size {
		return []string{text}
	}
	var parts []string
	var part []string
	n := 0
	for line := range strings.SplitSeq(text, "\n") {
		line = clipLine(line, size)
		k := utf8.RuneCountInString(line)
		if len(part) > 0 && n+1+k > size {
			if len(parts)+1 == most {
				return append(parts, withDots(part, size))
			}
			parts = append(parts, strings.Join(part, "\n"))
			part, n = nil, 0
		}
		if len(part) > 0 {
			n++
		}
		part = append(part, line)
		n += k
	}
	return append(parts, strings.Join(part, "\n"))
}

// clipLine cuts a line to size characters, and keeps the link at its end.
func clipLine(line string, size int) string {
	if utf8.RuneCountInString(line) <= size {
		return line
	}
	if i := strings.LastIndexByte(line, ' '); i >= 0 && isLink(line[i+1:]) {
		if room := size - utf8.RuneCountInString(line[i:]); room >= size/4 {
			return Clip(line[:i], room) + line[i:]
		}
		line = line[:i]
	}
	return Clip(line, size)
}

func isLink(s string) bool {
	return strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://")
}

// withDots joins lines and puts … on one of its own, for which as many go as
// have to.
func withDots(lines []string, size int) string {
	for len(lines) > 1 && utf8.RuneCountInString(strings.Join(lines, "\n"))+2 > size {
		lines = lines[:len(lines)-1]
	}
	return clipLine(strings.Join(lines, "\n"), size-2) + "\n…"
}

// Clip cuts s to n characters; a cut is marked ….
func Clip(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return strings.TrimSuffix(string([]rune(s)[:n-1]), "…") + "…"
}
