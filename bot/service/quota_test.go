package service

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"qunwen/bot"
	"qunwen/bot/bottest"
	"qunwen/bot/say"
	"qunwen/bot/schedule"
	"qunwen/index"
)

// TestDayLimit shares out the messages of a day: here twenty, of which four are
// for one person at most and four are kept.
func TestDayLimit(t *testing.T) {
	ask := func(s *stage, who string) string {
		switch got := s.says(who, "@群问 帮助"); {
		case len(got) == 0:
			return "nothing"
		case len(got) > 1:
			return fmt.Sprint(len(got), " messages")
		default:
			text := strings.TrimPrefix(got[0], "paydesk: ")
			if text == help(s.T) {
				return "answer"
			}
			return text
		}
	}
	type step struct {
		who  string
		want string
	}
	times := func(n int, st step) (all []step) {
		for range n {
			all = append(all, st)
		}
		return all
	}
	joined := func(all ...[]step) (steps []step) {
		for _, a := range all {
			steps = append(steps, a...)
		}
		return steps
	}
	crowd := joined(times(4, step{"甲", "answer"}), times(4, step{"乙", "answer"}), times(4, step{"丙", "answer"}), times(4, step{"丁", "answer"}))
	for _, tt := range []struct {
		name  string
		steps []step
	}{
		{"one asks and asks", joined(times(4, step{"甲", "answer"}), times(1, step{"甲", say.ShareUsed}), times(3, step{"甲", "nothing"}), times(1, step{"乙", "answer"}))},
		{"all ask: each is told once while there is something for it", joined(crowd,
			times(1, step{"戊", say.DayUsed}), times(2, step{"戊", "nothing"}), times(1, step{"甲", say.DayUsed}), times(1, step{"己", "nothing"}))},
		{"an admin has what is kept", joined(crowd, times(4, step{"老熊", "answer"}), times(1, step{"老熊", "nothing"}))},
		{"the owner has, too", joined(crowd, times(2, step{"我", "answer"}))},
		{"an admin has no share", times(12, step{"老熊", "answer"})},
	} {
		for _, bare := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s, without a store %v", tt.name, bare), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					s := newStage(t, script{bare: bare, cfg: func(c *bot.Config) { c.Pace.TotalPerDay = 20 }})
					for i, st := range tt.steps {
						if got := ask(s, st.who); got != st.want {
							t.Fatalf("step %d: %s gets %q, want %q", i, st.who, got, st.want)
						}
						if !bare && i%5 == 4 { // what was sent and told is known after a restart
							s.stop()
							s.run(script{})
						}
					}
					s.later(25 * time.Hour)
					if got := ask(s, "甲"); got != "answer" {
						t.Errorf("a day later: %q", got)
					}
				})
			})
		}
	}
}

// TestDayLimitSchedule keeps messages for the schedule: its reminders and what it
// reads back go out when nobody else is answered.
func TestDayLimitSchedule(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, script{start: "2023-05-08 19:58", policy: schedule.DefaultPolicy(), cfg: func(c *bot.Config) { c.Pace.TotalPerDay = 15 }})
		for i := range 12 {
			s.says([]string{"甲", "乙", "丙", "丁"}[i/3], "@群问 帮助")
		}
		s.want("a word", s.says("戊", "@群问 帮助"), "paydesk: "+say.DayUsed)
		s.want("nothing", s.says("戊", "@群问 帮助"))
		s.want("read back", s.says("老熊", "近期分享安排：\n5月9日 20:00 @王一-甲支付-产品 退款对账"), "paydesk: 记下了")
		s.want("a reminder", s.later(3*time.Minute), "paydesk: 明天的分享：…王一")
		if got := s.service.Outbox.Counts.Limited.Load(); got != 2 {
			t.Errorf("%d replies were limited, want 2", got)
		}
	})
}

// TestDayLimitNews tells nobody of an answer to an old question when the rest of
// the day is kept, and does the day after.
func TestDayLimitNews(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var found *bottest.Searcher
		s := newStage(t, script{policy: schedule.Policy{Before: time.Minute}, cfg: func(c *bot.Config) {
			c.Pace.TotalPerDay = 5
			found = c.Searcher.(*bottest.Searcher)
		}})
		s.want("nobody knows", s.says("林念", "@群问 积分怎么入账"), "paydesk: 群里没聊过")
		for _, who := range []string{"甲", "乙", "丙"} {
			s.says(who, "@群问 帮助")
		}
		hit := bottest.Hit()
		hit.Messages[0].Time = s.now().Add(time.Minute)
		found.Find(index.Result{Words: 1, Verdict: index.Answer, Hits: []index.Hit{hit}})
		time.Sleep(time.Minute)
		s.want("kept", s.says("冯恩", "积分先挂负债"))
		s.want("today", s.later(2*time.Hour))
		s.want("tomorrow", s.later(25*time.Hour), "paydesk: @林念 你问过")
	})
}

// TestShareOfNamesake: nobody uses up another's share by bearing the name.
func TestShareOfNamesake(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, script{cfg: func(c *bot.Config) { c.Pace = bot.Pace{TotalPerDay: 20} }})
		for range 6 {
			in := s.message("坏人", "@群问 帮助")
			in.Sender.Display, in.Sender.Nick = "许衡", "许衡"
			s.hears(in)
		}
		s.want("the other", s.says("许衡", "@群问 帮助"), "paydesk: "+help(t))
	})
}
