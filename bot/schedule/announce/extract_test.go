package announce

import (
	"strings"
	"testing"
	"time"
)

var shanghai = time.FixedZone("CST", 8*60*60)

// sent is when the messages of the tests were sent: a Wednesday.
var sent = time.Date(2018, 5, 9, 10, 0, 0, 0, shanghai)

// show writes an extraction in one line: kind: entry; entry.
func show(x Extraction) string {
	var parts []string
	for _, e := range x.Entries {
		var f []string
		for _, s := range []string{e.Date, e.Start} {
			if s != "" {
				f = append(f, s)
			}
		}
		if e.DateRange != [2]string{} {
			f = append(f, strings.Join(e.DateRange[:], "~"))
		}
		if e.Self {
			f = append(f, "self")
		} else if e.Speaker != "" {
			f = append(f, "@"+e.Speaker)
		}
		if e.Topic != "" {
			f = append(f, "“"+e.Topic+"”")
		}
		if e.TopicTBD {
			f = append(f, "topic?")
		}
		f = append(f, string(e.Status))
		if e.FromDate != "" {
			f = append(f, "from "+e.FromDate)
		}
		if e.Problem != "" {
			f = append(f, "!"+e.Problem)
		}
		parts = append(parts, strings.Join(f, " "))
	}
	return strings.TrimSuffix(string(x.Kind)+": "+strings.Join(parts, "; "), ": ")
}

func extractAt(text string, at time.Time) Extraction {
	return Extract(Message{Room: "r", Time: at, Speaker: "甲", Text: text}, Context{})
}

type extractCase struct{ name, text, want string }

func testExtract(t *testing.T, cases []extractCase) {
	t.Helper()
	for _, tt := range cases {
		t.Run(tt.name, func(t *testing.T) {
			if got := show(extractAt(tt.text, sent)); got != tt.want {
				t.Errorf("Extract(%q)\n got %s\nwant %s", tt.text, got, tt.want)
			}
		})
	}
}

