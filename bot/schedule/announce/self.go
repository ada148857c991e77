package announce

import (
	"cmp"
	"slices"
	"strings"

	"qunwen/bot/schedule/pattern"
	"qunwen/bot/schedule/when"
	"qunwen/corpus/zh"
)

// readSelfPlan reads what somebody says about their own talk: 1月14日跟大家分享….
func (r *reader) readSelfPlan() (Extraction, bool) {
	if zh.ContainsAny(r.text, "期待", "听课", "给我分享", "朋友圈", "私聊我", "想来讲", "想讲的", "求分享", "分享给我", "分享链接", "分享安排", "分享同学", "分享嘉宾", "分享计划", "谢谢分享", "感谢分享", "链接") {
		return Extraction{}, false
	}
	talk := r.talkPlaces()
	if len(talk) == 0 {
		return Extraction{}, false
	}
	sl, ok := r.slotNear(talk)
	if !ok || r.isTalkOpening(sl) || !r.mine(sl) || r.asksAbout(sl) || r.doubtsTalk() {
		return Extraction{}, false
	}
	e := Entry{Status: Planned, Speaker: r.message.Speaker, Self: true, Start: r.start()}
	e.setMoment(sl.Moments[0])
	e.Topic = cmp.Or(r.statedTopic(0), r.spokenTopic(0))
	if before := r.cut(0, sl.From); !strings.Contains(r.text, "我") {
		e.Whose = before // 张三确认22号讲
	}
	return one(e)
}

// doubted says that an own talk may not be: 我也许能跟大家讲讲. onCondition says
// of its day that something else decides.
var (
	doubted     = pattern.MustCompile(`(?:可能|也许|或许|说不定|指不定|没准|不一定)(?:会|能|可以|来)*(?:给|跟|和|与|来|讲)|别当真`)
	onCondition = pattern.MustCompile(`(?:如果|要是|假如|假设|倘若|万一|除非)[^,]*D|D[^,]{0,4}(?:如果|要是|假如|假设|倘若|万一|除非)`)
)

// doubtsTalk reports whether the sender says of the talk that it may be, or will
// be on a condition.
func (r *reader) doubtsTalk() bool {
	return slices.ContainsFunc(r.mask().clauses, func(c clause) bool { return doubted.MatchString(c.text) || onCondition.MatchString(c.text) })
}

// ofSomebody finds words about the talk of somebody who is not the sender: 老顾说他
// 下周三来讲, 晚上正好能听鲁小北讲.
var ofSomebody = pattern.MustCompile(`(?:^|[^其])[他她](?:说|可能|也许|下|要|会|准备|打算|想|来|那)|[能去来想]听[^,。!?]{1,8}(?:讲|分享)`)

// asksAbout reports whether the sentence of the slot is a question. What
// somebody says of an own hour is a proposal, with a question mark, too.
func (r *reader) asksAbout(sl when.Slot) bool {
	if sl.HasClock && strings.Contains(r.cut(sl.From-3, sl.From), "我") {
		return false
	}
	for _, s := range r.sentences() {
		if s.from <= sl.From && sl.To <= s.to && asks(s.text) {
			return true
		}
	}
	return false
}

// talkPlaces are where the message speaks of giving a talk.
func (r *reader) talkPlaces() []int {
	var places []int
	for i := range r.src.Fold {
		if zh.HasAt(r.src.Fold, i, "分享") || zh.HasAt(r.src.Fold, i, "交流学习") ||
			zh.At(r.src.Fold, i) == '讲' && !strings.ContainsRune("师座课者话", zh.At(r.src.Fold, i+1)) && !strings.ContainsRune("主演听宣照", zh.At(r.src.Fold, i-1)) {
			places = append(places, i)
		}
	}
	return places
}

// slotNear is the coming slot that stands closest to one of the places.
func (r *reader) slotNear(places []int) (when.Slot, bool) {
	var best when.Slot
	least := 45 // further away it is about something else
	for _, sl := range r.slotsIn(0, len(r.src.Fold)) {
		if r.isPast(sl) {
			continue
		}
		for _, p := range places {
			d := p - sl.To
			if p < sl.From {
				d = sl.From - p
			}
			if d <= least && !strings.ContainsAny(r.cut(min(p, sl.To), max(p, sl.From)), "。!\n") {
				best, least = sl, d
			}
		}
	}
	return best, best.Refs != nil
}

