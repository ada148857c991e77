package announce

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"qunwen/corpus/zh"
)

// moveVerbs move a session; the target may follow them.
var moveVerbs = []string{
	"推迟", "延迟", "延后", "延期", "顺延", "后延", "改期", "改到", "改成", "改为", "改至", "改在", "挪到", "挪至", "挪",
	"调整到", "调整至", "调整为", "调整时间", "调到", "调至", "移到", "移至", "换到", "延到", "延至", "推到", "提前", "提取到", "往后", "改",
}

// moveBefore reports whether words that stand before a slot move something there.
func moveBefore(text string) bool {
	text = strings.TrimRight(text, " 了到至为:")
	for _, v := range moveVerbs {
		if strings.HasSuffix(text, strings.TrimRight(v, "到至为")) {
			return true
		}
	}
	return false
}

// moved reads a sentence that gives a session another day or hour.
func (r *reader) moved(s sentence, about bool) []Entry {
	if e, ok := r.again(s); ok {
		return e
	}
	if e, ok := r.late(s); ok {
		return e
	}
	verb := r.moveVerb(s)
	if verb >= 0 && zh.ContainsAny(s.text, "未安排", "空出来", "空缺", "空着") { // 13号未安排（原分享延期了）
		var entries []Entry
		for _, sl := range r.slotsIn(s.from, verb) {
			entries = append(entries, fill(sl, Entry{Status: Open}, nil)...)
		}
		return entries
	}
	corrects := zh.ContainsAny(s.text, "更正", "修正") && r.hasClock(s.from, s.to) && !zh.ContainsAny(r.text, "请到")
	if verb < 0 && !corrects {
		return nil
	}
	e := Entry{Status: Moved}
	var from, to *slot
	for _, sl := range r.slotsIn(s.from, s.to) {
		switch {
		case sl.from < verb || corrects:
			if from == nil {
				from = &sl
			}
		case to == nil:
			to = &sl
		}
	}
	for _, t := range r.tokenRange(s.from, s.to) {
		if t.kind == clockToken && t.from >= verb && !r.isSignIn(t) {
			e.Start = t.clock.String()
		}
		if t.kind == handleToken && t.text != "所有人" && (about && to != nil && t.from > s.from || t.from < verb && zh.HasAt(r.src.Fold, zh.Skip(r.src.Fold, t.to, " ?"), "的分享")) {
			e.Speaker = t.text
		}
	}
	if e.Speaker == "" {
		e.Speaker = r.talkSpeaker(s)
	}
	if !about {
		if len(r.src.Fold) > 40 || to == nil || zh.ContainsAny(strings.ReplaceAll(s.text, "怎么样", ""), "怎么", "什么", "多少", "多久") || len(strings.TrimSpace(r.cut(verb, to.from))) > len("改成在") {
			return nil
		}
		e.Of = r.subject(s.from, s.to, verb)
	}
	e.setMover(r, s, about)
	e.Topic = r.statedTopic(s.from)
	switch {
	case from != nil:
		if len(from.moments) > 0 {
			e.FromDate = dateOf(from.moments[0])
		}
	case e.Start != "" || to == nil:
		e.FromDate = r.today()
	}
	if days := r.shift(verb, s.to); days > 0 && from != nil && !from.day().IsZero() {
		e.Date = from.day().AddDate(0, 0, days).Format(time.DateOnly)
		return []Entry{e}
	}
	switch {
	case to != nil && to.partOnly() && e.FromDate != "": // 周六的分享改到晚上9点
		e.Date = e.FromDate
	case to != nil:
		return fill(*to, e, nil)[:1]
	case e.Start != "" || strings.Contains(s.text, "提前"):
		e.Date = e.FromDate
	case from == nil && !zh.ContainsAny(s.text, "调整时间", "延期", "推迟", "改期", "顺延", "延后", "延迟"):
		return nil
	}
	return []Entry{e}
}

// shift reads how many days a verb moves a session: 顺延一周, 推迟两天. It is 0
// if that is not said.
func (r *reader) shift(verb, end int) int {
	if verb < 0 {
		return 0
	}
	n, _ := zh.OneOfAt(r.src.Fold, verb, moveVerbs)
	j := zh.Skip(r.src.Fold, verb+n, " 了到至")
	v, k := zh.Numeral(r.src.Fold, j)
	if k == 0 || v > 30 || j+k >= end+1 {
		return 0
	}
	j = zh.Skip(r.src.Fold, j+k, "个")
	switch {
	case zh.At(r.src.Fold, j) == '天':
		return v
	case zh.At(r.src.Fold, j) == '周', zh.HasAt(r.src.Fold, j, "星期"), zh.HasAt(r.src.Fold, j, "礼拜"):
		return 7 * v
	}
	return 0
}

// owner is whose session 张老师的分享 is, "" if it is not said.
func (r *reader) owner(s sentence) string {
	f := r.src.Fold
	for i := s.from + 1; i < s.to; i++ {
		if !zh.HasAt(f, i, "的分享") {
			continue
		}
		from := i
		for from > s.from && i-from < maxName && !strings.ContainsRune(" ,:@\n", f[from-1]) {
			from--
		}
		for _, t := range r.tokenRange(from, i) {
			from = t.to
		}
		name := strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(r.src.Quote(from, i), "取消"), "原定"), "由")
		if n := len([]rune(name)); n >= 2 && n <= 12 && !zh.ContainsAny(name, "今", "明", "晚", "周", "月", "原", "大家", "我", "下", "本", "这", "次", "期", "天", "安排", "定") {
			return name
		}
	}
	return ""
}

