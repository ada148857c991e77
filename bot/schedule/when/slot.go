package when

import (
	"slices"
	"strings"
	"time"

	"qunwen/corpus/zh"
)

// A Slot is one or more days, perhaps with a time, that stand together: 周一
// 6月4日, 本周四(12月21日), 周二~周五, 周二、周三.
type Slot struct {
	From, To    int
	DayEnd      int      // where the words for the day end and those for the hour begin
	Refs        []DayRef // in the order said; a range has all its days
	Moments     []Moment // of refs, resolved
	Clock, end  Clock
	HasClock    bool
	hasEnd      bool // end was said
	Past, Every bool
	either      bool // one of the days is meant
	span        bool // the days from the first to the last are meant
}

// Day gives the one day that is meant, zero if there are several or none.
func (s Slot) Day() time.Time {
	if len(s.Moments) == 1 {
		return s.Moments[0].Date
	}
	return time.Time{}
}

// Last gives the last day of the slot, zero if it is vague.
func (s Slot) Last() time.Time {
	if len(s.Moments) == 0 {
		return time.Time{}
	}
	m := s.Moments[len(s.Moments)-1]
	if m.Date.IsZero() && len(m.Options) > 0 {
		return m.Options[0]
	}
	return m.Date
}

// VagueOnly reports whether no day is named, only a stretch.
func (s Slot) VagueOnly() bool { return s.Refs[0].Vague.Kind != NotVague && s.Day().IsZero() }

// PartOnly reports whether the slot is a part of some day and does not say of
// which: 晚上9点.
func (s Slot) PartOnly() bool {
	r := &s.Refs[0]
	return len(s.Refs) == 1 && r.Relative && r.Weak && !r.HasWeekday && r.Day == 0
}

// Hours gives begin and end as HH:MM, "" where the slot does not say them.
func (s Slot) Hours() (start, end string) {
	if !s.HasClock {
		return "", ""
	}
	return hours{s.Clock, s.end, s.hasEnd}.text()
}

// FindSlots joins the tokens of the folded text s to slots and resolves them.
// rowBehind reports whether more of a row, a name or a state, stands behind a day
// that ends at a place: then 3.22 is one.
func FindSlots(s []rune, tokens []Token, b Base, rowBehind func(end int) bool) []Slot {
	var slots []Slot
	for i := 0; i < len(tokens); {
		if tokens[i].Kind != DayToken {
			if tokens[i].Kind == ClockToken && tokens[i].midnight() {
				slots = append(slots, followed(slots, nightSlot(tokens[i], b), b)...)
			}
			i++
			continue
		}
		sl, next := joinSlot(s, tokens, i)
		vague := i > 0 && tokens[i-1].Kind == UnclearToken && tokens[i].From-tokens[i-1].To < maxGap
		i = next
		if vague && sl.PartOnly() || !sl.plausible(s, b.Asked) && !rowBehind(sl.To) { // 改天晚上; 3.4 投两票
			continue
		}
		sl.Past = slices.ContainsFunc(sl.Refs, func(r DayRef) bool { return r.past })
		sl.Every = slices.ContainsFunc(sl.Refs, func(r DayRef) bool { return r.every })
		sl.Resolve(b)
		if len(slots) > 0 {
			last := &slots[len(slots)-1]
			sl.follow(last, b)
			if sl.Refs[0].same && !last.Day().IsZero() {
				sl.Moments = last.Moments[:1] // 周四停电，当晚的分享
			}
		}
		slots = append(slots, sl)
	}
	return withoutSoft(slots)
}

// followed gives the slot of an hour behind midnight, unless the last of slots
// is the day that the hour belongs to.
func followed(slots []Slot, night Slot, b Base) []Slot {
	if len(slots) == 0 || slots[len(slots)-1].HasClock {
		return []Slot{night}
	}
	night.follow(&slots[len(slots)-1], b)
	return nil
}

// midnight reports whether an hour that stands apart from a day is behind
// midnight: 半夜12点, 24:00, 零点.
func (t Token) midnight() bool { return t.Clock.next || t.Clock.hour == 0 }

