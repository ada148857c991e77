package when

import (
	"cmp"

	"qunwen/corpus/zh"
)

// Hours are when something begins and, where that is said, when it ends.
type hours struct {
	start, end Clock
	hasEnd     bool
}

// text gives the hours as HH:MM; "" for an end that is not said.
func (h hours) text() (start, end string) {
	if h.hasEnd {
		end = h.end.String()
	}
	return h.start.String(), end
}

// scanHours reads a clock at i, or two with what joins them: 20:00-21:00,
// 8点到9点半, 7到8点, 19:30开始，21:00结束, 8点到9点(晚上).
func scanHours(s []rune, i int, before string) (hours, int) {
	if !startsClock(s[i]) {
		return hours{}, 0
	}
	h, n := scanSpan(s, i, before)
	if n == 0 || before != "" {
		return h, n
	}
	if j := zh.Skip(s, i+n, " "); zh.At(s, j) == '(' {
		if p, k := scanPeriod(s, j+1); k > 0 && zh.At(s, j+1+k) == ')' {
			h, _ = scanSpan(s, i, p)
			return h, j + k + 2 - i
		}
	}
	return h, n
}

// scanSpan reads one clock or two.
func scanSpan(s []rune, i int, before string) (hours, int) {
	w, n := scanHourRef(s, i, before)
	if n == 0 {
		return scanPair(s, i, before)
	}
	h := hours{start: w.clock(before)}
	period := cmp.Or(w.own, before)
	end, k := scanEnd(s, i+n, h.start, period)
	if k == 0 {
		return h, n
	}
	h.end, h.hasEnd = end, true
	return h, n + k
}

// maxGap bounds what stands between the clocks of a span, in runes.
const maxGap = 10

// scanEnd reads what joins a second clock to start, and it.
func scanEnd(s []rune, i int, start Clock, period string) (Clock, int) {
	j := zh.Skip(s, i, " ")
	opened, _ := zh.OneOfAt(s, j, []string{"准时开始", "开始", "开讲", "起"})
	j = zh.Skip(s, j+opened, " ,、")
	joint, _ := zh.OneOfAt(s, j, spanJoints)
	j = zh.Skip(s, j+joint, " ")
	about, _ := zh.OneOfAt(s, j, []string{"预计", "大概", "大约", "约"})
	j += about
	if opened+joint == 0 || j-i > maxGap || j >= len(s) {
		return Clock{}, 0
	}
	w, n := scanHourRef(s, j, period)
	if n == 0 {
		return Clock{}, 0
	}
	stop, _ := zh.OneOfAt(s, zh.Skip(s, j+n, " "), []string{"结束", "散场", "收尾"})
	if joint == 0 && stop == 0 {
		return Clock{}, 0
	}
	if stop > 0 {
		n = zh.Skip(s, j+n, " ") + stop - j
	}
	return w.clockBehind(start, period), j + n - i
}

// spanJoints stand between two hours, longest first.
var spanJoints = []string{"——", "--", "到", "至", "-", "~", "—", "–"}

// clockBehind puts the end of a span behind its start.
func (w hourRef) clockBehind(start Clock, period string) Clock {
	if start.hour < 6 && period == "" { // 0点到6点
		w.exact = true
	}
	c := w.clock(period)
	if c.minutes() <= start.minutes() && c.hour < 12 && !w.exact && w.own == "" && c.minutes()+12*60 > start.minutes() {
		c.hour += 12
	}
	return c
}

// scanPair reads 7到8点 and 晚上7-8点, whose first hour has no 点.
func scanPair(s []rune, i int, before string) (hours, int) {
	from := i
	own, k := scanPeriod(s, i)
	i = zh.Skip(s, i+k, " ")
	first, n := scanHour(s, i, false)
	joint, _ := zh.OneOfAt(s, i+n, spanJoints)
	if n == 0 || joint == 0 {
		return hours{}, 0
	}
	period := cmp.Or(own, before)
	j := i + n + joint
	w, m := scanHourRef(s, j, period)
	last, digits := scanHour(s, j, false)
	if m == 0 || digits == 0 || zh.At(s, j+digits) == ':' || last <= first && first-last < 6 {
		return hours{}, 0
	}
	h := hours{start: hourRef{hour: first, own: own}.clock(before), hasEnd: true}
	h.end = w.clockBehind(h.start, period)
	return h, j + m - from
}
