package convert

import (
	"fmt"
	"html"
	"net/url"
	"regexp"
	"strings"
	"time"
	"unicode"

	"qunwen/corpus"
)

const (
	// bar stands between a quotation and the reply, as WeChat of 2018 wrote it.
	bar = "- - - - - - - - - - - - - - -"

	// plainMark before a text says that it is no more than that: it shows as
	// nothing.
	plainMark = "\u200b"
)

var (
	imageForm = regexp.MustCompile(`^!\[[^\]]*\]\(\s*([^)\s]*)\s*\)$`)
	linkForm  = regexp.MustCompile(`(?s)^\[([^\]\[]*|.*?)\]\(\s*([^)\s]*)\s*\)$`)
	cardForm  = regexp.MustCompile(`(?s)^\[(.*?)\]\(\s*(\S*)\s*\)$`) // a link for sure: its address may have brackets
	quoteForm = regexp.MustCompile(`(?s)^「(.*?)」\s*(?:-[\s\x{a0}]*){3,}(.*)$`)
)

// recognise makes of a text in one of the site's own forms what it shows: a
// picture or a link. Quotations and red packets need no more than their text.
func (m *Message) recognise() {
	if m.Kind != Text || m.Raw != "" {
		return
	}
	if m.Text == "" {
		m.Kind = Empty
		return
	}
	if !strings.HasSuffix(m.Text, ")") {
		return
	}
	if p := imageForm.FindStringSubmatch(m.Text); p != nil {
		m.Kind, m.URL, m.Text = Image, p[1], ""
	} else if p := linkForm.FindStringSubmatch(m.Text); p != nil && strings.TrimSpace(p[1]) != "" && cleanURL(p[2]) != "" && !strings.Contains(p[1], "](") {
		m.Kind, m.URL, m.Text = Link, p[2], p[1]
	}
}

// tags are what posts call the kinds that they hold only the name of.
var tags = map[Kind]string{
	Voice: "语音", Video: "视频", File: "文件", Place: "位置", Card: "名片", MiniProgram: "小程序", Merged: "聊天记录", Transfer: "转账", Call: "通话",
}

// body returns the message as a post shows it, without white space around; a
// picture is at imageURL. Characters that HTML or Liquid would take for their
// own are written as entities; what looks like Markdown is left to the layout,
// as in the posts that sites have.
func (m *Message) body(imageURL string) string {
	if m.Raw != "" {
		return m.Raw
	}
	switch m.Kind {
	case Empty:
		return ""
	case Image:
		return fmt.Sprintf("![%s](%s)", m.Time.Format(time.DateTime), escapeURL(imageURL))
	case Link:
		return m.link("链接")
	case Music:
		return m.link("音乐")
	case Quote:
		reply := plain(m.Text)
		if m.Quoted == nil {
			return reply
		}
		if strings.HasPrefix(reply, "-") { // the bar would go on
			reply = plainMark + reply
		}
		return quotation(m.Quoted) + "\n" + bar + "\n" + reply
	case RedPacket:
		return corpus.RedPacketText
	case Sticker:
		return corpus.StickerText
	case Voice, Video, File, Place, Card, MiniProgram, Merged, Transfer, Call:
		tag := "[" + tags[m.Kind] + "]"
		if text := oneLine(m.Text); text != "" {
			tag += " " + escape(text)
		}
		return tag
	case Other:
		if m.Text == "" {
			return "[其他消息]"
		}
	}
	return plain(m.Text)
}

// link shows a card.
func (m *Message) link(tag string) string {
	title, address := oneLine(m.Text), cleanURL(m.URL)
	switch {
	case address == "" && title == "":
		return "[" + tag + "]"
	case address == "":
		return "[" + tag + "] " + escape(title)
	case title == "":
		return "[" + tag + "](" + escapeURL(address) + ")"
	}
	if strings.Contains(title, "](") { // the address would start there
		title = strings.ReplaceAll(title, "](", "]"+plainMark+"(")
	}
	return "[" + escape(title) + "](" + escapeURL(address) + ")"
}

