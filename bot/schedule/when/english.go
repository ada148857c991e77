package when

import (
	"unicode"

	"qunwen/corpus/zh"
)

// english are the words for days that begin an English row, and what they are in
// Chinese, longest first.
var english = []struct{ word, chinese string }{
	{"next week", "下周"}, {"this week", "本周"},
	{"monday", "周一"}, {"tuesday", "周二"}, {"wednesday", "周三"}, {"thursday", "周四"}, {"friday", "周五"}, {"saturday", "周六"}, {"sunday", "周日"},
	{"mon", "周一"}, {"tues", "周二"}, {"tue", "周二"}, {"wed", "周三"}, {"thurs", "周四"}, {"thu", "周四"}, {"fri", "周五"}, {"sat", "周六"}, {"sun", "周日"},
}

// TranslateDays writes the English days that begin a line of the folded text in
// Chinese, with blanks behind them where they are longer. A weekday counts only
// before an hour, a date or a mention.
func TranslateDays(t *zh.Text) {
	s := t.Fold
	beginsLine := true
	for i := 0; i < len(s); i++ {
		if begins := beginsLine; s[i] == '\n' {
			beginsLine = true
			continue
		} else if s[i] == ' ' {
			continue
		} else if beginsLine = false; !begins || !zh.IsLatin(s[i]) {
			continue
		}
		for _, e := range english {
			j := i + len([]rune(e.word))
			if !zh.HasAt(s, i, e.word) || unicode.IsLetter(zh.At(s, j)) {
				continue
			}
			next := zh.At(s, zh.Skip(s, j, " .,(-"))
			if e.word[len(e.word)-1] != 'k' && !zh.IsDigit(next) && next != '@' && !zh.HasAt(s, zh.Skip(s, j, " .,(-"), "tb") {
				continue
			}
			copy(s[i:], []rune(e.chinese))
			for k := i + 2; k < j; k++ {
				s[k] = ' '
			}
			break
		}
	}
}
