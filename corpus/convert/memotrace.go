package convert

import (
	"fmt"
	"path"
	"regexp"
	"strings"
)

// memoRoom returns the group that a file of MemoTrace is of: the folder
// 群名(id@chatroom) it lies in, or its own name.
func (x *export) memoRoom() string {
	dir := path.Base(path.Dir(x.name))
	if p := memoFolder.FindStringSubmatch(dir); p != nil {
		return p[1]
	}
	return strings.TrimSuffix(x.stem(), "_utf8")
}

var memoFolder = regexp.MustCompile(`^(.+)\([^()]*@chatroom\)$`)

// A memoItem is a message of MemoTrace 3's .html.json.
type memoItem struct {
	Type      word   `json:"type"`
	Timestamp word   `json:"timestamp"`
	Name      string `json:"display_name"`
	Text      string `json:"text"`
	Path      string `json:"path"`
	FileName  string `json:"file_name"`
	URL       string `json:"url"`
	Title     string `json:"title"`
	QuoteText string `json:"quote_text"`
	Spoken    string `json:"voice_to_text"`
}

// readMemoTraceJSON reads MemoTrace 3's .html.json.
func readMemoTraceJSON(x *export) error {
	room := x.memoRoom()
	j := newJSONReader(x)
	err := j.array(func() error {
		var in memoItem
		line, offset, ok, err := j.message(&in)
		if err != nil || !ok {
			return err
		}
		at, err := x.unix(in.Timestamp)
		if err == nil && in.Type == "" {
			err = fmt.Errorf("type is missing: %w", ErrSyntax)
		}
		if err != nil {
			return x.skip(line, offset, err)
		}
		m := Message{Room: room, Guess: true, Time: at, Speaker: in.Name, Text: in.Text, Line: line, Offset: offset}
		m.memoKind(&in)
		m.recognise()
		return x.emit(m)
	})
	if err != nil {
		return err
	}
	return j.end()
}

func (m *Message) memoKind(in *memoItem) {
	m.Kind = wechatKind(in.Type.number())
	switch m.Kind {
	case System, Revoke:
		m.Kind = notice(m.Text)
	case Image:
		m.URL = in.Path
	case Link, Music:
		m.Text, m.URL = in.Title, in.URL
	case File:
		if m.Text = in.FileName; m.Text == "" {
			m.Text = in.Title
		}
	case Voice:
		m.Text = in.Spoken
	case MiniProgram, Merged, Place:
		m.Text = in.Title
	case Quote:
		m.Quoted = splitQuoted(in.QuoteText)
	case Text:
	default:
		m.Text = ""
	}
}

// splitQuoted divides "NAME: text".
func splitQuoted(s string) *Quoted {
	if s = strings.TrimSpace(s); s == "" {
		return nil
	}
	at := strings.IndexAny(s, ":：")
	if at < 0 {
		return &Quoted{Text: s}
	}
	text := strings.TrimPrefix(strings.TrimPrefix(s[at:], ":"), "：")
	return &Quoted{Name: strings.TrimSpace(s[:at]), Text: strings.TrimSpace(text)}
}

// wechatKinds are the kinds by WeChat's numbers, but for that of all messages
// that an app made.
var wechatKinds = map[int64]Kind{
	1:     Text,
	3:     Image,
	34:    Voice,
	42:    Card,
	43:    Video,
	47:    Sticker,
	48:    Place,
	50:    Call,
	62:    Video,
	10000: System,
	10002: System,
}

// appMessage is WeChat's number of all messages that an app made.
const appMessage = 49

// wechatKind goes by WeChat's numbers, where that of an app's message is
// packed into the upper half.
func wechatKind(n int64) Kind {
	if kind, ok := wechatKinds[n]; ok {
		return kind
	}
	if n&0xffffffff != appMessage {
		return Other
	}
	return appKind(n >> 32)
}

// appKinds are the kinds of the messages that an app made, by their own
// numbers.
var appKinds = map[int64]Kind{
	0:    Link,
	1:    Link,
	3:    Music,
	4:    Link,
	5:    Link,
	6:    File,
	8:    Sticker,
	19:   Merged,
	33:   MiniProgram,
	36:   MiniProgram,
	40:   Merged,
	51:   Video,
	53:   Text,
	57:   Quote,
	62:   System,
	63:   Video,
	68:   Link,
	74:   File,
	76:   Music,
	87:   Text,
	92:   Music,
	2000: Transfer,
	2001: RedPacket,
	2002: RedPacket,
}

