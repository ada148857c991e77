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
