package wechat

import (
	"strings"
	"time"

	"qunwen/bot"
)

// An element is what the protocol says of one message, as far as it is used.
type element struct {
	MsgId                string
	FromUserName         string
	ToUserName           string
	Content              string // escaped, see plain
	FileName             string // title of a link, name of a file
	Url                  string
	StatusNotifyUserName string // comma separated, of a notice of recent chats
	MsgType              int
	AppMsgType           int
	StatusNotifyCode     int
	CreateTime           int64 // seconds since 1970
}

// The types of messages.
const (
	typeText       = 1
	typeImage      = 3
	typeVoice      = 34
	typeVerify     = 37
	typeSuggestion = 40
	typePerson     = 42
	typeVideo      = 43
	typeSticker    = 47
	typeLocation   = 48
	typeApp        = 49
	typeCall       = 50
	typeStatus     = 51
	typeCallEnd    = 52
	typeCallInvite = 53
	typeShortVideo = 62
	typeNotice     = 9999
	typeSystem     = 10000
	typeRevoke     = 10002
)

// isNoise says whether the element is no message of anybody.
func (e *element) isNoise() bool {
	switch e.MsgType {
	case typeStatus, typeNotice, typeVerify, typeSuggestion:
		return true
	}
	return false
}

// read turns an element into a message without chat and names: Chat.ID, and
// Sender.ID and Self are all that is said of where it comes from. now is the
// time of a message that tells none; times are in UTC.
func read(e *element, self string, now time.Time) bot.Incoming {
	in := bot.Incoming{ID: e.MsgId, Time: time.Unix(e.CreateTime, 0).UTC()}
	if e.CreateTime <= 0 {
		in.Time = now.UTC().Truncate(time.Second)
	}
	in.Sender.Self = self != "" && e.FromUserName == self
	in.Chat.ID = e.FromUserName
	if in.Sender.Self {
		in.Chat.ID = e.ToUserName
	}
	in.Chat.Direct = !isRoomName(in.Chat.ID)
	content := e.Content
	switch {
	case in.Sender.Self:
		in.Sender.ID = self
	case in.Chat.Direct:
		in.Sender.ID = e.FromUserName
	case e.MsgType != typeSystem:
		in.Sender.ID, content = cutSender(content)
	}
	if in.Sender.ID == self && self != "" {
		in.Sender.Self = true
	}
	readContent(&in, e, content)
	return in
}

func readContent(in *bot.Incoming, e *element, content string) {
	in.Kind = bot.Other
	switch e.MsgType {
	case typeText:
		readText(in, content, e.Url)
	case typeImage:
		in.Kind = bot.Image
	case typeApp:
		readApp(in, content, e.AppMsgType, e.FileName, e.Url)
	case typeRevoke:
		readRevoke(in, content)
	case typeSystem:
		readSystem(in, content)
	case typeVoice:
		in.Text = "[语音]"
	case typeVideo, typeShortVideo:
		in.Text = "[视频]"
	case typeSticker:
		in.Text = "[表情]"
	case typePerson:
		in.Text = "[名片]"
	case typeLocation:
		in.Text = "[位置]"
	case typeCall, typeCallEnd, typeCallInvite:
		in.Text = "[通话]"
	default:
		in.Text = "[消息]"
	}
}

func readText(in *bot.Incoming, content, url string) {
	if strings.Contains(url, "apis.map.qq.com") || strings.Contains(content, "pictype=location") && url != "" {
		in.Text = "[位置]"
		return
	}
	in.Kind, in.Text = bot.Text, plain(content)
	if said, reply, ok := cutQuote(in.Text); ok {
		in.Kind, in.Text, in.Quoted = bot.Reply, reply, &said
	}
}

// readSystem fills in a notice of the service.
func readSystem(in *bot.Incoming, content string) {
	in.Kind, in.Text = bot.System, strings.TrimSpace(plain(content))
	if topic, ok := renamed(in.Text); ok {
		in.Kind, in.Text = bot.Rename, topic
	} else if strings.HasPrefix(in.Text, "收到红包") || strings.HasPrefix(in.Text, "发出红包") {
		in.Kind, in.Text = bot.Other, "[红包]"
	}
}

// renamed returns the topic that a notice says a room has now.
func renamed(notice string) (topic string, ok bool) {
	_, topic, ok = strings.Cut(notice, "修改群名为")
	if !ok {
		return "", false
	}
	topic = strings.TrimSpace(topic)
	for _, q := range [][2]string{{"“", "”"}, {`"`, `"`}, {"「", "」"}} {
		if inner, opened := strings.CutPrefix(topic, q[0]); opened {
			topic = strings.TrimSuffix(inner, q[1])
			break
		}
	}
	return strings.Join(strings.Fields(topic), " "), true
}
