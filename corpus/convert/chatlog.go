package convert

import (
	"fmt"
	"regexp"
	"strings"
	"time"
)

// A chatlogMessage is a message of sjzar/chatlog's HTTP answer.
type chatlogMessage struct {
	Time       string          `json:"time"` // RFC 3339
	Talker     string          `json:"talker"`
	TalkerName string          `json:"talkerName"`
	Sender     string          `json:"sender"`
	SenderName string          `json:"senderName"`
	IsSelf     bool            `json:"isSelf"`
	Type       *int64          `json:"type"`
	SubType    int64           `json:"subType"`
	Content    *string         `json:"content"`
	Contents   chatlogContents `json:"contents"`
}

type chatlogContents struct {
	MD5   string          `json:"md5"`
	Title string          `json:"title"`
	URL   string          `json:"url"`
	Refer *chatlogMessage `json:"refer"`
}

// accountForm is what WeChat's account names look like.
var accountForm = regexp.MustCompile(`^(?:wxid_\w+|gh_\w+|[A-Za-z][\w-]{4,}|\d{5,}|[\w.-]+@[\w.]+)$`)

// readChatlogJSON reads an array of chatlog's messages.
func readChatlogJSON(x *export) error {
	j := newJSONReader(x)
	err := j.array(func() error {
		var in chatlogMessage
		line, offset, ok, err := j.message(&in)
		if err != nil || !ok {
			return err
		}
		at, err := time.Parse(time.RFC3339, in.Time)
		if err != nil {
			return x.skip(line, offset, fmt.Errorf("%q: %w", in.Time, ErrTime))
		}
		if in.Type == nil || in.Content == nil {
			return x.skip(line, offset, fmt.Errorf("type or content is missing: %w", ErrSyntax))
		}
		m := in.message(at.In(x.Location))
		m.Line, m.Offset = line, offset
		return x.emit(m)
	})
	if err != nil {
		return err
	}
	return j.end()
}

func (in *chatlogMessage) message(at time.Time) Message {
	m := Message{Room: in.TalkerName, Time: at, Speaker: in.SenderName}
	if m.Room == "" {
		m.Room = in.Talker
	}
	kind, content := int64(0), ""
	if in.Type != nil {
		kind = *in.Type
	}
	if in.Content != nil {
		content = *in.Content
	}
	if kind == 10000 || in.Sender == "系统消息" {
		m.Text, m.Kind = content, notice(content)
		return m
	}
	m.Account, m.Text = in.Sender, content
	if !accountForm.MatchString(in.Sender) && in.Sender != "" && (kind == 1 || kind == 49) {
		// Its own messages of several lines are cut at the first colon.
		m.Account, m.Text = "", in.Sender+":\n"+content
	}
	if in.IsSelf && m.Speaker == "" && m.Account == "" {
		m.Speaker = "我"
	}
	m.chatlogKind(kind, in)
	m.recognise()
	return m
}

// chatlogKind goes by WeChat's numbers. Content is only good for some kinds:
// for others it may hold raw XML.
func (m *Message) chatlogKind(kind int64, in *chatlogMessage) {
	c, text := &in.Contents, m.Text
	if kind != 1 {
		m.Text = ""
	}
	switch kind {
	case 1:
		m.Kind = Text
	case 3:
		m.Kind, m.URL = Image, c.MD5
	case 34:
		m.Kind = Voice
	case 42:
		m.Kind = Card
	case 43:
		m.Kind = Video
	case 47:
		m.Kind = Sticker
	case 48:
		m.Kind = Place
	case 50:
		m.Kind = Call
	case 49:
		m.Text = c.Title
		switch in.SubType {
		case 6:
			m.Kind = File
		case 8:
			m.Kind, m.Text = Sticker, ""
		case 19:
			m.Kind = Merged
		case 33, 36:
			m.Kind = MiniProgram
		case 57:
			m.Kind, m.Text = Quote, text
			if r := c.Refer; r != nil {
				m.Quoted = &Quoted{Name: r.SenderName}
				if r.Content != nil {
					m.Quoted.Text = *r.Content
				}
				if r.SenderName == "" {
					m.Quoted.Name = r.Sender
				}
				if r.Type != nil && *r.Type != 1 {
					inner := r.message(m.Time)
					m.Quoted.Text = inner.preview()
				}
			}
		case 62:
			m.Kind, m.Text = System, text
		case 87:
			m.Kind, m.Text = Text, c.Title
		case 92:
			m.Kind, m.URL = Music, c.URL
		case 2000:
			m.Kind, m.Text = Transfer, ""
		case 2001:
			m.Kind = RedPacket
		default:
			m.Kind, m.URL = Link, c.URL
		}
	default:
		m.Kind = Other
	}
}

