package schedule

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"qunwen/bot/schedule/announce"
)

// A question is a question about the schedule, taken apart.
type question struct {
	text    string // folded
	words   string // the same with blanks in the place of days
	subject string // of these, without the words that all such questions use
	now     time.Time
	from    time.Time // the days that are asked for, both ends inclusive; zero if none are
	to      time.Time
	wants   want
	few     int // as in 接下来三场; 0 if no number is said

	// What the text does not say.
	in    string // the room in which it is asked; "" outside of rooms
	asker string // as the archive names people; "" if unknown
	owner string // how the owner of the account is called
}

// has reports whether the question wants any of w.
func (q *question) has(w want) bool { return q.wants&w != 0 }

// dated reports whether the question names days.
func (q *question) dated() bool { return !q.from.IsZero() }

// Words of questions about the schedule; signWords says what each tells.
var (
	shareWords  = []string{"分享", "主讲", "开讲", "讲座", "讲课", "嘉宾"}
	tellWords   = []string{"讲过", "来讲", "谁讲", "讲什么", "讲啥", "讲的", "讲哪", "会讲", "开讲", "要讲", "时候讲", "再讲", "没讲", "几号讲", "哪天讲", "讲了", "人讲", "在讲"}
	askingWords = []string{"谁", "哪位", "哪个人", "什么时候", "啥时候", "几号", "哪天", "哪一天", "周几", "星期几", "几点", "何时", "时间", "安排", "排到", "排在", "定在",
		"有没有", "有吗", "还有", "有人", "题目", "主题", "哪些", "日程", "取消", "改期",
		"有啥分享", "有什么分享", "有啥讲座", "有什么讲座", "几场", "多少场", "名单", "列表", "排期", "第一次", "第一场", "上一", "上期"}
	gapWords   = []string{"空着", "空档", "没人讲", "没安排", "还缺人", "空的"}
	failWords  = []string{"放鸽子", "放了鸽子", "没讲成", "鸽了"}
	pastWords  = []string{"讲过", "有过", "上次", "以前", "之前", "讲的", "讲了", "是谁讲", "谁主讲的", "分享过", "分享的是", "来着", "都讲", "曾经", "主讲的", "上一", "上期", "第一次", "第一场", "最早"}
	firstWords = []string{"第一次", "第一场", "第一期", "最早", "首次"}
)

func newQuestion(text string, now time.Time) question {
	text = bareDay.ReplaceAllString(text, "${1}月${2}日${3}")
	said, spans := announce.Spans(text, now)
	q := question{text: string(said.Fold), now: now, owner: ownerTitle}
	words := slices.Clone(said.Fold)
	for _, s := range spans {
		for i := s.From; i < s.To; i++ {
			words[i] = ' '
		}
		q.include(s.First, s.Last)
	}
	q.words = clockSaid.ReplaceAllString(string(words), " ")
	n, from, to := fewSaid(q.words)
	if n > 0 {
		q.few, q.words = n, q.words[:from]+" "+q.words[to:]
	}
	q.wants = wantsOf(q.text)
	if q.from.IsZero() {
		first, last, rest := monthSaid(q.words, now, q.has(wantPast))
		q.include(first, last)
		q.words = rest
	}
	q.subject = q.words
	for _, list := range [][]string{firstWords, askingWords, pastWords, gapWords, failWords, tellWords, plainWords, {"关于", "第一"}} {
		for _, w := range list {
			if len([]rune(w)) > 1 {
				q.subject = strings.ReplaceAll(q.subject, w, " ")
			}
		}
	}
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

// plainWords are what a question about the schedule says besides its subject.
var plainWords = []string{"请问", "群里", "今天", "今晚", "今日", "明天", "明晚", "本周", "这周", "下周", "接下来", "后面", "往后", "下一次", "下次", "最近", "什么", "安排",
	"一个", "几个", "分享", "主讲", "嘉宾", "讲座", "有没有", "时候", "晚上", "还有", "的人", "大家", "讲", "谁", "的", "了", "吗", "呢", "啊", "是", "有", "在", "来",
	"场", "次", "哪", "天", "几", "点", "号", "开始", "关于", "会", "要", "将", "都", "这", "那", "个", "位", "人", "啥", "吧", "嘛", "期"}

// specific reports whether the question names a person or a subject, such as a
// circular by its number.
func (q *question) specific() bool {
	if q.alone() {
		return false
	}
	n := 0
	for _, r := range onlySubject.Replace(q.words) {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n >= 2 || circular.MatchString(q.text)
}
