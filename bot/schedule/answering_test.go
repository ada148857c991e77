package schedule

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"qunwen/corpus"
)

// plannedBook is a book of an invented room with two talks that were held and
// five sessions to come, one of them cancelled, one moved.
func plannedBook(tb testing.TB) (*Book, time.Time) {
	tb.Helper()
	lines := []string{"2024-04-29 09:00 管理: 近期分享安排： 4月30日 @唐可-甲银行-产品 账户体系 5月7日 @罗一鸣-乙支付-研发 对账差错"}
	lines = append(lines, monologueOf("2024-04-30", 19, 32, 20, "唐可-甲银行-产品")...)
	lines = append(lines, monologueOf("2024-05-07", 19, 32, 20, "罗一鸣-乙支付-研发")...)
	lines = append(lines,
		"2024-05-08 09:00 管理: 近期分享安排： 5月8日 周三 20:00 @许文清-青山-产品-杭州 清分规则 5月10日 周五 20:00 @高越-北海-研发-上海 反欺诈模型 5月13日 周一 19:30 @江念-木兰-架构-北京 限流熔断 5月15日 周三 @韩旭-白云-测试-成都 压测平台",
		"2024-05-08 09:20 管理: 5月13日的分享改到5月14日",
		"2024-05-08 09:30 管理: 5月15日的分享取消")
	return replay(slices.Values(chat(tb, lines...)), Options{}), time.Date(2024, 5, 8, 10, 0, 0, 0, shanghai)
}

