package wording

import (
	"regexp"
	"unicode/utf8"

	"qunwen/corpus"
	"qunwen/index/analysis"
)

var (
	// emptyTalk matches what greets, thanks or laughs, and says no more. The
	// words that may be a whole answer (是, 对, 有, 可以) are not among it.
	emptyTalk = regexp.MustCompile(`^(?:(?:大家|各位|群友|你|您|老师|大佬|早|上午|中午|下午|晚上|早上)*(?:好|早|安)[啊呀哈]?|早|嗨|hi|hello|谢谢?(?:你|您|大家|[三两几各]位|\p{Han}?[哥总姐]|老师|大佬|啦|了|分享)*|多谢|感谢\S{0,4}?(?:分享|大家|老师|各位)*|多谢\S{0,4}分享|需要消化|消化消化|辛苦了?|客气了?|不客气|欢迎(?:欢迎|新人|入群|加入|新朋友)*|哈+|呵+|嘿+|嘻+|笑死(?:我?了|人了?)?|厉害了?|牛逼?|赞|棒|收到|学习了?|mark|顶|同问|同求|求分享|在吗|请教(?:一下|大家|各位|个问题|下)*|问个问题|请问|好问题|问得好)+$`)
)

// greeting matches a greeting in front of what somebody wants.
var greeting = regexp.MustCompile(`^\s*(?:(?:大家|各位|群友们?|你们?|您|老师们?|大佬们?|早上|上午|中午|下午|晚上)+好[啊呀哈]?|早安|晚安|早上?|嗨|哈喽|在吗|hi|hello)[\s,，.。!！~～、:：?？]+`)

// withoutGreeting returns a question without the greeting that begins it: it asks the
// same. A greeting alone stays.
func withoutGreeting(question string) string {
	if rest := question[len(greeting.FindString(question)):]; utf8.RuneCountInString(Letters(rest)) > shortPoint {
		return rest
	}
	return question
}

// OnlyGreets reports whether what has these letters greets, thanks or laughs, and
// says no more.
func OnlyGreets(letters string) bool { return emptyTalk.MatchString(letters) }

// SaysNothing reports whether a text has nothing that could answer: no letter
// or digit but in emoji, an account's id, or only a greeting, thanks or
// laughter.
func SaysNothing(text string) bool {
	if corpus.WithoutAccounts(text) == "" {
		return true
	}
	if utf8.RuneCountInString(text) > 40 {
		return false
	}
	words := Letters(analysis.WithoutEmoji(text))
	return words == "" || OnlyGreets(words)
}
