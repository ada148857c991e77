package convert

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"qunwen/corpus"
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
	x.room = "" // which each message has
	j := newJSONReader(x)
	return j.list(jsonMessage(j, func(in *chatlogMessage) (Message, error) {
		at, err := time.Parse(time.RFC3339, in.Time)
		if err != nil {
			return Message{}, fmt.Errorf("%q: %w", in.Time, ErrTime)
		}
		if in.Type == nil || in.Content == nil {
			return Message{}, errNoContent
		}
		return in.message(at.In(x.Location)), nil
	}))
}

func (in *chatlogMessage) message(at time.Time) Message {
	m := Message{room: cmp.Or(in.TalkerName, in.Talker), Time: at, Speaker: in.SenderName}
	kind, content := int64(0), ""
	if in.Type != nil {
		kind = *in.Type
	}
	if in.Content != nil {
		content = *in.Content
	}
	if kind == 10000 || in.Sender == "系统消息" {
		m.text, m.Kind = content, notice(content)
		return m
	}
	m.account, m.text = in.Sender, content
	if !accountForm.MatchString(in.Sender) && in.Sender != "" && (kind == 1 || kind == appMessage) {
		// Its own messages of several lines are cut at the first colon.
		m.account, m.text = "", in.Sender+":\n"+content
	}
	if in.IsSelf && m.Speaker == "" && m.account == "" {
		m.Speaker = "我"
	}
	m.chatlogKind(kind, in)
	return m
}

// chatlogKind goes by WeChat's numbers. Content is only good for some kinds:
// for others it may hold raw XML.
func (m *Message) chatlogKind(kind int64, in *chatlogMessage) {
	if kind == appMessage {
		m.chatlogAppKind(in)
		return
	}
	m.Kind = kindIn(wechatKinds, kind, Other)
	if m.Kind != Text {
		m.text = ""
	}
	if m.Kind == Image {
		m.URL = in.Contents.MD5
	}
}

// chatlogCards are the second numbers of messages that an app made of which
// chatlog gives a title and an address, as of a card's, whatever they are.
var chatlogCards = []int64{3, 40, 51, 53, 63, 74, 76, 2002}

// chatlogAppKind goes by the second number of a message that an app made.
func (m *Message) chatlogAppKind(in *chatlogMessage) {
	if m.Kind = appKind(in.SubType); slices.Contains(chatlogCards, in.SubType) {
		m.Kind = Link
	}
	switch c := &in.Contents; m.Kind {
	case System: // its words are the content
	case Quote: // its words are the content
		if c.Refer != nil {
			m.quoted = c.Refer.quoted(m.Time)
		}
	case Sticker, Transfer:
		m.text = ""
	case Link, Music:
		m.text, m.URL = c.Title, c.URL
	default:
		m.text = c.Title
	}
}

// quoted returns the message as a reply to it at a time quotes it.
func (in *chatlogMessage) quoted(at time.Time) *quotation {
	q := &quotation{name: cmp.Or(in.SenderName, in.Sender)}
	if in.Content != nil {
		q.text = *in.Content
	}
	if in.Type != nil && *in.Type != 1 {
		m := in.message(at)
		m.recognise()
		q.text = m.preview()
	}
	return q
}

var (
	chatlogMedia = regexp.MustCompile(`(?s)^!?\[([^\]|]+)(?:\|([^\]]*(?:\][^(][^\]]*)*))?\](?:\((\S*)\))?(.*)$`)
	// NAME(account) TIME, the head of a message and of a quotation
	chatlogHeading = regexp.MustCompile(`^(.*?)(?:\(([^()]*)\))?(?: \[(.*)\(([^()]*)\)\])? (?:(?:(\d{4})-)?(\d{2}-\d{2}) )?(\d{2}:\d{2}:\d{2})$`)
	chatlogQuoted  = regexp.MustCompile(`^> (.*?)(?:\(([^()]*)\))? (?:(?:\d{4}-)?\d{2}-\d{2} )?\d{2}:\d{2}:\d{2}$`)
)

// chatlogText reads the body that chatlog's text and CSV have.
func (m *Message) chatlogText() {
	if !m.takeChatlogQuote() {
		m.takeChatlogMedia()
	}
}

