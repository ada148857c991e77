package schedule

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"qunwen/bot/schedule/announce"
	"qunwen/corpus"
	"qunwen/corpus/zh"
)

// A note is a message that says something about the schedule.
type note struct {
	id      string
	place   string // path:line
	at      time.Time
	speaker string
	text    string // clean, on one line
	x       announce.Extraction
}

// A dayFacts is what one room's chat on one day says about the schedule.
type dayFacts struct {
	date  string
	notes []note
	talks []talk
	drawn []note // headings of lists that are only a picture
}

// headerLife is how long a line such as 下周分享安排： waits for its list.
const headerLife = 10 * time.Minute

// An extractCache keeps what was read of the messages of one post, so that the
// next one costs only itself.
type extractCache struct {
	post string
	read map[extractKey]announce.Extraction
}

type extractKey struct{ id, speaker, raw, header string }

func newExtractCache(post string) *extractCache {
	return &extractCache{post: post, read: make(map[extractKey]announce.Extraction)}
}

func (c *extractCache) extract(m announce.Message, ctx announce.Context, bots []string) announce.Extraction {
	x, ok := c.read[extractKey{m.ID, m.Speaker, m.Text, ctx.Header}]
	if !ok {
		// A text of its own: a part of the post would keep all of it, as it was then.
		m.Text, m.Speaker, ctx.Header = strings.Clone(m.Text), strings.Clone(m.Speaker), strings.Clone(ctx.Header)
		key := extractKey{m.ID, m.Speaker, m.Text, ctx.Header}
		if order, addressed := announce.Addressed(m.Text, bots); addressed {
			m.Text = order
			x = announce.ExtractOrder(m, ctx)
		} else {
			x = announce.Extract(m, ctx)
		}
		c.read[key] = x
	}
	return x
}

// readDay reads a transcript with a cache of its post. What it returns holds
// nothing of the transcript's text but what it needs.
func readDay(tr *corpus.Transcript, cache *extractCache, bots []string) dayFacts {
	d := dayFacts{date: tr.Date, talks: findTalks(tr, bots)}
	type heading struct {
		text string
		at   time.Time
	}
	headers := make(map[string]heading) // by speaker
	place := func(m *corpus.Message) string { return fmt.Sprintf("%s:%d", tr.Path, m.Line) }
	for i := range tr.Messages {
		m := &tr.Messages[i]
		if slices.Contains(bots, m.Speaker) {
			continue
		}
		if m.CopyOf != "" || m.Kind == corpus.Image || m.Kind == corpus.Empty || m.Kind == corpus.RedPacket || m.Kind == corpus.Link || !mayMatter(m.Raw) && !strings.Contains(m.Raw, undoWord) {
			continue
		}
		if order, addressed := announce.Addressed(m.Raw, bots); addressed && isUndo(order) {
			d.notes = append(d.notes, note{id: m.ID, place: place(m), at: m.Time, speaker: strings.Clone(m.Speaker), x: announce.Extraction{Kind: undo}})
			continue
		}
		var c announce.Context
		if h, ok := headers[m.Speaker]; ok && m.Time.Sub(h.at) <= headerLife {
			c.Header = h.text
		}
		if strings.Contains(m.Raw, "下周") && len(m.Raw) < 90 && announce.IsHeading(m.Raw) {
			headers[m.Speaker] = heading{m.Raw, m.Time}
		}
		x := cache.extract(announce.Message{ID: m.ID, Room: tr.Room, Time: m.Time, Speaker: m.Speaker, Text: m.Raw}, c, bots)
		onlyPicture := len(x.Entries) == 0 && drawn(tr.Messages, i)
		if !onlyPicture && (x.Kind == announce.None || x.Kind == announce.Event || len(x.Entries) == 0) {
			continue
		}
		src := zh.NewText(m.Raw)
		n := note{id: m.ID, place: place(m), at: m.Time, speaker: strings.Clone(m.Speaker), text: strings.Clone(src.Quote(0, len(src.Said))), x: x}
		if onlyPicture {
			d.drawn = append(d.drawn, n)
		} else {
			d.notes = append(d.notes, n)
		}
	}
	return d
}

// mayMatter is a cheap test that no announcement fails.
func mayMatter(text string) bool {
	return zh.ContainsAny(text, "周", "月", "号", "点", "今", "明", "晚", "后天", "节后", "年后", "底", "初") ||
		strings.ContainsAny(text, "0123456789") || zh.ContainsAny(text, "分享", "主题", "星期", "礼拜", "取消", "延", "推迟", "提前", "讲", "认领", "嘉宾", "换", "对调")
}

const (
	// longestHeading is how long a heading over a picture is, in characters.
	longestHeading = 30

	// pictureDelay is how long a picture takes to be sent.
	pictureDelay = 2 * time.Minute
)

// drawn reports whether message i is the heading of a list that is a picture
// right before or behind it.
func drawn(messages []corpus.Message, i int) bool {
	m := &messages[i]
	if utf8.RuneCountInString(m.Raw) > longestHeading || !announce.IsHeading(m.Raw) || zh.ContainsAny(m.Raw, "?", "？", "吗", "呢", "分享内容", "以上") {
		return false
	}
	for _, step := range []int{1, -1} {
		for j := i + step; j >= 0 && j < len(messages) && messages[j].Time.Sub(m.Time).Abs() <= pictureDelay; j += step {
			o := &messages[j]
			if o.Speaker != m.Speaker {
				continue
			}
			if o.Kind == corpus.Image {
				return true
			}
			break
		}
	}
	return false
}
