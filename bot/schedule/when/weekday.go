package when

import (
	"strings"
	"time"

	"qunwen/corpus/zh"
)

// weekPrefixes stand before 周, 星期 and 礼拜, longest first.
var weekPrefixes = []struct {
	word string
	week WeekRef
	past bool
}{
	{"下下个", weekAfterNext, false}, {"下下", weekAfterNext, false}, {"下个", NextWeek, false}, {"下一个", BareWeek, false}, {"下", NextWeek, false},
	{"这个", thisWeek, false}, {"本", thisWeek, false}, {"这", thisWeek, false},
	{"上上个", weekBeforeLast, true}, {"上上", weekBeforeLast, true}, {"上个", lastWeek, true}, {"上", lastWeek, true},
	{"", BareWeek, false},
}

var weekWords = []string{"周", "星期", "礼拜"}

// countsWeeks reports whether the word for week at i is counted, 一周三次, and
// neither behind another weekday, 周四周五, nor behind a date, 12.17周二.
func countsWeeks(s []rune, i int) bool {
	p := zh.At(s, i-1)
	if zh.IsDigit(p) {
		j := i - 1
		for j > 0 && zh.IsDigit(s[j-1]) {
			j--
		}
		return !zh.Contains("./-", zh.At(s, j-1))
	}
	return zh.Contains("一二两三四五六七八九十几数多半每逢", p) && !zh.Contains("周期拜", zh.At(s, i-2))
}

// scanWeekday reads 周三, 下周三, 本周, 下下星期天, 周末 and the like at i.
func scanWeekday(s []rune, i int) (DayRef, int) {
	if i >= len(s) || !strings.ContainsRune("下这本上周星礼", s[i]) || s[i] == zh.At(s, i-1) && zh.Contains("上下", s[i]) {
		return DayRef{}, 0
	}
	for _, p := range weekPrefixes {
		if !zh.HasAt(s, i, p.word) {
			continue
		}
		n := len([]rune(p.word))
		if p.word != "" {
			n = gap(s, i+n) - i
		}
		k, _ := zh.OneOfAt(s, i+n, weekWords)
		if k == 0 {
			continue
		}
		if p.word == "" && countsWeeks(s, i) {
			return DayRef{}, 0
		}
		return weekdayAfter(s, i, n+k, DayRef{Week: p.week, past: p.past})
	}
	return DayRef{}, 0
}

// weekdayAfter reads which day of the week stands n runes behind i.
func weekdayAfter(s []rune, i, n int, d DayRef) (DayRef, int) {
	if w, k := scanApartWeekday(s, i+n); k > 0 {
		d.weekday, d.HasWeekday = w, true
		return d, n + k
	}
	r, next := zh.At(s, i+n), zh.At(s, i+n+1)
	if d.Week != BareWeek && next == '场' && zh.Contains("两二三四五", r) && zh.Contains(":,分都有安统全均取一 \n", zh.At(s, i+n+2)) { // 下周三场分享
		d.Vague.Kind = WholeWeek
		return d, n
	}
	if w, ok := weekdayOf(r, next); ok && !(next == '场' && zh.Contains(":,。 ", zh.At(s, i+n+2))) { // 本周三场: three of them
		d.weekday, d.HasWeekday = w, true
		return d, n + 1
	}
	if r == '末' {
		d.Vague.Kind = Weekend
		return d, n + 1
	}
	if d.Week == BareWeek { // 周 alone: 周期, 周转
		return DayRef{}, 0
	}
	if w, k := scanNamedWeekday(s, i+n); k > 0 {
		d.weekday, d.HasWeekday = w, true
		return d, n + k
	}
	d.Vague.Kind = WholeWeek
	return d, n
}

// scanNamedWeekday reads a weekday behind the word for its week: the 周四 of
// 下周周四 and 下周的周四.
func scanNamedWeekday(s []rune, i int) (time.Weekday, int) {
	j := zh.Skip(s, i, " 的")
	k, _ := zh.OneOfAt(s, j, weekWords)
	if k == 0 {
		return 0, 0
	}
	w, ok := weekdayOf(zh.At(s, j+k), zh.At(s, j+k+1))
	if !ok {
		return 0, 0
	}
	return w, j + k + 1 - i
}

// scanApartWeekday reads a weekday behind the blank at i: 下周 二. What follows
// must be no more of a word, as in 下周 一起.
func scanApartWeekday(s []rune, i int) (time.Weekday, int) {
	w, ok := weekdayOf(zh.At(s, i+1), zh.At(s, i+2))
	if zh.At(s, i) != ' ' || !ok || zh.IsDigit(zh.At(s, i+1)) {
		return 0, 0
	}
	if r := zh.At(s, i+2); r != 0 && !zh.Contains(" \n,。:()@晚下中早上傍请有的", r) && !zh.IsDigit(r) {
		return 0, 0
	}
	return w, 2
}

// weekdayOf reads the rune behind 周.
func weekdayOf(r, next rune) (time.Weekday, bool) {
	switch {
	case r == '日' && next != '常' && next != '报' || r == '天':
		return time.Sunday, true
	case r >= '1' && r <= '7':
		return time.Weekday((r - '0') % 7), !zh.IsDigit(next)
	case r == '六' && next == '福': // a jeweller
		return 0, false
	}
	k := strings.IndexRune("一二三四五六", r)
	return time.Weekday(k/len("一") + 1), k >= 0
}

// hanWeekdays are the weekdays as the group writes them.
var hanWeekdays = [...]string{"周日", "周一", "周二", "周三", "周四", "周五", "周六"}
