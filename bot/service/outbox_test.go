package service

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"qunwen/bot"
	"qunwen/bot/bottest"
	"qunwen/bot/schedule"
	"qunwen/bot/store"
)

// TestSlowService lets others wait while one message is on its way, and no
// longer.
func TestSlowService(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, script{})
		s.wire.delay = 5 * time.Second
		s.service.Outbox.putAll(out("paydesk", "p", "a"), out("clearing", "q", "b"))
		s.want("after 5 s", s.later(5*time.Second), "paydesk: a")
		if s.service.Idle() {
			t.Error("idle with a message on its way")
		}
		s.want("after 10 s", s.later(5*time.Second), "clearing: b")
		if !s.service.Idle() {
			t.Error("not idle at the end")
		}
	})
}

func TestTwoParts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, script{cfg: func(c *bot.Config) { c.Pace = bot.Pace{MinGap: time.Minute, PersonGap: time.Hour} }})
		long := strings.Repeat("长", 400)
		s.service.Outbox.putAll(out("paydesk", "p", long+"\n"+long+"\n"+long))
		got := s.later(5 * time.Minute)
		s.want("a long reply", got, "paydesk: 长", "paydesk: 长……")
		if n := len([]rune(strings.TrimPrefix(got[1], "paydesk: "))); n > 700 {
			t.Errorf("%d characters", n)
		}
		if gap := s.wire.at[1].Sub(s.wire.at[0]); gap != time.Minute {
			t.Errorf("the second came after %v", gap)
		}
	})
}

// TestBreaker is silent for half an hour after a refusal, then tries one.
func TestBreaker(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, script{})
		refuses, tries := true, 0
		s.wire.fail = func(string) error {
			tries++
			if refuses {
				return fmt.Errorf("%w: 1205", bot.ErrRefused)
			}
			return nil
		}
		s.service.Outbox.putAll(out("paydesk", "p", "a"), out("paydesk", "p", "b"), out("clearing", "p", "c"))
		s.later(29 * time.Minute)
		s.service.Outbox.putAll(out("clearing", "p", "d"))
		s.later(time.Second)
		if tries != 1 || s.service.Outbox.Counts.Dropped.Load() != 3 {
			t.Errorf("%d tries, %d dropped", tries, s.service.Outbox.Counts.Dropped.Load())
		}
		s.later(time.Minute)
		s.service.Outbox.putAll(out("clearing", "p", "e"), out("clearing", "p", "f"))
		s.want("while it still refuses", s.later(time.Minute))
		if tries != 2 {
			t.Errorf("%d tries half open, want one", tries-1)
		}
		refuses = false
		s.later(brokenFor)
		s.service.Outbox.putAll(out("clearing", "p", "g"), out("clearing", "p", "h"))
		s.want("afterwards", s.later(time.Second), "clearing: g", "clearing: h")
	})
}

// TestOutcome says of each error whether the message may be tried again.
func TestOutcome(t *testing.T) {
	for _, tt := range []struct {
		name  string
		err   error
		again bool
	}{
		{"surely not sent", bot.ErrNotSent, true},
		{"refused", bot.ErrRefused, true},
		{"nobody knows", errBroken, false},
		{"it ended on the way", context.DeadlineExceeded, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newStage(t, script{})
				s.wire.fail = func(string) error { return tt.err }
				s.service.Outbox.putAll(out("paydesk", "p", "a"))
				s.later(time.Second)
				s.wire.fail = nil
				s.later(time.Hour)
				s.service.Outbox.putAll(out("paydesk", "p", "a"))
				if got := s.later(time.Second); (len(got) == 1) != tt.again {
					t.Errorf("sent %q", got)
				}
			})
		})
	}
}

// TestOwns knows the bot's words, by their ID or, where that never became
// known, by themselves.
func TestOwns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, script{})
		s.says("林念", "@群问 帮助")
		echo := s.message("我", help(t))
		echo.ID = s.wire.sent[0].ID
		s.want("an echo", s.hears(echo))
		s.wire.fail = func(string) error { return errBroken }
		s.says("老熊", "@群问 状态")
		s.wire.fail = nil
		s.want("an echo of what may have been sent", s.says("我", "我在，支付产品群\n最近 24 小时发了 1 条"))
		s.want("the owner", s.says("我", "@群问 帮助"), "paydesk: 我记得")
		if got := s.archive.said(); slices.Contains(got, "我: "+help(t)) {
			t.Errorf("archived as the owner's: %q", got)
		}
	})
}

// TestDayAfterRestart counts what earlier runs sent.
func TestDayAfterRestart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, script{cfg: func(c *bot.Config) { c.Pace.TotalPerDay = 2 }})
		s.want("first", s.says("林念", "@群问 帮助"), "paydesk: ")
		s.want("second", s.says("林念", "@群问 帮助"), "paydesk: ")
		s.stop()
		s.run(script{})
		s.want("third", s.says("林念", "@群问 帮助"))
		s.later(24 * time.Hour)
		s.want("a day later", s.says("林念", "@群问 帮助"), "paydesk: ")
	})
}

