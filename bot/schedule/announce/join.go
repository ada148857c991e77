package announce

import (
	"strings"
)

// joinSlot makes a slot of the day token at i and those that belong to it, and
// returns the place of the first that does not.
func joinSlot(s []rune, tokens []token, i int) (slot, int) {
	sl := slot{from: tokens[i].from, to: tokens[i].to, dayEnd: tokens[i].to, refs: []dayRef{tokens[i].day}}
	for i++; i < len(tokens); i++ {
		t := tokens[i]
		between := string(s[sl.to:min(t.from, sl.to+10)])
		if t.from-sl.to > 8 || strings.Contains(between, "\n") {
			break
		}
		switch t.kind {
		case dayToken:
			if !sl.absorb(t, strings.TrimSpace(between)) {
				return sl, i
			}
			sl.dayEnd = t.to
		case clockToken:
			if sl.hasClock || strings.Trim(between, " ,()[]【】大概约的从于在预计:左右") != "" {
				return sl, i
			}
			sl.clock, sl.hasClock = t.clock, true
			sl.end, sl.hasEnd = t.end, t.hasEnd
		default:
			return sl, i
		}
		sl.to = t.to
	}
	return sl, i
}

// absorb adds the day of t to the slot if the words between allow it.
func (sl *slot) absorb(t token, between string) bool {
	last := &sl.refs[len(sl.refs)-1]
	if last.every || t.day.every {
		return false
	}
	switch between {
	case "~", "到", "至", "-", "—", "–", "--":
		return sl.extend(t.day)
	case "、", "和", "及", "与", "/":
		return sl.enumerate(t.day)
	case "或", "或者", "或是":
		if last.specific() != t.day.specific() {
			return false
		}
		sl.either = sl.either || last.specific()
		sl.add(t.day)
		return true
	}
	if strings.Trim(between, ",()?即也是") != "" || len(sl.refs) > 1 && sl.refs[0].specific() {
		return false
	}
	if len(sl.refs) == 1 && settle(last, t.day, strings.HasPrefix(between, "(")) {
		return true
	}
	if last.vague.ofMonth() && t.day.vague.kind != notVague {
		sl.refs = append(sl.refs, t.day)
		return true
	}
	return unify(last, t.day)
}

// enumerate adds a second day, such as that of 周二、周三.
func (sl *slot) enumerate(d dayRef) bool {
	last := sl.refs[len(sl.refs)-1]
	days := last.day > 0 && d.day > 0
	weekdays := last.hasWeekday && last.day == 0 && d.hasWeekday && d.day == 0
	if sl.either || !days && !weekdays {
		return false
	}
	sl.add(d)
	return true
}

// settle reads a stretch and a day that says which of it is meant: 年后2月底,
// 下月底(5月31日), 下周(周五), 5月31日(月底), 周末晚上.
func settle(ref *dayRef, d dayRef, bracket bool) bool {
	stretch := ref.vague.kind != notVague
	switch {
	case ref.vague.kind == sometime && !d.unsaid():
		*ref = d
	case stretch && d.unsaid():
		ref.period = d.period
	case bracket && stretch && d.specific():
		week := ref.week
		if *ref = d; d.hasWeekday && d.day == 0 && d.week == bareWeek {
			ref.week = week
		}
	default: // the stretch says no more than the day
		return bracket && !stretch && !ref.weak && d.vague.kind != notVague && !d.specific()
	}
	return true
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
	if !compatible(ref, d) {
		return false
	}
	if ref.unsaid() && (d.dated() || d.hasWeekday) { // 晚上(5月12日)
		ref.relative = false
	}
	if d.dated() {
		ref.takeDate(d)
		ref.weak = d.weak && !ref.hasWeekday && !ref.relative && ref.period == ""
	}
	if d.hasWeekday {
		ref.hasWeekday, ref.weekday, ref.week, ref.nth = true, d.weekday, d.week, d.nth
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

// compatible reports whether d says nothing that ref has said already.
func compatible(ref *dayRef, d dayRef) bool {
	switch {
	case ref.vague.kind != notVague, d.vague.kind != notVague, ref.past, d.past:
		return false
	case ref.day > 0 && d.day > 0, ref.feast != nil && d.feast != nil:
		return false
	case ref.hasWeekday && d.hasWeekday:
		return false
	}
	return !ref.relative || !d.relative || d.weak
}

// takeDate copies the day of a month, or the holiday, that e gives. Beside a day
// of a month a holiday says no more.
func (d *dayRef) takeDate(e dayRef) {
	if d.day > 0 {
		d.feast = e.feast
		return
	}
	d.year, d.month, d.day = e.year, e.month, e.day
	d.inYear, d.inMonth = e.inYear, e.inMonth
	d.lunar, d.leap, d.seasonal = e.lunar, e.leap, e.seasonal
	if e.feast != nil {
		d.feast = e.feast
	}
}
