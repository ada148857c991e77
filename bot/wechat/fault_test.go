package wechat

import (
	"slices"
	"strings"
	"testing"
	"time"

	"qunwen/bot"
	"qunwen/bot/wechat/wechattest"
)

// TestFaults lets the service go wrong while a message is on its way; it must
// arrive once, after a while, without a hot loop and without a new login.
func TestFaults(t *testing.T) {
	for _, tt := range []struct {
		name string
		path string
		do   func(*wechattest.Server, string)
	}{
		{"no connection", "synccheck", orderFault(wechattest.Refuse, 8)},
		{"poll breaks", "synccheck", orderFault(wechattest.Reset, 8)},
		{"poll is silent", "synccheck", orderFault(wechattest.Silence, 3)},
		{"poll is HTML", "synccheck", orderFault(wechattest.HTML, 5)},
		{"poll too often", "synccheck", orderRet(1205, 5)},
		{"poll 1203", "synccheck", orderRet(1203, 5)},
		{"poll unknown", "synccheck", orderRet(2, 5)},
		{"batch breaks", "webwxsync", orderFault(wechattest.Reset, 8)},
		{"batch lost", "webwxsync", orderFault(wechattest.LostReply, 8)},
		{"batch silent", "webwxsync", orderFault(wechattest.Silence, 3)},
		{"batch is HTML", "webwxsync", orderFault(wechattest.HTML, 5)},
		{"batch huge", "webwxsync", orderFault(wechattest.Huge, 2)},
		{"batch without a key", "webwxsync", orderFault(wechattest.NoSyncKey, 5)},
		{"batch with a long key", "webwxsync", orderFault(wechattest.LongSyncKey, 5)},
		{"batch too often", "webwxsync", orderRet(1205, 5)},
		{"batch 1203", "webwxsync", orderRet(1203, 5)},
		{"batch with one bad message", "webwxsync", orderFault(wechattest.Undecodable, 1)},
		{"nonsense for long", "webwxsync", orderFault(wechattest.HTML, 14)}, // ends in a hot login
	} {
		t.Run(tt.name, func(t *testing.T) {
			bubble(t, func(r *rig) {
				r.online()
				before := len(r.srv.Requests(tt.path))
				start := time.Now()
				tt.do(r.srv, tt.path)
				orders := r.srv.FaultsLeft(tt.path)
				r.room.Say("Li", "退款")
				r.wantTexts("退款")
				r.until("the faults are through", func() bool { return r.srv.FaultsLeft(tt.path) == 0 && r.h.last().Phase == bot.Online })
				// A poll is held for 25 s, so faults of the poll alone take their time.
				if n := len(r.srv.Requests(tt.path)) - before; n > orders+20+int(time.Since(start)/(20*time.Second)) {
					r.Errorf("%d requests for %d faults within %v", n, orders, time.Since(start))
				}
				r.wantTexts("退款")
				if r.srv.Codes() != 1 || len(r.srv.Requests("webwxpushloginurl")) != 0 {
					r.Errorf("%d codes", r.srv.Codes())
				}
				r.room.Say("Li", "分账")
				r.wantTexts("退款", "分账")
			})
		})
	}
}

func orderFault(k wechattest.Kind, n int) func(*wechattest.Server, string) {
	return func(s *wechattest.Server, path string) { s.Fault(path, k, n) }
}

func orderRet(code, n int) func(*wechattest.Server, string) {
	return func(s *wechattest.Server, path string) { s.FaultRet(path, code, n) }
}

func TestUndecodableIsCounted(t *testing.T) {
	bubble(t, func(r *rig) {
		r.online()
		r.srv.Fault("webwxsync", wechattest.Undecodable, 1)
		r.room.Say("Li", "a")
		r.wantTexts("a")
		if n := r.c.Counts().Unreadable; n != 1 {
			r.Errorf("%d unreadable messages", n)
		}
	})
}

