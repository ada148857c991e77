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
type sign uint64

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
	signHour                       // it wants an hour
	signCount                      // it wants how many sessions there are
	signPlace                      // it wants where a session is held
	signEntry                      // it wants how to take part
	signChange                     // it wants whether a session is as planned
	signList                       // it wants the list
	signReach                      // it wants when it is somebody's turn
	signOwn                        // it wants the asker's own session
	signShort                      // besides days and the words of such questions it says little: a name
	signBareDate                   // it is a date and nothing else
	signAsked                      // it has the form of a question
	signFew                        // it wants so many sessions: 接下来三场
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
	{signWhen, []string{"什么时候", "啥时候", "几号", "哪天", "哪一天", "周几", "星期几", "何时", "几点", "几时", "日程"}},
	{signWhich, []string{"什么", "啥", "哪些", "几场", "多少场", "几位", "几个"}},
	{signYesNo, []string{"吗", "么", "没", "不", "?", "有无"}},
	{signAsking, askingWords},
	{signGiver, []string{"谁讲", "谁来", "谁分享", "谁主讲", "谁给", "谁做", "是谁", "哪位讲", "哪位来", "哪位分享", "哪位老师", "哪位同学", "嘉宾是"}},
	{signPlan, []string{"安排", "日程", "排期", "课", "主题", "题目", "主持", "讲"}},
	{signRecent, []string{"近期安排", "最近安排", "最近的安排", "接下来的安排", "分享安排", "近期排期", "最近排期", "排期表"}},
	{signTurn, slices.Concat([]string{"上次", "下次", "上一期", "下一期", "上一场", "下一场", "下一个", "下一位", "最近一场"}, lastWords)},
	{signTitled, []string{"老师", "同学"}},
	{signTold, []string{"讲过", "讲了啥", "讲了什么", "讲了哪"}},
	{signMaterial, []string{"ppt", "pdf", "word", "课件", "资料", "材料", "文档", "文件", "录音", "录像", "视频", "回放", "链接", "网址", "文章", "截图", "分享记录", "聊天记录",
		"纪要", "笔记", "整理", "网盘", "新闻", "表格", "模板", "朋友圈", "按钮", "功能"}},
	{signBegging, []string{"求分享", "能分享", "可以分享", "分享个", "分享点", "分享出来", "谢分享", "谢您的分享", "能讲讲", "能不能讲"}},
	{signFavour, []string{"分享一下", "分享下", "分享给", "分享经验", "讲讲"}},
	{signHour, []string{"几点"}},
	{signCount, countWords},
	{signPlace, placeWords},
	{signEntry, entryWords},
	{signChange, slices.Concat(movedWords, hourMoveWords, standingWords, personWords, endWords)},
	{signList, []string{"分享表", "时间表", "课表", "分享计划", "分享列表", "分享名单"}},
	{signReach, []string{"轮到", "排到"}}, // but see othersTurn
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

	// What wants to know where a session is held and how to take part, and
	// nothing else that could be had.
	{true, signSession, signPlace | signEntry, signOtherTime, "分享怎么报名"},
	{true, signAlone, signPlace | signEntry, 0, "怎么报名"},

	{false, signHow, 0, signGiver, "周老师讲的分账怎么入账"},
	{false, signOtherTime, 0, 0, "昨天分享的那笔退款什么时候到账"},
	// What names a session.
	{true, signSession, signDay | signAsking | signPast | signList | signOwn, 0, "今晚有分享吗"},
	{true, signLecture | signDay, signWho | signWhich, 0, "周五晚上讲什么"},
	{true, signOwn, 0, 0, "我什么时候讲"},
	{true, signLecture, signWho | signWhen, 0, "龚老师什么时候讲"},
	{true, signLecture | signTitled, signWho | signWhich | signYesNo, 0, "周老师来讲吗"},
	{true, signTold, signWho | signWhich | signYesNo, 0, "许衡讲了啥"},
	{true, signLecture | signTurn, 0, 0, "下次讲哪块"},
	{true, signReach | signShort, signWhen | signWho, 0, "什么时候轮到石岩"},
	// What names an evening that is free, or a session that was not held.
	{true, signGap, signAlone | signSession | signLecture | signPlan, 0, "还有哪天空着"},
	{true, signFailed, signAlone | signSession | signLecture | signTitled, 0, "这个月谁放鸽子了"},
	// What is said in so few words that, in the group, it can only be a session.
	{true, signAlone | signDay, signWho | signPlan | signHour, 0, "5月15号是谁"},
	{true, signAlone | signDay | signChange, signAsked, 0, "今晚的取消了吗"},
	{true, signAlone | signTurn, signWho | signPlan | signWhen, 0, "下一场是谁"},
	{true, signAlone | signRecent, 0, 0, "近期安排"},
	{true, signAlone | signFew, 0, 0, "后两场"},
	{true, signAlone | signLecture, signWhich, 0, "还剩几位没讲"},
	{true, signAlone | signCount, 0, 0, "还有几场"},
	{true, signAlone | signChange | signHour, 0, 0, "延到几点了"},
	{true, signAlone | signBareDate, 0, 0, "5.15"},
}

