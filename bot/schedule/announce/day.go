package announce

import (
	"strings"
	"time"

	"qunwen/corpus/zh"
)

// A dayRef is a day as words give it, before anybody knows which day it is.
// Of its parts only those are set that were said.
type dayRef struct {
	year, month, day int // 0: not said

	hasWeekday bool
	weekday    time.Weekday
	week       weekRef

	relative    bool
	offset      int // days from the day of the message
	vague       vagueRef
	weak        bool   // may be something else: 3.4, 0313, a bare 晚上
	past, every bool   // 昨天, 上周三; 每周三
	period      string // 晚上, 下午 …; "" if not said
}

// specific reports whether the reference means one day.
func (d dayRef) specific() bool {
	return d.day > 0 || d.hasWeekday || d.relative
}

// dayWords are relative days and how far away they are.
var dayWords = []struct {
	word   string
	offset int
	period string
}{
	{"大后天", 3, ""}, {"后天", 2, ""}, {"后晚", 2, "晚上"},
	{"明天", 1, ""}, {"明日", 1, ""}, {"明晚", 1, "晚上"}, {"明儿", 1, ""},
	{"今天", 0, ""}, {"今日", 0, ""}, {"今晚", 0, "晚上"}, {"今儿", 0, ""}, {"今夜", 0, "晚上"},
	{"昨天", -1, ""}, {"昨日", -1, ""}, {"昨晚", -1, "晚上"}, {"前天", -2, ""}, {"前晚", -2, "晚上"},
}

var periods = []string{"晚上", "下午", "上午", "早上", "中午", "傍晚", "晚间", "夜里", "凌晨", "晚"}

// scanDay reads the day reference that begins at i and returns its length, 0
// if there is none.
func scanDay(s []rune, i int) (dayRef, int) {
	d, n := scanBareDay(s, i)
	if n == 0 || d.vague.kind != notVague && !d.specific() {
		return d, n
	}
	if d.period == "" || zh.At(s, i+n) == '上' {
		j := zh.Skip(s, i+n, " ")
		if k, which := zh.OneOfAt(s, j, periods); k > 0 && !zh.HasAt(s, j+k, "好") {
			d.period = periods[which]
			n = j + k - i
		} else if d.period != "" && zh.At(s, i+n) == '上' { // 今晚上
			n++
		}
	}
	return d, n
}

func scanBareDay(s []rune, i int) (dayRef, int) {
	switch r := s[i]; {
	case zh.IsDigit(r):
		if zh.StartsNumber(s, i) {
			return scanNumericDay(s, i)
		}
	case strings.ContainsRune(zh.HanDigits, r) || r == '十':
		if zh.StartsNumber(s, i) {
			return scanHanDay(s, i)
		}
	case r == '今' || r == '明' || r == '后' || r == '大' || r == '昨' || r == '前':
		for _, w := range dayWords {
			if zh.HasAt(s, i, w.word) {
				return dayRef{relative: true, offset: w.offset, past: w.offset < 0, period: w.period}, len([]rune(w.word))
			}
		}
	case r == '晚':
		next := zh.At(s, i+2)
		if zh.HasAt(s, i, "晚上") && next != '好' && !zh.IsDigit(zh.At(s, i-1)) && zh.At(s, i-1) != '每' && zh.At(s, i-1) != '天' {
			return dayRef{relative: true, weak: true, period: "晚上"}, 2
		}
	}
	if d, n := scanWeekday(s, i); n > 0 {
		return d, n
	}
	return scanVague(s, i)
}

// scanNumericDay reads a day that begins with a digit.
func scanNumericDay(s []rune, i int) (dayRef, int) {
	v, n := zh.Digits(s, i)
	next := zh.At(s, i+n)
	switch {
	case n == 8 && v > 20000101 && v < 21000000 && !zh.IsLatin(next):
		return checked(dayRef{year: v / 10000, month: v / 100 % 100, day: v % 100}, n)
	case n == 4 && v >= 2000 && v < 2100 && strings.ContainsRune("-/.", next):
		return scanISO(s, i, v)
	case n == 4 && v >= 2000 && v < 2100 && next == '年':
		d, k := scanMonth(s, zh.Skip(s, i+5, " "))
		if k == 0 {
			return dayRef{}, 0
		}
		d.year = v
		return d, zh.Skip(s, i+5, " ") - i + k
	case n == 4 && s[i] <= '1' && !strings.ContainsRune("-/.年万元块点%个人条", next) && !zh.IsLatin(next):
		return checked(dayRef{month: v / 100, day: v % 100, weak: true}, n)
	case n > 2 || v == 0:
		return dayRef{}, 0
	case next == '月':
		return scanMonth(s, i)
	case next == '号' || next == '日':
		return scanDayOfMonth(s, i, v, n)
	case next == '.' || next == '/' || next == '-':
		return scanShort(s, i, v, n)
	}
	return dayRef{}, 0
}