func TestLists(t *testing.T) {
	testExtract(t, []extractCase{
		{"flattened", "近期分享安排： 5月10日，周四 @王一-甲-产品  退款  5月11日，周五， ==待定=== 5月12日，周六，@李二-乙 Pay-研发",
			"list: 2018-05-10 @王一-甲-产品 “退款” planned; 2018-05-11 tbd; 2018-05-12 @李二-乙 Pay-研发 planned"},
		{"real line breaks", "本周分享安排：\n周四 @王一-甲-产品\n周五 暂无安排\n周六 @李二-乙-研发 清分系统设计\n请联系@管理员",
			"list: 2018-05-10 @王一-甲-产品 planned; 2018-05-11 open; 2018-05-12 @李二-乙-研发 “清分系统设计” planned"},
		{"no blanks", "5月10日周四@王一-甲-产品 5.11 周五@李二-乙-研发", "list: 2018-05-10 @王一-甲-产品 planned; 2018-05-11 @李二-乙-研发 planned"},
		{"ISO, no @", "2018/5/15 周二    2018/5/16 周三 leo-丙-产品 生鲜系统  2018/5/17 周四 阿木 丁信pm",
			"list: 2018-05-15 open; 2018-05-16 @leo-丙-产品 “生鲜系统” planned; 2018-05-17 @阿木 丁信pm planned"},
		{"dotted with a free day", "5.10 @王一-甲-产品  5.11 【无安排】 5.14 周一 @李二-乙-研发", "list: 2018-05-10 @王一-甲-产品 planned; 2018-05-11 open; 2018-05-14 @李二-乙-研发 planned"},
		{"undated days between dated ones", "周五 5月11日 @王一-甲-产品 周六 暂无安排 周日 暂无安排 周一 5月14日 @李二-乙-研发",
			"list: 2018-05-11 @王一-甲-产品 planned; 2018-05-12 open; 2018-05-13 open; 2018-05-14 @李二-乙-研发 planned"},
		{"gap marks", "4月30日 @王一-甲-产品  -- 5月12日 @李二|新|跨境  --- 5月20日 @张三",
			"list: 2018-04-30 @王一-甲-产品 planned; 2018-05-12 @李二|新|跨境 planned; 2018-05-20 @张三 planned"},
		{"下周 governs", "下周分享安排： 周一 @王一-甲-产品 周三 @李二-乙-研发", "list: 2018-05-14 @王一-甲-产品 planned; 2018-05-16 @李二-乙-研发 planned"},
		{"three scopes of 待定", "周四 @王一-甲-产品 待定 周五 @李二-乙-研发  主题待定 周六 待定",
			"list: 2018-05-10 @王一-甲-产品 tbd; 2018-05-11 @李二-乙-研发 topic? planned; 2018-05-12 tbd"},
		{"date last", "目前收到的分享计划： @王一-甲-产品  联机对账， 5月20日晚上8点 @李二-乙-研发  密码设计，月底分享 @张三-丙-产品 收单，【时间待定】",
			"list: 2018-05-20 20:00 @王一-甲-产品 “联机对账” planned; 2018-05-21~2018-05-31 @李二-乙-研发 “密码设计” planned; @张三-丙-产品 “收单” tbd"},
		{"changed rows", "5月10日 @张三-甲-产品 改到5月12日  5月11日 @李四-乙-研发 已取消  5月13日 @王五-丙-产品",
			"list: 2018-05-12 @张三-甲-产品 moved from 2018-05-10; 2018-05-11 @李四-乙-研发 cancelled; 2018-05-13 @王五-丙-产品 planned"},
		{"a weekday that contradicts", "5月15日 周三 @张三-甲-产品  清分  5月16日 周三 @李四-乙-研发",
			"list: @张三-甲-产品 “清分” planned !5月15日是周二，不是周三; 2018-05-16 @李四-乙-研发 planned"},
		{"a day that is not", "2月30日 @张三-甲-产品  5月16日 @李四-乙-研发", "list: @张三-甲-产品 planned !没有2月30日这一天; 2018-05-16 @李四-乙-研发 planned"},
		{"one row below a header", "本周分享安排： 周五 @王一-甲-产品  退款", "list: 2018-05-11 @王一-甲-产品 “退款” planned"},
		{"free days named", "本周的分享计划，周四、周五待定，期待同学们报名", "list: 2018-05-10 tbd; 2018-05-11 tbd"},
		{"times", "5月10日 19:30 @王一-甲-产品  5月11日(周五) 20:00 @李二-乙-研发", "list: 2018-05-10 19:30 @王一-甲-产品 planned; 2018-05-11 20:00 @李二-乙-研发 planned"},
		{"dotted, no @", "5.10 王一-甲-产品 退款  5.11 李二-乙-研发 聚合", "list: 2018-05-10 @王一-甲-产品 “退款” planned; 2018-05-11 @李二-乙-研发 “聚合” planned"},
		{"free days in a range", "5月14日~5月16日 暂无安排，5月17日 @王一-甲-产品", "list: 2018-05-14 open; 2018-05-15 open; 2018-05-16 open; 2018-05-17 @王一-甲-产品 planned"},
		{"two speak together", "周四 @王一-甲-产品 @李二-乙-研发  退款双讲  周五 @张三-丙-产品", "list: 2018-05-10 @王一-甲-产品、李二-乙-研发 “退款双讲” planned; 2018-05-11 @张三-丙-产品 planned"},
		{"numbered, line by line", "本周分享安排：\n1、5月10日 周四 @王一-甲-产品 主题：退款对账\n2、5月11日 周五 @李二-乙-研发 主题：待定\n3、5月12日 周六 待定",
			"list: 2018-05-10 @王一-甲-产品 “退款对账” planned; 2018-05-11 @李二-乙-研发 topic? planned; 2018-05-12 tbd"},
		{"no list: a bank's maintenance", "甲银行将于5月14日23:55-5月15日2:05进行维护； 乙银行将于5月15日0:30-0:35进行维护", "none"},
		{"no list: a roster", "整理聊天记录  周一： @关一  周二： @闹二  周三： @雷三", "none"},
		{"no list: regulations", "包括：2015年7月18日《指导意见》，2016年8月14日《管理办法》", "none"},
	})
}

