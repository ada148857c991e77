package announce

import (
	"cmp"
	"slices"
	"strings"

	"qunwen/corpus/zh"
)

var (
	// inviteLeads stand close before a mention that is the speaker.
	inviteLeads = []string{"请到", "邀请", "有请", "有幸", "嘉宾", "主讲", "讲师", "分享人", "已约", "约了", "约到"}

	// inviteEnds stand right before it.
	inviteEnds = []string{"请", "由", "给", "约", "是"}

	// inviteFollows stand right behind it.
	inviteFollows = []string{"给大", "给我们", "给各位", "来给", "来做", "来作", "来分享", "做分享", "作分享", "为大", "为我们", "分享主题", "主题", "内容", "题目", "带来", "来讲", "做技术分享", "给咱", "为群", "分享《", "分享“", "分享:", "主讲"}

	honorifics = []string{"同学", "童鞋", "老师", "总", "来"}
)

// invited reads announcements of a mentioned speaker.
func (r *reader) invited() []Entry {
	for _, h := range r.handles() {
		if !r.introduced(h) {
			continue
		}
		return []Entry{r.announcement(h)}
	}
	return nil
}

// An introduction is how the words around a mention introduce who speaks.
type introduction struct {
	before, after string
	lead          bool // 请到, 嘉宾 … stands before it
	end           bool // 由, 请 … stands right before it
	follow        bool // 给大家, 分享主题 … follows it
}

// introduction reads the words around the mention h.
func (r *reader) introduction(h token) introduction {
	s := r.src.Fold
	j := zh.Skip(s, h.to, " ?")
	for range 2 {
		if n, _ := zh.OneOfAt(s, j, honorifics[:4]); n > 0 {
			j = zh.Skip(s, j+n, " ?")
		}
	}
	i := introduction{after: r.cut(j, j+16), before: strings.TrimRight(r.cut(h.from-24, h.from), " ?:,的了是一")}
	if k := strings.LastIndexAny(i.before, "。!;\n"); k >= 0 {
		i.before = i.before[k:]
	}
	i.lead = zh.ContainsAny(i.before, inviteLeads...)
	right := strings.TrimRight(r.cut(h.from-8, h.from), " ?:")
	i.end = slices.ContainsFunc(inviteEnds, func(w string) bool { return strings.HasSuffix(right, w) })
	i.follow = zh.StartsWithAny(i.after, inviteFollows...) || zh.ContainsAny(i.after, inviteFollows...) && (i.lead || i.end)
	return i
}

// introduced reports whether the mention h is announced as a speaker.
func (r *reader) introduced(h token) bool {
	i := r.introduction(h)
	switch {
	case zh.StartsWithAny(i.after, "开始分享", "开始做", "准备分享", "准备好", "可以开始"),
		zh.ContainsAny(i.before, "感谢", "谢谢", "联系", "恭喜", "欢迎@", "想请", "想邀", "打算请", "能请到"),
		tagQuestion.MatchString(r.text), asks(r.text) && !i.lead:
		return false
	case (i.lead || i.end) && i.follow:
		return true
	}
	slots := r.slotsIn(0, len(r.src.Fold))
	if len(slots) == 0 {
		return false
	}
	talk := zh.ContainsAny(r.text, talkWords...)
	switch {
	case i.lead && !zh.ContainsAny(i.after, "开始"):
		return true
	case i.follow && talk:
		return !zh.ContainsAny(r.text, "我来", "我给")
	case i.end && talk, r.leadsToTalk(slots[0], h, i.after):
		return true
	}
	return r.promised(h, slots)
}

// leadsToTalk reads 下周三 @X 分享 …, with nothing before it.
func (r *reader) leadsToTalk(sl slot, h token, after string) bool {
	return sl.from == 0 && zh.Skip(r.src.Fold, sl.to, rowGap) == h.from && zh.StartsWithAny(after, "分享", "讲") && !zh.StartsWithAny(after, "讲课", "讲师", "讲座")
}

// promised reads @X 下周三 不见不散 and 下周一的分享就这么定了 @X.
func (r *reader) promised(h token, slots []slot) bool {
	if len(slots) == 0 || len(r.src.Fold) > 90 {
		return false
	}
	sl := slots[0]
	today := dateOf(sl.moments[0]) == r.today()
	switch {
	case h.from == 0 && sl.from >= h.to && sl.from-h.to <= 3 && zh.ContainsAny(r.cut(sl.to, sl.to+16), "不见不散", "期待", "等你", "看你"):
		return !asks(r.text)
	case h.from == 0 && strings.Contains(r.text, "期待你的分享"):
		return true
	case h.to >= len(r.src.Fold)-1 && sl.to <= h.from && !today && zh.ContainsAny(r.text, "定了", "精彩分享", "期待"):
		return strings.Contains(r.text, "分享")
	}
	return false
}

