package announce

import "strings"

var (
	// swapVerbs say that two sessions change places.
	swapVerbs = compile(`换个?班|↔|⇄|调位|调个?位置?|换位|换顺序|换场次|交换场次|调个个儿?|调个儿|(?:和|跟|与|同)[^,。]{1,10}换(?:了|个?(?:档期|日子|档))|换一下|换下|换一换|对换|对调|互换|互调|调换|交换|换个位|换过来|跟[她他它]换|换日子|倒一下|顺序[调换]|<->|<—>|[写搞弄发]反了`)

	// newSpeaker says that somebody else speaks.
	newSpeaker = compile(`改邀|will cover|→\s*by\s*H|替我|由\s*H[^,。]{0,3}完成|换人|换一?[个位](?:讲师|嘉宾|老师|同学|人)|(?:嘉宾|讲师|讲的人|分享人|主讲人?|讲者|老师|人选)[^,。!]{0,6}(?:换|变|改|更正|调整|→|->|:[^,。H]{1,8}→)|(?:^|[^切兑更替置])换(?:成|了|为)?[^,。!]{0,10}H|H[^,。!]{0,12}[^切兑更替置]换成|H[^,。!HDT]{0,4}(?:变为|改为|调整为)[^,。!HDT]{0,3}H|变更为[^,。!]{0,12}H|(?:^|[^切兑更替置])换成?\p{Han}{2,3}(?:老师|同学)?来?(?:讲|分享|顶|救|代)|\p{Han}{2,3}(?:老师|同学)?[替代][^,。HDT]{1,8}讲|改由|改请|代替|代讲|代为|代打|代班|顶班|替补|转由|更换为|(?:分享人|嘉宾|讲师|名字)[^,。]{0,8}(?:写|打|弄)错|不是[^,。HDT]{1,8},(?:而)?是H|应[该为]?是?H|→\s*H|改\s*H|替[他她换]|顶[他她]|顶上|顶替|接替|救场|救急|接棒|补位|让给|场子给|(?:分享|场|课)[^,。]{0,4}交给|救火|代课|接手|顶一下|帮忙?[^,。]{0,2}讲|[代替][我他她][^,。]{0,3}(?:讲|出场|上)|(?:另|改|又)(?:外)?找了?\s*H|(?:改为|更正为|最后定)[^,。HDT]{0,3}H|不是[^,。HDT]{1,8}(?:讲|分享)[^,]{0,3},(?:而)?是[^,。HDT]{0,6}H|名字[写打]?[错更]|写错名|的是H,不是|代劳`)

	// unable says why somebody else may speak.
	unable = compile(`不来了|来不了|来不成|讲不了|没法讲|没办法|走不开|退出|赶不回来|住院|不让|被隔离|先放放|出不来|去不了|上不了|上不来|来不及|失联|掉线|没信号|没空|值班|答辩|发烧|发高烧|病了|出差|住院|摔了|[^的]请假`)

	// givesTalk stands by the mention of who speaks instead.
	givesTalk = compile(`(?:由|请|请到了?|请来了?|有请|麻烦|是|给|换|定|让|跟|救火队员:|代课老师)[^,。HDT]{0,12}H|H\s*(?:老师|同学)?(?:来|给|为|顶|救|代|替|接|帮|会代|分享|讲|江湖|补|上|热身)|,H|→\s*H|改\s*H`)

	// wasToSpeak follows whoever does not speak after all.
	wasToSpeak = compile(`^[^,。H]{0,12}(?:交给|转给|让给|换成|改由|变为|改为|调整为)[^,。H]{0,6}H|^\s*(?:老师|同学|总)?\s*D?[^,。HDT]{0,8}(?:来不了|来不成|讲不了|没法|没办法|走不开|退出|赶不回来|有事|生病|出差|请假|临时|因|家里|不能|换成|换为|变更为|→|->)`)

	// insteadOf stands before whoever does not speak after all.
	insteadOf = compile(`(?:代替|顶替|替换?|接替|不是|原来?是?|而非)\s*$`)

	// thanked stands before the mention of who only hears of it.
	thanked = compile(`(?:辛苦|感谢|谢谢|多谢|抄送|劳烦)\s*$`)

	// helpsOut follows the mention of who is thanked for speaking instead.
	helpsOut = compile(`^\s*(?:老师|同学)?\s*(?:救|江湖|顶|接|替|代|补)`)

	// byName finds who speaks instead where no mention says it.
	byName = compile(`(?:换成|改由|由|换|请|的|[,。! DT]|^)(\p{Han}{2,3}?)(?:老师|总|同学)?(?:来讲|来分享|顶上|顶[他她]|代讲|救场|接棒|来顶|补位|[替代][^,。HDT]{1,8}讲)`)

	// byNameAlone finds who speaks instead at the end of a clause.
	byNameAlone = compile(`(?:换成|改成|换为|改为|变成|改由|交给)(\p{Han}{2,3}?)(?:老师|同学|总|哥|姐)(?:$|[,。! ])`)

	// keepsTopic says that whoever speaks instead speaks of the same.
	keepsTopic = compile(`(?:题目|主题|内容|话题)[^,。]{0,6}(?:不变|照旧|一样|不改|还是|一字不改|不换)|同一个?(?:题目|主题|话题)|代替|代讲|代为|代打|代班|顶班|替补|转由|更换为|(?:分享人|嘉宾|讲师|名字)[^,。]{0,8}(?:写|打|弄)错|不是[^,。HDT]{1,8},(?:而)?是H|应[该为]?是?H|→\s*H|改\s*H|顶上|顶替|替[他她]|救场|接棒|[写打]错|更正`)
)

