package announce

import (
	"strings"

	"qunwen/bot/schedule/pattern"
	"qunwen/bot/schedule/when"
	"qunwen/corpus/zh"
)

// A changeRule says which words make a change. Patterns see masked text; their
// groups are what the change makes of the session: to a day or clock, by an
// amount, who speaks, old who spoke, topic.
type changeRule struct {
	deed    Deed
	back    bool // a shift to an earlier hour or day
	quiet   bool // it may be said of what was never cancelled
	needs   bool // a session has to be named: the words mean other things as well
	pattern *pattern.Regexp
	not     *pattern.Regexp // must not follow the match
	example string
}

// to is the new day, the new clock or both, at the end of a pattern.
const to = `[,:了的下上本 就在是约大概]{0,4}(?:当[天晚日])?(?P<to>D[ ,(]*T?|T)`

// toward are verbs' endings before a new day.
const toward = `(?:到了?|回到?|至|成了?|为|在|去|于|to)`

// notions follow 取消 where it is a thing or an attribute: 取消的分享, 取消通知.
var notions = pattern.MustCompile(`^(?:上一?条|刚才|的|不作数|不算|不了|不掉|通知|那|一说|制|权|订单|交易|费|了?吗|手续|限制|流程|功能|接口|按钮|支付|授权|预授权|绑定|关注)`)

