package site

import (
	"strings"
	"unicode"
)

// withoutSpace drops all white space.
func withoutSpace(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

const sitePost = "r/_posts/2018-01-02-chat.markdown"

const smallCSV = "time,speaker,text\n2019-03-01 09:00:00,甲,退款走原路退回要几天？\n2019-03-01 09:00:01,乙,一般一到三天\n"