// announcement makes the entry of a mentioned speaker.
func (r *reader) announcement(h token) Entry {
	e := Entry{Status: Planned, Speaker: h.text, Date: r.today(), Implied: true}
	sl, ok := r.mainSlot()
	if ok {
		e.Date, e.Implied = "", sl.refs[0].unsaid()
		e.setMoment(sl.moments[0])
	} else if again, ok := r.recurring(); ok {
		e.setMoment(again.moments[0])
	} else if e.Problem = r.unclearDay(); e.Problem != "" {
		e.Date = ""
	}
	if e.Date == "" && e.DateRange != [2]string{} && strings.Contains(r.text, "争取") {
		e.Status = TBD
	}
	e.Start = r.start()
	e.Topic = r.topicFor(h)
	if e.Topic == "" && ok && sl.from >= h.to { // 已约@X 下周三 pos机的清结算
		e.Topic = r.phrase(zh.Skip(r.src.Fold, sl.to, " ,:"))
		if zh.ContainsAny(e.Topic, "不见不散", "期待", "分享", "就", "吧", "开始") || len([]rune(e.Topic)) < 3 {
			e.Topic = ""
		}
	}
	return e
}

// topicFor is what the mentioned speaker h speaks about, "" if it is not said: it
// is stated behind the mention, follows a verb there, or is stated before it.
func (r *reader) topicFor(h token) string {
	if topic := cmp.Or(r.statedTopic(h.to), r.spokenTopic(h.to)); topic != "" {
		return topic
	}
	if hasTopicLead(r.text) {
		if topic := r.statedTopic(0); topic != "" {
			return topic
		}
	}
	if topic := r.topicOf(h); topic != "" {
		return topic
	}
	return r.onlyQuoted()
}

// onlyQuoted is what stands in the only quotation marks of the message, "" if
// there are none or more.
func (r *reader) onlyQuoted() string {
	topic := ""
	for _, t := range r.tokens {
		if t.kind != quoteToken || len([]rune(t.text)) < 2 {
			continue
		}
		if topic != "" {
			return ""
		}
		topic = cleanTopic(t.text)
	}
	return topic
}

// mainSlot is the first slot of the message that is not over; one that names
// a whole week only if there is no other.
func (r *reader) mainSlot() (slot, bool) {
	var found slot
	coming := slices.DeleteFunc(r.slotsIn(0, len(r.src.Fold)), r.isPast)
	if other := slices.DeleteFunc(slices.Clone(coming), r.inReason); len(other) > 0 {
		coming = other
	}
	for _, sl := range coming {
		if found.refs != nil && found.vagueOnly() && sameDay.MatchString(r.cut(found.to, sl.from)) {
			return sl, true // 月末那个周六，也就是30号
		}
		if sl.refs[0].vague.kind != wholeWeek && !(sl.vagueOnly() && sameDay.MatchString(r.cut(sl.to, sl.to+8))) {
			return sl, true
		}
		if found.refs == nil {
			found = sl
		}
	}
	return found, found.refs != nil
}

// reasons are in clauses that say why something is, or only greet: the day there
// is none of a session.
var reasons = compile(`由于|因为|考虑到|鉴于|打扰|出差|赶版本|排满|没空|断电|加班|请假`)

// inReason reports whether the slot stands in a clause that only says why.
func (r *reader) inReason(sl slot) bool {
	from, to := sl.from, sl.to
	for from > 0 && !strings.ContainsRune(",。!;\n", r.src.Fold[from-1]) {
		from--
	}
	for to < len(r.src.Fold) && !strings.ContainsRune(",。!;\n", r.src.Fold[to]) {
		to++
	}
	clause := r.cut(from, to)
	if zh.StartsWithAny(strings.TrimLeft(r.cut(to, to+5), ", "), "所以", "因此", "于是", "故") {
		return !zh.ContainsAny(clause, "@", "《")
	}
	return reasons.MatchString(clause) && !zh.ContainsAny(strings.ReplaceAll(clause, "讲者", ""), "分享", "讲", "@")
}

// sameDay stands between two ways of saying one day.
var sameDay = compile(`^[^。!;\n]{0,4}(?:也就是|就是|即)`)

// start is the time at which the message lets a session begin, "" if it says none.
func (r *reader) start() string {
	found := ""
	for _, t := range r.tokens {
		if t.kind != clockToken || r.isSignIn(t) {
			continue
		}
		if after := r.cut(t.to, t.to+3); zh.StartsWithAny(after, "之前", "前", "停止", "结束") {
			continue
		}
		if found == "" || strings.Contains(r.cut(t.from-10, t.from)+r.cut(t.to, t.to+6), "开始") {
			if found != "" && !strings.Contains(r.cut(t.to, t.to+8)+r.cut(t.from-10, t.from), "开始") {
				continue
			}
			if strings.ContainsAny(strings.TrimSpace(r.cut(t.from-2, t.from)), "-~—至到") && found != "" {
				continue // the end of 18:00-19:00
			}
			found = t.clock.String()
			if zh.StartsWithAny(strings.TrimLeft(r.cut(t.to, t.to+5), " "), "开始", "开讲", "准时开", "正式开") {
				return found // 十点开始十一点半收
			}
		}
	}
	return found
}

// isSignIn reports whether the time t is that of the sign-in.
func (r *reader) isSignIn(t token) bool {
	return strings.Contains(r.cut(t.to, t.to+6), "签到")
}

// hasClock reports whether a time stands between two places.
func (r *reader) hasClock(from, to int) bool {
	for _, t := range r.tokenRange(from, to+4) {
		if t.kind == clockToken {
			return true
		}
	}
	return false
}
