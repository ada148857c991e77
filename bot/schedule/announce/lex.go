package announce

import (
	"strings"
	"unicode"

	"qunwen/bot/schedule/when"
	"qunwen/corpus/zh"
)

// pairs are opening marks and what closes them. 「」 is left out: the client
// puts it around the message that a reply quotes.
var pairs = map[rune]rune{'“': '”', '《': '》', '"': '"', '『': '』', '<': '>', '‘': '’'}

// maxQuote bounds a quotation, in runes.
const maxQuote = 80

// lex finds the tokens of the text, in order and without overlap.
func lex(src zh.Text) []when.Token {
	s := src.Fold
	return when.Lex(s, func(i int) (when.Token, bool) {
		if s[i] == '@' && !inAddress(s, i) {
			if t, ok := lexHandle(src, i); ok {
				return t, true
			}
		}
		end := quoteEnd(s, i)
		if end == 0 {
			return when.Token{}, false
		}
		return when.Token{Kind: when.QuoteToken, From: i, To: end, Text: src.Quote(i+1, end-1)}, true
	})
}

// inAddress reports whether the @ at i stands in a mail address. Behind the figures
// of an hour a name may follow at once: 20:00@张三.
func inAddress(s []rune, i int) bool {
	prev, next := zh.At(s, i-1), zh.At(s, i+1)
	return zh.IsLatin(prev) || zh.IsDigit(prev) && !unicode.Is(unicode.Han, next)
}

// lexHandle reads the mention at i. @ and a blank, and 所有人, are none.
func lexHandle(src zh.Text, i int) (when.Token, bool) {
	if zh.At(src.Fold, i+1) == ' ' && i+2 < len(src.Fold) && jointed(src.Fold, i+2) {
		i++ // @ 张三-甲-产品
	}
	n := scanHandle(src.Fold, i+1)
	if n > 1 && src.Fold[i+n] == '吗' {
		n-- // 由@张三 代替@李四吗
	}
	text := strings.Trim(src.Quote(i+1, i+1+n), "?/ ")
	if n == 0 || text == "" {
		return when.Token{}, false
	}
	end := zh.Skip(src.Fold, i+1+n, "?")
	return when.Token{Kind: when.HandleToken, From: i, To: end, Text: text}, true
}

// quoteEnd returns where the quotation that opens at i has closed, 0 if none
// does. “…” may nest.
func quoteEnd(s []rune, i int) int {
	closer, ok := pairs[s[i]]
	if !ok {
		return 0
	}
	depth := 0
	for j := i + 1; j < len(s) && j-i < maxQuote; j++ {
		switch {
		case s[j] == closer && depth == 0:
			return j + 1
		case s[j] == closer:
			depth--
		case s[j] == s[i]:
			depth++
		}
	}
	return 0
}

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
	"给大", "给我们", "给各位", "给咱", "来给", "来做", "来作", "说说", "聊聊", "谈谈", "讲讲", "来聊", "来谈", "来分享", "来讲", "来为", "做分享", "作分享", "做技术", "做一", "做主题",
	"为大家", "为我们", "为各位", "为群", "跟大家", "和大家", "童鞋", "同学", "分享", "主题", "内容主题", "题目", "带来", "开始", "期待",
	"的分享", "的主题", "准备", "报名参加", "协调", "今天", "今晚", "今日", "明天", "明晚", "本周", "下周", "欢迎", "感谢", "谢谢",
	"作题为", "讲", "聊", "|主题", "|题目", "|话题", "/主题", "/题目", "/话题", "老师给", "老师来", "老师为", "会给", "将为", "将给", "约定", "确定",
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
	return handleParts(string(s[i:i+n])) >= 3
}

// scanNameWord returns where the word at from ends, for a handle begun at i.
func scanNameWord(s []rune, i, from int) int {
	j := from
	for j < len(s) && j-i < maxHandle && !endsName(s, i, j) && (s[j] != '[' || j == from) { // [ begins an emoji code
		j++
	}
	return j
}

