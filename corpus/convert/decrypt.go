package convert

import (
	"cmp"
	"path"
	"regexp"
	"strings"

	"qunwen/corpus"
)

// A decryptMessage is a message of wechat-decrypt's JSON.
type decryptMessage struct {
	Type       word    `json:"type"`
	Username   string  `json:"sender_username"`
	Sender     string  `json:"sender"`
	CreateTime word    `json:"create_time"`
	Content    *string `json:"content"`
	IsSystem   bool    `json:"is_system"`
}

// readDecryptJSON reads wechat-decrypt's JSON, one file for each shard of the
// database.
func readDecryptJSON(x *export) error {
	x.room = path.Base(path.Dir(x.name))
	j := newJSONReader(x)
	room := ""
	return j.document(map[string]func() error{
		"display_name": jsonField(j, func(name string) { room = cmp.Or(name, room) }),
	}, jsonMessage(j, func(in *decryptMessage) (Message, error) {
		if in.Type == "" || in.Content == nil {
			return Message{}, errNoContent
		}
		at, err := x.unix(in.CreateTime)
		m := Message{room: room, Time: at, Speaker: in.Sender, account: in.Username}
		m.text = corpus.Uniform(strings.TrimPrefix(*in.Content, in.Username+":\n"))
		if m.Kind = wechatKind(in.Type.number()); in.IsSystem || m.Kind == System {
			m.setNotice()
		} else {
			m.xml()
		}
		return m, err
	}))
}

var (
	accountPrefix = regexp.MustCompile(`^([\w@.-]+):\n`)
	unknownType   = regexp.MustCompile(`^未知\((\d+)\)$`)
	systemForm    = regexp.MustCompile(`(?s)^\[系统: (.*?)\]?$`)
)

// readDecryptCSV reads wechat-decrypt's CSV, in which XML is cut.
func readDecryptCSV(x *export) error {
	if room := path.Base(path.Dir(x.name)); room != "." && room != "/" {
		x.room = room
	}
	return readTable(x, func(r *row) (Message, error) {
		at, err := x.clock(r.get("时间"))
		m := Message{Time: at, Speaker: r.get("发送者")}
		text := strings.ReplaceAll(r.get("内容"), "\r\n", "\n")
		if p := accountPrefix.FindStringSubmatch(text); p != nil {
			m.account, text = p[1], text[len(p[0]):]
		}
		m.text = corpus.Uniform(text)
		switch kind := r.get("消息类型"); {
		case kind == "系统消息":
			if p := systemForm.FindStringSubmatch(m.text); p != nil {
				m.text = p[1]
			}
			m.setNotice()
		case kind == "文本":
		case unknownType.MatchString(kind):
			m.Kind = wechatKind(word(unknownType.FindStringSubmatch(kind)[1]).number())
			m.xml()
		default:
			m.tagged()
		}
		return m, err
	})
}

// xml takes what there is to show out of a message's XML, whole or cut.
func (m *Message) xml() {
	text := m.text
	if m.Kind == Text {
		return
	}
	m.text = ""
	app := text
	if at := strings.Index(text, "<refermsg>"); at >= 0 {
		app = text[:at]
	}
	title, _ := element(app, "title")
	switch m.Kind {
	case Image:
		m.URL = attr(text, "md5")
	case Link, Music:
		if n, ok := element(app, "type"); ok {
			m.Kind = appKind(word(n).number())
		}
		m.text = title
		m.URL, _ = element(app, "url")
	case File, MiniProgram, Merged:
		m.text = title
	case Quote:
		m.text = title
		refer, whole := "", false
		if refer, whole = inside(text, "refermsg"); !whole {
			return
		}
		name, _ := element(refer, "displayname")
		said, _ := element(refer, "content")
		kind, _ := element(refer, "type")
		inner := Message{Time: m.Time, text: said, Kind: wechatKind(word(kind).number())}
		inner.xml()
		m.quoted = &quotation{name: name, text: inner.preview()}
	case Other:
		if m.text = title; m.text == "" && !strings.HasPrefix(text, "<") {
			m.text = text
		}
	}
}

// inside returns what is in an element of XML, and whether it has its end.
func inside(s, name string) (string, bool) {
	_, rest, ok := strings.Cut(s, "<"+name+">")
	if !ok {
		return "", false
	}
	in, _, ok := strings.Cut(rest, "</"+name+">")
	return in, ok
}

// element is inside, with entities undone.
func element(s, name string) (string, bool) {
	in, ok := inside(s, name)
	if !ok {
		return "", false
	}
	in = strings.TrimSpace(in)
	if data, ok := strings.CutPrefix(in, "<![CDATA["); ok {
		return strings.TrimSuffix(data, "]]>"), true
	}
	return corpus.Unescape(in), true
}

// attr returns an attribute of XML, cut or not; "" if it is not there.
func attr(s, name string) string {
	_, rest, ok := strings.Cut(s, " "+name+`="`)
	if !ok {
		return ""
	}
	value, _, _ := strings.Cut(rest, `"`)
	return corpus.Unescape(value)
}
