package convert

import (
	"cmp"
	"regexp"
	"strings"
	"time"
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
	j := newJSONReader(x)
	room, guess := x.stem(), true
	return j.document(map[string]func() error{
		"session": func() error {
			var s struct {
				DisplayName string `json:"displayName"`
				Nickname    string `json:"nickname"`
				Username    string `json:"username"`
			}
			if err := j.decode(&s); err != nil {
				return err
			}
			if name := cmp.Or(s.DisplayName, s.Nickname, s.Username); name != "" {
				room, guess = name, false
			}
			return nil
		},
	}, func() error {
		var in sessionMessage
		line, offset, ok, err := j.message(&in)
		if err != nil || !ok {
			return err
		}
		at, err := x.created(in.CreateTime, in.Type != "" && in.Content != nil)
		if err != nil {
			return x.skip(line, offset, err)
		}
		m := in.message(at)
		m.Room, m.Guess, m.Line, m.Offset = room, guess, line, offset
		return x.emit(m)
	})
}

func (in *sessionMessage) message(at time.Time) Message {
	content := *in.Content
	m := Message{Time: at, Speaker: in.Name, Account: in.Username, Text: content}
	m.Kind = sessionKind(in.Type)
	if m.Kind == System || m.Kind == Revoke || strings.HasSuffix(in.Username, "@chatroom") || strings.HasPrefix(content, "[撤回消息]") {
		m.Speaker, m.Account, m.Kind = "", "", notice(content)
		if strings.HasPrefix(content, "[撤回消息]") {
			m.Kind = Revoke
		}
		return m
	}
	if m.Speaker == "" && m.Account == "" && in.IsSend == "1" {
		m.Speaker = "我"
	}
	switch m.Kind {
	case Image:
		if m.URL = in.MediaPath; m.URL == "" {
			m.URL = stripPlaceholder(content)
		}
		m.Text = ""
	case Link, Music:
		if m.card(); in.LinkTitle != "" {
			m.Text = in.LinkTitle
		}
		if in.LinkURL != "" {
			m.URL = in.LinkURL
		}
	case Quote:
		if in.Quoted != "" || in.QuotedName != "" {
			m.Quoted = &Quoted{Name: in.QuotedName, Text: in.Quoted}
		}
		m.quoteBehind()
	default:
		m.placeholder()
	}
	m.recognise()
	return m
}

var behindForm = regexp.MustCompile(`(?s)^(.*)\[引用 (.*?)：(.*)\]$`)

// quoteBehind takes "[引用 NAME：text]" off the end of a reply.
func (m *Message) quoteBehind() {
	if q := m.Quoted; q != nil {
		if reply, ok := strings.CutSuffix(m.Text, "[引用 "+q.Name+"："+q.Text+"]"); ok {
			m.Text = reply
			return
		}
	}
	p := behindForm.FindStringSubmatch(m.Text)
	if p == nil {
		return
	}
	m.Kind, m.Text = Quote, p[1]
	if m.Quoted == nil {
		m.Quoted = &Quoted{Name: p[2], Text: p[3]}
	}
}

// sessionKind goes by the words of WeFlow and EchoTrace.
func sessionKind(word string) Kind {
	switch strings.TrimSuffix(word, "消息") {
	case "文本", "群公告":
		return Text
	case "图片":
		return Image
	case "语音":
		return Voice
	case "视频", "视频号直播卡片":
		return Video
	case "名片":
		return Card
	case "位置":
		return Place
	case "链接", "图文", "卡片式链接":
		return Link
	case "文件":
		return File
	case "小程序", "小程序分享":
		return MiniProgram
	case "引用":
		return Quote
	case "音乐", "音乐卡片":
		return Music
	case "转账", "转账卡片":
		return Transfer
	case "红包", "红包卡片":
		return RedPacket
	case "通话":
		return Call
	case "动画表情":
		return Sticker
	case "聊天记录", "聊天记录合并转发":
		return Merged
	case "系统", "拍一拍":
		return System
	}
	return Other
}

var weFlowHeading = regexp.MustCompile(`^(\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}) '(.*)'$`)

// readWeFlowText reads WeFlow's text. The speaker of its notices is the group.
func readWeFlowText(x *export) error {
	room := x.stem()
	return readBlocks(x, weFlowHeading.MatchString, true, func(b *block) error {
		p := weFlowHeading.FindStringSubmatch(b.heading)
		at, err := time.ParseInLocation(time.DateTime, p[1], x.Location)
		if err != nil {
			return x.skip(b.line, b.offset, ErrTime)
		}
		m := Message{Room: room, Guess: true, Time: at, Speaker: p[2], Text: uniform(b.body), Line: b.line, Offset: b.offset}
		switch {
		case p[2] == room || strings.HasSuffix(p[2], "@chatroom"):
			m.Speaker, m.Kind = "", notice(m.Text)
		default:
			if m.tagged(); m.Kind == Text {
				m.quoteBehind()
			}
		}
		m.recognise()
		return x.emit(m)
	})
}