// endsName reports whether the rune at j is no longer of the handle begun at i.
func endsName(s []rune, i, j int) bool {
	switch r := s[j]; {
	case zh.IsBlank(r), strings.ContainsRune(closing, r):
		return true
	case r == '?':
		return asksBehind(s, i, j)
	case r == '(':
		return !closesSoon(s, j)
	case r == ')':
		return !strings.ContainsRune(string(s[i:j]), '(')
	}
	if j == i || strings.ContainsRune("-—–_|", s[j-1]) {
		return false
	}
	after, _ := zh.OneOfAt(s, j, afterHandle)
	rest, _ := zh.OneOfAt(s, j, restWords)
	return after > 0 || rest > 0
}

// asksBehind reports whether the ? at j ends the handle begun at i, and does not
// stand for a lost emoji: 张三??-公司.
func asksBehind(s []rune, i, j int) bool {
	if strings.Trim(string(s[i:j]), "?") == "" {
		return false
	}
	k := zh.Skip(s, j, "?")
	return k == len(s) || !strings.ContainsRune(joints, zh.At(s, k))
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
	if beginsAnother(name, word, s, i) {
		return false
	}
	n, w := countRunes(name), countRunes(word)
	tail := name[len(name)-1]
	if isJoint(word[0]) || isJoint(tail) {
		return true
	}
	allLatin := w.han == 0 && w.latin > 0
	switch {
	case w.joints > 0 && n.joints < 2:
		return w.han <= 16
	case allLatin && zh.IsLatin(tail):
		return w.latin <= 12
	case n.joints >= 2:
		return false
	case allLatin:
		return w.latin <= 12
	}
	return w.han > 0 && w.han <= 3 && w.latin <= 3 && len(word) <= 6
}

// beginsAnother reports whether word, which stands at i behind a name, begins another part of
// a message: a mention, a day, what is said of the speaker.
func beginsAnother(name, word, s []rune, i int) bool {
	if zh.Contains("@那这", word[0]) || zh.HasAt(s, i, "--") {
		return true
	}
	if len(word) == 1 && zh.Contains("-—–", word[0]) && countRunes(name).joints >= 2 {
		return true // @张三-甲-产品 - 对账
	}
	if n, _ := zh.OneOfAt(s, i+1, labelNames); n > 0 && zh.Contains("|丨", word[0]) {
		return true // @张三-甲-产品 ｜时间：
	}
	if len(word) == 1 && zh.Contains("|丨", word[0]) && countRunes(name).joints >= 3 && !strings.ContainsAny(string(name), "|丨") {
		return true // @张三-甲-产品-北京 | 对账
	}
	if n, _ := zh.OneOfAt(s, i, tailWords); n > 0 {
		return true
	}
	d, n := when.ScanDay(s, i)
	return n > 0 && (d.Specific() || d.Vague.Kind != when.NotVague)
}

// A runeCount says of what characters a word is made.
type runeCount struct{ joints, latin, han int }

func countRunes(word []rune) runeCount {
	var c runeCount
	for _, r := range word {
		switch {
		case isJoint(r):
			c.joints++
		case r <= unicode.MaxASCII:
			c.latin++
		case unicode.Is(unicode.Han, r):
			c.han++
		}
	}
	return c
}

// isJoint reports whether r joins the parts of a handle.
func isJoint(r rune) bool { return strings.ContainsRune(joints, r) && r != '一' }

// labelNames are what labels of a block read, longest first of those that begin
// alike.
var labelNames = []string{"时间", "日期", "嘉宾", "主讲人", "主讲", "分享人", "讲者", "讲师", "主题", "题目", "内容", "话题"}

// colonsOfLabels writes a colon behind a label at the head of a line where people
// type a bar: 题目｜电子回单.
func colonsOfLabels(s []rune) {
	for i := range s {
		if i > 0 && s[i-1] != '\n' {
			continue
		}
		j := zh.Skip(s, i, " ")
		if n, _ := zh.OneOfAt(s, j, labelNames); n > 0 {
			if k := zh.Skip(s, j+n, " "); zh.At(s, k) == '|' {
				s[k] = ':'
			}
		}
	}
}
