package announce

import (
	"strings"

	"qunwen/bot/schedule/pattern"
	"qunwen/corpus/zh"
)

// A mood is how something is said. Only what is said outright acts.
type mood uint8

const (
	outright    mood = iota
	asked            // 今晚还讲吗
	hedged           // 可能取消
	conditional      // 如果来不了就取消
	wished           // 希望不要取消
	reported         // 听说取消了
	elsewhere        // 隔壁群的取消了
)

// A moodRule tells a mood by words that stand in a clause, or, where reach is
// set, anywhere before it in its sentence, too.
type moodRule struct {
	mood    mood
	words   *pattern.Regexp
	reach   bool
	example string
}

// moodRules are tried in order on masked text.
var moodRules = []moodRule{
	{asked, pattern.MustCompile(`吗|么(?:$|哈|呀|啊)|得完么|会不会|是不是|能不能|可不可以|要不要|有没有|是否|能否|可否|行不行|好不好|对不对|还.{0,6}不[办讲开]|谁|哪[位个里场一]|哪天(?:$|[^再另定])|什么|啥|几点|几号|怎么|咋|为何|多久|请问|呢$|嘛$|没有$|是[^,]{1,12}还是|对吧|是吧|没错吧|没[记看弄]错[吧?]`), false, "今晚的分享还取消吗"},
	{asked, pattern.MustCompile(`有没有可能`), true, "有没有可能,今晚分享提前到T"},
	{hedged, pattern.MustCompile(`可能|也许|或许|大概率?会|大概要|估计|恐怕|说不定|指不定|保不[齐准]|八成|九成|多半|不一定|未必|看情况|有望|考虑|打算|倾向|想把|要不|不如|最好|建议|应该[^是为写改]|貌似|似乎|好像|再看|没准|假装|愚人节|开玩笑|商量(?:[^好之过后了]|$)|讨论`), false, "今晚分享可能取消"},
	{conditional, pattern.MustCompile(`如果|(?:^|[^主])要是|假如|假设|倘若|(?:^|[^\p{Han}]|[你您他她])若[^干]|若(?:是|有|不|无|能|要|需|想)|万一|一旦|除非|[^天说们PD]的话|只要|一定程度|实在不行|敢[^,]{1,10}就`), true, "万一停电，今晚分享取消"},
	{wished, pattern.MustCompile(`希望|但愿|祈祷|求求|求别|千万别|可别|最好别|盼`), true, "希望今晚分享不要取消"},
	{reported, pattern.MustCompile(`听说|据说|听.{1,6}说|有人[说传]|都在传|谁说|[他她]们?说|传言|谣传|别传|说是要|造谣|误传|不知道谁|原文|截图|翻旧账|翻出来的`), true, "他说周五的分享改期了"},
	{elsewhere, pattern.MustCompile(`隔壁|别的?公司|别的群|其他群|另一个群|他们群|友群|公司内部|部门内部|内部的?分享|跟(?:本|咱)?群里?(?:这个)?(?:没|无)关`), true, "隔壁群的分享停了"},
}

// waiting says that what was said is not settled: 等通知. A new day that is not
// known yet is another thing, 时间另行通知.
var waiting = pattern.MustCompile(`等通知|等消息|等确认|待通知|以.*通知为准|再确认|还没定|还没答应|没最后定|未最终`)

// newDayLater says that only the new day is to be told: 具体哪天等通知.
var newDayLater = pattern.MustCompile(`^\s*(?:具体|新的?|改到)?(?:哪一?天|时间|日期|日子|几号|什么时候)`)

// inability are words with which people say politely that something will not
// be: 今天可能没办法分享.
var inability = pattern.MustCompile(`可能.{0,4}(?:没办法|没法|无法|不能|来不了|讲不了|赶不上|要[迟晚]|会[迟晚])`)

// moodOf is the mood of clause k of the masked text.
func (m *maskedText) moodOf(k int) mood { return m.moodIn(k, m.clauses[k].text) }

// moodIn is the mood of a part of clause k.
func (m *maskedText) moodIn(k int, part string) mood {
	if m.clauses[k].asked {
		return asked
	}
	return m.moodOfWords(k, part)
}

// moodOfWords is the mood of a part of clause k by its words alone: a question
// mark stands for a lost emoji in old messages.
func (m *maskedText) moodOfWords(k int, part string) mood {
	c := &m.clauses[k]
	before := ""
	for i := k - 1; i >= 0 && m.clauses[i].sentence == c.sentence; i-- {
		before = m.clauses[i].text + "," + before
	}
	part = withoutTopic(part)
	for i := range moodRules {
		rule := &moodRules[i]
		text := part
		if rule.reach {
			text = before + text
		}
		if !rule.words.MatchString(text) || rule.mood == hedged && inability.MatchString(part) {
			continue
		}
		if rule.mood == asked && toldLater.MatchString(text) {
			return hedged
		}
		return rule.mood
	}
	if k+1 < len(m.clauses) && m.clauses[k+1].sentence == c.sentence {
		if next := m.clauses[k+1].text; waiting.MatchString(next) && !newDayLater.MatchString(next) {
			return hedged
		}
	}
	return outright
}

// namedTopic finds a topic: its words say nothing of how the clause is said.
var namedTopic = pattern.MustCompile(`(?:主题|题目|话题|topic)\s*[:是为叫]\s*[^?]{3,}$|(?:讲讲|聊聊|唠唠|说说|谈谈|H[^,。?是还有]{0,8}(?:讲|聊|分享))\s*[^?啥什谁哪几吗完得的][^?]{3,}$`)

