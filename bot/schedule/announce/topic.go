package announce

import (
	"strings"
	"unicode"

	"qunwen/bot/schedule/pattern"
	"qunwen/bot/schedule/when"
	"qunwen/corpus/zh"
)

// cleanTopic takes off what stands around a topic.
func cleanTopic(s string) string {
	s = strings.TrimRight(strings.Trim(s, rowTrim), " (（【[")
	if rest, ok := strings.CutPrefix(s, "关于"); ok && rest != "" && topicCloser([]rune(rest)[0]) != 0 {
		s = rest
	}
	for _, lead := range []string{"主题内容是", "主题内容", "内容主题是", "内容主题", "主题是", "主题为", "主题", "题目是", "题目", "内容是"} {
		if rest, ok := strings.CutPrefix(s, lead); ok && rest != "" {
			s = strings.Trim(rest, rowTrim)
			break
		}
	}
	return unquoted(s)
}

// unquoted takes the marks off that stand around a whole topic.
func unquoted(s string) string {
	for {
		r := []rune(s)
		if len(r) < 3 {
			return s
		}
		closer := topicCloser(r[0])
		if closer == 0 || strings.IndexRune(string(r[1:]), closer) != len(string(r[1:len(r)-1])) {
			return s
		}
		s = strings.Trim(string(r[1:len(r)-1]), " ")
	}
}

// topicCloser is the mark that closes a topic which r opens, 0 if r opens none.
func topicCloser(r rune) rune {
	if r == '「' {
		return '」'
	}
	return pairs[r]
}

// topicLeads stand before a topic, longest first.
var topicLeads = []string{
	"主题内容是关于", "主题主要关于", "主题内容是", "主题内容为", "主题内容", "内容主题是", "内容主题", "分享主题是", "分享主题为", "分享主题",
	"topic:", "topic是", "主题叫", "主题是", "主题为", "主题", "题目叫", "题目是", "题目为", "题目", "议题是", "议题为", "议题", "讲题", "题:", "标题是", "话题是", "话题为", "话题:", "分享内容是", "分享内容为", "内容:", "内容是",
}

// topicEnds end a topic in running text.
var topicEnds = []string{
	"大家欢迎", "欢迎", "开始时间", "有兴趣", "感兴趣", "大家先", "由于", "据说", "请大家", "请各位", "嘉宾", "先签到", "现在", "期待",
	"敬请", "不见不散", "的分享", "的内容", "谢谢", "感谢", "大概", "希望", "多指教", "请多",
}

// statedTopic finds the topic that the message states in the runes from
// from on: in quotation marks, or behind 主题.
func (r *reader) statedTopic(from int) string {
	s := r.src.Fold
	for i := from; i < len(s); i++ {
		n, _ := zh.OneOfAt(s, i, topicLeads)
		if n == 0 {
			continue
		}
		j := zh.Skip(s, i+n, " :是为,-—的")
		if k, _ := zh.OneOfAt(s, j, []string{"就叫做", "就叫", "叫做", "暂定为", "暂定"}); k > 0 {
			j = zh.Skip(s, j+k, " :")
		}
		if q, ok := r.quoteAt(j); ok {
			return cleanTopic(q)
		}
		if t := r.phrase(j); t != "" && !zh.ContainsAny(t, tbdWords...) && !zh.StartsWithAny(t, "和", "的", "及", "与") && !unchanged.MatchString(t) {
			return t
		}
		i += n - 1
	}
	for _, t := range r.tokens {
		if t.Kind == when.QuoteToken && t.From >= from && len([]rune(t.Text)) > 2 {
			return cleanTopic(t.Text)
		}
	}
	return ""
}

// quoteAt returns the quotation that begins at j.
func (r *reader) quoteAt(j int) (string, bool) {
	for _, t := range r.tokens {
		if t.Kind == when.QuoteToken && t.From == j {
			return t.Text, t.Text != ""
		}
	}
	return "", false
}

// maxTopic bounds a topic in running text, in runes.
const maxTopic = 60

// phrase returns the words from i to where a topic ends in running text.
func (r *reader) phrase(i int) string {
	j := i
	for j < len(r.src.Fold) && j-i < maxTopic && !r.endsPhrase(i, j) {
		j++
	}
	return strings.Trim(r.src.Quote(i, j), rowTrim+"吧哈啊呢了")
}

// aside begins what is said behind a topic and a blank, and is no part of it.
var aside = pattern.MustCompile(`^(?:具体|时间|哪天|那天|到时|别|记得|大家|欢迎|不见|准时|应该|福利|先|都来|提前|占座|来听|来捧|一定|感兴趣|都早|搬|晚上|今|明|下|本)`)

// longestInside is how many characters stand in brackets amid a topic.
const longestInside = 24

// inside reports whether the bracket at i opens a part of a topic that goes on
// behind it: 埋点（Event Tracking）怎么管.
func (r *reader) inside(i int) bool {
	s := r.src.Fold
	for j := i + 1; j < len(s) && j-i <= longestInside; j++ {
		if s[j] == ')' {
			next := zh.At(s, j+1)
			return unicode.IsLetter(next) && !r.hasClock(i, j)
		}
		if strings.ContainsRune(",。;:\n", s[j]) {
			return false
		}
	}
	return false
}

// endsPhrase reports whether the phrase that begins at i is over at j.
func (r *reader) endsPhrase(i, j int) bool {
	s := r.src.Fold
	switch s[j] {
	case ',':
		return !zh.IsDigit(zh.At(s, j-1)) || !zh.IsDigit(zh.At(s, j+1)) // not in 1,000
	case '(':
		return !closesSoon(s, j) && !r.inside(j)
	case '?':
		return j > i
	case '.':
		return zh.At(s, j+1) == ' ' || j+1 == len(s)
	case ' ':
		return j > i && (zh.At(s, j+1) == ' ' || aside.MatchString(r.cut(j+1, j+7)))
	}
	if strings.ContainsRune("。!;\n[@", s[j]) {
		return true
	}
	n, _ := zh.OneOfAt(s, j, topicEnds)
	return n > 0 && j > i
}

// unchanged are words in the place of a topic that say it is the old one, or
// nothing.
var unchanged = pattern.MustCompile(`^[她他]的?题|^(?:都|也|均)?(?:不变|照旧|不改|不换|一字不改|一样|沿用|相同|同一|相同|时间|待定|到时|再|另|保持)`)

// hasTopicLead reports whether the text names its topic by a word for it.
func hasTopicLead(text string) bool { return topicWord.MatchString(text) }

var topicWord = pattern.MustCompile(`主题|题目|议题|话题|标题|内容\s*[:：是]`)
