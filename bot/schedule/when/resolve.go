package when

import (
	"cmp"
	"fmt"
	"time"
)

// A Base holds what days are counted from.
type Base struct {
	Sent     time.Time // midnight of the day of the message
	Previous time.Time // the day of the row before; zero if none
	NextWeek bool      // the header says 下周
	Asked    bool      // the message is a question: it may be about what was
	lunar    almanac
}

// NewBase counts days from that of a message sent at t, in the zone of t.
func NewBase(t time.Time) Base {
	return Base{Sent: civil(t.Year(), t.Month(), t.Day()), lunar: make(almanac)}
}

// Monday gives the first day of the week that holds t.
func Monday(t time.Time) time.Time {
	return t.AddDate(0, 0, -(int(t.Weekday())+6)%7)
}

// A Moment is a resolved day: one date, a stretch, or a contradiction. A date
// may lie before the message.
type Moment struct {
	Date     time.Time // zero if no single day is meant
	From, To time.Time // the stretch; both zero if unknown
	Options  []time.Time
	Problem  string // why there is no date, in Chinese: there is no such day, or the words contradict each other
	Every    string // the rhythm of which date is the next day: 每周三
}

// farBack is how long ago a day without a year may lie before it means the
// next year's: five months, since announcements are about what comes, and half a
// year in a question.
func (b Base) farBack() time.Duration {
	if b.Asked {
		return 180 * 24 * time.Hour
	}
	return 150 * 24 * time.Hour
}

// Resolve finds the day that d means.
func (b Base) Resolve(d DayRef) Moment {
	m := b.resolveOne(d)
	day := b.Sent.AddDate(0, 0, d.offset)
	if d.Relative && d.dated() && !m.Date.IsZero() && !m.Date.Equal(day) {
		return Moment{Options: []time.Time{day, m.Date}, Problem: fmt.Sprintf("%s是%s，不是%s", relativeName(d.offset), shortDay(day), shortDay(m.Date))}
	}
	return m
}

// resolveOne does so without the words 今天 and 明天 beside a date.
func (b Base) resolveOne(d DayRef) Moment {
	switch {
	case d.every:
		return b.nextOf(d)
	case d.feast != nil && d.Day == 0, d.lunar:
		return b.feastDay(d)
	case d.Day > 0 && (d.Month > 0 || d.InMonth.Said):
		return b.calendarDay(d)
	case d.Day > 0:
		return b.dayOfMonth(d)
	case d.nth != 0:
		y, month := b.monthOf(d)
		return nthWeekday(y, month, d.nth, d.weekday)
	case d.Vague.Kind != NotVague:
		return b.stretch(d)
	case d.Relative:
		day := b.Sent.AddDate(0, 0, d.offset)
		if d.HasWeekday && day.Weekday() != d.weekday {
			return contradiction(day, b.onWeekday(d), d.weekday)
		}
		return Moment{Date: day}
	case d.HasWeekday:
		return Moment{Date: b.onWeekday(d)}
	}
	return Moment{}
}

// relativeName is how a day so far away is called.
func relativeName(offset int) string {
	if offset >= 0 && offset < 4 {
		return [...]string{"今天", "明天", "后天", "大后天"}[offset]
	}
	return fmt.Sprintf("%d天后", offset)
}

// calendarDay resolves a month and a day. Without a year it is the message's,
// or the next if the day is far back; a weekday settles it between the two.
func (b Base) calendarDay(d DayRef) Moment {
	if d.InMonth.Said || d.inYear.Said {
		d.year, d.Month = b.yearAndMonth(d)
	}
	year := cmp.Or(d.year, b.Sent.Year())
	if d.Day == lastDay {
		d.Day = civil(year, time.Month(d.Month)+1, 0).Day()
	}
	if d.year == 0 {
		year = b.likelyYear(civil(year, time.Month(d.Month), d.Day))
	}
	day := civil(year, time.Month(d.Month), d.Day)
	if d.Month > 12 {
		return noSuchDay(d)
	}
	switch next := day.AddDate(1, 0, 0); {
	case day.Day() != d.Day && d.year == 0 && isLeapDay(civil(year+1, time.Month(d.Month), d.Day)):
		return b.calendarDay(DayRef{year: year + 1, Month: 2, Day: 29})
	case day.Day() != d.Day:
		return noSuchDay(d)
	case !d.HasWeekday || day.Weekday() == d.weekday:
		return Moment{Date: day}
	case d.year == 0 && next.Weekday() == d.weekday && b.Sent.Sub(day) > 60*24*time.Hour:
		return Moment{Date: next}
	}
	return contradiction(day, nearest(day, d.weekday), d.weekday)
}

// likelyYear is the year that is meant for a day that was said without one; day is
// that of the message's year.
func (b Base) likelyYear(day time.Time) int {
	switch {
	case b.Sent.Sub(day) > b.farBack():
		return b.Sent.Year() + 1
	case day.Sub(b.Sent) > 365*24*time.Hour-b.farBack():
		return b.Sent.Year() - 1 // 12月30日, said in January
	}
	return b.Sent.Year()
}

