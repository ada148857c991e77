package announce

import (
	"time"

	"qunwen/corpus/zh"
)

// A Span is where a text names days, in runes of its folded form, and which. All
// three days are zero if nobody can say which; First and Last are the ends of
// what may be meant, both inclusive.
type Span struct {
	From, To    int
	First, Last time.Time
}

// Spans finds the days that a text names, as somebody means them who writes it
// at the time now, and gives the text they stand in: what a reply says, without
// the words that it quotes.
func Spans(text string, now time.Time) (zh.Text, []Span) {
	r := newReader(Message{Time: now, Text: text}, Context{})
	var all []Span
	for _, s := range r.slots {
		span := Span{From: s.from, To: s.to}
		for _, m := range s.moments {
			for _, d := range append([]time.Time{m.date, m.from, m.to}, m.options...) {
				span.include(d)
			}
		}
		all = append(all, span)
	}
	return r.src, all
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
	if len(r.slots) != 1 || len(r.slots[0].moments) != 1 || r.slots[0].moments[0].date.IsZero() {
		return "", false
	}
	return r.slots[0].moments[0].date.Format(time.DateOnly), true
}
