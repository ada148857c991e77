package bot

import (
	"strings"
	"testing"
	"time"

	"qunwen/bot/say"
)

func TestParseCommand(t *testing.T) {
	const hour = time.Hour
	for _, tt := range []struct {
		text string
		want command
	}{
		{"结算以后还能退款吗？", command{verb: toAsk, text: "结算以后还能退款吗？"}},
		{"，结算以后还能退款吗", command{verb: toAsk, text: "结算以后还能退款吗"}},
		{"", command{verb: toListen}},
		{"更多", command{verb: toGoOn}},
		{"：更多。", command{verb: toGoOn}},
		{"还有吗？", command{verb: toGoOn}},
		{"更多的手续费怎么算", command{verb: toAsk, text: "更多的手续费怎么算"}},
		{"原文", command{verb: toSeeTalk}},
		{"原文 2", command{verb: toSeeTalk, n: 2}},
		{"看原文第二条", command{verb: toSeeTalk, n: 2}},
		{"上下文３", command{verb: toSeeTalk, n: 3}},
		{"原文 99999999999999999999", command{verb: toSeeTalk}},
		{"原文在哪里", command{verb: toAsk, text: "原文在哪里"}},
		{"谁说的？", command{verb: toSeeWho}},
		{"谁说的结算要三天", command{verb: toAsk, text: "谁说的结算要三天"}},
		{"有用！", command{verb: toPraise}},
		{"不对", command{verb: toBlame}},
		{"这个不对。", command{verb: toBlame}},
		{"不对，应该是 T+1 到账", command{verb: toBlame, text: "T+1 到账"}},
		{"不对应该是T+1", command{verb: toBlame, text: "T+1"}},
		{"错了：两天", command{verb: toBlame, text: "两天"}},
		{"不对称加密用在哪", command{verb: toAsk, text: "不对称加密用在哪"}},
		{"不对账会怎么样", command{verb: toAsk, text: "不对账会怎么样"}},
		{"忘了它", command{verb: toForget}},
		{"撤回", command{verb: toRevoke}},
		{"撤回交易怎么做", command{verb: toAsk, text: "撤回交易怎么做"}},
		{"隐藏我", command{verb: toHide}},
		{"取消隐藏", command{verb: toShow}},
		{"帮助", command{verb: toHelp}},
		{"HELP", command{verb: toHelp}},
		{"认领 AB2C-D3", command{verb: toClaim, text: "AB2C-D3"}},
		{"认领", command{verb: toAsk, text: "认领"}},
		{"没答上的", command{verb: toListOpen}},
		{"静音", command{verb: toMute, pause: 2 * hour}},
		{"静音 3小时", command{verb: toMute, pause: 3 * hour}},
		{"静音两个小时", command{verb: toMute, pause: 2 * hour}},
		{"静音 半小时", command{verb: toMute, pause: hour / 2}},
		{"静音 45 分钟", command{verb: toMute, pause: 45 * time.Minute}},
		{"静音十五分钟", command{verb: toMute, pause: 15 * time.Minute}},
		{"静音 1天", command{verb: toMute, pause: 24 * hour}},
		{"静音 0小时", command{verb: toMute, pause: hour}},
		{"静音 9999天", command{verb: toMute, pause: 30 * 24 * hour}},
		{"静音功能怎么关", command{verb: toAsk, text: "静音功能怎么关"}},
		{"取消静音", command{verb: toUnmute}},
		{"状态", command{verb: toReport}},
		{"撤销", command{verb: toUndo}},
		{"撤销吧", command{verb: toAsk, text: "撤销吧"}},
		{"撤回吧", command{verb: toRevoke}},
		{"有用👍", command{verb: toPraise}},
		{"很有用，谢谢[强]", command{verb: toPraise}},
		{"更多，谢谢", command{verb: toGoOn}},
		{"然后呢？", command{verb: toGoOn}},
		{"不对吧", command{verb: toBlame}},
		{"答非所问", command{verb: toBlame}},
		{"错了的话怎么退", command{verb: toAsk, text: "错了的话怎么退"}},
		{"第2条再说说", command{verb: toSeeTalk, n: 2}},
		{"第1条说的啥意思啊", command{verb: toSeeTalk, n: 1}},
		{"后来怎么样了", command{verb: toSeeTalk}},
		{"第4条是哪年的事", command{verb: toSeeWho, n: 4}},
		{"第二条是什么时候说的", command{verb: toSeeWho, n: 2}},
		{"有链接吗", command{verb: toSeeWho}},
		{"还有别的说法吗？", command{verb: toGoOn}},
		{"第4条通道是哪家的", command{verb: toAsk, text: "第4条通道是哪家的"}},
		{"看看第二条", command{verb: toSeeTalk, n: 2}},
		{"展开 3", command{verb: toSeeTalk, n: 3}},
		{"2", command{verb: toSeeTalk, n: 2}},
		{"2类户怎么开", command{verb: toAsk, text: "2类户怎么开"}},
		{"第一条谁说的", command{verb: toSeeWho, n: 1}},
		{"谁说的 12", command{verb: toSeeWho, n: 12}},
		{"谁讲的第四条", command{verb: toSeeWho, n: 4}},
		{"3是谁说的？", command{verb: toSeeWho, n: 3}},
		{"这是谁说的", command{verb: toSeeWho}},
		{"第3条啥意思", command{verb: toSeeTalk, n: 3}},
		{"第一条是什么意思？", command{verb: toSeeTalk, n: 1}},
		{"4没看懂", command{verb: toSeeTalk, n: 4}},
		{"D0什么意思", command{verb: toAsk, text: "D0什么意思"}},
		{"这条规则谁说的算", command{verb: toAsk, text: "这条规则谁说的算"}},
		{"忘掉吧", command{verb: toForget}},
		{"别引用我的话", command{verb: toHide}},
		{"你会干啥", command{verb: toHelp}},
		{"你好！", command{verb: toChat, text: say.Greeted}},
		{"在吗", command{verb: toChat, text: say.Greeted}},
		{"你好，结算后怎么退款", command{verb: toAsk, text: "你好，结算后怎么退款"}},
		{"谢谢啊😊", command{verb: toChat, text: say.Thanked}},
		{"好的，谢谢", command{verb: toChat, text: say.Thanked}},
		{"哈哈哈哈哈哈", command{verb: toChat, text: say.Agreed}},
		{"收到[OK]", command{verb: toChat, text: say.Agreed}},
		{"垃圾机器人", command{verb: toChat, text: say.Scolded}},
		{"你是机器人吗？", command{verb: toChat, text: say.WhatItIs}},
		{"机器人怎么审核商户", command{verb: toAsk, text: "机器人怎么审核商户"}},
	} {
		t.Run(tt.text, func(t *testing.T) {
			if got := parseCommand(tt.text); got != tt.want {
				t.Errorf("parseCommand(%q) = %+v, want %+v", tt.text, got, tt.want)
			}
		})
	}
}

