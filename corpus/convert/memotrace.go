package convert

import (
	"fmt"
	"path"
	"regexp"
	"strings"

	"qunwen/corpus"
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
	x.room = x.memoRoom()
	j := newJSONReader(x)
	return j.list(jsonMessage(j, func(in *memoItem) (Message, error) {
		at, err := x.unix(in.Timestamp)
		if err == nil && in.Type == "" {
			err = fmt.Errorf("type is missing: %w", ErrSyntax)
		}
		m := Message{Time: at, Speaker: in.Name, text: in.Text}
		m.memoKind(in)
		return m, err
	}))
}

func (m *Message) memoKind(in *memoItem) {
	m.Kind = wechatKind(in.Type.number())
	switch m.Kind {
	case System, Revoke:
		m.Kind = notice(m.text)
	case Image:
		m.URL = in.Path
	case Link, Music:
		m.text, m.URL = in.Title, in.URL
	case File:
		if m.text = in.FileName; m.text == "" {
			m.text = in.Title
		}
	case Voice:
		m.text = in.Spoken
	case MiniProgram, Merged, Place:
		m.text = in.Title
	case Quote:
		m.quoted = splitQuoted(in.QuoteText)
	case Text:
	default:
		m.text = ""
	}
}

// splitQuoted divides "NAME: text".
func splitQuoted(s string) *quotation {
	if s = strings.TrimSpace(s); s == "" {
		return nil
	}
	at := strings.IndexAny(s, ":：")
	if at < 0 {
		return &quotation{text: s}
	}
	text := strings.TrimPrefix(strings.TrimPrefix(s[at:], ":"), "：")
	return &quotation{name: strings.TrimSpace(s[:at]), text: strings.TrimSpace(text)}
}

// readMemoTraceCSV reads MemoTrace 3's CSV.
func readMemoTraceCSV(x *export) error {
	x.room = x.memoRoom()
	return readTable(x, func(r *row) (Message, error) {
		at, err := x.clock(r.get("时间"))
		m := Message{Time: at, ID: r.get("消息ID"), Speaker: r.get("发送人"), text: corpus.Uniform(r.get("内容"))}
		switch kind := r.get("类型"); kind {
		case "系统消息", "拍一拍":
			m.Kind = notice(m.text)
		case "引用消息":
			m.quoteBelow("引用：")
		case "文本":
		default:
			m.memoText()
			if m.Kind == Text && kind == "未知类型" {
				m.Kind = Other
			}
		}
		return m, err
	})
}

// memoText reads the body that MemoTrace's text has.
func (m *Message) memoText() {
	switch first, rest, _ := strings.Cut(m.text, "\n"); {
	case first == "【分享链接】" || first == "【音乐分享】":
		m.Kind, m.text = Link, ""
		for l := range strings.SplitSeq(rest, "\n") {
			if title, ok := strings.CutPrefix(l, "标题："); ok {
				m.text = title
			} else if address, ok := strings.CutPrefix(l, "链接:"); ok {
				m.URL = strings.TrimSpace(address)
			}
		}
	case strings.HasPrefix(first, "【文件】"):
		m.Kind = File
		m.text = memoFile(strings.TrimPrefix(first, "【文件】"))
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
	at := strings.LastIndex(m.text, mark)
	if at < 0 || at > 0 && m.text[at-1] != '\n' {
		return
	}
	m.Kind, m.quoted = Quote, splitQuoted(m.text[at+len(mark):])
	m.text = strings.TrimSuffix(m.text[:at], "\n")
	if q := m.quoted; q != nil && (strings.Contains(q.text, "无效的消息") || q.name == "" && q.text == "未知") {
		m.quoted = nil
	}
}

// readMemoTrace2CSV reads MemoTrace 2's CSV: the database's columns, in which
// what links, files and quotations say is not.
func readMemoTrace2CSV(x *export) error {
	x.room = x.memoRoom()
	return readTable(x, func(r *row) (Message, error) {
		at, err := x.unix(word(r.get("CreateTime")))
		m := Message{Time: at, ID: r.get("localId"), account: r.get("Sender"), text: corpus.Uniform(r.get("StrContent"))}
		m.setNames(r.get("Remark"), r.get("NickName"))
		if m.Speaker == "" && m.account == "" && r.get("IsSender") == "1" {
			m.Speaker = "我"
		}
		n := word(r.get("Type")).number()
		m.Kind = wechatKind(n)
		if n == appMessage {
			m.Kind = appKind(word(r.get("SubType")).number())
		}
		switch m.Kind {
		case System, Revoke:
			m.setNotice()
		case Image:
			m.URL, m.text = attr(m.text, "md5"), ""
		case Quote:
			if m.text == "" {
				m.Kind, m.text = Other, "[引用]"
			}
		case Text:
		default:
			m.text = ""
		}
		return m, err
	})
}

var (
	memoHeading  = regexp.MustCompile(`^(\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2})(?: (.*))?$`)
	memoUnescape = strings.NewReplacer(`\'`, `'`, `\"`, `"`, `\\`, `\`)
	// what WeChat's notices say
	noticeWords = regexp.MustCompile(`加入了?群聊|撤回了?一条消息|修改群名|移出了?群聊|退出了?群聊|拍了拍|群公告|领取了|收到红包|开启了|以上是打招呼`)
)

// readMemoTraceText reads the text of MemoTrace 2 and 3: "TIME NAME", then
// the words. A notice has no name in 3; in 2 it stands where the name would.
func readMemoTraceText(x *export) error {
	x.room = x.memoRoom()
	return readBlocks(x, memoHeading.FindStringSubmatch, true, func(b *block) (Message, error) {
		p := b.heading
		at, err := x.dateTime(p[1])
		m := Message{Time: at, Speaker: corpus.Unescape(memoUnescape.Replace(p[2])), text: corpus.Uniform(b.body)}
		switch {
		case strings.TrimSpace(p[2]) == "":
			m.Kind = notice(m.text)
		case m.text == "" && noticeWords.MatchString(p[2]):
			m.text = p[2]
			m.setNotice()
		case strings.HasPrefix(m.text, "[链接]:title:"):
			m.memo2Link()
		default:
			m.memoText()
			if m.Kind == Text {
				m.quoteBelow("引用：")
			}
			if m.Kind == Text {
				m.quoteBelow("引用:")
			}
		}
		return m, err
	})
}

// memo2Link reads the four lines of a link in MemoTrace 2's text.
func (m *Message) memo2Link() {
	text := m.text
	m.Kind, m.text = Link, ""
	for l := range strings.SplitSeq(text, "\n") {
		l = strings.TrimSpace(l)
		if title, ok := strings.CutPrefix(l, "[链接]:title:"); ok {
			m.text = title
		} else if address, ok := strings.CutPrefix(l, "url:"); ok {
			m.URL = address
		}
	}
}
