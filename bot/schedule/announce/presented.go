package announce

import (
	"slices"
	"strings"
	"unicode/utf8"

	"qunwen/bot/schedule/pattern"
	"qunwen/bot/schedule/when"
	"qunwen/corpus/zh"
)

// titles follow the name of who is addressed or spoken of.
const titles = `(?:老师|同学|童鞋|大佬|大神|大咖|先生|女士|博士|总|哥|姐)?`

// talks are verbs of giving a talk, as they stand before what it is about.
const talks = `(?:(?:主讲|开讲|讲讲|讲一讲|讲讲|讲解|讲述|讲授|演讲|讲|聊聊|聊一聊|聊|说说|说一说|谈谈|谈一谈|谈|唠唠|唠一唠|唠|侃侃|扒一扒|盘一盘|分享|解读|解析|拆解|剖析|介绍|带来|科普|复盘|演示|揭秘|揭密)(?:一下|一讲|一聊|一场|下|的内容|的主题|的)?(?:是|关于|有关)?|(?:要)?说的是|on)`

// upToVerb may stand between a mention and the verb: 已经答应今晚来给大家.
const upToVerb = `(?:[\s,，()]|D的|于|定[在于]|线上|老师|已经|她|他|会|将|要|来|过来|给|为|跟|和|与|向|在|到|本?群里?|我们|咱们|大家|各位|小?伙伴们?|语音|文字|直播|做|作|一个|一场|一次|好好|再|继续|接着|先|回归|上线|现身|空降|做客|回来|亲自|敲定了?|定了|说好了?|今天|今晚|D|T|答应|同意|确定|确认|的时间|连线|打头阵|开场|。|约[到好了]*)*`

var (
	// givesTalkOf follows a mention whose bearer gives a talk; the group topic is
	// what it is about, as far as the clause says.
	givesTalkOf = pattern.MustCompile(`^\s*` + titles + upToVerb + talks + `\s*:?\s*(?P<topic>Q|[^,。!?;DTHSPQ]*)`)

	// asSpeaker stands before the mention of who speaks.
	asSpeaker = pattern.MustCompile(`(?:speaker(?:\s*is|是)?|请到了?|邀请到?了?|有请|有幸请到|嘉宾(?:是|为)?|主讲人?(?:是|为)?|分享人(?:是|为)?|讲师(?:是|为)?|主播(?:是|为)?|讲者(?:是|为)?|主持|由|by|连线|听|归|请来了?)\s*[:：]?[^,。!HDT]{0,10}$`)

	// topicBehind follows the mention of a speaker whose topic is given.
	topicBehind = pattern.MustCompile(`^\s*` + titles + `[\s\p{So}|:,\-—]*(?:主题|题目|议题|话题|标题|内容)\s*[:：是为]`)

	// titled follows the mention of somebody whose talk is called by its title.
	titled = pattern.MustCompile(`^\s*` + titles + `\s*的分享\s*:?\s*(?P<topic>Q)`)

	// titleFirst follows the mention of somebody whose talk's title stands before the
	// word for it: @张三 《对账》分享，明天15:30.
	titleFirst = pattern.MustCompile(`^\s*` + titles + upToVerb + `\s*(?P<topic>Q)\s*(?:主题|专题)?的?分享`)

	// ofTheirs follows the mention of somebody whose talk there is: 31号有@张三 的分享.
	ofTheirs = pattern.MustCompile(`^\s*` + titles + `\s*的?(?:分享|讲座|专场)`)

	// settled says that a talk has been agreed on.
	settled = pattern.MustCompile(`答应|敲定|约[到好了]|定了|定下|搞定|确认了|确定了|没问题`)

	// notAsSpeaker stands before a mention of somebody who does not speak.
	notAsSpeaker = pattern.MustCompile(`(?:感谢|谢谢|多谢|联系|恭喜|祝贺|找|问|私聊|咨询|加|想请|想邀|打算请|能请到|辛苦|麻烦|提醒|抄送|cc)\s*$`)

	// thanks stands before the mentions of those who have spoken.
	thanks = pattern.MustCompile(`(?:感谢|谢谢|多谢|辛苦|恭喜|听了?)[^,。]*(?:嘉宾|分享)[^,。]*$|就到这|到此`)

	// afterTalk is said to somebody who has spoken.
	afterTalk = pattern.MustCompile(`^\s*` + titles + `(?:的)?(?:精彩)?(?:分享|讲)(?:[的得]?[^,。]{0,2}(?:很|真|太|非常|特别|棒|不错|到位|精彩|清楚|干货)|得|完|过|了|资料|ppt|文件|链接)`)
)

