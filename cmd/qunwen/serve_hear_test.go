package main

import (
	"testing"
	"time"
)

// TestServeHears speaks to serve in ways that the door passes on as they are
// typed, and by a name that it is given meanwhile.
func TestServeHears(t *testing.T) {
	inBubble(t, func(b *bubble) {
		b.room.Join("小李@群问")
		b.online()
		b.pass(2 * time.Minute)
		answers := 0
		says := func(text string, answered bool) {
			b.Helper()
			b.room.Say("许衡", text)
			if answered {
				answers++
				b.until("an answer to "+text, func() bool { return len(b.srv.Sent()) == answers })
				b.pass(time.Minute)
				return
			}
			b.pass(time.Minute)
			if n := len(b.srv.Sent()); n != answers {
				b.Errorf("%q is answered with %q", text, b.srv.Sent()[n-1].Text)
				answers = n
			}
		}
		says("＠群问 帮助", true)
		says("POS@群问怎么撤销", true)
		says("@群问\u00a0帮助", true)
		says("写到 a@群问.com", false)
		says("@小李@群问 帮助", false)
		says("@群问二号\u2005帮助", false)
		says("有问题先 @群问 搜一下", false)
		b.room.Display("", "结算百科")
		says("@结算百科 帮助", true)
		says("@没有这人 帮助", false)
		says("@群问", true)
		b.room.Say("许衡", "@群问")
		b.pass(20 * time.Second)
		answers++
		says("结算以后还能退款吗", true)
	})
}