// changeRules are tried in order on each clause; the first that fits decides.
var changeRules = []changeRule{
	{deed: Customs, pattern: pattern.MustCompile(`(?:以后|今后|往后|(?P<from>D)(?:起|开始)|从[^,。]{1,8}(?:起|开始))[^。]{0,14}(?:都|统一|一律|固定|全部|分享)[^。]{0,8}(?:改|定|放|调整|挪|提前|推迟|是)(?:到|成|为|在)?(?P<to>T)`), example: "以后分享都改到T"},

	// Taking back what was cancelled or put off.
	{deed: Restores, pattern: pattern.MustCompile(`恢复|复活|不取消了|不停了|又(?:能|可以|要)?(?:来|讲|行)?了|又能[来讲]|请回来|取消[^,。]{0,4}(?:请)?(?:忽略|作废|无效|不算数?|不作数)|取消的取消|un-?cancel|那场还在|有效$|重新上架|(?:不|别)(?:取消|停)$|D的?(?:那?场|分享)?不(?:取消|停)|(?:收回|撤回|撤销).{0,12}取消`), not: pattern.MustCompile(`^[^,]*(?:中|不了)`), example: "今晚分享恢复"},
	{deed: Restores, quiet: true, pattern: pattern.MustCompile(`照常|如期|照(?:讲|开|办)|(?:仍|还是?|依旧|继续|正常|照)(?:然|要|会|能|是)*(?:按原计划|按计划|举行|举办|进行|办的?$|搞的?$|讲的?$|开的?$|开讲|讲不误)|[按照]原(?:订|定)?(?:计划|时间)|原计划不变|正常(?:进行|举行|开始|分享|讲)|场继续|照旧(?:举行|进行|开始)?`), example: "D如期举行"},

	// What was said wrong. The day or clock that is not meant stands before or behind.
	{deed: Moves, needs: true, pattern: pattern.MustCompile(`(?:不是|非)(?P<from>D|T)[^,是]{0,3}[,]?(?:而|应该|应)?是(?P<to>D[ ,(]*T?|T)`), example: "赵老师那场不是D是D"},
	{deed: Moves, needs: true, pattern: pattern.MustCompile(`(?:是|为|在|写|改)?(?P<to>D[ ,(]*T?|T)[^,不非]{0,4},?(?:而)?(?:不是|非)(?P<from>D|T)`), example: "分享是T,不是T"},
	{deed: Moves, needs: true, pattern: pattern.MustCompile(`(?:误[作写为记][成为]?|[写打弄]成了?)(?P<from>D|T)[^,]*,(?:应为|应该?是|应该为|实为|其实是)` + to), example: "分享日期误作D,应为D"},
	{deed: Moves, needs: true, pattern: pattern.MustCompile(`(?:应为|应该?是|应该为|实为)` + to + `[^,]*,[^,]{0,6}(?:误[作写为记][成为]?|[写打弄]成了?)(?P<from>D|T)`), example: "分享应为D,误写为D"},
	{deed: Moves, needs: true, pattern: pattern.MustCompile(`(?P<from>D|T)[^,]{0,2}(?:应为|应该是|应该为|应改为|才对|更正为|订正为)` + to), example: "D应为D"},

	{deed: Moves, needs: true, pattern: pattern.MustCompile(`(?:应为|应该?是|应该为|应当是|实为|其实是)` + to), example: "赵老师那场应该是D"},

	// Another hour or day.
	{deed: Moves, pattern: pattern.MustCompile(`(?P<from>D|T)(?:那一?场|的分享|的)?\s*(?:→|->|=>|—>|-->|⇒|>>|变)\s*(?P<to>D[ ,(]*T?|T)(?:\s*(?:→|->|=>)\s*(?P<hour>T))?`), example: "分享时间变更:D→D"},
	{deed: Moves, pattern: pattern.MustCompile(`(?:推迟|推后|后移|延迟|延后|延期|顺延|后延|改期|改时间|提取|提前|提早|往?[前后][\p{Han}]?[挪推延顺移拖提放调]|改|挪|移|调|推|延|顺|换|串|拖|放|提|变更?|更改|修改|调整|挪动|移动|延长?|搬家?|并|postpone|delay|reschedule|move)(?:了|动|延)?\s*` + toward + to), example: "今晚的分享往后拖到D"},
	{deed: Moves, pattern: pattern.MustCompile(`(?:改|变|挪|移|提前|提早|推迟|延期|延后|现改|变更)了?\s*(?P<to>D[ ,(]*T?|T)`), example: "今晚分享改T"},
	{deed: Moves, pattern: pattern.MustCompile(`时间(?:又|要|得|有)?(?:改|换|调整|调|变动?)(?:一下|下|了|动)?,\s*(?P<to>T)`), example: "今晚分享时间改一下,T"},
	{deed: Moves, pattern: pattern.MustCompile(`(?:(?:换|改|调整)个?时间|新的?时间(?:为|是|定在)?)\s*[:,]?\s*(?P<to>D[ ,(]*T?|T)`), example: "最后一场换个时间:D"},
	{deed: Moves, needs: true, pattern: pattern.MustCompile(`(?P<to>D)(?:同一时间|同样时间|老时间)?(?:再|才)(?:讲|开讲|分享)`), example: "她那场D再讲"},
	{deed: Moves, quiet: true, needs: true, pattern: pattern.MustCompile(`(?:(?:排|定|安排|约)` + toward + `|放` + toward + `|[拿挪]出来放)` + to), example: "聚合码排到D去了"},

	{deed: Moves, pattern: pattern.MustCompile(`分享(?:的时间)?提前(?:开始|了)|我提前(?:开始)?分享(?:吧|了|哈|$)`), example: "分享提前开始"},

	{deed: Moves, pattern: pattern.MustCompile(`[晚早](?:一?点儿?|一?些|一?会儿?)(?:再|才)?(?:开|讲|来|始)[^DT]{0,3},?\s*(?:改|定|推|挪)?(?:到|成|为|在)?(?P<to>T)`), example: "今晚的分享晚点开,T"},
	{deed: Moves, pattern: pattern.MustCompile(`(?:分享|[讲场课期])[^,DT]{0,4}[晚早](?:一?点儿?|一?些|一?会儿?),\s*(?P<to>T)`), example: "今晚的分享晚一会儿,T"},
	{deed: Moves, pattern: pattern.MustCompile(`(?P<to>T)(?:再|才)(?:开|讲|来)`), example: "今晚的分享T再开"},

	// By so much.
	{deed: Moves, back: true, pattern: pattern.MustCompile(`(?:提前|提早|往前\p{Han}{0,2}|[挪向]前|早)了?(?:大概|个|约)?(?P<by>S)(?:[、 ]?[到放在改]{0,2}(?P<hour>T))?`), not: pattern.MustCompile(`^\s*(?:左右)?(?:准备|通知|签到|报名|联系|入场|进场|到场|告知|说|提醒|登录)`), example: "今晚分享提前S开始"},
	{deed: Moves, pattern: pattern.MustCompile(`(?:推迟|推后|延迟|延后|延期|顺延|后延|(?:往|再|向|朝)后\p{Han}{0,3}|后[延推移挪拖顺]|[要会得,享的会 ]迟|[要会得,享的统都全场 ](?P<verb>晚)|拖延?后?|延|顺)了?(?:大概|个|约)?(?P<by>S)(?:[、 ]?[到放在改]{0,2}(?P<hour>T))?`), example: "今晚的分享往后推S"},

	{deed: Moves, pattern: pattern.MustCompile(`晚(?P<by>S)(?:开|再|讲)`), example: "今晚的对账晚S开"},

	// Not held.
	{deed: Drops, pattern: pattern.MustCompile(`取消|作废|作罢|不再(?:举行|举办|进行|安排|开讲)|(?:不|甭)(?:再)?(?:办|搞|讲|分享|安排|举行|举办|进行|做|弄)[了啦咯囉喇拉]|(?:统统|全都?|都|一律|一概|通通)不(?:办|搞|讲|开|做|分享|安排)(?:哈|了|啦|$)|(?:办|开|搞|做)不(?:成|了)了?|(?:没有?|暂无|无)(?:分享|讲座)(?:了|安排|哈|啦|$)|(?:没有|没)(?:安排)?分享了|停了|全停|停掉|停$|确定停|只停|停一次|停一期|停办|停讲|停开|暂停|先停|黄了|泡汤|撤了|撤掉|撤下|撤销了?|拿掉|去掉|删掉|cancel|散了吧|叫停|喊停|喊卡|没了|鸽了|砍掉|砍了|下架|不要了|划掉|drop`), not: notions, example: "今晚分享取消"},
	{deed: Drops, pattern: pattern.MustCompile(`(?:^|[^打分想离解展])(?P<verb>不开[了啦咯])`), example: "D那场不开了"},
	{deed: Drops, pattern: pattern.MustCompile(`(?:^|[场课D的❌ ])(?P<verb>不[开讲]$)`), example: "张三的对账D不讲"},
	{deed: Drops, needs: true, pattern: pattern.MustCompile(`不用来听|(?:讲|分享)不[成了]|来不了|来不成|不来了|退出|赶不回来|参加不了|没法讲|没法来|不能来|不能讲|没办法讲|无法分享|没法分享|没办法(?:和大家|跟大家|给大家)?分享|不能(?:和大家|给大家|跟大家|对外)?分享|先放放`), example: "@X D来不了"},

	// Another day that nobody knows yet.
	{deed: Postpones, pattern: pattern.MustCompile(`改期|延期|推迟|延后|顺延|延迟|暂缓|押后|先缓缓|缓一缓|再定日子|(?:往后|先)推[^DTS]*(?:再|另)|往后(?:延|推|挪|拖)(?:一下|一延|吧|哈)?$|(?:D|[场享讲])[^,]{0,8}(?:改天|改日|择日|择期|另约|另行安排)|调整时间|(?:往后|先)放|再找时间|时间再定`), example: "今晚的分享延期"},
}

