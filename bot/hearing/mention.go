package hearing

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Mentions are the mentions of the bot in a text.
type Mentions struct {
	Found  bool   // there is one at least
	Rest   string // the text without them
	before string // what stands before the first
	after  string // what stands behind the first, without further ones
}

// mostMentions is how many @ of a text are looked at.
const mostMentions = 100

// Read finds the mentions of names in a text. At each @ the longest name
// counts, of names and of the members of the room; width, case and what cannot
// be seen make no difference. An @ inside a quotation, an e-mail address or a
// member's name is not a mention.
func Read(text string, names, members []string) Mentions {
	if !strings.ContainsAny(text, "@＠") {
		return Mentions{Rest: strings.TrimSpace(text), after: strings.TrimSpace(text)}
	}
	var parts []string // between the mentions
	begin := 0
	ats := newAts(text, members)
	bots, others := foldAll(names), foldAll(members)
	for ats.next() {
		behind := ats.behind
		if n := memberAt(text[behind:], bots, others); n > 0 {
			ats.behind += n
			continue
		}
		n := mentionOf(text[behind:], bots, others)
		if n == 0 || isMail(text[:ats.at], text[behind:], n) {
			continue
		}
		parts = append(parts, text[begin:ats.at])
		ats.behind += n
		if s, size := utf8.DecodeRuneInString(text[ats.behind:]); unicode.IsSpace(s) {
			ats.behind += size
		}
		begin = ats.behind
	}
	parts = append(parts, text[begin:])
	m := Mentions{Found: len(parts) > 1, Rest: strings.TrimSpace(strings.Join(parts, " ")), after: strings.TrimSpace(strings.Join(parts[1:], " "))}
	if m.Found {
		m.before = strings.TrimSpace(parts[0])
	}
	return m
}

// MentionsUnknown reports whether a text mentions somebody who is neither one
// of names nor of members: one of them may have another name now.
func MentionsUnknown(text string, names, members []string) bool {
	if !strings.ContainsAny(text, "@＠") {
		return false
	}
	ats := newAts(text, members)
	bots, others := foldAll(names), foldAll(members)
	for ats.next() {
		rest := text[ats.behind:]
		next, _ := utf8.DecodeRuneInString(rest)
		switch {
		case everybody.MatchString(rest), next < utf8.RuneSelf && mailBefore.MatchString(lastPart(text[:ats.at])):
		case !unicode.IsLetter(next) && !unicode.IsDigit(next) && !unicode.IsSymbol(next):
		case bots.longest(rest)+others.longest(rest) == 0:
			return true
		}
	}
	return false
}

// ats goes through the @ of a text that stand in no quotation and no member's name.
type ats struct {
	text       string
	skip       map[int]int // see spans
	seen       int
	at, behind int // where the @ stands, and where it goes on behind it
}

func newAts(text string, members []string) *ats { return &ats{text: text, skip: spans(text, members)} }

// next goes to the next @ from behind on. It reports whether there is one among the
// first [mostMentions].
func (a *ats) next() bool {
	for i := a.behind; i < len(a.text) && a.seen < mostMentions; {
		if end := a.skip[i]; end > i {
			i = end
			continue
		}
		r, size := utf8.DecodeRuneInString(a.text[i:])
		if r == '@' || r == '＠' {
			a.seen++
			a.at, a.behind = i, i+size
			return true
		}
		i += size
	}
	return false
}

var (
	// everybody finds the mention of all members.
	everybody = regexp.MustCompile(`^(?:所有人|全体成员|(?i:all)\b)`)

	// mailBefore finds the part of an e-mail address that stands before its @, or
	// an ASCII word that may be one.
	mailBefore = regexp.MustCompile(`[0-9A-Za-z._-]$`)

	// wordBefore finds a word or a number that may stand before a mention without
	// a blank: POS@群问, 3.0@群问.
	wordBefore = regexp.MustCompile(`(?:^|[^0-9A-Za-z._-])(?:[0-9A-Za-z]+|[0-9]+\.[0-9]+)$`)

	// domainBehind finds a domain of an e-mail address: what goes on without a
	// blank to a dot and ASCII letters.
	domainBehind = regexp.MustCompile(`^[^\s，。？！：；、,?!:;]*\.[A-Za-z]{2}`)

	// picked finds the rest of a name that the app put in, and ends with its own
	// blank.
	picked = regexp.MustCompile("^[^\\s@＠，。？！：；、,?!:;]{1,20}\u2005")
)

// isMail reports whether an @ belongs to an e-mail address rather than to a
// mention of n bytes: before and behind are the texts around it.
func isMail(before, behind string, n int) bool {
	before = lastPart(before)
	if !mailBefore.MatchString(before) {
		return false
	}
	return behind[0] < utf8.RuneSelf || !wordBefore.MatchString(before) || domainBehind.MatchString(firstPart(behind[n:]))
}

// longestAddress is how much of a text around an @ is looked at for the parts of
// an e-mail address, in bytes.
const longestAddress = 128

func firstPart(text string) string { return text[:min(len(text), longestAddress)] }

func lastPart(text string) string { return text[max(0, len(text)-longestAddress):] }