// scanISO reads 2018-5-11, 2017/7/25 or 2017.12.30; the year was read.
func scanISO(s []rune, i, year int) (dayRef, int) {
	sep := s[i+4]
	m, n := zh.Digits(s, i+5)
	j := i + 5 + n
	if n == 0 || n > 2 || zh.At(s, j) != sep {
		return dayRef{}, 0
	}
	d, k := zh.Digits(s, j+1)
	if k == 0 || k > 2 || m == 0 || m > 12 || d == 0 || d > 31 {
		return dayRef{}, 0
	}
	return dayRef{year: year, month: m, day: d}, j + 1 + k - i
}

// scanShort reads 3.22, 5/15 or 5-15, which can be many other things.
func scanShort(s []rune, i, month, n int) (dayRef, int) {
	sep := s[i+n]
	d, k := zh.Digits(s, i+n+1)
	end := i + n + 1 + k
	next := zh.At(s, end)
	if k == 0 || k > 2 || d == 0 || d > 31 || month > 12 {
		return dayRef{}, 0
	}
	if zh.IsLatin(next) || next == sep && zh.IsDigit(zh.At(s, end+1)) || strings.ContainsRune("%万亿元块倍版个折次人分点期条天投年月", next) {
		return dayRef{}, 0
	}
	if next == '日' || next == '号' {
		return dayRef{month: month, day: d}, end + 1 - i
	}
	if sep == '-' { // 3-4 is a date before a weekday or a name only
		j := zh.Skip(s, end, " ")
		if _, w := scanWeekday(s, min(j, len(s)-1)); w == 0 && zh.At(s, j) != '@' {
			return dayRef{}, 0
		}
	}
	return dayRef{month: month, day: d, weak: true}, end - i
}

// scanDayOfMonth reads 20号 or 16日.
func scanDayOfMonth(s []rune, i, v, n int) (dayRef, int) {
	if v > 31 || zh.At(s, i-1) == '月' || strings.ContainsRune("文线楼口群院店馆机函令商志常均内息", zh.At(s, i+n+1)) {
		return dayRef{}, 0
	}
	return dayRef{day: v}, n + 1
}

// scanMonth reads what begins with a month: 4月16日, 2月30, 1月底, 2月份, 2月第一周.
func scanMonth(s []rune, i int) (dayRef, int) {
	if i >= len(s) {
		return dayRef{}, 0
	}
	m, n := zh.Numeral(s, i)
	if n == 0 || n > 2 || m == 0 || m > 12 || zh.At(s, i+n) != '月' {
		return dayRef{}, 0
	}
	j := i + n + 1
	if k := zh.Skip(s, j, " "); zh.IsDigit(zh.At(s, k)) && k-j <= 1 {
		j = k
	}
	if d, k := zh.Numeral(s, j); k > 0 && d > 0 && d <= 31 && (zh.At(s, j+k) == '日' || zh.At(s, j+k) == '号') {
		return dayRef{month: m, day: d}, j + k + 1 - i
	} else if zh.IsDigit(zh.At(s, j)) && k <= 2 && d > 0 && d <= 31 && !strings.ContainsRune("-/个年月", zh.At(s, j+k)) {
		return dayRef{month: m, day: d}, j + k - i
	}
	if kind, k := scanPart(s, i+n+1); k > 0 {
		return dayRef{month: m, vague: vagueRef{kind: kind}}, n + 1 + k
	}
	return dayRef{}, 0
}

// scanHanDay reads what begins with a Chinese numeral: 四月十六日, 一月份, 二十号.
func scanHanDay(s []rune, i int) (dayRef, int) {
	if d, n := scanMonth(s, i); n > 0 {
		return d, n
	}
	v, n := zh.HanNumber(s, i)
	if n > 0 && v <= 31 && zh.At(s, i+n) == '号' && (n > 1 || v == 10) {
		return scanDayOfMonth(s, i, v, n)
	}
	return dayRef{}, 0
}

// checked drops a reference whose month or day no calendar has.
func checked(d dayRef, n int) (dayRef, int) {
	if d.month < 1 || d.month > 12 || d.day < 1 || d.day > 31 {
		return dayRef{}, 0
	}
	return d, n
}
