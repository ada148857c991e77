package index

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"qunwen/corpus"
)

const (
	maxLines   = 5  // messages of an excerpt
	linesAfter = 14 // messages behind the middle that may belong to it
	linesAhead = 8  // and before it
	maxRunes   = 600
)

// hit makes the excerpt around ordinal p.
func (x *Index) hit(s *scratch, sc scope, q *query, p int) Hit {
	d := x.dayOf[p]
	day := x.manifest.Days[d]
	lo, hi := max(p-linesAhead, x.starts[d]), min(p+linesAfter+1, sc.end[d])
	h := Hit{
		Score:    float64(s.score[p]),
		Coverage: q.coverage(s.covered[p]),
		Room:     day.Room,
	}
	first := p
	for first > x.starts[d] && x.store.flags[first]&flagThread == 0 {
		first--
	}
	rec := x.store.record(first)
	h.ThreadID = rec.id(day.Room, day.Date)
	type line struct {
		ord   int
		score float64
	}
	var lines []line
	question := x.questionAt(s, lo, hi, p)
	for i := lo; i < hi; i++ {
		if len(x.store.text(i)) == 0 {
			continue
		}
		lines = append(lines, line{i, x.lineScore(s, i, p, question)})
	}
	slices.SortStableFunc(lines, func(a, b line) int { return cmp.Compare(b.score, a.score) })
	used := 0
	var chosen []int
	for _, l := range lines {
		n := utf8.RuneCountInString(x.quote(x.store.text(l.ord), q))
		if len(chosen) == maxLines {
			break
		}
		if used+n > maxRunes && len(chosen) > 0 {
			continue
		}
		used += n
		chosen = append(chosen, l.ord)
	}
	slices.Sort(chosen)
	for _, i := range chosen {
		r := x.store.record(i)
		h.Messages = append(h.Messages, HitMessage{
			ID: r.id(day.Room, day.Date), Time: r.time(day.Date, x.loc), Line: int(r.line),
			Speaker: r.speaker, Quote: x.quote(r.text, q), Kind: r.kind,
		})
	}
	if question >= 0 {
		h.Title = x.quote(x.store.text(question), q)
	}
	return h
}

// questionAt returns the message in [lo, hi) that asks most like the query, or -1.
func (x *Index) questionAt(s *scratch, lo, hi, p int) int {
	best, at := float32(0), -1
	for i := lo; i < hi; i++ {
		v := s.own[i]
		if asks(x.store.text(i)) {
			v *= 2
		}
		if v > best {
			best, at = v, i
		}
	}
	return at
}

func (x *Index) lineScore(s *scratch, i, p, question int) float64 {
	n := utf8.RuneCountInString(x.store.text(i))
	v := float64(s.own[i]) + 0.5*float64(s.score[i])
	if n < 6 {
		v *= 0.3
	} else if n < 12 {
		v *= 0.7
	}
	if question >= 0 {
		if i == question {
			v *= 0.6
		}
		if i > question {
			v *= 1.3
		}
		if x.store.speaker(i) == x.store.speaker(question) && i != question {
			v *= 0.7
		}
	}
	if asks(x.store.text(i)) {
		v *= 0.7
	}
	if k := corpus.Kind(x.store.kinds[i]); k == corpus.RedPacket {
		v = 0
	}
	return v
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
