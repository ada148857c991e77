package announce

import (
	"cmp"
	"fmt"
	"time"
)

// A base is what days are counted from.
type base struct {
	sent     time.Time // midnight of the day of the message
	previous time.Time // the day of the row before; zero if none
	nextWeek bool      // the header says 下周
	asked    bool      // the message is a question: it may be about what was
	lunar    almanac
}

// newBase takes the day of a message in the message's own zone.
func newBase(t time.Time) base {
	return base{sent: civil(t.Year(), t.Month(), t.Day()), lunar: make(almanac)}
}

// civil is midnight of a day. The zone plays no part: days are counted, not hours.
func civil(y int, m time.Month, d int) time.Time {
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// monday is the first day of the week that holds t.
func monday(t time.Time) time.Time {
	return t.AddDate(0, 0, -(int(t.Weekday())+6)%7)
}

// A moment is a resolved day: one date, a stretch, or a contradiction. A date
// may lie before the message: see [reader.isPast].
type moment struct {
	date     time.Time // zero if no single day is meant
	from, to time.Time // the stretch; both zero if unknown
	options  []time.Time
	problem  string // why there is no date, in Chinese: there is no such day, or the words contradict each other
	every    string // the rhythm of which date is the next day: 每周三
}

// farBack is how long ago a day without a year may lie before it means the
// next year's: five months, since announcements are about what comes, and half a
// year in a question.
func (b base) farBack() time.Duration {
	if b.asked {
		return 180 * 24 * time.Hour
	}
	return 150 * 24 * time.Hour
}

// resolve finds the day that d means.
func (b base) resolve(d dayRef) moment {
	m := b.resolveOne(d)
	day := b.sent.AddDate(0, 0, d.offset)
	if d.relative && d.dated() && !m.date.IsZero() && !m.date.Equal(day) {
		return moment{options: []time.Time{day, m.date}, problem: fmt.Sprintf("%s是%s，不是%s", relativeName(d.offset), shortDay(day), shortDay(m.date))}
	}
	return m
}

// resolveOne does so without the words 今天 and 明天 beside a date.
func (b base) resolveOne(d dayRef) moment {
	switch {
	case d.every:
		return b.nextOf(d)
	case d.feast != nil && d.day == 0, d.lunar:
		return b.feastDay(d)
	case d.day > 0 && (d.month > 0 || d.inMonth.said):
		return b.calendarDay(d)
	case d.day > 0:
		return b.dayOfMonth(d)
	case d.nth != 0:
		y, month := b.monthOf(d)
		return nthWeekday(y, month, d.nth, d.weekday)
	case d.vague.kind != notVague:
		return b.stretch(d)
	case d.relative:
		day := b.sent.AddDate(0, 0, d.offset)
		if d.hasWeekday && day.Weekday() != d.weekday {
			return contradiction(day, b.onWeekday(d), d.weekday)
		}
		return moment{date: day}
	case d.hasWeekday:
		return moment{date: b.onWeekday(d)}
	}
	return moment{}
}

// unsaid reports whether the reference is only a bare 晚上, of no day.
func (d dayRef) unsaid() bool {
	return d.relative && d.weak && d.offset == 0 && !d.dated() && !d.hasWeekday
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
func (b base) calendarDay(d dayRef) moment {
	if d.inMonth.said || d.inYear.said {
		d.year, d.month = b.yearAndMonth(d)
	}
	year := cmp.Or(d.year, b.sent.Year())
	if d.day == lastDay {
		d.day = civil(year, time.Month(d.month)+1, 0).Day()
	}
	if d.year == 0 {
		year = b.likelyYear(civil(year, time.Month(d.month), d.day))
	}
	day := civil(year, time.Month(d.month), d.day)
	if d.month > 12 {
		return noSuchDay(d)
	}
	switch next := day.AddDate(1, 0, 0); {
	case day.Day() != d.day && d.year == 0 && isLeapDay(civil(year+1, time.Month(d.month), d.day)):
		return b.calendarDay(dayRef{year: year + 1, month: 2, day: 29})
	case day.Day() != d.day:
		return noSuchDay(d)
	case !d.hasWeekday || day.Weekday() == d.weekday:
		return moment{date: day}
	case d.year == 0 && next.Weekday() == d.weekday && b.sent.Sub(day) > 60*24*time.Hour:
		return moment{date: next}
	}
	return contradiction(day, nearest(day, d.weekday), d.weekday)
}

// likelyYear is the year that is meant for a day that was said without one; day is
// that of the message's year.
func (b base) likelyYear(day time.Time) int {
	switch {
	case b.sent.Sub(day) > b.farBack():
		return b.sent.Year() + 1
	case day.Sub(b.sent) > 365*24*time.Hour-b.farBack():
		return b.sent.Year() - 1 // 12月30日, said in January
	}
	return b.sent.Year()
}

// isLeapDay reports whether the day is 29 February.
func isLeapDay(day time.Time) bool { return day.Month() == time.February && day.Day() == 29 }

// noSuchDay reports a day that the calendar does not have.
func noSuchDay(d dayRef) moment {
	return moment{problem: fmt.Sprintf("没有%d月%d日这一天", d.month, d.day)}
}

// yearAndMonth are those of a day whose year or month is counted from the message.
func (b base) yearAndMonth(d dayRef) (year, month int) {
	if d.inYear.said && !d.inMonth.said {
		return b.sent.Year() + d.inYear.n, d.month
	}
	y, m := b.monthOf(d)
	return y, int(m)
}

// dayOfMonth resolves 20号: this month's, or the next month's if it is over.
func (b base) dayOfMonth(d dayRef) moment {
	y, m, today := b.sent.Date()
	if d.day < today && !d.past {
		m++
	}
	for range 2 { // the 31st may be two months away
		if day := civil(y, m, d.day); day.Day() == d.day {
			if d.hasWeekday && day.Weekday() != d.weekday {
				return contradiction(day, b.onWeekday(d), d.weekday)
			}
			return moment{date: day}
		}
		m++
	}
	return moment{problem: fmt.Sprintf("没有%d号这一天", d.day)}
}

// onWeekday resolves a weekday: the coming one of this week, else of the next;
// in a list never before the row above.
func (b base) onWeekday(d dayRef) time.Time {
	ahead := (int(d.weekday) + 6) % 7
	week := monday(b.sent)
	if d.week != bareWeek {
		return week.AddDate(0, 0, 7*d.week.off()+ahead)
	}
	day := week.AddDate(0, 0, ahead)
	if b.nextWeek {
		day = day.AddDate(0, 0, 7)
	}
	floor := b.sent
	if b.previous.After(floor) {
		floor = b.previous.AddDate(0, 0, 1)
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
func contradiction(day, other time.Time, w time.Weekday) moment {
	return moment{
		options: []time.Time{day, other},
		problem: fmt.Sprintf("%s是%s，不是%s", shortDay(day), hanWeekdays[day.Weekday()], hanWeekdays[w]),
	}
}

// shortDay is a day as the group writes it.
func shortDay(t time.Time) string {
	return fmt.Sprintf("%d月%d日", t.Month(), t.Day())
}

// dayAndWeekday is a day as a list of the group has it: 5月15日(周二).
func dayAndWeekday(t time.Time) string {
	return fmt.Sprintf("%s(%s)", shortDay(t), hanWeekdays[t.Weekday()])
}

// shortMonth is a month as the group writes it.
func shortMonth(t time.Time) string { return fmt.Sprintf("%d月", t.Month()) }
