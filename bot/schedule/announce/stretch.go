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
	day := civil(b.sent.Year(), d.vague.month, d.vague.day)
	if b.sent.Sub(day) > farBack/6 {
		day = civil(b.sent.Year()+1, d.vague.month, d.vague.day)
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

// monthPart is 初, 中旬, 下旬 or the whole of a month, or its first week.
func (b base) monthPart(d dayRef) moment {
	year, month := b.sent.Year(), time.Month(d.month)
	switch {
	case d.month == 0:
		month = b.sent.Month() + time.Month(d.vague.months)
	case d.year > 0:
		year = d.year
	case b.sent.Sub(civil(year, month+1, 0)) > farBack:
		year++
	}
	first, last := civil(year, month, 1), civil(year, month+1, 0)
	if d.vague.kind == wholeMonth && d.month == 0 && first.Before(b.sent) {
		first = b.sent // what is left of this month
	}
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
	return moment{from: first, to: last}
}