// takeChatlogQuote reads a body that begins with a quotation; false if this
// one does not.
func (m *Message) takeChatlogQuote() bool {
	first, rest, _ := strings.Cut(m.text, "\n")
	p := chatlogQuoted.FindStringSubmatch(first)
	if p == nil {
		return false
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
	inner := Message{Time: m.Time, text: strings.Join(quoted, "\n")}
	inner.chatlogText()
	m.Kind, m.text = Quote, rest
	m.quoted = &quotation{name: cmp.Or(p[1], p[2]), text: inner.preview()}
	return true
}

// chatlogBare are the kinds that chatlog may write as a tag alone.
var chatlogBare = []Kind{Sticker, Call, Video, Image, Voice}

// takeChatlogMedia reads a body that is a tag with a title, an address or
// neither. Any other stays as it is.
func (m *Message) takeChatlogMedia() {
	p := chatlogMedia.FindStringSubmatch(m.text)
	if p == nil || p[4] != "" && p[1] != "合并转发" {
		return
	}
	kind, ok := tagKinds[p[1]]
	if !ok {
		return
	}
	if bare := p[2] == "" && p[3] == ""; bare && p[1] != "红包" && !slices.Contains(chatlogBare, kind) {
		return
	}
	m.Kind, m.text, m.URL = kind, p[2], ""
	switch kind {
	case Image, Link, Music:
		m.URL = p[3]
	}
}

// readChatlogCSV reads chatlog's CSV.
func readChatlogCSV(x *export) error {
	x.room = "" // which each message has
	return readTable(x, func(r *row) (Message, error) {
		at, err := x.clock(r.get("Time"))
		m := Message{room: r.get("TalkerName"), Time: at, Speaker: r.get("SenderName"), account: r.get("Sender"), text: corpus.Uniform(r.get("Content"))}
		m.chatlogSpeaker()
		return m, err
	})
}

// chatlogSpeaker tells notices from messages.
func (m *Message) chatlogSpeaker() {
	if m.account == "系统消息" || m.account == "" && m.Speaker == "系统消息" {
		m.setNotice()
		return
	}
	if m.account == "我" {
		m.account = ""
		if m.Speaker == "" {
			m.Speaker = "我"
		}
	}
	m.chatlogText()
}

// readChatlogText reads chatlog's plain text. Its headings leave out of the
// date what the query said: then it is taken from the file's name.
func readChatlogText(x *export) error {
	room, from := nameAndDate(x.stem())
	x.room, from = room, cmp.Or(x.Date, from)
	last := from
	return readBlocks(x, findChatlogHeading, true, func(b *block) (Message, error) {
		p := b.heading
		if p[5] == "" && from == "" {
			return Message{}, x.at(b.line, b.offset, fmt.Errorf("%q: %w", p[0], ErrNoDate))
		}
		date := chatlogDate(p[5], p[6], last)
		at, err := x.dateTime(date + " " + p[7])
		if err != nil {
			return Message{}, err
		}
		last = date
		m := Message{Time: at, Speaker: p[1], account: p[2], text: b.body}
		if p[4] != "" {
			m.room = p[3]
		}
		if p[2] == "" && p[1] != "系统消息" { // an account without a name
			m.account = p[1]
		}
		m.chatlogSpeaker()
		return m, nil
	})
}

// findChatlogHeading returns the parts of the head of a message; nil if a line
// is none.
func findChatlogHeading(line string) []string {
	p := chatlogHeading.FindStringSubmatch(line)
	if p != nil && (p[2] != "" || p[1] == "系统消息" || p[1] == "我" || accountForm.MatchString(p[1])) {
		return p
	}
	return nil
}

// chatlogDate returns the date of a heading that has a year or "", and a month
// with its day or "". What is missing is as in last, the date of the heading
// before, which may be of the year before.
func chatlogDate(year, day, last string) string {
	switch {
	case year != "":
		return year + "-" + day
	case day == "":
		return last
	}
	date := last[:4] + "-" + day
	if date < last && last[5:7] == "12" && day[:2] == "01" { // over new year
		year, _ := strconv.Atoi(last[:4])
		return fmt.Sprintf("%04d-%s", year+1, day)
	}
	return date
}
