package schedule

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"qunwen/bot/schedule/announce"
	"qunwen/corpus/zh"
)

// A question is a question about the schedule, taken apart.
type question struct {
	text    string // folded, in simplified characters
	subject string // the same without days and the words that all such questions use
	now     time.Time
	from    time.Time // the days that are asked for, both ends inclusive; zero if none are
	to      time.Time
	past    bool // talks that were held
	first   bool // the first of them
	hour    bool // when it begins
	coming  bool // sessions to come
	gaps    bool // free evenings
	failed  bool // what was not held as planned
}

// Words of questions about the schedule; signWords says what each tells.
var (
	shareWords  = []string{"分享", "主讲", "开讲", "讲座", "讲课", "嘉宾"}
	tellWords   = []string{"讲过", "来讲", "谁讲", "讲什么", "讲啥", "讲的", "讲哪", "会讲", "开讲", "要讲", "时候讲", "几号讲", "哪天讲", "讲了", "人讲", "在讲"}
	askingWords = []string{"谁", "哪位", "哪个人", "什么时候", "啥时候", "几号", "哪天", "哪一天", "周几", "星期几", "几点", "何时", "时间", "安排", "排到", "排在", "定在",
		"有没有", "有吗", "还有", "有人", "题目", "主题", "哪些", "日程", "取消", "改期",
		"有啥分享", "有什么分享", "有啥讲座", "有什么讲座", "几场", "多少场", "名单", "列表", "排期", "第一次", "第一场", "上一", "上期"}
	gapWords   = []string{"空着", "空档", "没人讲", "没安排", "还缺人", "空的"}
	failWords  = []string{"放鸽子", "放了鸽子", "没讲成", "鸽了"}
	pastWords  = []string{"讲过", "上次", "以前", "之前", "讲的", "讲了", "是谁讲", "谁主讲的", "分享过", "分享的是", "来着", "都讲", "曾经", "主讲的", "上一", "上期", "第一次", "第一场", "最早"}
	firstWords = []string{"第一次", "第一场", "第一期", "最早", "首次"}
)

// simplified writes the traditional characters of the words above as simplified
// ones. Names and topics stay as they are asked for: sessions have them as they
// were announced. (The table of all characters is the index's, which this
// package does not know.)
var simplified = strings.NewReplacer(strings.Split("誰谁還还週周講讲點点號号時时麼么後后這这個个幾几請请問问題题間间場场過过嗎吗開开來来會会師师總总從从兩两為为沒没禮礼對对麽么給给", "")...)

func newQuestion(text string, now time.Time) question {
	said, spans := announce.Spans(simplified.Replace(text), now)
	q := question{text: string(said.Fold), now: now}
	words := slices.Clone(said.Fold)
	for _, s := range spans {
		for i := s.From; i < s.To; i++ {
			words[i] = ' '
		}
		q.include(s.First, s.Last)
	}
	if q.from.IsZero() {
		q.include(monthSaid(q.text, now))
	}
	q.subject = string(words)
	for _, list := range [][]string{firstWords, askingWords, pastWords, gapWords, failWords, tellWords, plainWords, {"关于", "第一"}} {
		for _, w := range list {
			if len([]rune(w)) > 1 {
				q.subject = strings.ReplaceAll(q.subject, w, " ")
			}
		}
	}
	q.first, q.hour = zh.ContainsAny(q.text, firstWords...), strings.Contains(q.text, "几点")
	q.gaps = zh.ContainsAny(q.text, gapWords...) || strings.Contains(q.text, "哪天有空") && zh.ContainsAny(q.text, "分享", "讲")
	q.failed = zh.ContainsAny(q.text, failWords...)
	q.past = zh.ContainsAny(q.text, pastWords...) && !zh.ContainsAny(q.text, "下次", "下一", "接下来", "将")
	q.coming = !q.past && zh.ContainsAny(q.text, "什么时候", "啥时候", "几号", "哪天", "排到", "排在", "下次", "接下来", "最近", "将", "还有")
	return q
}