var (
	chatlogMedia = regexp.MustCompile(`(?s)^!?\[([^\]|]+)(?:\|([^\]]*(?:\][^(][^\]]*)*))?\](?:\((\S*)\))?(.*)$`)
	// NAME(account) TIME, the head of a message and of a quotation
	chatlogHeading = regexp.MustCompile(`^(.*?)(?:\(([^()]*)\))?(?: \[(.*)\(([^()]*)\)\])? (?:(?:(\d{4})-)?(\d{2}-\d{2}) )?(\d{2}:\d{2}:\d{2})$`)
	chatlogQuoted  = regexp.MustCompile(`^> (.*?)(?:\(([^()]*)\))? (?:(?:\d{4}-)?\d{2}-\d{2} )?\d{2}:\d{2}:\d{2}$`)
)

// chatlogText reads the body that chatlog's text and CSV have.
func (m *Message) chatlogText() {
	first, rest, _ := strings.Cut(m.Text, "\n")
	if p := chatlogQuoted.FindStringSubmatch(first); p != nil {
		m.Kind, m.Quoted = Quote, &Quoted{Name: p[1]}
		if p[1] == "" {
			m.Quoted.Name = p[2]
		}
		var quoted []string
		for rest != "" {
			l, after, _ := strings.Cut(rest, "\n")
			q, ok := strings.CutPrefix(l, "> ")
			if !ok && l != ">" {
				break
			}
			quoted, rest = append(quoted, q), after
		}
		inner := Message{Time: m.Time, Text: strings.Join(quoted, "\n")}
		inner.chatlogText()
		m.Quoted.Text, m.Text = inner.preview(), rest
		return
	}
	p := chatlogMedia.FindStringSubmatch(m.Text)
	if p == nil || p[4] != "" && p[1] != "合并转发" {
		return
	}
	kind, ok := tagKind(p[1])
	switch {
	case p[1] == "红包":
		kind, ok = RedPacket, true
	case !ok || p[2] == "" && p[3] == "" && kind != Sticker && kind != Call && kind != Video && kind != Image && kind != Voice:
		return
	}
	m.Kind, m.Text, m.URL = kind, p[2], ""
	switch kind {
	case Image:
		m.URL = p[3]
	case Link, Music:
		m.URL = p[3]
	}
}

// readChatlogCSV reads chatlog's CSV.
func readChatlogCSV(x *export) error {
	return readTable(x, func(row *row) error {
		at, err := x.clock(row.get("Time"))
		if err != nil {
			return x.skip(row.line, row.offset, err)
		}
		m := Message{Room: row.get("TalkerName"), Time: at, Speaker: row.get("SenderName"), Account: row.get("Sender"), Text: uniform(row.get("Content")), Line: row.line, Offset: row.offset}
		m.chatlogSpeaker()
		return x.emit(m)
	})
}

// chatlogSpeaker tells notices from messages.
func (m *Message) chatlogSpeaker() {
	if m.Account == "系统消息" || m.Account == "" && m.Speaker == "系统消息" {
		m.Account, m.Speaker, m.Kind = "", "", notice(m.Text)
		return
	}
	if m.Account == "我" {
		m.Account = ""
		if m.Speaker == "" {
			m.Speaker = "我"
		}
	}
	m.chatlogText()
	m.recognise()
}

// readChatlogText reads chatlog's plain text. Its headings leave out of the
// date what the query said: then it is taken from the file's name.
func readChatlogText(x *export) error {
	room, from := nameAndDate(x.stem())
	if x.Date != "" {
		from = x.Date
	}
	last := from
	return readBlocks(x, func(line string) bool {
		p := chatlogHeading.FindStringSubmatch(line)
		return p != nil && (p[2] != "" || p[1] == "系统消息" || p[1] == "我" || accountForm.MatchString(p[1]))
	}, true, func(b *block) error {
		p := chatlogHeading.FindStringSubmatch(b.heading)
		date := last
		switch {
		case p[5] != "":
			date = p[5] + "-" + p[6]
		case from == "":
			return x.at(b.line, b.offset, fmt.Errorf("%q: %w", b.heading, ErrNoDate))
		case p[6] != "":
			if date = last[:4] + "-" + p[6]; date < last && last[5:7] == "12" && p[6][:2] == "01" { // over new year
				date = fmt.Sprintf("%04d-%s", mustYear(last)+1, p[6])
			}
		}
		at, err := time.ParseInLocation(time.DateTime, date+" "+p[7], x.Location)
		if err != nil {
			return x.skip(b.line, b.offset, fmt.Errorf("%q: %w", b.heading, ErrTime))
		}
		last = date
		m := Message{Room: room, Guess: true, Time: at, Speaker: p[1], Account: p[2], Text: b.body, Line: b.line, Offset: b.offset}
		if p[4] != "" {
			m.Room, m.Guess = p[3], false
		}
		if p[2] == "" && p[1] != "系统消息" { // an account without a name
			m.Account = p[1]
		}
		m.chatlogSpeaker()
		return x.emit(m)
	})
}
