package announce

import (
	"time"

	"github.com/6tail/lunar-go/calendar"

	"qunwen/corpus/zh"
)

// lunarMonths are the names that only months of the lunar year have.
var lunarMonths = []struct {
	word  string
	month int
}{{"正月", 1}, {"冬月", 11}, {"腊月", 12}}

// scanLunarDay reads 正月初八, 农历四月十五, 大年初二 and a bare 初八 at i.
func scanLunarDay(s []rune, i int) (dayRef, int) {
	d, named, j := scanLunarName(s, i)
	if m, n := scanLunarMonth(s, j, named); n > 0 {
		day, k := scanLunarNumber(s, j+n)
		if k == 0 {
			return dayRef{}, 0
		}
		d.month, d.day = m, day
		return d, j + n + k - i
	}
	if named {
		return dayRef{}, 0
	}
	if k, _ := zh.OneOfAt(s, i, []string{"大年", "年"}); k > 0 {
		j = i + k
	}
	day, k := scanLunarNumber(s, j)
	if k == 0 || zh.At(s, j) != '初' || j == i && !standsBeforeFeast(s, i) {
		return dayRef{}, 0
	}
	d.month, d.day, d.seasonal = 1, day, j == i
	return d, j + k - i
}

// scanLunarName reads 农历, the year and 闰, each if it is there, and returns where
// the month is to begin and whether it is surely a lunar one.
func scanLunarName(s []rune, i int) (d dayRef, named bool, next int) {
	d.lunar = true
	n, _ := zh.OneOfAt(s, i, []string{"农历", "阴历", "旧历"})
	next = zh.Skip(s, i+n, " ")
	if v, k := zh.Digits(s, next); n > 0 && k == 4 && isYear(v) && zh.At(s, next+4) == '年' { // 农历2015年十月初一
		d.year = v
		next += 5
	}
	if zh.At(s, next) == '闰' {
		d.leap = true
		next++
	}
	return d, n > 0 || d.leap, next
}

// scanLunarMonth reads the name of a lunar month at i; a number is one only
// where the calendar was named.
func scanLunarMonth(s []rune, i int, named bool) (month, n int) {
	for _, m := range lunarMonths {
		if zh.HasAt(s, i, m.word) {
			return m.month, 2
		}
	}
	if named && i < len(s) {
		if m, n := scanMonthNumber(s, i); m <= 12 {
			return m, n
		}
	}
	return 0, 0
}

// scanLunarNumber reads the day of a lunar month at i: 初八, 十五, 廿三, 三十.
func scanLunarNumber(s []rune, i int) (day, n int) {
	switch zh.At(s, i) {
	case '初':
		v, k := zh.HanNumber(s, i+1)
		if k != 1 || v < 1 || v > 10 || zh.Contains("中级年班次个场起步期学", zh.At(s, i+2)) {
			return 0, 0
		}
		return v, 2
	}
	v, k := zh.HanNumber(s, i)
	if k == 0 || v < 10 || v > 30 || zh.Contains("个天年月点多几万千百", zh.At(s, i+k)) {
		return 0, 0
	}
	if isDayUnit(zh.At(s, i+k)) {
		k++
	}
	return v, k
}

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

// feastIn is the day of a feast of the year y, which is the lunar one for a
// lunar feast; zero if it has none.
func (b base) feastIn(y int, f feastDate) time.Time {
	switch {
	case f.term > 0:
		return b.lunar.solarTerm(y, f.term)
	case f.lunar:
		return b.lunar.lunarDay(y, int(f.month), f.day)
	case f.nth > 0:
		return nthWeekday(y, f.month, f.nth, f.weekday).date
	}
	return civil(y, f.month, f.day)
}

// season is how far away a bare 初八 may be.
const season = 45 * 24 * time.Hour

// feastDay resolves a feast or a lunar day: the next one; with a year that of
// the year; in a question the nearest.
func (b base) feastDay(d dayRef) moment {
	f := feastDate{month: time.Month(d.month), day: d.day, lunar: true}
	if d.leap {
		f.month = -f.month
	}
	if d.feast != nil {
		f = d.feast.date
	}
	year := d.year
	if d.inYear.said {
		year = b.sent.Year() + d.inYear.n
	}
	var best time.Time
	first, last := b.sent.Year()-1, b.sent.Year()+2
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
		return moment{problem: "农历没有这一天"}
	case d.seasonal && best.Sub(b.sent) > season:
		return moment{}
	case d.hasWeekday && best.Weekday() != d.weekday:
		return contradiction(best, nearest(best, d.weekday), d.weekday)
	}
	return moment{date: best.AddDate(0, 0, d.into)}
}

// prefersFeast reports whether day is meant rather than best, the one so far.
func (b base) prefersFeast(day, best time.Time, year int) bool {
	switch {
	case year > 0:
		return day.Year() == year && (best.IsZero() || best.Before(b.sent))
	case best.IsZero():
		return b.asked || !day.Before(b.sent)
	}
	return b.asked && day.Sub(b.sent).Abs() < best.Sub(b.sent).Abs()
}
