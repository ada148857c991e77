package period

import (
	"strconv"
	"strings"
	"time"

	"qunwen/corpus/zh"
)

// A calendar counts from the moment of asking. Its methods that end in a bool
// read the groups of a pattern.
type calendar struct{ asked time.Time }

// firstYear is the first year in which a group can have talked here.
const firstYear = 2011

// The longest that is read of 三个月前 and 近三个月.
const mostUnits = 31

func (c calendar) at(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 0, 0, 0, 0, c.asked.Location())
}

// day is the start of the day so many days after that of asking.
func (c calendar) day(offset int) time.Time {
	return c.at(c.asked.Year(), c.asked.Month(), c.asked.Day()+offset)
}

// yearOf reads 去年, 2017年, 17年 and 二零一七年; 0 if it is no year in which a
// group can have talked.
func (c calendar) yearOf(s string) int {
	s = strings.TrimSuffix(s, "年")
	now := c.asked.Year()
	switch s {
	case "今", "本":
		return now
	case "去":
		return now - 1
	case "前":
		return now - 2
	case "大前":
		return now - 3
	}
	year := 0
	for _, r := range s {
		d := strings.IndexRune("0123456789", r)
		if d < 0 {
			d = strings.IndexRune(zh.HanDigits, r) / len("〇")
		}
		year = 10*year + max(0, d)
	}
	if len(s) == 2 {
		if year += now / 100 * 100; year > now {
			return 0
		}
	}
	if year < firstYear || year > 2099 {
		return 0
	}
	return year
}

func (c calendar) year(m []string) (from, to time.Time, ok bool) {
	y := c.yearOf(m[1])
	return c.at(y, 1, 1), c.at(y+1, 1, 1), y > 0
}

// monthsOf are the first and last month of a part of the year.
func monthsOf(part string) (first, last time.Month) {
	part = strings.TrimPrefix(strings.TrimPrefix(part, "年"), "第")
	switch {
	case strings.HasPrefix(part, "上"):
		return time.January, time.June
	case strings.HasPrefix(part, "下"):
		return time.July, time.December
	case part == "初":
		return time.January, time.March
	case part == "中":
		return time.May, time.August
	case part == "底", part == "末":
		return time.October, time.December
	}
	k := time.Month(number(strings.TrimSuffix(part, "季度")))
	return 3*k - 2, 3 * k
}

func (c calendar) partOfYear(m []string) (from, to time.Time, ok bool) {
	y := c.yearOf(m[1])
	first, last := monthsOf(m[2])
	return c.at(y, first, 1), c.at(y, last+1, 1), y > 0
}

// partOfLastYear reads 年底: the latest that has begun.
func (c calendar) partOfLastYear(m []string) (from, to time.Time, ok bool) {
	first, last := monthsOf(m[1])
	y := c.asked.Year()
	if c.at(y, first, 1).After(c.asked) {
		y--
	}
	return c.at(y, first, 1), c.at(y, last+1, 1), true
}

// date reads 2017-03 and 2017-03-05.
func (c calendar) date(m []string) (from, to time.Time, ok bool) {
	if m[3] == "" {
		m[3] = "0"
	}
	year, _ := strconv.Atoi(m[1])
	if year < firstYear || year > 2099 {
		return from, to, false
	}
	return c.dayOrMonth(year, number(m[2]), number(m[3]), m[3] != "0")
}

// dayOrMonth is a month, or a day of it if hasDay; not ok if there is none such.
func (c calendar) dayOrMonth(year, month, day int, hasDay bool) (from, to time.Time, ok bool) {
	if month < 1 || month > 12 {
		return from, to, false
	}
	if !hasDay {
		return c.at(year, time.Month(month), 1), c.at(year, time.Month(month)+1, 1), true
	}
	from = c.at(year, time.Month(month), day)
	return from, c.at(year, time.Month(month), day+1), day >= 1 && from.Day() == day
}

func (c calendar) monthOfYear(m []string) (from, to time.Time, ok bool) {
	y := c.yearOf(m[1])
	from, to, ok = c.dayOrMonth(y, number(m[2]), number(m[3]), m[3] != "")
	return from, to, ok && y > 0
}

func (c calendar) month(m []string) (from, to time.Time, ok bool) {
	month, day := number(m[1]), number(m[2])
	for y := c.asked.Year(); y > c.asked.Year()-8; y-- { // a leap day may be so far back
		from, to, ok = c.dayOrMonth(y, month, day, m[2] != "")
		if ok && !from.After(c.asked) {
			return from, to, true
		}
	}
	return from, to, false
}

// partOf is the beginning, the middle or the end of the month that starts at from.
func (c calendar) partOf(from time.Time, part string) (time.Time, time.Time) {
	day := func(n int) time.Time { return c.at(from.Year(), from.Month(), n) }
	switch part {
	case "初", "上旬":
		return from, day(11)
	case "中旬":
		return day(11), day(21)
	}
	return day(21), c.at(from.Year(), from.Month()+1, 1)
}

func (c calendar) partOfMonthOfYear(m []string) (from, to time.Time, ok bool) {
	from, _, ok = c.monthOfYear([]string{"", m[1], m[2], ""})
	from, to = c.partOf(from, m[3])
	return from, to, ok
}

func (c calendar) partOfMonth(m []string) (from, to time.Time, ok bool) {
	from, _, ok = c.month([]string{"", m[1], ""})
	from, to = c.partOf(from, m[2])
	if from.After(c.asked) { // 3月底 at its beginning is that of last year
		from, to = from.AddDate(-1, 0, 0), to.AddDate(-1, 0, 0)
	}
	return from, to, ok
}

