package convert

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"qunwen/corpus"
)

// isRevoke reports whether a notice is of a message that was taken back.
func isRevoke(s string) bool {
	return strings.Contains(s, "撤回了一条消息") || strings.Contains(s, "撤回一条消息") ||
		strings.Contains(s, "recalled a message") || strings.Contains(s, `type="revokemsg"`)
}

// notice is the kind of a message that nobody said.
func notice(s string) Kind {
	if isRevoke(s) {
		return Revoke
	}
	return System
}

// setNotice makes a message a notice, which nobody said.
func (m *Message) setNotice() { m.Speaker, m.account, m.Kind = "", "", notice(m.text) }

// setNames makes the first name the speaker's and adds the others to Names, each
// once. It ignores "".
func (m *Message) setNames(names ...string) {
	for _, name := range names {
		switch {
		case name == "" || name == m.Speaker || slices.Contains(m.names, name):
		case m.Speaker == "":
			m.Speaker = name
		default:
			m.names = append(m.names, name)
		}
	}
}

var (
	// a kind in brackets, and what there is to say of it
	tagForm = regexp.MustCompile(`(?s)^(?:\[([^\[\]：:\s]+?)(?:[：:]([^\]]*))?(?:\s+\d+\s*(?:秒|"))?\]|【([^】]+)】)[ \t]*(.*)$`)
	sound   = regexp.MustCompile(`(?i)^\S+\.(?:silk|amr|mp3|wav|m4a|aac|ogg|opus)$`)
	seconds = regexp.MustCompile(`^\d+(?:\.\d+)?(?:"|''|秒|s)$`)
)

// placeholder takes what tools write in the place of media off the text of a
// message whose kind is known: "[语音消息]" says nothing about a voice message.
func (m *Message) placeholder() {
	switch m.Kind {
	case Text, Empty, System, Revoke, Quote, Other:
		return
	}
	m.text = stripPlaceholder(m.text)
	switch m.Kind {
	case Sticker, RedPacket:
		m.text = ""
	case Voice, Call:
		if seconds.MatchString(m.text) || sound.MatchString(m.text) {
			m.text = ""
		}
	case File, Video:
		if strings.ContainsAny(m.text, `/\`) {
			m.text = path.Base(strings.ReplaceAll(m.text, `\`, "/"))
		}
		if m.Kind == Video {
			m.text = ""
		}
	}
}

// stripPlaceholder returns what follows a kind in brackets.
func stripPlaceholder(s string) string {
	s = strings.TrimSpace(s)
	p := tagForm.FindStringSubmatch(s)
	if p == nil || strings.HasPrefix(p[4], "(") {
		return s
	}
	return strings.TrimSpace(p[4])
}

// tagged makes of a text that is a kind in brackets a message of that kind;
// others stay. Only what WeChat and the tools write counts.
func (m *Message) tagged() {
	p := tagForm.FindStringSubmatch(m.text)
	if p == nil {
		return
	}
	tag, rest := p[1]+p[3], strings.TrimSpace(p[4])
	kind, ok := tagKinds[tag]
	// [红包] is an emoji, too; [微信红包] is none, and the giver's wish follows it.
	if !ok || kind.bare() && rest != "" && p[3] == "" && tag != "微信红包" && !seconds.MatchString(rest) {
		return
	}
	m.Kind, m.text = kind, rest
	switch kind {
	case Image:
		m.URL, m.text = rest, ""
	case Link, Music:
		m.card()
	case Sticker, Video:
		m.text = ""
	case Voice:
		if p[3] == "" && seconds.MatchString(rest) {
			m.text = ""
		}
	}
}

// bare reports kinds whose tag stands alone: words behind it are somebody's.
func (k Kind) bare() bool { return k == Sticker || k == Voice || k == RedPacket || k == Call }

// kindIn returns the kind of a key, or otherwise if the key is not known.
func kindIn[K comparable](kinds map[K]Kind, key K, otherwise Kind) Kind {
	if k, ok := kinds[key]; ok {
		return k
	}
	return otherwise
}

// SplitTag divides a text that starts with a kind in square brackets into the kind
// and what follows; ok is false of any other text.
func SplitTag(text string) (tag, rest string, ok bool) {
	p := tagForm.FindStringSubmatch(text)
	if p == nil {
		return "", "", false
	}
	return p[1], p[4], true
}

// TagKind returns the kind that a word in brackets stands for.
func TagKind(tag string) (kind Kind, ok bool) {
	kind, ok = tagKinds[tag]
	return kind, ok
}

// tagKinds are the kinds by the words that WeChat and the tools put in brackets.
var tagKinds = map[string]Kind{
	"图片":        Image,
	"图片消息":      Image,
	"照片":        Image,
	"Photo":     Image,
	"Image":     Image,
	"语音":        Voice,
	"语音消息":      Voice,
	"Audio":     Voice,
	"Voice":     Voice,
	"视频":        Video,
	"视频消息":      Video,
	"Video":     Video,
	"表情包":       Sticker,
	"动画表情":      Sticker,
	"表情":        Sticker,
	"Sticker":   Sticker,
	"文件":        File,
	"文件消息":      File,
	"File":      File,
	"链接":        Link,
	"图文":        Link,
	"分享链接":      Link,
	"图文消息":      Link,
	"卡片式链接":     Link,
	"网页":        Link,
	"Link":      Link,
	"音乐":        Music,
	"音乐分享":      Music,
	"小程序":       MiniProgram,
	"聊天记录":      Merged,
	"合并转发":      Merged,
	"合并转发的聊天记录": Merged,
	"位置":        Place,
	"位置分享":      Place,
	"地理位置":      Place,
	"名片":        Card,
	"个人名片":      Card,
	"个人/公众号名片":  Card,
	"转账":        Transfer,
	"微信转账":      Transfer,
	"红包":        RedPacket,
	"微信红包":      RedPacket,
	"语音通话":      Call,
	"视频通话":      Call,
	"通话":        Call,
	"音视频通话":     Call,
}

// card takes a shared link apart: [title](url), or a title and a URL on the
// next line, behind a kind in brackets or not.
func (m *Message) card() {
	text := strings.TrimSpace(m.text)
	if p := cardForm.FindStringSubmatch(text); p != nil {
		m.text, m.URL = strings.TrimSpace(p[1]), p[2]
		if bar := strings.Index(m.text, "|"); bar >= 0 {
			if _, ok := tagKinds[m.text[:bar]]; ok {
				m.text = m.text[bar+1:]
			}
		}
		return
	}
	text = stripPlaceholder(text)
	if title, address, ok := strings.Cut(text, "\n"); ok && corpus.CleanURL(address) != "" && strings.Contains(address, "://") {
		text, m.URL = title, strings.TrimSpace(address)
	}
	m.text = strings.TrimSpace(text)
}

// preview is how a message is quoted.
func (m *Message) preview() string {
	switch m.Kind {
	case Text, Quote:
		if b := corpus.ParseBody(m.text); b.Kind == corpus.Quote {
			return b.Text
		}
		return m.text
	case Image:
		return "[图片]"
	}
	b := Message{Kind: m.Kind, text: m.text, Time: m.Time}
	return corpus.Unescape(b.Body(""))
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
