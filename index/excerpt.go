package index

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"qunwen/corpus"
)

const (
	maxLines   = 5   // messages of an excerpt
	maxRunes   = 600 // characters of its quotes
	linesAhead = 8   // messages before the middle of a place that may belong to it
	linesAfter = 14  // and behind it
)

const (
	fullLength = 40  // characters of a line that count; see lineWeights
	replyReach = 5.0 // lines in which the weight of a reply falls to 1/e
)

// A reach is the lines around the middle of a place that its excerpt may show.
type reach struct {
	lo, hi   int
	question int // the line that asks most like the query; -1 if none does
	own      float64
	window   float64 // the best scores in reach; never 0
}

func (x *Index) reach(s *scratch, sc scope, p int) reach {
	e := x.episode[p]
	r := reach{
		lo: max(p-linesAhead, e.lo), hi: min(p+linesAfter+1, e.hi, sc.end[x.dayOf[p]]),
		question: -1, own: math.SmallestNonzeroFloat32, window: math.SmallestNonzeroFloat32,
	}
	best := float32(0)
	for i := r.lo; i < r.hi; i++ {
		r.own = max(r.own, float64(s.own[i]))
		r.window = max(r.window, float64(s.score[i]))
		v := s.own[i]
		if asks(x.store.text(i)) {
			v *= 2
		}
		if v > best {
			best, r.question = v, i
		}
	}
	return r
}

// line says how much speaks for showing the line at ordinal i.
func (x *Index) line(s *scratch, r reach, i int) float64 {
	w, text := &x.weights.Line, x.store.text(i)
	v := w.Own*float64(s.own[i])/r.own + w.Window*float64(s.score[i])/r.window
	v += w.Length * min(1, float64(utf8.RuneCountInString(text))/fullLength)
	v += w.Similar * float64(s.message[i])
	if asks(text) {
		v += w.Asks
	}
	if r.question < 0 {
		return v
	}
	switch {
	case i < r.question:
		v += w.Early
	case i == r.question:
		return v + w.Itself
	default:
		v += w.Reply * math.Exp(-float64(i-r.question)/replyReach)
	}
	if x.store.speaker(i) == x.store.speaker(r.question) {
		v += w.Asker
	}
	return v
}

// hit makes the excerpt around ordinal p.
func (x *Index) hit(s *scratch, sc scope, q *query, p int) Hit {
	day := x.manifest.Days[x.dayOf[p]]
	r := x.reach(s, sc, p)
	h := Hit{
		Score:    float64(s.score[p]),
		Coverage: q.coverage(s.covered[p]),
		Window:   float64(s.window[p]),
		Room:     day.Room,
		ThreadID: x.id(x.threadStart(p)),
	}
	if r.question >= 0 {
		h.Title = x.quote(x.store.text(r.question), q)
	}
	for i := r.lo; i < r.hi; i++ {
		h.Message = max(h.Message, float64(s.message[i]))
	}
	for _, i := range x.choose(s, r, q) {
		rec := x.store.record(i)
		h.Messages = append(h.Messages, HitMessage{
			ID: rec.id(day.Room, day.Date), Time: rec.time(day.Date, x.loc), Line: int(rec.line),
			Speaker: rec.speaker, Quote: x.quote(rec.text, q), Kind: rec.kind,
		})
	}
	return h
}

// choose returns the ordinals of the lines to show, in order.
func (x *Index) choose(s *scratch, r reach, q *query) []int {
	type line struct {
		ord   int
		value float64
	}
	var lines []line
	for i := r.lo; i < r.hi; i++ {
		if x.store.text(i) != "" && corpus.Kind(x.store.kinds[i]) != corpus.RedPacket {
			lines = append(lines, line{i, x.line(s, r, i)})
		}
	}
	slices.SortStableFunc(lines, func(a, b line) int { return cmp.Compare(b.value, a.value) })
	var chosen []int
	used := 0
	for _, l := range lines {
		n := utf8.RuneCountInString(x.quote(x.store.text(l.ord), q))
		if len(chosen) == maxLines {
			break
		}
		if used+n <= maxRunes {
			used += n
			chosen = append(chosen, l.ord)
		}
	}
	slices.Sort(chosen)
	return chosen
}

// threadStart returns the first ordinal of the thread that i belongs to.
func (x *Index) threadStart(i int) int {
	for i > x.starts[x.dayOf[i]] && x.store.flags[i]&flagThread == 0 {
		i--
	}
	return i
}

// id returns the message ID of an ordinal.
func (x *Index) id(i int) string {
	day := x.manifest.Days[x.dayOf[i]]
	rec := x.store.record(i)
	return rec.id(day.Room, day.Date)
}

// asks reports whether a text reads as a question.
func asks(text string) bool {
	for _, mark := range []string{"?", "？", "吗", "请问", "请教", "怎么", "如何", "有没有", "是不是", "什么"} {
		if strings.Contains(text, mark) {
			return true
		}
	}
	return false
}
