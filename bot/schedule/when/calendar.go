package when

import (
	"qunwen/corpus/zh"
)

// scanNumericDay reads a day that begins with a digit.
func scanNumericDay(s []rune, i int) (DayRef, int) {
	if !zh.StartsNumber(s, i) || zh.At(s, i-1) == '+' {
		return DayRef{}, 0
	}
	v, n := zh.Digits(s, i)
	switch {
	case n == 8:
		return scanEightDigits(s, i, v)
	case n == 4:
		return scanFourDigits(s, i, v)
	case n > 2 || v == 0:
		return DayRef{}, 0
	}
	switch unit := gap(s, i+n); zh.At(s, unit) {
	case '年':
		return scanShortYear(s, i, unit+1, v)
	case '月':
		return scanMonth(s, i)
	case '日', '号':
		return scanDayOfMonth(s, i, v, n)
	}
	if zh.Contains("./-", zh.At(s, i+n)) {
		return scanShort(s, i, v, n)
	}
	return scanListed(s, i, v, n)
}

// scanEightDigits reads 20180511; the digits are v.
func scanEightDigits(s []rune, i, v int) (DayRef, int) {
	if v <= 20000101 || v >= 21000000 || zh.IsLatin(zh.At(s, i+8)) {
		return DayRef{}, 0
	}
	return checked(DayRef{year: v / 10000, Month: v / 100 % 100, Day: v % 100}, 8)
}

// scanListed reads the first of days whose unit stands behind the last: the 23 of
// 23、26号. The number v of n digits was read.
func scanListed(s []rune, i, v, n int) (DayRef, int) {
	if v > 31 || v < 10 && startsLine(s, i) || !listedDay(s, i+n) {
		return DayRef{}, 0
	}
	return DayRef{Day: v}, n
}

// startsLine reports whether a line, a sentence or a word begins at i: a number
// there may count the rows of a list.
func startsLine(s []rune, i int) bool { return i == 0 || zh.Contains("\n;。 :,", s[i-1]) }

// listedDay reports whether more numbers stand at i, and a unit behind the last.
func listedDay(s []rune, i int) bool {
	for zh.Contains("、和及与", zh.At(s, i)) {
		v, n := zh.Digits(s, i+1)
		if n == 0 || n > 2 || v == 0 || v > 31 {
			return false
		}
		i += 1 + n
		if isDayUnit(zh.At(s, i)) {
			return !zh.Contains(notBehindDay, zh.At(s, i+1))
		}
	}
	return false
}

// scanShortYear reads 18年5月11日; j is behind the 年 of the year v.
func scanShortYear(s []rune, i, j, v int) (DayRef, int) {
	if v < 15 || v > 40 { // 5年3月
		return DayRef{}, 0
	}
	return scanInYear(s, i, j, DayRef{year: 2000 + v})
}

// scanFourDigits reads 2018-5-11, 2018年5月11日 or 0511; the digits are v.
func scanFourDigits(s []rune, i, v int) (DayRef, int) {
	next := zh.At(s, i+4)
	switch {
	case isYear(v) && zh.Contains("-/.", next):
		return scanISO(s, i, v)
	case isYear(v) && zh.At(s, gap(s, i+4)) == '年':
		return scanInYear(s, i, gap(s, i+4)+1, DayRef{year: v})
	case s[i] <= '1' && !zh.Contains("-/.年万元块点%个人条", next) && !zh.IsLatin(next):
		return checked(DayRef{Month: v / 100, Day: v % 100, Weak: true}, 4)
	}
	return DayRef{}, 0
}

// scanInYear reads the day of the year in d that begins at j, and counts from i.
func scanInYear(s []rune, i, j int, d DayRef) (DayRef, int) {
	j = zh.Skip(s, j, " 的")
	if j >= len(s) {
		return DayRef{}, 0
	}
	for _, scan := range []dayScanner{scanMonth, scanLunarDay, scanFeastWord} {
		if e, n := scan(s, j); n > 0 {
			e.year, e.inYear, e.past = max(e.year, d.year), d.inYear, d.past
			return e, j + n - i
		}
	}
	return DayRef{}, 0
}

// yearWords are years counted from that of the message.
var yearWords = []struct {
	word  string
	years int
}{{"今年", 0}, {"明年", 1}, {"后年", 2}, {"去年", -1}}