// nightSlot is this night, of which only the hour was said.
func nightSlot(t Token, b Base) Slot {
	sl := Slot{From: t.From, To: t.To, DayEnd: t.To, Refs: []DayRef{{Relative: true, Weak: true, Period: night}},
		Clock: t.Clock, end: t.end, HasClock: true, hasEnd: t.hasEnd}
	sl.Clock.next = true
	sl.Resolve(b)
	return sl
}

// follow makes 晚上8点 a part of the day that was said before it, if that is
// over, or has no hour and this one is behind midnight.
func (s *Slot) follow(prev *Slot, b Base) {
	if !s.PartOnly() || prev.Day().IsZero() || prev.PartOnly() {
		return
	}
	if day := prev.Day(); day.Before(b.Sent) {
		s.Past = true
	} else if s.Clock.next && !prev.HasClock {
		prev.Moments[0].Date = day.AddDate(0, 0, 1)
	}
}

// soft reports whether the slot is a holiday by its mere name, which may be
// spoken of, or a time that nobody can place.
func (s *Slot) soft() bool {
	r := &s.Refs[0]
	if len(s.Refs) > 1 || r.Day > 0 || r.HasWeekday || r.Relative {
		return false
	}
	return r.merely && r.Period == "" && !s.HasClock || r.Vague.Kind == Sometime
}

// withoutSoft drops soft slots where another names a day.
func withoutSoft(slots []Slot) []Slot {
	if !slices.ContainsFunc(slots, func(s Slot) bool { return s.soft() }) ||
		!slices.ContainsFunc(slots, func(s Slot) bool { return !s.soft() && !s.Every && !s.Past && !s.VagueOnly() && !s.PartOnly() }) {
		return slots
	}
	return slices.DeleteFunc(slots, func(s Slot) bool { return s.soft() })
}

// Resolve finds the days of the slot.
func (sl *Slot) Resolve(b Base) {
	sl.Moments = nil
	for _, r := range sl.Refs {
		m := b.Resolve(r)
		if sl.HasClock && sl.Clock.next && !m.Date.IsZero() { // 今晚12点
			m.Date = m.Date.AddDate(0, 0, 1)
		}
		if !m.Date.IsZero() && len(sl.Refs) > 1 {
			b.Previous = m.Date
		}
		sl.Moments = append(sl.Moments, m)
	}
	if sl.span {
		sl.Moments = between(sl.Moments[0], sl.Moments[1])
		return
	}
	if sl.either {
		var m Moment
		for _, o := range sl.Moments {
			if !o.Date.IsZero() {
				m.Options = append(m.Options, o.Date)
			}
		}
		sl.Moments = []Moment{m}
		return
	}
	if len(sl.Moments) > 1 && sl.Refs[0].Vague.Kind != NotVague { // 1月底2月初
		last := sl.Moments[len(sl.Moments)-1]
		sl.Moments = []Moment{{From: sl.Moments[0].From, To: last.To}}
	}
}

// maxSpan is how many days a range may have.
const maxSpan = 62

// between are the days from a to b; just these two if they make no range.
func between(a, b Moment) []Moment {
	if a.Date.IsZero() || b.Date.Before(a.Date) || b.Date.Sub(a.Date) > maxSpan*24*time.Hour {
		return []Moment{a, b}
	}
	var all []Moment
	for day := a.Date; !day.After(b.Date); day = day.AddDate(0, 0, 1) {
		all = append(all, Moment{Date: day})
	}
	return all
}

// Words around a day that is written as 3.22, 0313 or 三号 and may be something else.
var (
	behindWeakDay = []string{"分享", "我分享", "我来", "给大家", "晚", "谁讲", "谁分享", "谁来", "是谁", "有分享", "的分享", "讲什么", "讲啥", "那场", "请到"}
	beforeWeakDay = []string{"定到", "定在", "定于", "暂定", "改到", "改成", "改为", "挪到", "推迟到", "延期到", "延到", "顺延到", "调整到", "调整至", "移到", "换到", "预定", "调到", "调至", "提到", "串到", "搬到", "应为", "应是", "误作", "写成"}
)

