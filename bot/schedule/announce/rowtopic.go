package announce

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// before is the topic of a row that stands before its mention.
func (t *table) before(l tableLine) string {
	at := t.mention(l)
	if q := t.m.piecesIn(l.from, at, "Q"); len(q) > 0 {
		return cleanTopic(q[0].text)
	}
	topic := t.longest(l.from, at)
	if IsHeading(topic) || headingEnd.MatchString(topic) {
		return ""
	}
	return topic
}

// cutColumn parts a mention from the column behind it: @张三-甲-产品-北京 | 对账.
// Some names hold bars themselves, but not behind three parts with other joints.
func cutColumn(handle string) (name, topic string, ok bool) {
	i := strings.IndexAny(handle, "|｜(（→")
	for _, joint := range []string{"——", " - ", " — "} {
		if k := strings.Index(handle, joint); k >= 0 && (i < 0 || k < i) {
			i = k
		}
	}
	if i < 0 || len(strings.FieldsFunc(handle[:i], func(c rune) bool { return strings.ContainsRune("-—_－", c) })) < 3 {
		return "", "", false
	}
	return strings.TrimSpace(handle[:i]), strings.ReplaceAll(handle[i:], "｜", "|"), true
}

// topicIn is what a line says besides day, hour and mention: what stands behind
// the mention, or else before it.
func (t *table) topicIn(l tableLine) string {
	if q := t.m.piecesIn(l.from, l.to, "Q"); len(q) > 0 {
		return cleanTopic(q[0].text)
	}
	at := t.mention(l)
	if at > l.from {
		at++
	}
	if topic := t.longest(at, l.to); topic != "" {
		return topic
	}
	return t.longest(l.from, at)
}

// longest is the longest run of words between the marks of a part of a line, as
// written and without what stands around a topic.
func (t *table) longest(from, to int) string {
	best, start := "", -1
	end := func(i int) {
		if start >= 0 {
			if topic := rowTopicOf(t.m.said(t.r.src, start, i)); len([]rune(topic)) > len([]rune(best)) {
				best = topic
			}
		}
		start = -1
	}
	for i := from; i < to; i++ {
		switch c := t.m.runes[i]; {
		case c.piece >= 0 || strings.ContainsRune("|\t→➡☞", c.r):
			end(i)
		case start < 0:
			start = i
		}
	}
	end(to)
	return best
}

// leadsTopic stands before the topic of a row: 来讲, 分享, 主题：.
var leadsTopic = compile(`^(?:的|是|先|接着|再|来|会|将|要|老师|同学|给大家|为大家|为我们|跟大家|\s)*(?:主讲|讲讲|讲一讲|讲解|讲|聊聊|聊一聊|聊|说说|分享一下|分享|带来|解读|介绍|唠唠|谈谈|主题|题目|讲题|题为)(?:一下|的是|是|为)?[:：\s]*`)

// labelAround are names of other parts of a row at the ends of its topic.
var labelAround = compile(`^(?:时间|日期)\s*[:：]?$|\s*[,，]?(?:分享时间|时间|日期|分享嘉宾|嘉宾|主讲人?|分享人|讲者|讲师|\b(?:by|BY|By))\s*[:：]?\s*$`)

// rowTopicOf cleans the topic of a row.
func rowTopicOf(words string) string {
	words = strings.Trim(words, rowTrim+"|/→➡☞👉🤫")
	if sentence, _, more := strings.Cut(words, "。"); more && utf8.RuneCountInString(sentence) > 1 {
		words = sentence
	}
	if r := []rune(words); len(r) > 2 && strings.ContainsRune("(（", r[0]) && strings.ContainsRune(")）", r[len(r)-1]) {
		words = string(r[1 : len(r)-1])
	}
	if n := utf8.RuneCountInString(leadsTopic.re.FindString(foldName(words))); n > 0 && n < utf8.RuneCountInString(words) {
		words = string([]rune(words)[n:])
	}
	words = strings.TrimFunc(words, func(c rune) bool { return unicode.Is(unicode.So, c) || unicode.IsSpace(c) })
	words = labelAround.re.ReplaceAllString(words, "")
	words = cleanTopic(strings.Trim(words, rowTrim+"|/→➡"))
	if len([]rune(words)) < 2 || !strings.ContainsFunc(words, unicode.IsLetter) {
		return ""
	}
	return words
}
