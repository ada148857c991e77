package announce

import (
	"strings"
	"unicode/utf8"

	"qunwen/bot/schedule/pattern"
)

var (
	// swapVerbs say that two sessions change places.
	swapVerbs = pattern.MustCompile(`换个?班|↔|⇄|调位|调个?位置?|换位|换顺序|换场次|交换场次|调个个儿?|调个儿|(?:和|跟|与|同)[^,。]{1,10}换(?:了|个?(?:档期|日子|档))|换一下|换下|换一换|对换|对调|互换|互调|调换|交换|换个位|换过来|跟[她他它]换|换日子|倒一下|顺序[调换]|<->|<—>|[写搞弄发]反了`)

	// newSpeaker says that somebody else speaks.
	newSpeaker = pattern.MustCompile(`改邀|will cover|→\s*by\s*H|替我|由\s*H[^,。]{0,3}完成|换人|换一?[个位](?:讲师|嘉宾|老师|同学|人)|(?:嘉宾|讲师|讲的人|分享人|主讲人?|讲者|老师|人选)[^,。!]{0,6}(?:换|变|改|更正|调整|→|->|:[^,。H]{1,8}→)|(?:^|[^切兑更替置])换(?:成|了|为)?[^,。!]{0,10}H|H[^,。!]{0,12}[^切兑更替置]换成|H[^,。!HDT]{0,4}(?:变为|改为|调整为)[^,。!HDT]{0,3}H|变更为[^,。!]{0,12}H|(?:^|[^切兑更替置])换成?\p{Han}{2,3}(?:老师|同学)?来?(?:讲|分享|顶|救|代)|\p{Han}{2,3}(?:老师|同学)?[替代][^,。HDT]{1,8}讲|改由|改请|代替|代讲|代为|代打|代班|顶班|替补|转由|更换为|(?:分享人|嘉宾|讲师|名字)[^,。]{0,8}(?:写|打|弄)错|不是[^,。HDT]{1,8},(?:而)?是H|应[该为]?是?H|→\s*H|改\s*H|替[他她换]|顶[他她]|顶上|顶替|接替|救场|救急|接棒|补位|让给|场子给|(?:分享|场|课)[^,。]{0,4}交给|救火|代课|接手|顶一下|帮忙?[^,。]{0,2}讲|[代替][我他她][^,。]{0,3}(?:讲|出场|上)|(?:另|改|又)(?:外)?找了?\s*H|(?:改为|更正为|最后定)[^,。HDT]{0,3}H|不是[^,。HDT]{1,8}(?:讲|分享)[^,]{0,3},(?:而)?是[^,。HDT]{0,6}H|名字[写打]?[错更]|写错名|的是H,不是|代劳`)

	// unable says why somebody else may speak.
	unable = pattern.MustCompile(`不来了|来不了|来不成|讲不了|没法讲|没办法|走不开|退出|赶不回来|住院|不让|被隔离|先放放|出不来|去不了|上不了|上不来|来不及|失联|掉线|没信号|没空|值班|答辩|发烧|发高烧|病了|出差|住院|摔了|[^的]请假`)

	// givesTalk stands by the mention of who speaks instead.
	givesTalk = pattern.MustCompile(`(?:由|请|请到了?|请来了?|有请|麻烦|是|给|换|定|让|跟|救火队员:|代课老师)[^,。HDT]{0,12}H|H\s*(?:老师|同学)?(?:来|给|为|顶|救|代|替|接|帮|会代|分享|讲|江湖|补|上|热身)|,H|→\s*H|改\s*H`)

	// wasToSpeak follows whoever does not speak after all.
	wasToSpeak = pattern.MustCompile(`^[^,。H]{0,12}(?:交给|转给|让给|换成|改由|变为|改为|调整为)[^,。H]{0,6}H|^\s*(?:老师|同学|总)?\s*D?[^,。HDT]{0,8}(?:来不了|来不成|讲不了|没法|没办法|走不开|退出|赶不回来|有事|生病|出差|请假|临时|因|家里|不能|换成|换为|变更为|→|->)`)

	// insteadOf stands before whoever does not speak after all.
	insteadOf = pattern.MustCompile(`(?:代替|顶替|替换?|接替|不是|原来?是?|而非)\s*$`)

	// thanked stands before the mention of who only hears of it.
	thanked = pattern.MustCompile(`(?:辛苦|感谢|谢谢|多谢|抄送|劳烦)\s*$`)

	// helpsOut follows the mention of who is thanked for speaking instead.
	helpsOut = pattern.MustCompile(`^\s*(?:老师|同学)?\s*(?:救|江湖|顶|接|替|代|补)`)

	// byName finds who speaks instead where no mention says it.
	byName = pattern.MustCompile(`(?:换成|改由|由|换|请|的|[,。! DT]|^)(\p{Han}{2,3}?)(?:老师|总|同学)?(?:来讲|来分享|顶上|顶[他她]|代讲|救场|接棒|来顶|补位|[替代][^,。HDT]{1,8}讲)`)

	// byNameAlone finds who speaks instead at the end of a clause.
	byNameAlone = pattern.MustCompile(`(?:换成|改成|换为|改为|变成|改由|交给)(\p{Han}{2,3}?)(?:老师|同学|总|哥|姐)(?:$|[,。! ])`)

	// keepsTopic says that whoever speaks instead speaks of the same.
	keepsTopic = pattern.MustCompile(`(?:题目|主题|内容|话题)[^,。]{0,6}(?:不变|照旧|一样|不改|还是|一字不改|不换)|同一个?(?:题目|主题|话题)|代替|代讲|代为|代打|代班|顶班|替补|转由|更换为|(?:分享人|嘉宾|讲师|名字)[^,。]{0,8}(?:写|打|弄)错|不是[^,。HDT]{1,8},(?:而)?是H|应[该为]?是?H|→\s*H|改\s*H|顶上|顶替|替[他她]|救场|接棒|[写打]错|更正`)
)

