package when

import (
	"strings"

	"qunwen/corpus/zh"
)

func isYear(v int) bool { return v >= 2000 && v < 2100 }

// scanMonthNumber reads 5月, 12 月, 四月 or 元月. The number may be too large.
func scanMonthNumber(s []rune, i int) (month, n int) {
	if zh.HasAt(s, i, "元月") {
		return 1, 2
	}
	m, n := zh.Numeral(s, i)
	unit := gap(s, i+n)
	if n == 0 || n > 2 || m <= 0 || zh.At(s, unit) != '月' {
		return 0, 0
	}
	return m, unit + 1 - i
}

// scanHanYear reads 二零一八年 or 二〇一八年.
func scanHanYear(s []rune, i int) (year, n int) {
	for ; n < 4; n++ {
		k := strings.IndexRune(zh.HanDigits, zh.At(s, i+n)) / len("一")
		if zh.At(s, i+n) == '零' {
			k = 0
		} else if !zh.Contains(zh.HanDigits, zh.At(s, i+n)) {
			return 0, 0
		}
		year = 10*year + k
	}
	if !isYear(year) || zh.At(s, i+4) != '年' {
		return 0, 0
	}
	return year, 5
}

// ScanBareMonth reads a month and no more at i: the 5月 of 5月还有几场.
func ScanBareMonth(s []rune, i int) (DayRef, int) {
	if !zh.IsDigit(s[i]) && !isHanDigit(s[i]) || !zh.StartsNumber(s, i) {
		return DayRef{}, 0
	}
	m, n := scanMonthNumber(s, i)
	if next := zh.At(s, i+n); n == 0 || m > 12 || zh.IsDigit(next) || isHanDigit(next) || zh.Contains("个月底初末中", next) {
		return DayRef{}, 0
	}
	return DayRef{Month: m, Vague: VagueRef{Kind: wholeMonth}}, n
}
