package convert

import (
	"cmp"
	"regexp"
	"strings"
	"unicode"

	"qunwen/corpus"
)

var (
	cardForm = regexp.MustCompile(`(?s)^\[(.*?)\]\(\s*(\S*)\s*\)$`) // a link for sure: its address may have brackets
)

// recognise makes of a text in one of the site's own forms what it shows: a
// picture or a link. Quotations and red packets need no more than their text.
func (m *Message) recognise() {
	if m.Kind != Text || m.Raw != "" {
		return
	}
	if m.text == "" {
		m.Kind = Empty
		return
	}
	switch b := corpus.ParseBody(m.text); b.Kind {
	case corpus.Image:
		m.Kind, m.URL, m.text = Image, b.URL, ""
	case corpus.Link:
		if strings.TrimSpace(b.Text) != "" && corpus.CleanURL(b.URL) != "" && !strings.Contains(b.Text, "](") {
			m.Kind, m.URL, m.text = Link, b.URL, b.Text
		}
	}
}

// tags are what posts call the kinds that they hold only the name of.
var tags = map[Kind]string{
	Voice: "语音", Video: "视频", File: "文件", Place: "位置", Card: "名片", MiniProgram: "小程序", Merged: "聊天记录", Transfer: "转账", Call: "通话",
	Link: "链接", Music: "音乐", Other: "其他消息",
}

// Body returns the message as a post shows it, without white space around; a
// picture is at imageURL. What looks like Markdown is left to the layout, as in the
// posts that sites have.
func (m *Message) Body(imageURL string) string {
	if m.Raw != "" {
		return m.Raw
	}
	b := m.content()
	if b.Kind == corpus.Image {
		b.URL = imageURL
	}
	return strings.TrimSpace(b.Print(m.Time))
}

// content returns what is printed of the message.
func (m *Message) content() corpus.Body {
	switch m.Kind {
	case Empty:
		return corpus.Body{Kind: corpus.Empty}
	case Image:
		return corpus.Body{Kind: corpus.Image, URL: m.URL}
	case Quote:
		b := corpus.Body{Kind: corpus.Quote, Text: m.text}
		if m.quoted != nil {
			b.Quoted = &corpus.Quoted{Name: m.quoted.name, Text: m.quoted.text}
		}
		return b
	case RedPacket:
		return corpus.Body{Kind: corpus.RedPacket}
	case Sticker:
		return corpus.Body{Kind: corpus.Text, Text: corpus.StickerText}
	case Link, Music:
		if address := corpus.CleanURL(m.URL); address != "" {
			return corpus.Body{Kind: corpus.Link, Text: cmp.Or(corpus.Squeeze(m.text), tags[m.Kind]), URL: address}
		}
	case Text, System, Revoke:
		return plain(m.text)
	case Other:
		if m.text != "" {
			return plain(m.text)
		}
	}
	return corpus.Body{Kind: corpus.Text, Text: strings.TrimSpace("[" + tags[m.Kind] + "] " + corpus.Squeeze(m.text))}
}

// plain shows a text as it is. Quotations and red packets that clients wrote into
// the text stay what they are.
func plain(text string) corpus.Body {
	b := corpus.Body{Kind: corpus.Quote, Text: text}
	if strings.TrimSpace(text) == corpus.RedPacketText {
		b.Kind = corpus.RedPacket
	}
	return b
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