func TestHeaderBefore(t *testing.T) {
	m := Message{Time: sent, Speaker: "甲", Text: "周三 @王一-甲-产品 周四 @李二-乙-研发"}
	got := show(Extract(m, Context{Header: "下周分享安排："}))
	if want := "list: 2018-05-16 @王一-甲-产品 planned; 2018-05-17 @李二-乙-研发 planned"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestInvitations(t *testing.T) {
	testExtract(t, []extractCase{
		{"template", "今天请到一位朋友，@王一-甲-产品 给大家做分享，主题是“账户的“收益权”探讨”开始时间为【20:30】；欢迎欢迎[鼓掌]！（注： 1.嘉宾分享期间不要打断。）",
			"single: 2018-05-09 20:30 @王一-甲-产品 “账户的“收益权”探讨” planned"},
		{"preview", "今日分享预告 分享嘉宾@王一-甲-产品?主题内容 清分和对账 有兴趣的同学准时参加", "single: 2018-05-09 @王一-甲-产品 “清分和对账” planned"},
		{"another day", "本周四(5月10日)给@王一—甲—研发 给大伙儿分享开户注意事项,敬请期待。", "single: 2018-05-10 @王一—甲—研发 “开户注意事项” planned"},
		{"time first", "今天晚上7点半，@王一-甲-北京?为大家分享 信用体系。不见不散", "single: 2018-05-09 19:30 @王一-甲-北京 “信用体系” planned"},
		{"no mention", "今天将由王小一为我们分享一下关于征信的发展", "single: 2018-05-09 @王小一 “征信的发展” planned"},
		{"third person", "明天李四会给大家讲会计", "single: 2018-05-10 @李四 “会计” planned"},
		{"a form", "【分享预告】\n时间：5月12日（周六）20:00\n嘉宾：@王一-甲-产品\n主题：退款对账", "single: 2018-05-12 20:00 @王一-甲-产品 “退款对账” planned"},
		{"preview without a mention", "分享预告：明晚19:30 王五 聚合支付风控", "single: 2018-05-10 19:30 @王五 “聚合支付风控” planned"},
		{"start cue", "请@王一-甲-产品 开始分享", "none"},
		{"thanks", "感谢@王一-甲-产品 的分享", "none"},
		{"whom it is said to", "@群主，能否举办有关账务的分享？", "none"},
	})
}

func TestChanges(t *testing.T) {
	testExtract(t, []extractCase{
		{"cancelled", "作者临时有事，今晚分享取消。", "cancel: 2018-05-09 cancelled"},
		{"two days", "由于主讲人出差，今晚分享取消。明晚也取消。欢迎大家自荐", "cancel: 2018-05-09 cancelled; 2018-05-10 cancelled"},
		{"by the speaker", "今天晚上可能没办法和大家分享", "cancel: 2018-05-09 self cancelled"},
		{"whose", "@王一-甲-产品 的分享取消，周五没有安排", "cancel: @王一-甲-产品 cancelled; 2018-05-11 open"},
		{"by name", "张三的分享取消", "cancel: @张三 cancelled"},
		{"a whole week", "这周的分享都取消", "cancel: 2018-05-07~2018-05-13 cancelled"},
		{"a fee", "6月1日起取消分享佣金", "none"},
		{"改到", "明天的分享改到周五晚上8点", "move: 2018-05-11 20:00 moved from 2018-05-10"},
		{"推迟", "@王一-甲-产品 的分享推迟到下周二", "move: 2018-05-15 @王一-甲-产品 moved"},
		{"顺延", "本周五的分享顺延一周", "move: 2018-05-18 moved from 2018-05-11"},
		{"改期", "原定5月11日的分享改期到5月18日(周五)", "move: 2018-05-18 moved from 2018-05-11"},
		{"挪", "今晚的分享挪到周日，不好意思", "move: 2018-05-13 moved from 2018-05-09"},
		{"调整至", "各位 原定今晚的分享已调整至下周三 特此通知", "move: 2018-05-16 moved from 2018-05-09"},
		{"without a new day", "晚上分享的嘉宾临时有急事，将调整时间。", "move: moved from 2018-05-09"},
		{"the hour", "更正一下，今晚的分享开始时间为21:30", "move: 2018-05-09 21:30 moved from 2018-05-09"},
		{"earlier", "今晚的分享提前到18点", "move: 2018-05-09 18:00 moved from 2018-05-09"},
		{"agreed with somebody", "@王一-甲-产品 OK，挪到6月28日。", "move: 2018-06-28 @王一-甲-产品 moved"},
		{"asked for", "管理员看下是否可以改成下周一", "move: 2018-05-14 self moved"},
		{"owner", "张老师的分享改到5月20号", "move: 2018-05-20 @张老师 moved"},
		{"dropped and given another day", "今天的分享取消，改到下周三", "move: 2018-05-16 moved from 2018-05-09"},
		{"from one day to another", "李四老师的分享从周四挪到周六晚上", "move: 2018-05-12 @李四老师 moved from 2018-05-10"},
		{"to an hour of the evening", "周六的分享改到晚上9点", "move: 2018-05-12 21:00 moved from 2018-05-12"},
		{"by half an hour", "今晚分享推迟半小时", "move: 2018-05-09 moved from 2018-05-09"},
		{"to an hour, in short", "今晚分享改8点", "move: 2018-05-09 20:00 moved from 2018-05-09"},
		{"what is moved, by name: for the book to know", "把李四挪到周五", "none"},
		{"what is moved, by subject", "清分那场改成周五晚上7点半", "move: 2018-05-11 19:30 moved"},
		{"two evenings change places", "10号和11号的分享对调", "move: 2018-05-11 moved from 2018-05-10; 2018-05-10 moved from 2018-05-11"},
		{"how to move something", "还款日怎么改到25号", "none"},
		{"no session", "订单取消以后，今天退款", "none"},
		{"a product", "赎回额度下调至1万元 6月6日起实施", "none"},
		{"an echo", "没有分享取消了~", "none"},
	})
}

func TestPlans(t *testing.T) {
	testExtract(t, []extractCase{
		{"dated", "支付产品经理，6月14日跟大家交流学习一下《通道接入》，多指教", "single: 2018-06-14 self “通道接入” planned"},
		{"vague", "我可以分享下贷款定价，预计分享时间是6月中旬。", "single: 2018-06-11~2018-06-20 self “贷款定价” planned"},
		{"tonight", "那我今天晚上讲积分吧", "single: 2018-05-09 self “积分” planned"},
		{"a bare day", "就27号", "single: 2018-05-27 self planned"},
		{"nobody knows when", "后续计划年后分享下NFC支付", "single: self “NFC支付” planned"},
		{"somebody else's, to begin with", "下周三晚上8点 @王一-甲-产品 分享 跨境支付", "single: 2018-05-16 20:00 @王一-甲-产品 “跨境支付” planned"},
		{"a course", "周四 @李老师 讲课一小时", "none"},
		{"time only", "7点半开始。", "single: 2018-05-09 19:30 planned"},
		{"topic only", "主题是渠道管理。嘉宾分享期间不打断。", "single: 2018-05-09 “渠道管理” planned"},
		{"to be settled", "晚上的分享还在确认中。", "single: 2018-05-09 tbd"},
		{"a free weekend", "周末休息，暂不安排分享。", "single: 2018-05-12 open; 2018-05-13 open"},
		{"a call", "下周三目前还没有排期，期待大牛分享。", "call_for_speakers: 2018-05-16 open"},
		{"an event", "关于线下活动，初步确定在5月26日在北京举行，报名参加的同学请回复", "event: 2018-05-26 planned"},
		// Words about sharing that plan nothing.
		{"question", "今晚有分享吗", "none"},
		{"past", "昨晚的分享非常精彩", "none"},
		{"opening", "大家好，今天我分享的主题是清分", "none"},
		{"over", "5月8日的分享整理好了", "none"},
		{"a link", "给大家分享一张图", "none"},
		{"a wish", "找个周末给大家分享一下吧", "none"},
		{"see you tonight", "辛苦大家了，今晚分享见", "none"},
		{"do not forget", "今晚分享别忘了", "none"},
		{"on time", "今晚分享准时开始", "none"},
		{"the end", "今晚分享到此结束，谢谢", "none"},
		{"as planned", "今晚分享照常", "none"},
		{"as planned, whatever else", "周五团建，今晚分享不受影响", "none"},
		{"hearsay", "昨天好像说今晚会有一个分享; 管理会通知", "none"},
		{"a quotation", "「 甲: 下周一的分享就这么定了 」 - - - - - - 支持", "none"},
		{"nothing", "", "none"},
	})
}

// TestEnds holds that an entry has the end that is said for its hour.
func TestEnds(t *testing.T) {
	for _, tt := range []struct{ text, start, end string }{
		{"今晚20:00-21:00请到@王一-甲-产品 给大家分享，主题是“账”，19:45签到", "20:00", "21:00"},
		{"今晚8点请到@王一-甲-产品 给大家分享，主题是“账”，9点半结束", "20:00", "21:30"},
		{"今晚8点请到@王一-甲-产品 给大家分享，主题是“账”", "20:00", ""},
		{"分享安排：\n5月10日 周四 20:00-21:00 @王一-甲-产品 清分\n5月11日 周五 20:00 @李二-乙-研发 对账", "20:00", "21:00"},
	} {
		x := extractAt(tt.text, sent)
		if len(x.Entries) == 0 || x.Entries[0].Start != tt.start || x.Entries[0].End != tt.end {
			t.Errorf("%s: %s, want %s to %s", tt.text, show(x), tt.start, tt.end)
		} else if last := x.Entries[len(x.Entries)-1]; len(x.Entries) > 1 && last.End != "" {
			t.Errorf("%s: the second row ends at %s", tt.text, last.End)
		}
	}
}

// TestRecurringInvitation holds that a session that recurs is planned for its
// next evening, and says how often it is.
func TestRecurringInvitation(t *testing.T) {
	for _, tt := range []struct{ day, date, every string }{
		{"每周五晚上8点", "2018-05-11", "每周五"},
		{"每周三晚上8点", "2018-05-09", "每周三"},
		{"每月15号晚上8点", "2018-05-15", "每月15号"},
		{"每两周的周五晚上8点", "", "每两周周五"},
	} {
		x := extractAt(tt.day+"请到@王一-甲付-产品 给大家分享，主题是“退款”。", sent)
		if len(x.Entries) != 1 || x.Entries[0].Date != tt.date || x.Entries[0].Every != tt.every || x.Entries[0].Start != "20:00" || (x.Entries[0].Problem == "") != (tt.date != "") {
			t.Errorf("%s: %s", tt.day, show(x))
		}
	}
}
