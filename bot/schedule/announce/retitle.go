package announce

import (
	"strings"
	"unicode/utf8"
)

// retitles say what a session is about instead; the group topic is a quotation or
// reaches to the end of the clause.
var retitles = []struct {
	pattern *pattern
	example string
}{
	{compile(`(?:主题|题目|内容|话题|标题|课题|topic)[^,。]{0,16}?(?:换成了?|改成了?|换为|改为|变更为|变为|变成|更正为|改名为|更名为|更改为|调整为|确定为|定为|定成|应为|应该是|改讲|改作|换作|更新为|更新成|换到|收窄为|缩小为|细化为|聚焦到|→|->|=>|change:[^,]*(?:→|->))\s*:?\s*(?P<topic>.+)`), "D的主题改成Q"},
	{compile(`(?:换题目?|换[个了]题目?|(?:题目|主题)(?:改|换)了?[哈啊了呀]?)\s*(?:叫|为|成|是|:|讲)\s*(?P<topic>.+)`), "纪老师换题:商户评级"},
	{compile(`讲的(?:其实)?是\s*(?P<topic>[^,]+?)\s*[, ]\s*(?:而)?不是`), "周老师讲的是Q,不是对账"},
	{compile(`(?:改名|更名)(?:为|成|叫)?\s*:?\s*(?P<topic>.+)`), "白露的数据中台改名为Q"},
	{compile(`Q(?:应为|应该是|改为|改成|更正为)\s*(?P<topic>Q)`), "公告里Q应为Q"},
	{compile(`(?:换了?[个一][^,]{0,10}(?:题目|主题|话题)|(?:题目|主题|话题)换[一了]个?)\s*:\s*(?P<topic>.+)`), "换了个更接地气的题目:小微商户怎么扫街"},
	{compile(`讲的不是[^,]+,(?:而)?是\s*(?P<topic>.+)`), "何雨讲的不是分润系统,是Q"},
	{compile(`(?:改成|换成|改为|改叫)\s*(?P<topic>Q)`), "这个题目,赵老师想改成Q"},
	{compile(`改(?:讲|聊|谈|唠)\s*:?\s*(?P<topic>.+)`), "今晚改讲Q"},
	{compile(`(?:题目|主题|话题|标题)(?:已经|终于|最终)?(?:定稿|确定|敲定|想好|起好|定)了?\s*(?::|是|为|叫)\s*(?P<topic>.+)`), "方老师那场题目定了:清算"},
	{compile(`(?:标题|题目|主题|话题)[^,]{0,4}(?:[打写弄]错|有误|错)字?了?[:,]?\s*(?:不是[^,]{2,14}?,?(?:而|应)?是|应[为是]|应该是)\s*(?P<topic>.+)`), "施老师那场标题打错:不是对账,是Q"},
	{compile(`(?:换成|改成|改为|换到|更新为|变成)讲?了?(?:\s*:\s*|\s+)(?P<topic>[^DTHSP,]{2,30})$`), "方老师的对账踩坑换成 清算"},
	{compile(`[\p{Han}\w]\s*(?:→|->|=>)\s*(?P<topic>[^DTHSP,→]{2,30})$`), "裴远分账→清算"},
}

// notOfTalk are things of a group that change their names, too.
var notOfTalk = compile(`昵称|名片|备注|头像|群名|格式`)

// corrected is what somebody speaks about, behind words such as 写错了.
var corrected = compile(`讲的(?:其实)?是\s*(?P<topic>.+)`)

// goesOn are retitles whose new topic stands in the next clause.
var goesOn = []struct {
	pattern, next *pattern
	example       string
}{
	{compile(`(?:题目|主题|内容|话题)(?:换[一了]?个?|改了|调整|有变|变)(?:了|啦|一下|下)?(?:哈|吧)?$|(?:题目|主题)[^,]{0,8}(?:一点|点|些|一下)$|[换改](?:了?[个一])?(?:题目?|主题|话题)(?:了|吧|啦|哈|喔|哦|啊|呀|呢)?$`), compile(`^\s*(?:这次|这回|现在|就|那就|给大家|我)?(?:改?讲|改?聊|改?谈|改成|改为|换成|换到|是|叫|定为\s*:?|从[^,]+(?:换到|改成|改为|换成)|[^,]+(?:→|->))\s*(?P<topic>.+)`), "今晚题目换一个,讲Q"},
	{compile(`不讲[^,DTH]{2,16}了$`), compile(`^\s*(?:改讲|换成|改成|改为|换讲|改聊)\s*(?P<topic>[^DTHS]{2,})`), "方老师不讲对账了,换成清算"},
}

