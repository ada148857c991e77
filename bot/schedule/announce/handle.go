package announce

import (
	"strings"
	"unicode"

	"qunwen/corpus/zh"
)

// A handle is how somebody is addressed: name, company, role and city, in any
// order and number, between joints.

const (
	// joints stand between the parts of a handle.
	joints = "-—–_~～|·丨－－一"

	// closing marks end a handle wherever they stand.
	closing = "，,。！!；;：:“”\"《》【】「」『』、<>=\n"

	// maxHandle bounds a handle, in runes; the longest real one has 32.
	maxHandle = 44
)

// afterHandle are words that follow a handle without a blank, or with one.
var afterHandle = []string{
	"给大", "给我们", "给各位", "给咱", "来给", "来做", "来作", "来分享", "来讲", "来为", "做分享", "作分享", "做技术", "做一", "做主题",
	"为大家", "为我们", "为各位", "为群", "跟大家", "和大家", "童鞋", "同学", "分享", "主题", "内容主题", "题目", "带来", "开始", "期待",
	"的分享", "的主题", "准备", "报名参加", "协调", "今天", "今晚", "今日", "明天", "明晚", "本周", "下周", "欢迎", "感谢", "谢谢",
	"老师给", "老师来", "老师为", "会给", "将为", "将给", "约定", "确定",
}

// restWords begin what follows a handle in a row: never part of a name.
var restWords = []string{"待定", "暂无", "无安排", "暂定", "取消", "改到", "改为", "推迟", "延期", "挪", "顺延", "时间待定", "主题待定", "--", "=="}

// scanHandle reads the handle that begins at i, behind its @, and returns its
// length. It ends at two blanks, at a mark or word that no name holds, at a
// day, and at a single blank unless the next word looks like more of the name.
func scanHandle(s []rune, i int) int {
	end := scanNameWord(s, i, i)
	if end == i {
		return 0
	}
	for end-i < maxHandle && zh.At(s, end) == ' ' && zh.At(s, end+1) != ' ' && end+1 < len(s) {
		next := scanNameWord(s, i, end+1)
		if next == end+1 || !joins(s[i:end], s[end+1:next], s, end+1) {
			break
		}
		end = next
	}
	return end - i
}

// jointed reports whether a handle of several parts, without @, begins at i.
func jointed(s []rune, i int) bool {
	n := scanHandle(s, i)
	if n < 4 || n > 30 || zh.IsDigit(s[i]) {
		return false
	}
	parts := strings.FieldsFunc(string(s[i:i+n]), func(r rune) bool { return strings.ContainsRune("-—_", r) })
	return len(parts) >= 3
}

// scanNameWord returns where the word at from ends, for a handle begun at i.
func scanNameWord(s []rune, i, from int) int {
	j := from
	for ; j < len(s) && j-i < maxHandle; j++ {
		r := s[j]
		if zh.IsBlank(r) || strings.ContainsRune(closing, r) {
			break
		}
		if r == '?' && strings.Trim(string(s[i:j]), "?") != "" {
			k := zh.Skip(s, j, "?")
			if !strings.ContainsRune(joints, zh.At(s, k)) || k == len(s) { // 张三??-公司: a lost emoji
				break
			}
		}
		if r == '(' && !closesSoon(s, j) {
			break
		}
		if r == ')' && !strings.ContainsRune(string(s[i:j]), '(') {
			break
		}
		if r == '[' && j > from { // an emoji code
			break
		}
		if j > i && !strings.ContainsRune("-—–_|", s[j-1]) {
			if n, _ := zh.OneOfAt(s, j, afterHandle); n > 0 {
				break
			}
			if n, _ := zh.OneOfAt(s, j, restWords); n > 0 {
				break
			}
		}
	}
	return j
}

// closesSoon reports whether the ( at i has its ) before the name could end.
func closesSoon(s []rune, i int) bool {
	for j := i + 1; j < len(s) && j < i+12; j++ {
		if s[j] == ')' {
			return true
		}
		if zh.IsBlank(s[j]) {
			return false
		}
	}
	return false
}

// joins reports whether a handle goes on, behind one blank, with word, which
// stands at i.
func joins(name, word, s []rune, i int) bool {
	if word[0] == '@' || zh.HasAt(s, i, "--") {
		return false
	}
	if n, _ := zh.OneOfAt(s, i, tailWords); n > 0 {
		return false
	}
	if d, n := scanDay(s, i); n > 0 && (d.specific() || d.vague.kind != notVague) {
		return false
	}
	tail := name[len(name)-1]
	isJoint := func(r rune) bool { return strings.ContainsRune(joints, r) && r != '一' }
	if isJoint(word[0]) || isJoint(tail) {
		return true
	}
	inName, inWord, latin, han := 0, 0, 0, 0
	for _, r := range name {
		if isJoint(r) {
			inName++
		}
	}
	for _, r := range word {
		switch {
		case isJoint(r):
			inWord++
		case r <= unicode.MaxASCII:
			latin++
		case unicode.Is(unicode.Han, r):
			han++
		}
	}
	allLatin := han == 0 && latin > 0
	switch {
	case inWord > 0 && inName < 2:
		return han <= 16
	case allLatin && zh.IsLatin(tail):
		return latin <= 12
	case inName >= 2:
		return false
	case allLatin:
		return latin <= 12
	}
	return han > 0 && han <= 3 && latin <= 3 && len(word) <= 6
}