// isLeapDay reports whether the day is 29 February.
func isLeapDay(day time.Time) bool { return day.Month() == time.February && day.Day() == 29 }

// noSuchDay reports a day that the calendar does not have.
func noSuchDay(d DayRef) Moment {
	return Moment{Problem: fmt.Sprintf("没有%d月%d日这一天", d.Month, d.Day)}
}

// yearAndMonth are those of a day whose year or month is counted from the message.
func (b Base) yearAndMonth(d DayRef) (year, month int) {
	if d.inYear.Said && !d.InMonth.Said {
		return b.Sent.Year() + d.inYear.n, d.Month
	}
	y, m := b.monthOf(d)
	return y, int(m)
}

// dayOfMonth resolves 20号: this month's, or the next month's if it is over.
func (b Base) dayOfMonth(d DayRef) Moment {
	y, m, today := b.Sent.Date()
	if d.Day < today && !d.past {
		m++
	}
	for range 2 { // the 31st may be two months away
		if day := civil(y, m, d.Day); day.Day() == d.Day {
			if d.HasWeekday && day.Weekday() != d.weekday {
				return contradiction(day, b.onWeekday(d), d.weekday)
			}
			return Moment{Date: day}
		}
		m++
	}
	return Moment{Problem: fmt.Sprintf("没有%d号这一天", d.Day)}
}

// onWeekday resolves a weekday: the coming one of this week, else of the next;
// in a list never before the row above.
func (b Base) onWeekday(d DayRef) time.Time {
	ahead := (int(d.weekday) + 6) % 7
	week := Monday(b.Sent)
	if d.Week != BareWeek {
		return week.AddDate(0, 0, 7*d.Week.off()+ahead)
	}
	day := week.AddDate(0, 0, ahead)
	if b.NextWeek {
		day = day.AddDate(0, 0, 7)
	}
	floor := b.Sent
	if b.Previous.After(floor) {
		floor = b.Previous.AddDate(0, 0, 1)
	}
	for day.Before(floor) {
		day = day.AddDate(0, 0, 7)
	}
	return day
}

// nearest is the day on weekday w closest to day.
func nearest(day time.Time, w time.Weekday) time.Time {
	ahead := (int(w) - int(day.Weekday()) + 7) % 7
	if ahead > 3 {
		ahead -= 7
	}
	return day.AddDate(0, 0, ahead)
}

// contradiction reports a day that is not on the weekday that was said.
func contradiction(day, other time.Time, w time.Weekday) Moment {
	return Moment{
		Options: []time.Time{day, other},
		Problem: fmt.Sprintf("%s是%s，不是%s", shortDay(day), hanWeekdays[day.Weekday()], hanWeekdays[w]),
	}
}

// shortDay is a day as the group writes it.
func shortDay(t time.Time) string {
	return fmt.Sprintf("%d月%d日", t.Month(), t.Day())
}

// DayAndWeekday writes a day as the group's lists have it: 5月15日(周二).
func DayAndWeekday(t time.Time) string {
	return fmt.Sprintf("%s(%s)", shortDay(t), hanWeekdays[t.Weekday()])
}

// shortMonth is a month as the group writes it.
func shortMonth(t time.Time) string { return fmt.Sprintf("%d月", t.Month()) }

// stretch resolves a vague reference to the days that it covers.
func (b Base) stretch(d DayRef) Moment {
	switch d.Vague.Kind {
	case Sometime:
		return Moment{}
	case Weekend:
		return b.weekend(d)
	case WholeWeek:
		from := Monday(b.Sent).AddDate(0, 0, 7*d.Week.off())
		return Moment{From: from, To: from.AddDate(0, 0, 6)}
	case afterHoliday:
		return b.afterHoliday(d)
	}
	return b.monthPart(d)
}

// weekend is the Saturday and Sunday of the week that is meant.
func (b Base) weekend(d DayRef) Moment {
	weeks := 0
	if d.Week > thisWeek || d.Week < BareWeek {
		weeks = d.Week.off()
	}
	from := Monday(b.Sent).AddDate(0, 0, 7*weeks+5)
	return Moment{From: from, To: from.AddDate(0, 0, 1)}
}

// afterHoliday is the first such weekday behind a holiday, or the seven days
// behind it.
func (b Base) afterHoliday(d DayRef) Moment {
	from := Base{Sent: b.Sent.AddDate(0, -1, 0), lunar: b.lunar}
	day := from.Resolve(DayRef{feast: d.Vague.feast}).Date
	if day.IsZero() {
		return Moment{}
	}
	day = day.AddDate(0, 0, 1)
	if !d.HasWeekday {
		return Moment{From: day, To: day.AddDate(0, 0, 6)}
	}
	for day.Weekday() != d.weekday {
		day = day.AddDate(0, 0, 1)
	}
	return Moment{Date: day}
}

// monthOf is the year and the month that d means.
func (b Base) monthOf(d DayRef) (int, time.Month) {
	year, month := b.Sent.Year(), time.Month(d.Month)
	switch {
	case d.InMonth.Said || d.Month == 0:
		first := civil(year, b.Sent.Month()+time.Month(d.InMonth.n), 1)
		return first.Year(), first.Month()
	case d.inYear.Said:
		year += d.inYear.n
	case d.year > 0:
		year = d.year
	case b.Sent.Sub(civil(year, month+1, 0)) > b.farBack():
		year++
	}
	return year, month
}

