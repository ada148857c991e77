package announce

import (
	"qunwen/corpus/zh"
)

// A vagueKind is a stretch of days that words name.
type vagueKind uint8

const (
	notVague     vagueKind = iota
	early                  // 初, 上旬: 1 to 10
	middle                 // 中, 中旬: 11 to 20
	late                   // 下旬, 底: 21 to the end
	wholeMonth             // 份
	firstWeek              // 第一周: the week that holds the 1st
	weekend                // 周末
	wholeWeek              // 下周 and no more
	sometime               // 年后, 节后: nobody can say
	afterHoliday           // 元旦后第一周, with or without a weekday
)

// A vagueRef is a vague stretch and, for some, where it is.
type vagueRef struct {
	kind  vagueKind
	feast *feast // that it lies behind
}

// ofMonth reports whether the stretch is a part of a month.
func (v vagueRef) ofMonth() bool { return v.kind > notVague && v.kind < weekend }

var monthParts = []struct {
	word string
	kind vagueKind
}{
	{"第一周", firstWeek}, {"上旬", early}, {"中旬", middle}, {"下旬", late},
	{"份", wholeMonth}, {"初", early}, {"底", late}, {"末", late}, {"中", middle},
}

// scanPart reads the part of a month at i, which stands behind 月.
func scanPart(s []rune, i int) (vagueKind, int) {
	for _, p := range monthParts {
		if zh.HasAt(s, i, p.word) {
			n := len([]rune(p.word))
			if p.kind == wholeMonth { // 2月份底
				if k, m := scanPart(s, i+n); m > 0 && k != wholeMonth {
					return k, n + m
				}
			}
			return p.kind, n
		}
	}
	return notVague, 0
}

// monthWords are months counted from that of the message, longest first.
var monthWords = []struct {
	word   string
	months int
}{
	{"下下个月", 2}, {"下下月", 2}, {"下个月", 1}, {"下月", 1}, {"这个月", 0}, {"这月", 0}, {"本月", 0}, {"当月", 0}, {"上个月", -1}, {"上月", -1}, {"月", 0},
}

// scanMonthWord reads 月底, 下个月初, 下月3号, 本月最后一天, 下月第一个周五 at i.
func scanMonthWord(s []rune, i int) (dayRef, int) {
	for _, w := range monthWords {
		if !zh.HasAt(s, i, w.word) {
			continue
		}
		n := len([]rune(w.word))
		d, k := scanInMonth(s, i+n)
		switch bare := w.word == "月"; {
		case bare && (k == 0 || !startsMonthPart(s, i)):
			return dayRef{}, 0
		case k == 0, d.day > 0 && d.day != lastDay && !isDayUnit(s[i+n+k-1]) && s[i+n+k-1] != '天':
			d, k = dayRef{vague: vagueRef{kind: wholeMonth}}, 0
		}
		d.inMonth, d.past = away{true, w.months}, w.months < 0
		return d, n + k
	}
	return dayRef{}, 0
}

// startsMonthPart reports whether a bare 月 at i is that of 月底, not of 5个月中
// or 岁月中.
func startsMonthPart(s []rune, i int) bool {
	prev, next := zh.At(s, i-1), zh.At(s, i+1)
	return !zh.IsDigit(prev) && !zh.Contains("个岁当几整半全每", prev) && !isHanDigit(prev) && (zh.Contains("初底末", next) ||
		zh.HasAt(s, i+1, "上旬") || zh.HasAt(s, i+1, "中旬") || zh.HasAt(s, i+1, "下旬") || next == '中' && !zh.Contains("国间途", zh.At(s, i+2)))
}

var someWords = []string{"年后", "节后", "开了年", "过完年", "年前", "年底", "年中", "节前"}

// scanSometime reads 年后 and 节后 at i.
func scanSometime(s []rune, i int) (dayRef, int) {
	n, _ := zh.OneOfAt(s, i, someWords)
	prev := zh.At(s, i-1)
	if n == 0 || zh.IsDigit(prev) || isHanDigit(prev) || n == 2 && zh.Contains("半多几每全当近次佳季环细调情关", prev) {
		return dayRef{}, 0
	}
	return dayRef{vague: vagueRef{kind: sometime}}, n
}