// scanYearWord reads 明年1月5日, 今年圣诞节 and the like at i.
func scanYearWord(s []rune, i int) (DayRef, int) {
	for _, w := range yearWords {
		if zh.HasAt(s, i, w.word) {
			return scanInYear(s, i, i+2, DayRef{inYear: Away{true, w.years}, past: w.years < 0})
		}
	}
	return DayRef{}, 0
}

// scanISO reads 2018-5-11, 2017/7/25 or 2017.12.30; the year was read.
func scanISO(s []rune, i, year int) (DayRef, int) {
	sep := s[i+4]
	m, n := zh.Digits(s, i+5)
	j := i + 5 + n
	if n == 0 || n > 2 || zh.At(s, j) != sep {
		return DayRef{}, 0
	}
	d, k := zh.Digits(s, j+1)
	if k == 0 || k > 2 || m == 0 || m > 12 || d == 0 || d > 31 {
		return DayRef{}, 0
	}
	return DayRef{year: year, Month: m, Day: d}, j + 1 + k - i
}

// scanShort reads 3.22, 5/15 or 5-15, which can be many other things.
func scanShort(s []rune, i, month, n int) (DayRef, int) {
	sep := s[i+n]
	d, k := zh.Digits(s, i+n+1)
	end := i + n + 1 + k
	next := zh.At(s, end)
	if k == 0 || k > 2 || d == 0 || d > 31 || month > 12 {
		return DayRef{}, 0
	}
	if zh.IsLatin(next) || next == sep && zh.IsDigit(zh.At(s, end+1)) || zh.Contains("%万亿元块倍版个折次人分点时期条天投年月", next) {
		return DayRef{}, 0
	}
	if isDayUnit(next) {
		return DayRef{Month: month, Day: d}, end + 1 - i
	}
	if sep == '-' && !dashedDay(s, i, end) {
		return DayRef{}, 0
	}
	return DayRef{Month: month, Day: d, Weak: true}, end - i
}

// dashedDay reports whether 3-4, which ends at end, is a day: before a weekday,
// a name or, as 05-20, an hour.
func dashedDay(s []rune, i, end int) bool {
	j := zh.Skip(s, end, " (")
	if _, n := scanWeekday(s, min(j, len(s))); n > 0 || zh.At(s, j) == '@' {
		return true
	}
	if _, ok := weekdayOf(zh.At(s, j), ')'); ok && zh.At(s, j-1) == '(' && zh.At(s, j+1) == ')' && !zh.IsDigit(zh.At(s, j)) {
		return true
	}
	_, hour := scanClock(s, j, "")
	padded := s[i] == '0' || s[end-2] == '0'
	return hour > 0 && padded && j > end
}

// notBehindDay are runes that make another word of a number with 号 or 日: 217号文, 10日内.
const notBehindDay = "文线楼口群院店馆机函令商志常均内息厅桌"

// scanDayOfMonth reads 20号 or 16日. A day that no month has is weak: 32号.
func scanDayOfMonth(s []rune, i, v, n int) (DayRef, int) {
	unit := gap(s, i+n)
	if v > 39 || v == 0 || zh.At(s, i-1) == '月' || v < 10 && zh.At(s, unit) == '日' && zh.Contains("延迟后前早推", zh.At(s, i-1)) || zh.Contains(notBehindDay, zh.At(s, unit+1)) {
		return DayRef{}, 0
	}
	return DayRef{Day: v, Weak: v > 31}, unit + 1 - i
}

// scanMonth reads what begins with a month: 4月16日, 2月30, 1月底, 2月份, 2月第一周.
func scanMonth(s []rune, i int) (DayRef, int) {
	m, n := scanMonthNumber(s, i)
	if n == 0 {
		return DayRef{}, 0
	}
	d, k := scanInMonth(s, i+n)
	if k == 0 || m > 12 && !isDayUnit(s[i+n+k-1]) {
		return DayRef{}, 0
	}
	d.Month = m
	return d, n + k
}

// scanInMonth reads the day or the part of a month that was named before i.
func scanInMonth(s []rune, i int) (DayRef, int) {
	j := gap(s, i)
	if day, n := scanDayNumber(s, j); n > 0 {
		return DayRef{Day: day}, j + n - i
	}
	if d, n := scanNth(s, j); n > 0 {
		return d, j + n - i
	}
	kind, k := scanPart(s, i)
	if k == 0 {
		return DayRef{}, 0
	}
	if zh.HasAt(s, i+k, "最后一天") { // 月底最后一天
		return DayRef{Day: lastDay}, k + 4
	}
	return DayRef{Vague: VagueRef{Kind: kind}}, k
}

