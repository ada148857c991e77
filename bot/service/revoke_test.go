package service

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"qunwen/bot"
	"qunwen/bot/bottest"
	"qunwen/corpus/days"
	"qunwen/corpus/site"
	"qunwen/index"
)

// TestRevoke takes back what was sent, and from the archive; what was not sent
// yet is not sent.
func TestRevoke(t *testing.T) {
	for _, tt := range []struct {
		name  string
		pace  bot.Pace
		wait  time.Duration // before 撤回
		texts int           // that are sent at all
		gone  []string      // IDs
	}{
		{"both messages", bot.Pace{}, 0, 2, []string{"s1", "s2"}},
		{"before the second", bot.Pace{MinGap: time.Minute}, 0, 1, []string{"s1"}},
		{"before the first", bot.Pace{Thinking: 20 * time.Second}, 0, 0, nil},
		{"just in time", bot.Pace{}, 119 * time.Second, 2, []string{"s1", "s2"}},
		{"two minutes after it was sent, not asked", bot.Pace{MinGap: 100 * time.Second}, 150 * time.Second, 2, []string{"s1", "s2"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				long := strings.Repeat("长", 600) + "\n" + strings.Repeat("短", 600)
				s := newStage(t, script{cfg: func(c *bot.Config) { c.Pace, c.Status = tt.pace, func() string { return long } }})
				got := s.says("老熊", "@群问 状态")
				got = append(got, s.later(tt.wait)...)
				got = append(got, s.says("老熊", "@群问 撤回")...)
				got = append(got, s.later(10*time.Minute)...)
				if len(got) != tt.texts {
					t.Errorf("%d sent, want %d", len(got), tt.texts)
				}
				if !slices.Equal(s.wire.revoked, tt.gone) {
					t.Errorf("took back %q, want %q", s.wire.revoked, tt.gone)
				}
				for _, id := range tt.gone {
					if !slices.Contains(s.archive.said(), "removed: "+id) {
						t.Errorf("%s is still in the archive", id)
					}
				}
			})
		})
	}
}

// TestRevokeInSession takes back in silence.
func TestRevokeInSession(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, script{start: "2023-05-08 19:59"})
		s.says("老熊", "近期分享安排：\n5月8日 20:00 @王一-甲支付-产品 退款对账")
		s.later(50 * time.Second)
		s.want("before", s.says("林念", "@群问 帮助"), "paydesk: 我记得")
		s.later(20 * time.Second)
		s.want("somebody else", s.says("冯恩", "@群问 撤回"))
		s.want("the asker", s.says("林念", "@群问 撤回"))
		if !slices.Equal(s.wire.revoked, []string{"s2"}) {
			t.Errorf("took back %q", s.wire.revoked)
		}
	})
}

// TestMidnight keeps quiet until a late session is over, and takes an admin's
// word for that.
func TestMidnight(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, script{start: "2023-05-08 22:58"})
		s.says("老熊", "近期分享安排：\n5月8日 23:00 @王一-甲支付-产品 退款对账")
		s.later(62 * time.Minute)
		s.want("at midnight", s.says("林念", "@群问 帮助"))
		s.want("an admin's talk", s.says("老熊", "今天的分享就到这里"))
		s.want("then", s.later(tick), "paydesk: @林念 …我记得")
	})
}

// TestStates passes on how the transport is connected.
func TestStates(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log, text := logTo(t)
		var got []bot.Phase
		s := newStage(t, script{cfg: func(c *bot.Config) { c.Log = log }, service: func(c *Config) {
			c.State = func(st bot.State) { got = append(got, st.Phase) }
		}})
		for _, p := range []bot.Phase{bot.WaitScan, bot.Online, bot.Degraded, bot.Offline} {
			s.service.OnState(t.Context(), bot.State{Phase: p, QR: "https://login.example/secret", Reason: "网络不通"})
		}
		if !slices.Equal(got, []bot.Phase{bot.WaitScan, bot.Online, bot.Degraded, bot.Offline}) {
			t.Errorf("states %v", got)
		}
		if log := text(); strings.Contains(log, "secret") || strings.Count(log, "网络不通") != 2 {
			t.Errorf("log: %s", log)
		}
	})
}

// TestReport is what admins are told of the bot.
func TestReport(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, script{cfg: func(c *bot.Config) { c.Status = func() string { return "还有 3 条没有算好向量" } }})
		s.want("state", s.says("老熊", "@群问 状态"), "paydesk: 我在，支付产品群\n最近 24 小时发了 0 条\n还有 3 条")
		s.want("muted", s.says("老熊", "@群问 静音 半小时"), "paydesk: 好，安静到5月8日10:30")
		s.want("in silence", s.says("林念", "@群问 帮助"))
		s.later(30 * time.Minute)
		s.want("afterwards", s.says("林念", "@群问 帮助"), "paydesk: 我记得")
	})
}