// TestLoginFaults lets each step of a login go wrong, the first time and hot.
func TestLoginFaults(t *testing.T) {
	own := map[string][]wechattest.Kind{"jslogin": nil, "webwxnewloginpage": nil, "webwxstatusnotify": nil, "webwxgetcontact": nil,
		"login": {wechattest.UnknownState}, "webwxinit": {wechattest.NoSyncKey, wechattest.LongSyncKey, wechattest.NoUser}, "webwxbatchgetcontact": {wechattest.TooMany}}
	for path, more := range own {
		for _, kind := range append(more, wechattest.Refuse, wechattest.Reset, wechattest.LostReply, wechattest.Silence, wechattest.HTML) {
			bubble(t, func(r *rig) {
				r.srv.Fault(path, kind, 3)
				r.online()
				r.room.Say("Li", "一")
				r.wantTexts("一")
				r.srv.ClearFaults(path)
				r.srv.Fault(path, kind, 3)
				codes := r.srv.Codes()
				r.online()
				r.room.Say("Li", "二")
				r.wantTexts("二")
				if codes > 4 || r.srv.Codes() != codes {
					r.Errorf("%s %d: %d codes, then %d", path, kind, codes, r.srv.Codes())
				}
			})
		}
	}
}

func TestDegraded(t *testing.T) {
	bubble(t, func(r *rig) {
		r.online()
		r.srv.Fault("synccheck", wechattest.Silence, 6)
		r.until("degraded", func() bool { return r.h.last().Phase == bot.Degraded })
		if st := r.h.last(); st.Reason == "" {
			r.Errorf("state %+v", st)
		}
		r.until("online again", func() bool { return r.h.last().Phase == bot.Online })
	})
}

// TestPaceOfFailures counts polls while the network is down for ten hours; then
// the cookies are still good.
func TestPaceOfFailures(t *testing.T) {
	bubble(t, func(r *rig) {
		r.online()
		r.pass(30 * time.Second)
		before := len(r.srv.Requests(""))
		r.srv.Fault("synccheck", wechattest.Refuse, 100000)
		r.pass(10 * time.Hour)
		if n := len(r.srv.Requests("")) - before; n < 250 || n > 450 {
			r.Errorf("%d requests in ten hours without a network", n)
		}
		r.srv.ClearFaults("synccheck")
		r.room.Say("Li", "wieder da")
		r.wantTexts("wieder da")
	})
}

func TestLogTellsNothing(t *testing.T) {
	bubble(t, func(r *rig) {
		r.online()
		for _, path := range []string{"synccheck", "webwxsync", "webwxsendmsg", "webwxbatchgetcontact", "webwxgetcontact"} {
			for _, k := range []wechattest.Kind{wechattest.Refuse, wechattest.HTML, wechattest.Reset} {
				r.srv.Fault(path, k, 1)
			}
		}
		r.room.Say("Neu", "这句话不能进日志")
		_, _ = r.c.Send(r.Context(), r.room.ID(), "这句也不能")
		r.until("the message", func() bool { return len(r.h.texts()) == 1 })
		r.srv.ExpireSession(1101)
		r.until("another login", func() bool { return slices.Contains(r.h.phases()[2:], bot.WaitPhone) && r.h.last().Phase == bot.Online })
		if log := r.log.String(); !strings.Contains(log, "polls") && !strings.Contains(log, "session over") {
			r.Errorf("the log tells nothing at all:\n%s", log)
		}
		if strings.Contains(r.log.String(), "http") {
			r.Errorf("the log has an address:\n%s", r.log.String())
		}
	})
}

// TestQuietHeart looks at a session without heartbeat, that fails no request.
func TestQuietHeart(t *testing.T) {
	bubble(t, func(r *rig) {
		r.online()
		h := &recorder{}
		run := &runner{Client: r.c, h: h, state: bot.State{Phase: bot.Online}, said: true}
		s := newSession(r.Context(), nil, r.srv, nil)
		defer s.cancel()
		s.lastOK.Store(time.Now().UnixNano())
		for _, want := range []bot.Phase{bot.Offline, bot.Degraded, bot.Online} { // Offline: nothing told
			run.check(r.Context(), s)
			if got := h.last().Phase; got != want {
				r.Errorf("phase %d, want %d", got, want)
			}
			time.Sleep(91 * time.Second)
			if want == bot.Degraded {
				s.lastOK.Store(time.Now().UnixNano())
			}
		}
	})
}

func TestRunTwice(t *testing.T) {
	bubble(t, func(r *rig) {
		r.online()
		if err := r.c.Run(r.Context(), &recorder{}); err == nil {
			r.Error("two at a time")
		}
	})
}
