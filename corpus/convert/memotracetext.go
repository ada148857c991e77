package convert

import (
	"regexp"
	"strings"
	"time"
)

var (
	memoHeading  = regexp.MustCompile(`^(\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2})(?: (.*))?$`)
	memoUnescape = strings.NewReplacer(`\'`, `'`, `\"`, `"`, `\\`, `\`)
	// what WeChat's notices say
	noticeWords = regexp.MustCompile(`加入了?群聊|撤回了?一条消息|修改群名|移出了?群聊|退出了?群聊|拍了拍|群公告|领取了|收到红包|开启了|以上是打招呼`)
)

// readMemoTraceText reads the text of MemoTrace 2 and 3: "TIME NAME", then
// the words. A notice has no name in 3; in 2 it stands where the name would.
func readMemoTraceText(x *export) error {
	room := x.memoRoom()
	return readBlocks(x, memoHeading.MatchString, true, func(b *block) error {
		p := memoHeading.FindStringSubmatch(b.heading)
		at, err := time.ParseInLocation(time.DateTime, p[1], x.Location)
		if err != nil {
			return x.skip(b.line, b.offset, ErrTime)
		}
		m := Message{Room: room, Guess: true, Time: at, Speaker: unescape(memoUnescape.Replace(p[2])), Text: uniform(b.body), Line: b.line, Offset: b.offset}
		switch {
		case strings.TrimSpace(p[2]) == "":
			m.Kind = notice(m.Text)
		case m.Text == "" && noticeWords.MatchString(p[2]):
			m.Speaker, m.Text, m.Kind = "", p[2], notice(p[2])
		case strings.HasPrefix(m.Text, "[链接]:title:"):
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
		m.recognise()
		return x.emit(m)
	})
}

// memo2Link reads the four lines of a link in MemoTrace 2's text.
func (m *Message) memo2Link() {
	text := m.Text
	m.Kind, m.Text = Link, ""
	for l := range strings.SplitSeq(text, "\n") {
		l = strings.TrimSpace(l)
		if title, ok := strings.CutPrefix(l, "[链接]:title:"); ok {
			m.Text = title
		} else if address, ok := strings.CutPrefix(l, "url:"); ok {
			m.URL = address
		}
	}
}