// appKind goes by the number of a message that an app made. A number that is
// not known is a card's.
func appKind(n int64) Kind { return kindIn(appKinds, n, Link) }

// readMemoTraceCSV reads MemoTrace 3's CSV.
func readMemoTraceCSV(x *export) error {
	room := x.memoRoom()
	return readTable(x, func(r *row) error {
		at, err := x.clock(r.get("时间"))
		if err != nil {
			return x.skip(r.line, r.offset, err)
		}
		m := Message{Room: room, Guess: true, Time: at, ID: r.get("消息ID"), Speaker: r.get("发送人"), Text: uniform(r.get("内容")), Line: r.line, Offset: r.offset}
		switch kind := r.get("类型"); kind {
		case "系统消息", "拍一拍":
			m.Kind = notice(m.Text)
		case "引用消息":
			m.quoteBelow("引用：")
		case "文本":
		default:
			m.memoText()
			if m.Kind == Text && kind == "未知类型" {
				m.Kind = Other
			}
		}
		m.recognise()
		return x.emit(m)
	})
}

// memoText reads the body that MemoTrace's text has.
func (m *Message) memoText() {
	switch first, rest, _ := strings.Cut(m.Text, "\n"); {
	case first == "【分享链接】" || first == "【音乐分享】":
		m.Kind, m.Text = Link, ""
		for l := range strings.SplitSeq(rest, "\n") {
			if title, ok := strings.CutPrefix(l, "标题："); ok {
				m.Text = title
			} else if address, ok := strings.CutPrefix(l, "链接:"); ok {
				m.URL = strings.TrimSpace(address)
			}
		}
	case strings.HasPrefix(first, "【文件】"):
		m.Kind = File
		m.Text = memoFile(strings.TrimPrefix(first, "【文件】"))
	default:
		m.tagged()
	}
}

var memoFileForm = regexp.MustCompile(`^(.*?) [\d.]+ [KMG]?B .*$`)

// memoFile takes the file's name out of "name size path type md5".
func memoFile(s string) string {
	if p := memoFileForm.FindStringSubmatch(s); p != nil {
		return p[1]
	}
	return s
}

// quoteBelow takes the last line "引用：NAME: text" off a reply.
func (m *Message) quoteBelow(mark string) {
	at := strings.LastIndex(m.Text, mark)
	if at < 0 || at > 0 && m.Text[at-1] != '\n' {
		return
	}
	m.Kind, m.Quoted = Quote, splitQuoted(m.Text[at+len(mark):])
	m.Text = strings.TrimSuffix(m.Text[:at], "\n")
	if q := m.Quoted; q != nil && (strings.Contains(q.Text, "无效的消息") || q.Name == "" && q.Text == "未知") {
		m.Quoted = nil
	}
}

// readMemoTrace2CSV reads MemoTrace 2's CSV: the database's columns, in which
// what links, files and quotations say is not.
func readMemoTrace2CSV(x *export) error {
	room := x.memoRoom()
	return readTable(x, func(r *row) error {
		at, err := x.unix(word(r.get("CreateTime")))
		if err != nil {
			return x.skip(r.line, r.offset, err)
		}
		m := Message{Room: room, Guess: true, Time: at, ID: r.get("localId"), Account: r.get("Sender"), Text: uniform(r.get("StrContent")), Line: r.line, Offset: r.offset}
		for _, name := range []string{r.get("Remark"), r.get("NickName")} {
			if m.Speaker == "" {
				m.Speaker = name
			} else if name != "" && name != m.Speaker {
				m.Names = append(m.Names, name)
			}
		}
		if m.Speaker == "" && m.Account == "" && r.get("IsSender") == "1" {
			m.Speaker = "我"
		}
		n := word(r.get("Type")).number()
		m.Kind = wechatKind(n)
		if n == appMessage {
			m.Kind = appKind(word(r.get("SubType")).number())
		}
		switch m.Kind {
		case System, Revoke:
			m.Speaker, m.Account, m.Kind = "", "", notice(m.Text)
		case Image:
			m.URL, m.Text = attr(m.Text, "md5"), ""
		case Quote:
			if m.Text == "" {
				m.Kind, m.Text = Other, "[引用]"
			}
		case Text:
		default:
			m.Text = ""
		}
		m.recognise()
		return x.emit(m)
	})
}

// attr returns an attribute of XML, cut or not; "" if it is not there.
func attr(s, name string) string {
	_, rest, ok := strings.Cut(s, " "+name+`="`)
	if !ok {
		return ""
	}
	value, _, _ := strings.Cut(rest, `"`)
	return unescape(value)
}
