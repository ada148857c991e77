package announce

import (
	"cmp"
	"slices"
	"strings"

	"qunwen/bot/schedule/pattern"
	"qunwen/bot/schedule/when"
	"qunwen/corpus/zh"
)

// readChanges reads what the message does to sessions that stand.
func (r *reader) readChanges() []Change {
	if !r.mayChange() {
		return nil
	}
	if all := r.readCutShort(); all != nil {
		return all
	}
	m := r.mask()
	if x, ok := r.readSwap(m); ok {
		return x
	}
	var all []Change
	if several := r.readReplacements(m); len(several) > 1 {
		return several
	}
	replaced, ok := r.readReplacement(m)
	if ok {
		all = append(all, replaced)
	}
	for k := range m.clauses {
		c := m.clauses[k].text
		if len(all) > 0 && zh.ContainsAny(c, openWords...) || nowFree.MatchString(c) {
			all = append(all, r.readFreed(m, k)...)
			continue
		}
		found := r.readClause(m, k, all)
		if ok { // the rest says why, or what stays
			found = slices.DeleteFunc(found, func(c Change) bool { return c.Deed != Moves || c.Entry.Start == "" || c.Entry.Date != "" })
		}
		for _, c := range found {
			all = join(all, c)
		}
	}
	return all
}

// nowFree says that evenings are free because what was planned moved away.
var nowFree = pattern.MustCompile(`D[^,。]*(?:未安排|空出来|空缺|空着)[^。]*(?:延期|改期|推迟|取消)`)

// readFreed reads the evenings that clause k says are free again, behind a change.
func (r *reader) readFreed(m *maskedText, k int) []Change {
	c := m.clauses[k]
	var all []Change
	for _, p := range m.piecesIn(c.from, c.to, "D") {
		for _, e := range fill(p.slot, Entry{Status: Open}, nil) {
			all = append(all, Change{Deed: Plans, Entry: e})
		}
	}
	return all
}

// mayChange is a cheap test that every text with a change passes: it names a day,
// an hour, somebody or an amount of time beside a verb of change, or has a word
// that says by itself what happens.
func (r *reader) mayChange() bool {
	if plainVerbs.In(r.text) {
		return true
	}
	has := func(kinds ...when.Kind) bool {
		return slices.ContainsFunc(r.tokens, func(t when.Token) bool { return slices.Contains(kinds, t.Kind) })
	}
	switch {
	case has(when.HandleToken) && standsIn.In(r.text):
		return true
	case !mayMove.MayMatch(r.text):
		return false
	}
	return has(when.DayToken, when.ClockToken) || amounts.In(r.text) || ofSession.MatchString(r.text)
}

// standsIn are words beside the mention of somebody who speaks instead.
var standsIn = zh.NewWords("换", "顶", "替", "代", "接手", "接棒", "接力", "救", "改由", "改请", "改邀", "改为", "改成", "让给", "交给", "转给", "cover", "→", "->", "更正", "说好", "帮忙", "帮讲")

// amounts are of time by which a session may move.
var amounts = zh.NewWords("天", "周", "星期", "礼拜", "小时", "钟头", "个钟", "分钟", "刻钟")

// mayMove has the characters of which every verb of change has one.
var mayMove = pattern.MustCompile(`误|错|订|非|改|换|变|调|挪|移|推|延|顺|拖|串|提|早|晚|迟|后|前|取消|不|没|停|作废|作罢|黄|撤|散|cancel|拿掉|去掉|删|鸽|暂|恢复|复活|照|如期|按|正常|又|请回|收回|应|更正|写错|打错|说错|代|替|顶|救|接|由|给|让|->|→|=>|>>|退出|叫停|无|安排|定|排|放|反|题|另|择|对|=|postpone|reschedule|move|drop|划|并|有效|还在|砍|下架|接手|救火|上架|课|定|找|帮`)

// plainVerbs say what happens to a session though no day and no hour is named.
var plainVerbs = zh.NewWords("分享", "嘉宾", "讲", "那场", "一场", "两场", "取消", "停了", "停办", "不办", "不搞", "作废", "作罢", "黄了", "撤掉", "撤了", "散了吧", "cancel", "恢复", "复活",
	"照常", "如期", "改期", "延期", "推迟", "延后", "暂缓", "提前", "换一下", "对调", "互换", "调换", "反了", "改名", "更名", "题目", "主题", "顶上", "救场", "代替", "来不了", "<->", "应为", "应该是", "误", "勘", "换题", "更换", "请假", "更正", "写错", "打错", "说错", "改为", "改成", "换成", "换到", "改讲", "postpone", "变更", "->", "→", "↔", "砍掉", "下架", "删掉", "划掉", "鸽了", "接手", "换人", "替我", "改由", "场次", "停", "↔", "对换", "不开", "不做", "不安排", "topic", "标题", "分钟", "小时")

