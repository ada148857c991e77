package schedule

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"qunwen/corpus/zh"
)

// longestAsked is how many characters a question about sessions has at most.
const longestAsked = 60

// A sign is something in a question that tells whether it is about sessions.
// Several are added by |.
type sign uint32

const (
	signDay       sign = 1 << iota // it names a day, a week, a month or a year
	signPast                       // it is about what was held
	signAlone                      // besides days and the words of such questions it says nothing
	signSession                    // it names a session: 分享, 讲座, 嘉宾
	signLecture                    // somebody gives a talk: 谁讲, 讲什么
	signWho                        // it wants a person
	signWhen                       // it wants a day or an hour
	signWhich                      // it wants a subject or a list
	signYesNo                      // it wants yes or no
	signAsking                     // it wants something that a schedule has
	signGiver                      // it wants the person who gives a talk
	signPlan                       // it names a list of sessions or what is in one
	signRecent                     // it names the list of the next weeks
	signTurn                       // it names a session by its place in the row: 下一场
	signTitled                     // it names somebody by a title: 龚老师
	signTold                       // it wants what was said in a talk
	signGap                        // it wants a free evening
	signFailed                     // it wants what was not held
	signMaterial                   // it wants something to be had from a session: slides, a link
	signBegging                    // it begs for something: 求分享
	signFavour                     // it asks somebody to tell: 分享一下, 讲讲
	signHow                        // it wants an explanation
	signOtherTime                  // it wants the time of something that is no talk
)

// signWords gives the words of each sign. An evening may be meant by many words
// that mean something else, too; asksRules says what they need beside them.
var signWords = []struct {
	sign  sign
	words []string
}{
	{signSession, shareWords},
	{signLecture, tellWords},
	{signWho, []string{"谁", "哪位", "哪个人"}},
	{signWhen, []string{"什么时候", "啥时候", "几号", "哪天", "哪一天", "周几", "星期几", "何时", "几点", "日程"}},
	{signWhich, []string{"什么", "啥", "哪些", "几场", "多少场"}},
	{signYesNo, []string{"吗", "么", "没", "不", "?", "有无"}},
	{signAsking, askingWords},
	{signGiver, []string{"谁讲", "谁来", "谁分享", "谁主讲", "谁给", "谁做", "是谁", "哪位讲", "哪位来", "哪位分享", "哪位老师", "哪位同学", "嘉宾是"}},
	{signPlan, []string{"安排", "日程", "排期", "课", "主题", "题目", "主持", "讲"}},
	{signRecent, []string{"近期安排", "最近安排", "最近的安排", "接下来的安排", "分享安排"}},
	{signTurn, []string{"上次", "下次", "上一期", "下一期", "上一场", "下一场"}},
	{signTitled, []string{"老师", "同学"}},
	{signTold, []string{"讲过", "讲了啥", "讲了什么", "讲了哪"}},
	{signMaterial, []string{"ppt", "pdf", "word", "课件", "资料", "材料", "文档", "文件", "录音", "录像", "视频", "回放", "链接", "网址", "文章", "截图", "分享记录", "聊天记录",
		"纪要", "笔记", "整理", "网盘", "新闻", "表格", "模板", "朋友圈", "按钮", "功能"}},
	{signBegging, []string{"求分享", "能分享", "可以分享", "分享个", "分享点", "分享出来", "谢分享", "谢您的分享", "能讲讲", "能不能讲"}},
	{signFavour, []string{"分享一下", "分享下", "分享给", "分享经验", "讲讲"}},
	{signHow, []string{"怎么", "如何", "怎样", "咋", "为什么", "为啥", "什么意思", "区别", "几天", "多少"}},
}

// An asksRule says that a question with some signs is about sessions, or that
// it is not.
type asksRule struct {
	about   bool
	all     sign // it has every one of these
	any     sign // and one of these; 0: no matter which
	without sign // and none of these
	example string
}

// asksRules decide in their order; a question that none of them covers is not
// about sessions. A day and 谁 do not make it one: 今天谁有217号文.
var asksRules = []asksRule{
	// What has the words of a session, but wants something else.
	{false, signMaterial, signSession | signLecture, signWhen, "昨天分享的PPT谁有"},
	{false, signBegging, 0, signWhen | signAlone, "今天谁能分享一下对账的经验"},
	{false, signFavour, 0, signDay | signWhen, "谁来讲讲二清"},
	{false, signHow, 0, signGiver, "周老师讲的分账怎么入账"},
	{false, signOtherTime, 0, 0, "昨天分享的那笔退款什么时候到账"},
	// What names a session.
	{true, signSession, signDay | signAsking | signPast, 0, "今晚有分享吗"},
	{true, signLecture | signDay, signWho | signWhich, 0, "周五晚上讲什么"},
	{true, signLecture, signWho | signWhen, 0, "龚老师什么时候讲"},
	{true, signLecture | signTitled, signWho | signWhich | signYesNo, 0, "周老师来讲吗"},
	{true, signTold, signWho | signWhich | signYesNo, 0, "许衡讲了啥"},
	{true, signLecture | signTurn, 0, 0, "下次讲哪块"},
	// What names an evening that is free, or a session that was not held.
	{true, signGap, signAlone | signSession | signLecture | signPlan, 0, "还有哪天空着"},
	{true, signFailed, signAlone | signSession | signLecture | signTitled, 0, "这个月谁放鸽子了"},
	// What is said in so few words that, in the group, it can only be a session.
	{true, signAlone | signDay, signWho | signPlan, 0, "5月15号是谁"},
	{true, signAlone | signTurn, signWho | signPlan, 0, "下一场是谁"},
	{true, signAlone | signRecent, 0, 0, "近期安排"},
}