// ofPart stands before 换一下 where a part of a session changes, not its place.
var ofPart = pattern.MustCompile(`(?:题目?|主题|话题|内容|时间)$`)

// readReplacement reads that somebody else speaks, from the whole message.
func (r *reader) readReplacement(m *maskedText) (Change, bool) {
	all := m.whole()
	if !strings.ContainsRune(all, handleMark) && !byName.MatchString(all) && !byNameAlone.MatchString(all) {
		return Change{}, false
	}
	strong := newSpeaker.MatchString(all)
	if !strong && !unable.MatchString(all) {
		return Change{}, false
	}
	if m.anyMood() || strings.HasSuffix(strings.TrimSpace(string(r.src.Said)), "？") {
		r.refused = strong
		return Change{}, false
	}
	var x Change
	at, ok := r.whoAndForWhom(m, &x)
	if !ok || !strong && !givesTalk.MatchString(all) {
		return Change{}, false
	}
	x.Deed = Replaces
	x.Of.Words = m.words(0, len(m.runes))
	x.Of.Self = firstPerson.MatchString(x.Of.Words)
	x.Of.Sure = ofSession.MatchString(all) || strings.ContainsRune(all, dayMark)
	x.Of.Rest = rest(x.Of.Words)
	r.pointAt(&x.Of, m.piecesIn(0, len(m.runes), "D"))
	x.Of.Start = r.hourNamed(m, at)
	x.Of.readNths(x.Of.Words)
	x.Entry.Status = Planned
	x.Entry.Topic = r.topicOfNew(m, at)
	x.SameTopic = keepsTopic.MatchString(all)
	return x, true
}

// replacesHere finds a clause by itself that says who speaks instead of whom: 曲歌→@X.
var replacesHere = pattern.MustCompile(`^[^H]*?(?P<who>[\p{Han}\w]{2,12})\s*(?:→|->|=>|换成?|改成|改为|改由)\s*H[^H]*$`)

// readReplacements reads a message in which several clauses each give a session
// another speaker: 曲歌→@X，鲁班→@Y.
func (r *reader) readReplacements(m *maskedText) []Change {
	var all []Change
	for k, c := range m.clauses {
		g := replacesHere.FindStringSubmatchIndex(c.text)
		if g == nil || m.moodOf(k) != outright {
			continue
		}
		x := Change{Deed: Replaces, Entry: Entry{Status: Planned, Speaker: m.piecesIn(c.from, c.to, "H")[0].text}}
		x.Of.Words = c.text[g[2]:g[3]]
		x.Of.Rest = x.Of.Words
		all = append(all, x)
	}
	return all
}

