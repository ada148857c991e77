package announce

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode"

	"qunwen/bot/schedule/pattern"
	"qunwen/bot/schedule/when"
	"qunwen/corpus/zh"
)

// ofSession finds words that speak of a session.
var ofSession = pattern.MustCompile(`分享|嘉宾|主讲|讲师|讲座|专题|讲者|开讲|作者|[那这哪该两三四五六几一二每整首末场双][场期]|第.[场期讲位]|[DPT晚]的?那?一?场|T的?那[位个]|场子|坑位|讲课|主题|题目|排期|预告|日程|场次|(?:换人|更正|停讲)启事|本期|节课|堂课|话题|[上下][集篇]|topic|session`)

// nths are a day's sessions by their place.
var nths = []struct {
	word string
	nth  int
}{{"第一场", 1}, {"首场", 1}, {"头一场", 1}, {"第二场", 2}, {"第三场", 3}, {"最后一场", -1}, {"末场", -1}, {"尾场", -1}, {"头场", 1}, {"上半场", 1}, {"下半场", 2}, {"前一场", 1}, {"后一场", 2}, {"后面那场", -1}, {"前面那场", 1}, {"晚的那场", -1}, {"早的那场", 1}}

// allOf says that every session that fits is meant.
var allOf = pattern.MustCompile(`都|全部|全都|所有|均|一律|统统|两场|三场|几场|一场都|全取消|全停|两位|二位|俩`)

// target reads which session a change is of from what stands before its verb, at
// the place verb in clause k, and earlier in the message.
func (r *reader) target(m *maskedText, k, verb int) Target {
	c := m.clauses[k]
	t := Target{Words: m.words(c.from, verb), All: allOf.MatchString(c.text)}
	t.Sure = ofSession.MatchString(c.text)
	t.Rest = rest(t.Words)
	t.Sure = t.Sure || t.All && t.Rest == "" && len(m.piecesIn(c.from, verb, "D")) > 0 // 明晚和周四的都取消
	t.Self = firstPerson.MatchString(m.words(c.from, verb))
	r.pointAt(&t, m.piecesIn(c.from, verb, "DTH"))
	t.Head = t.Speaker != "" && t.Speaker == r.addressee()
	if t.Head && t.Self {
		t.Speaker, t.Head = "", false // @群主 我的场次延后两天
	}
	t.readNths(t.Words)
	t.All = t.All && !oneByHour.MatchString(c.text)
	t.Owner = ownerIn(t.Words)
	for _, b := range m.clauses[:k] {
		t.Before += m.words(b.from, b.to) + " "
		t.Dates = append(t.Dates, datesOf(m.piecesIn(b.from, b.to, "D"))...)
	}
	r.readExcept(&t, m)
	if t.Rest == "" {
		r.inherit(&t, m, k)
	}
	if slices.Contains(t.ExceptDates, t.Date) { // 除了今晚这场，其他的全部取消
		t.Date, t.Start, t.Rest, t.Sure, t.Loose = "", "", "", true, false
	}
	if t.Date == "" && t.DateRange == [2]string{} && t.Problem == "" && r.noSuchDay() {
		t.Problem = "没看懂是哪一天"
	}
	return t
}

// oneByHour finds one of an evening's sessions, whatever is said of all of them:
// 两位都往前赶，八点那位改七点.
var oneByHour = pattern.MustCompile(`T的?那[位场个]`)

var (
	// except finds the sessions that a change of all others leaves as they are:
	// 除了韩冬,其他全停; 只保留韩冬一场,其余取消.
	except = pattern.MustCompile(`除了?([^,]{2,14}?)(?:之?外|以外)?[, ]*[^,。]{0,6}(?:其他|其余|别的|剩下|后面)|只保?留([^,]{2,14}?)(?:那|这)?一?场`)

	// exceptDay finds their day: 除周五外全部取消.
	exceptDay = pattern.MustCompile(`除了?(D)[^,]{0,4}(?:之?外|以外)?`)
)

