package hearing

import "regexp"

// An aside is one way of speaking of the bot rather than to it.
type aside struct {
	before *regexp.Regexp // matches what stands before the mention, bare
	after  *regexp.Regexp // matches what stands behind it, bare
	kind   Kind           // to which there is a word to say; Message: nothing is said

	example string // @ stands for the mention
}

// asides are looked through in order.
var asides = []aside{
	{ // it did not answer
		regexp.MustCompile(`^(?:我|刚才|刚刚|昨天|今天|怎么|为什么|为啥|又|叫|问|找|艾特|at|了|这个?|那个?|一下|几次|半天|诶|咦|奇怪)+$`),
		regexp.MustCompile(`^(?:半天|一下|几次|了|它|他|怎么|咋|为什么|为啥|又|也|都|还|一直|是不是)*(?:(?:不|没)(?:理|回|搭理|反应|有反应|说话|答|回答|回复|动静|吭声|出声)|挂|坏|死机|睡着|卡住|卡|哑|罢工|掉线)(?:我|人|话|了|的|啊|呀|呢|吗)*$`),
		Greeting, "我刚才@没理我",
	},
	{ // others are told to ask it
		regexp.MustCompile(`(?:你|他|她|大家|各位|新人|新来|朋友|谁|有问题|有事|有疑问|有什么|不懂|不会|不清楚|不知道|以后|下次|要不|还是|可以|建议|记得|一般|平时|我都|这种|这类|先|直接|试试|去).*?(?:问|找|试|用|叫|喊|搜|查|去|先|让|就|都|可以|直接|有|靠|艾特|at|看)(?:一?下|问|试|看|一?个|它|他)?$|(?:有问题|有事|不懂|不会|不清楚|不知道|以后|下次)的?$`),
		regexp.MustCompile(`^(?:你|它|他|来|去|帮你|帮忙|给你|让它|先|自己)*(?:搜|查|问|找|试|看|翻|答|回答|说|搜索|查询)?(?:一|1)?(?:下|搜|查|问|找|试|看|翻|遍)?(?:就行|就好|就可以|就知道|就有|即可|再说|嘛|呗|吧|了|啊|呀|哈|先|它|他|看|试试|看看|问问|不就行|不就完|的)*$|^(?:来|去|帮你|帮忙|给你|先|自己)*(?:搜|查|问|找|翻)(?:一?下|搜|查|问|找|翻)?.{1,16}$`),
		Message, "有问题先@搜一下",
	},
	{ // what it is
		regexp.MustCompile(`.`),
		regexp.MustCompile(`^(?:这个)?(?:到底)?(?:是(?:什么|谁|啥|哪个|干嘛|干什么|做什么|机器人|真人)|怎么(?:用|玩|使)|(?:是)?谁(?:做|弄|拉|开发|写|搞)).{0,8}$`),
		Identity, "咱们群这个@是干什么的",
	},
	{ // it is thanked
		regexp.MustCompile(`^(?:感谢|谢谢|多谢|也?要谢谢|也?要感谢|辛苦|辛苦了)$`),
		regexp.MustCompile(`^(?:了|啦|啊|的(?:回答|讲解|帮助|整理))*$`),
		Thanks, "感谢@",
	},
	{ // it is welcomed, praised or complained of to others
		regexp.MustCompile(`.`),
		regexp.MustCompile(`^(?:这个)?(?:机器人|功能|东西|玩意儿?|回答|答案|答|说|讲)?(?:得|的|还|真|是|也|太|挺|很|蛮|特别|越来越|有时|有点|确实|果然)*(?:好用|好玩|厉害|聪明|强|笨|傻|不错|可以|准|快|慢|有用|有意思|给力|牛|智能|方便|烦|吵|不行|对|有道理|明白|清楚)(?:了|的|啊|呀|吧|嘛|哈|多了)*$`),
		Message, "我觉得@还挺好用的",
	},
	{ // its words are spoken of
		regexp.MustCompile(`.`),
		regexp.MustCompile(`^(?:刚才|刚刚|上面|前面|昨天)?(?:也|都|是|就是|已经)*(?:说|答|讲|回答|总结|整理|找|搜|查|贴|发|给)(?:的|过|了|得|出来).*$|^的(?:回答|答案|说法|话|意思).*$`),
		Message, "你看看@说的",
	},
	{ // it is welcomed
		regexp.MustCompile(`^(?:热烈)?欢迎(?:新人|机器人|我们的|新成员)*$`),
		regexp.MustCompile(`^(?:进群|入群|加入|来|到来|的|了|啊|归队|回来|同学)*$`),
		Message, "欢迎@进群",
	},
}