// whoAndForWhom reads who speaks instead, and of whom, and returns where the
// first of them stands. ok is false if nobody or more than one may be meant.
func (r *reader) whoAndForWhom(m *maskedText, x *Change) (at int, ok bool) {
	at = -1
	for _, i := range m.mentions() {
		name := m.pieces[m.runes[i].piece].text
		if thanked.MatchString(m.text(0, i)) && !helpsOut.MatchString(m.text(i+1, len(m.runes))) {
			continue
		}
		if insteadOf.MatchString(m.text(0, i)) || wasToSpeak.MatchString(m.text(i+1, len(m.runes))) {
			x.Of.Speaker = name
			continue
		}
		if at >= 0 {
			return -1, false
		}
		at, x.Entry.Speaker = i, name
	}
	if at < 0 {
		at, x.Entry.Speaker = r.newName(m, m.whole())
	}
	return at, at >= 0
}

// anyMood reports whether a clause that speaks of another speaker is not said
// outright.
func (m *maskedText) anyMood() bool {
	for k := range m.clauses {
		if c := m.clauses[k].text; (newSpeaker.MatchString(c) || unable.MatchString(c)) && m.moodOf(k) != outright {
			return true
		}
	}
	return false
}

// hourNamed is the hour of the session whose speaker changes, "" if none is said
// before the mention: 今晚七点那场换人.
func (r *reader) hourNamed(m *maskedText, at int) string {
	for _, p := range m.piecesIn(0, at, "DT") {
		if p.mark == clockMark {
			return p.clock.String()
		}
		if p.slot.HasClock {
			return p.slot.Clock.String()
		}
	}
	return ""
}

// newName finds a speaker named without a mention, and where in the masked text.
func (r *reader) newName(m *maskedText, text string) (at int, name string) {
	for _, g := range append(byName.FindAllStringSubmatchIndex(text, -1), byNameAlone.FindAllStringSubmatchIndex(text, -1)...) {
		if namedWithTitle.allows(text[g[2]:g[3]]) {
			from, to := len([]rune(text[:g[2]])), len([]rune(text[:g[3]]))
			return from, m.quote(r.src, from, to)
		}
	}
	return -1, ""
}

// topicOfNew is what the new speaker speaks about, "" if that is not said.
func (r *reader) topicOfNew(m *maskedText, at int) string {
	from := m.runes[at].at
	topic := ""
	for _, p := range m.piecesIn(at, len(m.runes), "Q") {
		topic = cleanTopic(p.text)
		break
	}
	if topic == "" {
		topic = r.statedTopic(from)
	}
	if topic == "" {
		topic = r.spokenTopic(from)
	}
	topic = newTopicOf(topic)
	for _, w := range []string{"还是", "仍然是", "仍是", "依旧是", "依然是", "就是"} {
		topic = strings.TrimPrefix(topic, w)
	}
	if len([]rune(topic)) < 2 || unchanged.MatchString(foldName(topic)) || unable.MatchString(topic) {
		return ""
	}
	return topic
}

// readSwap reads that two sessions change places; which, the days, mentions and
// names in the message say.
func (r *reader) readSwap(m *maskedText) ([]Change, bool) {
	for k, c := range m.clauses {
		at := swapVerbs.FindStringIndex(c.text)
		if at == nil || m.moodOf(k) != outright || denied(c.text[:at[0]]) || ofPart.MatchString(c.text[:at[0]]) && strings.HasPrefix(c.text[at[0]:], "换") {
			continue
		}
		x := Change{Deed: Swaps}
		x.Of = Target{Words: m.words(c.from, c.to), Before: m.words(0, len(m.runes)), Self: firstPerson.MatchString(m.words(0, len(m.runes))), Sure: ofSession.MatchString(m.whole())}
		for _, p := range m.piecesIn(0, len(m.runes), "DH") {
			switch {
			case p.mark == handleMark && x.Of.Speaker == "":
				x.Of.Speaker = p.text
			case p.mark == handleMark:
				x.With.Speaker = p.text
			default:
				x.Of.Dates = append(x.Of.Dates, datesOf([]piece{p})...)
			}
		}
		if days := x.Of.Dates; len(days) == 2 && days[0] != days[1] {
			x.Of.Date, x.With.Date = days[0], days[1]
		}
		return []Change{x}, true
	}
	return nil, false
}