// A talkTime is when a talk is that is announced in running words.
type talkTime struct {
	slot    when.Slot
	dated   bool   // the slot is known
	unclear string // else what is unclear about the day, in Chinese
}

// readPresented reads an announcement of somebody who gives a talk, in running words:
// 明晚八点半，@张三 给大家讲《收银台》.
func (r *reader) readPresented() (Extraction, bool) {
	if len(r.handles()) == 0 && !zh.ContainsAny(r.text, "老师", "同学") {
		return Extraction{}, false
	}
	talk, ok := r.talkTime()
	if !ok || r.asksOutright() || !r.saidOutright() || hopesFor.MatchString(r.text) {
		return Extraction{}, false
	}
	m := r.mask()
	switch entries := r.readPresentedByMention(m, &talk); len(entries) {
	case 0:
	case 1:
		return one(entries...)
	default:
		return Extraction{Kind: List, Entries: entries}, true
	}
	if !talk.dated {
		return r.readPresentedByTitle(m, &talk)
	}
	if x, ok := r.readTerse(m, talk.slot); ok {
		return x, true
	}
	if x, ok := r.readPresentedByTitle(m, &talk); ok {
		return x, true
	}
	return r.readPresentedByName(m, talk.slot)
}

// talkTime is when the talk is that the message announces; ok is false if it names
// no day, or one that is unclear and no talk to come.
func (r *reader) talkTime() (e talkTime, ok bool) {
	e.slot, e.dated = r.mainSlot()
	if !e.dated {
		e.slot, e.dated = r.nextOfEvery()
	}
	e.unclear = r.unclearDay()
	if e.dated && e.slot.Refs[0].Unsaid() && dayLater.MatchString(r.text) {
		e.dated, e.unclear = false, "没说清是哪一天"
	}
	return e, e.dated || e.unclear != "" && (foretells.MatchString(r.text) || strings.ContainsRune(r.text, '《'))
}

// dayLater says that the day is still to be told, or hangs on something.
var dayLater = pattern.MustCompile(`等[^,。]{1,30}(?:那天|之后|以后|回来|有空)|哪天(?:再|等|另)|日[子期](?:待定|未定|再定|另)|哪一天再`)

// readPresentedByMention reads who gives talks among those that the message mentions.
func (r *reader) readPresentedByMention(m *maskedText, talk *talkTime) []Entry {
	var entries []Entry
	mentions := m.mentions()
	from := 0 // behind the mention before
	for _, i := range mentions {
		topic, ok := r.speaks(m, i)
		if ok {
			e := Entry{Status: Planned, Speaker: m.pieces[m.runes[i].piece].text}
			day, found := r.rowSlot(m, from, i, &e, entries)
			switch {
			case found && len(mentions) > 1:
				e.Date, e.Topic = day, topic
				entries = append(entries, e)
			case len(entries) == 0:
				r.first(&e, talk, topic)
				entries = append(entries, e)
			}
		}
		from = i + 1
	}
	return entries
}

// longestTerse is how many characters the topic of a terse announcement has.
const longestTerse = 20