func quotation(q *Quoted) string {
	name := colons.Replace(oneLine(q.Name))
	text := nested.Replace(oneLine(q.Text))
	if name == "" {
		return "「" + escape(text) + "」"
	}
	return "「" + escape(nested.Replace(name)) + "：" + escape(text) + "」"
}

// plain shows a text as it is. Quotations that clients wrote into the text
// stay what they are; what only looks like a picture or a link is marked.
func plain(s string) string {
	out := escape(s)
	if !strings.HasSuffix(s, ")") {
		return out
	}
	if imageForm.MatchString(s) || linkForm.MatchString(s) {
		return plainMark + out
	}
	return out
}

// escape writes what is markup in HTML as entities, once, and of what Liquid
// would take for its own the first bracket.
func escape(s string) string {
	if !strings.ContainsAny(s, "&<>{") {
		return s
	}
	return markup.Replace(s)
}

var nameMarkup = regexp.MustCompile(`<([A-Za-z/!?])|\{([{%])`)

// cleanName makes a name fit for a header, in which no entities are decoded:
// what would be a tag gets a wide bracket.
func cleanName(s string) string {
	if strings.ContainsAny(s, "\r\n\v\f\u0085\u2028\u2029\x00") {
		s = strings.Join(strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r == 0 }), " ")
	}
	if !strings.ContainsAny(s, "<{") {
		return strings.TrimSpace(s)
	}
	return strings.TrimSpace(nameMarkup.ReplaceAllStringFunc(s, func(m string) string {
		if m[0] == '<' {
			return "＜" + m[1:]
		}
		return "｛" + m[1:]
	}))
}

func escapeURL(s string) string { return strings.ReplaceAll(s, "&", "&amp;") }

var (
	lineBreaks = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\v", "\n", "\f", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n", "\x00", "")
	markup     = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "{{", "&#123;{", "{%", "&#123;%")
	nested     = strings.NewReplacer("「", "『", "」", "』")
	colons     = strings.NewReplacer(":", "∶", "：", "∶")
)

// uniform has \n for every line break, no white space at the ends of lines
// and no empty lines around the text.
func uniform(s string) string {
	if strings.ContainsAny(s, "\r\v\f\u0085\u2028\u2029\x00") {
		s = lineBreaks.Replace(s)
	}
	if !strings.Contains(s, "\n") {
		return strings.TrimSpace(s)
	}
	lines := strings.Split(strings.TrimSpace(s), "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRightFunc(l, unicode.IsSpace)
	}
	return strings.Join(lines, "\n")
}

func oneLine(s string) string {
	if !strings.ContainsAny(s, "\r\n\v\f\u0085\u2028\u2029") {
		return strings.TrimSpace(s)
	}
	return strings.Join(strings.Fields(s), " ")
}

// cleanURL returns the URL fit for Markdown's round brackets; "" if a browser
// would do something else than fetch it.
func cleanURL(s string) string {
	s = strings.TrimSpace(html.UnescapeString(strings.ReplaceAll(s, "&", "&amp;")))
	var b strings.Builder
	for _, r := range s {
		if unicode.IsSpace(r) || unicode.IsControl(r) || strings.ContainsRune(`()<>[]{}"\`, r) {
			b.WriteString(url.PathEscape(string(r)))
		} else {
			b.WriteRune(r)
		}
	}
	u, err := url.Parse(b.String())
	if err != nil || u.Opaque != "" || u.Scheme != "" && u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return b.String()
}

// unescape undoes HTML's entities once, those that a semicolon ends: the
// &times of a URL's &timestamp=1 is none.
func unescape(s string) string {
	if !strings.Contains(s, "&") {
		return s
	}
	return entity.ReplaceAllStringFunc(s, html.UnescapeString)
}

var entity = regexp.MustCompile(`&(?:[A-Za-z][A-Za-z0-9]{1,31}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});`)

// decode undoes HTML's entities as the reader of posts does.
func decode(s string) string {
	for range 4 {
		t := unescape(s)
		if t == s {
			break
		}
		s = t
	}
	return s
}