// ofPart stands before 换一下 where a part of a session changes, not its place.
var ofPart = compile(`(?:题目?|主题|话题|内容|时间)$`)

// nobody are words that a name is not.
var nobody = []string{"大家", "我们", "嘉宾", "老师", "今晚", "明晚", "今天", "明天", "咱们", "谁", "我", "他", "她", "同事", "朋友", "分享", "临时", "一位", "哪位", "有人", "别人", "人了", "会", "将", "再"}

// replacement reads that somebody else speaks, from the whole message.
func (r *reader) replacement(m *masked) (Change, bool) {
	all := m.all()
	if !strings.ContainsRune(all.text, handleMark) && !byName.MatchString(all.text) && !byNameAlone.MatchString(all.text) {
		return Change{}, false
	}
	strong := newSpeaker.MatchString(all.text)
	if !strong && !unable.MatchString(all.text) {
		return Change{}, false
	}
	if m.anyMood() || strings.HasSuffix(strings.TrimSpace(string(r.src.Said)), "？") {
		r.refused = strong
		return Change{}, false
	}
	var x Change
	at, ok := r.whoAndForWhom(m, &x)
	if !ok || !strong && !givesTalk.MatchString(all.text) {
		return Change{}, false
	}
	x.Deed = Replaces
	x.Of.Words = m.words(0, len(m.runes))
	x.Of.Self = firstPerson.MatchString(x.Of.Words)
	x.Of.Sure = ofSession.MatchString(all.text) || strings.ContainsRune(all.text, dayMark)
	x.Of.Rest = rest(x.Of.Words)
	r.pointAt(&x.Of, m.piecesIn(0, len(m.runes), "D"))
	x.Of.Start = r.hourNamed(m, at)
	x.Of.readNths(x.Of.Words)
	x.Entry.Status = Planned
	x.Entry.Topic = r.topicOfNew(m, at)
	x.SameTopic = keepsTopic.MatchString(all.text)
	return x, true
}

// replacesHere finds a clause by itself that says who speaks instead of whom: 曲歌→@X.
var replacesHere = compile(`^[^H]*?(?P<who>[\p{Han}\w]{2,12})\s*(?:→|->|=>|换成?|改成|改为|改由)\s*H[^H]*$`)

// replacements reads a message in which several clauses each give a session
// another speaker: 曲歌→@X，鲁班→@Y.
func (r *reader) replacements(m *masked) []Change {
	var all []Change
	for k, c := range m.clauses {
		g := replacesHere.FindStringSubmatchIndex(c.text)
		if g == nil || m.moodOf(k) != said {
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
func (r *reader) whoAndForWhom(m *masked, x *Change) (at int, ok bool) {
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
		at, x.Entry.Speaker = r.newName(m, m.all().text)
	}
	return at, at >= 0
}

// anyMood reports whether a clause that speaks of another speaker is not said
// outright.
func (m *masked) anyMood() bool {
	for k := range m.clauses {
		if c := m.clauses[k].text; (newSpeaker.MatchString(c) || unable.MatchString(c)) && m.moodOf(k) != said {
			return true
		}
	}
	return false
}

// hourNamed is the hour of the session whose speaker changes, "" if none is said
// before the mention: 今晚七点那场换人.
func (r *reader) hourNamed(m *masked, at int) string {
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
func (r *reader) newName(m *masked, text string) (at int, name string) {
	for _, g := range append(byName.FindAllStringSubmatchIndex(text), byNameAlone.FindAllStringSubmatchIndex(text)...) {
		name := text[g[2]:g[3]]
		named := true
		for _, w := range nobody {
			named = named && !strings.Contains(name, w)
		}
		if named {
			from, to := len([]rune(text[:g[2]])), len([]rune(text[:g[3]]))
			return from, m.said(r.src, from, to)
		}
	}
	return -1, ""
}

// unchanged are words in the place of a topic that say it is the old one, or
// nothing.
var unchanged = compile(`^[她他]的?题|^(?:都|也|均)?(?:不变|照旧|不改|不换|一字不改|一样|沿用|相同|同一|相同|时间|待定|到时|再|另|保持)`)

// topicOfNew is what the new speaker speaks about, "" if that is not said.
func (r *reader) topicOfNew(m *masked, at int) string {
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

// swap reads that two sessions change places; which, the days, mentions and
// names in the message say.
func (r *reader) swap(m *masked) ([]Change, bool) {
	for k, c := range m.clauses {
		at := swapVerbs.FindStringIndex(c.text)
		if at == nil || m.moodOf(k) != said || denied(c.text[:at[0]]) || ofPart.MatchString(c.text[:at[0]]) && strings.HasPrefix(c.text[at[0]:], "换") {
			continue
		}
		x := Change{Deed: Swaps}
		x.Of = Target{Words: m.words(c.from, c.to), Before: m.words(0, len(m.runes)), Self: firstPerson.MatchString(m.words(0, len(m.runes))), Sure: ofSession.MatchString(m.text(0, len(m.runes)))}
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