// Asks reports whether the words of a question asked at the time now say that it
// is about the schedule of sharing sessions, and not for something to be shared.
// One that only names a session takes a book: see [Book.Answer].
func Asks(text string, now time.Time) bool {
	q := newQuestion(text, now)
	r := q.rule()
	return r != nil && r.about
}

// A Reach says how much of a book it takes to tell whether a question is about the
// schedule.
type Reach uint8

// The reaches.
const (
	NoBook     Reach = iota // it is not
	RecentBook              // it is if it names a session to come, or of late
	WholeBook
)

// Takes returns the reach of a question asked at the time now, by its words alone.
func Takes(text string, now time.Time) Reach {
	q := newQuestion(text, now)
	return q.takes()
}

func (q *question) takes() Reach {
	switch rule := q.rule(); {
	case rule != nil && !rule.about, rule == nil && !q.mayName():
		return NoBook
	case rule == nil && !q.ofTalk():
		return RecentBook
	}
	return WholeBook
}

// ofTalk reports whether the question speaks of a talk: it may name any that there
// ever was.
func (q *question) ofTalk() bool {
	return q.signs()&signLecture != 0 || thatSession.MatchString(q.text)
}

// tooLong is the rule that no long text is a question about the schedule.
var tooLong = &asksRule{}

// rule returns the rule that decides, nil if there is none.
func (q *question) rule() *asksRule {
	if utf8.RuneCountInString(q.text) > longestAsked {
		return tooLong
	}
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
	text := othersTurn.Replace(otherSense.Replace(q.text))
	for _, s := range signWords {
		if zh.ContainsAny(text, s.words...) {
			found |= s.sign
		}
	}
	alone := q.alone()
	for _, s := range []struct {
		sign sign
		has  bool
	}{
		{signDay, q.dated()},
		{signPast, q.has(wantPast)},
		{signAlone, alone},
		{signSession, thatSession.MatchString(text)},
		{signLecture | signGiver, givesTalk.MatchString(text)},
		{signLecture, talksOf.MatchString(text)},
		{signLecture, talkVerb.MatchString(text)},
		{signAsking, anyTalk.MatchString(text)},
		{signTurn | signFew, q.few > 0},
		{signOwn, q.has(wantOwn)},
		{signShort, lettersIn(onlyRest.Replace(q.subject)) <= longestName},
		{signBareDate, q.oneDay() && calendarDay.MatchString(q.text)},
		{signGap, q.has(wantGaps) && zh.ContainsAny(text, "哪天", "哪些", "哪几", "还有")},
		{signFailed, q.has(wantFailed)},
		{signAsking, asksWhy.MatchString(q.text)},
		{signAsked, asksBack.MatchString(text)},
		{signOtherTime, whenElse.MatchString(text)},
	} {
		if s.has {
			found |= s.sign
		}
	}
	return found
}

// asksWhy finds a question why a session is not held as planned.
var asksWhy = regexp.MustCompile(`(怎么|为什么|为啥|咋)(又|就|还|给)?(取消|改期|推迟|延期|没)`)

// asksBack finds the form of a question: 取消 5月8日 is an order.
var asksBack = regexp.MustCompile(`[吗么嘛?]|(没有?|不|吧)[啊呀的了]?\PL*$|讲不讲|办不办|开不开|是否|会不会|对[吧吗]|是不是|不是|还是|有没有|有无|几点|几号|哪|谁|什么|啥|多少|几场`)

// longestName is how many characters a name has as members say it.
const longestName = 4

// calendarDay finds a text that is a day of the calendar.
var calendarDay = regexp.MustCompile(`^([0-9]{1,2}\.[0-9]{1,2}|[0-9]{1,2} ?月 ?[0-9]{1,2} ?[日号]?)(那天|晚上|谁|晚)?\PL*$`)

// givesTalk finds who gives a talk where other words stand in between: 谁负责讲压测,
// 讲对账的是谁.
var givesTalk = regexp.MustCompile(`谁.{0,3}(负责|来|会|要|去|准备)讲|(讲|分享)[^讲分,，]{1,10}的(那位|那场)?(是|人是)?(谁|哪位|哪天|几号|什么时候)`)

