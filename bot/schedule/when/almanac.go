package when

import (
	"time"

	"github.com/6tail/lunar-go/calendar"
)

// An almanac keeps the lunar years that were asked for: one takes a third of a
// millisecond to compute. It belongs to one message.
type almanac map[int]*calendar.LunarYear

func (a almanac) year(y int) *calendar.LunarYear {
	l, ok := a[y]
	if !ok {
		l = calendar.NewLunarYear(y)
		if a != nil {
			a[y] = l
		}
	}
	return l
}

// julian is the civil day of a Julian day, which begins at noon.
func julian(jd float64) time.Time {
	const noon2000 = 2451545
	return civil(2000, time.January, 1).AddDate(0, 0, int(jd+0.5)-noon2000)
}

// lunarDay is the civil day of a day of the lunar year y, zero if it has none.
// A negative month is the leap one behind it; lastDay is the last of the month.
func (a almanac) lunarDay(y, month, day int) time.Time {
	m := a.year(y).GetMonth(month)
	if m == nil {
		return time.Time{}
	}
	if day == lastDay {
		day = m.GetDayCount()
	}
	if day > m.GetDayCount() {
		return time.Time{}
	}
	return julian(m.GetFirstJulianDay()).AddDate(0, 0, day-1)
}

// solarTerm is the civil day of a solar term of the year y.
func (a almanac) solarTerm(y, term int) time.Time {
	return julian(a.year(y).GetJieQiJulianDays()[term])
}

// civil is midnight of a day. The zone plays no part: days are counted, not hours.
func civil(y int, m time.Month, d int) time.Time {
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}