// find is the first match of the rule in a text that is none of another thing
// (取消通知) and not over (取消过); nil if there is none.
func (rule *changeRule) find(text string) []int {
	for _, at := range rule.pattern.FindAllStringSubmatchIndex(text, -1) {
		if after := text[at[1]:]; !strings.HasPrefix(after, "过") && (rule.not == nil || !rule.not.MatchString(after)) {
			return at
		}
	}
	return nil
}

// A ruleMatch is where a rule fits a clause.
type ruleMatch struct {
	rule   *changeRule
	clause clause
	at     []int // bytes of the clause's text: the match, then its groups
}

// from and to are the ends of the match in the masked text; it begins at the group
// verb where a rule has one.
func (h *ruleMatch) from() int {
	if i := h.rule.pattern.SubexpIndex("verb"); i > 0 && h.at[2*i] >= 0 {
		return h.clause.runeAt(h.at[2*i])
	}
	return h.clause.runeAt(h.at[0])
}

func (h *ruleMatch) to() int { return h.clause.runeAt(h.at[1]) }

// pieces are the tokens with one of the marks in a named group; nil if the group
// matched nothing.
func (h *ruleMatch) pieces(m *maskedText, name, marks string) []piece {
	i := h.rule.pattern.SubexpIndex(name)
	if i < 0 || h.at[2*i] < 0 {
		return nil
	}
	return m.piecesIn(h.clause.runeAt(h.at[2*i]), h.clause.runeAt(h.at[2*i+1]), marks)
}

