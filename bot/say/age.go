package say

import (
	"fmt"
	"regexp"
	"slices"
	"time"
)

// oldRules is how many years old a rule is when it may have changed.
const oldRules = 3

// A changeable is one sort of thing that does not hold for long.
type changeable struct {
	asked   *regexp.Regexp // matches a question that asks for it
	example string         // of such a question
}

// changeables are the sorts of things of which an answer of years ago is to be
// taken with care.
var changeables = []changeable{
	{regexp.MustCompile(`费率|手续费|价[格钱]|报价|多少钱|收费|怎么收|几个点|成本价`), "扫码付现在什么费率"},
	{regexp.MustCompile(`限额|额度|上限|下限|封顶|门槛|最[多高低少]|不得[超低]`), "单笔代付封顶是多少"},
	{regexp.MustCompile(`规[定范矩]|(?:退款|结算|清算|计费|扣款|业务|监管|渠道|银联|网联|微信|支付宝)的?规则|政策|监管|合规|新规|条例|管理办法|号文|[央人]行|银保?监|牌照|资质|许可|备案`), "预付卡的备案归谁管"},
	{regexp.MustCompile(`允许|允不允许|能不能|能否|可否|可不可以|是否(?:可以|能|必须|需要)|必须|(?:还|才|也|就|只|不)能[^，。？?！!]{0,14}[吗么不没][？? ]*$`), "个人户还能开对公结算吗"},
	{regexp.MustCompile(`什么时[候间]|啥时候|何时|几[号点月]|哪[天年月]|多久|多长时间|截止|到期|期限|时效|有效期|过渡期|几天|多少天`), "断直连的过渡期到几月"},
}

// asksFavour matches a question that asks members for something, not for a rule.
var asksFavour = regexp.MustCompile(`(?:能不能|能否|可否|可不可以|可以|是否可以).{0,4}(?:说|讲|介绍|推荐|分享|发|帮|给|加|看看|指点|请教)`)

// asksChangeable reports whether a question asks for a rule, a price, a limit or a
// date.
func asksChangeable(question string) bool {
	if asksFavour.MatchString(question) {
		return false
	}
	return slices.ContainsFunc(changeables, func(k changeable) bool { return k.asked.MatchString(question) })
}

// age says how many years lie between a day, YYYY-MM-DD, and now, in brackets; ""
// if it is less than one.
func age(date string, now time.Time) string {
	if n := yearsSince(date, now); n > 0 {
		return fmt.Sprintf("（%d年前）", n)
	}
	return ""
}

// yearsSince returns the full years between a day, YYYY-MM-DD, and now; 0 also for
// a day that is none.
func yearsSince(date string, now time.Time) int {
	day, err := time.Parse(time.DateOnly, date)
	if err != nil || now.Before(day) {
		return 0
	}
	n := now.Year() - day.Year()
	if day.AddDate(n, 0, 0).After(now) {
		n--
	}
	return n
}

// oldSaying is the line that warns of what may have changed: of an answer to a
// question for a rule, a price, a limit or a date of which even the newest citation
// is years old; "" of others.
func oldSaying(question string, cited []Citation, now time.Time) string {
	newest := ""
	for i := range cited {
		newest = max(newest, cited[i].Date)
	}
	if newest == "" || yearsSince(newest, now) < oldRules || !asksChangeable(question) {
		return ""
	}
	return "\n这是" + newest[:len("2006")] + "年的说法，现在可能变了"
}