// readTerse reads an announcement that is a topic, a mention, a day and an hour, and
// nothing else, in any order: 退款链路，@张三，明晚9点.
func (r *reader) readTerse(m *maskedText, sl when.Slot) (Extraction, bool) {
	text := m.whole()
	if r.start() == "" || sl.Day().IsZero() || strings.Count(text, "H") != 1 || strings.Count(text, "D") != 1 || r.addressee() != "" && !strings.Contains(text, "\n") {
		return Extraction{}, false
	}
	topic, ok := r.onlyTopic(m)
	e := Entry{Status: Planned, Start: r.start(), Topic: topic, Speaker: m.piecesIn(0, len(m.runes), "H")[0].text}
	if name, column, cut := cutColumn(e.Speaker); cut && topic == "" {
		e.Speaker, e.Topic = name, rowTopicOf(column)
	}
	if !ok || len([]rune(e.Topic)) < 2 {
		return Extraction{}, false
	}
	e.setMoment(sl.Moments[0])
	return one(e)
}

// onlyTopic is the topic of a message that says no more besides day, hour and
// mention; ok is false if it says more.
func (r *reader) onlyTopic(m *maskedText) (topic string, ok bool) {
	columns := slices.ContainsFunc(m.clauses, func(c clause) bool { return c.to < len(m.runes) && m.isBar(c.to) })
	for _, c := range m.clauses {
		words := strings.Trim(m.words(c.from, c.to), rowTrim+"哈啊哦")
		switch {
		case words == "" || dontForget.MatchString(words) || heads.MatchString(words):
		case topic != "" || len([]rune(words)) > longestTerse || !columns && zh.ContainsAny(words, terseNot...) || m.moodIn(0, words) != outright:
			return "", false
		default:
			if q := m.piecesIn(c.from, c.to, "Q"); len(q) == 1 && r.src.Said[q[0].from] == '《' {
				topic = q[0].text
				continue
			}
			topic = strings.Trim(m.quote(r.src, c.from, c.to), rowTrim+"/")
			for _, p := range m.piecesIn(c.from, c.to, "DTH") {
				topic = strings.Trim(strings.Replace(topic, r.src.Quote(p.from, p.to), "", 1), rowTrim+"哈啊哦/")
			}
		}
	}
	return cleanTopic(topic), true
}

var (
	// heads names what follows: 分享预告 | 明晚9点 | @张三.
	heads = pattern.MustCompile(`^(?:本?群)?内?(?:技术|干货)?(?:分享)?(?:预告|通知)$|^分享(?:来[了啦]|走起|时间到?)$`)

	dontForget = pattern.MustCompile(`^(?:别|不要|记得|不见|准时|欢迎|期待|到时)`)

	// terseNot are in what is no topic.
	terseNot = []string{"我", "你", "他", "她", "吗", "请", "帮", "来", "去", "找", "会议", "电话", "发", "看", "要", "不", "了", "的时候", "见", "回", "到", "在", "给", "谢"}
)

// readPresentedByTitle reads an announcement of one mention, an hour and one title,
// whatever ties them together: 今晚9点开麦，@张三 现场复盘《双十一》.
func (r *reader) readPresentedByTitle(m *maskedText, talk *talkTime) (Extraction, bool) {
	mentions := m.mentions()
	title, ok := r.onlyTitle(m)
	if !ok {
		title, ok = r.looseTopic(m)
	}
	if !ok || len(mentions) != 1 || mentions[0] == 0 && !hasTopicLead(r.text) || r.start() == "" || talk.dated && talk.slot.VagueOnly() {
		return Extraction{}, false
	}
	before := m.text(0, mentions[0])
	if notAsSpeaker.MatchString(before) || thanks.MatchString(before) || ofPaper.MatchString(m.whole()) {
		return Extraction{}, false
	}
	e := Entry{Status: Planned, Speaker: m.pieces[m.runes[mentions[0]].piece].text}
	r.first(&e, talk, title)
	e.Topic = title
	return one(e)
}

// ofPaper is said of a book, a document or a film: its title is no talk's.
var ofPaper = pattern.MustCompile(`(?:看|读|发|写|改)[^,。HTD]{0,4}Q|推荐|转发|下载|买|修改|文件|附件|公众号|电影|全文|请教|不了|不成|这本|那本`)