// InPassing reports whether a text speaks of the bot and not to it: who is told
// to ask it, or says what it did. kind names what there is a word to say to;
// [Message] if nothing needs to be said.
func (m *Mentions) InPassing() (kind Kind, ok bool) {
	if !m.Found || len(m.Rest) > longestTalk {
		return Message, false
	}
	before, after := Bare(m.before), Bare(m.after)
	if before == "" || Asks(m.before) && OnSubject(m.before) || OnSubject(m.after) && Asks(m.after) {
		return Message, false
	}
	for _, a := range asides {
		if a.before.MatchString(before) && a.after.MatchString(after) {
			return a.kind, true
		}
	}
	return Message, false
}

// leads matches what may stand before a mention and asks nothing itself, bare.
var leads = tokens(`我|你|您|想|能|可以|能不能|大家|各位|好|先|再|那|来|去|让|叫|一下|下|个|几个|问题|不好意思|打扰|打扰了`, `请问|请教|咨询|问|问问|帮|帮我|帮忙|麻烦|求助|大家好|你好|您好|嗨|hi|hello|找|试试|直接`)

// Said returns what a text says to the bot: what stands behind the first mention,
// if only somebody's way to the question stands before it.
func (m *Mentions) Said() string {
	if m.after != "" && leads.MatchString(Bare(m.before)) {
		return m.after
	}
	return m.Rest
}

var (
	// toOthers finds at the start of a text that it speaks to other members.
	toOthers = regexp.MustCompile(`^\s*(?:大家|各位|你们|兄弟们|大佬们|群里|诸位|[\p{Han}]{1,3}(?:总|哥|姐|老师|大佬|大神|兄)[，,：: 你]|老[\p{Han}][，,：: 你]|楼上|@)`)

	// anybody finds a question to whoever in the room has done something.
	anybody = regexp.MustCompile(`^\s*(?:有没有人?|有人|谁|哪位|有谁)(?:来|能|可以|知道|了解|懂|用过|做过|试过|遇到过|碰到过|有|出来|也|是)`)
)

// Answers reports whether a text that quotes the bot, without a mention, speaks
// to it: it asks something, or says a word that wants one. What it says to
// others, and what says nothing to anybody, does not.
func Answers(text string) bool {
	switch KindOf(text) {
	case Assent, Banter, Echo, Offer:
		return false
	case Message:
		return Asks(text) && !toOthers.MatchString(text) && (!anybody.MatchString(text) || OnSubject(text))
	}
	return !toOthers.MatchString(text)
}

// points finds texts that say nothing themselves and point at another message.
var points = tokens(`这|这个|这条|这句|这话|这段|这种|这事|那个|那条|问题|的|情况|上面|楼上|他|她|它|人家|你|您|大佬|说|说的|问|问的|怎么|咋|怎样|如何|看|看看|看下|回答|回|答|解答|解释|帮|帮他|帮她|帮我|帮忙|请|麻烦|给|一下|下|能|可以|能不能|有|有没有|没有|人|聊过|说过|讨论过|讲过|提过|遇到过|群里|之前|以前|我们|咱们|吗|么|呢|呗|吧|啊|呀|查|查查|搜|搜搜|找|找找|翻|翻翻|什么|啥|想法|意见|看法|说法|知道|求|懂|办|处理|算|弄|搞|做|解决|对|是|真|真的|靠谱|同|也|想|要|来|讲讲|说说|分析|分析一下|怎么看|怎么办|怎么说|答案|行|不`,
	`这个|这条|这句|这种|这|看|看看|看下|怎么看|怎么办|怎么说|回答|解答|解释|查|搜|找|翻|答|回|聊过|说过|讨论过|同问|求解|求助|问题|帮忙|帮|知道|对|真的|靠谱|说说|讲讲|分析`)

// PointsAt reports whether a text that quotes a message says nothing itself, so
// that the quoted text is what is asked: 这个怎么看.
func PointsAt(text string) bool {
	if len(text) > longestTalk {
		return false
	}
	bare := Bare(text)
	return bare == "" || points.MatchString(bare)
}
