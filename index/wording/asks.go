package wording

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"qunwen/corpus/zh"
)

// smallTail is how many characters may follow a question in the text that asks it.
const smallTail = 12

// OnlyAsks reports whether a text is a question and no more: some repeat the
// question before they answer it.
func OnlyAsks(text string) bool {
	mark := strings.LastIndexFunc(text, func(r rune) bool { return r == '?' || r == '？' })
	if mark < 0 {
		return zh.Asks(text)
	}
	return utf8.RuneCountInString(text[mark:]) <= smallTail
}

// YesOrNo reports whether a text starts with what may be a whole answer.
func YesOrNo(text string) bool {
	first, _ := utf8.DecodeRuneInString(text)
	return strings.ContainsRune("是对嗯有没不可能会行好", first)
}

// Side says whether a text takes a side by how it starts: 1 for yes, -1 for
// no, 0 for neither.
func Side(text string) int {
	text = strings.TrimLeftFunc(text, func(r rune) bool { return !unicode.IsLetter(r) })
	for _, no := range []string{"不", "没有", "没法", "无法", "别", "错", "未必"} {
		if strings.HasPrefix(text, no) {
			return -1
		}
	}
	for _, yes := range []string{"可以", "能", "会的", "是的", "对的", "行的", "有的", "支持", "需要", "必须"} {
		if strings.HasPrefix(text, yes) {
			return 1
		}
	}
	return 0
}