// TestAnswerWants is about what members type, and how the reply begins.
func TestAnswerWants(t *testing.T) {
	b, now := plannedBook(t)
	for _, tt := range []struct {
		question string
		starts   string // of the reply
		speakers string // of its sessions, by surname
	}{
		// The hour.
		{"今晚几点开始", "5月8日(周三) 20:00 开始，许文清", "许"},
		{"高越几点", "5月10日(周五) 20:00 开始，高越", "高"},
		{"许文清那场几点", "5月8日(周三) 20:00 开始", "许"},
		{"延到几点了", "现在定的是：5月8日(周三) 20:00 开始", "许"},
		// A session by its name.
		{"反欺诈模型是哪天", "5月10日(周五) 20:00，高越", "高"},
		{"反欺诈谁讲", "5月10日(周五)", "高"},
		{"高越几时讲", "5月10日(周五)", "高"},
		{"高越跟江念谁先讲", "5月10日(周五)", "高江"},
		{"有关于压测的分享吗", "没有了，取消了：5月15日(周三)", "韩"},
		{"限流熔断几号", "5月14日(周二) 19:30，江念", "江"},
		{"什么时候轮到江念", "5月14日(周二)", "江"},
		{"老高是周几", "5月10日(周五)", "高"},
		{"文清讲什么", "5月8日(周三)", "许"},
		{"许老师今晚讲吗", "讲：5月8日(周三)", "许"},
		// In their order.
		{"下一场是谁", "5月8日(周三)", "许"},
		{"下一场什么时候", "5月8日(周三)", "许"},
		{"接下来两场是谁", "5月8日(周三)", "许高"},
		{"后面三场都有谁", "5月8日(周三)", "许高江"},
		{"最后一场是谁", "5月15日(周三)", "韩"},
		{"最后一个讲的是谁", "5月15日(周三)", "韩"},
		{"再下一场是谁", "5月10日(周五)", "高"},
		{"下期谁讲", "5月8日(周三)", "许"},
		{"后两场", "5月8日(周三)", "许高"},
		{"后面还有谁要讲", "5月8日(周三)", "许高江"},
		{"还有谁没讲", "5月8日(周三)", "许高江"},
		{"排期表发下呗", "5月8日(周三)", "许高江韩"},
		{"还有几场", "3 场：\n5月8日(周三)", "许高江韩"},
		{"这周还有几场", "2 场：\n5月8日(周三)", "许高"},
		{"这周还有谁", "5月8日(周三)", "许高"},
		{"5月还有几场", "3 场：", "许高江韩"},
		{"分享列表发一下", "5月8日(周三)", "许高江韩"},
		{"分享表发我一份", "5月8日(周三)", "许高江韩"},
		// By day.
		{"5.10", "5月10日(周五)", "高"},
		{"5月10日", "5月10日(周五)", "高"},
		{"5.10谁", "5月10日(周五)", "高"},
		{"5-10谁讲", "5月10日(周五)", "高"},
		{"8号和10号分别是谁", "5月8日(周三)", "许高"},
		{"我没记错的话周五是高越？", "是：5月10日(周五)", "高"},
		{"今天有课吗", "有：5月8日(周三)", "许"},
		{"明晚有人讲吗", "5月9日(周四)没有查到分享安排。接下来是：\n5月8日(周三)", ""},
		{"下下周有分享吗", "5月20日(周一)到5月26日(周日)没有查到分享安排。", ""},
		// Yes or no.
		{"我记错了吗，今晚不是高越？", "不是高越，是：5月8日(周三) 20:00，许文清", "许"},
		{"今晚不是许文清吗", "是：5月8日(周三)", "许"},
		{"周五是高越吧", "是：5月10日(周五)", "高"},
		{"明天是高越吗", "不是那天，是：5月10日(周五)", "高"},
		{"高越是周四还是周五", "5月10日(周五)", "高"},
		{"周五的分享改期了吗", "没有改：5月10日(周五)", "高"},
		{"江念那场改到哪天了", "改期了：5月14日(周二) 19:30，江念-木兰-架构-北京，《限流熔断》，原定 5月13日(周一)", "江"},
		{"下周一的改期了没", "改期了：5月14日(周二)", "江"},
		{"下周一有分享吗", "没有了，改期了：5月14日(周二)", "江"},
		{"周五那场还有吗", "没有取消，照常：5月10日(周五)", "高"},
		{"今晚还讲不讲", "没有取消，照常：5月8日(周三)", "许"},
		{"周五那场有变化吗", "没有改：5月10日(周五)", "高"},
		{"今晚会不会取消", "没有取消，照常：5月8日(周三)", "许"},
		{"听说今晚取消了？", "没有取消，照常：5月8日(周三)", "许"},
		{"今晚照常吗", "没有取消，照常：5月8日(周三)", "许"},
		{"下周三的取消了吗", "取消了：5月15日(周三)", "韩"},
		{"下周三有人讲吗", "没有了，取消了：5月15日(周三)", "韩"},
		{"韩旭的分享为什么取消了", "5月15日(周三)", "韩"},
		// What was.
		{"有人讲过对账吗", "有：5月7日(周二)", "罗"},
		{"有没有讲限流的", "有：5月14日(周二)", "江"},
		{"讲压测的是哪天", "5月15日(周三)", "韩"},
		{"有人讲过限流吗", "没有查到讲过的，已经安排的是：5月14日(周二)", "江"},
		{"上次讲账户体系的是谁", "4月30日(周二)", "唐"},
		{"上次是谁", "5月7日(周二)", "罗"},
		{"上个月谁讲过", "4月30日(周二)", "唐"},
		{"4月讲了几场", "1 场：4月30日(周二)", "唐"},
		{"去年谁讲过", "2023年1月1日(周日)到12月31日(周日)没有查到分享安排。", ""},
		// Where and how, and when it ends.
		{"怎么报名", "5月8日(周三)", "许"},
		{"分享在哪听", "5月8日(周三)", "许"},
		{"今晚几点结束", "5月8日(周三) 20:00 开始", "许"},
		// The asker.
		{"我什么时候讲", "认不出你是谁", ""},
	} {
		r, ok := b.Answer(Question{Text: tt.question, At: now})
		var speakers strings.Builder
		for _, s := range r.Sessions {
			fmt.Fprintf(&speakers, "%c", []rune(s.Speaker)[0])
		}
		if !ok || !strings.HasPrefix(r.Text, tt.starts) || speakers.String() != tt.speakers {
			t.Errorf("%s: about sessions: %v, sessions %s, want %s, and a reply that begins with %s:\n%s", tt.question, ok, speakers.String(), tt.speakers, tt.starts, r.Text)
		}
	}
}