// talksOf finds a question for somebody who talks of a subject: 有没有讲风控的.
var talksOf = regexp.MustCompile(`有(没有|人|谁)?(要|会|来|能)?讲[^讲,，]{1,10}的(\PL*$|[吗么没])`)

// talkVerb finds who gives a talk by when: 几点讲, 谁先讲.
var talkVerb = regexp.MustCompile(`(几点|几时|哪天|什么时候|周几|几号|谁先|补|先)讲(\PL*$|[的了啊呀吗])`)

// anyTalk finds a question whether there is a session: 有关于压测的分享吗.
var anyTalk = regexp.MustCompile(`有(没有|无)?(关于|讲)?[^,，]{0,8}(分享|讲座|讲课|课)了?(吗|么|没|不|\?|\PL*$)`)

// othersTurn blanks 轮到 where it is no member's turn.
var othersTurn = blanks("轮到我们", "轮到咱", "轮到你们", "轮到他们")

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
	return !q.wantsElse() && aloneIn(q.words)
}

// elseWords want somebody for something else than a talk.
var elseWords = []string{"谁在", "谁有", "在吗", "在么", "在不在", "在线"}

// wantsElse reports whether the question has words of elseWords; 还在吗 is asked
// of a session.
func (q *question) wantsElse() bool {
	return zh.ContainsAny(strings.ReplaceAll(q.text, "还在", ""), elseWords...)
}

// aloneIn reports whether a text without its days says nothing but the words
// that all questions about the schedule use.
func aloneIn(text string) bool { return lettersIn(onlyRest.Replace(text)) == 0 }

// lettersIn counts the letters and digits of a text.
func lettersIn(text string) int {
	n := 0
	for _, r := range text {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			n++
		}
	}
	return n
}

// commonWords are the words that questions about the schedule use, whatever they
// ask for.
var commonWords = slices.Concat(askingWords, pastWords, gapWords, failWords, tellWords, plainWords)

// onlyRest blanks what a question may say besides a day and still be alone.
var onlyRest = blanks(slices.Concat(commonWords, shareWords, politeWords, particles, changeWords, thinkWords, []string{"老师", "同学", "大佬", "大神"})...)

// onlySubject blanks what names no person and no subject.
var onlySubject = blanks(slices.Concat(commonWords, politeWords, changeWords, thinkWords)...)

// politeWords stand around what a question asks.
var politeWords = []string{"发我看看", "把后面的", "把", "能否把", "能不能把", "麻烦把", "打扰了", "打扰", "一场", "这一讲", "那一讲", "哪几位", "几位", "讲者", "总共", "讲些", "再发一遍", "发一遍", "一遍", "谢谢", "多谢", "合适", "想听", "求一份", "来一份", "要一份", "一份", "近期", "近日", "上个月", "上月", "下个月", "下月", "这个月", "本月", "当月", "今年", "去年", "前年", "上午", "下午", "请教", "想问", "问下", "问一下", "话说",
	"一下", "一般", "通常", "发一下", "发下", "我们", "咱们", "咱群", "本群", "轮到", "交流", "主持", "课题", "内容", "课程", "列表", "下一场", "下一期", "看下", "看看", "出来", "可以"}

// changeWords are those of the wants that a question may have and be alone.
var changeWords = slices.Concat(movedWords, hourMoveWords, standingWords, personWords, endWords, placeWords, entryWords, countWords, lastWords,
	[]string{"下一个", "下一位", "最近一场", "近期排期", "分享表", "时间表", "发我一份", "发一份", "发个", "轮到", "结束", "改", "换", "变", "听", "参加", "延到", "推到", "推迟到", "提前到", "延后到", "原来", "原定", "不变", "负责", "再", "后面", "之后", "往后", "后续", "还剩", "剩下", "剩", "一共", "总共", "补", "先", "继续", "完", "以后", "几位", "几时", "直接", "到时候"})

// thinkWords say that somebody is not sure.
var thinkWords = []string{"我记错了", "记错", "我没记错", "没记错", "我记得", "记得", "我以为", "以为", "谁知道", "有谁知道", "应该", "好像", "确定", "是不是", "还是", "到底", "究竟", "的话", "听说", "会不会", "大概", "差不多", "没错吧", "没错", "对吧", "对吗", "对么", "分别", "各是", "知道", "我"}

// particles stand there, too; in a longer text each may be a part of a word.
var particles = []string{"给", "群", "该", "课", "表", "还", "定", "排", "发", "好", "下", "呀", "哦", "哈", "啦", "呗", "么", "没", "不", "能", "和"}

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