// spans returns where the quotations in a text end, and the members' names that
// hold an @, by where they begin. Unclosed quotations are ignored.
func spans(text string, members []string) map[int]int {
	ends := make(map[int]int)
	shuts := map[rune]rune{'」': '「', '』': '『', '”': '“', '》': '《'}
	opened := map[rune][]int{'「': nil, '『': nil, '“': nil, '《': nil}
	for i, r := range text {
		if open, ok := opened[r]; ok {
			opened[r] = append(open, i)
			continue
		}
		begin, ok := shuts[r]
		if open := opened[begin]; ok && len(open) > 0 {
			ends[open[len(open)-1]] = i + utf8.RuneLen(r)
			opened[begin] = open[:len(open)-1]
		}
	}
	for _, name := range members {
		if strings.IndexAny(name, "@＠") <= 0 {
			continue
		}
		for from := 0; ; {
			i := strings.Index(text[from:], name)
			if i < 0 {
				break
			}
			ends[from+i] = max(ends[from+i], from+i+len(name))
			from += i + len(name)
		}
	}
	return ends
}

// nameEnd is the blank that the app puts behind a mention.
const nameEnd = '\u2005'

// memberAt returns the length of the name at the start of text, what follows an
// @, if it is a member's and longer than each of names there; else 0. A member whose
// name goes on from the bot's with a blank is not meant unless the app says so:
// whoever bears 群问 结算 must not keep @群问 结算几天 from being heard.
func memberAt(text string, names, members nameSet) int {
	n, own := members.longest(text), names.longest(text)
	if n <= own {
		return 0
	}
	if next, _ := utf8.DecodeRuneInString(text[own:]); own > 0 && unicode.IsSpace(next) {
		if behind, _ := utf8.DecodeRuneInString(text[n:]); next == nameEnd || behind != nameEnd {
			return 0
		}
	}
	return n
}

// mentionOf returns the length of the name at the start of text, what follows
// an @, if it is one of names and does not go on to another name; else 0.
func mentionOf(text string, names, members nameSet) int {
	n := names.longest(text)
	if n == 0 {
		return 0
	}
	rest := text[n:]
	next, size := utf8.DecodeRuneInString(rest)
	switch {
	case next == utf8.RuneError && size > 0: // the name ends within a character
		return 0
	case size == 0, unicode.IsSpace(next), strings.ContainsRune("，。？！：；、…,?!:;「『“”’）)》\"'", next):
		return n
	case picked.MatchString(firstPart(rest)), strings.ContainsRune(".-_", next):
		return 0
	case len(members) == 0: // it may go on to a name that we do not know
		return 0
	case unicode.Is(unicode.Han, next), unicode.IsSymbol(next), unicode.IsPunct(next):
		return n
	}
	return 0
}

// A nameSet holds folded names by their first rune.
type nameSet map[rune][]string

// foldAll folds names, and leaves out those of which nothing is seen.
func foldAll(names []string) nameSet {
	set := make(nameSet, len(names))
	for _, name := range names {
		if name = strings.Trim(fold(name), " "); name != "" {
			first, _ := utf8.DecodeRuneInString(name)
			set[first] = append(set[first], name)
		}
	}
	return set
}

// longest returns how much of the start of text is one of the names, in bytes;
// the longest counts.
func (s nameSet) longest(text string) int {
	found := 0
	for _, r := range text {
		if r = foldRune(r); r == -1 {
			continue
		}
		for _, name := range s[r] {
			found = max(found, matchName(text, name))
		}
		break
	}
	return found
}

// matchName returns how many bytes at the start of text are a folded name as a
// reader sees it; 0 if they are another.
func matchName(text, name string) int {
	i, blank := 0, false
	for name != "" {
		if i == len(text) {
			return 0
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		if r == utf8.RuneError && size == 1 {
			if text[i] != name[0] {
				return 0
			}
			name, i, blank = name[1:], i+1, false
			continue
		}
		seen := foldRune(r)
		want, wantSize := utf8.DecodeRuneInString(name)
		switch {
		case seen == -1, seen == ' ' && blank:
		case seen == want && (want != utf8.RuneError || wantSize > 1):
			name, blank = name[wantSize:], seen == ' '
		default:
			return 0
		}
		i += size
	}
	for i < len(text) { // what cannot be seen belongs to the name
		r, size := utf8.DecodeRuneInString(text[i:])
		if foldRune(r) != -1 {
			break
		}
		i += size
	}
	return i
}

// fold returns a name as a reader sees it, with single blanks.
func fold(name string) string {
	var out strings.Builder
	blank := false
	for i := 0; i < len(name); {
		r, size := utf8.DecodeRuneInString(name[i:])
		if r == utf8.RuneError && size == 1 {
			out.WriteByte(name[i])
			i, blank = i+1, false
			continue
		}
		i += size
		r = foldRune(r)
		if r == -1 || r == ' ' && blank {
			continue
		}
		out.WriteRune(r)
		blank = r == ' '
	}
	return out.String()
}

// foldRune returns the rune that a reader takes r for; -1 if nothing is seen of
// it.
func foldRune(r rune) rune {
	switch {
	case r >= '！' && r <= '～':
		return unicode.ToLower(r - '！' + '!')
	case unicode.IsSpace(r), r == '\u3164', r == '\u115f':
		return ' '
	case unicode.Is(unicode.Variation_Selector, r), unicode.Is(unicode.Cf, r), unicode.Is(unicode.Cc, r):
		return -1
	}
	return unicode.ToLower(r)
}
