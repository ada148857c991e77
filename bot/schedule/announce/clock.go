package announce

import (
	"fmt"
	"strings"

	"qunwen/corpus/zh"
)

// A clock is a time of day.
type clock struct{ hour, minute int }

func (c clock) String() string { return fmt.Sprintf("%02d:%02d", c.hour, c.minute) }

// scanClock reads 19:30, 7点半, 晚上8点30 or 七点一刻 at i; period is the part of
// the day that was said before it, "" if none. Sessions are in the evening, so
// an hour below ten without one is taken after noon.
func scanClock(s []rune, i int, period string) (clock, int) {
	from := i
	if k, which := zh.OneOfAt(s, i, periods); k > 0 {
		period = periods[which]
		i = zh.Skip(s, i+k, " ")
	}
	if i >= len(s) || !zh.StartsNumber(s, i) {
		return clock{}, 0
	}
	h, n := zh.Numeral(s, i)
	if n == 0 || n > 2 || h < 0 || h > 24 {
		return clock{}, 0
	}
	if !zh.IsDigit(s[i]) && period == "" && (h < 6 || h > 12) { // 一点, 两点: seldom hours
		return clock{}, 0
	}
	m, end := 0, i+n
	switch zh.At(s, end) {
	case ':':
		v, k := zh.Digits(s, end+1)
		if k != 2 || v > 59 || !zh.IsDigit(s[i]) {
			return clock{}, 0
		}
		m, end = v, end+3
		if zh.At(s, end) == ':' { // seconds
			return clock{}, 0
		}
	case '点':
		var ok bool
		if m, end, ok = minutesAfter(s, end+1); !ok || h < 5 && period == "" && m == 0 {
			return clock{}, 0
		}
	default:
		return clock{}, 0
	}
	if n == 2 && s[i] == '0' && period == "" { // 09:30 is meant as it stands
		return clock{h, m}, end - from
	}
	return clock{evening(h, period), m}, end - from
}

// minutesAfter reads what stands behind 点.
func minutesAfter(s []rune, i int) (minutes, end int, ok bool) {
	switch {
	case zh.At(s, i) == '半':
		return 30, i + 1, true
	case zh.HasAt(s, i, "一刻"):
		return 15, i + 2, true
	case zh.HasAt(s, i, "三刻"):
		return 45, i + 2, true
	case zh.At(s, i) == '钟' || zh.At(s, i) == '整':
		return 0, i + 1, true
	case zh.IsDigit(zh.At(s, i)):
		v, k := zh.Digits(s, i)
		if k > 2 || v > 59 {
			return 0, i, false
		}
		if zh.At(s, i+k) == '分' {
			k++
		}
		return v, i + k, true
	}
	return 0, i, !strings.ContainsRune("建意看想儿小", zh.At(s, i))
}

// scanDottedClock reads 7.30 where the words around say that it is a time.
func scanDottedClock(s []rune, i int, period string) (clock, int) {
	if !zh.StartsNumber(s, i) {
		return clock{}, 0
	}
	h, n := zh.Digits(s, i)
	if n == 0 || n > 2 || zh.At(s, i+n) != '.' {
		return clock{}, 0
	}
	m, k := zh.Digits(s, i+n+1)
	end := i + n + 1 + k
	if k != 2 || m > 59 || h < 6 || h > 23 || zh.At(s, end) == '.' {
		return clock{}, 0
	}
	next, _ := zh.OneOfAt(s, zh.Skip(s, end, " "), []string{"开始", "准时", "左右", "开讲"})
	if next == 0 && period == "" {
		return clock{}, 0
	}
	return clock{evening(h, period), m}, end - i
}

// evening puts an hour into the part of the day that is meant.
func evening(h int, period string) int {
	switch period {
	case "上午", "早上", "凌晨":
	case "中午":
		if h < 3 {
			h += 12
		}
	case "":
		if h > 0 && h < 10 {
			h += 12
		}
	default:
		if h < 12 {
			h += 12
		}
	}
	return h % 24
}

// A session begins at 19:30 if nobody says: sign-in is at 19:15.
const (
	UsualStart = 19*60 + 30 // minutes
	UsualClock = "19:30"
)