// dayOfMonth reads 5号: the latest.
func (c calendar) dayOfMonth(m []string) (from, to time.Time, ok bool) {
	day := number(m[1])
	for back := range 3 { // every day up to the 31st is in one of two months
		from = c.at(c.asked.Year(), c.asked.Month()-time.Month(back), day)
		if day >= 1 && day <= 31 && from.Day() == day && !from.After(c.asked) {
			return from, from.AddDate(0, 0, 1), true
		}
	}
	return from, to, false
}

var monthsBack = map[string]time.Month{"上上": 2, "上": 1, "这": 0, "本": 0}

func (c calendar) relativeMonth(m []string) (from, to time.Time, ok bool) {
	first := c.at(c.asked.Year(), c.asked.Month()-monthsBack[m[1]], 1)
	return c.dayOrMonth(first.Year(), int(first.Month()), number(m[2]), m[2] != "")
}

func (c calendar) partOfRelativeMonth(m []string) (from, to time.Time, ok bool) {
	from, _, ok = c.relativeMonth([]string{"", m[1], ""})
	from, to = c.partOf(from, m[2])
	return from, to, ok
}

// monday is how many days ago the Monday of the week of asking was.
func (c calendar) monday() int { return (int(c.asked.Weekday()) + 6) % 7 }

// daysOf are the first and last day of the week, from 0, that a word names: all
// if there is none.
func daysOf(word string) (first, last int) {
	switch word {
	case "":
		return 0, 6
	case "末":
		return 5, 6
	case "日", "天":
		return 6, 6
	}
	return number(word) - 1, number(word) - 1
}

func (c calendar) relativeWeek(m []string) (from, to time.Time, ok bool) {
	first, last := daysOf(m[2])
	monday := -c.monday() - 7*int(monthsBack[m[1]])
	return c.day(monday + first), c.day(monday + last + 1), true
}

// weekday reads 周三: the latest.
func (c calendar) weekday(m []string) (from, to time.Time, ok bool) {
	first, last := daysOf(m[1])
	monday := -c.monday()
	if monday+first > 0 {
		monday -= 7
	}
	return c.day(monday + first), c.day(monday + last + 1), true
}

var daysBack = []struct {
	start string
	days  int
}{{"大前", 3}, {"前", 2}, {"昨", 1}, {"今", 0}, {"刚", 0}}

func (c calendar) relativeDay(m []string) (from, to time.Time, ok bool) {
	for _, d := range daysBack {
		if strings.HasPrefix(m[1], d.start) {
			return c.day(-d.days), c.day(1 - d.days), true
		}
	}
	return from, to, false // Unreachable: the patterns have no other words.
}

// recent reads words that say no number. Each is taken generously: who says
// 前几天 has not counted.
func (c calendar) recent(m []string) (from, to time.Time, ok bool) {
	days := 30 // 最近, 近期, 这阵子
	switch w := m[1]; {
	case strings.HasSuffix(w, "年"): // 近几年
		days = 3 * 365
	case strings.Contains(w, "天") && w != "前些天" && w != "这些天": // 前几天
		days = 7
	case strings.HasPrefix(w, "前"), w == "不久前": // 前阵子
		days = 90
	}
	return c.day(-days), c.day(1), true
}

// unitsOf reads a count and its unit, as days or months; half a unit has none.
func unitsOf(count, unit string) (days, months int, ok bool) {
	n := number(count)
	if n < 1 || n > mostUnits {
		return 0, 0, false
	}
	switch strings.TrimPrefix(unit, "个") {
	case "天":
		return n, 0, true
	case "周", "星期", "礼拜":
		return 7 * n, 0, true
	case "月":
		return 0, n, true
	}
	return 0, 12 * n, true
}

// lastFew reads 近三个月.
func (c calendar) lastFew(m []string) (from, to time.Time, ok bool) {
	if m[1] == "半" {
		if m[2] == "年" {
			return c.at(c.asked.Year(), c.asked.Month()-6, c.asked.Day()), c.day(1), true
		}
		return c.day(-15), c.day(1), m[2] == "月"
	}
	days, months, ok := unitsOf(m[1], m[2])
	return c.at(c.asked.Year(), c.asked.Month()-time.Month(months), c.asked.Day()-days), c.day(1), ok
}

// ago reads 三天前, 两周前, 三个月前 and 两年前: the day, week, month or year
// that is so far back. 半年前 is the months around it.
func (c calendar) ago(m []string) (from, to time.Time, ok bool) {
	y, mon := c.asked.Year(), c.asked.Month()
	if m[1] == "半" {
		if m[2] == "年" {
			return c.at(y, mon-8, 1), c.at(y, mon-3, 1), true
		}
		return c.day(-22), c.day(-7), m[2] == "个月"
	}
	days, months, ok := unitsOf(m[1], m[2])
	switch {
	case !ok:
		return from, to, false
	case m[2] == "年":
		y -= months / 12
		return c.at(y, 1, 1), c.at(y+1, 1, 1), y >= firstYear
	case months > 0:
		return c.at(y, mon-time.Month(months), 1), c.at(y, mon-time.Month(months)+1, 1), true
	case m[2] != "天":
		monday := -c.monday() - days
		return c.day(monday), c.day(monday + 7), true
	}
	return c.day(-days), c.day(1 - days), true
}

// number reads a number from 1 to 99, in digits or Chinese; 0 if it is none.
func number(s string) int {
	r := []rune(s)
	n, length := zh.Numeral(r, 0)
	if length < len(r) {
		return 0
	}
	return n
}
