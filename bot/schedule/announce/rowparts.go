package announce

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"qunwen/bot/schedule/pattern"
	"qunwen/bot/schedule/when"
	"qunwen/corpus/zh"
)

// A table is a list whose rows stand on lines of their own, or between
// semicolons, with their parts in any order: a day, an hour, who speaks, what
// about.
type table struct {
	r       *reader
	m       *maskedText
	base    when.Base  // days are counted from it; headings such as 下周 change it
	month   int        // of a heading, for rows with a day alone; 0: none was named
	day     *when.Slot // of a line that only says a day: it holds for the lines below
	common  string     // HH:MM of a line that speaks of all rows: 统一晚八点
	entries []Entry
	block   Entry  // of lines such as 时间：, 嘉宾：, 主题：, while they come
	dated   bool   // the block has a day
	persons int    // rows that name somebody
	strange int    // lines with a mention that are no rows
	blocks  int    // rows that were blocks
	headed  bool   // the message says that it lists sessions
	dayOnly bool   // day is of a line that said nothing else, and no row has used it
	hour    string // HH:MM of that line, or ""
	open    int    // rows so far, if the last line was one without a topic; else 0
}

// A tableLine is a line of a table, in places of the masked text.
type tableLine struct{ from, to int }

// commonClock begins the words that give the hour of all rows: 均为20:00.
var commonClock = pattern.MustCompile(`^[\s,。(]*(?:时间)?(?:都是?|都在|均为?|均在|统一|一律|照旧|依旧|还是|仍是|[两三]?[天场晚]都是?|每[天场晚]都?是?)[^DHQ]{0,6}T`)

// circled numbers stand before rows wherever these begin.
const circled = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫"

// rowParts cuts a line that holds several rows where each of them begins, and
// the words about all of them off its end. A line that holds one row stays whole.
func (m *maskedText) rowParts(l tableLine) []tableLine {
	var tail []tableLine
	if at := m.commonFrom(l); at > l.from {
		tail = []tableLine{{at, l.to}}
		l.to = at
	}
	cuts := m.rowCuts(l)
	comma := len(cuts) > 0 && m.endsWithComma(l.from, cuts[0])
	cuts = append(cuts, m.freeCuts(l)...)
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	var parts []tableLine
	for _, at := range cuts {
		parts = append(parts, tableLine{l.from, at})
		l.from = at
	}
	if comma {
		l.to = m.firstClause(l)
	}
	return append(append(parts, l), tail...)
}

// headerEnd is the place of the colon behind a heading that stands in one line
// with rows: 下周三场：周一@张三 …; 0 if there is none.
func (m *maskedText) headerEnd(l tableLine) int {
	for i := l.from + 1; i < l.to; i++ {
		if c := m.runes[i]; c.piece >= 0 || c.r != ':' {
			if c.piece >= 0 && c.r == handleMark {
				return 0
			}
			continue
		}
		j := i + 1
		for j < l.to && (m.runes[j].r == ' ' || strings.ContainsRune(circled, m.runes[j].r)) {
			j++
		}
		if j < l.to && m.runes[j].r == dayMark && m.runes[j].piece >= 0 && (strings.ContainsRune(m.text(j, l.to), handleMark) || strings.Count(m.text(j, l.to), string(dayMark)) > 1) && !endsInLabel.MatchString(m.text(l.from, i)) {
			return i
		}
	}
	return 0
}

// commonFrom is where the words about all rows begin at the end of a line; -1 if
// there are none.
func (m *maskedText) commonFrom(l tableLine) int {
	for i := l.to - 1; i > l.from; i-- {
		switch c := m.runes[i]; {
		case c.piece >= 0 && strings.ContainsRune("DPHQ", c.r) && !(c.r == dayMark && m.pieces[c.piece].slot.WholeWeek()):
			return -1
		case c.piece < 0 && zh.Contains(",。(", c.r):
			if commonClock.MatchString(m.text(i, l.to)) {
				return i
			}
		}
	}
	return -1
}

// rowCuts are the places in a line where its second row and those behind begin:
// before a day or an hour if the first row begins with one, else before a
// mention or what is quoted before it. There are none if a row has a new day.
func (m *maskedText) rowCuts(l tableLine) []int {
	var cuts []int
	lead, mentions := rune(0), 0
	timed, quoted := -1, -1 // since the mention before; -1: not yet
	for i := l.from; i < l.to; i++ {
		c := m.runes[i]
		if c.piece < 0 {
			continue
		}
		if lead == 0 && !(c.r == dayMark && m.pieces[c.piece].slot.VagueOnly()) {
			lead = c.r
		}
		switch {
		case c.r == quoteMark:
			quoted = i
		case c.r == handleMark:
			if mentions++; mentions > 1 {
				if timed < 0 {
					return nil // two speak together
				}
				cuts = append(cuts, rowStart(lead, i, timed, quoted))
			}
			timed, quoted = -1, -1
		case strings.ContainsRune("DPT", c.r):
			if movesTo.MatchString(m.text(max(l.from, i-6), i)) {
				return nil
			}
			if timed < 0 {
				timed = i
			}
		}
	}
	if mentions == 0 {
		return m.dayCuts(l)
	}
	return cuts
}

