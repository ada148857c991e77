package when

import (
	"qunwen/corpus/zh"
)

// lunarMonths are the names that only months of the lunar year have.
var lunarMonths = []struct {
	word  string
	month int
}{{"正月", 1}, {"冬月", 11}, {"腊月", 12}}

// scanLunarDay reads 正月初八, 农历四月十五, 大年初二 and a bare 初八 at i.
func scanLunarDay(s []rune, i int) (DayRef, int) {
	d, named, j := scanLunarName(s, i)
	if m, n := scanLunarMonth(s, j, named); n > 0 {
		day, k := scanLunarNumber(s, j+n)
		if k == 0 {
			return DayRef{}, 0
		}
		d.Month, d.Day = m, day
		return d, j + n + k - i
	}
	if named {
		return DayRef{}, 0
	}
	if k, _ := zh.OneOfAt(s, i, []string{"大年", "年"}); k > 0 {
		j = i + k
	}
	day, k := scanLunarNumber(s, j)
	if k == 0 || zh.At(s, j) != '初' || j == i && !standsBeforeFeast(s, i) {
		return DayRef{}, 0
	}
	d.Month, d.Day, d.Seasonal = 1, day, j == i
	return d, j + k - i
}

// scanLunarName reads 农历, the year and 闰, each if it is there, and returns where
// the month is to begin and whether it is surely a lunar one.
func scanLunarName(s []rune, i int) (d DayRef, named bool, next int) {
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
