package announce

import (
	"slices"
	"time"

	"qunwen/bot/schedule/when"
	"qunwen/corpus/zh"
)

// A Span is where a text names days, in runes of its folded form, and which. All
// three days are zero if nobody can say which; First and Last are the ends of
// what may be meant, both inclusive.
type Span struct {
	From, To    int
	First, Last time.Time
}

// Spans finds the days that a question names, as somebody means them who writes
// it at the time now, and gives the text they stand in: what a reply says,
// without the words that it quotes. They may be past. 6.13 by itself and a bare
// 5月 are spans, too; a holiday is the nearest one.
func Spans(text string, now time.Time) (zh.Text, []Span) {
	b := when.NewBase(now)
	b.Asked = true
	r := readFrom(Message{Time: now, Text: text}, Context{}, b)
	var all []Span
	for _, s := range r.slots {
		span := Span{From: s.From, To: s.To}
		for _, m := range s.Moments {
			for _, d := range append([]time.Time{m.Date, m.From, m.To}, m.Options...) {
				span.include(d)
			}
		}
		all = append(all, span)
	}
	all = append(all, bareMonths(r)...)
	slices.SortFunc(all, func(a, b Span) int { return a.From - b.From })
	return r.src, all
}

// bareMonths are the months that a question names and no more: 5月还有几场.
func bareMonths(r *reader) []Span {
	var all []Span
	s := r.src.Fold
	for i := 0; i < len(s); i++ {
		month, n := when.ScanBareMonth(s, i)
		if n == 0 || r.inToken(i) {
			continue
		}
		span := Span{From: i, To: i + n}
		stretch := r.base.Resolve(month)
		span.include(stretch.From)
		span.include(stretch.To)
		all = append(all, span)
		i += n - 1
	}
	return all
}

// inToken reports whether a token holds the rune at i.
func (r *reader) inToken(i int) bool {
	k, ok := slices.BinarySearchFunc(r.tokens, i, func(t when.Token, at int) int { return t.From - at })
	return ok || k > 0 && r.tokens[k-1].To > i
}

// include widens the span by a day.
func (s *Span) include(d time.Time) {
	if d.IsZero() {
		return
	}
	if s.First.IsZero() || d.Before(s.First) {
		s.First = d
	}
	if s.Last.IsZero() || d.After(s.Last) {
		s.Last = d
	}
}

// Day reads a text that names one day, such as 5月15日, 下周二 or 2018-05-15, at
// the time now, and gives it as YYYY-MM-DD.
func Day(text string, now time.Time) (string, bool) {
	r := newReader(Message{Time: now, Text: text}, Context{})
	if len(r.slots) != 1 || len(r.slots[0].Moments) != 1 || r.slots[0].Moments[0].Date.IsZero() {
		return "", false
	}
	return r.slots[0].Moments[0].Date.Format(time.DateOnly), true
}
