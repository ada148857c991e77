package announce

import (
	"cmp"
	"slices"
	"strings"

	"qunwen/bot/schedule/when"
	"qunwen/corpus/zh"
)

var (
	// inviteLeads stand close before a mention that is the speaker.
	inviteLeads = []string{"请到", "邀请", "有请", "有幸", "嘉宾", "主讲", "讲师", "分享人", "已约", "约了", "约到"}

	// inviteEnds stand right before it.
	inviteEnds = []string{"请", "由", "给", "约", "是"}

	// inviteFollows stand right behind it.
	inviteFollows = []string{"给大", "给我们", "给各位", "来给", "来做", "来作", "来分享", "做分享", "作分享", "为大", "为我们", "分享主题", "主题", "内容", "题目", "带来", "来讲", "做技术分享", "给咱", "为群", "分享《", "分享“", "分享:", "主讲"}

	honorifics = []string{"同学", "童鞋", "老师", "总"}
)

// readInvited reads announcements of a mentioned speaker.
func (r *reader) readInvited() []Entry {
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
func (r *reader) introduction(h when.Token) introduction {
	s := r.src.Fold
	j := zh.Skip(s, h.To, " ?")
	for range 2 {
		if n, _ := zh.OneOfAt(s, j, honorifics); n > 0 {
			j = zh.Skip(s, j+n, " ?")
		}
	}
	i := introduction{after: r.cut(j, j+16), before: strings.TrimRight(r.cut(h.From-24, h.From), " ?:,的了是一")}
	if k := strings.LastIndexAny(i.before, "。!;\n"); k >= 0 {
		i.before = i.before[k:]
	}
	i.lead = zh.ContainsAny(i.before, inviteLeads...)
	right := strings.TrimRight(r.cut(h.From-8, h.From), " ?:")
	i.end = slices.ContainsFunc(inviteEnds, func(w string) bool { return strings.HasSuffix(right, w) })
	i.follow = zh.StartsWithAny(i.after, inviteFollows...) || zh.ContainsAny(i.after, inviteFollows...) && (i.lead || i.end)
	return i
}

// introduced reports whether the mention h is announced as a speaker.
func (r *reader) introduced(h when.Token) bool {
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
func (r *reader) leadsToTalk(sl when.Slot, h when.Token, after string) bool {
	return sl.From == 0 && zh.Skip(r.src.Fold, sl.To, rowGap) == h.From && zh.StartsWithAny(after, "分享", "讲") && !zh.StartsWithAny(after, "讲课", "讲师", "讲座")
}

// promised reads @X 下周三 不见不散 and 下周一的分享就这么定了 @X.
func (r *reader) promised(h when.Token, slots []when.Slot) bool {
	if len(slots) == 0 || len(r.src.Fold) > 90 {
		return false
	}
	sl := slots[0]
	today := dateOf(sl.Moments[0]) == r.today()
	switch {
	case h.From == 0 && sl.From >= h.To && sl.From-h.To <= 3 && zh.ContainsAny(r.cut(sl.To, sl.To+16), "不见不散", "期待", "等你", "看你"):
		return !asks(r.text)
	case h.From == 0 && strings.Contains(r.text, "期待你的分享"):
		return true
	case h.To >= len(r.src.Fold)-1 && sl.To <= h.From && !today && zh.ContainsAny(r.text, "定了", "精彩分享", "期待"):
		return strings.Contains(r.text, "分享")
	}
	return false
}

// announcement makes the entry of a mentioned speaker.
func (r *reader) announcement(h when.Token) Entry {
	e := Entry{Status: Planned, Speaker: h.Text, Date: r.today(), Implied: true}
	sl, ok := r.mainSlot()
	if ok {
		e.Date, e.Implied = "", sl.Refs[0].Unsaid()
		e.setMoment(sl.Moments[0])
	} else if again, ok := r.recurring(); ok {
		e.setMoment(again.Moments[0])
	} else if e.Problem = r.unclearDay(); e.Problem != "" {
		e.Date = ""
	}
	if e.Date == "" && e.DateRange != [2]string{} && strings.Contains(r.text, "争取") {
		e.Status = TBD
	}
	e.Start = r.start()
	e.Topic = r.topicFor(h)
	if e.Topic == "" && ok && sl.From >= h.To { // 已约@X 下周三 pos机的清结算
		e.Topic = r.phrase(zh.Skip(r.src.Fold, sl.To, " ,:"))
		if zh.ContainsAny(e.Topic, "不见不散", "期待", "分享", "就", "吧", "开始") || len([]rune(e.Topic)) < 3 {
			e.Topic = ""
		}
	}
	return e
}

// topicFor is what the mentioned speaker h speaks about, "" if it is not said: it
// is stated behind the mention, follows a verb there, or is stated before it.
func (r *reader) topicFor(h when.Token) string {
	if topic := cmp.Or(r.statedTopic(h.To), r.spokenTopic(h.To)); topic != "" {
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
		if t.Kind != when.QuoteToken || len([]rune(t.Text)) < 2 {
			continue
		}
		if topic != "" {
			return ""
		}
		topic = cleanTopic(t.Text)
	}
	return topic
}