// TestOnce delivers a message again: at once, after a restart and by another
// login.
func TestOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, script{})
		in := s.message("林念", "@群问 帮助")
		s.want("first", s.hears(in), "paydesk: ")
		s.want("again", s.hears(in))
		s.stop()
		s.run(script{})
		s.want("after a restart", s.hears(in))
		in.Login = "second"
		s.want("by another login", s.hears(in))
		if n := slices.Index(s.archive.said(), "林念: @群问 帮助"); n != 0 || len(s.archive.said()) != 2 {
			t.Errorf("archived %q", s.archive.said())
		}
	})
}

// TestCrash ends between the intention and the sending: it is not sent again.
func TestCrash(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "bot.db")
		s := newStage(t, script{cfg: func(c *bot.Config) { c.Store = bottest.Store(t, path) }})
		in := s.message("林念", "@群问 帮助")
		if _, err := s.cfg.Store.Intend(t.Context(), store.Sending{Key: in.Key("reply"), Room: "paydesk", Time: s.now()}); err != nil {
			t.Fatal(err)
		}
		s.want("after the crash", s.hears(in))
	})
}

// TestDryRun says what would be sent, and sends nothing.
func TestDryRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log, text := logTo(t)
		var rehearsed string
		s := newStage(t, script{dry: true, cfg: func(c *bot.Config) { c.Log, c.Pace = log, bot.DefaultPace() },
			service: func(c *Config) { c.Rehearse = func(_, text string) { rehearsed += text } }})
		s.want("dry", s.says("林念", "@群问 帮助"))
		if !strings.Contains(text(), "would send") || strings.Contains(text(), "我记得群里聊过什么") || !strings.Contains(rehearsed, "我记得群里聊过什么") {
			t.Errorf("rehearsed %q, log: %s", rehearsed, text())
		}
		if n, err := s.cfg.Store.CountSince(t.Context(), time.Time{}); n != 0 || err != nil {
			t.Errorf("%d sendings noted, err %v", n, err)
		}
	})
}

func TestQuietHours(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, script{start: "2023-05-08 23:30", policy: schedule.Policy{Quiet: schedule.Quiet{"23:00", "08:00"}}})
		s.want("who asks is answered", s.says("林念", "@群问 帮助"), "paydesk: ")
		s.want("an admin is read back", s.says("老熊", "近期分享安排：\n5月10日 @王一-甲支付-产品 退款对账"), "paydesk: 记下了")
		s.service.Outbox.putAll(bot.Outgoing{Key: "r", Chat: bot.Chat{Room: "paydesk"}, Purpose: bot.ForReminder, Text: "提醒"})
		s.want("nothing unasked", s.later(time.Second))
	})
}

// TestFinish ends sending while a message is on its way: that one arrives and
// is noted, the next is not sent. A message that never arrives is not waited for
// longer than asked.
func TestFinish(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tr := &recorder{delay: time.Second, now: time.Now}
		o := newOutbox(Config{Bot: mustNew(t, bot.Config{Searcher: &bottest.Searcher{}}), Transport: tr, Send: true}, nil)
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		go o.run(ctx)
		o.putAll(out("paydesk", "p", "a"), out("lounge", "q", "b"))
		synctest.Wait()
		hurried, cancel := context.WithTimeout(ctx, 100*time.Millisecond)
		defer cancel()
		if o.finish(hurried); o.Counts.Sent.Load() != 0 {
			t.Error("waited longer than asked")
		}
		o.finish(ctx)
		stop()
		synctest.Wait()
		if sent, failed := o.Counts.Sent.Load(), o.Counts.Failed.Load(); len(tr.texts) != 1 || sent != 1 || failed != 1 {
			t.Errorf("sent %q, %d sent and %d failed are noted; want one of each", tr.texts, sent, failed)
		}
	})
}

// TestFull drops what is too much to say.
func TestFull(t *testing.T) {
	o := newOutbox(Config{Bot: mustNew(t, bot.Config{Searcher: &bottest.Searcher{}}), Transport: &recorder{}, Send: true}, nil)
	for i := range mostQueued + 3 {
		o.putAll(out("paydesk", "p", fmt.Sprint(i)))
	}
	if n := o.Counts.Dropped.Load(); n != 3 {
		t.Errorf("%d dropped, want 3", n)
	}
	if o.idle() {
		t.Error("idle")
	}
}

func TestOutboxEndsWithContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, script{cfg: func(c *bot.Config) { c.Pace.Thinking = time.Second }})
		s.service.Outbox.putAll(out("paydesk", "p", "a"))
		s.stop()
		if got := s.later(time.Minute); len(got) != 0 {
			t.Errorf("sent %q after the end", got)
		}
		if err := pause(s.Context(), 0); err != nil && !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
}
