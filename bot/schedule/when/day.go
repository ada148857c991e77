package when

import (
	"qunwen/corpus/zh"
)

// A dayScanner reads a day reference that begins at i and returns its length,
// 0 if there is none.
type dayScanner func(s []rune, i int) (DayRef, int)

// dayScanners are tried in turn by the rune at which a reference begins.
var dayScanners = scannersByRune([]struct {
	first string
	scan  dayScanner
}{
	{"0123456789" + zh.HanDigits + "十两再过", scanDaysLater},
	{"0123456789", scanNumericDay},
	{zh.HanDigits + "零十廿两元", scanHanDay},
	{"今明后大昨前当", scanDayWord},
	{"晚", scanEvening},
	{"每逢", scanEvery},
	{"下", scanTodayNextWeek},
	{"下这本上周星礼", scanWeekday},
	{"下这本上当月", scanMonthWord},
	{"今明后去", scanYearWord},
	{"正腊冬闰农阴旧初大年", scanLunarDay},
	{"年节开过", scanSometime},
	{feastRunes(), scanFeast},
})

// timeRunes are the characters with which a day or an hour may begin.
var timeRunes = zh.NewRuneSet(clockStarts, unclearStarts, dayStarts())

// dayStarts are the characters with which a day may begin.
func dayStarts() string {
	starts := make([]rune, 0, len(dayScanners))
	for r := range dayScanners {
		starts = append(starts, r)
	}
	return string(starts)
}

func scannersByRune(list []struct {
	first string
	scan  dayScanner
}) map[rune][]dayScanner {
	m := make(map[rune][]dayScanner)
	for _, l := range list {
		for _, r := range l.first {
			m[r] = append(m[r], l.scan)
		}
	}
	return m
}

// ScanDay reads the day reference that begins at i, with the weekday and the
// part of the day behind it, and returns its length, 0 if there is none.
func ScanDay(s []rune, i int) (DayRef, int) {
	d, n := scanBareDay(s, i)
	if n == 0 || d.Vague.Kind != NotVague && !d.Specific() || d.every {
		return d, n
	}
	n += scanBracketWeekday(s, i+n, &d)
	switch {
	case d.Period == "":
		if p, k := scanPeriod(s, zh.Skip(s, i+n, " 的")); k > 0 {
			d.Period = p
			n = zh.Skip(s, i+n, " 的") + k - i
		}
	case d.Period == evening && zh.At(s, i+n) == '上' && zh.At(s, i+n+1) != '海': // 今晚上
		n++
	case d.Period == evening && zh.HasAt(s, zh.Skip(s, i+n, " "), "晚上"): // 今晚(周四)晚上
		n = zh.Skip(s, i+n, " ") + 2 - i
	}
	return d, n
}

func scanBareDay(s []rune, i int) (DayRef, int) {
	for _, scan := range dayScanners[s[i]] {
		if d, n := scan(s, i); n > 0 {
			return d, n
		}
	}
	return DayRef{}, 0
}

// scanBracketWeekday reads the (五) of 5/11(五) into d.
func scanBracketWeekday(s []rune, i int, d *DayRef) int {
	j := zh.Skip(s, i, " ")
	if d.Day == 0 || d.HasWeekday || zh.At(s, j) != '(' || zh.At(s, j+2) != ')' || zh.IsDigit(zh.At(s, j+1)) {
		return 0
	}
	w, ok := weekdayOf(zh.At(s, j+1), ')')
	if !ok {
		return 0
	}
	d.weekday, d.HasWeekday, d.Weak = w, true, false
	return j + 3 - i
}

// dayWords are relative days and how far away they are; of two that begin alike
// the longer stands first.
var dayWords = []struct {
	word   string
	offset int
	period string
}{
	{"大大大后天", 5, ""}, {"大大后天", 4, ""}, {"大后天", 3, ""}, {"大后日", 3, ""},
	{"后天", 2, ""}, {"后日", 2, ""}, {"后儿", 2, ""}, {"后晚", 2, evening},
	{"明天", 1, ""}, {"明日", 1, ""}, {"明晚", 1, evening}, {"明早", 1, morning}, {"明晨", 1, morning}, {"明夜", 1, evening},
	{"明儿个", 1, ""}, {"明儿", 1, ""}, {"明个", 1, ""}, {"明上午", 1, forenoon}, {"明下午", 1, afternoon},
	{"今天", 0, ""}, {"今日", 0, ""}, {"今晚", 0, evening}, {"今早", 0, morning}, {"今晨", 0, morning}, {"今夜", 0, evening},
	{"今儿个", 0, ""}, {"今儿", 0, ""}, {"今个", 0, ""}, {"今上午", 0, forenoon}, {"今下午", 0, afternoon}, {"当晚", 0, evening},
	{"昨天", -1, ""}, {"昨日", -1, ""}, {"昨晚", -1, evening}, {"昨夜", -1, evening}, {"昨儿", -1, ""},
	{"大前天", -3, ""}, {"前天", -2, ""}, {"前日", -2, ""}, {"前晚", -2, evening},
}

