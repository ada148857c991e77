package threads

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"qunwen/corpus"
	"qunwen/corpus/zh"
)

var (
	// A greeting is what stands before the question proper.
	greetingForm = regexp.MustCompile(`^(?:[\s,，.。!！~～:：、?？]|大家|各位|大神们?|大佬们?|大咖们?|老师们?|同学们?|朋友们?|群主|早上|上午|中午|下午|晚上|你?们?好|请教一?下?|请问一?下?|问一下|问下|想问一?下?|咨询一?下?|hi\b|hello\b)+`)

	signInForm = regexp.MustCompile(`^(?:签到|报到|报名|到|来了|占座|前排|\d{1,3}|\+1|[\s+,，.。!！~～]|\[[^\[\]]{1,4}\])+$`)
)

const (
	maxAskless = 2 // letters of what asks nothing, such as 么？

	maxTitle = 60 // characters
)

func asksSomething(m *corpus.Message) bool {
	text := m.Unaddressed()
	return letters(text) > maxAskless && zh.Asks(text)
}

// isSignIn reports what people write before a sharing session starts: 签到, 1.
func isSignIn(text string) bool { return text != "" && len(text) < 64 && signInForm.MatchString(text) }

// title returns the start of text behind its greeting, in its own words.
func title(text string) string {
	text = strings.TrimSpace(text)
	if t := text[len(greetingForm.FindString(text)):]; letters(t) > maxShort {
		text = t
	}
	n, end := 0, 0
	for i, r := range text {
		if n++; n > maxTitle {
			break
		}
		end = i + utf8.RuneLen(r)
		if r == utf8.RuneError {
			end = i + 1
		}
	}
	return strings.TrimSpace(text[:end])
}

func letters(text string) int {
	n := 0
	for _, r := range text {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			n++
		}
	}
	return n
}
