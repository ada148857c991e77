package wechat

import (
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"qunwen/bot"
	"qunwen/bot/wechat/wechattest"
)

func TestLoginReadSendRevoke(t *testing.T) {
	bubble(t, func(r *rig) {
		r.srv.AutoConfirm(false)
		r.srv.AddFriend("Li", "admin-李")
		r.room.Display("Li", "李四 & 朋友").Display("", "小助手")
		r.start()
		r.until("a code", func() bool { return r.h.last().Phase == bot.WaitScan })
		if qr := r.h.last().QR; qr != "https://login.weixin.qq.com/l/code-1==" {
			r.Errorf("QR %q", qr)
		}
		r.srv.Scan()
		r.until("the phone", func() bool { return r.h.last().Phase == bot.WaitPhone })
		r.srv.Confirm()
		r.until("online", func() bool { return r.h.last().Phase == bot.Online })
		id := r.room.Say("Li", "本周分享:\n主题:\n退款 <b>")
		r.wantTexts("本周分享:\n主题:\n退款 <b>")
		in := r.h.messages()[0]
		if in.ID != id || in.Kind != bot.Text || in.Sender.Display != "李四 & 朋友" || in.Sender.Remark != "admin-李" || in.Sender.Self {
			r.Errorf("message %+v", in)
		}
		if c := in.Chat; c.Room != "prodarch" || c.Direct || !slices.Equal(c.Names, []string{"小助手", "群问助手"}) || !slices.Equal(c.Members, []string{"李四 & 朋友", "Li", "Wang"}) {
			r.Errorf("chat %+v", c)
		}
		sent, err := r.c.Send(r.Context(), in.Chat.ID, "群里聊过 <b>&")
		if err != nil {
			r.Fatal(err)
		}
		if got := r.srv.Sent(); len(got) != 1 || got[0].ID != sent.ID || got[0].Text != "群里聊过 <b>&" || got[0].To != "支付产品架构交流群" {
			r.Errorf("sent %+v, the service got %+v", sent, got)
		}
		if err := r.c.Revoke(r.Context(), sent); err != nil || !slices.Equal(r.srv.Revoked(), []string{sent.ID}) {
			r.Errorf("revoked %q, err %v", r.srv.Revoked(), err)
		}
		r.pass(3 * time.Minute)
		if err := r.c.Revoke(r.Context(), sent); !errors.Is(err, bot.ErrRefused) {
			r.Errorf("late revoke: %v", err)
		}
		if c, err := r.c.Chat(r.Context(), "prodarch"); err != nil || c.ID != in.Chat.ID {
			r.Errorf("Chat = %+v, %v", c, err)
		}
		r.stop()
		if r.err != nil {
			r.Errorf("Run: %v", r.err)
		}
		if _, err := r.c.Send(r.Context(), in.Chat.ID, "x"); !errors.Is(err, bot.ErrNotSent) {
			r.Errorf("Send after the end: %v", err)
		}
		if fi, err := os.Stat(r.file); err != nil || fi.Mode().Perm() != 0o600 {
			r.Errorf("session file %v, %v", fi, err)
		}
	})
}

func TestHotLoginManyTimes(t *testing.T) {
	bubble(t, func(r *rig) {
		r.online()
		for i := range 6 {
			want := string(rune('a' + i))
			if i%2 == 0 { // while nobody listens
				r.stop()
				r.room.Say("Wang", want)
				r.online()
			} else {
				r.room.Say("Wang", want)
			}
			if i%2 == 1 {
				r.wantTexts(string(rune('a'+i-1)), want)
			}
		}
		if n := r.srv.Codes(); n != 1 {
			r.Errorf("%d codes", n)
		}
		if n := len(r.srv.Requests("webwxpushloginurl")); n != 0 {
			r.Errorf("%d questions on the phone", n)
		}
		r.pass(10 * time.Hour) // polls, and names that are asked for again
		r.room.Say("Li", "later")
		r.wantTexts("e", "f", "later")
		if n := r.srv.Codes() + len(r.srv.Requests("webwxpushloginurl")); n != 1 {
			t.Errorf("%d logins", n)
		}
	})
}