// readExcept reads which sessions a change of all does not touch.
func (r *reader) readExcept(t *Target, m *maskedText) {
	if !t.All {
		return
	}
	if g := except.FindStringSubmatch(r.text); g != nil {
		t.Except = g[1] + g[2]
	} else if zh.ContainsAny(t.Words, "另外", "其余", "其他", "剩下") {
		t.Except = t.Before // 今晚李二那场恢复，另外两场还是取消
	}
	text := m.whole()
	if g := exceptDay.FindStringSubmatchIndex(text); g != nil {
		at := len([]rune(text[:g[2]]))
		t.ExceptDates = datesOf(m.piecesIn(at, at+1, "D"))
	}
}

// owned finds whose session 张老师的分享 is.
var owned = pattern.MustCompile(`([\p{Han}\w]{2,12})的分享`)

// ownerIn is whose session words name, "" if they do not.
func ownerIn(words string) string {
	g := owned.FindStringSubmatch(words)
	if g == nil {
		return ""
	}
	name := g[1]
	for _, lead := range []string{"取消", "原定", "由", "把", "将"} {
		name = strings.TrimPrefix(name, lead)
	}
	if len([]rune(name)) < 2 || !namedAsOwner.allows(name) {
		return ""
	}
	return name
}

// noDay finds months and days that no calendar has: 13月5日.
var noDay = pattern.MustCompile(`\d{1,3}月\d{1,3}[日号]`)

// noSuchDay reports whether the message names a day that is none.
func (r *reader) noSuchDay() bool { return len(r.slots) == 0 && noDay.MatchString(r.text) }

// bare reports whether the words say nothing of which session it is.
func (t *Target) bare() bool {
	return t.Date == "" && t.DateRange == [2]string{} && t.Speaker == "" && t.Start == "" && len(t.Nths) == 0
}

// inherit takes what a clause does not say from those before it, the nearest
// first: 下周二的分享有变，改到周四.
func (r *reader) inherit(t *Target, m *maskedText, k int) {
	for i := k - 1; i >= 0; i-- {
		c := m.clauses[i]
		t.Sure = t.Sure || ofSession.MatchString(c.text)
		if t.Date == "" && t.DateRange == [2]string{} && t.Speaker == "" {
			start := t.Start
			r.pointAt(t, m.piecesIn(c.from, c.to, "DH"))
			t.Loose, t.Start = t.Date != "", cmp.Or(start, t.Start)
		}
		t.Self = t.Self || t.Speaker == "" && firstPerson.MatchString(m.words(c.from, c.to))
	}
}

// pointAt takes day, clock and mention from pieces.
func (r *reader) pointAt(t *Target, pieces []piece) {
	for _, p := range pieces {
		switch p.mark {
		case dayMark:
			if t.Date != "" || len(p.slot.Moments) == 0 {
				continue
			}
			var e Entry
			e.setMoment(p.slot.Moments[0])
			t.Date, t.DateRange, t.Problem = e.Date, e.DateRange, e.Problem
			if p.slot.HasClock {
				t.Start = p.slot.Clock.String()
			}
		case clockMark:
			if t.Start == "" {
				t.Start = p.clock.String()
			}
		case handleMark:
			if t.Speaker == "" && p.text != "所有人" && p.text != "all" {
				t.Speaker = p.text
			}
		}
	}
}

// readNths reads which sessions are meant by their place. Several are all meant.
func (t *Target) readNths(words string) {
	for _, n := range nths {
		if !strings.Contains(words, n.word) {
			continue
		}
		words = strings.ReplaceAll(words, n.word, " ") // 最后一场 is no 后一场
		if !slices.Contains(t.Nths, n.nth) {
			t.Nths = append(t.Nths, n.nth)
		}
	}
	t.All = t.All || len(t.Nths) > 1
}

// firstPerson finds a speaker who speaks of themselves.
var firstPerson = pattern.MustCompile(`(?:^|[^和跟给对找让请告诉联系])我(?:[^们司群同收接刚]|$)|\bmy\b`)

