package schedule

import (
	"strings"
	"time"

	"qunwen/corpus"
)

// A note is a message that says something about the schedule.
type note struct {
	id      string
	at      time.Time
	speaker string
	text    string // clean, on one line
	x       Extraction
}

// A dayFacts is what one room's chat on one day says about the schedule.
type dayFacts struct {
	date  string
	notes []note
	talks []talk
}

// headerLife is how long a line such as 下周分享安排： waits for its list.
const headerLife = 10 * time.Minute

// readDay reads a transcript.
func readDay(tr *corpus.Transcript) dayFacts {
	d := dayFacts{date: tr.Date, talks: findTalks(tr)}
	type heading struct {
		text string
		at   time.Time
	}
	headers := make(map[string]heading) // by speaker
	for i := range tr.Messages {
		m := &tr.Messages[i]
		if m.CopyOf != "" || m.Kind == corpus.Image || m.Kind == corpus.Empty || m.Kind == corpus.RedPacket || m.Kind == corpus.Link || !mayMatter(m.Raw) {
			continue
		}
		var c Context
		if h, ok := headers[m.Speaker]; ok && m.Time.Sub(h.at) <= headerLife {
			c.Header = h.text
		}
		if strings.Contains(m.Raw, "下周") && len(m.Raw) < 90 && containsAny(m.Raw, headerWords...) {
			headers[m.Speaker] = heading{m.Raw, m.Time}
		}
		x := Extract(Message{ID: m.ID, Room: tr.Room, Time: m.Time, Speaker: m.Speaker, Text: m.Raw}, c)
		if x.Kind == None || x.Kind == Event || len(x.Entries) == 0 {
			continue
		}
		src := newSource(m.Raw)
		d.notes = append(d.notes, note{id: m.ID, at: m.Time, speaker: m.Speaker, text: src.quote(0, len(src.said)), x: x})
	}
	return d
}

// mayMatter is a cheap test that no announcement fails.
func mayMatter(text string) bool {
	return containsAny(text, "周", "月", "号", "点", "今", "明", "晚", "后天", "节后", "年后", "底", "初") ||
		strings.ContainsAny(text, "0123456789") || containsAny(text, "分享", "主题", "星期", "礼拜", "取消", "延", "提前", "讲", "认领", "嘉宾")
}