// spokenOf follow 分享 where a session is spoken of and none is planned: 今晚分享见.
var spokenOf = []string{"见", "不见不散", "别忘", "不要忘", "记得", "大家", "各位", "准时", "开始", "继续", "到此", "到这", "结束", "推荐", "加油", "顺利", "愉快", "正常", "如期", "按时", "按计划", "不变", "不受影响", "待定"}

// mine reports whether the sender speaks of an own talk, and of a day that is
// settled enough.
func (r *reader) mine(sl when.Slot) bool {
	switch {
	case r.others(sl), ofSomebody.MatchString(r.text), cannotSpeak.MatchString(r.text), strings.HasPrefix(strings.TrimSpace(r.text), "以上"):
		return false
	case dateOf(sl.Moments[0]) == r.today() && sl.Refs[0].Period == "" && !sl.HasClock:
		return false // 今天我分享: already at it
	case sl.Refs[0].Vague.Kind == when.WholeWeek && !zh.ContainsAny(r.text, "给大家", "跟大家", "和大家", "与大家", "来分享", "做一次分享", "做一场分享", "做个分享", "我分享", "再分享", "分享一下", "分享下", "讲"):
		return false
	case strings.Contains(r.text, "我") && !zh.ContainsAny(r.text, "我们分享", "我听"):
		return true
	}
	return r.offers(sl)
}

// cannotSpeak says that somebody will not give a talk, or only if need be.
var cannotSpeak = pattern.MustCompile(`[讲分享]不[了成]|没法讲|别找我|不讲|来不了|(?:^|[,。!? ]|我)要是|假如|万一|实在不行|还没答应|没有答应`)

// others reports whether the message speaks of somebody else's talk, or of none
// that is settled.
func (r *reader) others(sl when.Slot) bool {
	before := r.cut(sl.From-4, sl.From)
	if zh.ContainsAny(before, "找个", "哪个", "每", "找一", "某个") ||
		zh.ContainsAny(strings.ReplaceAll(r.text, "各位老师", ""), "分享的是", "有人要分享", "你", "您", "老师", "群里分享了", "不敢", "有同学", "分享可能", "没讲") ||
		strings.Contains(r.text, "分享时间为") && !strings.Contains(r.text, "我") {
		return true
	}
	for _, h := range r.handles() {
		if h.From > 0 && !r.addressed(h) || h.From == 0 && speaksThen.MatchString(r.cut(h.To, h.To+6)) {
			return true
		}
	}
	rest, ok := strings.CutPrefix(strings.TrimLeft(r.cut(sl.To, sl.To+24), " 的"), "分享")
	return ok && zh.StartsWithAny(rest, spokenOf...) || r.speaksOfState()
}

// speaksOfState reports whether the message says of a session what becomes of it.
func (r *reader) speaksOfState() bool {
	parts := strings.Split(r.text, "分享")
	return slices.ContainsFunc(parts[1:], ofState.MatchString)
}

// speaksThen follows a mention at the head of a message whose bearer speaks.
var speaksThen = pattern.MustCompile(`^\s*(?:老师|同学)?\s*(?:将|会|要|定[于在]|计划|准备|来)`)

// ofState follows 分享 where it is said, guessed or denied that a session
// changes: 今晚分享说不定要改期.
var ofState = pattern.MustCompile(`^\s*(?:应该|应当|可能|也许|或许|大概率?|说不定|指不定|不一定|没准|保不[齐准]|八成|九成|多半|估计|恐怕|好像|似乎|听说|据说|不知道|会不会|要不要|是不是|是否|稍微?|略微?|还是|都|还|也|先|又|再|被|并|没有?|不|别|未|会|是|要|得|需|需要|能|有|往后|往前)*(?:取消|改期|改|推迟|推|延|顺延|后延|提前|暂停|停|照常|照旧|换|黄|泡汤|悬|撤|挪|调|变|早|晚|迟)`)

