package corpus

import (
	"fmt"
	"net/url"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

const (
	// bar stands between a quotation and the reply.
	bar = "- - - - - - - - - - - - - - -"

	// PlainMark before a text says that it is no more than that. It shows as nothing.
	PlainMark = "\u200b"

	// linkTag stands before the title of a card without an address.
	linkTag = "[链接]"
)

// A Body is what a message consists of, on its way into a post: the inverse of what
// [Parse] finds in one.
type Body struct {
	Kind   Kind
	Text   string  // of a Text, the title of a Link, the reply of a Quote; of others not printed
	URL    string  // of an Image or a Link; may be ""
	Quoted *Quoted // of a Quote; a Quote without it is a Text that may hold a quotation

	// Literal says that an entity in it is what was said. Exporting programs write
	// entities of their own, which are to be undone in the end.
	Literal bool
}

// Print returns the body as a post holds it, live or imported; "" if it is
// nothing. at is when it was said, in the zone of the site. It ends in a newline,
// and no line of it is a header.
func (b *Body) Print(at time.Time) string {
	switch b.Kind {
	case Image:
		return fmt.Sprintf("![%s](%s) \n", at.Format(time.DateTime), b.escape(CleanURL(b.URL)))
	case RedPacket:
		return RedPacketText + "  \n"
	case Link:
		return b.printLink() + "  \n"
	case Text, Quote:
		if text := b.printText(); text != "" {
			return text + "  \n"
		}
	}
	return ""
}

func (b *Body) printLink() string {
	title, address := oneLine(b.Text), CleanURL(b.URL)
	if address == "" {
		named := Body{Text: linkTag + " " + title, Literal: b.Literal}
		return named.printText()
	}
	// The address starts at the first ](.
	return "[" + b.escape(strings.ReplaceAll(title, "](", "]"+PlainMark+"(")) + "](" + b.escape(address) + ")"
}

func (b *Body) printText() string {
	text := Uniform(b.Text)
	if b.Quoted != nil {
		if strings.HasPrefix(text, "-") { // the bar would go on
			text = PlainMark + text
		}
		return strings.TrimSpace(b.escape(quotation(b.Quoted)) + "\n" + bar + "\n" + b.escape(text))
	}
	if !strings.ContainsFunc(text, func(r rune) bool { return !isInvisible(r) && !unicode.IsSpace(r) }) {
		return ""
	}
	raw := b.escape(text)
	if kind := ParseBody(Decode(raw)).Kind; kind != Text && kind != b.Kind {
		return PlainMark + raw
	}
	return raw
}

var (
	nested = strings.NewReplacer("「", "『", "」", "』")
	colons = strings.NewReplacer(":", "∶", "：", "∶")
)

func quotation(q *Quoted) string {
	name := colons.Replace(oneLine(q.Name))
	text := oneLine(q.Text)
	if name == "" && !strings.ContainsAny(text, ":：") {
		return "「" + nested.Replace(text) + "」"
	}
	return "「" + nested.Replace(name+"："+text) + "」"
}

// AppendMessage prints a message that was said at a second of the day, as a post
// holds it. body is "", as [Body.Print] returns it, or one of a post without the
// white space around it.
func AppendMessage(b []byte, second int, speaker, body string) []byte {
	b = fmt.Appendf(b, "> %02d:%02d:%02d  %s  \n   \n", second/3600, second/60%60, second%60, speaker)
	b = append(b, body...)
	switch {
	case strings.HasSuffix(body, "\n"):
	case imageForm.MatchString(body):
		b = append(b, " \n"...)
	default:
		b = append(b, "  \n"...)
	}
	return append(b, "   \n"...)
}

// Visible makes a text valid and shows control characters and marks that reorder a line as a cut, but for
// tabs and line breaks.
func Visible(s string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsSpace(r) && (unicode.IsControl(r) || isBidi(r)) {
			return '…'
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

// Uniform makes a text valid, has \n for every line break, no white space at the ends
// of lines and no NUL.
func Uniform(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\r\n", "\n")
	if !strings.ContainsAny(s, "\n\r\v\f\x00\u0085\u2028\u2029") {
		return strings.TrimSpace(s)
	}
	s = strings.Map(func(r rune) rune {
		switch r {
		case '\r', '\v', '\f', '\u0085', '\u2028', '\u2029':
			return '\n'
		case 0:
			return -1
		}
		return r
	}, s)
	var b strings.Builder
	b.Grow(len(s))
	for l := range strings.SplitSeq(strings.TrimSpace(s), "\n") {
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(strings.TrimRightFunc(l, unicode.IsSpace))
	}
	return b.String()
}

func oneLine(s string) string { return Squeeze(strings.ToValidUTF8(s, "\uFFFD")) }

// maxSpeaker is how many characters a speaker's name has; longer ones are cut.
const maxSpeaker = 128

// SpeakerName makes a name fit for a header. Parse decodes no entities there.
func SpeakerName(s string) string {
	s = strings.ReplaceAll(strings.ReplaceAll(oneLine(s), "<", "＜"), "{", "｛")
	if utf8.RuneCountInString(s) > maxSpeaker {
		r := []rune(s)
		s = Squeeze(string(r[:maxSpeaker-1])) + "…"
	}
	return s
}

var markup = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "{{", "&#123;{", "{%", "&#123;%")

// escape writes what is markup in HTML as entities, and of what Liquid would take for
// its own the first bracket, so that [Decode] gives the text back. A literal text that
// holds an entity is escaped as often as Decode would undo it.
func (b *Body) escape(s string) string {
	if !strings.ContainsAny(s, "&<>{") {
		return s
	}
	if b.Literal && Unescape(s) != s {
		s = strings.ReplaceAll(s, "&", "&"+strings.Repeat("amp;", maxEscapes-1))
	}
	return markup.Replace(s)
}

// CleanURL returns the URL decoded and fit for Markdown's round brackets; ""
// if a browser would do something else than fetch it.
func CleanURL(s string) string {
	s = strings.TrimSpace(strings.ToValidUTF8(s, "\uFFFD"))
	for {
		t := Unescape(s)
		if t == s {
			break
		}
		s = t
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case unicode.IsSpace(r) || unicode.IsControl(r) || isBidi(r) || isInvisible(r) || strings.ContainsRune(`()<>[]{}"\`, r):
			b.WriteString(url.PathEscape(string(r)))
		default:
			b.WriteRune(r)
		}
	}
	u, err := url.Parse(b.String())
	if err != nil || u.Opaque != "" || u.Scheme != "" && u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return b.String()
}