// TestAnswerBesides is about what stands behind the sessions.
func TestAnswerBesides(t *testing.T) {
	b, now := plannedBook(t)
	for _, tt := range []struct {
		q    Question
		want string
	}{
		{Question{Text: "怎么报名", Room: "r"}, "就在本群里发消息讲，到时候看群就行；预告里没有说要报名"},
		{Question{Text: "分享在哪听"}, "就在「r」群里发消息讲"},
		{Question{Text: "今晚几点结束"}, "几点结束没有说，一般留 90 分钟"},
		{Question{Text: "今晚不是高越？"}, "高越的那场是：5月10日(周五) 20:00"},
		{Question{Text: "我什么时候讲", Asker: "高越-北海-研发-上海"}, "你的分享：5月10日(周五) 20:00"},
		{Question{Text: "什么时候轮到我", Asker: "江念"}, "你的分享：5月14日(周二)"},
		{Question{Text: "轮到我是哪天", Asker: "石岩"}, "没有查到你的分享安排"},
	} {
		tt.q.At = now
		if r, ok := b.Answer(tt.q); !ok || !strings.Contains(r.Text, tt.want) {
			t.Errorf("%s: about sessions: %v, %q is not in\n%s", tt.q.Text, ok, tt.want, r.Text)
		}
	}
}

// TestAnswerElse is about questions that name a session of the book, or nothing
// at all, and want something else.
func TestAnswerElse(t *testing.T) {
	b, now := plannedBook(t)
	for _, text := range []string{
		"反欺诈模型怎么搭", "反欺诈模型什么时候上线", "压测平台用什么工具", "清分规则哪里查", "清分规则变了以后要重跑吗", "限流熔断有开源的吗", "木兰什么时候上线", "北海几点下班", "高越在吗", "高越",
		"压测平台", "什么时候轮到我们交备付金", "有没有反欺诈的资料", "对账差错怎么处理", "账户体系谁设计的", "今天", "明天呢", "周慧改到周五", "取消 5月10日", "高越改到周四", "谁有清分规则", "反欺诈模型的标准是谁定的",
		"", "6.13亿", "3.555", strings.Repeat("高越几点", 100),
	} {
		if r, ok := b.Answer(Question{Text: text, At: now}); ok {
			t.Errorf("%s: taken for the schedule:\n%s", text, r.Text)
		}
	}
}

// twoRooms is a book of two rooms, one with a name, and a musing in the other.
func twoRooms(t *testing.T) *Book {
	t.Helper()
	var days []*corpus.Transcript
	for room, said := range map[string]string{
		"pay": "近期分享安排： 5月10日 周五 20:00 @许文清-青山-产品 清分规则 5月14日 周二 20:00 @高越-北海-研发 反欺诈",
		"dev": "近期分享安排： 5月9日 周四 20:00 @江念-木兰-架构 限流熔断 6月4日 周二 20:00 @韩旭-白云-测试 压测平台",
	} {
		body := "---\nlayout: source\n---\n> 08:00:00  管理  \n\n" + said + "\n"
		if room == "dev" {
			body += "\n> 09:00:00  石岩  \n\n如果大家有兴趣，我可以六月份给大家分享一下协议支付\n"
		}
		tr, err := corpus.Parse(room+"/_posts/2024-05-08-chat.markdown", bytes.NewReader([]byte(body)), shanghai)
		if err != nil {
			t.Fatal(err)
		}
		days = append(days, tr)
	}
	return replay(slices.Values(days), Options{RoomNames: map[string]string{"pay": "支付群"}})
}

