package wording

import (
	"regexp"

	"qunwen/index/analysis"
)

// An idleTalk is one sort of line that is no answer to anything.
type idleTalk struct {
	letters *regexp.Regexp // matches its letters and digits, as Letters gives them
	example string
}

// somebody matches whom people thank and welcome.
const somebody = `(?:你们?|您|大家|各位|群友们?|新人|新朋友|大[牛神佬]们?|\p{Han}{1,3}(?:总|哥|姐|老师|大[牛神佬]|老板)?)`

// idleTalks are the sorts of idle lines. Words that may be a whole answer (是的,
// 可以, 不行, 周五) are not among them.
var idleTalks = []idleTalk{
	{regexp.MustCompile(`^.{0,6}(?:生日|新年|元旦|春节|元宵|端午|中秋|国庆|平安夜|圣诞节?|节日|周末|假期)(?:快乐|愉快|大吉)+$`), "徐总生日快乐"},
	{regexp.MustCompile(`^(?:今天|明天|终于|又|都|已经|快|要|就)*到?(?:周[一二三四五六日末]|星期[一二三四五六日天]|礼拜[一二三四五六日天]|月底|年底|放假|下班|上班|下雨|吃饭)(?:去|了|啦|咯|喽)+$`), "终于周四了"},
	{regexp.MustCompile(`^(?:热烈)?欢迎(?:欢迎)*` + somebody + `?(?:的?(?:加入|入群|进群|光临))?$`), "欢迎新朋友加入"},
	{regexp.MustCompile(`^(?:非常|十分|万分|多)?(?:感谢|谢谢|谢过)` + somebody + `?的?(?:分享|邀请|解答|回复|指点|支持|帮助|红包)*(?:了|啦)?$`), "感谢老陶的邀请"},
	{regexp.MustCompile(`^(?:太|真|好|很|真是)?(?:厉害|牛[逼b叉]?|棒|强|赞|帅|专业|给力|佩服|膜拜)+(?:了|啊|哒?|的|啦|呀)*$`), "太专业了"},
	{regexp.MustCompile(`^(?:想)?(?:请教|咨询|请问|问)(?:一下|下)?(?:大家|各位|群里|大[牛神佬]|老师)?(?:一?个)?(?:小)?(?:问题|事)?$`), "咨询大家一个问题"},
	{regexp.MustCompile(`^好问题.{0,10}$`), "好问题，我们也常碰到"},
	{regexp.MustCompile(`^(?:期待|坐等|围观|占座|占位|前排|学习|mark|马克)+(?:中|着|啊|了|ing|分享)*$`), "坐等分享"},
	{regexp.MustCompile(`^(?:嗯|恩|哦|噢|好的?|原来如此)*(?:懂|明白|了解|知道|清楚|学到|受教)了?$`), "嗯嗯，明白了"},
	{regexp.MustCompile(`^(?:哦|噢|喔|额|呃|唉|哎|汗|晕|囧|233+|666+|lol)+$`), "哦哦"},
	{regexp.MustCompile(`^(?:好|太|真|有点)?(?:困|累|饿|惨|难受|难过|无语|尴尬|心塞|心累|郁闷|懵逼?|醉|服)+(?:了|啊|呀|哦)*$`), "好困啊"},
}

// longestIdle is how many bytes the letters of an idle line have at most.
const longestIdle = 60

// IsIdle reports whether a text says nothing to any question: it wishes, welcomes,
// thanks, praises, speaks of the hour, or says that it listens.
func IsIdle(text string) bool {
	letters := Letters(analysis.WithoutEmoji(text))
	if letters == "" || len(letters) > longestIdle {
		return letters == ""
	}
	for i := range idleTalks {
		if idleTalks[i].letters.MatchString(letters) {
			return true
		}
	}
	return false
}

// OnlyCites reports whether a text is what another said and a bar below it, and
// nothing of its own, as broken exports have quotations.
func OnlyCites(text string) bool { return onlyCites.MatchString(text) }

var onlyCites = regexp.MustCompile(`\S.*\s- - - -[-\s…」]*$|\S\s*\n- - - -[-\s…」]*$`)