// retitles say what a session is about instead; the group topic is a quotation or
// reaches to the end of the clause.
var retitles = []struct {
	pattern *pattern.Regexp
	example string
}{
	{pattern.MustCompile(`(?:主题|题目|内容|话题|标题|课题|topic)[^,。]{0,16}?(?:换成了?|改成了?|换为|改为|变更为|变为|变成|更正为|改名为|更名为|更改为|调整为|确定为|定为|定成|应为|应该是|改讲|改作|换作|更新为|更新成|换到|收窄为|缩小为|细化为|聚焦到|→|->|=>|change:[^,]*(?:→|->))\s*:?\s*(?P<topic>.+)`), "D的主题改成Q"},
	{pattern.MustCompile(`(?:换题目?|换[个了]题目?|(?:题目|主题)(?:改|换)了?[哈啊了呀]?)\s*(?:叫|为|成|是|:|讲)\s*(?P<topic>.+)`), "纪老师换题:商户评级"},
	{pattern.MustCompile(`讲的(?:其实)?是\s*(?P<topic>[^,]+?)\s*[, ]\s*(?:而)?不是`), "周老师讲的是Q,不是对账"},
	{pattern.MustCompile(`(?:改名|更名)(?:为|成|叫)?\s*:?\s*(?P<topic>.+)`), "白露的数据中台改名为Q"},
	{pattern.MustCompile(`Q(?:应为|应该是|改为|改成|更正为)\s*(?P<topic>Q)`), "公告里Q应为Q"},
	{pattern.MustCompile(`(?:换了?[个一][^,]{0,10}(?:题目|主题|话题)|(?:题目|主题|话题)换[一了]个?)\s*:\s*(?P<topic>.+)`), "换了个更接地气的题目:小微商户怎么扫街"},
	{pattern.MustCompile(`讲的不是[^,]+,(?:而)?是\s*(?P<topic>.+)`), "何雨讲的不是分润系统,是Q"},
	{pattern.MustCompile(`(?:改成|换成|改为|改叫)\s*(?P<topic>Q)`), "这个题目,赵老师想改成Q"},
	{pattern.MustCompile(`改(?:讲|聊|谈|唠)\s*:?\s*(?P<topic>.+)`), "今晚改讲Q"},
	{pattern.MustCompile(`(?:题目|主题|话题|标题)(?:已经|终于|最终)?(?:定稿|确定|敲定|想好|起好|定)了?\s*(?::|是|为|叫)\s*(?P<topic>.+)`), "方老师那场题目定了:清算"},
	{pattern.MustCompile(`(?:标题|题目|主题|话题)[^,]{0,4}(?:[打写弄]错|有误|错)字?了?[:,]?\s*(?:不是[^,]{2,14}?,?(?:而|应)?是|应[为是]|应该是)\s*(?P<topic>.+)`), "施老师那场标题打错:不是对账,是Q"},
	{pattern.MustCompile(`(?:换成|改成|改为|换到|更新为|变成)讲?了?(?:\s*:\s*|\s+)(?P<topic>[^DTHSP,]{2,30})$`), "方老师的对账踩坑换成 清算"},
	{pattern.MustCompile(`[\p{Han}\w]\s*(?:→|->|=>)\s*(?P<topic>[^DTHSP,→]{2,30})$`), "裴远分账→清算"},
}

// notOfTalk are things of a group that change their names, too.
var notOfTalk = pattern.MustCompile(`昵称|名片|备注|头像|群名|格式`)

// corrected is what somebody speaks about, behind words such as 写错了.
var corrected = pattern.MustCompile(`讲的(?:其实)?是\s*(?P<topic>.+)`)

