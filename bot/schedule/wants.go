package schedule

import (
	"regexp"
	"strings"

	"qunwen/corpus/zh"
)

// A want is what a question about sessions wants to know. Several are added by |.
type want uint32

const (
	wantPast     want = 1 << iota // talks that were held
	wantFirst                     // the first of them
	wantComing                    // sessions to come
	wantOne                       // only the next one, or the one before
	wantLast                      // the last one that is planned
	wantMany                      // a list
	wantGaps                      // free evenings
	wantFailed                    // what was not held as planned
	wantHour                      // the hour
	wantEnd                       // the hour at which it ends
	wantPlace                     // where it is held
	wantEntry                     // how to take part
	wantCount                     // how many sessions there are
	wantMoved                     // whether a session has another day
	wantHourMove                  // whether it has another hour
	wantStanding                  // whether it takes place
	wantChecked                   // whether it is as the asker thinks
	wantAny                       // whether there is one
	wantOwn                       // the asker's own session
	wantPerson                    // whether somebody else gives it
	wantLeft                      // what is left of some days
	wantSecond                    // the one behind the next one
)

// wantWords gives the words of each want and a question that has it.
var wantWords = []struct {
	want    want
	words   []string
	example string
}{
	{wantPast, pastWords, "上次是谁讲的"},
	{wantFirst, firstWords, "第一次分享是谁"},
	{wantComing, []string{"什么时候", "啥时候", "几号", "哪天", "排到", "排在", "下次", "接下来", "最近", "将", "还有"}, "还有几场"},
	{wantOne, []string{"上次", "上一", "上期", "下次", "下一次", "下期", "最近一次", "下一场", "下一期", "下一个", "下一位", "最近一场", "最近的一场"}, "下一场是谁"},
	{wantLast, lastWords, "最后一场是谁"},
	{wantMany, []string{"哪些", "都", "系列", "安排", "几场", "列表", "名单", "排期", "日程", "分享表", "时间表", "多少场"}, "分享列表发一下"},
	{wantGaps, gapWords, "还有哪天空着"},
	{wantFailed, failWords, "这个月谁放鸽子了"},
	{wantHour, []string{"几点", "什么时间"}, "今晚几点开始"},
	{wantEnd, endWords, "今晚几点结束"},
	{wantPlace, placeWords, "分享在哪听"},
	{wantEntry, entryWords, "分享怎么报名"},
	{wantCount, countWords, "这周还有几场"},
	{wantMoved, movedWords, "周五的分享改期了吗"},
	{wantHourMove, hourMoveWords, "今晚改时间了吗"},
	{wantStanding, standingWords, "今晚还讲不讲"},
	{wantPerson, personWords, "今晚换人了吗"},
	{wantSecond, []string{"再下一", "下下场", "下下期", "下下次", "下下一"}, "再下一场是谁"},
	{wantLeft, []string{"还有", "还剩"}, "这周还有谁"},
}

// Words of wants that signs have, too.
var (
	lastWords  = []string{"最后一场", "最后一期", "最后一次", "最后一位", "最后一个"}
	endWords   = []string{"几点结束", "什么时候结束", "结束时间", "几点讲完", "几点完", "讲到几点", "开到几点", "到几点结束", "几点散", "讲多久", "分享多久", "多长时间"}
	placeWords = []string{"在哪听", "在哪里听", "哪里听", "哪儿听", "去哪听", "在哪看", "在哪里看", "在哪讲", "在哪里讲", "在哪儿讲", "在哪分享", "在哪里分享", "在哪个群", "哪个群", "在哪参加", "在哪里参加",
		"在哪进行", "在群里吗", "在群里讲", "在本群", "在群里直接", "在群里听", "群里听", "什么平台", "线上还是", "线下还是", "在哪直播", "在哪里直播", "在哪举行", "在哪开", "在哪儿开"}
	entryWords = []string{"怎么报名", "如何报名", "哪里报名", "在哪报名", "要报名", "需要报名", "用报名", "报名吗", "报名链接", "怎么参加", "如何参加", "怎么听", "如何听", "怎么参与", "如何参与", "怎么进", "怎么加入",
		"直播链接", "会议链接", "会议号", "扫码进群", "收费吗", "要钱吗", "免费吗"}
	countWords    = []string{"几场", "多少场", "几期", "几位", "多少期", "几次分享", "多少次"}
	movedWords    = []string{"改期", "改到", "改天", "延期", "顺延", "挪到", "换到", "改日子", "改了", "变了", "变化", "变动", "调整", "换日子", "推到", "推迟", "延后"}
	hourMoveWords = []string{"改时间", "换时间", "时间变", "时间改", "延到几点", "推到几点", "改到几点", "推迟到几点", "提前到几点", "延后到几点", "时间有变", "提前了", "晚点开始"}
	standingWords = []string{"取消", "还讲", "照常", "还有吗", "还有没", "还办", "还开", "不讲了", "还在吗", "还分享", "正常讲", "正常进行", "正常吗", "还是照旧", "停了", "还搞"}
	personWords   = []string{"换人", "换谁", "换成谁", "换了谁", "人换了"}
)