// looseTalk follows the mention of who gives a talk, with some words between:
// 终于肯出来聊, 陪大家聊.
var looseTalk = pattern.MustCompile(`^[^。!?;\n]{0,16}?(?:主讲|开讲|讲讲|讲一讲|讲|聊聊|聊一聊|聊|唠唠|唠|说说|谈谈|分享|科普|拆解|复盘|解读|带来|share|关于)(?:一下|下)?(?:关于)?\s*:?\s*(?P<topic>Q|[^,。!?;DTHSPQ\n]{2,24})`)

// comesToTalk follows the mention of somebody whose topic is not said.
var comesToTalk = pattern.MustCompile(`^[^,。!?]{0,4}(?:做客|空降|开讲|上线开讲)`)

// looseTopic is the topic of the only mention by what follows it: a quotation, a
// word for the topic, or a verb of talking not far behind. ok is true with "" where
// the speaker comes and the topic is not said.
func (r *reader) looseTopic(m *maskedText) (topic string, ok bool) {
	mentions := m.mentions()
	if len(mentions) != 1 {
		return "", false
	}
	if t := r.statedTopic(0); t != "" && hasTopicLead(r.text) {
		return t, true
	}
	from := mentions[0] + 1
	after := m.text(from, len(m.runes))
	if g := looseTalk.FindStringSubmatchIndex(after); g != nil && r.topicIn(m, from+utf8.RuneCountInString(after[:g[2]]), from+utf8.RuneCountInString(after[:g[3]])) != "" {
		return r.topicIn(m, from+utf8.RuneCountInString(after[:g[2]]), from+utf8.RuneCountInString(after[:g[3]])), true
	}
	return "", comesToTalk.MatchString(after)
}

// onlyTitle is the title in 《》 if the message has one and no more.
func (r *reader) onlyTitle(m *maskedText) (title string, ok bool) {
	for _, p := range m.piecesIn(0, len(m.runes), "Q") {
		if !zh.Contains("《【", r.src.Said[p.from]) {
			continue
		}
		if ok {
			return "", false
		}
		title, ok = cleanTopic(p.text), true
	}
	return title, ok
}

// first fills the entry of the only speaker that is presented.
func (r *reader) first(e *Entry, talk *talkTime, topic string) {
	e.Start = r.start()
	if talk.dated {
		e.setMoment(talk.slot.Moments[0])
	} else {
		e.Problem = talk.unclear
	}
	if e.Topic = r.statedTopic(0); e.Topic == "" {
		e.Topic = topic
	}
}

// rowSlot finds the day and the hour that stand before a mention, behind the one
// before it: 周五晚7点@A 讲对账，9点@B 讲风控. An hour alone is of the same evening.
func (r *reader) rowSlot(m *maskedText, from, to int, e *Entry, before []Entry) (day string, ok bool) {
	for _, p := range m.piecesIn(from, to, "DT") {
		switch {
		case p.mark == clockMark:
			e.Start = p.clock.String()
		case !p.slot.Day().IsZero():
			day, ok = dateOf(p.slot.Moments[0]), true
			if p.slot.HasClock {
				e.Start = p.slot.Clock.String()
			}
		}
	}
	if !ok && e.Start != "" && len(before) > 0 {
		return before[len(before)-1].Date, true
	}
	return day, ok
}

// byTitle finds who gives a talk by name and title: 陆沉老师讲.
var byTitle = pattern.MustCompile(`(?:^|[\s,，。:：!由请听DT])(\p{Han}{2,3})(?:老师|同学)(?:来|将|会|要|给大家|为大家|给我们|在|到|群里|本群|我们群|咱们?群|D|T|,)*` + talks + `\s*:?\s*(?P<topic>Q|[^,。!?;DTHSPQ]*)`)