// plausible reports whether the words around 3.22, 0313 or 三号 say that it is
// a day; any other is one.
func (s Slot) plausible(text []rune, asked bool) bool {
	if asked && s.asked(text) {
		return true
	}
	if len(s.Refs) > 1 || !s.Refs[0].Weak || s.Refs[0].Relative {
		return true
	}
	j := zh.Skip(text, s.To, " ,:?-—→")
	if zh.At(text, j) == '@' || s.HasClock || s.Refs[0].Period != "" {
		return true
	}
	if n, _ := zh.OneOfAt(text, j, behindWeakDay); n > 0 {
		return true
	}
	if zh.Contains("|→⇒", zh.At(text, zh.Skip(text, s.To, " "))) || endsWithAny(text, s.From, []string{"→", "→ ", "->", "-> "}) {
		return true
	}
	return endsWithAny(text, s.From, beforeWeakDay)
}

// asked reports whether a question treats 6.13 as a day: it stands by itself.
func (s Slot) asked(text []rune) bool {
	prev, next := zh.At(text, s.From-1), zh.At(text, zh.Skip(text, s.To, " "))
	return (prev == 0 || zh.Contains(" \n,。:;?(", prev) || endsWithAny(text, s.From, []string{"在", "是", "到", "那"})) &&
		(next == 0 || zh.Contains("?,。的是有谁讲分那晚上下会没呢", next))
}

// WholeWeek reports whether the slot names a week and no more.
func (s Slot) WholeWeek() bool { return len(s.Refs) == 1 && s.Refs[0].Vague.Kind == WholeWeek }

// joinSlot makes a slot of the day token at i and those that belong to it, and
// returns the place of the first that does not.
func joinSlot(s []rune, tokens []Token, i int) (Slot, int) {
	sl := Slot{From: tokens[i].From, To: tokens[i].To, DayEnd: tokens[i].To, Refs: []DayRef{tokens[i].day}}
	for i++; i < len(tokens); i++ {
		t := tokens[i]
		between := string(s[sl.To:min(t.From, sl.To+10)])
		if t.From-sl.To > 8 || strings.Contains(between, "\n") {
			break
		}
		switch t.Kind {
		case DayToken:
			if !sl.absorb(t, strings.TrimSpace(between)) {
				return sl, i
			}
			sl.DayEnd = t.To
		case ClockToken:
			if sl.HasClock || strings.Trim(between, " ,()[]【】大概约的从于在预计:左右") != "" {
				return sl, i
			}
			sl.Clock, sl.HasClock = t.Clock, true
			sl.end, sl.hasEnd = t.end, t.hasEnd
		default:
			return sl, i
		}
		sl.To = t.To
	}
	return sl, i
}

// absorb adds the day of t to the slot if the words between allow it.
func (sl *Slot) absorb(t Token, between string) bool {
	last := &sl.Refs[len(sl.Refs)-1]
	if last.every || t.day.every {
		return false
	}
	switch between {
	case "~", "到", "至", "-", "—", "–", "--":
		return sl.extend(t.day)
	case "、", "和", "及", "与", "/":
		return sl.enumerate(t.day)
	case "或", "或者", "或是":
		if last.Specific() != t.day.Specific() {
			return false
		}
		sl.either = sl.either || last.Specific()
		sl.add(t.day)
		return true
	}
	if strings.Trim(between, ",()?即也是") != "" || len(sl.Refs) > 1 && sl.Refs[0].Specific() {
		return false
	}
	if len(sl.Refs) == 1 && settle(last, t.day, strings.HasPrefix(between, "(")) {
		return true
	}
	if last.Vague.ofMonth() && t.day.Vague.Kind != NotVague {
		sl.Refs = append(sl.Refs, t.day)
		return true
	}
	return unify(last, t.day)
}

