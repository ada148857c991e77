package wechat

import (
	"cmp"
	"encoding/xml"
	"html"
	"io"
	"strconv"
	"strings"

	"qunwen/bot"
)

// An appMessage is the XML of a message of type 49.
type appMessage struct {
	App struct {
		Title string `xml:"title"`
		Desc  string `xml:"des"`
		Type  int    `xml:"type"`
		URL   string `xml:"url"`
		Refer struct {
			Type    int    `xml:"type"`
			ID      string `xml:"svrid"`
			Name    string `xml:"displayname"`
			Content string `xml:"content"`
		} `xml:"refermsg"`
	} `xml:"appmsg"`
}

// The types of app messages that are more than a link.
const (
	appText     = 1
	appMusic    = 3
	appVideo    = 4
	appLink     = 5
	appFile     = 6
	appSticker  = 8
	appLocation = 17
	appHistory  = 19
	appProgram  = 33
	appProgram2 = 36
	appQuote    = 57
	appTransfer = 2000
	appMoney    = 2001
)

// appLabels are what stands in brackets for an app message that is read as a
// label alone, or as a label and its title.
var appLabels = map[int]struct {
	text   string
	titled bool
}{
	appFile:     {"文件", true},
	appSticker:  {"表情", false},
	appLocation: {"位置", false},
	appHistory:  {"聊天记录", true},
	appProgram:  {"小程序", true},
	appProgram2: {"小程序", true},
	appTransfer: {"转账", false},
	appMoney:    {"红包", false},
}

// linkLabels are the labels of app messages that may be a link. They are read as
// a label and a title if the address or the title is missing.
var linkLabels = map[int]string{appMusic: "音乐", appVideo: "视频", appLink: "链接"}

// decodeXML decodes the XML of a message. People's words stand in it with bare
// ampersands and HTML entities, so it is read as loosely as it can be.
func decodeXML(s string, v any) error {
	d := xml.NewDecoder(strings.NewReader(s))
	d.Strict = false
	d.Entity = xml.HTMLEntity
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // it came in JSON: it is UTF-8
	return d.Decode(v)
}

// xmlOf is the XML of the given root within the content of a message, "" if
// there is none. The content is unescaped once.
func xmlOf(content, root string) string {
	s := plain(content)
	for from := 0; ; {
		n := strings.Index(s[from:], "<"+root)
		if n < 0 {
			return ""
		}
		from += n
		if end := from + len(root) + 1; end < len(s) && strings.IndexByte("> \t\n/", s[end]) >= 0 {
			return s[from:]
		}
		from++
	}
}

// readApp fills in a message of type 49 from its content; title and url stand
// beside the content and serve if that cannot be read.
func readApp(in *bot.Incoming, content string, appType int, title, url string) {
	m := decodeApp(content, appType, title, url)
	a := &m.App
	in.Kind = bot.Other
	label, labelled := appLabels[a.Type]
	switch {
	case a.Type == appQuote:
		in.Kind, in.Text = bot.Reply, a.Title
		in.Quoted = &bot.Said{ID: strings.TrimSpace(a.Refer.ID), Name: plainName(a.Refer.Name), Text: referText(a.Refer.Type, a.Refer.Content)}
	case a.Type == appText:
		in.Kind, in.Text = bot.Text, a.Title
	case labelled && label.titled:
		in.Text = named(label.text, a.Title)
	case labelled:
		in.Text = named(label.text, "")
	case a.URL != "" && a.Title != "":
		in.Kind, in.Text, in.URL = bot.Card, a.Title, a.URL
	default:
		in.Text = named(cmp.Or(linkLabels[a.Type], "消息"), a.Title)
		if a.Type == appLink {
			in.URL = a.URL
		}
	}
}

// decodeApp decodes the content of a message of type 49. appType, title and url
// serve where the content has none.
func decodeApp(content string, appType int, title, url string) appMessage {
	var m appMessage
	if x := xmlOf(content, "msg"); x == "" || decodeXML(x, &m) != nil {
		m = appMessage{}
	}
	a := &m.App
	if a.Type == 0 {
		a.Type = appType
	}
	a.Title = cmp.Or(strings.TrimSpace(a.Title), strings.TrimSpace(plain(title)))
	a.URL = cmp.Or(html.UnescapeString(strings.TrimSpace(a.URL)), html.UnescapeString(strings.TrimSpace(url)))
	return m
}

// referText is the text of a quoted message; "" of pictures and the like. One
// that is itself a reply is quoted with the XML of the whole.
func referText(kind int, content string) string {
	switch kind {
	case 0, typeText:
		_, rest := cutSender(content)
		return strings.TrimSpace(plain(rest))
	case typeApp:
		var m appMessage
		if x := xmlOf(content, "msg"); x != "" && decodeXML(x, &m) == nil && (m.App.Type == appQuote || m.App.Type == appText) {
			return strings.TrimSpace(m.App.Title)
		}
	}
	return ""
}

// readRevoke fills in a message that takes another one back.
func readRevoke(in *bot.Incoming, content string) {
	var m struct {
		Revoke struct {
			ID      string `xml:"msgid"`
			Old     string `xml:"oldmsgid"`
			Replace string `xml:"replacemsg"`
		} `xml:"revokemsg"`
	}
	in.Kind = bot.Revoke
	if x := xmlOf(content, "sysmsg"); x == "" || decodeXML(x, &m) != nil {
		return
	}
	in.Text = strings.TrimSpace(m.Revoke.Replace)
	for _, id := range []string{m.Revoke.ID, m.Revoke.Old} {
		if _, err := strconv.ParseUint(strings.TrimSpace(id), 10, 64); err == nil && in.RevokedID == "" {
			in.RevokedID = strings.TrimSpace(id)
		}
	}
}

// named is a message in brackets, with the name of what it brings.
func named(kind, name string) string { return strings.TrimSpace("[" + kind + "] " + name) }
