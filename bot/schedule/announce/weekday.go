package announce

import (
	"strings"
	"time"

	"qunwen/corpus/zh"
)

// A weekRef says which week a weekday is in.
type weekRef int8

const (
	bareWeek weekRef = iota // the coming one
	thisWeek
	nextWeek
	weekAfterNext

	lastWeek       weekRef = -1
	weekBeforeLast weekRef = -2
)

// off is how many weeks the week is away; a bare one counts as this.
func (w weekRef) off() int {
	if w > bareWeek {
		return int(w - thisWeek)
	}
	return int(w)
}

// weekPrefixes stand before 周, 星期 and 礼拜, longest first.
var weekPrefixes = []struct {
	word  string
	week  weekRef
	past  bool
	every bool
}{
	{"下下个", weekAfterNext, false, false}, {"下下", weekAfterNext, false, false},
	{"下个", nextWeek, false, false}, {"下", nextWeek, false, false},
	{"这个", thisWeek, false, false}, {"本", thisWeek, false, false}, {"这", thisWeek, false, false},
	{"上上个", weekBeforeLast, true, false}, {"上上", weekBeforeLast, true, false}, {"上个", lastWeek, true, false}, {"上", lastWeek, true, false},
	{"每个", bareWeek, false, true}, {"每", bareWeek, false, true},
	{"", bareWeek, false, false},
}

var weekWords = []string{"周", "星期", "礼拜"}

// scanWeekday reads 周三, 下周三, 本周, 下下星期天, 周末 and the like at i.
func scanWeekday(s []rune, i int) (dayRef, int) {
	if i >= len(s) || !strings.ContainsRune("下这本上每周星礼", s[i]) {
		return dayRef{}, 0
	}
	for _, p := range weekPrefixes {
		if !zh.HasAt(s, i, p.word) {
			continue
		}
		n := len([]rune(p.word))
		k, _ := zh.OneOfAt(s, i+n, weekWords)
		if k == 0 {
			continue
		}
		if p.word == "" && (zh.IsDigit(zh.At(s, i-1)) || strings.ContainsRune("一二两三四五六七八九十几数多半", zh.At(s, i-1))) {
			return dayRef{}, 0 // 一周三次
		}
		return weekdayAfter(s, i, n+k, dayRef{week: p.week, past: p.past, every: p.every}, p.word == "")
	}
	return dayRef{}, 0
}

// weekdayAfter reads which day of the week stands n runes behind i.
func weekdayAfter(s []rune, i, n int, d dayRef, bare bool) (dayRef, int) {
	r, next := zh.At(s, i+n), zh.At(s, i+n+1)
	if w, ok := weekdayOf(r, next); ok {
		d.weekday, d.hasWeekday = w, true
		return d, n + 1
	}
	if r == '末' {
		d.vague.kind = weekend
		return d, n + 1
	}
	if bare || d.every { // 周 alone: 周期, 周转
		return dayRef{}, 0
	}
	d.vague.kind = wholeWeek
	return d, n
}

// weekdayOf reads the rune behind 周.
func weekdayOf(r, next rune) (time.Weekday, bool) {
	switch {
	case r == '日' && next != '常' || r == '天':
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
