package announce

import (
	"strings"
	"time"

	"qunwen/corpus/zh"
)

// A slot is one or more days, perhaps with a time, that stand together: 周一
// 6月4日, 本周四(12月21日), 周二~周五, 周二、周三.
type slot struct {
	from, to    int
	refs        []dayRef // in the order said; a range has all its days
	moments     []moment // of refs, resolved
	clock       clock
	hasClock    bool
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

// vagueOnly reports whether no day is named, only a stretch.
func (s slot) vagueOnly() bool { return s.refs[0].vague.kind != notVague && s.day().IsZero() }

// partOnly reports whether the slot is a part of some day and does not say of
// which: 晚上9点.
func (s slot) partOnly() bool {
	r := &s.refs[0]
	return len(s.refs) == 1 && r.relative && r.weak && !r.hasWeekday && r.day == 0
}

// findSlots joins the tokens to slots and resolves them.
func findSlots(src zh.Text, tokens []token, b base) []slot {
	var slots []slot
	for i := 0; i < len(tokens); {
		if tokens[i].kind != dayToken {
			i++
			continue
		}
		sl, next := joinSlot(src.Fold, tokens, i)
		i = next
		if !sl.plausible(src.Fold) {
			continue
		}
		for _, r := range sl.refs {
			sl.past = sl.past || r.past
			sl.every = sl.every || r.every
		}
		sl.resolve(b)
		slots = append(slots, sl)
	}
	return slots
}

// resolve finds the days of the slot.
func (sl *slot) resolve(b base) {
	sl.moments = nil
	for _, r := range sl.refs {
		m := b.resolve(r)
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

// joinSlot makes a slot of the day token at i and those that belong to it, and
// returns the place of the first that does not.
func joinSlot(s []rune, tokens []token, i int) (slot, int) {
	sl := slot{from: tokens[i].from, to: tokens[i].to, refs: []dayRef{tokens[i].day}}
	for i++; i < len(tokens); i++ {
		t := tokens[i]
		gap := string(s[sl.to:min(t.from, sl.to+10)])
		if t.from-sl.to > 8 || strings.Contains(gap, "\n") {
			break
		}
		switch t.kind {
		case dayToken:
			if !sl.absorb(t, strings.TrimSpace(gap)) {
				return sl, i
			}
		case clockToken:
			if sl.hasClock || strings.Trim(gap, " ,()[【大概约的预计:左右") != "" {
				return sl, i
			}
			sl.clock, sl.hasClock = t.clock, true
		default:
			return sl, i
		}
		sl.to = t.to
	}
	return sl, i
}

// absorb adds the day of t to the slot if the gap between them allows it.
func (sl *slot) absorb(t token, gap string) bool {
	last := &sl.refs[len(sl.refs)-1]
	switch gap {
	case "~", "到", "至", "-", "—", "–", "--":
		return sl.extend(t.day)
	case "、", "和", "及", "与":
		if sl.either || !(last.day > 0 && t.day.day > 0) && !(last.hasWeekday && last.day == 0 && t.day.hasWeekday && t.day.day == 0) {
			return false
		}
		sl.add(t.day)
		return true
	case "或", "或者", "或是":
		if last.specific() != t.day.specific() {
			return false
		}
		sl.either = sl.either || last.specific()
		sl.add(t.day)
		return true
	}
	if strings.Trim(gap, ",()?") != "" || len(sl.refs) > 1 && sl.refs[0].specific() {
		return false
	}
	if last.vague.kind == sometime && len(sl.refs) == 1 { // 年后2月底
		*last = t.day
		return true
	}
	if last.vague.kind > notVague && last.vague.kind < weekend && t.day.vague.kind != notVague {
		sl.refs = append(sl.refs, t.day)
		return true
	}
	return unify(last, t.day)
}

// add puts another weekday behind the last, in the same week.
func (sl *slot) add(d dayRef) {
	if d.week == bareWeek {
		d.week = sl.refs[0].week
	}
	if d.day > 0 && d.month == 0 { // 5月4日或者7日
		d.year, d.month = sl.refs[0].year, sl.refs[0].month
	}
	sl.refs = append(sl.refs, d)
}

// extend makes a range of the last day and d.
func (sl *slot) extend(d dayRef) bool {
	last := sl.refs[len(sl.refs)-1]
	if last.day > 0 && d.day > 0 && len(sl.refs) == 1 && !sl.hasClock && !d.relative {
		sl.span = true
		sl.add(d)
		return true
	}
	if !last.hasWeekday || !d.hasWeekday || last.day > 0 || d.day > 0 || d.relative {
		return false
	}
	for w := last.weekday; w != d.weekday; {
		w = (w + 1) % 7
		sl.add(dayRef{hasWeekday: true, weekday: w, week: d.week})
	}
	return true
}

// unify adds what d says to ref, if they can be about the same day.
func unify(ref *dayRef, d dayRef) bool {
	if ref.vague.kind != notVague || d.vague.kind != notVague || ref.day > 0 && d.day > 0 ||
		ref.hasWeekday && d.hasWeekday || ref.past || d.past {
		return false
	}
	if ref.relative && d.relative && !d.weak {
		return false
	}
	if d.day > 0 {
		ref.year, ref.month, ref.day = d.year, d.month, d.day
		ref.weak = d.weak && !ref.hasWeekday && !ref.relative
	}
	if d.hasWeekday {
		ref.hasWeekday, ref.weekday, ref.week = true, d.weekday, d.week
		ref.weak = false
	}
	if d.relative && !ref.relative && !d.weak {
		ref.relative, ref.offset = true, d.offset
		ref.weak = false
	}
	if d.period != "" {
		ref.period = d.period
	}
	return true
}

// plausible drops 3.22 and 0313 where nothing around says that it is a day.
func (sl slot) plausible(s []rune) bool {
	if len(sl.refs) > 1 || !sl.refs[0].weak || sl.refs[0].relative {
		return true
	}
	j := zh.Skip(s, sl.to, " ,:?-—")
	if zh.At(s, j) == '@' || sl.hasClock || zh.At(s, sl.to) == ' ' && jointed(s, j) {
		return true
	}
	if n, _ := zh.OneOfAt(s, zh.Skip(s, j, "【=["), statusWords); n > 0 {
		return true
	}
	if n, _ := zh.OneOfAt(s, j, []string{"分享", "我分享", "我来", "给大家", "晚", "谁讲", "谁分享", "谁来", "是谁", "有分享", "的分享", "讲什么", "讲啥", "那场"}); n > 0 {
		return true
	}
	k := sl.from
	for k > 0 && s[k-1] == ' ' {
		k--
	}
	for _, w := range []string{"定到", "定在", "定于", "暂定", "改到", "改成", "改为", "挪到", "推迟到", "延期到", "延到", "顺延到", "调整到", "调整至", "移到", "换到", "预定"} {
		n := len([]rune(w))
		if k >= n && zh.HasAt(s, k-n, w) {
			return true
		}
	}
	return false
}
