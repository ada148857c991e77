package announce

import (
	"strings"
	"time"

	"qunwen/bot/schedule/when"
	"qunwen/corpus/zh"
)

// readSupplement reads what completes an announcement: its time or its topic, for
// today unless a day is named.
func (r *reader) readSupplement() (Extraction, bool) {
	if asks(r.text) || len(r.src.Fold) > 120 || zh.ContainsAny(r.text, "每个", "每天", "每晚", "流程", "正常情况", "一般", "陆续") {
		return Extraction{}, false
	}
	e := Entry{Status: Planned, Date: r.today()}
	if sl, ok := r.mainSlot(); ok {
		e.Date = ""
		e.setMoment(sl.Moments[0])
	}
	text := strings.TrimSpace(r.text)
	switch {
	case r.tellsStart():
		e.Start = r.start()
		if strings.Contains(text, "我讲") || strings.Contains(text, "我分享") {
			e.Speaker, e.Self = r.message.Speaker, true
			e.Topic = r.spokenTopic(0)
		}
	case r.tellsTopic():
		e.Topic = r.statedTopic(0)
	case zh.StartsWithAny(text, "今天有分享", "今晚有分享", "晚上有分享", "今日有分享") && len([]rune(text)) <= 8:
	default:
		return Extraction{}, false
	}
	return one(e)
}

// tellsStart reports whether the message is about when the session begins.
func (r *reader) tellsStart() bool {
	if r.start() == "" {
		return false
	}
	about := zh.ContainsAny(r.text, "分享", "签到", "专题", "我讲", "讲座", "嘉宾")
	for _, t := range r.tokens {
		if t.Kind != when.ClockToken || r.isSignIn(t) {
			continue
		}
		before, after := r.cut(t.From-10, t.From), strings.TrimSpace(r.cut(t.To, t.To+8))
		begins := zh.StartsWithAny(after, "开始", "准时", "开讲", "分享") || zh.ContainsAny(before, "开始时间", "分享时间") ||
			zh.StartsWithAny(after, "之后") && about || zh.StartsWithAny(after, "我讲", "我分享")
		if begins && (about || len(r.src.Fold) <= 18) {
			return true
		}
	}
	return false
}

// tellsTopic reports whether the message is about the topic of the session.
func (r *reader) tellsTopic() bool {
	text := strings.TrimSpace(r.text)
	if !zh.StartsWithAny(text, "主题是", "主题为", "主题:", "今天主题", "今晚主题", "今天的主题", "今晚的主题", "分享主题:", "分享主题是") || zh.ContainsAny(text, tbdWords...) {
		return false
	}
	if _, after, ok := strings.Cut(text, "主题"); !ok || !zh.StartsWithAny(strings.TrimLeft(after, " "), "是", "为", ":", "主要", "内容", "《", "“") ||
		zh.ContainsAny(text, "包涵", "见谅", "指正", "是不是", "是啥") {
		return false
	}
	return r.statedTopic(0) != ""
}

var notYet = []string{
	"没确定", "没有确定", "未确定", "未定", "没定", "没有定", "还没有话题", "没有话题", "确认中", "待定", "协调中", "未能定", "还没敲定", "没敲定", "没有排期", "暂缺", "空缺", "还没有分享", "都是空的", "还空着",
}

var noTalk = []string{"不安排分享", "无分享", "没有分享", "没分享", "暂停分享", "休息"}

// readUnsettled reads 晚上的分享还在确认中 and 周末暂不安排分享.
func (r *reader) readUnsettled() (Extraction, bool) {
	if asks(r.text) || len(r.src.Fold) > 80 {
		return Extraction{}, false
	}
	sl, ok := r.mainSlot()
	if !ok {
		return Extraction{}, false
	}
	about := zh.ContainsAny(r.text, talkWords...) || strings.Contains(r.text, "主题")
	switch {
	case about && zh.ContainsAny(r.text, notYet...) && !strings.Contains(r.text, "可能"):
		e := Entry{Status: TBD}
		if h := r.handles(); len(h) == 1 {
			e.Speaker = h[0].Text
		}
		return one(fill(sl, e, nil)...)
	case zh.ContainsAny(r.text, noTalk...) && strings.Contains(r.text, "分享") && !strings.Contains(r.text, "我") && r.cut(0, sl.From) == "":
		entries := fill(sl, Entry{Status: Open}, nil)
		if m := sl.Moments[0]; sl.Refs[0].Vague.Kind == when.Weekend && m.Date.IsZero() {
			sat, sun := Entry{Status: Open}, Entry{Status: Open}
			sat.Date, sun.Date = m.From.Format(time.DateOnly), m.To.Format(time.DateOnly)
			entries = []Entry{sat, sun}
		}
		return one(entries...)
	}
	return Extraction{}, false
}

// readClaim reads 本周二、周三已经认领了 and 周三没有的话我来.
func (r *reader) readClaim() (Extraction, bool) {
	sl, ok := r.mainSlot()
	if !ok || !strings.Contains(r.text, "认领") {
		return Extraction{}, false
	}
	switch {
	case zh.ContainsAny(r.text, "没有的话我来", "我来", "我认领"):
		return one(fill(sl, Entry{Status: TBD, Speaker: r.message.Speaker, Self: true}, nil)...)
	case zh.ContainsAny(r.text, "已经认领", "已认领", "被认领"):
		return one(fill(sl, Entry{Status: Planned}, nil)...)
	}
	return Extraction{}, false
}

var callWords = []string{
	"报名", "自荐", "主动分享", "联系我", "联系啊", "预约一波", "约起来", "私信我", "有意愿", "有意向", "毛遂自荐", "补充下分享", "期待大牛", "期待有时间", "愿意分享", "开始预约", "可以预约", "积极要求分享", "尽快联系", "尽快和我",
	"未确定分享", "联系大家", "提供什么内容的分享",
}

// readCall reads requests for speakers, with the days that are free.
func (r *reader) readCall() (Extraction, bool) {
	who := zh.ContainsAny(r.text, "哪位同学来分享", "谁来分享", "哪位来分享", "有没有同学分享", "有没有人分享", "哪位同学分享")
	about := zh.ContainsAny(r.text, "分享", "主讲", "嘉宾") && !zh.ContainsAny(r.text, "我来分享", "我可以分享", "我分享")
	if !who && !(about && zh.ContainsAny(r.text, callWords...)) || zh.ContainsAny(r.text, "请问", "想问", "问一下", "问下") {
		return Extraction{}, false
	}
	return Extraction{Kind: Call, Entries: r.openDays()}, true
}

// openDays are the days for which the message seeks speakers.
func (r *reader) openDays() []Entry {
	if !zh.ContainsAny(r.text, callWords...) && !zh.ContainsAny(r.text, notYet...) && !zh.ContainsAny(r.text, "哪位", "谁来") {
		return nil
	}
	status := Open
	if zh.ContainsAny(r.text, "未定", "待定", "未能定") {
		status = TBD
	}
	var entries []Entry
	for _, sl := range r.slotsIn(0, len(r.src.Fold)) {
		if len(r.slots) > 1 && len(sl.Moments) == 1 && !zh.ContainsAny(r.cut(sl.To, sl.To+30), "报名", "安排", "未定", "空", "没有排期") {
			continue
		}
		entries = append(entries, fill(sl, Entry{Status: status}, nil)...)
	}
	return entries
}