var (
	// asksAny finds a question whether there is a session.
	asksAny = regexp.MustCompile(`有.{0,12}([吗么嘛?]|没有?[啊呀]?$|不$)|有没有|有无|[讲享课][吗么嘛不没]|讲不讲|人讲没`)

	// asksChecked finds a question whether it is as the asker thinks.
	asksChecked = regexp.MustCompile(`不是.{1,15}[吗么嘛?]|是不是|是.{1,15}[吗么嘛吧]|是[^,，]{1,12}\?$|对[吧吗]|不是[^,，]{1,12}$|[讲享][吗么嘛]`)

	// asksOwn finds a question about the asker's own session.
	asksOwn = regexp.MustCompile(`(轮|排)到我([^们]|$)|我(是|在|该|排在?|定在)?(什么时候|啥时候|哪天|几号|几点|周几|星期几|哪一天)(讲|分享|的|$|\?)|我的(分享|那场|那期|课)|我那[场期]|我(讲|分享)的?(是|在|定在)?(什么时候|啥时候|哪天|几号|几点|周几)`)

	// nextFew finds 接下来三场, and how many that are.
	nextFew = regexp.MustCompile(`(接下来|后面|之后|往后|未来|最近|后|下)的?([两二三四五六七八九十]|[1-9])[场期次个位]`)
)

// notAsking takes out words that end like a question of yes or no.
var notAsking = strings.NewReplacer("什么", "啥", "怎么", "咋", "多么", "", "那么", "", "这么", "")

// wantsOf finds what a question wants; text is folded.
func wantsOf(text string) want {
	var w want
	for _, x := range wantWords {
		if zh.ContainsAny(text, x.words...) {
			w |= x.want
		}
	}
	text = notAsking.Replace(text)
	for _, x := range []struct {
		want want
		form *regexp.Regexp
	}{{wantAny, asksAny}, {wantChecked, asksChecked}, {wantOwn, asksOwn}} {
		if x.form.MatchString(text) {
			w |= x.want
		}
	}
	return w.settled(text)
}

// settled resolves wants that contradict each other or need more than one word.
func (w want) settled(text string) want {
	if strings.Contains(text, "哪天有空") && zh.ContainsAny(text, "分享", "讲") {
		w |= wantGaps
	}
	if zh.ContainsAny(text, "下次", "下一", "接下来", "将") {
		w &^= wantPast
	}
	if w&wantLast != 0 && !strings.Contains(text, "过") {
		w &^= wantPast
	}
	if w&wantPast != 0 {
		w &^= wantComing
	}
	if strings.Contains(text, "还是") {
		w &^= wantChecked
	}
	if strings.Contains(text, "那场还") || strings.Contains(text, "那期还") {
		w |= wantStanding
	}
	if w&(wantEnd|wantHourMove) != 0 {
		w |= wantHour
	}
	return w
}

// fewSaid returns how many sessions a text asks for by 接下来三场, and where it
// says so, in bytes; n is 0 if it does not.
func fewSaid(text string) (n, from, to int) {
	at := nextFew.FindStringSubmatchIndex(text)
	if at == nil {
		return 0, 0, 0
	}
	digits := []rune(text[at[4]:at[5]])
	if digits[0] == '两' {
		return 2, at[0], at[1]
	}
	n, _ = zh.Numeral(digits, 0)
	return n, at[0], at[1]
}

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

// plainWords are what a question about the schedule says besides its subject.
var plainWords = []string{"请问", "群里", "今天", "今晚", "今日", "明天", "明晚", "本周", "这周", "下周", "接下来", "后面", "往后", "下一次", "下次", "最近", "什么", "安排",
	"一个", "几个", "分享", "主讲", "嘉宾", "讲座", "有没有", "时候", "晚上", "还有", "的人", "大家", "讲", "谁", "的", "了", "吗", "呢", "啊", "是", "有", "在", "来",
	"场", "次", "哪", "天", "几", "点", "号", "开始", "关于", "会", "要", "将", "都", "这", "那", "个", "位", "人", "啥", "吧", "嘛", "期"}
