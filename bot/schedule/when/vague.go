package when

import (
	"qunwen/corpus/zh"
)

var monthParts = []struct {
	word string
	kind VagueKind
}{
	{"第一周", firstWeek}, {"上旬", early}, {"中旬", middle}, {"下旬", late},
	{"份", wholeMonth}, {"初", early}, {"底", late}, {"末", late}, {"中", middle},
}

// scanPart reads the part of a month at i, which stands behind 月.
func scanPart(s []rune, i int) (VagueKind, int) {
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
	return NotVague, 0
}

// monthWords are months counted from that of the message, longest first.
var monthWords = []struct {
	word   string
	months int
}{
	{"下下个月", 2}, {"下下月", 2}, {"下个月", 1}, {"下月", 1}, {"这个月", 0}, {"这月", 0}, {"本月", 0}, {"当月", 0}, {"上个月", -1}, {"上月", -1}, {"月", 0},
}

// scanMonthWord reads 月底, 下个月初, 下月3号, 本月最后一天, 下月第一个周五 at i.
func scanMonthWord(s []rune, i int) (DayRef, int) {
	for _, w := range monthWords {
		if !zh.HasAt(s, i, w.word) {
			continue
		}
		n := len([]rune(w.word))
		d, k := scanInMonth(s, i+n)
		switch bare := w.word == "月"; {
		case bare && (k == 0 || !startsMonthPart(s, i)):
			return DayRef{}, 0
		case k == 0, d.Day > 0 && d.Day != lastDay && !isDayUnit(s[i+n+k-1]) && s[i+n+k-1] != '天':
			d, k = DayRef{Vague: VagueRef{Kind: wholeMonth}}, 0
		}
		d.InMonth, d.past = Away{true, w.months}, w.months < 0
		return d, n + k
	}
	return DayRef{}, 0
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
func scanSometime(s []rune, i int) (DayRef, int) {
	n, _ := zh.OneOfAt(s, i, someWords)
	prev := zh.At(s, i-1)
	if n == 0 || zh.IsDigit(prev) || isHanDigit(prev) || n == 2 && zh.Contains("半多几每全当近次佳季环细调情关", prev) {
		return DayRef{}, 0
	}
	return DayRef{Vague: VagueRef{Kind: Sometime}}, n
}

// unclearWords name a day that nobody can place, longest first of those that
// begin alike.
var unclearWords = []string{
	"改天", "改日", "过几天", "过些天", "过些日子", "过两天", "过一阵子", "过一阵", "过阵子", "过段时间", "过一段时间",
	"几天后", "几天之后", "猴年马月", "择日", "哪天有空", "有空再", "下下下个周", "下下下周", "下下下个月", "下下下月",
}

// unclearStarts are the characters with which such words begin.
const unclearStarts = "改过几猴择哪有下半个十两0123456789" + zh.HanDigits

var unclearRunes = zh.NewRuneSet(unclearStarts)

// scanUnclear reads words at i that name a day which nobody can place, and the
// part of the day behind them.
func scanUnclear(s []rune, i int) (period string, n int) {
	if !unclearRunes.Has(s[i]) {
		return "", 0
	}
	n, _ = zh.OneOfAt(s, i, unclearWords)
	switch prev, next := zh.At(s, i-1), zh.At(s, i+n); {
	case n == 0:
		n = scanMonthsLater(s, i)
	case zh.Contains("修更不通经超再", prev), next == '期', next == '数', s[i] == '过' && zh.HasAt(s, i+n, "后"):
		return "", 0
	case s[i] == '下':
		if _, ok := weekdayOf(next, zh.At(s, i+n+1)); ok {
			n++
		}
	}
	if n == 0 {
		return "", 0
	}
	period, k := scanPeriod(s, zh.Skip(s, i+n, " 的"))
	if k > 0 {
		n = zh.Skip(s, i+n, " 的") + k - i
	}
	return period, n
}

// scanMonthsLater reads 一个月后 and 半个月后: about then.
func scanMonthsLater(s []rune, i int) int {
	if !zh.StartsNumber(s, i) { // first: a run of digits is read once, not from each of them
		return 0
	}
	_, k := zh.Numeral(s, i)
	if s[i] == '半' {
		k = 1
	}
	if k == 0 || !zh.HasAt(s, i+k, "个月") {
		return 0
	}
	n, _ := zh.OneOfAt(s, i+k+2, []string{"之后", "以后", "后"})
	if n == 0 {
		return 0
	}
	return k + 2 + n
}
