package service

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"qunwen/bot"
	"qunwen/bot/bottest"
	"qunwen/bot/schedule"
	"qunwen/bot/store"
	"qunwen/index"
)

// TestReminders sends them through the outbox: once, not at night, not while
// muted, and doubts to an admin only.
func TestReminders(t *testing.T) {
	policy := schedule.DefaultPolicy()
	t.Run("a day before and on the day", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := newStage(t, script{start: "2023-05-08 19:00", policy: policy})
			s.says("老熊", "近期分享安排：\n5月9日 20:00 @王一-甲支付-产品 退款对账")
			s.want("the evening before", s.later(61*time.Minute), "paydesk: 明天的分享：…王一")
			restart := func(clock time.Duration) {
				s.stop()
				time.Sleep(time.Date(2023, 5, 9, 0, 0, 0, 0, time.UTC).Add(clock).Sub(s.now()))
				s.run(script{policy: policy})
			}
			restart(-3 * time.Hour)
			s.want("not again", s.later(time.Hour))
			restart(8*time.Hour + 55*time.Minute)
			s.want("the morning", s.later(10*time.Minute), "paydesk: 今天的分享：…王一")
			restart(19*time.Hour + 40*time.Minute)
			s.want("shortly before", s.later(10*time.Minute), "paydesk: 还有15分钟开始：")
		})
	})
	t.Run("brought forward into the quarter before", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := newStage(t, script{start: "2023-05-09 19:30", policy: policy})
			s.says("老熊", "近期分享安排：\n5月9日 21:00 @王一-甲支付-产品 退款对账\n5月10日 20:00 @李二-乙银行-研发 清算通道")
			s.want("nothing yet", s.later(20*time.Minute))
			s.says("老熊", "今晚的分享提前到20:00")
			s.want("at once", s.later(time.Minute), "paydesk: 还有10分钟开始：…王一")
			s.stop()
			s.run(script{policy: policy})
			s.want("once", s.later(5*time.Minute))
		})
	})
	t.Run("muted", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := newStage(t, script{start: "2023-05-08 19:00", policy: policy})
			s.says("老熊", "近期分享安排：\n5月9日 20:00 @王一-甲支付-产品 退款对账")
			s.says("老熊", "@群问 静音 2小时")
			s.want("the evening before", s.later(2*time.Hour))
		})
	})
	t.Run("during a session", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := newStage(t, script{start: "2023-05-08 19:00", policy: policy})
			s.says("老熊", "近期分享安排：\n5月8日 19:30 @李二-乙银行-研发 清算通道\n5月9日 20:00 @王一-甲支付-产品 退款对账")
			s.want("before", s.later(20*time.Minute), "paydesk: 还有15分钟")
			s.want("the evening before, in the session", s.later(90*time.Minute))
			s.want("when it is over", s.later(15*time.Minute), "paydesk: 明天的分享：…王一")
		})
	})
	t.Run("after an outage", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := newStage(t, script{start: "2023-05-08 19:00"})
			s.says("老熊", "近期分享安排：\n5月9日 20:00 @王一-甲支付-产品 退款对账")
			s.stop()
			looked := s.looked()
			time.Sleep(15 * time.Hour)
			s.serveSince(policy, looked)
			s.want("at once", s.later(time.Minute), "paydesk: 刚才没能按时提醒，补一句：…王一")
			if looked.read().Before(s.now().Add(-noteEvery)) {
				t.Errorf("looked at %v", looked.read())
			}
		})
	})
	t.Run("while the account is disconnected", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := newStage(t, script{start: "2023-05-08 19:00", policy: policy})
			s.says("老熊", "近期分享安排：\n5月9日 20:00 @王一-甲支付-产品 退款对账")
			s.service.OnState(t.Context(), bot.State{Phase: bot.Degraded})
			s.want("disconnected", s.later(2*time.Hour))
			s.service.OnState(t.Context(), bot.State{Phase: bot.Online})
			s.want("again", s.later(time.Minute), "paydesk: 刚才没能按时提醒，补一句：…王一")
			s.want("once", s.later(time.Hour))
		})
	})
	t.Run("that could not be sent", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := newStage(t, script{start: "2023-05-08 19:00", policy: policy})
			s.says("老熊", "近期分享安排：\n5月9日 20:00 @王一-甲支付-产品 退款对账")
			failing := true
			s.wire.mu.Lock()
			s.wire.fail = func(string) error {
				if failing {
					return bot.ErrNotSent
				}
				return nil
			}
			s.wire.mu.Unlock()
			s.want("not sent", s.later(62*time.Minute))
			s.wire.mu.Lock()
			failing = false
			s.wire.mu.Unlock()
			s.want("soon after", s.later(2*time.Minute), "paydesk: 明天的分享：…王一")
			s.want("once", s.later(time.Hour))
		})
	})
	t.Run("while the store fails", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := newStage(t, script{start: "2023-05-08 19:00", policy: policy})
			s.says("老熊", "近期分享安排：\n5月9日 20:00 @王一-甲支付-产品 退款对账")
			s.stop()
			looked := s.looked()
			time.Sleep(time.Hour)
			works := s.cfg.Store
			s.cfg.Store = bottest.Store(t, filepath.Join(t.TempDir(), "closed.db"))
			if err := s.cfg.Store.Close(); err != nil {
				t.Fatal(err)
			}
			s.serveSince(policy, looked)
			s.want("not known whether it was sent", s.later(time.Minute))
			s.stop()
			s.cfg.Store = works
			s.serveSince(policy, looked)
			s.want("when that is known", s.later(time.Minute), "paydesk: 明天的分享：…王一")
		})
	})
	t.Run("in doubt", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := newStage(t, script{start: "2023-05-09 08:50", policy: policy})
			s.says("老熊", "近期分享安排：\n5月9日 20:00 @王一-甲支付-产品 退款对账")
			s.says("老熊", "@群问 取消 5月9日")
			got := s.later(2 * time.Hour)
			if len(got) == 0 {
				t.Fatal("the admin is not told")
			}
			for _, text := range got {
				if !strings.HasPrefix(text, "老熊: 支付产品群，提醒管理员：") {
					t.Errorf("sent %q", text)
				}
			}
			s.want("and when asked", s.says("老熊", "@群问 状态"), "paydesk: 我在，…提醒管理员：")
		})
	})
}