// TestAnswerRooms is about whose sessions are shown, and in which order.
func TestAnswerRooms(t *testing.T) {
	b := twoRooms(t)
	now := time.Date(2024, 5, 8, 10, 0, 0, 0, shanghai)
	for _, tt := range []struct {
		room, question string
		want           []string // lines of the reply begin with them, in this order
	}{
		{"", "这周谁讲", []string{"【dev】5月9日(周四)", "【支付群】5月10日(周五)", "依据"}},
		{"pay", "这周谁讲", []string{"【支付群】5月10日(周五)", "【dev】5月9日(周四)", "依据"}},
		{"dev", "这周谁讲", []string{"【dev】5月9日(周四)", "【支付群】5月10日(周五)", "依据"}},
		{"pay", "下一场是谁", []string{"5月10日(周五)", "依据"}},
		{"dev", "下一场是谁", []string{"5月9日(周四)", "依据"}},
		{"", "周四谁讲", []string{"5月9日(周四)", "依据"}},
		{"pay", "明天有分享吗", []string{"本群没有查到，别的群有：【dev】5月9日(周四)", "依据"}},
		{"pay", "今晚有分享吗", []string{"5月8日(周三)没有查到分享安排。接下来是：", "5月10日(周五)"}},
		{"", "6月有哪些分享", []string{"6月4日(周二)", "6月1日(周六)到6月30日(周日)之间", "依据"}},
		{"", "6月5号有分享吗", []string{"6月5日(周三)没有查到分享安排。接下来是：", "5月9日(周四)"}},
		{"", "5月有哪些分享", []string{"【dev】5月9日(周四)", "【支付群】5月10日(周五)", "【支付群】5月14日(周二)", "依据"}},
		{"", "石岩什么时候讲", []string{"6月1日(周六)到6月30日(周日)之间", "依据"}},
	} {
		r, ok := b.Answer(Question{Text: tt.question, At: now, Room: tt.room})
		lines := strings.Split(r.Text, "\n")
		same := ok && len(lines) == len(tt.want)
		for i := 0; same && i < len(lines); i++ {
			same = strings.HasPrefix(lines[i], tt.want[i])
		}
		if !same {
			t.Errorf("%s, in %q: about sessions: %v, want lines that begin with %q:\n%s", tt.question, tt.room, ok, tt.want, r.Text)
		}
	}
}

// TestAnswerOwner is about the owner of the account, whom the archive calls 我.
func TestAnswerOwner(t *testing.T) {
	said := []string{"2024-05-08 09:00 我: 近期分享安排： 5月9日 周四 20:00 @许文清-青山-产品 清分规则 5月13日 周一 @高越-北海-研发 反欺诈", "2024-05-08 09:10 我: 5月10日周五晚上8点我来分享，主题是渠道路由"}
	now := time.Date(2024, 5, 8, 10, 0, 0, 0, shanghai)
	for _, tt := range []struct {
		aliases        map[string]string
		question, want string
	}{
		{nil, "周五谁分享", "5月10日(周五) 20:00，群主，《渠道路由》"},
		{nil, "群主什么时候分享", "5月10日(周五) 20:00，群主"},
		{map[string]string{"我": "陈宇"}, "周五谁分享", "5月10日(周五) 20:00，陈宇，《渠道路由》"},
		{map[string]string{"我": "陈宇"}, "陈宇哪天讲", "5月10日(周五) 20:00，陈宇"},
		{nil, "周四谁分享", "依据：5月8日(周三) 09:00 群主："},
	} {
		b := replay(slices.Values(chat(t, said...)), Options{Aliases: tt.aliases})
		if r, ok := b.Answer(Question{Text: tt.question, At: now}); !ok || !strings.Contains(r.Text, tt.want) {
			t.Errorf("%s, aliases %v: about sessions: %v, %q is not in\n%s", tt.question, tt.aliases, ok, tt.want, r.Text)
		}
	}
}
