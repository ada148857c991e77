package announce

import (
	"strings"

	"qunwen/corpus/zh"
)

// cleanTopic takes off what stands around a topic.
func cleanTopic(s string) string {
	s = strings.Trim(s, rowTrim)
	for _, lead := range []string{"主题内容是", "主题内容", "内容主题是", "内容主题", "主题是", "主题为", "主题", "题目是", "题目", "内容是"} {
		if rest, ok := strings.CutPrefix(s, lead); ok && rest != "" {
			s = strings.Trim(rest, rowTrim)
			break
		}
	}
	for {
		r := []rune(s)
		if len(r) < 3 {
			return s
		}
		closer, ok := pairs[r[0]]
		if !ok || strings.IndexRune(string(r[1:]), closer) != len(string(r[1:len(r)-1])) {
			return s
		}
		s = strings.Trim(string(r[1:len(r)-1]), " ")
	}
}

// topicLeads stand before a topic, longest first.
var topicLeads = []string{
	"主题内容是关于", "主题主要关于", "主题内容是", "主题内容为", "主题内容", "内容主题是", "内容主题", "分享主题是", "分享主题为", "分享主题",
	"主题是", "主题为", "主题", "题目是", "题目为", "题目", "分享内容是", "分享内容为",
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
		if q, ok := r.quoteAt(j); ok {
			return cleanTopic(q)
		}
		if t := r.phrase(j); t != "" && !zh.ContainsAny(t, tbdWords...) && !strings.HasPrefix(t, "和") && !strings.HasPrefix(t, "的") {
			return t
		}
		i += n - 1
	}
	for _, t := range r.tokens {
		if t.kind == quoteToken && t.from >= from && len([]rune(t.text)) > 2 {
			return cleanTopic(t.text)
		}
	}
	return ""
}

// quoteAt returns the quotation that begins at j.
func (r *reader) quoteAt(j int) (string, bool) {
	for _, t := range r.tokens {
		if t.kind == quoteToken && t.from == j {
			return t.text, t.text != ""
		}
	}
	return "", false
}

// maxTopic bounds a topic in running text, in runes.
const maxTopic = 60

// phrase returns the words from i to where a topic ends in running text.
func (r *reader) phrase(i int) string {
	s := r.src.Fold
	j := i
	for j < len(s) && j-i < maxTopic {
		inNumber := s[j] == ',' && zh.IsDigit(zh.At(s, j-1)) && zh.IsDigit(zh.At(s, j+1))
		if !inNumber && strings.ContainsRune("。,!?;\n[(@", s[j]) && !(s[j] == '(' && closesSoon(s, j)) && !(s[j] == '?' && j == i) {
			break
		}
		if s[j] == '.' && (zh.At(s, j+1) == ' ' || j+1 == len(s)) {
			break
		}
		if n, _ := zh.OneOfAt(s, j, topicEnds); n > 0 && j > i {
			break
		}
		if s[j] == ' ' && zh.At(s, j+1) == ' ' && j > i {
			break
		}
		j++
	}
	return strings.Trim(r.src.Quote(i, j), rowTrim+"吧哈啊呢了")
}
