package announce

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"qunwen/bot/schedule/pattern"
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

// mainSlot is the first slot of the message that is not over; one that names
// a whole week only if there is no other.
func (r *reader) mainSlot() (when.Slot, bool) {
	var found when.Slot
	coming := slices.DeleteFunc(r.slotsIn(0, len(r.src.Fold)), r.isPast)
	if other := slices.DeleteFunc(slices.Clone(coming), r.inReason); len(other) > 0 {
		coming = other
	}
	for _, sl := range coming {
		if found.Refs != nil && found.VagueOnly() && sameDay.MatchString(r.cut(found.To, sl.From)) {
			return sl, true // 月末那个周六，也就是30号
		}
		if sl.Refs[0].Vague.Kind != when.WholeWeek && !(sl.VagueOnly() && sameDay.MatchString(r.cut(sl.To, sl.To+8))) {
			return sl, true
		}
		if found.Refs == nil {
			found = sl
		}
	}
	return found, found.Refs != nil
}

// reasons are in clauses that say why something is, or only greet: the day there
// is none of a session.
var reasons = pattern.MustCompile(`由于|因为|考虑到|鉴于|打扰|出差|赶版本|排满|没空|断电|加班|请假`)

// inReason reports whether the slot stands in a clause that only says why.
func (r *reader) inReason(sl when.Slot) bool {
	from, to := sl.From, sl.To
	for from > 0 && !strings.ContainsRune(",。!;\n", r.src.Fold[from-1]) {
		from--
	}
	for to < len(r.src.Fold) && !strings.ContainsRune(",。!;\n", r.src.Fold[to]) {
		to++
	}
	clause := r.cut(from, to)
	if zh.StartsWithAny(strings.TrimLeft(r.cut(to, to+5), ", "), "所以", "因此", "于是", "故") {
		return !zh.ContainsAny(clause, "@", "《")
	}
	return reasons.MatchString(clause) && !zh.ContainsAny(strings.ReplaceAll(clause, "讲者", ""), "分享", "讲", "@")
}

// sameDay stands between two ways of saying one day.
var sameDay = pattern.MustCompile(`^[^。!;\n]{0,4}(?:也就是|就是|即)`)

// start is the time at which the message lets a session begin, "" if it says none.
func (r *reader) start() string {
	found := ""
	for _, t := range r.tokens {
		if t.Kind != when.ClockToken || r.isSignIn(t) {
			continue
		}
		if after := r.cut(t.To, t.To+3); zh.StartsWithAny(after, "之前", "前", "停止", "结束") {
			continue
		}
		if found == "" || strings.Contains(r.cut(t.From-10, t.From)+r.cut(t.To, t.To+6), "开始") {
			if found != "" && !strings.Contains(r.cut(t.To, t.To+8)+r.cut(t.From-10, t.From), "开始") {
				continue
			}
			if strings.ContainsAny(strings.TrimSpace(r.cut(t.From-2, t.From)), "-~—至到") && found != "" {
				continue // the end of 18:00-19:00
			}
			found = t.Clock.String()
			if zh.StartsWithAny(strings.TrimLeft(r.cut(t.To, t.To+5), " "), "开始", "开讲", "准时开", "正式开") {
				return found // 十点开始十一点半收
			}
		}
	}
	return found
}

// isSignIn reports whether the time t is that of the sign-in.
func (r *reader) isSignIn(t when.Token) bool {
	return strings.Contains(r.cut(t.To, t.To+6), "签到")
}

// hasClock reports whether a time stands between two places.
func (r *reader) hasClock(from, to int) bool {
	for _, t := range r.tokenRange(from, to+4) {
		if t.Kind == when.ClockToken {
			return true
		}
	}
	return false
}

// recurring is the first slot that recurs: 每周三晚上8点.
func (r *reader) recurring() (when.Slot, bool) {
	i := slices.IndexFunc(r.slots, func(sl when.Slot) bool { return sl.Every })
	if i < 0 {
		return when.Slot{}, false
	}
	return r.slots[i], true
}

// isPast reports whether all days of the slot lie before the message.
func (r *reader) isPast(sl when.Slot) bool {
	for _, m := range sl.Moments {
		last := m.Date
		if last.IsZero() {
			last = m.To
		}
		if last.IsZero() || !last.Before(r.base.Sent) {
			return false
		}
	}
	return true
}

// nextOfEvery is the next evening of a custom that the message names, 每周三.
func (r *reader) nextOfEvery() (when.Slot, bool) {
	for _, sl := range r.slots {
		if sl.Every && !sl.Day().IsZero() {
			return sl, true
		}
	}
	return when.Slot{}, false
}

// unclearDay says in Chinese what is unclear about the day that the message
// names: it is past, there is no such day, the words contradict each other, or
// nobody can place it. It is "" if the message names a day to come, or none.
func (r *reader) unclearDay() string {
	why := ""
	for _, sl := range r.slots {
		if sl.Every {
			continue
		}
		w := r.whyUnclear(sl)
		if w == "" {
			return ""
		}
		if why == "" {
			why = w
		}
	}
	if why != "" {
		return why
	}
	for _, t := range r.tokens {
		if t.Kind == when.UnclearToken {
			return "「" + r.src.Quote(t.From, t.To) + "」没说清是哪一天"
		}
	}
	return ""
}

// whyUnclear says what is unclear about one slot, "" if nothing is.
func (r *reader) whyUnclear(sl when.Slot) string {
	for _, m := range sl.Moments {
		if m.Problem != "" {
			return m.Problem
		}
	}
	words := "「" + r.src.Quote(sl.From, sl.DayEnd) + "」"
	switch {
	case sl.Past || r.isPast(sl):
		return words + "已经过去了"
	case sl.Refs[0].Vague.Kind == when.Sometime && len(sl.Refs) == 1, sl.Refs[0].Seasonal && sl.Last().IsZero():
		return words + "没说清是哪一天"
	}
	return ""
}

// FormatDay prints a day as 5月15日(周二), with the year where somebody who
// reads it at the time now would take another.
func FormatDay(day, now time.Time) string {
	text := when.DayAndWeekday(day)
	m := when.NewBase(now).Resolve(when.DayRef{Month: int(day.Month()), Day: day.Day()})
	if m.Date.Year() != day.Year() {
		text = fmt.Sprintf("%d年%s", day.Year(), text)
	}
	return text
}
