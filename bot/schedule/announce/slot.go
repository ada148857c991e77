package announce

import (
	"slices"
	"time"

	"qunwen/corpus/zh"
)

// A slot is one or more days, perhaps with a time, that stand together: 周一
// 6月4日, 本周四(12月21日), 周二~周五, 周二、周三.
type slot struct {
	from, to    int
	dayEnd      int      // where the words for the day end and those for the hour begin
	refs        []dayRef // in the order said; a range has all its days
	moments     []moment // of refs, resolved
	clock, end  clock
	hasClock    bool
	hasEnd      bool // end was said
	past, every bool
	either      bool // one of the days is meant
	span        bool // the days from the first to the last are meant
}

// day is the one day that is meant, zero if there are several or none.
func (s slot) day() time.Time {
	if len(s.moments) == 1 {
		return s.moments[0].date
	}
	return time.Time{}
}

// last is the last day of the slot, zero if it is vague.
func (sl slot) last() time.Time {
	if len(sl.moments) == 0 {
		return time.Time{}
	}
	m := sl.moments[len(sl.moments)-1]
	if m.date.IsZero() && len(m.options) > 0 {
		return m.options[0]
	}
	return m.date
}

// vagueOnly reports whether no day is named, only a stretch.
func (s slot) vagueOnly() bool { return s.refs[0].vague.kind != notVague && s.day().IsZero() }

// partOnly reports whether the slot is a part of some day and does not say of
// which: 晚上9点.
func (s slot) partOnly() bool {
	r := &s.refs[0]
	return len(s.refs) == 1 && r.relative && r.weak && !r.hasWeekday && r.day == 0
}

// hours are those of the slot, "" where it does not say them.
func (s slot) hours() (start, end string) {
	if !s.hasClock {
		return "", ""
	}
	return hours{s.clock, s.end, s.hasEnd}.text()
}

// findSlots joins the tokens of a text to slots and resolves them. rowBehind reports
// whether more of a row stands behind a day that ends at a place: a name, a state.
func findSlots(s []rune, tokens []token, b base, rowBehind func(end int) bool) []slot {
	var slots []slot
	for i := 0; i < len(tokens); {
		if tokens[i].kind != dayToken {
			if tokens[i].kind == clockToken && tokens[i].midnight() {
				slots = append(slots, followed(slots, nightSlot(tokens[i], b), b)...)
			}
			i++
			continue
		}
		sl, next := joinSlot(s, tokens, i)
		vague := i > 0 && tokens[i-1].kind == unclearToken && tokens[i].from-tokens[i-1].to < maxGap
		i = next
		if !sl.plausible(s) && !rowBehind(sl.to) && !(b.asked && sl.asked(s)) || vague && sl.partOnly() { // 改天晚上
			continue
		}
		sl.past = slices.ContainsFunc(sl.refs, func(r dayRef) bool { return r.past })
		sl.every = slices.ContainsFunc(sl.refs, func(r dayRef) bool { return r.every })
		sl.resolve(b)
		if len(slots) > 0 {
			last := &slots[len(slots)-1]
			sl.follow(last, b)
			if sl.refs[0].same && !last.day().IsZero() {
				sl.moments = last.moments[:1] // 周四停电，当晚的分享
			}
		}
		slots = append(slots, sl)
	}
	return withoutSoft(slots)
}

// followed gives the slot of an hour behind midnight, unless the last of slots
// is the day that the hour belongs to.
func followed(slots []slot, night slot, b base) []slot {
	if len(slots) == 0 || slots[len(slots)-1].hasClock {
		return []slot{night}
	}
	night.follow(&slots[len(slots)-1], b)
	return nil
}

// midnight reports whether an hour that stands apart from a day is behind
// midnight: 半夜12点, 24:00, 零点.
func (t token) midnight() bool { return t.clock.next || t.clock.hour == 0 }

// nightSlot is this night, of which only the hour was said.
func nightSlot(t token, b base) slot {
	sl := slot{from: t.from, to: t.to, dayEnd: t.to, refs: []dayRef{{relative: true, weak: true, period: night}},
		clock: t.clock, end: t.end, hasClock: true, hasEnd: t.hasEnd}
	sl.clock.next = true
	sl.resolve(b)
	return sl
}

