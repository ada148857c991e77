package corpus

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// mentionEnd is the separator WeChat puts after a mention; exports turn it
	// into ? or a blank, or drop it.
	mentionEnd = '\u2005'

	// maxName bounds a mentioned name, in runes; the longest real one has 32.
	maxName = 40

	// maxBareName is how long a name without any sign of its end may be.
	maxBareName = 10

	notInNames = "，。！？：；、（【「《,!;"
	nameJoints = "-－—–_~～|@"
)

// A span is a piece of a message: a mentioned name or the words between.
type span struct {
	text    string // a name without @ and separator, or words as they stand
	mention bool
	around  int // bytes of @ and separator that belong to a mention
}

// splitMentions divides said into spans that together cover it.
//
// A mention is @ and a name, which may start with ? for a lost emoji but not
// with a blank. The name ends at a U+2005 among the next characters; without
// one at a ?, at a blank, where the longest of names ends, or with a short
// message. An @ inside an address such as a@b.cn starts no mention.
func splitMentions(said string, names map[string]bool) []span {
	var spans []span
	from := 0
	for at := 0; at < len(said); {
		i := strings.IndexByte(said[at:], '@')
		if i < 0 {
			break
		}
		i += at
		at = i + 1
		if i > 0 && isWordByte(said[i-1]) {
			continue
		}
		n := mentionName(said[i+1:], names)
		if n == 0 {
			continue
		}
		if from < i {
			spans = append(spans, span{text: said[from:i]})
		}
		sep := separator(said[i+1+n:])
		spans = append(spans, span{text: said[i+1 : i+1+n], mention: true, around: 1 + sep})
		from = i + 1 + n + sep
		at = from
	}
	if from < len(said) {
		spans = append(spans, span{text: said[from:]})
	}
	return spans
}

func isWordByte(b byte) bool {
	return b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b == '.' || b == '_'
}

// mentionName returns how many bytes of s are the mentioned name, or 0.
func mentionName(s string, names map[string]bool) int {
	if r, _ := utf8.DecodeRuneInString(s); unicode.IsSpace(r) {
		return 0
	}
	n := readName(s, names)
	switch {
	case n.marked:
		return n.sep
	case !n.closed && n.count > 1 && names[s]:
		return len(s)
	case n.known > 0 && !n.goesOn(s):
		return n.known
	case n.sep > 0 || n.closed:
		return n.sep
	case n.count <= maxBareName || strings.ContainsAny(s, nameJoints):
		return len(s) // "@name" ends the message
	}
	return 0
}

// A nameEnd is where a mentioned name may end, in bytes of what follows the @.
type nameEnd struct {
	known  int  // the end of the longest speaker's name; 0 if there is none
	sep    int  // the first separator; 0 if there is none
	marked bool // sep is WeChat's own separator
	closed bool // the name is over by what cannot be in one, or by its length
	count  int  // the characters looked at
}

// readName looks for the ends of a name at the start of s.
func readName(s string, names map[string]bool) nameEnd {
	var n nameEnd
	begun := false // something but ? was seen
	for i, r := range s {
		if n.count > 1 && names[s[:i]] {
			n.known = i
		}
		switch {
		case r == mentionEnd:
			n.sep, n.marked = i, true
			return n
		case r == '@' || r == '\n' || n.count == maxName || strings.ContainsRune(notInNames, r):
			n.closed = true
			return n
		case n.sep == 0 && (r == '?' && begun || unicode.IsSpace(r)):
			n.sep = i // a speaker's name may go on behind it
		}
		begun = begun || r != '?'
		n.count++
	}
	return n
}

// goesOn reports whether the name is longer than the speaker's that s starts
// with: "@Li-Bank-PM?" goes on after the speaker Li, "@Li说得对?" does not.
func (n nameEnd) goesOn(s string) bool {
	stop := n.sep
	if stop == 0 && !n.closed {
		stop = len(s) // to the end of the message
	}
	joint, _ := utf8.DecodeRuneInString(s[n.known:])
	return stop > n.known && strings.ContainsRune(nameJoints, joint)
}

// separator returns how many bytes at the start of s end a mention.
func separator(s string) int {
	r, n := utf8.DecodeRuneInString(s)
	if r == '?' || r == mentionEnd || r == ' ' || r == '\u00a0' {
		return n
	}
	return 0
}

// Unaddressed returns the text without the names mentioned in it, which say
// nothing about what is talked of. It is for looking words up, not for quoting.
func (m *Message) Unaddressed() string {
	text := m.Text
	if !strings.Contains(text, "@") {
		return text
	}
	names := slices.SortedFunc(slices.Values(m.Mentions), func(a, b string) int { return len(b) - len(a) })
	var blanked []string // the longest first: @Li must not cut @Li-Bank
	for _, name := range slices.Compact(names) {
		blanked = append(blanked, "@"+name, " ")
	}
	return strings.NewReplacer(blanked...).Replace(text)
}