// looked is a file that says that reminders were seen to just now.
func (s *stage) looked() lookFile {
	s.Helper()
	f := lookFile(filepath.Join(s.TempDir(), "looked"))
	if err := f.write(s.now()); err != nil {
		s.Fatal(err)
	}
	return f
}

// serveSince runs a service that keeps until when it has seen to reminders.
func (s *stage) serveSince(policy schedule.Policy, looked lookFile) {
	s.serve(Config{Policy: policy, Send: true, LookFile: string(looked)})
}

// TestNews tells whoever asked, once, with the quote, when a later message
// answers what nobody knew.
func TestNews(t *testing.T) {
	answered := func(s *stage, speaker string) index.Result {
		h := bottest.Hit()
		h.Messages = []index.HitMessage{{ID: "paydesk/2023-05-08/100200", Time: s.now(), Speaker: speaker, Quote: "氧气按克计费"}}
		return index.Result{Words: 1, Verdict: index.Answer, Hits: []index.Hit{h}}
	}
	quiet := schedule.Policy{Quiet: schedule.Quiet{"23:00", "08:00"}}
	mute := func(s *stage) { s.says("老熊", "@群问 静音 1小时") } // a minute before it is answered
	for _, tt := range []struct {
		name    string
		start   string
		speaker string
		before  func(s *stage) // before it is answered
		wait    time.Duration
		want    []string
	}{
		{"told", "", "许衡", nil, time.Minute, []string{"paydesk: @林念 你问过「火星上的氧气怎么计费？」…许衡：氧气按克计费", "paydesk: @冯恩 你问过"}},
		{"nobody is told of their own words", "", "林念", nil, time.Minute, []string{"paydesk: @冯恩 你问过"}},
		{"not in quiet hours", "2023-05-08 07:30", "许衡", nil, 25 * time.Minute, nil},
		{"but after them", "2023-05-08 07:30", "许衡", nil, 35 * time.Minute, []string{"paydesk: @林念", "paydesk: @冯恩"}},
		{"not while muted", "", "许衡", mute, 55 * time.Minute, nil},
		{"after the mute", "", "许衡", mute, 65 * time.Minute, []string{"paydesk: @林念", "paydesk: @冯恩"}},
		{"after a refusal", "", "许衡", func(s *stage) {
			s.wire.fail = func(string) error {
				s.wire.fail = nil
				return bot.ErrRefused
			}
		}, time.Hour, []string{"paydesk: @", "paydesk: @"}},
		{"though others were asked more often, long ago", "", "许衡", func(s *stage) {
			for i := range 3 * mostOpen {
				a := store.Ask{Room: "paydesk", Question: fmt.Sprintf("老问题%d", i%mostOpen), Person: "p", Name: "甲", Time: s.now().Add(-newsLife - time.Hour)}
				if _, err := s.cfg.Store.AddUnanswered(s.Context(), a); err != nil {
					s.Fatal(err)
				}
			}
		}, time.Minute, []string{"paydesk: @林念", "paydesk: @冯恩"}},
		{"not if the speaker is hidden", "", "许衡", func(s *stage) { s.says("许衡", "@群问 隐藏我"); s.says("老熊", "@群问 确认隐藏 许衡") }, time.Hour, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := &bottest.Searcher{Result: index.Result{Words: 1, Verdict: index.None}}
				s := newStage(t, script{start: tt.start, policy: quiet, cfg: func(c *bot.Config) { c.Searcher = f }})
				s.want("asked", s.says("林念", "@群问 火星上的氧气怎么计费"), "paydesk: 群里没聊过")
				s.want("asked again", s.says("冯恩", "@群问 火星上的氧气怎么计费？"), "paydesk: 群里没聊过")
				if tt.before != nil {
					tt.before(s)
				}
				s.later(time.Minute)
				s.says(tt.speaker, "氧气按克计费")
				f.Find(answered(s, tt.speaker))
				s.want("told", s.later(tt.wait), tt.want...)
				if len(tt.want) > 0 {
					s.says("老熊", "还有人说到氧气")
					s.want("told again", s.later(time.Hour))
				}
			})
		})
	}
}

// TestNewsAfterRestart tells what was held up, with the words that stand in the
// site, which here are gone: nothing is made up.
func TestNewsAfterRestart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, script{})
		s.says("林念", "@群问 火星上的氧气怎么计费")
		open, err := s.cfg.Store.Unanswered(t.Context(), "paydesk", 1)
		if err != nil || len(open) != 1 {
			t.Fatalf("open: %v, %v", open, err)
		}
		if err := s.cfg.Store.Resolve(t.Context(), open[0].ID, "paydesk/2023-05-08/100200"); err != nil {
			t.Fatal(err)
		}
		s.stop()
		s.run(script{})
		s.want("the words are gone", s.later(time.Minute))
	})
}