// withoutTopic is a clause without the topic that it names.
func withoutTopic(clause string) string {
	if at := namedTopic.FindStringIndex(clause); at != nil {
		return clause[:at[0]]
	}
	return clause
}

// denial stands right before a verb that is not carried out: 没有取消.
var denial = pattern.MustCompile(`(?:没有?|未|未曾|并未|不|别|不会|不用|不要|无需|不必|不可能|不至于|不想|不能|不该|不应该?|没必要|用不着)(?:再|又|还|被|要|打算|想|把|说|给|分享)*$`)

// denied reports whether words before a verb deny it.
func denied(before string) bool {
	before = strings.TrimRight(before, " ")
	return denial.MatchString(before) && !strings.HasSuffix(before, "要不")
}

// ofTalk finds clauses that speak of a talk, or of a day or hour.
var ofTalk = pattern.MustCompile(`分享|讲|嘉宾|主题|[DT]`)

// asksOutright reports whether a clause that speaks of a talk is a question.
func (r *reader) asksOutright() bool {
	m := r.mask()
	for k := range m.clauses {
		c := m.clauses[k].text
		if tagQuestion.MatchString(c) || ofTalk.MatchString(c) && m.moodOf(k) == asked {
			return true
		}
	}
	return false
}

// saidOutright reports whether what the message says of a talk is neither asked
// nor told of somebody else's words, and no wish that nothing may change. What
// somebody offers, 我来讲吧？, is no question.
func (r *reader) saidOutright() bool {
	m := r.mask()
	offers := strings.Contains(r.text, "我")
	for k := range m.clauses {
		c := m.clauses[k].text
		if !ofTalk.MatchString(c) {
			continue
		}
		if tagQuestion.MatchString(c) {
			return false
		}
		switch m.moodOf(k) {
		case asked:
			if !offers || asksWhat.MatchString(c) {
				return false
			}
		case reported, elsewhere:
			return false
		case wished, conditional:
			if changeVerbs.MatchString(c) {
				return false
			}
		}
	}
	return true
}

var (
	asksWhat    = pattern.MustCompile(`谁|啥|什么|哪|几点|几号|有没有|还有|是不是|什么时候|吗|没人|有人|还是`)
	tagQuestion = pattern.MustCompile(`对吧|是吧|没错吧|没[记看弄]错[吧?]`)
	changeVerbs = pattern.MustCompile(`取消|推迟|延期|改期|改到|换人`)
)

// ofOthers reports whether a clause with a day or an hour is about another group.
func (r *reader) ofOthers() bool {
	m := r.mask()
	for k := range m.clauses {
		if strings.ContainsAny(m.clauses[k].text, "DT") && m.moodOf(k) == elsewhere {
			return true
		}
	}
	return false
}

// onlyImagined reports whether the clause with the mentions speaks of what may be
// or would be.
func (r *reader) onlyImagined() bool {
	if len(r.handles()) == 0 {
		return false
	}
	m := r.mask()
	for k := range m.clauses {
		c := m.clauses[k].text
		if !strings.ContainsRune(c, handleMark) || !ofTalk.MatchString(c) {
			continue
		}
		switch m.moodOfWords(k, c) {
		case conditional, wished, reported, elsewhere:
			return true
		case hedged:
			if imagined.MatchString(c) {
				return true
			}
		}
	}
	return false
}

var imagined = pattern.MustCompile(`可能|也许|或许|建议|假装|考虑|打算|要不`)

// withoutEmoji drops emoji codes such as [微笑] from the end of the words.
func withoutEmoji(text string) string {
	for text = strings.TrimRight(text, " \n"); strings.HasSuffix(text, "]"); text = strings.TrimRight(text, " \n") {
		i := strings.LastIndexByte(text, '[')
		if i < 0 || len(text)-i > 24 {
			break
		}
		text = text[:i]
	}
	return text
}

// askWords are words of questions.
var askWords = zh.NewWords("吗", "谁", "哪位", "讲哪", "聊哪", "说哪", "哪天", "几点", "有没有", "是不是", "什么时候", "啥时候", "能不能", "能否", "几号", "为什么", "多少", "请问", "需不需", "要不要", "好不好", "是什么")

// toldLater finds words of a question that say what is still to be told: 具体哪天看工作安排.
var toldLater = pattern.MustCompile(`(?:具体)?(?:是|在)?(?:哪一?天|哪个晚上|几号|几点|什么时候|啥时候|谁)(?:讲|分享|来|开始|办)?(?:看|等[^,。?]{1,6}(?:通知|确认|安排|定)|再(?:定|说|通知|约|看)|另行?(?:通知|约|定)|还没|没定|没想好|待|未定|到时|回头|晚点)[^,。?吗呢]*`)

// withoutLater is a text without what it says is still to be told.
func withoutLater(text string) string {
	if !toldLater.MatchString(text) {
		return text
	}
	return toldLater.ReplaceAllString(text, "")
}

// asks reports whether the words are a question, not a proposal.
func asks(text string) bool {
	text = strings.TrimRight(withoutLater(withoutEmoji(text)), " \n")
	if askWords.In(text) {
		return true
	}
	trimmed := strings.TrimRight(text, "?")
	if zh.ContainsAny(trimmed[max(0, len(trimmed)-9):], "行不行", "怎么样", "如何", "可以") {
		return false
	}
	for _, end := range []string{"不", "么", "呢", "没", "没有"} {
		if strings.HasSuffix(trimmed, end) {
			return true
		}
	}
	return trimmed != text && !strings.HasSuffix(trimmed, "吧") && strings.HasSuffix(text, "?") &&
		!strings.HasSuffix(text, "??") && !strings.Contains(text, "@") && !strings.HasSuffix(trimmed, "。")
}