// enumerate adds a second day, such as that of 周二、周三.
func (sl *Slot) enumerate(d DayRef) bool {
	last := sl.Refs[len(sl.Refs)-1]
	days := last.Day > 0 && d.Day > 0
	weekdays := last.HasWeekday && last.Day == 0 && d.HasWeekday && d.Day == 0
	if sl.either || !days && !weekdays {
		return false
	}
	sl.add(d)
	return true
}

// settle reads a stretch and a day that says which of it is meant: 年后2月底,
// 下月底(5月31日), 下周(周五), 5月31日(月底), 周末晚上.
func settle(ref *DayRef, d DayRef, bracket bool) bool {
	stretch := ref.Vague.Kind != NotVague
	switch {
	case ref.Vague.Kind == Sometime && !d.Unsaid():
		*ref = d
	case stretch && d.Unsaid():
		ref.Period = d.Period
	case bracket && stretch && d.Specific():
		week := ref.Week
		if *ref = d; d.HasWeekday && d.Day == 0 && d.Week == BareWeek {
			ref.Week = week
		}
	default: // the stretch says no more than the day
		return bracket && !stretch && !ref.Weak && d.Vague.Kind != NotVague && !d.Specific()
	}
	return true
}

// add puts another weekday behind the last, in the same week.
func (sl *Slot) add(d DayRef) {
	if d.Week == BareWeek {
		d.Week = sl.Refs[0].Week
	}
	if d.Day > 0 && d.Month == 0 { // 5月4日或者7日
		d.year, d.Month = sl.Refs[0].year, sl.Refs[0].Month
	}
	sl.Refs = append(sl.Refs, d)
}

// extend makes a range of the last day and d.
func (sl *Slot) extend(d DayRef) bool {
	last := sl.Refs[len(sl.Refs)-1]
	if last.Day > 0 && d.Day > 0 && len(sl.Refs) == 1 && !sl.HasClock && !d.Relative {
		sl.span = true
		sl.add(d)
		return true
	}
	if !last.HasWeekday || !d.HasWeekday || last.Day > 0 || d.Day > 0 || d.Relative {
		return false
	}
	for w := last.weekday; w != d.weekday; {
		w = (w + 1) % 7
		sl.add(DayRef{HasWeekday: true, weekday: w, Week: d.Week})
	}
	return true
}

// unify adds what d says to ref, if they can be about the same day.
func unify(ref *DayRef, d DayRef) bool {
	if !compatible(ref, d) {
		return false
	}
	if ref.Unsaid() && (d.dated() || d.HasWeekday) { // 晚上(5月12日)
		ref.Relative = false
	}
	if d.dated() {
		ref.takeDate(d)
		ref.Weak = d.Weak && !ref.HasWeekday && !ref.Relative && ref.Period == ""
	}
	if d.HasWeekday {
		ref.HasWeekday, ref.weekday, ref.Week, ref.nth = true, d.weekday, d.Week, d.nth
		ref.Weak = false
	}
	if d.Relative && !ref.Relative && !d.Weak {
		ref.Relative, ref.offset = true, d.offset
		ref.Weak = false
	}
	if d.Period != "" {
		ref.Period = d.Period
	}
	return true
}

// compatible reports whether d says nothing that ref has said already.
func compatible(ref *DayRef, d DayRef) bool {
	switch {
	case ref.Vague.Kind != NotVague, d.Vague.Kind != NotVague, ref.past, d.past:
		return false
	case ref.Day > 0 && d.Day > 0, ref.feast != nil && d.feast != nil:
		return false
	case ref.HasWeekday && d.HasWeekday:
		return false
	}
	return !ref.Relative || !d.Relative || d.Weak
}

// takeDate copies the day of a month, or the holiday, that e gives. Beside a day
// of a month a holiday says no more.
func (d *DayRef) takeDate(e DayRef) {
	if d.Day > 0 {
		d.feast = e.feast
		return
	}
	d.year, d.Month, d.Day = e.year, e.Month, e.Day
	d.inYear, d.InMonth = e.inYear, e.InMonth
	d.lunar, d.leap, d.Seasonal = e.lunar, e.leap, e.Seasonal
	if e.feast != nil {
		d.feast = e.feast
	}
}
