package wechat

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
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
		time.Sleep(30 * time.Second)
		before := len(r.srv.Requests(""))
		r.srv.Fault("synccheck", wechattest.Refuse, 100000)
		time.Sleep(10 * time.Hour)
		if n := len(r.srv.Requests("")) - before; n < 250 || n > 450 {
			r.Errorf("%d requests in ten hours without a network", n)
		}
		r.srv.ClearFaults("synccheck")
		r.room.Say("Li", "wieder da")
		r.wantTexts("wieder da")
	})
}

func TestSendFaults(t *testing.T) {
	for _, tt := range []struct {
		name string
		do   func(*wechattest.Server, string)
		want error // nil: may have arrived
		sent int
	}{
		{"no connection", orderFault(wechattest.Refuse, 1), bot.ErrNotSent, 0},
		{"too often", orderRet(1205, 1), bot.ErrRefused, 0},
		{"refused", orderRet(1203, 1), bot.ErrRefused, 0},
		{"session over", orderRet(1101, 1), bot.ErrRefused, 0},
		{"odd", orderRet(-1, 1), bot.ErrRefused, 0},
		{"answer breaks", orderFault(wechattest.Reset, 1), nil, 1},
		{"answer lost", orderFault(wechattest.LostReply, 1), nil, 1},
		{"silence", orderFault(wechattest.Silence, 1), nil, 0},
		{"HTML", orderFault(wechattest.HTML, 1), nil, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			bubble(t, func(r *rig) {
				r.online()
				tt.do(r.srv, "webwxsendmsg")
				_, err := r.c.Send(r.Context(), r.room.ID(), "答案在此")
				if err == nil || errors.Is(err, bot.ErrNotSent) != (tt.want == bot.ErrNotSent) || errors.Is(err, bot.ErrRefused) != (tt.want == bot.ErrRefused) {
					r.Errorf("Send: %v, want %v", err, tt.want)
				}
				for _, secret := range r.srv.Secrets() {
					if err != nil && strings.Contains(err.Error(), secret) {
						r.Errorf("the error tells %q", secret)
					}
				}
				time.Sleep(10 * time.Minute)
				if n := len(r.srv.Sent()); n != tt.sent || len(r.srv.Requests("webwxsendmsg")) != 1 {
					r.Errorf("sent %d texts in %d requests, want %d in one", n, len(r.srv.Requests("webwxsendmsg")), tt.sent)
				}
				if _, err := r.c.Send(r.Context(), r.room.ID(), "noch eins"); err != nil {
					r.Errorf("the next one: %v", err)
				}
			})
		})
	}
}

func TestSendToNobody(t *testing.T) {
	bubble(t, func(r *rig) {
		foreign := r.srv.AddRoom("麻将群", "Zhao")
		r.online()
		ended, cancel := context.WithCancel(r.Context())
		cancel()
		for _, to := range []string{"", "@nobody", "@@nobody", foreign.ID()} {
			if _, err := r.c.Send(r.Context(), to, "x"); !errors.Is(err, bot.ErrNotSent) {
				r.Errorf("Send to %q: %v", to, err)
			}
		}
		if _, err := r.c.Send(ended, r.room.ID(), "x"); !errors.Is(err, bot.ErrNotSent) || !errors.Is(err, context.Canceled) {
			r.Errorf("Send with an ended context: %v", err)
		}
		if _, err := r.c.Send(r.Context(), r.room.ID(), ""); !errors.Is(err, bot.ErrNotSent) {
			r.Errorf("Send of nothing: %v", err)
		}
		if _, err := r.c.Chat(r.Context(), "sesame"); !errors.Is(err, bot.ErrNotSent) {
			r.Errorf("Chat of an unknown room: %v", err)
		}
		if n := len(r.srv.Requests("webwxsendmsg")); n != 0 {
			r.Errorf("%d requests", n)
		}
	})
}

// TestEcho sends texts that come back as messages, before and after the answer.
func TestEcho(t *testing.T) {
	for _, early := range []bool{false, true} {
		bubble(t, func(r *rig) {
			r.online()
			r.srv.EchoSends(true)
			if early {
				r.srv.Fault("webwxsendmsg", wechattest.Slow, 1)
			}
			var mu sync.Mutex
			var own []string
			r.h.on = func(in bot.Incoming) {
				mu.Lock()
				defer mu.Unlock()
				if in.Text == "答案" && !slices.Contains(own, in.ID) {
					r.Error("the message came before its ID was known")
				}
			}
			mu.Lock() // as Send asks for
			sent, err := r.c.Send(r.Context(), r.room.ID(), "答案")
			own = append(own, sent.ID)
			mu.Unlock()
			if err != nil {
				r.Fatal(err)
			}
			r.room.FromPhone("我补充一句")
			r.wantTexts("答案", "我补充一句")
			got := r.h.messages()
			if !got[0].Sender.Self || got[0].ID != sent.ID || got[0].Chat.Room != "prodarch" {
				r.Errorf("echo %+v of %+v", got[0], sent)
			}
			if !got[1].Sender.Self || got[1].ID == sent.ID {
				r.Errorf("from the phone: %+v", got[1])
			}
		})
	}
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

func TestRevokeFaults(t *testing.T) {
	bubble(t, func(r *rig) {
		r.online()
		sent, err := r.c.Send(r.Context(), r.room.ID(), "错了")
		if err != nil {
			r.Fatal(err)
		}
		r.srv.FaultRet("webwxrevokemsg", 1205, 1)
		if err := r.c.Revoke(r.Context(), sent); !errors.Is(err, bot.ErrRefused) {
			r.Errorf("too often: %v", err)
		}
		r.srv.Fault("webwxrevokemsg", wechattest.LostReply, 1)
		if err := r.c.Revoke(r.Context(), sent); err == nil || errors.Is(err, bot.ErrRefused) || errors.Is(err, bot.ErrNotSent) {
			r.Errorf("answer lost: %v", err)
		}
		if err := r.c.Revoke(r.Context(), bot.Sent{}); !errors.Is(err, bot.ErrNotSent) {
			r.Errorf("nothing: %v", err)
		}
		if !slices.Equal(r.srv.Revoked(), []string{sent.ID}) {
			r.Errorf("revoked %q", r.srv.Revoked())
		}
		r.stop()
		if err := r.c.Revoke(r.Context(), sent); !errors.Is(err, bot.ErrNotSent) {
			r.Errorf("after the end: %v", err)
		}
		if _, err := r.c.Chat(r.Context(), "prodarch"); !errors.Is(err, bot.ErrNotSent) {
			r.Errorf("Chat after the end: %v", err)
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
