package convert

import (
	"regexp"
	"strings"
)

// Markdown is what kramdown, Jekyll's reader of posts, takes for its own.
// What the site's own posts hold unescaped stays so where kramdown leaves it
// alone: lists and rules in the middle of a paragraph, single square brackets.
var (
	// at the start of a paragraph
	blockStart = regexp.MustCompile(`^(?:[*+-][ \t]|#|\d+\.[ \t]|[*_-][ \t]*(?:[*_-][ \t]*){2,}$|=+$|:[ \t]|\||\*\[|\{)`)
	// a line that makes a heading of the one before
	underline = regexp.MustCompile(`^(?:-+|=+)\s*$`)
	fence     = regexp.MustCompile("^(?:~{3,}|`{3,})")
	reference = regexp.MustCompile(`^\[[^\]]*\]:`)

	emphasis = regexp.MustCompile("[*`]|\\$\\$|~~|\\{[:%:{#]|\\[\\^|\\]\\(|\\]\\[|!\\[|\\\\[^A-Za-z0-9\\s]")
	flank    = regexp.MustCompile(`(^|[^\pL\pN])_+|_+($|[^\pL\pN])`)
)

// escapeMarkdown writes a text so that HTML and Markdown show it as it is. In
// a text that looks like neither only & < > are changed.
func escapeMarkdown(s string) string {
	lines := strings.Split(s, "\n")
	fresh := true // a paragraph starts here
	for i, l := range lines {
		if l == "" {
			fresh = true
			continue
		}
		lead := ""
		trimmed := strings.TrimLeft(l, " \t")
		indent := l[:len(l)-len(trimmed)]
		if fresh && i > 0 && (len(indent) >= 4 || strings.Contains(indent, "\t")) { // code
			lead = "&#32;" + indent[1:]
			l = trimmed
		}
		mark := trimmed != "" && (fresh && blockStart.MatchString(trimmed) || i > 0 && underline.MatchString(trimmed) ||
			fence.MatchString(trimmed) || reference.MatchString(trimmed))
		l = inline(l)
		if mark {
			l = markLine(l)
		}
		lines[i] = lead + l
		fresh = false
	}
	return strings.Join(lines, "\n")
}

// inline writes the marks inside a line as entities.
func inline(l string) string {
	l = escape(l)
	if emphasis.MatchString(l) {
		l = emphasis.ReplaceAllStringFunc(l, func(m string) string {
			switch m {
			case "](", "][":
				return "&#93;" + m[1:]
			case "$$", "~~":
				return entityOf(m[0]) + entityOf(m[1])
			}
			return entityOf(m[0]) + m[1:]
		})
	}
	if strings.Contains(l, "_") && flank.MatchString(l) {
		l = flank.ReplaceAllStringFunc(l, func(m string) string { return strings.ReplaceAll(m, "_", "&#95;") })
	}
	return l
}

// markLine writes the first mark of a block as an entity.
func markLine(l string) string {
	trimmed := strings.TrimLeft(l, " \t")
	at := len(l) - len(trimmed)
	for at < len(l) && l[at] >= '0' && l[at] <= '9' {
		at++ // to the point of 1.
	}
	if at >= len(l) || l[at] == '&' {
		return l
	}
	return l[:at] + entityOf(l[at]) + l[at+1:]
}

func entityOf(c byte) string {
	const digits = "0123456789"
	if c < 100 {
		return "&#" + string([]byte{digits[c/10], digits[c%10]}) + ";"
	}
	return "&#1" + string([]byte{digits[c/10%10], digits[c%10]}) + ";"
}