func TestExpiry(t *testing.T) {
	for _, ret := range []int{1100, 1101, 1102} {
		bubble(t, func(r *rig) {
			r.online()
			before := r.room.ID()
			r.room.Say("Li", "one")
			r.wantTexts("one")
			r.srv.ExpireSession(ret)
			r.until("another login", func() bool { return r.room.ID() != before && r.h.last().Phase == bot.Online })
			if n := len(r.srv.Requests("webwxpushloginurl")); n != 1 || r.srv.Codes() != 1 {
				r.Errorf("%d questions on the phone, %d codes", n, r.srv.Codes())
			}
			polls := r.srv.Requests("synccheck")
			if key := polls[len(polls)-1].Query.Get("synckey"); !strings.HasSuffix(key, "|2_3") {
				t.Errorf("the new session goes on from the key %q of the old", key)
			}
			r.room.Say("Li", "two")
			r.wantTexts("one", "two")
			if _, err := r.c.Send(r.Context(), before, "x"); !errors.Is(err, bot.ErrNotSent) {
				r.Errorf("Send to a name of before: %v", err)
			}
			if in := r.h.messages()[1]; in.Chat.Room != "prodarch" || in.Chat.ID == before {
				r.Errorf("chat %+v", in.Chat)
			}
			r.online() // hot with the new session
			if n := len(r.srv.Requests("webwxpushloginurl")); n != 1 || r.srv.Codes() != 1 {
				r.Errorf("after a restart: %d questions on the phone, %d codes", n, r.srv.Codes())
			}
		})
	}
}

func TestExpiryWithoutPush(t *testing.T) {
	bubble(t, func(r *rig) {
		r.online()
		r.srv.Push(false)
		r.srv.ExpireSession(1101)
		r.until("another code", func() bool { return r.srv.Codes() == 2 && r.h.last().Phase == bot.Online })
		if !slices.Contains(r.h.phases(), bot.WaitScan) {
			r.Errorf("phases %v", r.h.phases())
		}
	})
}

func TestRefused(t *testing.T) {
	bubble(t, func(r *rig) {
		r.srv.RefuseLogin("为了你的帐号安全，此微信号不能登录网页微信。")
		r.start()
		r.until("the end", func() bool { return r.h.last().Reason != "" })
		synctest.Wait()
		r.stop()
		if e, ok := errors.AsType[*RefusedError](r.err); !ok || e.ret != 1203 || e.reason == "" {
			r.Errorf("Run: %v", r.err)
		}
		if st := r.h.last(); st.Phase != bot.Offline || r.srv.Codes() != 1 {
			r.Errorf("state %+v, %d codes", st, r.srv.Codes())
		}
	})
}

func TestCodesNobodyScans(t *testing.T) {
	bubble(t, func(r *rig) {
		r.srv.AutoConfirm(false)
		r.start()
		r.pass(20 * time.Hour)
		if n := r.srv.Codes(); n != 5 {
			r.Errorf("%d codes in 20 hours, want 5", n)
		}
		if st := r.h.last(); st.Phase != bot.Offline || st.Reason == "" {
			r.Errorf("state %+v", st)
		}
		r.pass(4*time.Hour - time.Minute)
		r.until("the code of the next day", func() bool { return r.srv.Codes() > 5 && r.h.last().Phase == bot.WaitScan })
		r.srv.Confirm()
		r.until("online", func() bool { return r.h.last().Phase == bot.Online })
	})
}

// TestScannedCodesAreFree logs in and out all day.
func TestScannedCodesAreFree(t *testing.T) {
	bubble(t, func(r *rig) {
		r.srv.Push(false)
		r.online()
		for i := range 8 {
			r.srv.ExpireSession(1101)
			before := time.Now()
			r.until("another login", func() bool { return r.srv.Codes() == i+2 && r.h.last().Phase == bot.Online })
			if d := time.Since(before); d > 20*time.Second {
				r.Errorf("login %d took %v", i, d)
			}
		}
	})
}

