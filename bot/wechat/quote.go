package wechat

import (
	"strings"

	"qunwen/bot"
)

// cutQuote takes apart the form in which a quote arrives as text:
//
//	「name：text」
//	- - - - - - - - - - - - - - -
//	reply
//
// ok is false of any other text. A quote within the quote stays in its text.
func cutQuote(text string) (said bot.Said, reply string, ok bool) {
	rest, ok := strings.CutPrefix(text, "「")
	if !ok {
		return bot.Said{}, "", false
	}
	depth := 1
	for from := 0; ; {
		n := strings.Index(rest[from:], "」\n")
		if n < 0 {
			return bot.Said{}, "", false
		}
		depth += strings.Count(rest[from:from+n], "「") - strings.Count(rest[from:from+n], "」") - 1
		inner, tail := rest[:from+n], rest[from+n+len("」\n"):]
		from += n + len("」\n")
		line, after, _ := strings.Cut(tail, "\n")
		if depth > 0 || !isRule(line) {
			continue
		}
		name, words, found := strings.Cut(inner, "：")
		if !found {
			name, words = "", inner
		}
		return bot.Said{Name: strings.TrimSpace(name), Text: quotedText(words)}, strings.TrimSpace(after), true
	}
}

// isRule says whether a line is dashes with spaces between, at least five.
func isRule(line string) bool {
	line = strings.TrimSpace(line)
	return strings.Count(line, "-") >= 5 && strings.Trim(line, "- ") == "" && strings.Contains(line, "- -")
}

// quotedText is the text of a quoted message; "" of pictures and the like,
// which are quoted by their kind.
func quotedText(s string) string {
	s = strings.TrimSpace(s)
	switch s {
	case "[图片]", "[语音]", "[视频]", "[表情]", "[动画表情]", "[文件]", "[位置]", "[链接]":
		return ""
	}
	return s
}
