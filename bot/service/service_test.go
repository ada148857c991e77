package service

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"qunwen/bot"
	"qunwen/bot/bottest"
	"qunwen/bot/store"
	"qunwen/index"
)

// TestNew sets no service up by halves.
func TestNew(t *testing.T) {
	b := mustNew(t, bot.Config{Searcher: &bottest.Searcher{}})
	for what, cfg := range map[string]Config{
		"nothing":      {},
		"no transport": {Bot: b},
		"no bot":       {Transport: &recorder{}},
	} {
		if _, err := New(cfg); err == nil {
			t.Errorf("%s is enough", what)
		}
	}
	if _, err := New(Config{Bot: b, Transport: &recorder{}}); err != nil {
		t.Error(err)
	}
}

// TestUnkept lets the archive fail for a while: nothing is lost, nothing comes
// out of order, and nothing counts as synced meanwhile.
func TestUnkept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		flushed := 0
		s := newStage(t, script{service: func(c *Config) {
			c.Flush = func(context.Context) error { flushed++; return nil }
		}})
		s.says("林念", "一")
		s.archive.fails(errBroken)
		question := s.message("冯恩", "@群问 帮助")
		s.want("an addressed one waits", s.hears(question))
		s.says("林念", "二")
		s.want("delivered twice", s.hears(question))
		taken := s.message("林念", "")
		taken.Kind, taken.RevokedID = bot.Revoke, "m1"
		s.hears(taken)
		if err := s.service.Synced(t.Context()); err == nil || flushed != 0 {
			t.Errorf("synced with unkept messages, flushed %d times", flushed)
		}
		if n := s.service.Unarchived.Load(); n != 3 {
			t.Errorf("%d unkept, want 3", n)
		}
		s.archive.fails(nil)
		s.want("afterwards", s.later(tick), "paydesk: 我记得")
		want := []string{"林念: 一", "冯恩: @群问 帮助", "林念: 二", "removed: m1", "群问: " + help(t)}
		if got := s.archive.said(); !slices.Equal(got, want) {
			t.Errorf("archived %q, want %q", got, want)
		}
		if err := s.service.Synced(t.Context()); err != nil || flushed != 1 {
			t.Errorf("err %v, flushed %d times", err, flushed)
		}
	})
}

// TestOwnUnkept keeps what the bot said, too.
func TestOwnUnkept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, script{})
		in := s.message("林念", "@群问 帮助")
		s.wire.delay = time.Second
		s.hears(in)
		s.archive.fails(errBroken)
		s.want("sent all the same", s.later(time.Second), "paydesk: 我记得")
		if err := s.service.Synced(t.Context()); err == nil {
			t.Error("synced")
		}
		s.archive.fails(nil)
		if err := s.service.Synced(t.Context()); err != nil {
			t.Error(err)
		}
		if got := s.archive.said(); !slices.Contains(got, "群问: "+help(t)) {
			t.Errorf("archived %q", got)
		}
	})
}

// TestStale leaves alone what is old when it comes up.
func TestStale(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, script{})
		in := s.message("林念", "@群问 帮助")
		in.Time = in.Time.Add(-2 * time.Minute)
		s.want("just young enough", s.hears(in), "paydesk: ")
		in = s.message("林念", "@群问 帮助")
		in.Time = in.Time.Add(-2*time.Minute - time.Second)
		s.want("too old", s.hears(in))
	})
}

// TestTakenBack answers no question that was taken back before.
func TestTakenBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, script{cfg: func(c *bot.Config) { c.Pace.Thinking = 9 * time.Second }})
		in := s.message("林念", "@群问 帮助")
		s.hears(in)
		gone := s.message("林念", "")
		gone.Kind, gone.RevokedID = bot.Revoke, in.ID
		s.hears(gone)
		s.want("taken back", s.later(time.Minute))
	})
}

// slowSearch holds up one question.
type slowSearch struct{ bottest.Searcher }

func (f *slowSearch) Search(ctx context.Context, q string, opt index.Options) (index.Result, error) {
	if strings.Contains(q, "慢") {
		if err := pause(ctx, time.Minute); err != nil {
			return index.Result{}, err
		}
	}
	return f.Searcher.Search(ctx, q, opt)
}

// TestSlowQuestion holds up nobody in another room, and keeps the order in its
// own.
func TestSlowQuestion(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, script{cfg: func(c *bot.Config) { c.Searcher = &slowSearch{} }})
		s.want("slow", s.says("林念", "@群问 慢的问题"))
		s.want("the same room", s.says("冯恩", "@群问 帮助"))
		other := s.message("冯恩", "@群问 帮助")
		other.Chat.ID, other.Chat.Room = "id of clearing", "clearing"
		s.want("another room", s.hears(other), "clearing: 我记得")
		s.want("later", s.later(time.Minute), "paydesk: @林念 问的「慢的问题」：…没看出", "paydesk: 我记得")
	})
}