// corrects says that what was posted is wrong.
var corrects = pattern.MustCompile(`更正|修正|订正|勘误|误[作写为记]|误植|应为|应该为|应该写|[^没][写打说搞弄记发]错|^[写打说搞弄记发]错|眼花|有误|有个错|错了|笔误|手滑|口误|眼花`)

// readClause reads clause k; before are the changes that were read so far.
func (r *reader) readClause(m *maskedText, k int, before []Change) []Change {
	c := m.clauses[k]
	if strings.ContainsRune(c.text, pastMark) && !strings.ContainsAny(c.text, "DTS") {
		return nil
	}
	if t, ok := r.readRetitle(m, k); ok {
		return []Change{t}
	}
	if h := ruleFor(c); h != nil {
		if !m.acts(k, h) {
			return nil
		}
		return r.apply(m, k, h)
	}
	if !strings.ContainsAny(c.text, "DT") || m.moodOf(k) != outright {
		return nil
	}
	if x, ok := r.readCorrection(m, k); ok {
		return []Change{x}
	}
	if x, ok := r.readDetail(m, k, before); ok {
		return []Change{x}
	}
	return nil
}

// ruleFor is the first rule that fits a clause, nil if none does.
func ruleFor(c clause) *ruleMatch {
	for i := range changeRules {
		rule := &changeRules[i]
		if !rule.pattern.MayMatchIn(c.mask) {
			continue
		}
		at := rule.find(c.text)
		if at != nil && tellsOfPast.MatchString(c.text[:at[0]]) {
			return nil
		}
		if at == nil || rule.deed == Drops && (fromThenOn.MatchString(c.text) || dropsElse.MatchString(c.text[:at[1]])) || denied(c.text[:at[0]]) {
			continue
		}
		return &ruleMatch{rule, c, at}
	}
	return nil
}

// dropsElse finds that something else is not held any more, or that an earlier
// message does not hold: 航班取消了, 行里那个会不开了, 刚才那条作废.
var dropsElse = pattern.MustCompile(`(?:会议室|航班|飞机|高铁|火车|车票|机票|行程|酒店|订单|例会|周会|晨会|评审会?|[个的]会)(?:又|也|都|被|临时|突然)*(?:取消|不开|停|没)[^,]{0,2}$|(?:[那这一]条|通知|消息|公告)(?:就|都|一律|请|已)?作废$`)

// tellsOfPast finds what was done to a session that is over: 上个月我那场临时改到周末.
var tellsOfPast = pattern.MustCompile(`^[^,]*P[^,]*$`)

// acts reports whether clause k says outright what a rule found in it.
func (m *maskedText) acts(k int, h *ruleMatch) bool {
	mood := m.moodOf(k)
	return mood == outright || mood == hedged && h.rule.deed == Moves && politeMove.MatchString(h.clause.text)
}

// politeMove tells of a new day or hour as if it were not certain: 分享可能要改期到明晚了.
var politeMove = pattern.MustCompile(`可能要[^,]*(?:到|至|成)[DT]了`)

// fromThenOn finds rules that begin: 6月1日起取消佣金.
var fromThenOn = pattern.MustCompile(`D(?:起|开始|以后|之后)`)

// detailWords are all that a clause may say besides a day and a clock to give the
// details of the change before it: 还是八点, 明晚8点见.
var detailWords = pattern.MustCompile(`^(?:大家|有空|敬请|谅解|还是|仍是|仍为|仍然|仍|依旧|就|也|都|均为|均|定在|放在|那就|即|也就是|时间|开始|准时|见|开讲|讲|哈|吧|哦|啦|了|晚|的|不见不散|左右|同一时间|具体|分别是|改|为|是|:|~|～|!|\(|\)| )*$`)

// readDetail reads a clause that only gives the day and the clock of the change
// before it.
func (r *reader) readDetail(m *maskedText, k int, before []Change) (Change, bool) {
	c := m.clauses[k]
	if len(before) == 0 || !detailWords.MatchString(m.words(c.from, c.to)) {
		return Change{}, false
	}
	last := &before[len(before)-1]
	if last.Deed != Moves && last.Deed != Postpones && last.Deed != Restores {
		return Change{}, false
	}
	x := Change{Deed: Moves, Of: Target{Sure: true}}
	r.setNew(&x, m.piecesIn(c.from, c.to, "DT"))
	switch {
	case last.Deed == Restores || last.newDay():
		x.Entry.Date, x.Entry.Problem = "", ""
	case last.Deed == Moves && last.Entry.DateRange == [2]string{} && x.Entry.Date != "":
		return Change{}, false // 今晚改成9点，周六还是7点
	}
	return x, x.Entry.Date != "" || x.Entry.Start != ""
}