// include widens the days that are asked for.
func (q *question) include(days ...time.Time) {
	for _, d := range days {
		if d.IsZero() {
			continue
		}
		if q.from.IsZero() || d.Before(q.from) {
			q.from = d
		}
		if q.to.IsZero() || d.After(q.to) {
			q.to = d
		}
	}
}

// monthSaid returns the first and the last day of the month that a text names by
// 这个月, 上个月, 下个月, or of the year that it names by 今年, 去年; zero times if
// it names none.
func monthSaid(text string, now time.Time) (first, last time.Time) {
	day := func(y int, m time.Month) time.Time { return time.Date(y, m, 1, 0, 0, 0, 0, time.UTC) }
	for _, m := range []struct {
		words  []string
		months int
	}{{[]string{"上个月", "上月"}, -1}, {[]string{"下个月", "下月"}, 1}, {[]string{"这个月", "本月", "当月"}, 0}} {
		if zh.ContainsAny(text, m.words...) {
			first := day(now.Year(), now.Month()+time.Month(m.months))
			return first, first.AddDate(0, 1, -1)
		}
	}
	for i, w := range []string{"今年", "去年", "前年"} {
		if strings.Contains(text, w) {
			first := day(now.Year()-i, time.January)
			return first, first.AddDate(1, 0, -1)
		}
	}
	return first, last
}

// covers reports whether a session may lie on the days that are asked for.
func (q *question) covers(s *Session) bool {
	from, to := q.from.Format(time.DateOnly), q.to.Format(time.DateOnly)
	if s.Date != "" {
		return s.Date >= from && s.Date <= to || slices.ContainsFunc(s.MovedFrom, func(d string) bool { return d >= from && d <= to })
	}
	lo, hi := s.DateRange[0], s.DateRange[1]
	return (lo != "" || hi != "") && (hi == "" || hi >= from) && (lo == "" || lo <= to)
}

// named says how surely the question names the speaker of a session: by a part
// of a handle, or as 龚老师, 田总, 冬哥; 0 if it does not.
func (q *question) named(s *Session) float64 {
	best := 0.0
	for _, handle := range []string{s.Speaker, s.AnnouncedAs} {
		for i, part := range newPerson(handle).parts {
			n := len([]rune(part))
			if n >= 2 && !isCommon(part) && strings.Contains(q.text, part) {
				best = max(best, 2)
			}
			if i == 0 && n >= 2 && n <= 4 && q.titled(part) {
				best = max(best, 1.5)
			}
		}
	}
	return best
}

// titled reports whether the question names somebody by one character of the
// name and a title: the surname, or with 哥 and 姐 any.
func (q *question) titled(name string) bool {
	runes := []rune(q.text)
	for i := 1; i < len(runes); i++ {
		first := strings.HasPrefix(name, string(runes[i-1]))
		switch {
		case !unicode.Is(unicode.Han, runes[i-1]):
		case (runes[i] == '总' || zh.HasAt(runes, i, "老师") || zh.HasAt(runes, i, "大神")) && first,
			(runes[i] == '哥' || runes[i] == '姐') && strings.ContainsRune(name, runes[i-1]):
			return true
		}
	}
	return false
}

// plainWords are what a question about the schedule says besides its subject.
var plainWords = []string{"请问", "群里", "今天", "今晚", "今日", "明天", "明晚", "本周", "这周", "下周", "接下来", "下一次", "下次", "最近", "什么", "安排",
	"一个", "几个", "分享", "主讲", "嘉宾", "讲座", "有没有", "时候", "晚上", "还有", "的人", "大家", "讲", "谁", "的", "了", "吗", "呢", "啊", "是", "有", "在", "来",
	"场", "次", "哪", "天", "几", "点", "号", "开始", "关于", "会", "要", "将", "都", "这", "那", "个", "位", "人", "啥", "吧", "嘛", "期"}

// specific reports whether the question names a person or a subject, such as a
// circular by its number.
func (q *question) specific() bool {
	n := 0
	for _, r := range onlySubject.Replace(q.text) {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n >= 2 || circular.MatchString(q.text)
}