// retitle reads clause k as one that gives a session another topic.
func (r *reader) retitle(m *masked, k int) (Change, bool) {
	c := m.clauses[k]
	if notOfTalk.MatchString(c.text) {
		return Change{}, false
	}
	for i := range retitles {
		p := retitles[i].pattern
		if !p.mayIn(&c) {
			continue
		}
		at := p.FindStringSubmatchIndex(c.text)
		if at == nil || denied(c.text[:at[0]]) {
			continue
		}
		g := 2 * p.re.SubexpIndex("topic")
		if m.moodIn(k, c.text[:at[g]]) != said || strings.HasSuffix(c.text, "吗") {
			return Change{}, false
		}
		return r.newTopic(m, k, c.runeAt(at[g]), c.runeAt(at[g+1]))
	}
	if at := corrected.FindStringSubmatchIndex(c.text); at != nil && corrects.MatchString(r.text) && m.moodOf(k) == said {
		return r.newTopic(m, k, c.runeAt(at[2]), c.runeAt(at[3]))
	}
	return r.retitledLater(m, k)
}

// mostBetween is how many clauses may stand between those that say that the topic
// is another one and which: 我换个题目吧，不讲续保了，讲反欺诈.
const mostBetween = 1

// retitledLater reads clause k as one that says that a session has another topic,
// which a later clause gives.
func (r *reader) retitledLater(m *masked, k int) (Change, bool) {
	c := m.clauses[k]
	for i := range goesOn {
		if goesOn[i].pattern.FindStringIndex(c.text) == nil || m.moodOf(k) != said {
			continue
		}
		for _, next := range m.clauses[k+1 : min(k+2+mostBetween, len(m.clauses))] {
			if g := goesOn[i].next.FindStringSubmatchIndex(next.text); g != nil {
				return r.newTopic(m, k, next.runeAt(g[2]), next.runeAt(g[3]))
			}
		}
	}
	return Change{}, false
}

// newTopic makes the change to the topic between two places.
func (r *reader) newTopic(m *masked, k, from, to int) (Change, bool) {
	if strings.ContainsAny(m.text(from, min(from+1, to)), "DTHPS") || newSpeaker.MatchString(m.clauses[k].text) && strings.ContainsRune(m.clauses[k].text, handleMark) {
		return Change{}, false
	}
	x := Change{Deed: Retitles, Of: r.target(m, k, min(from, m.clauses[k].to))}
	if q := m.piecesIn(from, to, "Q"); len(q) > 0 {
		x.Entry.Topic = cleanTopic(q[0].text)
	} else {
		x.Entry.Topic = strings.TrimRight(newTopicOf(m.said(r.src, from, to)), "了哈吧啦")
	}
	x.Entry.Status = Planned
	return x, len([]rune(x.Entry.Topic)) >= 2 && len([]rune(x.Entry.Topic)) <= maxTopic
}

// leadsNewTopic stands before a new topic: 由对账改为清算, 也换成 清算.
var leadsNewTopic = compile(`^(?:由[^,]{1,20}?|从[^,]{1,20}?)?(?:也|就|还是)?(?:跟着)?(?:改\s*:|换成|换为|换到|改成|改为|改讲|变成|更新为)\s*:?\s*`)

// newTopicOf cleans words that name a new topic.
func newTopicOf(words string) string {
	words = cleanTopic(words)
	lead := utf8.RuneCountInString(leadsNewTopic.re.FindString(foldName(words)))
	if lead > 0 && lead < utf8.RuneCountInString(words) {
		words = cleanTopic(string([]rune(words)[lead:]))
	}
	return words
}
