package announce

import (
	"fmt"
	"time"
)

// A base is what days are counted from.
type base struct {
	sent     time.Time // midnight of the day of the message
	previous time.Time // the day of the row before; zero if none
	nextWeek bool      // the header says 下周
}

// newBase takes the day of a message in the message's own zone.
func newBase(t time.Time) base {
	return base{sent: civil(t.Year(), t.Month(), t.Day())}
}

// civil is midnight of a day. The zone plays no part: days are counted, not hours.
func civil(y int, m time.Month, d int) time.Time {
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// monday is the first day of the week that holds t.
func monday(t time.Time) time.Time {
	return t.AddDate(0, 0, -(int(t.Weekday())+6)%7)
}

// A moment is a resolved day: one date, a stretch, or a contradiction.
type moment struct {
	date     time.Time // zero if no single day is meant
	from, to time.Time // the stretch; both zero if unknown
	options  []time.Time
	problem  string
}

// farBack is how long ago a day without a year may lie before it means the
// next year's.
const farBack = 180 * 24 * time.Hour

// resolve finds the day that d means.
func (b base) resolve(d dayRef) moment {
	switch {
	case d.month > 0 && d.day > 0:
		return b.calendarDay(d)
	case d.day > 0:
		return b.dayOfMonth(d)
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

// calendarDay resolves a month and a day. Without a year it is the message's,
// or the next if the day is far back; a weekday settles it between the two.
func (b base) calendarDay(d dayRef) moment {
	year := d.year
	if year == 0 {
		year = b.sent.Year()
		if day := civil(year, time.Month(d.month), d.day); b.sent.Sub(day) > farBack {
			year++
		} else if day.Sub(b.sent) > 365*24*time.Hour-farBack {
			year-- // 12月30日, said in January
		}
	}
	day := civil(year, time.Month(d.month), d.day)
	if day.Day() != d.day {
		if d.month == 2 && d.day == 29 && d.year == 0 && civil(year+1, 2, 29).Day() == 29 {
			return b.calendarDay(dayRef{year: year + 1, month: 2, day: 29})
		}
		return moment{problem: fmt.Sprintf("没有%d月%d日这一天", d.month, d.day)}
	}
	if !d.hasWeekday || day.Weekday() == d.weekday {
		return moment{date: day}
	}
	if next := day.AddDate(1, 0, 0); d.year == 0 && next.Weekday() == d.weekday && b.sent.Sub(day) > farBack/3 {
		return moment{date: next}
	}
	return contradiction(day, nearest(day, d.weekday), d.weekday)
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
