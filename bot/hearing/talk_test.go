package hearing

import (
	"strings"
	"testing"
)

// TestRules reads the example of each rule by its pattern, and as its kind.
func TestRules(t *testing.T) {
	for i := range rules {
		r := &rules[i]
		if !r.matches(Bare(r.example), r.example) {
			t.Errorf("the pattern of %q does not match it", r.example)
		}
		if got := KindOf(r.example); got != r.kind {
			t.Errorf("KindOf(%q) = %d, want %d", r.example, got, r.kind)
		}
	}
	for _, p := range phrases {
		for said := range strings.FieldsSeq(p.said) {
			if got := KindOf(said + "！"); got != p.kind {
				t.Errorf("KindOf(%q) = %d, want %d", said, got, p.kind)
			}
		}
	}
}

func TestKindOf(t *testing.T) {
	for _, tt := range []struct {
		kind Kind
		said string // a line each
	}{
		{Greeting, "喂，你咋不说话了\n睡了没？\n你还在线吗"},
		{Thanks, "感谢大佬，这个讲得真明白\n谢谢老铁\n太谢谢了，帮大忙了\n谢谢，那我去问问银行\n总结得真好"},
		{Assent, "233333\nhhhh\n[强][强]\n笑喷了\n学到了\n原来还能这样\n。"},
		{Banter, "今天好累啊\n下班了下班了\n老板又画饼了\n我们之前也踩过\n说得我都饿了\n不会吧？"},
		{Identity, "你到底是真人还是程序？\n你和ChatGPT啥关系\n你有女朋友吗"},
		{Plea, "急急急，在线等\n大佬救命啊\n想请教个事\n有个问题想问一下\n帮我瞅瞅\n这个帮我看一眼"},
		{Echo, "+1，同样的问题\n我也遇到了\n蹲一个答案\n我也有同样的疑问"},
		{Confusion, "看晕了\n没明白，能说人话吗\n你这回答我没看懂啊\n不太懂你在说啥\n？？"},
		{Repeat, "能不能重新说一下\n没看到，重发一下\n复述一遍\n你再讲一次"},
		{Offer, "我也来分享一次吧\n我可以分享一下我们公司的经验\n想做个分享怎么报名\n能安排我分享一次吗"},
		{Elsewhere, "明天会下雨吗\n23乘以17是多少\n100-37=?\n6*7\n今天几号\n推荐个好吃的火锅店\n给我唱首歌吧\n北京明天多少度"},
	} {
		for said := range strings.SplitSeq(tt.said, "\n") {
			if got := KindOf(said); got != tt.kind {
				t.Errorf("KindOf(%q) = %d, want %d", said, got, tt.kind)
			}
		}
	}
}

// questions are asked of the group, though they hold words of talk.
const questions = `结算款打到对公户要几天
T+1等于什么时候到账
请教个问题，预付卡发行要备案吗
谢谢，再问一下网联接入要多少钱
同问：花呗分期退款手续费谁承担
帮我看看这个：快捷支付签约失败返回05是啥原因
在吗，代付到账失败钱退到哪里
今天银行大额系统关闭了吗
今天人行系统几点关
周末提现能到吗
你们怎么处理长款
你能告诉我217号文讲了什么吗
1万元提现手续费多少
0.38的费率还有利润吗
1+1模式的二清是什么
1类户和2类户的区别
3要素和4要素鉴权
100万以上的转账要报备吗
没看懂轧差是什么意思
不太懂清分和清算的区别
听不懂分润，能解释一下吗
我没懂备付金利息归谁
我想分享一个优惠券，核销怎么对账
怎么分享二维码给商户收款
报名做收单外包机构要什么条件
怎么申请
再说一遍退款流程是怎样的
再问一遍，服务费开票给谁
我也想知道条码支付限额怎么分级
代收付 区别
二清
幂等
canal 数据错乱
翻译机刷卡失败了怎么冲正
笑脸支付和刷脸支付一样吗
机器人怎么做商户审核
天气险的保费代扣怎么做
火锅店用什么收银系统
唱歌软件的打赏怎么分账
机票退改签的钱怎么退
股票账户能绑二类户吗
比特币交易所怎么收单
彩票能用微信支付吗
我们公司被二清投诉了
商户说没收到钱
订单状态一直处理中
渠道返回超时
同盾这家好用不
实时没必要吧
那周四呢
为什么`

func TestQuestions(t *testing.T) {
	for q := range strings.SplitSeq(questions, "\n") {
		if got := KindOf(q); got != Message {
			t.Errorf("KindOf(%q) = %d: it is lost", q, got)
		}
	}
}