// scanApartDay reads a second digit behind a blank: 1 2 日. The first, d, has k runes.
func scanApartDay(s []rune, i, d, k int) (day, n int) {
	unit := gap(s, i+3)
	if k != 1 || zh.At(s, i+1) != ' ' || !zh.IsDigit(zh.At(s, i+2)) || !isDayUnit(zh.At(s, unit)) {
		return 0, 0
	}
	return d*10 + int(s[i+2]-'0'), unit + 1 - i
}

// scanDayNumber reads the 16日 of 4月16日, 30 of 2月30, 12 of 5月12/13日 or 二十三 of
// 一月二十三. With its unit it may be a number that no month has.
func scanDayNumber(s []rune, i int) (day, n int) {
	d, k := zh.Numeral(s, i)
	if k == 0 || d <= 0 {
		return 0, 0
	}
	if day, n := scanApartDay(s, i, d, k); n > 0 {
		return day, n
	}
	if unit := gap(s, i+k); isDayUnit(zh.At(s, unit)) && d < 100 && zh.At(s, unit+1) != '内' {
		return d, unit + 1 - i
	}
	behind := "-/:%个年月天点万亿元块次人场期家" // 5月30场
	if !zh.IsDigit(s[i]) {
		behind = "十百千万亿多几余个点分年月天周次人元块场倍"
	}
	switch {
	case d > 31 || k > 2 && zh.IsDigit(s[i]):
		return 0, 0
	case slashedDay(s, i+k):
		return d, k
	case zh.Contains(behind, zh.At(s, i+k)):
		return 0, 0
	case zh.IsDigit(s[i]) || d > 10:
		return d, k
	}
	return 0, 0
}

// slashedDay reports whether /13日 stands at i.
func slashedDay(s []rune, i int) bool {
	_, n := zh.Digits(s, i+1)
	return zh.At(s, i) == '/' && n > 0 && n <= 2 && isDayUnit(zh.At(s, i+1+n))
}

// ordinals are the words for which weekday of a month is meant.
var ordinals = []string{"最后一个", "第一个", "第二个", "第三个", "第四个", "第五个"}

// scanNth reads 最后一天, 头一天, 第二个周三 or 最后一个周五 at i, behind a month.
func scanNth(s []rune, i int) (DayRef, int) {
	i, from := zh.Skip(s, i, "的"), i
	if zh.HasAt(s, i, "最后一天") {
		return DayRef{Day: lastDay}, i + 4 - from
	}
	if k, _ := zh.OneOfAt(s, i, []string{"头一天", "第一天"}); k > 0 {
		return DayRef{Day: 1}, i + k - from
	}
	n, which := zh.OneOfAt(s, i, ordinals)
	if n == 0 {
		return DayRef{}, 0
	}
	d, k := scanWeekday(s, i+n)
	if k == 0 || !d.HasWeekday || d.Week != BareWeek {
		return DayRef{}, 0
	}
	if d.nth = which; which == 0 {
		d.nth = -1
	}
	return d, i + n + k - from
}

// scanHanDay reads what begins with a Chinese numeral: 四月十六日, 一月份, 二十号,
// 二零一八年五月十二日, 八月十五日, 三月初一.
func scanHanDay(s []rune, i int) (DayRef, int) {
	if !zh.StartsNumber(s, i) || zh.At(s, i-1) == '零' {
		return DayRef{}, 0
	}
	if year, n := scanHanYear(s, i); n > 0 {
		return scanInYear(s, i, i+n, DayRef{year: year})
	}
	if m, n := scanMonthNumber(s, i); n > 0 && m <= 12 {
		if day, k := scanLunarNumber(s, i+n); k > 0 && zh.At(s, i+n) == '初' {
			return DayRef{lunar: true, Month: m, Day: day}, n + k
		}
	}
	if d, n := scanMonth(s, i); n > 0 {
		return d, n
	}
	v, n := zh.HanNumber(s, i)
	if n == 0 || v > 31 || !isDayUnit(zh.At(s, i+n)) {
		return DayRef{}, 0
	}
	d, k := scanDayOfMonth(s, i, v, n)
	d.Weak = n == 1 && v != 10 && !zh.Contains("请由邀晚那", zh.At(s, i+n+1)) || s[i+n] == '日' // 三号 is a line of the metro, too
	return d, k
}

// checked drops a reference whose month or day no calendar has.
func checked(d DayRef, n int) (DayRef, int) {
	if d.Month < 1 || d.Month > 12 || d.Day < 1 || d.Day > 31 {
		return DayRef{}, 0
	}
	return d, n
}