// notBeforeDayWord are runes that make another word of what follows: 说明个人,
// 目前天气, 今后天天.
var notBeforeDayWord = map[rune]string{
	'明': "说证声表申透发文光", '前': "目之提以当空", '后': "今以之然而随前先往", '大': "放扩",
}

// scanDayWord reads 今天, 明早, 大后天 and the like at i.
func scanDayWord(s []rune, i int) (DayRef, int) {
	if zh.Contains(notBeforeDayWord[s[i]], zh.At(s, i-1)) && !zh.HasAt(s, i-1, "说明晚") {
		return DayRef{}, 0
	}
	for _, w := range dayWords {
		if !zh.HasAt(s, i, w.word) {
			continue
		}
		n := len([]rune(w.word))
		if zh.HasAt(s, i+n, "后") && w.offset < 0 { // 前天后
			return DayRef{}, 0
		}
		return DayRef{Relative: true, same: w.word == "当晚", offset: w.offset, past: w.offset < 0, Period: w.period}, n
	}
	return DayRef{}, 0
}

// scanTodayNextWeek reads 下周今天 and 下星期的今天 at i.
func scanTodayNextWeek(s []rune, i int) (DayRef, int) {
	j := i + 1
	if zh.At(s, j) == '个' {
		j++
	}
	n, _ := zh.OneOfAt(s, j, weekWords)
	if n == 0 {
		return DayRef{}, 0
	}
	j = zh.Skip(s, j+n, " 的")
	if !zh.HasAt(s, j, "今天") {
		return DayRef{}, 0
	}
	return DayRef{Relative: true, offset: 7}, j + 2 - i
}

// scanEvening reads a bare 晚上, which is this evening where nothing else is said.
func scanEvening(s []rune, i int) (DayRef, int) {
	prev := zh.At(s, i-1)
	if !zh.HasAt(s, i, "晚上") || zh.At(s, i+2) == '好' || zh.IsDigit(prev) || prev == '每' || prev == '天' {
		return DayRef{}, 0
	}
	return DayRef{Relative: true, Weak: true, Period: evening}, 2
}

// Bounds of what may be said to be so many days, weeks or months away.
const (
	maxDaysLater  = 366
	maxWeeksLater = 53
)

// scanDaysLater reads 3天后, 两天之后, 再过3天, 两周后 and 两周后的周五 at i. 过两天
// is left out: it means some days.
func scanDaysLater(s []rune, i int) (DayRef, int) {
	prefix, _ := zh.OneOfAt(s, i, []string{"再过", "过"})
	if prefix > 0 && zh.Contains("通超不经错难渡", zh.At(s, i-1)) {
		return DayRef{}, 0
	}
	j := i + prefix
	if prefix > 0 {
		j = zh.Skip(s, j, " ")
	}
	v, weeks, k := scanCount(s, j)
	if k == 0 || prefix == 1 && s[j] == '两' {
		return DayRef{}, 0
	}
	j += k
	later, _ := zh.OneOfAt(s, j, []string{"之后", "以后", "后"})
	if later == 0 && prefix == 0 || zh.At(s, j+later) == '天' {
		return DayRef{}, 0
	}
	j += later
	if !weeks {
		return DayRef{Relative: true, offset: v}, j - i
	}
	w, n := scanWeekday(s, min(zh.Skip(s, j, " 的"), len(s)))
	if n > 0 && w.HasWeekday && w.Week == BareWeek {
		w.Week = thisWeek + WeekRef(v)
		return w, zh.Skip(s, j, " 的") + n - i
	}
	return DayRef{Relative: true, offset: 7 * v}, j - i
}

// scanCount reads a number of days or weeks at i: 3天, 两个星期.
func scanCount(s []rune, i int) (v int, weeks bool, n int) {
	if i >= len(s) || zh.Contains("+-", zh.At(s, i-1)) || !zh.StartsNumber(s, i) {
		return 0, false, 0
	}
	v, k := zh.Numeral(s, i)
	j := zh.Skip(s, i+k, " 个")
	unit, which := zh.OneOfAt(s, j, []string{"天", "日", "周", "星期", "礼拜"})
	weeks = which >= 2
	if k == 0 || v <= 0 || unit == 0 || v > maxDaysLater || weeks && v > maxWeeksLater {
		return 0, false, 0
	}
	return v, weeks, j + unit - i
}