// TestQuestionOnThePhone lets the owner ignore it: a code follows.
func TestQuestionOnThePhone(t *testing.T) {
	bubble(t, func(r *rig) {
		r.online()
		r.srv.AutoConfirm(false)
		r.srv.ExpireSession(1101)
		r.until("the question", func() bool { return r.h.last().Phase == bot.WaitPhone })
		r.until("a code", func() bool { return r.h.last().Phase == bot.WaitScan })
		if n := len(r.srv.Requests("webwxpushloginurl")); n != 1 || r.srv.Codes() != 2 {
			r.Errorf("%d questions on the phone, %d codes", n, r.srv.Codes())
		}
		r.srv.Confirm()
		r.until("online", func() bool { return r.h.last().Phase == bot.Online })
	})
}

// TestRestartAfterExpiry finds out with the first request that the session of
// the file is over.
func TestRestartAfterExpiry(t *testing.T) {
	bubble(t, func(r *rig) {
		r.online()
		r.stop()
		r.srv.ExpireSession(1102)
		r.online()
		if n := len(r.srv.Requests("webwxpushloginurl")); n != 1 || r.srv.Codes() != 1 {
			r.Errorf("%d questions on the phone, %d codes", n, r.srv.Codes())
		}
		r.room.Say("Li", "一")
		r.wantTexts("一")
	})
}

// TestRefusedHot ends Run when a session is refused that was good before.
func TestRefusedHot(t *testing.T) {
	for _, path := range []string{"webwxinit", "webwxstatusnotify"} {
		bubble(t, func(r *rig) {
			r.online()
			r.stop()
			r.srv.FaultRet(path, 1203, 1)
			r.start()
			r.until("the end", func() bool { return r.h.last().Reason != "" })
			r.pass(time.Hour)
			r.stop()
			if _, ok := errors.AsType[*RefusedError](r.err); !ok || r.srv.Codes() != 1 {
				r.Errorf("%s: Run: %v, %d codes", path, r.err, r.srv.Codes())
			}
		})
	}
}

// TestCodeOutlivesNetwork shows the same code again after the network was away.
func TestCodeOutlivesNetwork(t *testing.T) {
	bubble(t, func(r *rig) {
		r.srv.AutoConfirm(false)
		r.start()
		r.until("a code", func() bool { return r.h.last().Phase == bot.WaitScan })
		r.srv.Fault("login", wechattest.Reset, 3)
		r.until("the faults are through", func() bool { return r.srv.FaultsLeft("login") == 0 })
		r.pass(30 * time.Second)
		r.srv.Confirm()
		r.until("online", func() bool { return r.h.last().Phase == bot.Online })
		if n := r.srv.Codes(); n != 1 || !slices.Equal(r.h.phases(), []bot.Phase{bot.WaitScan, bot.WaitPhone, bot.Online}) {
			r.Errorf("%d codes, phases %v", n, r.h.phases())
		}
	})
}

// TestQuestionOutlivesNetwork asks on the phone once, although the network goes.
func TestQuestionOutlivesNetwork(t *testing.T) {
	bubble(t, func(r *rig) {
		r.online()
		r.srv.AutoConfirm(false)
		r.srv.Fault("webwxpushloginurl", wechattest.Refuse, 4)
		r.srv.ExpireSession(1101)
		r.until("the question", func() bool { return len(r.srv.Requests("webwxpushloginurl")) == 5 })
		r.srv.Fault("login", wechattest.Reset, 3)
		r.until("the faults are through", func() bool { return r.srv.FaultsLeft("login") == 0 })
		r.pass(30 * time.Second)
		r.srv.Confirm()
		r.until("online", func() bool { return r.h.last().Phase == bot.Online })
		if n := len(r.srv.Requests("webwxpushloginurl")); n != 5 || r.srv.Codes() != 1 {
			r.Errorf("%d questions on the phone, %d codes", n, r.srv.Codes())
		}
	})
}