// setMover finds whose session is moved where the sentence does not say: with
// 我 the sender's; in @X OK，挪到28号 that of X, to whom it is said.
func (e *Entry) setMover(r *reader, s sentence, about bool) {
	agrees := zh.ContainsAny(strings.ToLower(s.text), "ok", "好的", "可以,", "没问题", "收到")
	switch {
	case e.Speaker != "" || e.Of != "" || zh.ContainsAny(s.text, "我们"):
	case r.owner(s) != "":
		e.Speaker = r.owner(s)
	case agrees:
		if h := r.addressee(); h != "" {
			e.Speaker = h
		}
	case zh.ContainsAny(s.text, "我") || !about:
		e.Speaker, e.Self = r.message.Speaker, true
	}
}

// addressee is the mention at the head of the message, "" if there is none.
func (r *reader) addressee() string {
	for _, h := range r.handles() {
		if strings.TrimSpace(r.cut(0, h.from)) == "" {
			return h.text
		}
	}
	return ""
}

// moveVerb returns where a verb that moves a session stands, -1 if none does.
func (r *reader) moveVerb(s sentence) int {
	for i := s.from; i < s.to; i++ {
		if !strings.ContainsRune("推延顺后改挪调移换提往", r.src.Fold[i]) { // the verbs' first characters
			continue
		}
		n, which := zh.OneOfAt(r.src.Fold, i, moveVerbs)
		if n == 0 {
			continue
		}
		after := r.cut(i+n, i+n+12)
		switch moveVerbs[which] {
		case "提前":
			before := r.cut(i-3, i)
			fixed := zh.StartsWithAny(after, "到", "至", "开始") || strings.Contains(r.cut(i-6, i), "分享") && zh.StartsWithAny(after, "了", "半", "一")
			own := strings.HasSuffix(before, "我") && strings.HasPrefix(after, "分享") && !zh.StartsWithAny(after, "分享一下", "分享下")
			if !fixed && !own || strings.Contains(after, "准备") {
				continue
			}
		case "往后":
			if !zh.StartsWithAny(after, "推", "挪", "延", "顺") {
				continue
			}
		case "改为", "改成", "调整为", "改在":
			if len(r.slotsIn(i+n, min(s.to, i+n+8))) == 0 && !r.hasClock(i+n, i+n+8) {
				continue
			}
		case "改": // 改8点, but not 改一下
			if sl := r.slotsIn(i, s.to); (len(sl) == 0 || sl[0].from != i+n) && !slices.ContainsFunc(r.tokenRange(i, s.to), func(t token) bool { return t.kind == clockToken && t.from == i+n }) {
				continue
			}
		}
		return i
	}
	return -1
}

// again reads 下周再给大家分享: what was planned for today comes later.
func (r *reader) again(s sentence) ([]Entry, bool) {
	if !zh.ContainsAny(s.text, "再给大家分享", "再分享", "再讲", "再给大家讲") || !zh.ContainsAny(r.text, "原定", "临时", "调整", "今天") {
		return nil, false
	}
	slots := r.slotsIn(s.from, s.to)
	if len(slots) == 0 || !zh.ContainsAny(r.text, "先讲", "调整", "原定") {
		return nil, false
	}
	var entries []Entry
	self := Entry{Speaker: r.message.Speaker, Self: true}
	if _, first, ok := strings.Cut(s.text, "先讲"); ok {
		e := self
		e.Date, e.Status = r.today(), Planned
		e.Topic = r.phrase(s.from + len([]rune(s.text[:len(s.text)-len(first)])))
		e.Topic = strings.TrimPrefix(e.Topic, "一下")
		entries = append(entries, e)
	}
	later := self
	later.Status, later.FromDate = Moved, r.today()
	return append(entries, fill(slots[len(slots)-1], later, nil)...), true
}

// late reads 可能要迟个10分钟: the session begins so much later.
func (r *reader) late(s sentence) ([]Entry, bool) {
	if !zh.ContainsAny(s.text, "分钟", "小时") {
		return nil, false
	}
	for i := s.from; i < s.to; i++ {
		n, _ := zh.OneOfAt(r.src.Fold, i, []string{"要迟", "会迟", "得迟", "推迟", "要晚", "会晚", "得晚", "延迟", "延后"})
		if n == 0 {
			continue
		}
		j := zh.Skip(r.src.Fold, i+n, " 个大概约")
		v, k := zh.Numeral(r.src.Fold, j)
		unit := r.cut(j+k, j+k+2)
		if unit != "分钟" || k == 0 || v < 5 || v > 120 {
			if !strings.HasPrefix(r.cut(j, j+4), "半小时") && !strings.HasPrefix(r.cut(j, j+4), "半个小时") {
				continue
			}
			v = 30
		}
		e := Entry{Status: Moved, Date: r.today(), FromDate: r.today()}
		if now := r.message.Time.Hour()*60 + r.message.Time.Minute(); now <= UsualStart {
			e.Start = fmt.Sprintf("%02d:%02d", (UsualStart+v)/60, (UsualStart+v)%60)
		}
		if !zh.ContainsAny(r.text, talkWords...) {
			from := i
			for from > s.from && r.src.Fold[from-1] != ',' {
				from--
			}
			e.Of = r.subject(from, i, i)
		}
		if e.Of == "" && (!zh.ContainsAny(r.text, "嘉宾", "讲师", "作者", "分享推", "分享延", "分享要", "分享会") || strings.Contains(s.text, "我")) {
			e.Speaker, e.Self = r.message.Speaker, true
		}
		return []Entry{e}, true
	}
	return nil, false
}
