package corpus

import (
	"html"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxEscapes is how often an entity may be escaped: real posts go up to three.
const maxEscapes = 4

// maxEntity is longer than the longest entity, &CounterClockwiseContourIntegral;.
const maxEntity = 40

// Decode undoes HTML escaping, which exporting programs do up to three times.
// What no semicolon ends is no entity.
func Decode(s string) string {
	for range maxEscapes {
		if !strings.Contains(s, "&") {
			break
		}
		t := Unescape(s)
		if t == s {
			break
		}
		s = t
	}
	return s
}

// Unescape is html.UnescapeString for entities that a semicolon ends: the
// &times of a URL's &timestamp=1 is none.
func Unescape(s string) string {
	var b strings.Builder
	for {
		i := strings.IndexByte(s, '&')
		if i < 0 {
			b.WriteString(s)
			return b.String()
		}
		b.WriteString(s[:i])
		s = s[i:]
		end := 1
		for end < min(len(s), maxEntity) && (isWordByte(s[end]) || s[end] == '#') {
			end++
		}
		if end < len(s) && s[end] == ';' {
			end++
			if c := html.UnescapeString(s[:end]); c == ";" || !strings.HasSuffix(c, ";") {
				b.WriteString(c)
				s = s[end:]
				continue
			}
		}
		b.WriteString(s[:end])
		s = s[end:]
	}
}

var (
	imageForm = regexp.MustCompile(`^!\[[^\]]*\]\(\s*([^)\s]*)\s*\)$`)
	linkForm  = regexp.MustCompile(`(?s)^\[(.*?)\]\(\s*([^)\s]*)\s*\)$`)
	// The bar between quotation and reply is a row of dashes with blanks.
	quoteForm = regexp.MustCompile(`(?s)^「(.*?)」\s*(?:-[\s\x{a0}]*){3,}(.*)$`)
)

// clean fills in what follows from Raw for every message.
func (t *Transcript) clean() {
	names := make(map[string]bool)
	for i := range t.Messages {
		names[Decode(t.Messages[i].Speaker)] = true
	}
	for i := range t.Messages {
		t.Messages[i].clean(names)
	}
}

// clean fills in what follows from Raw. names holds the speakers of the day,
// by which mentions are told from the words after them.
func (m *Message) clean(names map[string]bool) {
	b := ParseBody(Decode(m.Raw))
	m.Kind, m.URL, m.Quoted = b.Kind, b.URL, b.Quoted
	said := b.Text
	if m.Quoted != nil {
		m.Quoted.Text = WithoutAccounts(m.Quoted.Text)
	}
	lead := true // nothing but mentions so far
	for _, p := range splitMentions(said, names) {
		if p.mention {
			m.Mentions = append(m.Mentions, Squeeze(p.text))
		}
		if lead = lead && (p.mention || strings.TrimSpace(p.text) == ""); lead {
			said = said[len(p.text)+p.around:]
		}
	}
	if m.Kind == Text || m.Kind == Quote {
		said = WithoutAccounts(said)
	}
	m.Text = Squeeze(said)
}

// ParseBody tells what a decoded body consists of. Text is as it stands there: the
// words of a Text or a RedPacket, the title of a Link, the reply of a Quote; "" of
// others.
func ParseBody(said string) Body {
	var parts []string
	is := func(form *regexp.Regexp) bool {
		parts = form.FindStringSubmatch(said)
		return parts != nil
	}
	switch {
	case said == "":
		return Body{Kind: Empty}
	case said[0] == '!' && is(imageForm):
		return Body{Kind: Image, URL: parts[1]}
	case said[0] == '[' && is(linkForm):
		return Body{Kind: Link, URL: parts[2], Text: parts[1]}
	case strings.HasPrefix(said, "「") && is(quoteForm):
		return Body{Kind: Quote, Quoted: splitQuoted(parts[1]), Text: parts[2]}
	case said == RedPacketText:
		return Body{Kind: RedPacket, Text: said}
	}
	return Body{Text: said}
}

// splitQuoted divides "name: text" at the first colon of either width. A
// quotation without one has no name.
func splitQuoted(s string) *Quoted {
	if i := strings.IndexAny(s, ":："); i >= 0 {
		_, n := utf8.DecodeRuneInString(s[i:])
		return &Quoted{Name: Squeeze(s[:i]), Text: Squeeze(s[i+n:])}
	}
	return &Quoted{Text: Squeeze(s)}
}

// Squeeze joins white space of every width to single blanks, trims the ends,
// drops invisible marks at the ends and shows control characters as a cut (…).
func Squeeze(s string) string {
	if isSqueezed(s) {
		return s
	}
	s = strings.TrimFunc(s, func(r rune) bool { return isInvisible(r) || unicode.IsSpace(r) })
	var b strings.Builder
	b.Grow(len(s))
	blank := false
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			blank = true
			continue
		case unicode.IsControl(r) || isBidi(r):
			r = '…'
		}
		if blank && b.Len() > 0 {
			b.WriteByte(' ')
		}
		blank = false
		b.WriteRune(r)
	}
	return b.String()
}

// isSqueezed reports whether Squeeze leaves s as it is, as far as its bytes tell.
func isSqueezed(s string) bool {
	for i := range len(s) {
		if s[i] < 0x20 || s[i] >= 0x7f || s[i] == ' ' && (i == 0 || i == len(s)-1 || s[i-1] == ' ') {
			return false
		}
	}
	return true
}

// isInvisible reports marks that show as nothing: zero-width blanks and
// joiners, directions, the byte order mark.
func isInvisible(r rune) bool {
	return r >= '\u200b' && r <= '\u200f' || r == '\u2060' || r == '\ufeff'
}

// isBidi reports characters that reorder what a terminal shows.
func isBidi(r rune) bool {
	return r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069'
}
