package zh

import "strings"

const (
	// askWords are the words by which a text asks, wherever they stand in it.
	askWords = "吗 怎么 怎样 如何 什么 为啥 为何 哪 多少 多久 是否 能否 有没有 是不是 能不能 谁 咋 请问 请教"

	// askEnds are the ends by which a text asks.
	askEnds = "? ？ 么 呢"
)

// Asks reports whether a text asks something, by its words or its end: 长款怎么处理,
// 到账了？
func Asks(text string) bool {
	return HasAskWord(text) || endsWithAny(strings.TrimSpace(text), askEnds)
}

// HasAskWord reports whether a word of a text asks: 怎么, but not 呢 and no mark.
func HasAskWord(text string) bool {
	for word := range strings.FieldsSeq(askWords) {
		if strings.Contains(text, word) {
			return true
		}
	}
	return false
}

func endsWithAny(text, ends string) bool {
	for end := range strings.FieldsSeq(ends) {
		if strings.HasSuffix(text, end) {
			return true
		}
	}
	return false
}