// TestSearchFails says so to who asked, and to nobody else.
func TestSearchFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, script{cfg: func(c *bot.Config) { c.Searcher = &bottest.Searcher{Err: errBroken} }})
		s.want("asked", s.says("林念", "@群问 结算几天"), "paydesk: 这会儿出了点问题")
		s.want("not asked", s.says("林念", "结算几天"))
	})
}

// TestDeferred answers after a session what was asked during it, in order, and
// forgets what was taken back.
func TestDeferred(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, script{start: "2023-05-08 19:58"})
		s.says("老熊", "近期分享安排：\n5月8日 20:00 @王一-甲支付-产品 退款对账")
		s.later(5 * time.Minute)
		s.want("asked", s.says("林念", "@群问 火星上的氧气怎么计费"))
		s.want("a mark", s.says("林念", "@群问 有用"))
		s.want("forged", s.says("冯恩", "@群问 取消 5月8日"))
		taken := s.message("许衡", "@群问 今晚谁分享")
		s.want("to be taken back", s.hears(taken))
		gone := s.message("许衡", "")
		gone.Kind, gone.RevokedID = bot.Revoke, taken.ID
		s.hears(gone)
		s.want("an admin", s.says("老熊", "@群问 今晚谁分享"), "paydesk: 5月8日")
		s.want("during", s.later(80*time.Minute))
		s.want("afterwards", s.later(10*time.Minute), "paydesk: @林念 刚才分享时你问的「火星上的氧气怎么计费」\n群里没聊过", "paydesk: @冯恩 …只有管理员说了才算")
		s.want("nothing more", s.later(time.Hour))
	})
}

// TestDeferredFails says so to whoever asked during a session, and is done with
// the question.
func TestDeferredFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, script{start: "2023-05-08 19:58", cfg: func(c *bot.Config) { c.Searcher = &bottest.Searcher{Err: errBroken} }})
		s.says("老熊", "近期分享安排：\n5月8日 20:00 @王一-甲支付-产品 退款对账")
		s.later(5 * time.Minute)
		s.want("asked", s.says("林念", "@群问 火星上的氧气怎么计费"))
		s.want("afterwards", s.later(90*time.Minute), "paydesk: @林念 刚才分享时你问的「火星上的氧气怎么计费」\n这会儿出了点问题")
		if left, err := s.cfg.Store.Held(t.Context()); err != nil || len(left) != 0 {
			t.Errorf("held: %d, err %v", len(left), err)
		}
	})
}

// TestDeferredOverRestart answers what was asked before a restart, once.
func TestDeferredOverRestart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, script{start: "2023-05-08 19:58"})
		s.says("老熊", "近期分享安排：\n5月8日 20:00 @王一-甲支付-产品 退款对账")
		s.later(5 * time.Minute)
		s.want("asked", s.says("林念", "@群问 火星上的氧气怎么计费"))
		asked := s.message("冯恩", "@群问 水星上的氧气怎么计费")
		s.want("asked, too", s.hears(asked))
		taken := s.message("许衡", "@群问 今晚谁分享")
		s.want("to be taken back", s.hears(taken))
		s.stop()
		s.run(script{})
		s.want("comes again", s.hears(asked))
		gone := s.message("许衡", "")
		gone.Kind, gone.RevokedID = bot.Revoke, taken.ID
		s.hears(gone)
		s.want("during", s.later(80*time.Minute))
		s.want("afterwards", s.later(10*time.Minute), "paydesk: @林念 刚才分享时你问的「火星上的氧气怎么计费」\n群里没聊过", "paydesk: @冯恩 刚才分享时你问的「水星上的氧气怎么计费」\n群里没聊过")
		s.stop()
		s.run(script{})
		s.want("nothing more", s.later(time.Hour))
		if left, err := s.cfg.Store.Held(t.Context()); err != nil || len(left) != 0 {
			t.Errorf("held: %d, err %v", len(left), err)
		}
	})
}

