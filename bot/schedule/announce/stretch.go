package announce

import "time"

// stretch resolves a vague reference to the days that it covers.
func (b base) stretch(d dayRef) moment {
	switch d.vague.kind {
	case sometime:
		return moment{}
	case weekend:
		return b.weekend(d)
	case wholeWeek:
		from := monday(b.sent).AddDate(0, 0, 7*d.week.off())
		return moment{from: from, to: from.AddDate(0, 0, 6)}
	case afterHoliday:
		return b.afterHoliday(d)
	}
	return b.monthPart(d)
}

// weekend is the Saturday and Sunday of the week that is meant.
func (b base) weekend(d dayRef) moment {
	weeks := 0
	if d.week > thisWeek || d.week < bareWeek {
		weeks = d.week.off()
	}
	from := monday(b.sent).AddDate(0, 0, 7*weeks+5)
	return moment{from: from, to: from.AddDate(0, 0, 1)}
}

// afterHoliday is the first such weekday behind a holiday, or the seven days
// behind it.
func (b base) afterHoliday(d dayRef) moment {
	from := base{sent: b.sent.AddDate(0, -1, 0), lunar: b.lunar}
	day := from.resolve(dayRef{feast: d.vague.feast}).date
	if day.IsZero() {
		return moment{}
	}
	day = day.AddDate(0, 0, 1)
	if !d.hasWeekday {
		return moment{from: day, to: day.AddDate(0, 0, 6)}
	}
	for day.Weekday() != d.weekday {
		day = day.AddDate(0, 0, 1)
	}
	return moment{date: day}
}

// monthOf is the year and the month that d means.
func (b base) monthOf(d dayRef) (int, time.Month) {
	year, month := b.sent.Year(), time.Month(d.month)
	switch {
	case d.inMonth.said || d.month == 0:
		first := civil(year, b.sent.Month()+time.Month(d.inMonth.n), 1)
		return first.Year(), first.Month()
	case d.inYear.said:
		year += d.inYear.n
	case d.year > 0:
		year = d.year
	case b.sent.Sub(civil(year, month+1, 0)) > b.farBack():
		year++
	}
	return year, month
}

// monthPart is 初, 中旬, 下旬 or the whole of a month, or its first week.
func (b base) monthPart(d dayRef) moment {
	year, month := b.monthOf(d)
	first, last := civil(year, month, 1), civil(year, month+1, 0)
	switch d.vague.kind {
	case early:
		return moment{from: first, to: first.AddDate(0, 0, 9)}
	case middle:
		return moment{from: first.AddDate(0, 0, 10), to: first.AddDate(0, 0, 19)}
	case late:
		return moment{from: first.AddDate(0, 0, 20), to: last}
	case firstWeek:
		return moment{from: monday(first), to: monday(first).AddDate(0, 0, 6)}
	}
	if d.inMonth.said && d.inMonth.n == 0 && !b.asked {
		first = b.sent // what is left of this month
	}
	return moment{from: first, to: last}
}

// nthWeekday is the second Wednesday of a month, or its last, for which n is -1.
func nthWeekday(year int, month time.Month, n int, w time.Weekday) moment {
	if n < 0 {
		last := civil(year, month+1, 0)
		return moment{date: last.AddDate(0, 0, -(int(last.Weekday())-int(w)+7)%7)}
	}
	first := civil(year, month, 1)
	day := first.AddDate(0, 0, (int(w)-int(first.Weekday())+7)%7+7*(n-1))
	if day.Month() != first.Month() {
		return moment{problem: shortMonth(first) + "没有第五个" + hanWeekdays[w]}
	}
	return moment{date: day}
}
