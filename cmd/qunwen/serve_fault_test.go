package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"qunwen/bot/wechat/wechattest"
)

// TestServeFaults has serve go through what the service and the network may
// do, one after the other. Whatever it is, what was said is in the post once,
// an answer is sent once or, where the fault hits the answer, not at all, and
// the next question is answered.
func TestServeFaults(t *testing.T) {
	fault := func(path string, kind wechattest.Kind, n int) func(*bubble) {
		return func(b *bubble) { b.srv.Fault(path, kind, n) }
	}
	ret := func(path string, ret, n int) func(*bubble) {
		return func(b *bubble) { b.srv.FaultRet(path, ret, n) }
	}
	expire := func(ret int) func(*bubble) {
		return func(b *bubble) {
			was := b.room.ID()
			b.srv.ExpireSession(ret)
			b.until("another login", func() bool { return b.room.ID() != was && b.isOnline() })
			if b.room.ID() == was {
				b.Error("user names did not change")
			}
		}
	}
	const poll, batch, send, groups, list = "synccheck", "webwxsync", "webwxsendmsg", "webwxbatchgetcontact", "webwxgetcontact"
	inBubble(t, func(b *bubble) {
		b.online()
		for i, row := range []struct {
			name    string
			order   func(*bubble)
			answers string // how many there may be
		}{
			{"nothing", func(*bubble) {}, "1"},
			{"connection refused", fault(poll, wechattest.Refuse, 3), "1"},
			{"connection refused for long", fault(poll, wechattest.Refuse, 7), "0 1"}, // the question is too old then
			{"batch refused", fault(batch, wechattest.Refuse, 3), "1"},
			{"poll breaks in the middle", fault(poll, wechattest.Reset, 3), "1"},
			{"batch breaks in the middle", fault(batch, wechattest.Reset, 3), "1"},
			{"batch is lost", fault(batch, wechattest.LostReply, 3), "1"},
			{"30 seconds of silence in a poll", fault(poll, wechattest.Silence, 2), "1"},
			{"30 seconds of silence in a batch", fault(batch, wechattest.Silence, 2), "1"},
			{"HTML for a poll", fault(poll, wechattest.HTML, 3), "1"},
			{"HTML for a batch", fault(batch, wechattest.HTML, 3), "1"},
			{"HTML until it logs in again", fault(batch, wechattest.HTML, 14), "0 1"},
			{"batch without SyncKey", fault(batch, wechattest.NoSyncKey, 3), "1"},
			{"batch with a long SyncKey", fault(batch, wechattest.LongSyncKey, 3), "1"},
			{"batch of 17 MB", fault(batch, wechattest.Huge, 2), "1"},
			{"one undecodable message", fault(batch, wechattest.Undecodable, 1), "1"},
			{"poll too often", ret(poll, 1205, 2), "0 1"},
			{"poll 1203", ret(poll, 1203, 2), "0 1"},
			{"batch too often", ret(batch, 1205, 2), "0 1"},
			{"session over, 1101", expire(1101), "1"},
			{"session over, 1102", expire(1102), "1"},
			{"session over, 1100", expire(1100), "1"},
			{"contacts are too many and late", func(b *bubble) {
				b.srv.Fault(groups, wechattest.TooMany, 2)
				b.srv.Fault(list, wechattest.HTML, 1)
				expire(1101)(b)
			}, "0 1"},
			{"answer is lost", fault(send, wechattest.LostReply, 1), "1"},
			{"answer breaks in the middle", fault(send, wechattest.Reset, 1), "1"},
			{"answer is met by silence", fault(send, wechattest.Silence, 1), "0"},
			{"answer is met by HTML", fault(send, wechattest.HTML, 1), "0"},
			{"answer finds no connection", fault(send, wechattest.Refuse, 1), "0 1"},
			{"answer 1205", ret(send, 1205, 1), "0"},
			{"answer 1203", ret(send, 1203, 1), "0"},
		} {
			before := len(b.srv.Sent())
			row.order(b)
			plain := fmt.Sprintf("第 %d 种情况：%s", i, row.name)
			b.room.Say("许衡", plain)
			b.room.Say("余笙", "@群问 帮助")
			b.archived(plain)
			b.pass(90 * time.Second)
			if strings.Contains(row.name, "answer 120") {
				b.pass(29 * time.Minute) // the outbox stays silent for half an hour
			}
			if n := len(b.srv.Sent()) - before; !strings.Contains(row.answers, fmt.Sprint(n)) {
				b.Errorf("%s: %d answers, want %s\n%s", row.name, n, row.answers, b.logs.String())
			}
			for _, path := range []string{poll, batch, send, groups, list} {
				if n := b.srv.FaultsLeft(path); n > 0 {
					b.Errorf("%s: %d faults of %s did not happen", row.name, n, path)
				}
				b.srv.ClearFaults(path)
			}
			before = len(b.srv.Sent())
			b.room.Say("许衡", "@群问 帮助")
			b.until("an answer after "+row.name, func() bool { return len(b.srv.Sent()) > before })
			if err := b.server.health(); err != nil {
				b.Errorf("%s: %v", row.name, err)
			}
		}
		if n := b.srv.Codes(); n > 5 {
			b.Errorf("%d QR codes were shown", n)
		}
		questions := strings.Count(b.post(), "帮助  \n") + strings.Count(b.post(), "帮助\n")
		if want := 2 * 30; questions != want {
			b.Errorf("%d questions in the posts, want %d", questions, want)
		}
	})
}