// TestClaim makes an admin by a code, for one login and by a direct message
// only, also where those are not answered.
func TestClaim(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, script{})
		code, err := s.cfg.Store.NewClaim(t.Context(), "paydesk", s.now().Add(time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		spent, err := s.cfg.Store.NewClaim(t.Context(), "paydesk", s.now().Add(time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		s.want("in the room", s.says("冯恩", "@群问 认领 "+spent), "paydesk: 认领要私聊…已经作废")
		s.want("nobody's", s.says("冯恩", "@群问 没答上的"), "paydesk: 这个只有管理员能用")
		direct := s.message("冯恩", "认领 "+spent)
		direct.Chat = bot.Chat{ID: direct.Sender.ID, Direct: true}
		s.want("read by all", s.hears(direct), "冯恩: 这个码不对")
		direct = s.message("冯恩", "认领 "+strings.ToLower(code[:6])+"-"+code[6:])
		direct.Chat = bot.Chat{ID: direct.Sender.ID, Direct: true}
		s.want("directly", s.hears(direct), "冯恩: 好，你现在是支付产品群的管理员")
		s.want("an admin", s.says("冯恩", "@群问 没答上的"), "paydesk: 没有还没答上的问题")
		s.want("announces", s.says("冯恩", "近期分享安排：\n5月10日 @王一-甲支付-产品 退款对账"), "paydesk: 记下了")
		if got := s.archive.said(); !slices.ContainsFunc(got, func(x string) bool { return strings.HasPrefix(x, "冯恩(已认证): 近期") }) {
			t.Errorf("archived %q", got)
		}
		direct = s.message("许衡", "认领 "+code)
		direct.Chat = bot.Chat{ID: direct.Sender.ID, Direct: true}
		s.want("used up", s.hears(direct), "许衡: 这个码不对")
		next := s.message("冯恩", "@群问 没答上的")
		next.Login = "second"
		s.want("at the next login", s.hears(next), "paydesk: 这个只有管理员能用")
	})
}

// TestFeedbackAfterRestart finds the answer that is quoted in the store.
func TestFeedbackAfterRestart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, script{})
		s.says("林念", "@群问 火星上的氧气怎么计费")
		s.stop()
		s.run(script{})
		in := s.message("冯恩", "不对，应该是按克")
		in.Kind, in.Quoted = bot.Reply, &bot.Said{ID: s.wire.sent[0].ID, Name: "群问", Text: "群里没聊过这个问题"}
		s.want("quoted", s.hears(in), "paydesk: 谢谢指正")
		given, err := s.cfg.Store.Feedback(t.Context(), "paydesk", time.Time{}, 9)
		if err != nil || len(given) != 1 || given[0].Correction != "按克" || given[0].Mark != store.Wrong {
			t.Errorf("feedback = %+v, err %v", given, err)
		}
	})
}

// TestLimits refuses once with a word, then in silence, each person alone.
func TestLimits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, script{cfg: func(c *bot.Config) { c.Pace.PersonPerMinute = 2 }})
		for i, want := range []string{"paydesk: 我记得", "paydesk: 我记得", "paydesk: 问得有点快", "", ""} {
			got := s.says("林念", "@群问 帮助")
			if want == "" {
				s.want(fmt.Sprint(i), got)
			} else {
				s.want(fmt.Sprint(i), got, want)
			}
		}
		s.want("somebody else", s.says("冯恩", "@群问 帮助"), "paydesk: 我记得")
		s.want("a minute later", append(s.later(time.Minute), s.says("林念", "@群问 帮助")...), "paydesk: 我记得")
	})
}

// TestMany has three rooms talk at once while the archive fails now and then:
// every question is answered once, and everything is archived in order.
func TestMany(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		rooms := stageRooms()
		rooms["coupons"] = bot.Room{Archive: true}
		s := newStage(t, script{bare: true, cfg: func(c *bot.Config) { c.Rooms, c.Pace.Jitter = rooms, time.Second }})
		s.wire.delay = 10 * time.Millisecond
		chance := rand.New(rand.NewPCG(1, 2))
		var want, replies []string
		for i := range 120 {
			room := []string{"paydesk", "clearing", "coupons"}[chance.IntN(3)]
			in := s.message([]string{"林念", "许衡", "冯恩"}[chance.IntN(3)], fmt.Sprintf("第%d句", i))
			in.Chat.ID, in.Chat.Room = "id of "+room, room
			if i%3 == 0 {
				in.Text = "@群问 帮助"
				replies = append(replies, room+": "+help(t))
			}
			want = append(want, in.Sender.Display+": "+in.Text)
			s.archive.fails([]error{nil, errBroken}[chance.IntN(2)])
			s.service.OnMessage(t.Context(), in)
			if chance.IntN(4) == 0 {
				s.service.OnMessage(t.Context(), in)
			}
		}
		s.archive.fails(nil)
		got := s.later(time.Minute)
		slices.Sort(got)
		if slices.Sort(replies); !slices.Equal(got, replies) {
			t.Errorf("%d replies, want %d: %q", len(got), len(replies), got)
		}
		said := slices.DeleteFunc(s.archive.said(), func(x string) bool { return strings.HasPrefix(x, "群问: ") })
		if !slices.Equal(said, want) {
			t.Errorf("archived %q, want %q", said, want)
		}
		if own := len(s.archive.said()) - len(said); own != len(replies) {
			t.Errorf("%d of ours archived, want %d", own, len(replies))
		}
		if !s.service.Idle() {
			t.Error("not idle")
		}
	})
}