// apply makes the changes of a rule that fits clause k.
func (r *reader) apply(m *maskedText, k int, h *ruleMatch) []Change {
	rule := h.rule
	x := Change{Deed: rule.deed, Of: r.target(m, k, h.from()), quiet: rule.quiet, unable: rule.deed == Drops && rule.needs}
	if rule.needs {
		x.Of.Sure = x.Of.Sure && corrects.MatchString(r.text)
	}
	r.takeGroups(&x, m, h)
	if x.Deed == Customs {
		x.Of.Sure = ofSession.MatchString(h.clause.text)
		r.customFrom(&x, h.clause.text)
		return []Change{x}
	}
	r.takeWhatFollows(&x, m, h)
	if x.Deed == Drops && x.Of.bare() && noMore.MatchString(h.clause.text) && !thisOne.MatchString(h.clause.text) {
		x.quiet, x.Of.Sure, x.Of.Self = true, false, false // 这个我不分享了; 秦老师不讲了
	}
	var all []Change
	for _, t := range r.dates(m, k, h.from(), x.Of) {
		x.Of = t
		all = append(all, x)
	}
	return all
}

// takeGroups reads what the groups of a match say: from which day or hour, to
// which, and by how much.
func (r *reader) takeGroups(x *Change, m *maskedText, h *ruleMatch) {
	if p := h.pieces(m, "from", "DT"); p != nil {
		old := Target{}
		r.pointAt(&old, p)
		if old.Date != "" {
			x.Of.Date, x.Of.DateRange = old.Date, [2]string{}
		}
		x.Of.Start = old.Start
	}
	if p := h.pieces(m, "to", "DT"); p != nil {
		r.setNew(x, p)
		if !x.says() {
			x.Deed = Postpones // 调到节后
		}
	}
	if p := h.pieces(m, "hour", "T"); p != nil { // 13号→14号，20:00→20:30
		r.setNew(x, p)
	}
	if p := h.pieces(m, "by", "S"); p != nil {
		x.Shift = p[0].shift
		if h.rule.back {
			x.Shift = x.Shift.Earlier()
		}
	}
}

// says reports whether a day or an hour is known that the change leads to, or
// what is wrong with it.
func (x *Change) says() bool {
	e := &x.Entry
	return e.Date != "" || e.Start != "" || e.DateRange != [2]string{} || e.Problem != ""
}

// customFrom reads the month from which a custom holds.
func (r *reader) customFrom(x *Change, text string) {
	if g := fromMonth.FindStringSubmatch(text); g != nil {
		month, _ := zh.Numeral([]rune(g[1]), 0)
		x.Of.Date = dateOf(r.base.Resolve(when.DayRef{Month: month, Day: 1}))
	}
}

// fromMonth finds the month from which a custom holds: 从6月起.
var fromMonth = pattern.MustCompile(`从(\d{1,2}|[一二三四五六七八九十]{1,2})月份?(?:起|开始)`)