// rowStart is where a row begins whose mention, first time and last quotation
// stand at these places, if lead is the mark with which rows begin.
func rowStart(lead rune, mention, timed, quoted int) int {
	switch {
	case lead == handleMark:
		return mention
	case lead == quoteMark && quoted >= 0:
		return quoted
	}
	return timed
}

// dayCuts are the places of the days behind the first in a line without a
// mention, where a comma or a blank stands before each: 周二 张三（退款），周三 暂无.
func (m *maskedText) dayCuts(l tableLine) []int {
	var cuts []int
	first := true
	for i := l.from; i < l.to; i++ {
		c := m.runes[i]
		if c.piece < 0 || c.r != dayMark || m.pieces[c.piece].slot.VagueOnly() {
			continue
		}
		if !first {
			if !zh.Contains(" ,/", m.runes[i-1].r) {
				return nil
			}
			cuts = append(cuts, i)
		}
		first = false
	}
	return cuts
}

// freeCuts are the places of days behind the first of a line where a row begins,
// because of it, or of the day before it, it is said that nobody speaks: 12号 @张三
// 对账，20号 暂无安排.
func (m *maskedText) freeCuts(l tableLine) []int {
	var cuts []int
	first, wasFree := true, false
	for i := l.from; i < l.to; i++ {
		if c := m.runes[i]; c.piece < 0 || c.r != dayMark || m.pieces[c.piece].slot.VagueOnly() {
			continue
		}
		words, _, _ := strings.Cut(m.text(i+1, l.to), ",")
		_, free := statusIn(strings.Trim(words, rowTrim))
		free = free && !strings.ContainsAny(words, "DPTH")
		if !first && (free || wasFree) && m.endsWithComma(l.from, i) {
			cuts = append(cuts, i)
		}
		first, wasFree = false, free
	}
	return cuts
}

// endsWithComma reports whether a comma stands at the end of a part.
func (m *maskedText) endsWithComma(from, to int) bool {
	return strings.HasSuffix(strings.TrimRight(m.text(from, to), " "), ",")
}

// firstClause is where the words behind the mention of a row, or behind its day
// and hour, come to a comma.
func (m *maskedText) firstClause(l tableLine) int {
	last := l.from
	for i := l.from; i < l.to; i++ {
		if c := m.runes[i]; c.piece >= 0 && strings.ContainsRune("HDPT", c.r) && (c.r == handleMark || m.runes[last].r != handleMark) {
			last = i
		}
	}
	words := false
	for i := last + 1; i < l.to; i++ {
		if c := m.runes[i].r; c == ',' && words {
			return i
		} else if !zh.Contains(rowTrim, c) {
			words = true
		}
	}
	return l.to
}

// rowTail is where, in a row's words, something begins that is said to everybody:
// 请大家群里回复, 不见不散.
func (t *table) rowTail(from, to int) int {
	s := t.r.src.Fold
	for i := from + 1; i < to; i++ {
		at := t.m.runes[i].at
		if !zh.Contains(" ,", zh.At(s, at-1)) {
			continue
		}
		if n, _ := zh.OneOfAt(s, at, calls); n > 0 {
			return i
		}
		if n, _ := zh.OneOfAt(s, at, tailWords); n > 0 && zh.At(s, at-1) == ' ' {
			return i
		}
	}
	return to
}

// calls are said to everybody behind the last row, even behind a comma.
var calls = []string{"不见不散", "别来", "别忘", "别错过", "记得", "准时", "届时", "敬请", "都来", "等你", "欢迎", "感兴趣", "有兴趣"}

// headingEnd ends a heading that stands in the line of the first row.
var headingEnd = pattern.MustCompile(`(?:安排|预告|计划|排期|如下|[一二两三四五六\d加]+场)$`)

// takeHeading takes the week that is named before the first row of a line, and
// returns the line without it: 下周分享：周一 张三 退款.
func (t *table) takeHeading(l tableLine) tableLine {
	days := 0
	at := -1
	for i := l.from; i < l.to; i++ {
		c := t.m.runes[i]
		if c.piece < 0 || !strings.ContainsRune("DP", c.r) {
			continue
		}
		if days == 0 && t.m.pieces[c.piece].slot.VagueOnly() {
			at = i
		}
		days++
	}
	if at < 0 || days < 2 {
		return l
	}
	t.takeWeekOrMonth(string(t.r.src.Fold[t.m.pieces[t.m.runes[at].piece].from:t.m.pieces[t.m.runes[at].piece].to]))
	for l.from = at + 1; l.from < l.to && t.m.runes[l.from].piece < 0; l.from++ {
	}
	return l
}

// taskWords begin what somebody has to do until a day.
var taskWords = pattern.MustCompile(`^(?:日?之?前)?\s*(?:完成|提交|跟进|负责|修复|对接完|上线|联调|排查|交付|输出|补充|验收|更新文档|处理完)`)