// follow makes 晚上8点 a part of the day that was said before it, if that is
// over, or has no hour and this one is behind midnight.
func (s *slot) follow(prev *slot, b base) {
	if !s.partOnly() || prev.day().IsZero() || prev.partOnly() {
		return
	}
	if day := prev.day(); day.Before(b.sent) {
		s.past = true
	} else if s.clock.next && !prev.hasClock {
		prev.moments[0].date = day.AddDate(0, 0, 1)
	}
}

// soft reports whether the slot is a holiday by its mere name, which may be
// spoken of, or a time that nobody can place.
func (s *slot) soft() bool {
	r := &s.refs[0]
	if len(s.refs) > 1 || r.day > 0 || r.hasWeekday || r.relative {
		return false
	}
	return r.merely && r.period == "" && !s.hasClock || r.vague.kind == sometime
}

// withoutSoft drops soft slots where another names a day.
func withoutSoft(slots []slot) []slot {
	if !slices.ContainsFunc(slots, func(s slot) bool { return s.soft() }) ||
		!slices.ContainsFunc(slots, func(s slot) bool { return !s.soft() && !s.every && !s.past && !s.vagueOnly() && !s.partOnly() }) {
		return slots
	}
	return slices.DeleteFunc(slots, func(s slot) bool { return s.soft() })
}

// resolve finds the days of the slot.
func (sl *slot) resolve(b base) {
	sl.moments = nil
	for _, r := range sl.refs {
		m := b.resolve(r)
		if sl.hasClock && sl.clock.next && !m.date.IsZero() { // 今晚12点
			m.date = m.date.AddDate(0, 0, 1)
		}
		if !m.date.IsZero() && len(sl.refs) > 1 {
			b.previous = m.date
		}
		sl.moments = append(sl.moments, m)
	}
	if sl.span {
		sl.moments = between(sl.moments[0], sl.moments[1])
		return
	}
	if sl.either {
		var m moment
		for _, o := range sl.moments {
			if !o.date.IsZero() {
				m.options = append(m.options, o.date)
			}
		}
		sl.moments = []moment{m}
		return
	}
	if len(sl.moments) > 1 && sl.refs[0].vague.kind != notVague { // 1月底2月初
		last := sl.moments[len(sl.moments)-1]
		sl.moments = []moment{{from: sl.moments[0].from, to: last.to}}
	}
}

// maxSpan is how many days a range may have.
const maxSpan = 62

// between are the days from a to b; just these two if they make no range.
func between(a, b moment) []moment {
	if a.date.IsZero() || b.date.Before(a.date) || b.date.Sub(a.date) > maxSpan*24*time.Hour {
		return []moment{a, b}
	}
	var all []moment
	for day := a.date; !day.After(b.date); day = day.AddDate(0, 0, 1) {
		all = append(all, moment{date: day})
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
func (s slot) plausible(text []rune) bool {
	if len(s.refs) > 1 || !s.refs[0].weak || s.refs[0].relative {
		return true
	}
	j := zh.Skip(text, s.to, " ,:?-—→")
	if zh.At(text, j) == '@' || s.hasClock || s.refs[0].period != "" {
		return true
	}
	if n, _ := zh.OneOfAt(text, j, behindWeakDay); n > 0 {
		return true
	}
	if zh.Contains("|→⇒", zh.At(text, zh.Skip(text, s.to, " "))) || endsWithAny(text, s.from, []string{"→", "→ ", "->", "-> "}) {
		return true
	}
	return endsWithAny(text, s.from, beforeWeakDay)
}

// asked reports whether a question treats 6.13 as a day: it stands by itself.
func (s slot) asked(text []rune) bool {
	prev, next := zh.At(text, s.from-1), zh.At(text, zh.Skip(text, s.to, " "))
	return (prev == 0 || zh.Contains(" \n,。:;?(", prev) || endsWithAny(text, s.from, []string{"在", "是", "到", "那"})) &&
		(next == 0 || zh.Contains("?,。的是有谁讲分那晚上下会没呢", next))
}

// endsWithAny reports whether one of words stands before i.
func endsWithAny(s []rune, i int, words []string) bool {
	for i > 0 && s[i-1] == ' ' {
		i--
	}
	for _, w := range words {
		if n := len([]rune(w)); i >= n && zh.HasAt(s, i-n, w) {
			return true
		}
	}
	return false
}

// wholeWeek reports whether the slot names a week and no more.
func (sl slot) wholeWeek() bool { return len(sl.refs) == 1 && sl.refs[0].vague.kind == wholeWeek }
