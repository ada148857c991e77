package schedule

import (
	"strings"
	"testing"
	"time"
)

// TestAsksRules holds each rule to its example.
func TestAsksRules(t *testing.T) {
	now := time.Date(2024, 5, 10, 9, 0, 0, 0, shanghai)
	for i := range asksRules {
		want := &asksRules[i]
		q := newQuestion(want.example, now)
		if got := q.rule(); got == nil {
			t.Errorf("%s: no rule decides, want rule %d", want.example, i)
		} else if got != want {
			t.Errorf("%s: the rule of %s decides, want rule %d", want.example, got.example, i)
		}
		if Asks(want.example, now) != want.about {
			t.Errorf("Asks(%q) = %v", want.example, !want.about)
		}
	}
}

// TestAsksSessions is about questions that want a session, by whichever words.
func TestAsksSessions(t *testing.T) {
	now := time.Date(2024, 5, 10, 9, 0, 0, 0, shanghai)
	for _, text := range []string{
		"今晚有讲座吗", "今晚谁来讲课", "明天晚上的嘉宾是哪位", "后天有人讲吗", "周六有没有人分享", "这周还有几场分享", "下周三谁主讲", "下周的日程", "下周排期出来了吗",
		"明天的课几点", "今天有课吗", "今天的主题是什么", "今天轮到谁了", "本周还有谁没讲", "周日安排的是谁", "5月20日安排了谁", "今晚谁在讲", "这个月安排了哪些分享",
		"6月有几场讲座", "昨晚讲了什么课题", "昨天是谁讲的", "上周五谁分享的", "上周都讲了啥", "上个月有哪些分享", "去年讲过哪些题目", "今年第一次分享是谁",
		"石老师哪天讲", "陆总几点开始分享", "苏老师这周来讲吗", "清算那场改到哪天了", "分账那期的主讲是谁", "对账那场谁讲的", "有人讲过跨境收款吗", "群里讲过聚合支付没有", "以前谁讲过会计科目",
		"下一场是谁", "下次谁讲", "上一场讲的是什么", "最近有什么讲座", "接下来的安排", "本周交流安排", "分享排期发一下", "分享名单有吗", "哪天还空着", "下周哪天没人讲",
		"我想分享渠道路由，哪天有空", "今天的分享取消了吗", "周三的讲座为什么取消了", "上周谁放鸽子了", "孟老师昨天放鸽子了吗", "昨天的分享是谁讲的", "明晚谁可以分享", "今晚谁給大家分享", "陈老师的分享是周几", "我的分享排在哪天", "今晚还讲不讲",
	} {
		if !Asks(text, now) {
			t.Errorf("%s: not taken for the schedule", text)
		}
	}
}

// TestAsksElse is about questions that want something else, though they name a
// day or have a word that sessions have, too.
func TestAsksElse(t *testing.T) {
	now := time.Date(2024, 5, 10, 9, 0, 0, 0, shanghai)
	for _, text := range []string{
		// A day and a person or a plan.
		"今天谁有217号文", "去年谁被罚了", "昨天谁问退款了", "今晚谁在办公室", "周五银行放假吗", "明天谁去现场", "今天谁值班", "上周谁中招了", "今年谁拿到牌照了", "周一是谁报的错",
		"昨天谁说二清要查的", "下周谁去上海", "今天哪位接了网联", "今晚谁有空", "今天谁在", "今天谁有", "周末出款安排", "国庆清算安排", "春节结算怎么安排", "明天谁上线", "这个月谁扣费率了",
		"6月30日谁家断直连", "周三晚上谁家通道挂了", "去年谁家的牌照没续上", "今天是谁的生日", "下周安排上线吗", "5月15号谁到账了", "本周有新规吗", "昨天的会谁去了", "明天几点上班",
		"这周安排测试了吗", "昨天谁发的红包最大", "今天什么情况", "昨晚有人看球吗", "6月1号安排断直连吗", "今天谁讲话最多", "昨天谁在讲价",
		// Something to be had from a session, or somebody's favour.
		"昨天分享的课件哪里下", "上周分享的录音还有吗", "谁有今晚分享的链接", "龚老师分享的文章谁存了", "今天谁能分享一下通道费率", "谁能讲讲备付金", "有没有接口文档分享下", "求分享风控模型",
		"昨天谁把群聊分享到朋友圈了",
		// What was said in one, and what happens at another time.
		"周老师讲的差错账怎么平", "上次讲的轧差是什么意思", "昨天分享的方案为什么不用代付", "老师讲的手续费是多少", "上周分享里说的新规什么时候生效", "昨晚的分享什么时候整理出来",
		// Words in another sense.
		"被渠道放鸽子了怎么办", "账户表还有空的字段吗", "那场发布会谁去了", "这场官司谁赢了", "课程退款走原路吗", "需求排期要几天", "日程同步接口谁做过", "培训班的课时费怎么入账", "讲课费代付走哪个通道", "分享佣金什么时候结算", "活动日程谁有", "上次讲错的费率更正了吗",
	} {
		if Asks(text, now) {
			q := newQuestion(text, now)
			t.Errorf("%s: taken for the schedule by the rule of %s", text, q.rule().example)
		}
	}
}

// TestTakes holds which questions wait for a book, and for how much of one.
func TestTakes(t *testing.T) {
	now := time.Date(2024, 5, 10, 9, 0, 0, 0, shanghai)
	for _, tt := range []struct {
		text string
		want Reach
	}{
		{"退款一般几天到账", NoBook},
		{"结算以后还能退款吗", RecentBook}, // a session may be called so
		{"风控画像是哪天", RecentBook},
		{"今晚谁分享", WholeBook},
		{"龚老师什么时候讲的", WholeBook},
		{strings.Repeat("退款吗", 50), NoBook},
		{"", NoBook},
	} {
		if got := Takes(tt.text, now); got != tt.want {
			t.Errorf("%.30s takes %d, want %d", tt.text, got, tt.want)
		}
	}
}
