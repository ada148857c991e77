package schedule

import (
	"fmt"
	"maps"
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
	row     int // of the entry that is being taken in, from 0
}

// A dayFacts is what one room's chat on one day says about the schedule.
type dayFacts struct {
	date  string
	notes []note
	talks []talk
	drawn []note // headings of lists that are only a picture
}

// wholeDays puts together what the posts of each day say, in the order in which it
// was said.
func wholeDays(posts map[string]dayFacts) []dayFacts {
	var days []dayFacts
	for _, key := range slices.Sorted(maps.Keys(posts)) {
		d := posts[key]
		if n := len(days); n == 0 || days[n-1].date != d.date {
			days = append(days, d)
			continue
		}
		day := &days[len(days)-1]
		day.notes = slices.Concat(day.notes, d.notes)
		slices.SortStableFunc(day.notes, func(a, b note) int { return a.at.Compare(b.at) })
		day.talks = slices.Concat(day.talks, d.talks)
		slices.SortStableFunc(day.talks, func(a, b talk) int { return a.from.Compare(b.from) })
		day.drawn = slices.Concat(day.drawn, d.drawn)
	}
	return days
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

// A dayReader reads the messages of one transcript.
type dayReader struct {
	tr      *corpus.Transcript
	cache   *extractCache
	bots    []string
	headers map[string]heading // by speaker
	facts   dayFacts
}

// A heading is a line such as 下周分享安排： that governs the list behind it.
type heading struct {
	text string
	at   time.Time
}

// readDay reads a transcript with a cache of its post. What it returns holds
// nothing of the transcript's text but what it needs.
func readDay(tr *corpus.Transcript, cache *extractCache, bots []string) dayFacts {
	r := dayReader{tr: tr, cache: cache, bots: bots, headers: make(map[string]heading), facts: dayFacts{date: tr.Date, talks: findTalks(tr, bots)}}
	for i := range tr.Messages {
		if r.matters(&tr.Messages[i]) {
			r.read(i)
		}
	}
	return r.facts
}

// matters reports whether a message may announce something, or take it back.
func (r *dayReader) matters(m *corpus.Message) bool {
	switch m.Kind {
	case corpus.Image, corpus.Empty, corpus.RedPacket, corpus.Link:
		return false
	}
	return m.CopyOf == "" && !slices.Contains(r.bots, m.Speaker) && (announce.MayMatter(m.Raw) || strings.Contains(m.Raw, undoWord))
}

// read reads message i.
func (r *dayReader) read(i int) {
	m := &r.tr.Messages[i]
	n := note{id: m.ID, place: fmt.Sprintf("%s:%d", r.tr.Path, m.Line), at: m.Time, speaker: strings.Clone(m.Speaker)}
	if order, addressed := announce.Addressed(m.Raw, r.bots); addressed && isUndo(order) {
		n.x.Kind = undo
		r.facts.notes = append(r.facts.notes, n)
		return
	}
	n.x = r.cache.extract(announce.Message{ID: m.ID, Room: r.tr.Room, Time: m.Time, Speaker: m.Speaker, Text: m.Raw}, r.contextOf(m), r.bots)
	onlyPicture := len(n.x.Entries) == 0 && drawn(r.tr.Messages, i)
	if !onlyPicture && len(n.x.Changes) == 0 && (n.x.Kind == announce.None || n.x.Kind == announce.Event || len(n.x.Entries) == 0) {
		return
	}
	src := zh.NewText(m.Raw)
	n.text = strings.Clone(src.Quote(0, len(src.Said)))
	if onlyPicture {
		r.facts.drawn = append(r.facts.drawn, n)
	} else {
		r.facts.notes = append(r.facts.notes, n)
	}
}

// contextOf is what its speaker has just said before a message, and keeps the
// message if it is a heading.
func (r *dayReader) contextOf(m *corpus.Message) announce.Context {
	var c announce.Context
	if h, ok := r.headers[m.Speaker]; ok && m.Time.Sub(h.at) <= headerLife {
		c.Header = h.text
	}
	if strings.Contains(m.Raw, "下周") && len(m.Raw) < 90 && announce.IsHeading(m.Raw) {
		r.headers[m.Speaker] = heading{m.Raw, m.Time}
	}
	return c
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

const (
	undoWord = "撤销"

	undo announce.Kind = "undo" // takes back the sender's last announcement
)

// isUndo reports whether an order takes back the last announcement, however it
// ends.
func isUndo(order string) bool { return strings.TrimRight(order, "。.!！~～?？ ") == undoWord }
