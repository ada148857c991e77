package announce

import (
	"qunwen/corpus/zh"
)

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
	_, k := zh.Numeral(s, i)
	if s[i] == '半' {
		k = 1
	}
	if k == 0 || !zh.HasAt(s, i+k, "个月") || !zh.StartsNumber(s, i) {
		return 0
	}
	n, _ := zh.OneOfAt(s, i+k+2, []string{"之后", "以后", "后"})
	if n == 0 {
		return 0
	}
	return k + 2 + n
}

// unclearDay says in Chinese what is unclear about the day that the message
// names: it is past, there is no such day, the words contradict each other, or
// nobody can place it. It is "" if the message names a day to come, or none.
func (r *reader) unclearDay() string {
	why := ""
	for _, sl := range r.slots {
		if sl.every {
			continue
		}
		w := r.whyUnclear(sl)
		if w == "" {
			return ""
		}
		if why == "" {
			why = w
		}
	}
	if why != "" {
		return why
	}
	for _, t := range r.tokens {
		if t.kind == unclearToken {
			return "「" + r.src.Quote(t.from, t.to) + "」没说清是哪一天"
		}
	}
	return ""
}

// whyUnclear says what is unclear about one slot, "" if nothing is.
func (r *reader) whyUnclear(sl slot) string {
	for _, m := range sl.moments {
		if m.problem != "" {
			return m.problem
		}
	}
	words := "「" + r.src.Quote(sl.from, sl.dayEnd) + "」"
	switch {
	case sl.past || r.isPast(sl):
		return words + "已经过去了"
	case sl.refs[0].vague.kind == sometime && len(sl.refs) == 1, sl.refs[0].seasonal && sl.last().IsZero():
		return words + "没说清是哪一天"
	}
	return ""
}