// newDay reports whether the change gives the session another day.
func (x *Change) newDay() bool { return x.Entry.Date != "" || x.Shift != when.Shift{} }

// readCorrection reads a clock behind words such as 更正: 今晚的分享开始时间为21:30.
func (r *reader) readCorrection(m *maskedText, k int) (Change, bool) {
	c := m.clauses[k]
	i := strings.IndexByte(c.text, clockMark)
	if i < 0 || strings.Contains(c.text, "没错") || !corrects.MatchString(r.text) || strings.Contains(r.text, "请到") {
		return Change{}, false
	}
	verb := c.runeAt(i)
	x := Change{Deed: Moves, Of: r.target(m, k, verb)}
	x.Of.Start = ""
	r.setNew(&x, m.piecesIn(verb, verb+1, "T"))
	return x, true
}

// join adds a change to those before it. One that says nothing of which session
// it is goes on about the same: 今天的分享取消，改到下周三.
func join(all []Change, c Change) []Change {
	if len(all) == 0 {
		return append(all, c)
	}
	last := &all[len(all)-1]
	if c.Of.Loose && slices.ContainsFunc(all, func(x Change) bool { return x.Of.Date == c.Of.Date }) {
		c.Of.Date = last.Of.Date // 周三周五两场都不办了，散了吧
	}
	switch {
	case c.quiet && c.Of.Rest == "": // 其他照旧
	case c.Of.Except != "":
		return append(all, c)
	case last.Deed == Restores && c.Deed == Restores && last.Of.bare() && last.Of.Rest == "":
		*last = c // 不取消了，王一又能来了
	case onlyHour(last, &c):
		last.Entry.Start = c.Entry.Start
	case c.Of.Rest != "" || !sameTarget(&last.Of, &c.Of):
		return append(all, c.onDayOf(last))
	default:
		goOn(last, c)
	}
	return all
}

// onDayOf is the change on the day of the one before it, if it only names an hour:
// 第一场往后挪一小时；第二场变九点半.
func (c Change) onDayOf(last *Change) Change {
	if c.Of.Date == "" && c.Of.Start != "" && c.Of.Speaker == "" {
		c.Of.Date = last.Of.Date
	}
	return c
}

// goOn lets a change say more of the session of the one before it.
func goOn(last *Change, c Change) {
	switch {
	case c.Deed == Moves && (last.Deed == Moves || last.Deed == Restores) && c.Entry.Date == "" && c.Shift == (when.Shift{}):
		last.Entry.Start = c.Entry.Start
	case c.Deed == Drops && last.Deed != Restores, c.Deed == Postpones && (last.Deed == Moves || last.Deed == Drops && !last.unable):
		// Why, or that it is late.
	default:
		c.Of = last.Of
		*last = c
	}
}

// onlyHour reports whether a change gives the hour of the one before it: 13号→14号，20:00→20:30.
func onlyHour(last, c *Change) bool {
	return last.Deed == Moves && last.Of.Start == "" && c.Deed == Moves && c.Of.Rest == "" && len(c.Of.Nths) == 0 &&
		(c.Of.Date == "" || c.Of.Loose) && c.Entry.Date == "" && c.Entry.Start != "" && c.Shift == when.Shift{}
}

// sameTarget reports whether the second target says nothing that the first does
// not.
func sameTarget(a, b *Target) bool {
	return (b.Date == "" || b.Date == a.Date) && (b.DateRange == [2]string{} || b.DateRange == a.DateRange) && (b.Speaker == "" || b.Speaker == a.Speaker) && len(b.Nths) == 0 && (b.Start == "" || b.Start == a.Start)
}

// readCutShort reads what is told of an own talk that is cut short: 今天先讲账户吧，支付结算下周再给大家分享.
func (r *reader) readCutShort() []Change {
	for _, s := range r.sentences() {
		slots := r.slotsIn(s.from, s.to)
		if !zh.ContainsAny(s.text, "再给大家分享", "再分享", "再讲", "再给大家讲") || !zh.ContainsAny(r.text, "先讲", "临时", "调整") || !strings.Contains(r.text, "原定") || len(slots) == 0 {
			continue
		}
		var all []Change
		self := Entry{Speaker: r.message.Speaker, Self: true}
		if _, first, ok := strings.Cut(s.text, "先讲"); ok {
			e := self
			e.Date, e.Status = r.today(), Planned
			e.Topic = strings.TrimPrefix(r.phrase(s.from+len([]rune(s.text[:len(s.text)-len(first)]))), "一下")
			all = append(all, Change{Deed: Plans, Entry: e})
		}
		later := Change{Deed: Plans, Entry: self}
		later.Entry.Status, later.Entry.FromDate = Moved, r.today()
		for _, e := range fill(slots[len(slots)-1], later.Entry, nil) {
			all = append(all, Change{Deed: Plans, Entry: e})
		}
		return all
	}
	return nil
}

