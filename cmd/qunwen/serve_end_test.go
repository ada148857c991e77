package main

import (
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
		time.Sleep(4 * time.Second)
		b.stop()
		b.online()
		time.Sleep(3 * time.Minute)
		if n := len(b.srv.Sent()); n != 1 {
			b.Errorf("%d answers were sent, want that whose fate is not known not sent again", n)
		}
		b.archived("最后一句")
	})
}
