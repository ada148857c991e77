package announce

import (
	"strings"

	"qunwen/bot/schedule/when"
	"qunwen/corpus/zh"
)

// find is the first match of the rule in a text that is none of another thing
// (取消通知) and not over (取消过); nil if there is none.
func (rule *changeRule) find(text string) []int {
	for _, at := range rule.pattern.FindAllStringSubmatchIndex(text) {
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
	if i := h.rule.pattern.re.SubexpIndex("verb"); i > 0 && h.at[2*i] >= 0 {
		return h.clause.runeAt(h.at[2*i])
	}
	return h.clause.runeAt(h.at[0])
}
func (h *ruleMatch) to() int { return h.clause.runeAt(h.at[1]) }

// pieces are the tokens with one of the marks in a named group; nil if the group
// matched nothing.
func (h *ruleMatch) pieces(m *masked, name, marks string) []piece {
	i := h.rule.pattern.re.SubexpIndex(name)
	if i < 0 || h.at[2*i] < 0 {
		return nil
	}
	return m.piecesIn(h.clause.runeAt(h.at[2*i]), h.clause.runeAt(h.at[2*i+1]), marks)
}

// apply makes the changes of a rule that fits clause k.
func (r *reader) apply(m *masked, k int, h *ruleMatch) []Change {
	rule := h.rule
	x := Change{Deed: rule.deed, Of: r.target(m, k, h.from()), Quiet: rule.quiet, unable: rule.deed == Drops && rule.needs}
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
		x.Quiet, x.Of.Sure, x.Of.Self = true, false, false // 这个我不分享了; 秦老师不讲了
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
func (r *reader) takeGroups(x *Change, m *masked, h *ruleMatch) {
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
var fromMonth = compile(`从(\d{1,2}|[一二三四五六七八九十]{1,2})月份?(?:起|开始)`)

// takeWhatFollows reads which session is meant where that stands behind the verb
// or is only hinted at.
func (r *reader) takeWhatFollows(x *Change, m *masked, h *ruleMatch) {
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
	noMore  = compile(`(?:不|甭)再?(?:讲|分享|办|搞)了|没有?(?:安排)?分享了`)
	thisOne = compile(`本次|这次|这场|本期|这期|那场`)
)

// introducedLater reads who speaks where the words behind the verb introduce them:
// 今晚的分享提前到17:30，主讲人为@X，主题是….
func (r *reader) introducedLater(x *Change, m *masked, from int) {
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
func (r *reader) afterVerb(x *Change, m *masked, c clause, from int) {
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
var comesLate = compile(`[要会得][迟晚]|推迟S开始|延迟S开始|晚S开始`)

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
			x.Weekday = ref.HasWeekday && ref.Week == when.BareWeek && ref.Day == 0 && !ref.Relative
			if p.slot.HasClock {
				x.Entry.Start = p.slot.Clock.String()
			}
		}
	}
	if x.Weekday && x.Of.Date != "" {
		x.Entry.Date = inWeekOf(x.Of.Date, x.Entry.Date, r.today())
	}
}