// goesOn are retitles whose new topic stands in the next clause.
var goesOn = []struct {
	pattern, next *pattern.Regexp
	example       string
}{
	{pattern.MustCompile(`(?:题目|主题|内容|话题)(?:换[一了]?个?|改了|调整|有变|变)(?:了|啦|一下|下)?(?:哈|吧)?$|(?:题目|主题)[^,]{0,8}(?:一点|点|些|一下)$|[换改](?:了?[个一])?(?:题目?|主题|话题)(?:了|吧|啦|哈|喔|哦|啊|呀|呢)?$`), pattern.MustCompile(`^\s*(?:这次|这回|现在|就|那就|给大家|我)?(?:改?讲|改?聊|改?谈|改成|改为|换成|换到|是|叫|定为\s*:?|从[^,]+(?:换到|改成|改为|换成)|[^,]+(?:→|->))\s*(?P<topic>.+)`), "今晚题目换一个,讲Q"},
	{pattern.MustCompile(`不讲[^,DTH]{2,16}了$`), pattern.MustCompile(`^\s*(?:改讲|换成|改成|改为|换讲|改聊)\s*(?P<topic>[^DTHS]{2,})`), "方老师不讲对账了,换成清算"},
}

// readRetitle reads clause k as one that gives a session another topic.
func (r *reader) readRetitle(m *maskedText, k int) (Change, bool) {
	c := m.clauses[k]
	if notOfTalk.MatchString(c.text) {
		return Change{}, false
	}
	for i := range retitles {
		p := retitles[i].pattern
		if !p.MayMatchIn(c.mask) {
			continue
		}
		at := p.FindStringSubmatchIndex(c.text)
		if at == nil || denied(c.text[:at[0]]) {
			continue
		}
		g := 2 * p.SubexpIndex("topic")
		if m.moodIn(k, c.text[:at[g]]) != outright || strings.HasSuffix(c.text, "吗") {
			return Change{}, false
		}
		return r.newTopic(m, k, c.runeAt(at[g]), c.runeAt(at[g+1]))
	}
	if at := corrected.FindStringSubmatchIndex(c.text); at != nil && corrects.MatchString(r.text) && m.moodOf(k) == outright {
		return r.newTopic(m, k, c.runeAt(at[2]), c.runeAt(at[3]))
	}
	return r.readRetitleLater(m, k)
}

// mostBetween is how many clauses may stand between those that say that the topic
// is another one and which: 我换个题目吧，不讲续保了，讲反欺诈.
const mostBetween = 1

// readRetitleLater reads clause k as one that says that a session has another topic,
// which a later clause gives.
func (r *reader) readRetitleLater(m *maskedText, k int) (Change, bool) {
	c := m.clauses[k]
	for i := range goesOn {
		if goesOn[i].pattern.FindStringIndex(c.text) == nil || m.moodOf(k) != outright {
			continue
		}
		for _, next := range m.clauses[k+1 : min(k+2+mostBetween, len(m.clauses))] {
			if g := goesOn[i].next.FindStringSubmatchIndex(next.text); g != nil {
				return r.newTopic(m, k, next.runeAt(g[2]), next.runeAt(g[3]))
			}
		}
	}
	return Change{}, false
}

// newTopic makes the change to the topic between two places.
func (r *reader) newTopic(m *maskedText, k, from, to int) (Change, bool) {
	if strings.ContainsAny(m.text(from, min(from+1, to)), "DTHPS") || newSpeaker.MatchString(m.clauses[k].text) && strings.ContainsRune(m.clauses[k].text, handleMark) {
		return Change{}, false
	}
	x := Change{Deed: Retitles, Of: r.target(m, k, min(from, m.clauses[k].to))}
	if q := m.piecesIn(from, to, "Q"); len(q) > 0 {
		x.Entry.Topic = cleanTopic(q[0].text)
	} else {
		x.Entry.Topic = strings.TrimRight(newTopicOf(m.quote(r.src, from, to)), "了哈吧啦")
	}
	x.Entry.Status = Planned
	return x, len([]rune(x.Entry.Topic)) >= 2 && len([]rune(x.Entry.Topic)) <= maxTopic
}

// leadsNewTopic stands before a new topic: 由对账改为清算, 也换成 清算.
var leadsNewTopic = pattern.MustCompile(`^(?:由[^,]{1,20}?|从[^,]{1,20}?)?(?:也|就|还是)?(?:跟着)?(?:改\s*:|换成|换为|换到|改成|改为|改讲|变成|更新为)\s*:?\s*`)

// newTopicOf cleans words that name a new topic.
func newTopicOf(words string) string {
	words = cleanTopic(words)
	lead := utf8.RuneCountInString(leadsNewTopic.FindString(foldName(words)))
	if lead > 0 && lead < utf8.RuneCountInString(words) {
		words = cleanTopic(string([]rune(words)[lead:]))
	}
	return words
}