// extractionOf makes an extraction of changes. Those of which only a book can tell
// whether they are of a session print as nothing.
func (r *reader) extractionOf(changes []Change) Extraction {
	x := Extraction{Kind: None, Changes: changes}
	for i := range changes {
		c := &changes[i]
		if c.Of.Problem != "" {
			continue
		}
		own := c.Of.Self && c.Of.Rest == "" && c.Shift.Minutes != 0
		if c.quiet || !c.Of.Sure && !own && c.Deed != Plans && (c.Of.Rest != "" || c.Of.Date == "" && c.Of.Speaker == "" || c.Deed != Moves) {
			continue
		}
		if x.Kind == None {
			x.Kind = c.kind()
		}
		x.Entries = append(x.Entries, r.entries(c)...)
	}
	if len(x.Entries) == 0 {
		x.Kind = None
	}
	x.Entries = distinct(x.Entries)
	return x
}

// kind is what a message is that makes the change.
func (c *Change) kind() Kind {
	switch c.Deed {
	case Drops:
		return Cancel
	case Restores:
		return Single
	}
	return Move
}

// entries are the change as far as one message can say it.
func (r *reader) entries(c *Change) []Entry {
	e := c.Entry
	switch c.Deed {
	case Plans:
		return []Entry{e}
	case Customs:
		return []Entry{{Start: e.Start, Status: Moved}}
	case Swaps:
		return c.swapEntries()
	}
	r.nameSpeaker(c, &e)
	switch c.Deed {
	case Drops:
		r.dropped(c, &e)
	case Restores, Replaces, Retitles:
		e.Status, e.Date = Planned, c.Of.Date
		if e.Date == "" && e.Speaker == "" {
			e.Date = r.today()
		}
	case Moves, Postpones:
		r.moved(c, &e)
	}
	return []Entry{e}
}

// swapEntries are the two moves of a swap by days, or by names.
func (c *Change) swapEntries() []Entry {
	switch a, b := &c.Of, &c.With; {
	case a.Date != "" && b.Date != "":
		return []Entry{{Date: b.Date, FromDate: a.Date, Status: Moved}, {Date: a.Date, FromDate: b.Date, Status: Moved}}
	case a.Speaker != "" && b.Speaker != "":
		return []Entry{{Speaker: a.Speaker, Status: Moved}, {Speaker: b.Speaker, Status: Moved}}
	}
	return nil
}

// nameSpeaker writes whose session it is into the entry.
func (r *reader) nameSpeaker(c *Change, e *Entry) {
	e.Speaker = cmp.Or(e.Speaker, c.Of.Speaker, c.Of.Owner)
	if e.Speaker == "" && c.Of.Self {
		e.Speaker, e.Self = r.message.Speaker, true
	}
}

// dropped fills the entry of a session that is not held.
func (r *reader) dropped(c *Change, e *Entry) {
	e.Status, e.Date, e.DateRange = Cancelled, c.Of.Date, c.Of.DateRange
	if c.Of.bare() && c.Of.Rest == "" {
		e.Date = r.today()
	}
	if e.Date != "" {
		e.DateRange = [2]string{}
	}
}

// moved fills the entry of a session that gets another day or hour.
func (r *reader) moved(c *Change, e *Entry) {
	e.Status, e.FromDate = Moved, c.Of.Date
	only := e.Date == "" && e.DateRange == [2]string{} && e.Problem == ""
	if e.FromDate == "" && c.Of.Speaker == "" && (only || strings.TrimSpace(c.Of.Rest) == "" && !c.Of.Self) {
		e.FromDate = r.today()
	}
	switch {
	case c.Deed == Postpones || !only:
	case c.Shift != when.Shift{}:
		e.Date, _ = c.Shift.From(e.FromDate, "")
		if e.Start == "" && c.Of.Start != "" {
			_, e.Start = c.Shift.From(e.FromDate, c.Of.Start)
		}
	default:
		e.Date = e.FromDate // another hour of its day
	}
}

// dropsFirst reports whether the message cancels a session before it names a day
// that is over: 这期砍掉，跟上个月的内容重了.
func (r *reader) dropsFirst() bool {
	m := r.mask()
	if len(m.clauses) < 2 || strings.ContainsRune(m.clauses[0].text, pastMark) {
		return false
	}
	h := ruleFor(m.clauses[0])
	return h != nil && h.rule.deed == Drops && m.acts(0, h)
}