// TestWithoutStore does what can be done.
func TestWithoutStore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, script{bare: true})
		for _, tt := range []struct{ who, text, want string }{
			{"林念", "有用", "最近没有答过什么"},
			{"林念", "结算几天", "群里没聊过"},
			{"林念", "有用", "谢谢"},
			{"林念", "隐藏我", "这里没有地方记下来"},
			{"林念", "取消隐藏", "这里没有记过"},
			{"林念", "认领 ABC", "这里没有地方记下来"},
			{"老熊", "静音", "这里没有地方记下来"},
			{"老熊", "没答上的", "这里没有地方记下来"},
			{"老熊", "状态", "我在"},
		} {
			s.want(tt.text, s.says(tt.who, "@群问 "+tt.text), "paydesk: "+tt.want)
		}
		in := s.message("林念", "还是不对")
		in.Text, in.Kind, in.Quoted = "不对", bot.Reply, &bot.Said{Name: "群问", Text: "群里没聊过这个问题。换个说法，或者…"}
		s.want("quoted by words", s.hears(in), "paydesk: 谢谢")
	})
}

// TestTakenBackMeanwhile does not go on with what was said and then taken back.
func TestTakenBackMeanwhile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		second := bottest.Hit()
		second.ThreadID, second.Messages = "paydesk/2023-03-08/100000", second.Messages[:1]
		second.Messages[0].ID, second.Messages[0].Quote = second.ThreadID, "说了又收回的"
		f := &bottest.Searcher{Result: index.Result{Words: 1, Verdict: index.Answer, Hits: []index.Hit{bottest.Hit(), second}}}
		s := newStage(t, script{cfg: func(c *bot.Config) { c.Searcher = f }})
		said := s.message("许衡", "说了又收回的")
		s.hears(said)
		s.want("before", s.says("冯恩", "@群问 结算几天"), "paydesk: 群里聊过…说了又收回的")
		f.Find(index.Result{Words: 1, Verdict: index.Answer, Hits: []index.Hit{bottest.Hit()}})
		gone := s.message("许衡", "")
		gone.Kind, gone.RevokedID = bot.Revoke, said.ID
		s.hears(gone)
		for _, text := range []string{"更多", "谁说的", "结算几天"} {
			if got := s.says("冯恩", "@群问 "+text); len(got) != 1 || strings.Contains(got[0], "收回") {
				t.Errorf("%s: %q", text, got)
			}
		}
	})
}

// TestRecallQuotes takes what the bot said with the words of a message that was
// taken back out of the archive with it, at once, whole and cut, and nothing else;
// and the question that was taken back out of the store.
func TestRecallQuotes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dir := t.TempDir()
		archive, err := site.OpenArchive(dir, time.UTC, site.ArchiveOptions{})
		if err != nil {
			t.Fatal(err)
		}
		defer archive.Close()
		secret := "我们行的清算密码改成了八个八，大家先用着，明天再换，别往外说"
		found := &bottest.Searcher{Result: index.Result{Words: 1, Verdict: index.None}}
		s := newStage(t, script{start: "2026-03-02 10:00", cfg: func(c *bot.Config) {
			c.Searcher, c.Days = found, days.New(days.Config{Site: os.DirFS(dir), Zone: time.UTC})
			c.Archive = &Archiver{Into: archive, Changed: func() {}}
		}})
		s.says("许衡", secret)
		id := "paydesk/2026-03-02/" + s.now().Format("150405")
		at := index.HitMessage{ID: id, Time: s.now(), Speaker: "许衡", Quote: secret}
		found.Find(index.Result{Words: 1, Verdict: index.Answer, Hits: []index.Hit{{Room: "paydesk", Messages: []index.HitMessage{at}}}})
		for _, q := range []string{"清算密码是多少", "原文 1", "谁说的"} {
			if got := s.says("冯恩", "@群问 "+q); len(got) != 1 {
				t.Fatalf("%s: %q", q, got)
			}
		}
		s.says("林念", "明天对账")
		post := func() string {
			if err := archive.Sync(t.Context()); err != nil {
				t.Fatal(err)
			}
			data, err := os.ReadFile(filepath.Join(dir, "paydesk", "_posts", "2026-03-02-chat.markdown"))
			if err != nil {
				t.Fatal(err)
			}
			return string(data)
		}
		if n := strings.Count(post(), "八个八"); n < 3 {
			t.Fatalf("said %d times before it is taken back: %s", n, post())
		}
		in := s.message("许衡", "")
		in.Kind, in.RevokedID = bot.Revoke, "m1"
		s.hears(in)
		if p := post(); strings.Contains(p, "八个八") || strings.Contains(p, "清算密码改成") || !strings.Contains(p, "明天对账") || !strings.Contains(p, "清算密码是多少") {
			t.Errorf("after it was taken back: %s", p)
		}
		if got := s.says("冯恩", "@群问 更多"); strings.Contains(strings.Join(got, ""), "八个八") {
			t.Errorf("still said: %q", got)
		}
	})
}

// TestRecallUnarchived forgets a question that is taken back in a room without an
// archive, too.
func TestRecallUnarchived(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, script{cfg: func(c *bot.Config) {
			r := c.Rooms["paydesk"]
			r.Archive = false
			c.Rooms["paydesk"] = r
		}})
		s.says("林念", "@群问 火星上的氧气怎么计费")
		s.want("before", s.says("老熊", "@群问 没答上的"), "paydesk: 没答上的问题，问得多的在前：\n1. 火星上的氧气怎么计费")
		in := s.message("林念", "")
		in.Kind, in.RevokedID = bot.Revoke, "m1"
		s.hears(in)
		if got := s.says("老熊", "@群问 没答上的"); strings.Contains(strings.Join(got, ""), "火星") {
			t.Errorf("still listed: %q", got)
		}
	})
}
