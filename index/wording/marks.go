package wording

import (
	"regexp"
	"unicode/utf8"
)

// A mark is a turn of phrase that tells a question to an archive from talk:
// banter, thanks, what needs the talk around it, what asks for a person.
type mark struct {
	name    string // in weights.json
	pattern *regexp.Regexp
	example string // a text that has it
}

// marks are looked for in the text as it was asked.
var marks = []mark{
	{"question_mark", regexp.MustCompile(`[?？]`), "代付有限额吗？"},
	{"two_question_marks", regexp.MustCompile(`[?？].*[?？]`), "真的？你确定？"},
	{"please", regexp.MustCompile(`请问|请教|求助|咨询`), "请教一个对账的问题"},
	{"anybody", regexp.MustCompile(`有没有人?|有人|谁(?:有|知道|了解|用|做|清楚)|哪家|哪些|哪位|哪个`), "有人用过协议代扣吗"},
	{"how", regexp.MustCompile(`怎么|怎样|如何|咋`), "长款怎么处理"},
	{"why", regexp.MustCompile(`为什么|为啥|为何`), "为什么要做差错账"},
	{"what_is", regexp.MustCompile(`什么是|是什么|区别|啥意思|什么意思`), "什么是轧差"},
	{"yes_or_no", regexp.MustCompile(`吗`), "支持周末吗"},
	{"guess", regexp.MustCompile(`吧[?？]?\s*$`), "这样不合规吧？"},
	{"and_what_of", regexp.MustCompile(`呢[?？]?\s*$`), "那退款呢？"},
	{"leans", regexp.MustCompile(`^\s*(?:那|所以|意思|就是|这|但|不是|如果是|是不是|是吗|对吧)`), "那这样行吗"},
	{"you", regexp.MustCompile(`[你您]`), "你们是哪家的"},
	{"they", regexp.MustCompile(`[他它她]`), "他说的是哪个"},
	{"we", regexp.MustCompile(`我`), "我们要接一个通道"},
	{"this", regexp.MustCompile(`[这那][个种样边里]?`), "这个怎么看"},
	{"everybody", regexp.MustCompile(`大家|各位|群里|群友`), "大家怎么处理长款"},
	{"how_many", regexp.MustCompile(`多少|[几]`), "费率是多少"},
	{"latin", regexp.MustCompile(`[A-Za-z0-9]`), "T+1怎么算"},
	{"rhetorical", regexp.MustCompile(`不是.*吗|难道|不就`), "这不就是二清吗"},
	{"or", regexp.MustCompile(`还是`), "走银联还是网联"},
	{"mention", regexp.MustCompile(`@`), "@王磊 在吗"},
	{"recommend", regexp.MustCompile(`推荐|介绍|资料|文档|分享|PPT|ppt`), "有资料推荐吗"},
	{"laughs", regexp.MustCompile(`哈哈|呵呵|嘿嘿|[\x{1F300}-\x{1FAFF}]|\[[\p{Han}]{1,4}\]`), "哈哈，是吗"},
	{"sentences", regexp.MustCompile(`[。，,；;]`), "我们在做对账，长款怎么办"},
}

// longAsked is how many characters of a question count as long.
const longAsked = 60

// Marks returns what of marks a text has, 1 or 0 each, and last its length
// as a share of longAsked, at most 1, and whether it is shorter than 8
// characters.
func Marks(text string) []float64 {
	f := make([]float64, len(marks)+2)
	for i := range marks {
		if marks[i].pattern.MatchString(text) {
			f[i] = 1
		}
	}
	own := Letters(text)
	f[len(marks)] = LengthShare(own)
	if utf8.RuneCountInString(own) < 8 {
		f[len(marks)+1] = 1
	}
	return f
}

// LengthShare returns how long a question of these letters is, as a share of
// longAsked, at most 1.
func LengthShare(letters string) float64 {
	return float64(min(utf8.RuneCountInString(letters), longAsked)) / longAsked
}

// MarkNames returns the names of what [Marks] returns, in its order.
func MarkNames() []string {
	var names []string
	for i := range marks {
		names = append(names, marks[i].name)
	}
	return append(names, "length", "short")
}