// Asks reports whether a question asked at the time now is about the schedule
// of sharing sessions, and not for something to be shared.
func Asks(text string, now time.Time) bool {
	q := newQuestion(text, now)
	if utf8.RuneCountInString(q.text) > longestAsked {
		return false
	}
	r := q.rule()
	return r != nil && r.about
}

// rule returns the rule that decides, nil if there is none.
func (q *question) rule() *asksRule {
	signs := q.signs()
	for i := range asksRules {
		if r := &asksRules[i]; signs&r.all == r.all && (r.any == 0 || signs&r.any != 0) && signs&r.without == 0 {
			return r
		}
	}
	return nil
}

// signs finds the signs in the question.
func (q *question) signs() sign {
	var found sign
	text := otherSense.Replace(q.text)
	for _, s := range signWords {
		if zh.ContainsAny(text, s.words...) {
			found |= s.sign
		}
	}
	for _, s := range []struct {
		sign sign
		has  bool
	}{
		{signDay, !q.from.IsZero()},
		{signPast, q.past},
		{signAlone, q.alone()},
		{signSession, thatSession.MatchString(text)},
		{signGap, q.gaps && zh.ContainsAny(text, "哪天", "哪些", "哪几", "还有")},
		{signFailed, q.failed},
		{signOtherTime, whenElse.MatchString(text)},
	} {
		if s.has {
			found |= s.sign
		}
	}
	return found
}

// otherSense blanks phrases that hold the word of a sign in another sense: a
// session is asked for by 怎么取消了, none by 讲价.
var otherSense = blanks("讲话", "讲价", "讲究", "讲道理", "讲真", "讲理", "讲笑话", "讲错", "讲得通", "讲到", "怎么没", "怎么还没", "怎么取消", "怎么改期", "怎么不",
	"怎么推迟", "为什么取消", "为啥取消", "为什么没", "为什么改期", "多少场", "多少期", "多少次")

// thatSession finds 那场 where it is not the one of something else, such as a
// 那场发布会.
var thatSession = regexp.MustCompile(`[那哪这]场(分享|讲|是|安排|在|定|排|几|什|啥|谁|哪|的|改|取消|推|延|挪|还|有|没|呢|吗|\PL|$)`)

// whenElse finds a question for the time of something that is done with money,
// rules or systems.
var whenElse = regexp.MustCompile(`(什么时候|啥时候|几号|哪天|哪一天|何时|几点)(才|能|会|要|可以|正式|开始)*(到账|生效|实施|执行|上线|结算|清算|出款|打款|放款|扣款|退|还款|放假|上班|下班|开户|发布|落地|到期|恢复|整理|发出|公布|上传)`)

// alone reports whether the question says nothing besides days and the words
// that all questions about the schedule use. 今天谁在 wants somebody else.
func (q *question) alone() bool {
	if zh.ContainsAny(q.text, "谁在", "谁有") {
		return false
	}
	return !strings.ContainsFunc(onlyRest.Replace(q.subject), func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

// commonWords are the words that questions about the schedule use, whatever they
// ask for.
var commonWords = slices.Concat(askingWords, pastWords, gapWords, failWords, tellWords, plainWords)

// onlyRest blanks what a question may say besides a day and still be alone.
var onlyRest = blanks(slices.Concat(commonWords, shareWords, politeWords, particles, []string{"老师", "同学", "大佬", "大神"})...)

// onlySubject blanks what names no person and no subject.
var onlySubject = blanks(slices.Concat(commonWords, politeWords)...)

// politeWords stand around what a question asks.
var politeWords = []string{"近期", "近日", "上个月", "上月", "下个月", "下月", "这个月", "本月", "当月", "今年", "去年", "前年", "上午", "下午", "请教", "想问", "问下", "问一下", "话说",
	"一下", "一般", "通常", "发一下", "发下", "我们", "咱们", "咱群", "本群", "轮到", "交流", "主持", "课题", "内容", "课程", "列表", "下一场", "下一期", "看下", "看看", "出来", "可以"}

// particles stand there, too; in a longer text each may be a part of a word.
var particles = []string{"给", "群", "该", "课", "表", "还", "定", "排", "发", "好", "下", "呀", "哦", "哈", "啦", "呗", "么", "没", "不", "能"}

// blanks returns a replacer that puts a blank in the place of each word, the
// longest one that fits.
func blanks(words ...string) *strings.Replacer {
	words = slices.Clone(words)
	slices.SortStableFunc(words, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	var pairs []string
	for _, w := range words {
		pairs = append(pairs, w, " ")
	}
	return strings.NewReplacer(pairs...)
}
