package convert

import (
	"cmp"
	"regexp"
	"strings"
	"time"

	"qunwen/corpus"
)

// A sessionMessage is a message of WeFlow's and EchoTrace's JSON.
type sessionMessage struct {
	CreateTime word    `json:"createTime"`
	Type       string  `json:"type"`
	LocalType  word    `json:"localType"`
	Content    *string `json:"content"`
	IsSend     word    `json:"isSend"`
	Username   string  `json:"senderUsername"`
	Name       string  `json:"senderDisplayName"`
	LinkTitle  string  `json:"linkTitle"`
	LinkURL    string  `json:"linkUrl"`
	Quoted     string  `json:"quotedContent"`
	QuotedName string  `json:"quotedSender"`
	MediaPath  string  `json:"mediaPath"`
}

// readSession reads the JSON of WeFlow and of EchoTrace.
func readSession(x *export) error {
	type session struct {
		DisplayName string `json:"displayName"`
		Nickname    string `json:"nickname"`
		Username    string `json:"username"`
	}
	j := newJSONReader(x)
	room := ""
	return j.document(map[string]func() error{
		"session": jsonField(j, func(s session) { room = cmp.Or(s.DisplayName, s.Nickname, s.Username, room) }),
	}, jsonMessage(j, func(in *sessionMessage) (Message, error) {
		if in.Type == "" || in.Content == nil {
			return Message{}, errNoContent
		}
		at, err := x.unix(in.CreateTime)
		m := in.message(at)
		m.room = room
		return m, err
	}))
}

func (in *sessionMessage) message(at time.Time) Message {
	word := strings.TrimSuffix(in.Type, "消息")
	m := Message{Time: at, Speaker: in.Name, account: in.Username, text: *in.Content, Kind: kindIn(sessionKinds, word, kindIn(tagKinds, word, Other))}
	revoked := strings.HasPrefix(m.text, "[撤回消息]")
	if m.Kind == System || strings.HasSuffix(in.Username, "@chatroom") || revoked {
		m.setNotice()
		if revoked {
			m.Kind = Revoke
		}
		return m
	}
	if m.Speaker == "" && m.account == "" && in.IsSend == "1" {
		m.Speaker = "我"
	}
	m.sessionContent(in)
	return m
}

// sessionContent fills in what a message of a known kind holds.
func (m *Message) sessionContent(in *sessionMessage) {
	switch m.Kind {
	case Image:
		if m.URL = in.MediaPath; m.URL == "" {
			m.URL = stripPlaceholder(m.text)
		}
		m.text = ""
	case Link, Music:
		m.card()
		m.text, m.URL = cmp.Or(in.LinkTitle, m.text), cmp.Or(in.LinkURL, m.URL)
	case Quote:
		if in.Quoted != "" || in.QuotedName != "" {
			m.quoted = &quotation{name: in.QuotedName, text: in.Quoted}
		}
		m.quoteBehind()
	default:
		m.placeholder()
	}
}

var behindForm = regexp.MustCompile(`(?s)^(.*)\[引用 (.*?)：(.*)\]$`)

// quoteBehind takes "[引用 NAME：text]" off the end of a reply.
func (m *Message) quoteBehind() {
	if q := m.quoted; q != nil {
		if reply, ok := strings.CutSuffix(m.text, "[引用 "+q.name+"："+q.text+"]"); ok {
			m.text = reply
			return
		}
	}
	p := behindForm.FindStringSubmatch(m.text)
	if p == nil {
		return
	}
	m.Kind, m.text = Quote, p[1]
	if m.quoted == nil {
		m.quoted = &quotation{name: p[2], text: p[3]}
	}
}

// sessionKinds are the kinds by the words of WeFlow and EchoTrace, without the
// 消息 that may stand behind them, that nobody puts in brackets.
var sessionKinds = map[string]Kind{
	"文本":       Text,
	"群公告":      Text,
	"视频号直播卡片":  Video,
	"小程序分享":    MiniProgram,
	"引用":       Quote,
	"音乐卡片":     Music,
	"转账卡片":     Transfer,
	"红包卡片":     RedPacket,
	"聊天记录合并转发": Merged,
	"系统":       System,
	"拍一拍":      System,
}

var weFlowHeading = regexp.MustCompile(`^(\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}) '(.*)'$`)

// readWeFlowText reads WeFlow's text. The speaker of its notices is the group.
func readWeFlowText(x *export) error {
	return readBlocks(x, weFlowHeading.FindStringSubmatch, true, func(b *block) (Message, error) {
		at, err := x.dateTime(b.heading[1])
		m := Message{Time: at, Speaker: b.heading[2], text: corpus.Uniform(b.body)}
		if m.Speaker == x.room || strings.HasSuffix(m.Speaker, "@chatroom") {
			m.setNotice()
		} else if m.tagged(); m.Kind == Text {
			m.quoteBehind()
		}
		return m, err
	})
}
