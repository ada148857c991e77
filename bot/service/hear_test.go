package service

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"qunwen/bot"
	"qunwen/bot/bottest"
	"qunwen/index"
)

// answering is a script in which every question is answered.
func answering(more func(*bot.Config)) script {
	return script{cfg: func(c *bot.Config) {
		c.Searcher = &bottest.Searcher{Result: index.Result{Words: 1, Verdict: index.Answer, Hits: []index.Hit{bottest.Hit()}}}
		if more != nil {
			more(c)
		}
	}}
}

// TestCallUnsent does not ask for a question that came before it was asked for.
func TestCallUnsent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, answering(func(c *bot.Config) { c.Pace.Thinking = 9 * time.Second }))
		s.says("林念", "@群问")
		s.says("林念", "结算以后还能退款吗")
		s.want("the answer alone", s.later(time.Minute), "paydesk: 群里聊过")
		s.says("林念", "@群问")
		s.want("asked for", s.later(30*time.Second), "paydesk: 请说")
		s.says("林念", "一年多以前的订单还能退吗")
		s.want("asked for and answered", s.later(20*time.Second), "paydesk: 群里聊过")
		if len(s.wire.revoked) > 0 {
			t.Errorf("took back %q", s.wire.revoked)
		}
	})
}

// TestCallInSession keeps a question for after the session, also one without a
// mention; what goes on with an older answer is passed over.
func TestCallInSession(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, answering(nil))
		s.says("老熊", "近期分享安排：\n5月8日 10:02 @王一-甲支付-产品 退款对账")
		s.want("before", s.says("林念", "@群问 结算以后还能退款吗"), "paydesk: 群里聊过")
		s.later(3 * time.Minute)
		s.want("a call", s.says("冯恩", "@群问"))
		s.want("a question", s.says("冯恩", "代付失败怎么办"))
		s.want("more of an older answer", s.says("林念", "更多"))
		s.later(10 * time.Minute)
		s.says("老熊", "今天的分享就到这里，谢谢王一")
		s.want("afterwards", s.later(time.Minute), "paydesk: @冯恩 刚才分享时你问的「代付失败怎么办」")
	})
}

// TestQuotedHidden does not ask with the words of somebody who is hidden: what
// is not answered is listed.
func TestQuotedHidden(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, script{})
		quoting := func(name string) bot.Incoming {
			in := s.message("林念", "@群问 这个怎么看")
			in.Kind, in.Quoted = bot.Reply, &bot.Said{Name: name, Text: name + "家的月球通道几点开门"}
			return in
		}
		s.says("冯恩", "@群问 隐藏我")
		s.says("老熊", "@群问 确认隐藏 冯恩")
		s.want("of a hidden person", s.hears(quoting("冯恩")), "paydesk: 请说")
		s.want("of another", s.hears(quoting("许衡")), "paydesk: 群里没聊过")
		listed := s.says("老熊", "@群问 没答上的")
		s.want("the list", listed, "paydesk: 没答上的…许衡家的月球通道")
		if strings.Contains(strings.Join(listed, ""), "冯恩家") {
			t.Errorf("lists %q", listed)
		}
	})
}

// TestFollowLate lets the time of an answer count from when it was sent.
func TestFollowLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, answering(nil))
		s.says("林念", "@群问 结算以后还能退款吗")
		s.later(4 * time.Minute)
		s.want("within five minutes", s.says("林念", "谁说的"), "paydesk: 1. 许衡")
		s.later(6 * time.Minute)
		s.want("later", s.says("林念", "谁说的"))
	})
}

// TestCallFails says that it cannot answer, also to a question without a mention.
func TestCallFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &bottest.Searcher{Err: errBroken}
		s := newStage(t, script{cfg: func(c *bot.Config) { c.Searcher = f }})
		s.want("a call", s.says("林念", "@群问"), "paydesk: 请说")
		s.want("a question", s.says("林念", "结算以后还能退款吗"), "paydesk: 这会儿出了点问题")
		s.want("talk", s.says("林念", "算了，我再想想"))
	})
}