// takeWhatFollows reads which session is meant where that stands behind the verb
// or is only hinted at.
func (r *reader) takeWhatFollows(x *Change, m *maskedText, h *ruleMatch) {
	switch x.Deed {
	case Restores:
		r.pointAt(&x.Of, m.piecesIn(h.from(), h.clause.to, "D"))
	case Drops, Postpones:
		r.afterVerb(x, m, h.clause, h.to())
	}
	x.ownDelay(h.clause.text)
	x.ownRefusal(h)
	if x.Deed == Moves && x.Of.Speaker == "" {
		r.introducedLater(x, m, h.to())
	}
}

var (
	noMore  = pattern.MustCompile(`(?:不|甭)再?(?:讲|分享|办|搞)了|没有?(?:安排)?分享了`)
	thisOne = pattern.MustCompile(`本次|这次|这场|本期|这期|那场`)
)

// introducedLater reads who speaks where the words behind the verb introduce them:
// 今晚的分享提前到17:30，主讲人为@X，主题是….
func (r *reader) introducedLater(x *Change, m *maskedText, from int) {
	for _, h := range r.handles() {
		if from < len(m.runes) && h.From >= m.runes[from].at && r.introduced(h) {
			x.Of.Speaker, x.Entry.Topic = h.Text, r.statedTopic(h.From)
			if x.Entry.Topic == "" {
				x.Entry.Topic = r.statedTopic(0)
			}
			return
		}
	}
}

// afterVerb reads whose session it is where that stands behind the verb: 取消张三的分享.
func (r *reader) afterVerb(x *Change, m *maskedText, c clause, from int) {
	if days := m.piecesIn(from, c.to, "D"); x.Of.Loose && len(days) > 0 {
		x.Of.Date, x.Of.DateRange, x.Of.Start, x.Of.Loose = "", [2]string{}, "", false // 后天的不取消，只停明天的
	}
	if !x.Of.bare() || x.Of.Rest != "" {
		return
	}
	x.Of.Words += " " + m.words(from, c.to)
	x.Of.Rest = rest(x.Of.Words)
	r.pointAt(&x.Of, m.piecesIn(from, c.to, "DTH"))
}

// ownDelay reads that somebody comes late to the own session without saying so:
// 可能要迟个10分钟.
func (x *Change) ownDelay(text string) {
	late := x.Shift.Minutes > 0 && x.Of.Speaker == "" && x.Of.Rest == "" && !x.Of.Sure && comesLate.MatchString(text)
	if late || x.Deed == Moves && strings.Contains(text, "我提前") {
		x.Of.Self = true
	}
}

// comesLate is how somebody says that they are late themselves.
var comesLate = pattern.MustCompile(`[要会得][迟晚]|推迟S开始|延迟S开始|晚S开始`)

// ownRefusal reads that somebody cannot give the own talk without saying whose:
// 今天晚上没办法和大家分享.
func (x *Change) ownRefusal(h *ruleMatch) {
	refuses := x.Deed == Drops && h.rule.needs && strings.Contains(h.clause.text, "分享")
	if refuses && x.Of.Speaker == "" && x.Of.Rest == "" && (x.Of.Date != "" || x.Of.Self) {
		x.Of.Self, x.Of.Sure = true, true
	}
}

// setNew takes the new day and clock from pieces.
func (r *reader) setNew(x *Change, pieces []piece) {
	for _, p := range pieces {
		switch {
		case p.mark == clockMark:
			x.Entry.Start = p.clock.String()
		case r.src.Fold[p.from] == '当': // 改为当晚九点: another hour of its day
			if p.slot.HasClock {
				x.Entry.Start = p.slot.Clock.String()
			}
		case len(p.slot.Moments) > 0:
			ref := p.slot.Refs[0]
			x.Entry.setMoment(p.slot.Moments[0])
			x.weekday = ref.HasWeekday && ref.Week == when.BareWeek && ref.Day == 0 && !ref.Relative
			if p.slot.HasClock {
				x.Entry.Start = p.slot.Clock.String()
			}
		}
	}
	if x.weekday && x.Of.Date != "" {
		x.Entry.Date = inWeekOf(x.Of.Date, x.Entry.Date, r.today())
	}
}