// chatWords are in what people say about each other on some day.
var chatWords = pattern.MustCompile(`^(?:说的|又|也|还|都|被|把|在)|[你我他她]|[吗呢]$|[了过](?:,|$)|入群|进群|请假|生日|值班|轮值`)

// idle reports whether the rows only speak of people: none has an hour, no
// heading says that they are sessions, and one is no topic.
func (r *reader) idle(entries []Entry) bool {
	if r.announcesList() {
		return false
	}
	chats := false
	for i := range entries {
		if entries[i].Start != "" {
			return false
		}
		chats = chats || chatWords.MatchString(entries[i].Topic)
	}
	return chats
}

// tasks reports whether the rows give out work: half of them or more begin with
// a verb of work.
func tasks(entries []Entry) bool {
	n, all := 0, 0
	for i := range entries {
		if entries[i].Topic == "" {
			continue
		}
		all++
		if taskWords.MatchString(entries[i].Topic) {
			n++
		}
	}
	return n > 0 && 2*n >= all
}

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
	if i < 0 || handleParts(handle[:i]) < 3 {
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
			if topic := rowTopicOf(t.m.quote(t.r.src, start, i)); len([]rune(topic)) > len([]rune(best)) {
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
var leadsTopic = pattern.MustCompile(`^(?:的|是|先|接着|再|来|会|将|要|老师|同学|给大家|为大家|为我们|跟大家|\s)*(?:主讲|讲讲|讲一讲|讲解|讲|聊聊|聊一聊|聊|说说|分享一下|分享|带来|解读|介绍|唠唠|谈谈|主题|题目|讲题|题为)(?:一下|的是|是|为)?[:：\s]*`)

// labelAround are names of other parts of a row at the ends of its topic.
var labelAround = pattern.MustCompile(`^(?:时间|日期)\s*[:：]?$|\s*[,，]?(?:分享时间|时间|日期|分享嘉宾|嘉宾|主讲人?|分享人|讲者|讲师|\b(?:by|BY|By))\s*[:：]?\s*$`)

// rowTopicOf cleans the topic of a row.
func rowTopicOf(words string) string {
	words = strings.Trim(words, rowTrim+"|/→➡☞👉🤫")
	if sentence, _, more := strings.Cut(words, "。"); more && utf8.RuneCountInString(sentence) > 1 {
		words = sentence
	}
	if r := []rune(words); len(r) > 2 && strings.ContainsRune("(（", r[0]) && strings.ContainsRune(")）", r[len(r)-1]) {
		words = string(r[1 : len(r)-1])
	}
	if n := utf8.RuneCountInString(leadsTopic.FindString(foldName(words))); n > 0 && n < utf8.RuneCountInString(words) {
		words = string([]rune(words)[n:])
	}
	words = strings.TrimFunc(words, func(c rune) bool { return unicode.Is(unicode.So, c) || unicode.IsSpace(c) })
	words = labelAround.ReplaceAllString(words, "")
	words = cleanTopic(strings.Trim(words, rowTrim+"|/→➡"))
	if len([]rune(words)) < 2 || !strings.ContainsFunc(words, unicode.IsLetter) {
		return ""
	}
	return words
}

// mention is where the last mention of a line stands.
func (t *table) mention(l tableLine) int {
	at := l.from
	for i := l.from; i < l.to; i++ {
		if c := t.m.runes[i]; c.r == handleMark && c.piece >= 0 {
			at = i
		}
	}
	return at
}

func clockOf(sl *when.Slot, hours []piece) string {
	if sl != nil && sl.HasClock {
		return sl.Clock.String()
	}
	for _, p := range hours {
		return p.clock.String()
	}
	return ""
}

// monthHeading names the month of rows that have only a day: 【4月】, 五月分享表.
var monthHeading = pattern.MustCompile(`(?:^|[^\d一二三四五六七八九十])(1[0-2]|[1-9]|十[一二]|[一二三四五六七八九十])月(?:份|[上中下]旬|[初底末])?(?:的?(?:技术)?(?:分享|排期|安排|计划|课表|嘉宾)|[^\w一二三四五六七八九十\pL]|$)`)

// takeWeekOrMonth takes the week or the month that a heading names for the rows below.
func (t *table) takeWeekOrMonth(text string) {
	if g := monthHeading.FindStringSubmatch(text); g != nil {
		t.month, _ = zh.Numeral([]rune(g[1]), 0)
	}
	switch {
	case strings.Contains(text, "下下周"):
		t.base.Sent, t.base.NextWeek = t.r.base.Sent.AddDate(0, 0, 7), true
	case strings.Contains(text, "下周"), strings.Contains(text, "下个礼拜"), strings.Contains(text, "下星期"):
		t.base.Sent, t.base.NextWeek = t.r.base.Sent, true
	case strings.Contains(text, "本周"), strings.Contains(text, "这周"):
		t.base.Sent, t.base.NextWeek = t.r.base.Sent, false
	}
}