// offers reports whether what follows a slot offers a talk, without 我: 周三会专题讲….
func (r *reader) offers(sl when.Slot) bool {
	j := zh.Skip(r.src.Fold, sl.To, " ,")
	rest := r.cut(j, j+12)
	rest = strings.TrimPrefix(strings.TrimPrefix(rest, "还"), "也")
	for _, w := range []string{"分享", "讲"} {
		if before, _, ok := strings.Cut(rest, w); ok && strings.HasPrefix(before, "会") && len(before) <= len("会给大家专题") && !zh.ContainsAny(before, "有", "安排") {
			return true
		}
	}
	return zh.StartsWithAny(rest, "分享", "和大家", "跟大家", "给大家", "可以讲", "讲", "与大家", "会给", "会跟", "会和", "做分享") ||
		zh.ContainsAny(r.text, "计划", "预计", "可以分享", "分享时间", "分享的内容", "暂定")
}

// addressed reports whether the mention h names whom the message is said to.
func (r *reader) addressed(h when.Token) bool {
	return strings.TrimSpace(r.cut(0, h.From)) == "" || h.To >= len(r.src.Fold)-1 ||
		strings.Contains(r.cut(h.From-2, h.From), "这块") || zh.ContainsAny(r.cut(h.To, h.To+6), "群主", "抱歉", "非常")
}

// fillers may stand around a day that is proposed.
var fillers = []string{
	"预定了", "行不行", "怎么样", "可以吗", "暂定到", "暂定在", "暂定", "预定", "定个", "定在", "定到", "排在", "谢谢", "期待", "好的",
	"就", "那", "我", "定", "排", "吧", "吗", "ok", "好", "嗯", "在", "了", "哈", "呢", "的话", "要不", "或者", "到", "可以",
}

// commitWords say that a bare day is settled or proposed.
var commitWords = []string{"就", "那", "定", "排", "吧", "怎么样", "行不行", "可以"}

// readProposal reads a message that is a day and nothing else: 就27号, 下周五.
func (r *reader) readProposal() (Extraction, bool) {
	sl, ok := r.mainSlot()
	if !ok || len(r.src.Fold) > 60 || len(sl.Moments) > 1 {
		return Extraction{}, false
	}
	rest := r.cut(0, sl.From) + r.cut(sl.To, len(r.src.Fold))
	agreed := strings.Contains(rest, "ok") || strings.Contains(rest, "好的")
	to := r.addressee()
	if to != "" && agreed {
		rest = r.cut(r.handles()[0].To, sl.From) + r.cut(sl.To, len(r.src.Fold))
	}
	if !r.settlesOn(sl, rest) {
		return Extraction{}, false
	}
	e := Entry{Status: Planned, Speaker: r.message.Speaker, Self: true, Start: r.start()}
	e.setMoment(sl.Moments[0])
	if agreed { // somebody else's day
		e.Speaker, e.Self = to, false
	}
	return Extraction{Kind: Single, Entries: []Entry{e}, Weak: true}, true
}

// settlesOn reports whether the words around a day say that it is meant, and
// nothing else.
func (r *reader) settlesOn(sl when.Slot, rest string) bool {
	if i := strings.Index(rest, "行不行"); i >= 0 {
		rest = rest[:i+len("行不行")]
	}
	commits := zh.ContainsAny(rest, commitWords...)
	for _, f := range fillers {
		rest = strings.ReplaceAll(rest, f, "")
	}
	ref := sl.Refs[0]
	switch {
	case ref.Vague.Kind >= when.Weekend && !strings.Contains(r.text, "定") && !strings.Contains(r.text, "排"),
		strings.Trim(rest, " \n,。.!?~…[]") != "", ref.Relative && ref.Day == 0:
		return false
	}
	return commits || ref.HasWeekday && ref.Week >= when.NextWeek
}

// asksToMove finds somebody who asks the admins for another day: 管理员看下是否可以改成下周一.
var asksToMove = pattern.MustCompile(`(?:管理员?|群主|群管)[^,。]{0,6}(?:是否可以|可否|能否|可不可以)(?:改|换|调|挪)(?:成|到|至|在)?$`)

// readRequested reads that the sender asks for another day. It changes nothing.
func (r *reader) readRequested() (Extraction, bool) {
	sl, ok := r.mainSlot()
	if !ok || !asksToMove.MatchString(strings.TrimRight(r.cut(0, sl.From), " ")) {
		return Extraction{}, false
	}
	e := Entry{Status: Moved, Speaker: r.message.Speaker, Self: true}
	e.setMoment(sl.Moments[0])
	return Extraction{Kind: Move, Entries: []Entry{e}, Weak: true}, true
}
