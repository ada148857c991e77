package period

import (
	"regexp"

	"qunwen/corpus/zh"
)

// The pieces of which cues are made.
const (
	// fillers may stand between a time and what says that the group talked.
	fillers = `(?:[，, ]|份|的时候|那时候?|那会儿?|左右|期间|里|我?记得|好像|是不是|有没有|曾经?|就|都|也|还|刚刚?|又|才|已经|一直|经常|我们|咱们?|你们|我|在)*`

	// someone is a member that is not named.
	someone = `(?:群友们?|谁|哪位|哪个(?:人|群友|朋友|同学|老师|大神|大佬)?|有(?:没有)?(?:几|一)?(?:个|位)?(?:人|群友|朋友|同学|老师|大神|大佬|小伙伴|兄弟|哥们)|某(?:位|个人|人)|大家|大伙|各位)`

	// member is one that is named or spoken to.
	member = `(?:@\S{1,12} ?|` + zh.AddressPattern + `|小\p{Han}|` + zh.SurnamePattern + `\p{Han}{1,2}|\p{Han}{1,3}老师|群主|管理员|楼上|大神|大佬|您|你|他|她)`

	// group is the group itself.
	group = `(?:本|咱们?|我们|大家|这个)?群(?:里面?|内|中|上|聊)`

	// talked is a verb of talking in a form that speaks of what was said. 说, 问 and
	// 提 begin too many words (说明, 问题, 提现) to count alone.
	talked = `(?:(?:聊|讨论|探讨|谈论?|争论|吐槽|说|讲|问|分享|推荐|回答|解释|介绍)(?:过|的|到|起)|提(?:过|到|起|的(?:那|这|问题|建议|需求|方案|事))|聊(?:[^天聊下一]|$)|聊天记录|(?:讨论|争论)(?:[^稿组会版区下一]|$))`

	// says is such a verb behind somebody of the group.
	says = `(?:` + talked + `|发(?:过|的|了|出)|(?:说|问|讲|聊|提|分享|推荐)了|(?:说|问)(?:[^明法服题卷下一]|$))`

	// gap is what may stand between somebody and the verb. Who asks for a favour,
	// or has heard something elsewhere, does not speak of the group's talk.
	gap = `[^。？！?!；;，,能请帮想求愿听据传]{0,8}?`

	// outsiders talk elsewhere: what 央行去年说过 was not said in the group.
	outsiders = `(?:行|银联|网联|微信|支付宝|财付通|腾讯|阿里|监管|协会|部门|机构|局|委|会|公司|我司|官方|客户|商户|客服|领导|老板|同事|平台|渠道|通道|公告|通知|文件|合同|协议|新闻|媒体|报道|项目)`

	// saidOutside is what somebody else said to a member: 有人昨天收到银联说要停的邮件吗.
	saidOutside = `[^。？！?!；;，,说问聊讲提论]{0,8}?` + outsiders + `(?:的人)?` + fillers + says
)

// What only says that the group talked, around a time: it is no part of what is
// asked about.
var (
	talkedBefore = regexp.MustCompile(`(?:` + group + `|` + someone + `)` + fillers + `$`)
	talkedAfter  = regexp.MustCompile(`^` + fillers + `(?:` + group + `)?` + fillers + `(?:` + someone + `)?` + fillers + verb)
	groupAfter   = regexp.MustCompile(`^` + fillers + group + fillers)
)

// verb is a verb of talking of which nothing can be part of another word, or none.
const verb = `(?:(?:聊|讨论|探讨|谈论?|争论|吐槽|说|讲|问|提|分享|推荐|回答|解释|介绍)(?:过|的|到过?|起|了)|聊|讨论)?`

// topic returns what stands before a time and after it without what only says
// that the group talked. A verb belongs to whoever is named before the time, if
// anybody is, and stays: 老王昨天说的.
func topic(before, after string) (string, string) {
	if at := talkedBefore.FindStringIndex(before); at != nil {
		before = before[:at[0]]
	} else if before != "" {
		return before, after[len(groupAfter.FindString(after)):]
	}
	return before, after[len(talkedAfter.FindString(after)):]
}

// A cue is a way to say when the group talked, around the time.
type cue struct {
	example string
	before  *regexp.Regexp // nil: anything
	after   *regexp.Regexp
	unless  *regexp.Regexp // nil: nothing; of what stands before
	unlike  *regexp.Regexp // and of what follows

	// notToday leaves today out: who says 刚才说的 and no more speaks to those who
	// are talking, and asks something new.
	notToday bool
}

var cues = []cue{
	{example: "昨天群里聊的代扣", after: regexp.MustCompile(`^` + fillers + group)},
	{example: "群里去年关于代扣的讨论", before: regexp.MustCompile(group + fillers + `$`), after: regexp.MustCompile(`^[^。？！?!；;，,]{0,20}?(?:` + says + `)`)},
	{example: "上周有人说代扣要停", after: regexp.MustCompile(`^` + fillers + someone + gap + says), unlike: regexp.MustCompile(`^` + fillers + someone + saidOutside)},
	{example: "谁去年问过代扣", before: regexp.MustCompile(someone + fillers + `$`), after: regexp.MustCompile(`^` + gap + says), unlike: regexp.MustCompile(`^` + saidOutside)},
	{
		example: "3月份讨论的那个代扣方案", after: regexp.MustCompile(`^` + fillers + talked),
		unless:   regexp.MustCompile(outsiders + `(?:的人)?` + fillers + `$`),
		unlike:   regexp.MustCompile(`^` + fillers + `问[过的](?:了)?[^，,。]{0,4}` + outsiders),
		notToday: true,
	},
	{example: "3月份的讨论", after: regexp.MustCompile(`^` + fillers + `的(?:那次|那场)?(?:聊天记录|群聊|讨论|发言|争论)(?:[^稿组会版区]|$)`)},
	{example: "3月份关于代扣的讨论", after: regexp.MustCompile(`^` + fillers + `的?(?:关于|有关|对于?)[^。？！?!；;，,]{1,20}的?(?:聊天记录|讨论|争论)(?:[^稿组会版区]|$)`)},
	{
		example: "昨天老王说的接口", after: regexp.MustCompile(`^` + fillers + member + fillers + `(?:` + talked + `|发的|发过)`),
		unlike: regexp.MustCompile(`^` + fillers + outsiders), notToday: true,
	},
}

// bindsTalk reports whether a time between before and after, today or not, says
// when the group talked, and not something about what is asked.
func bindsTalk(before, after string, today bool) bool {
	for i := range cues {
		if !(today && cues[i].notToday) && cues[i].matches(before, after) {
			return true
		}
	}
	return false
}

func (c *cue) matches(before, after string) bool {
	return (c.before == nil || c.before.MatchString(before)) && c.after.MatchString(after) &&
		(c.unless == nil || !c.unless.MatchString(before)) && (c.unlike == nil || !c.unlike.MatchString(after))
}