// monthPart is 初, 中旬, 下旬 or the whole of a month, or its first week.
func (b Base) monthPart(d DayRef) Moment {
	year, month := b.monthOf(d)
	first, last := civil(year, month, 1), civil(year, month+1, 0)
	switch d.Vague.Kind {
	case early:
		return Moment{From: first, To: first.AddDate(0, 0, 9)}
	case middle:
		return Moment{From: first.AddDate(0, 0, 10), To: first.AddDate(0, 0, 19)}
	case late:
		return Moment{From: first.AddDate(0, 0, 20), To: last}
	case firstWeek:
		return Moment{From: Monday(first), To: Monday(first).AddDate(0, 0, 6)}
	}
	if d.InMonth.Said && d.InMonth.n == 0 && !b.Asked {
		first = b.Sent // what is left of this month
	}
	return Moment{From: first, To: last}
}

// nthWeekday is the second Wednesday of a month, or its last, for which n is -1.
func nthWeekday(year int, month time.Month, n int, w time.Weekday) Moment {
	if n < 0 {
		last := civil(year, month+1, 0)
		return Moment{Date: last.AddDate(0, 0, -(int(last.Weekday())-int(w)+7)%7)}
	}
	first := civil(year, month, 1)
	day := first.AddDate(0, 0, (int(w)-int(first.Weekday())+7)%7+7*(n-1))
	if day.Month() != first.Month() {
		return Moment{Problem: shortMonth(first) + "没有第五个" + hanWeekdays[w]}
	}
	return Moment{Date: day}
}

// feastIn is the day of a feast of the year y, which is the lunar one for a
// lunar feast; zero if it has none.
func (b Base) feastIn(y int, f feastDate) time.Time {
	switch {
	case f.term > 0:
		return b.lunar.solarTerm(y, f.term)
	case f.lunar:
		return b.lunar.lunarDay(y, int(f.month), f.day)
	case f.nth > 0:
		return nthWeekday(y, f.month, f.nth, f.weekday).Date
	}
	return civil(y, f.month, f.day)
}

// season is how far away a bare 初八 may be.
const season = 45 * 24 * time.Hour

// feastDay resolves a feast or a lunar day: the next one; with a year that of
// the year; in a question the nearest.
func (b Base) feastDay(d DayRef) Moment {
	f := feastDate{month: time.Month(d.Month), day: d.Day, lunar: true}
	if d.leap {
		f.month = -f.month
	}
	if d.feast != nil {
		f = d.feast.date
	}
	year := d.year
	if d.inYear.Said {
		year = b.Sent.Year() + d.inYear.n
	}
	var best time.Time
	first, last := b.Sent.Year()-1, b.Sent.Year()+2
	if year > 0 {
		first, last = year-1, year
	}
	for y := first; y <= last; y++ {
		day := b.feastIn(y, f)
		if day.IsZero() {
			continue
		}
		if b.prefersFeast(day, best, year) {
			best = day
		}
	}
	switch {
	case best.IsZero():
		return Moment{Problem: "农历没有这一天"}
	case d.Seasonal && best.Sub(b.Sent) > season:
		return Moment{}
	case d.HasWeekday && best.Weekday() != d.weekday:
		return contradiction(best, nearest(best, d.weekday), d.weekday)
	}
	return Moment{Date: best.AddDate(0, 0, d.into)}
}

// prefersFeast reports whether day is meant rather than best, the one so far.
func (b Base) prefersFeast(day, best time.Time, year int) bool {
	switch {
	case year > 0:
		return day.Year() == year && (best.IsZero() || best.Before(b.Sent))
	case best.IsZero():
		return b.Asked || !day.Before(b.Sent)
	}
	return b.Asked && day.Sub(b.Sent).Abs() < best.Sub(b.Sent).Abs()
}

// nextOf resolves a rhythm to the next day that it has.
func (b Base) nextOf(d DayRef) Moment {
	m := Moment{Every: d.rhythm.words}
	if d.rhythm.unknown {
		m.Problem = "「" + d.rhythm.words + "」没说清下一次是哪一天"
		return m
	}
	for day := b.Sent; day.Before(b.Sent.AddDate(0, 3, 0)); day = day.AddDate(0, 0, 1) {
		if d.rhythm.has(day) {
			m.Date = day
			return m
		}
	}
	return m
}

// has reports whether the rhythm falls on a day.
func (r rhythm) has(day time.Time) bool {
	y, m, dom := day.Date()
	switch {
	case r.nth != 0:
		return r.weekdays.has(day.Weekday()) && nthWeekday(y, m, r.nth, day.Weekday()).Date.Equal(day)
	case r.day == lastDay:
		return day.AddDate(0, 0, 1).Day() == 1
	case r.day > 0:
		return dom == r.day
	}
	return r.weekdays == 0 || r.weekdays.has(day.Weekday())
}
