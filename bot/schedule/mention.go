package schedule

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"qunwen/bot/schedule/announce"
	"qunwen/corpus/zh"
)

// A naming says whether words name the speaker of a session, or its topic.
type naming struct{ name, topic bool }

// A saying is words that may name a speaker or a topic.
type saying struct {
	words    string     // folded
	surnames []string   // of those who are called by surname and title
	points   bool       // somebody is pointed at: 杭州那位
	pairs    [16]uint64 // of characters that stand together, by [pairBit]
}

func newSaying(words string) *saying {
	said := &saying{words: words, points: strings.Contains(words, "那位")}
	last := rune(0)
	for _, r := range words {
		i := pairBit(last, r)
		said.pairs[i>>6] |= 1 << (i & 63)
		last = r
	}
	if !zh.ContainsAny(words, "总", "老", "工", "哥", "姐", "博士", "大神", "大佬") {
		return said
	}
	for _, address := range titled.FindAllString(words, -1) {
		said.surnames = append(said.surnames, zh.SurnameOf(address))
	}
	return said
}

// mention reports whether words name who speaks in a session, by a name of two
// characters or more or by surname and title, or what about.
func (l *ledger) mention(s *Session, said *saying) naming {
	var m naming
	for _, handle := range []string{s.Speaker, s.AnnouncedAs} {
		if handle == "" {
			continue
		}
		p := l.person(handle)
		if len(p.parts) == 0 {
			continue
		}
		m.name = m.name || p.given != "" && strings.Contains(said.words, p.given) || p.named && strings.Contains(said.words, p.parts[0])
		for _, surname := range said.surnames {
			m.name = m.name || zh.HasSurname(p.parts[0], surname)
		}
		for _, part := range p.parts[1:] {
			m.name = m.name || said.points && (strings.Contains(said.words, part+"那位") || strings.Contains(said.words, part+"的那位"))
		}
	}
	m.topic = s.Topic != "" && said.namesTopic(l.fold(s.Topic))
	return m
}

// fold is the folded form of a text, made once.
func (l *ledger) fold(text string) string {
	f, ok := l.folds[text]
	if !ok {
		f = folded(text)
		l.folds[text] = f
	}
	return f
}

// namesTopic reports whether the words name a topic: all of it, or a good part.
func (said *saying) namesTopic(topic string) bool {
	if !said.sharesTwo(topic) {
		return false
	}
	part := shared(said.words, topic)
	n, all := utf8.RuneCountInString(part), utf8.RuneCountInString(topic)
	return n >= 2 && (n == all || n >= 4 || n >= 3 && 5*n >= 2*all || strings.HasPrefix(topic, part) && aboutIt(said.words, part))
}

// pairBit is one of 1024 numbers for two characters that stand together.
func pairBit(a, b rune) uint16 { return uint16(a*31+b) & 1023 }

// sharesTwo reports whether the words hold two characters of the topic that stand
// together: most do not, and that is soon seen.
func (said *saying) sharesTwo(topic string) bool {
	last, at := rune(0), 0
	for i, r := range topic {
		if b := pairBit(last, r); i > 0 && said.pairs[b>>6]&(1<<(b&63)) != 0 && strings.Contains(said.words, topic[at:min(i+utf8.RuneLen(r), len(topic))]) {
			return true
		}
		last, at = r, i
	}
	return false
}

// aboutIt reports whether 那场 or the like follows a part of a topic.
func aboutIt(words, part string) bool {
	_, after, _ := strings.Cut(words, part)
	return zh.StartsWithAny(strings.TrimSpace(after), "那场", "那一场", "这场", "的分享", "那个")
}

// folded is text as messages are compared.
func folded(text string) string { return strings.TrimSpace(string(zh.NewText(text).Fold)) }

// shared is the longest part that two texts have in common; a blank is in none.
func shared(a, b string) string {
	x, y := []rune(a), []rune(b)
	best, end := 0, 0
	lengths := make([]int, len(y)+1) // of the parts that end at x[i] and y[j-1]
	for i := range x {
		diagonal := 0
		for j := range y {
			length := 0
			if x[i] == y[j] && x[i] != ' ' {
				length = diagonal + 1
			}
			diagonal, lengths[j+1] = lengths[j+1], length
			if length > best {
				best, end = length, i+1
			}
		}
	}
	return string(x[end-best : end])
}

// titled finds somebody called by surname and title, 陈老师.
var titled = regexp.MustCompile(zh.AddressPattern)

// namesSomebodyElse reports whether the words name a speaker, of whom there is no
// session.
func (l *ledger) namesSomebodyElse(t *announce.Target) bool {
	if t.Owner != "" && (titled.MatchString(t.Owner) || looksLikeName(t.Owner)) {
		return true
	}
	return t.Date == "" && titled.MatchString(t.Words)
}

// looksLikeName reports whether a word is a surname and one or two characters.
func looksLikeName(word string) bool {
	r := []rune(word)
	return len(r) >= 2 && len(r) <= 3 && zh.HasSurname(word, string(r[:1])) && surname.MatchString(string(r[:1]))
}

// alike reports whether two topics are one: one holds most of the other, and
// neither is another part of a series.
func alike(a, b string) bool {
	a, b = folded(a), folded(b)
	if partOf(a) != partOf(b) {
		return false
	}
	n := len([]rune(shared(a, b)))
	return n >= 2 && 2*n >= min(len([]rune(a)), len([]rune(b)))
}

// parts are marks of the parts of a series; those of one line mean the same part.
var parts = [][]string{
	{"(上)", "上篇", "上集", "上半部分"},
	{"(中)", "中篇", "中集"},
	{"(下)", "下篇", "下集", "下半部分"},
	{"(一)", "第一讲"}, {"(二)", "第二讲"}, {"(三)", "第三讲"}, {"(四)", "第四讲"},
}

// partOf is the part of a series that words name, by its first mark; "" if none.
func partOf(words string) string {
	for _, marks := range parts {
		if zh.ContainsAny(words, marks...) {
			return marks[0]
		}
	}
	return ""
}