// readPresentedByName reads an announcement of a speaker who is named with a title
// and without a mention.
func (r *reader) readPresentedByName(m *maskedText, sl when.Slot) (Extraction, bool) {
	if sl.VagueOnly() {
		return Extraction{}, false
	}
	text := m.whole()
	g := byTitle.FindStringSubmatchIndex(text)
	if g == nil {
		return Extraction{}, false
	}
	if !namedWithTitle.allows(text[g[2]:g[3]]) || zh.StartsWithAny(text[g[4]:], "完", "过", "了") {
		return Extraction{}, false
	}
	at := func(i int) int { return len([]rune(text[:i])) }
	e := Entry{Status: Planned, Speaker: m.quote(r.src, at(g[2]), at(g[3])), Start: r.start()}
	e.setMoment(sl.Moments[0])
	if e.Topic = r.statedTopic(0); e.Topic == "" {
		e.Topic = r.topicIn(m, at(g[4]), at(g[5]))
	}
	return Extraction{Kind: Single, Entries: []Entry{e}}, e.Topic != ""
}

// topicOf is what a mentioned speaker speaks about by the verb behind the mention.
func (r *reader) topicOf(h when.Token) string {
	m := r.mask()
	for i, c := range m.runes {
		if c.piece >= 0 && m.pieces[c.piece].from == h.From {
			topic, _ := r.speaks(m, i)
			return topic
		}
	}
	return ""
}

// foretells says that a talk is to come, where the day cannot be read.
var foretells = pattern.MustCompile(`预告|请到|有请|邀请|将|会给|给大家|给各位|为大家|嘉宾|主讲|来聊|来讲|讲讲|聊聊`)

// speaks reports whether the mention at i is of somebody who gives a talk, and
// what it is about, "" if that is not said there.
func (r *reader) speaks(m *maskedText, i int) (topic string, ok bool) {
	before, after := m.text(0, i), m.text(i+1, len(m.runes))
	if k := strings.LastIndexAny(before, "。!\n"); k >= 0 {
		before = before[k:]
	}
	if notAsSpeaker.MatchString(before) || thanks.MatchString(before) || afterTalk.MatchString(after) {
		return "", false
	}
	if g := givesTalkOf.FindStringSubmatchIndex(after); g != nil && !zh.StartsWithAny(after[g[2]:], "课", "座", "师", "价", "究") {
		from := i + 1 + len([]rune(after[:g[2]]))
		return r.topicIn(m, from, i+1+len([]rune(after[:g[3]]))), true
	}
	g := titled.FindStringSubmatchIndex(after)
	if g == nil {
		g = titleFirst.FindStringSubmatchIndex(after)
	}
	if g != nil {
		from := i + 1 + len([]rune(after[:g[2]]))
		return r.topicIn(m, from, from+1), true
	}
	return "", r.speaksOfSome(m.whole(), before, after)
}

// speaksOfSome reports whether the words before and after a mention say that its
// bearer gives a talk, without what it is about.
func (r *reader) speaksOfSome(whole, before, after string) bool {
	switch {
	case topicBehind.MatchString(after), strings.HasSuffix(before, "有") && ofTheirs.MatchString(after):
		return true
	case asSpeaker.MatchString(before):
		return ofSession.MatchString(whole) || strings.ContainsRune(whole, quoteMark) || hasTopicLead(r.text)
	case settled.MatchString(whole):
		return ofSession.MatchString(whole) || hasTopicLead(r.text)
	}
	return false
}

// topicIn cleans what stands between two places of the masked text behind a verb
// of talking.
func (r *reader) topicIn(m *maskedText, from, to int) string {
	if q := m.piecesIn(from, to, "Q"); len(q) > 0 {
		return cleanTopic(q[0].text)
	}
	if from >= to {
		return ""
	}
	topic := r.phrase(m.runes[from].at)
	if len([]rune(topic)) < 2 || notTopic.MatchString(topic) {
		return ""
	}
	return topic
}

// notTopic begins what follows 讲 or 分享 and is no topic.
var notTopic = pattern.MustCompile(`^(?:分享[。!]?$|几点|到时|再说|具体|时间|期间|完|吧|哈|安排|计划|预告|嘉宾|内容$|主题$|给大家|一下$|大家|到|的$)`)

// hopesFor says that somebody is only hoped for as a speaker.
var hopesFor = pattern.MustCompile(`想请|想邀|打算请|能不能请|不知道.{0,12}(?:肯|愿|有空|方便)|如果.{0,20}(?:愿意|有空|肯)|要是能请|期待.{0,8}能来|谁能请`)
