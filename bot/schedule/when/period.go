package when

import (
	"qunwen/corpus/zh"
)

// The parts of the day, by the word that stands for all that mean the same.
const (
	dawn      = "凌晨"
	morning   = "早上"
	forenoon  = "上午"
	noon      = "中午"
	afternoon = "下午"
	dusk      = "傍晚"
	evening   = "晚上"
	night     = "夜里"
)

// periodWords are the words for parts of the day; of two that begin alike the
// longer stands first.
var periodWords = []struct{ word, period string }{
	{"大清早", morning}, {"一大早", morning}, {"大早上", morning}, {"一早", morning}, {"清早", morning}, {"清晨", morning},
	{"早间", morning}, {"早晨", morning}, {"早上", morning}, {"早", morning},
	{"上午", forenoon},
	{"中午", noon}, {"午间", noon}, {"正午", noon}, {"晌午", noon},
	{"下午", afternoon}, {"午后", afternoon},
	{"傍晚", dusk}, {"黄昏", dusk},
	{"晚上", evening}, {"晚间", evening}, {"夜晚", evening}, {"晚", evening},
	{"半夜", night}, {"午夜", night}, {"深夜", night}, {"夜里", night}, {"夜间", night},
	{"凌晨", dawn},
}

// isLater reports whether what stands at i behind 晚 makes an amount of it and no
// evening: 晚一点, 晚一会儿. 今晚一点 is an hour of the night.
func isLater(s []rune, i int) bool {
	n, _ := zh.OneOfAt(s, i, []string{"一点", "一会", "一些"})
	return n > 0
}

// scanPeriod reads a part of the day at i: its word in the list of constants.
// 早 is one only before an hour, 晚 not in 晚点 and 晚会.
func scanPeriod(s []rune, i int) (period string, n int) {
	switch zh.At(s, i) {
	case '大', '一', '清', '早', '上', '中', '午', '正', '晌', '下', '傍', '黄', '晚', '夜', '半', '深', '凌':
	default:
		return "", 0
	}
	if zh.At(s, i-1) == '个' && zh.Contains("找哪某", zh.At(s, i-2)) { // 找个晚上 is none of today
		return "", 0
	}
	for _, p := range periodWords {
		if !zh.HasAt(s, i, p.word) {
			continue
		}
		n = len([]rune(p.word))
		switch next := zh.At(s, i+n); {
		case next == '好':
			return "", 0
		case p.word == "早":
			if k := zh.Skip(s, i+n, " "); !zh.IsDigit(zh.At(s, k)) && !isHanDigit(zh.At(s, k)) {
				return "", 0
			}
		case p.word == "晚":
			if zh.Contains("点些了到会饭宴班高", next) || isLater(s, i+n) && !zh.Contains("今明昨后当每天号日一二三四五六", zh.At(s, i-1)) {
				return "", 0
			}
		}
		return p.period, n
	}
	return "", 0
}

// isHanDigit reports whether a Chinese number may begin with r.
func isHanDigit(r rune) bool { return r == '十' || r == '两' || zh.Contains(zh.HanDigits, r) }

// gap returns the place behind at most one blank at i: 5 月 12 日.
func gap(s []rune, i int) int {
	if zh.At(s, i) == ' ' {
		return i + 1
	}
	return i
}

// isDayUnit reports whether r is 日 or 号.
func isDayUnit(r rune) bool { return r == '日' || r == '号' }

// endsWithAny reports whether one of words stands before i.
func endsWithAny(s []rune, i int, words []string) bool {
	for i > 0 && s[i-1] == ' ' {
		i--
	}
	for _, w := range words {
		if n := len([]rune(w)); i >= n && zh.HasAt(s, i-n, w) {
			return true
		}
	}
	return false
}
