package main

import (
	"strings"
	"testing"
	"time"

	"qunwen/bot/wechat/wechattest"
)

// TestServeDrains ends serve with answers on their way: they are sent, and
// what cannot be sent does not hold it up.
func TestServeDrains(t *testing.T) {
	inBubble(t, func(b *bubble) {
		const slowly = "pace: {min_gap: 0s, jitter: 0s, thinking: 3s, person_gap: 0s, person_per_minute: 0, room_per_minute: 0, total_per_minute: 0, total_per_day: 0}\n"
		b.pace = slowly
		b.online()
		b.room.Say("许衡", "@群问 帮助")
		b.until("the question", func() bool { return b.server.service.Received.Load() > 0 })
		b.stop()
		if n := len(b.srv.Sent()); n != 1 {
			b.Errorf("%d answers were sent at the end, want 1", n)
		}
		b.online()
		b.srv.Fault("webwxsendmsg", wechattest.Silence, 1)
		b.room.Say("许衡", "@群问 帮助")
		b.room.Say("许衡", "最后一句")
		b.archived("最后一句")
		b.pass(4 * time.Second)
		b.stop()
		b.online()
		b.pass(3 * time.Minute)
		if n := len(b.srv.Sent()); n != 1 {
			b.Errorf("%d answers were sent, want that whose fate is not known not sent again", n)
		}
		b.archived("最后一句")
	})
}

// TestServeRefused ends with a code of its own when the account may not log in,
// so that nobody starts it again and again.
func TestServeRefused(t *testing.T) {
	l := newLife(t, "")
	l.srv.RefuseLogin("为了你的帐号安全，此微信号不能登录网页微信。")
	if code, _, errs := call(t, "", "serve", "--config", l.config); code != exitRefused || !strings.Contains(errs, "需要账号主人处理") {
		t.Errorf("exit %d, said %s", code, errs)
	}
}
