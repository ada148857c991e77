package wording

import "regexp"

// A want is one sort of thing that a question may ask for.
type want struct {
	asked *regexp.Regexp // matches a question that asks for it
	given *regexp.Regexp // matches a line that gives it

	question, line string // an example of each
}

// WantFigure is the mask of the want that asks how many or how much; see Wants.
const WantFigure = 1 << 1

// wants are the sorts that can be told by words. A question may ask for
// several, or for nothing that its words tell.
var wants = []want{
	{ // whether something is so
		regexp.MustCompile(`吗|么[?？。 ]*$|是否|能否|可否|有没有|能不能|会不会|是不是|可不可以|要不要|行不行|需不需要|支不支持|用不用|对不对`),
		regexp.MustCompile(`^[^\p{Han}]*(?:是|对|不|没|有|可|能|会|行|要|得|必须|应该|需要|支持|肯定|当然|都|看|一般|目前)`),
		"小额代付支持周末吗", "不支持，要等工作日",
	},
	{ // how much or how many
		regexp.MustCompile(`多少|几[个家天点块元种笔次折]|费率|多[大高长]|比例|额度|限额|收费`),
		regexp.MustCompile(`[0-9０-９]|[一二三四五六七八九十百千万]+[个家天点块元种笔次折成]|千分|万分|百分|免费|不收`),
		"跨行手续费一般多少", "三块封顶",
	},
	{ // when, or how long
		regexp.MustCompile(`什么时[候间]|何时|几[号点月]|哪[天年月]|多久|多长时间|截止|到期|时效|啥时候`),
		regexp.MustCompile(`[0-9０-９]+ *[年月日号点天周小:：时分秒]|[tTdD] ?\+ ?[0-9]|[今明后昨]天|[上下这]个?[周月]|[一二三四五六七八九十两几]+个?[年月天周小时]|实时|当[天日]|次日|隔日|之前|以后`),
		"过渡期什么时候截止", "6月30号之前要改完",
	},
	{ // what something is, or how two things differ
		regexp.MustCompile(`什么是|啥是|是什么|是啥|什么叫|何为|何谓|什么意思|啥意思|含义|定义|概念|怎么理解|如何理解|区别|不同|差别|差异|异同`),
		regexp.MustCompile(`就是|是指|指的?是|叫做?|意思|区别|不同|定义|相当于|理解[为成]|包括|分为|是.{2,}的|而`),
		"什么是轧差", "轧差就是收付相抵只结净额",
	},
	{ // why
		regexp.MustCompile(`为什么|为啥|为何|原因|怎么会|凭什么|干嘛`),
		regexp.MustCompile(`因为|由于|所以|为了|原因|主要是|毕竟|导致|怕|否则|不然|避免`),
		"为什么要做差错账", "主要是两边记账时点不一样",
	},
	{ // how something is done
		regexp.MustCompile(`怎么|怎样|如何|咋|流程|步骤|方案|办法|方法`),
		regexp.MustCompile(`先|然后|通过|可以|直接|需要|走|用|找|按|根据|一般|首先|再`),
		"长款怎么处理", "先挂账，然后找渠道核实",
	},
}

// Wants returns which of wants a question asks for, as a mask by their place.
func Wants(question string) (mask uint8) {
	for i := range wants {
		if wants[i].asked.MatchString(question) {
			mask |= 1 << i
		}
	}
	return mask
}

// Gives returns the share of what mask asks for that a line gives; 0 for an
// empty mask.
func Gives(mask uint8, line string) float64 {
	asked, given := 0, 0
	for i := range wants {
		if mask&(1<<i) == 0 {
			continue
		}
		asked++
		if wants[i].given.MatchString(line) {
			given++
		}
	}
	return float64(given) / float64(max(1, asked))
}
