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
	bar = " - - - - - - - - - - - - - - - "

	// plainMark before a text says that it is no more than that.
	plainMark = "\u200b"
)

// body prints what the speaker said; "" if that is nothing. Every line of it
// ends in a newline, and none is a header.
func (e *Entry) body(at time.Time) (string, error) {
	switch e.Kind {
	case Empty:
		return "", nil
	case Image:
		return fmt.Sprintf("![%s](%s) \n", at.Format(time.DateTime), cleanURL(e.URL)), nil
	case RedPacket:
		return RedPacketText + "  \n", nil
	case Link:
		title := oneLine(e.Text)
		if strings.HasSuffix(title, "](") { // the URL would start here
			title += plainMark
		}
		return fmt.Sprintf("[%s\n](%s)  \n", escape(title), cleanURL(e.URL)), nil
	case Text, Quote:
		text := uniform(e.Text)
		if e.Quoted != nil {
			if strings.HasPrefix(text, "-") { // the bar would go on
				text = plainMark + text
			}
			return bodyLines(quotation(e.Quoted) + text), nil
		}
		if squeeze(text) == "" {
			return "", nil
		}
		m := Message{Raw: escape(text)}
		if m.clean(nil); m.Kind != Text && m.Kind != e.Kind {
			text = plainMark + text
		}
		return bodyLines(text), nil
	}
	return "", fmt.Errorf("kind %d: %w", e.Kind, ErrEntry)
}

func quotation(q *Quoted) string {
	nested := strings.NewReplacer("「", "『", "」", "』")
	name := strings.NewReplacer(":", "∶", "：", "∶").Replace(oneLine(q.Name))
	return "「" + nested.Replace(name+"："+oneLine(q.Text)) + "」" + bar
}

// bodyLines prints a text with Markdown's hard line breaks. What looks like a
// header, of an impossible time, too, has a blank before it.
func bodyLines(text string) string {
	var b strings.Builder
	for l := range strings.SplitSeq(escape(text), "\n") {
		if _, _, ok := header(l); ok {
			b.WriteByte(' ')
		}
		b.WriteString(l)
		b.WriteString("  \n")
	}
	return b.String()
}

// uniform makes a text valid, shows control characters as a cut, as squeeze
// does, has \n for every line break and no white space at the ends of lines.
func uniform(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\r\n", "\n")
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\r' || r == '\v' || r == '\f' || r == '\u0085' || r == '\u2028' || r == '\u2029':
			return '\n'
		case r != '\n' && r != '\t' && (unicode.IsControl(r) || isBidi(r)):
			return '…'
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

func oneLine(s string) string { return squeeze(strings.ToValidUTF8(s, "\uFFFD")) }

// oneName makes a name fit for a header. Parse decodes no entities there.
func oneName(s string) string {
	s = strings.ReplaceAll(strings.ReplaceAll(oneLine(s), "<", "＜"), "{", "｛")
	if utf8.RuneCountInString(s) > maxSpeaker {
		r := []rune(s)
		s = squeeze(string(r[:maxSpeaker-1])) + "…"
	}
	return s
}

// escape prints a text so that decode gives it back and neither HTML nor
// Liquid finds a tag in it. A text that holds an entity itself is escaped as
// often as decode would undo it.
func escape(s string) string {
	if !strings.ContainsAny(s, "&<{") {
		return s
	}
	if unescape(s) != s {
		s = strings.ReplaceAll(s, "&", "&"+strings.Repeat("amp;", maxEscapes))
	}
	var b strings.Builder
	b.Grow(len(s))
	for i := range len(s) {
		switch {
		case s[i] == '<':
			b.WriteString("&lt;")
		case s[i] == '{' && i+1 < len(s) && (s[i+1] == '{' || s[i+1] == '%'):
			b.WriteString("&#123;")
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

// cleanURL returns the URL decoded and fit for Markdown's round brackets; ""
// if a browser would do something else than fetch it.
func cleanURL(s string) string {
	s = strings.TrimSpace(strings.ToValidUTF8(s, "\uFFFD"))
	for {
		t := unescape(s)
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
