package announce

import (
	"time"

	"qunwen/corpus/zh"
)

// A vagueKind is a stretch of days that words name.
type vagueKind uint8

const (
	notVague     vagueKind = iota
	early                  // 初, 上旬: 1 to 10
	middle                 // 中旬: 11 to 20
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
	kind   vagueKind
	months int // from the month of the message, where no month is said
	month  time.Month
	day    int // of the holiday
}

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

var (
	monthWords   = []string{"下个月", "下月", "这个月", "本月", "月"}
	monthOffsets = []int{1, 1, 0, 0, 0}
	someWords    = []string{"年后", "节后", "开了年", "过完年", "年前"}
	holidays     = []struct {
		word  string
		month time.Month
		day   int
	}{{"元旦", time.January, 1}, {"五一", time.May, 1}, {"劳动节", time.May, 1}, {"十一", time.October, 1}, {"国庆", time.October, 1}}
)

// scanVague reads 月底, 下个月初, 年后 and 元旦后第一周(周三) at i.
func scanVague(s []rune, i int) (dayRef, int) {
	switch s[i] {
	case '下', '这', '本', '月':
		n, which := zh.OneOfAt(s, i, monthWords)
		if n == 0 || s[i] == '月' && (zh.IsDigit(zh.At(s, i-1)) || zh.At(s, i-1) == '个') {
			return dayRef{}, 0
		}
		kind, k := scanPart(s, i+n)
		if kind == middle && zh.At(s, i+n) == '中' && zh.At(s, i+n+1) != '旬' && s[i] == '月' || k == 0 && s[i] == '月' {
			return dayRef{}, 0
		}
		if k == 0 {
			kind = wholeMonth
		}
		return dayRef{vague: vagueRef{kind: kind, months: monthOffsets[which]}}, n + k
	case '年', '节', '开', '过':
		if n, _ := zh.OneOfAt(s, i, someWords); n > 0 {
			return dayRef{vague: vagueRef{kind: sometime}}, n
		}
	case '元', '五', '劳', '十', '国':
		return scanAfterHoliday(s, i)
	}
	return dayRef{}, 0
}

// scanAfterHoliday reads 元旦后第一周 and the weekday behind it.
func scanAfterHoliday(s []rune, i int) (dayRef, int) {
	for _, h := range holidays {
		if !zh.HasAt(s, i, h.word) {
			continue
		}
		j := i + len([]rune(h.word))
		k, _ := zh.OneOfAt(s, j, []string{"节后", "之后", "后"})
		if k == 0 {
			return dayRef{}, 0
		}
		j += k
		d := dayRef{vague: vagueRef{kind: afterHoliday, month: h.month, day: h.day}}
		if !zh.HasAt(s, j, "第一周") && !zh.HasAt(s, j, "第一个") {
			d.vague.kind = sometime
			return d, j - i
		}
		j += 3
		if w, n := scanWeekday(s, j); n > 0 && w.hasWeekday {
			d.weekday, d.hasWeekday = w.weekday, true
			j += n
		} else if v, ok := weekdayOf(zh.At(s, j), zh.At(s, j+1)); zh.At(s, j-1) == '周' && ok {
			d.weekday, d.hasWeekday = v, true
			j++
		}
		return d, j - i
	}
	return dayRef{}, 0
}
