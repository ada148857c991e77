package convert

import (
	"path"
	"regexp"
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
	m.Text = stripPlaceholder(m.Text)
	switch m.Kind {
	case Sticker, RedPacket:
		m.Text = ""
	case Voice, Call:
		if seconds.MatchString(m.Text) || sound.MatchString(m.Text) {
			m.Text = ""
		}
	case File, Video:
		if strings.ContainsAny(m.Text, `/\`) {
			m.Text = path.Base(strings.ReplaceAll(m.Text, `\`, "/"))
		}
		if m.Kind == Video {
			m.Text = ""
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
	p := tagForm.FindStringSubmatch(m.Text)
	if p == nil {
		return
	}
	tag, rest := p[1]+p[3], strings.TrimSpace(p[4])
	kind, ok := tagKinds[tag]
	// [红包] is an emoji, too; [微信红包] is none, and the giver's wish follows it.
	if !ok || kind.bare() && rest != "" && p[3] == "" && tag != "微信红包" && !seconds.MatchString(rest) {
		return
	}
	m.Kind, m.Text = kind, rest
	switch kind {
	case Image:
		m.URL, m.Text = rest, ""
	case Link, Music:
		m.card()
	case Sticker, Video:
		m.Text = ""
	case Voice:
		if p[3] == "" && seconds.MatchString(rest) {
			m.Text = ""
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
	text := strings.TrimSpace(m.Text)
	if p := cardForm.FindStringSubmatch(text); p != nil {
		m.Text, m.URL = strings.TrimSpace(p[1]), p[2]
		if bar := strings.Index(m.Text, "|"); bar >= 0 {
			if _, ok := tagKinds[m.Text[:bar]]; ok {
				m.Text = m.Text[bar+1:]
			}
		}
		return
	}
	text = stripPlaceholder(text)
	if title, address, ok := strings.Cut(text, "\n"); ok && corpus.CleanURL(address) != "" && strings.Contains(address, "://") {
		text, m.URL = title, strings.TrimSpace(address)
	}
	m.Text = strings.TrimSpace(text)
}

// preview is how a message is quoted.
func (m *Message) preview() string {
	switch m.Kind {
	case Text, Quote:
		if p := quoteForm.FindStringSubmatch(m.Text); p != nil {
			return p[2]
		}
		return m.Text
	case Image:
		return "[图片]"
	}
	b := Message{Kind: m.Kind, Text: m.Text, Time: m.Time}
	return unescape(b.body(""))
}

const (
	maxRecent  = 20000 // messages that a reply may be to
	maxPreview = 600   // bytes of each that are kept
)

// recent remembers the last messages by their IDs, for replies that have only
// the ID of what they answer.
type recent struct {
	by   map[string]Quoted
	ring []string
	next int
}

func (r *recent) put(id, name, text string) {
	if r.by == nil {
		r.by = make(map[string]Quoted)
	}
	if len(text) > maxPreview {
		text = strings.ToValidUTF8(text[:maxPreview], "") + "…"
	}
	if len(r.ring) < maxRecent {
		r.ring = append(r.ring, id)
	} else {
		delete(r.by, r.ring[r.next])
		r.ring[r.next] = id
		r.next = (r.next + 1) % maxRecent
	}
	r.by[id] = Quoted{Name: name, Text: text}
}

func (r *recent) get(id string) (Quoted, bool) {
	q, ok := r.by[id]
	return q, ok && id != ""
}