// rest is what words name when those that name nothing are taken out.
func rest(words string) string {
	for _, n := range nths {
		words = strings.ReplaceAll(words, n.word, " ")
	}
	words = ofSession.ReplaceAllString(words, " ")
	for _, w := range mereWords {
		words = strings.ReplaceAll(words, w, " ")
	}
	return strings.Join(strings.FieldsFunc(words, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) }), " ")
}

// dates are the targets of a change that names several days: 11号、12号两场取消.
func (r *reader) dates(m *maskedText, k, verb int, t Target) []Target {
	c := m.clauses[k]
	all := []Target{}
	days := m.piecesIn(c.from, verb, "D")
	joined := len(days) > 1 && (t.All || joinedDays.MatchString(c.text))
	for i, p := range days {
		if i > 0 && !joined {
			break
		}
		for _, mo := range p.slot.Moments {
			n := t
			var e Entry
			e.setMoment(mo)
			n.Date, n.DateRange, n.Start = e.Date, e.DateRange, ""
			if p.slot.HasClock {
				n.Start = p.slot.Clock.String()
			}
			all = append(all, n)
		}
	}
	if len(all) < 2 {
		return []Target{t}
	}
	return all
}

var joinedDays = pattern.MustCompile(`D[^D,]{0,8}(?:和|跟|与|及|、)[^D,]{0,8}D|DD`)

// runeAt is where byte i of the clause stands in the masked text.
func (c clause) runeAt(i int) int { return c.from + len([]rune(c.text[:i])) }

// inWeekOf is the day of a weekday, given as any day on it, in the week of a
// session; a week later if that is over.
func inWeekOf(session, day, today string) string {
	s, err := time.Parse(time.DateOnly, session)
	d, err2 := time.Parse(time.DateOnly, day)
	if err != nil || err2 != nil {
		return day
	}
	found := when.Monday(s).AddDate(0, 0, (int(d.Weekday())+6)%7)
	for found.Format(time.DateOnly) < today {
		found = found.AddDate(0, 0, 7)
	}
	return found.Format(time.DateOnly)
}

// InWeekOf is the day of a change to a bare weekday, when it is known that the
// session is on another day, YYYY-MM-DD.
func (c *Change) InWeekOf(session, today string) string {
	if !c.weekday {
		return c.Entry.Date
	}
	return inWeekOf(session, c.Entry.Date, today)
}

// mereWords say nothing of what is moved.
var mereWords = []string{"现在", "现已", "现", "故", "决定", "经商量", "经研究", "只得", "只好", "不得不", "我们", "咱们", "商量之后", "商量后", "讨论之后", "讨论后", "开场",
	"帮忙", "内容", "关于", "活动", "予以", "那位", "这位", "这边", "喔", "咯", "啦", "嘛", "全部", "全都", "改成", "换成", "改为", "换到", "变成", "更新", "改", "换", "其他", "几场", "统统", "具体", "已经", "已", "特此", "开始", "所以", "自己", "变更", "变动", "调整", "有变", "管理员", "群主", "各位", "大家", "不好意思", "抱歉", "麻烦", "看可下", "看下", "看看", "是不是", "是否", "可不可以", "能不能", "可以", "能否",
	"原定", "原计划", "本来", "临时", "有事", "因为", "由于", "时间", "日期", "安排", "暂时", "应该", "可能", "还是", "决定", "统一", "一下", "帮我", "给我",
	"通知", "特此", "更正", "谢谢", "收到", "辛苦", "好的", "没问题", "行不行", "怎么样", "如何", "要不", "或者", "这次", "这个", "那个", "这场", "那场",
	"比平时", "比原定", "晚上", "下午", "上午", "就", "和", "跟", "与", "及", "故", "那", "我", "把", "将", "给", "请", "帮", "也", "都", "要", "想", "能", "得", "再", "先", "吧", "吗", "呢", "啊", "呀",
	"哈", "了", "的", "嗯", "好", "行", "定", "排", "在", "到", "从", "由", "于", "为", "ok", "oh", "哦", "噢",
	"另外", "其余", "剩下", "她", "他", "个", "题", "会", "my", "session", "topic", "change",
}