// TestVerbs reads each word of each verb as that verb, does something for each,
// and tells everybody of what everybody may say.
func TestVerbs(t *testing.T) {
	for v, rule := range verbs {
		if rule.do == nil {
			t.Errorf("nothing does verb %d", v)
		}
		for word := range strings.FieldsSeq(rule.words) {
			if got := parseCommand(word); got != (command{verb: verb(v)}) {
				t.Errorf("%s is %+v, want verb %d", word, got, v)
			}
		}
	}
	const want = `我记得群里聊过什么。@我 加上问题就行，例如：结算以后还能退款吗
接着可以说：
更多（看另外几处）、原文 2（看第 2 条的前后文）、谁说的
有用、不对，应该是…（帮我改进）
那…呢（接着上一个问题问）、忘了它（换个话题）
今晚谁分享、下周有谁、上次讲清结算的是谁
撤回（收回我刚才的回答）、隐藏我、取消隐藏`
	if got := help(); got != want {
		t.Errorf("help:\n%s\nwant:\n%s", got, want)
	}
}

func TestFollowUp(t *testing.T) {
	for _, tt := range []struct {
		name, last, text string
		want             string // "" if it stands by itself
	}{
		{"no question before", "", "那结算前呢", ""},
		{"a part is replaced by its like", "结算后还能退款吗", "那结算前呢", "结算前还能退款吗"},
		{"before instead of after, in other words", "结算以后还能退款吗", "那结算前呢", "结算前还能退款吗"},
		{"after instead of before, in other words", "清算前能撤销吗", "那清算之后呢", "清算之后能撤销吗"},
		{"during instead of after", "结算以后还能退款吗", "那结算中呢", "结算中还能退款吗"},
		{"before something else", "结算以后还能退款吗", "那对账前呢", "对账前，结算以后还能退款吗"},
		{"nothing is like it", "结算后还能退款吗", "那跨境的呢？", "跨境的，结算后还能退款吗"},
		{"only the end leans", "结算后还能退款吗", "跨境的话", "跨境，结算后还能退款吗"},
		{"only the beginning leans", "结算后还能退款吗", "如果是跨境", "跨境，结算后还能退款吗"},
		{"short and asking", "商户资质没过审", "那怎么办", "商户资质没过审"},
		{"a day for a day", "今晚谁分享", "那明天呢", "明天谁分享"},
		{"a week for a week", "这周有谁分享", "那下下周呢", "下下周有谁分享"},
		{"a date for a day", "今晚谁分享", "5月15日呢", "5月15日谁分享"},
		{"a month for a year", "去年群里聊过代扣吗", "那今年3月呢", "今年3月群里聊过代扣吗"},
		{"a year for a month", "3月份群里聊过代扣吗", "那2017年呢", "2017年群里聊过代扣吗"},
		{"it asks by itself", "今晚谁分享", "如果商户注销了怎么退款", ""},
		{"no leaning word", "今晚谁分享", "结算周期", ""},
		{"too long to lean", "今晚谁分享", "那这个通道的手续费是按笔还是按金额来算的呢", ""},
		{"the same again", "结算后还能退款吗", "那结算后呢", "结算后还能退款吗"},
		{"nothing but the word", "结算后还能退款吗", "那呢", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := followUp(tt.last, tt.text)
			if got.whole != tt.want || ok != (tt.want != "") {
				t.Errorf("followUp(%q, %q) = %+v, %t, want %q", tt.last, tt.text, got, ok, tt.want)
			}
		})
	}
}

// FuzzWords holds what reads messages to its laws.
func FuzzWords(f *testing.F) {
	for _, s := range []string{"@群问 结算以后还能退款吗", "那结算前呢", "静音 十十十十分钟", "「@群问 你好」a@群问.com", "一\n二 https://a.example/#1"} {
		f.Add(s, "结算以后还能退款吗")
	}
	f.Fuzz(func(t *testing.T, text, last string) {
		c := parseCommand(text)
		if c.n < 0 || c.n > 9999 || c.verb == toMute && (c.pause < 30*time.Second || c.pause > 30*24*time.Hour) {
			t.Errorf("parseCommand(%q) = %+v", text, c)
		}
		if c.verb == toAsk && !strings.Contains(text, c.text) {
			t.Errorf("parseCommand(%q) asks %q", text, c.text)
		}
		if q, ok := followUp(last, text); ok && (q.whole == "" || last == "" || !strings.Contains(text, q.focus) || q.more && q.focus != "") {
			t.Errorf("followUp(%q, %q) = %+v", last, text, q)
		}
	})
}
