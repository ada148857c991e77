package service

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"qunwen/bot"
	"qunwen/bot/bottest"
	"qunwen/index"
)

// TestHideNames hides every name that is known, and nobody else's.
func TestHideNames(t *testing.T) {
	for _, tt := range []struct {
		name   string
		sender bot.Sender
		want   []string
	}{
		{"all of them", bot.Sender{Display: "林念-集物", Nick: "念念", Remark: "老林"}, []string{"林念-集物", "老林", "念念"}},
		{"an admin", bot.Sender{Display: "熊", Remark: "admin-老熊"}, []string{"admin-老熊", "熊"}},
		{"named as an admin", bot.Sender{Display: "admin-老熊", Nick: "坏人"}, []string{"admin-老熊(未认证)", "坏人"}},
		{"named as the owner", bot.Sender{Display: "我"}, []string{"我(未认证)"}},
		{"the owner", bot.Sender{Nick: "老板", Self: true}, []string{"我", "老板"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newStage(t, script{})
				in := s.message("林念", "@群问 隐藏我")
				in.Sender = tt.sender
				said := s.hears(in)
				s.want("hidden", said, "paydesk: 好，以后不再引用")
				if strings.Contains(said[0], "老林") {
					t.Errorf("tells the room how the owner calls somebody: %s", said[0])
				}
				got, err := s.cfg.Store.Hidden(t.Context())
				if slices.Sort(tt.want); err != nil || !slices.Equal(got, tt.want) {
					t.Errorf("hidden %q, want %q, err %v", got, tt.want, err)
				}
				in = s.message("林念", "@群问 取消隐藏")
				in.Sender = tt.sender
				s.hears(in)
				if got, err := s.cfg.Store.Hidden(t.Context()); err != nil || len(got) != 0 {
					t.Errorf("still hidden %q, err %v", got, err)
				}
			})
		})
	}
}

// TestHiddenMeanwhile shows nothing of somebody who was hidden by another door
// after the answer was given: neither words nor what was asked.
func TestHiddenMeanwhile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		second := bottest.Hit()
		second.ThreadID, second.Title = "paydesk/2023-03-08/100000", "林念问的"
		f := &bottest.Searcher{Result: index.Result{Words: 1, Verdict: index.Answer, Hits: []index.Hit{bottest.Hit(), second}}}
		s := newStage(t, script{cfg: func(c *bot.Config) { c.Searcher = f }})
		s.want("before", s.says("冯恩", "@群问 结算几天"), "paydesk: 群里聊过…林念问的")
		if err := s.cfg.Store.Hide(t.Context(), "nick:林念", []string{"林念"}); err != nil {
			t.Fatal(err)
		}
		second.Title = ""
		f.Find(index.Result{Words: 1, Verdict: index.Answer, Hits: []index.Hit{bottest.Hit(), second}})
		s.later(2 * time.Second) // for so long names are used that were read
		for _, text := range []string{"更多", "谁说的", "结算几天"} {
			if got := s.says("冯恩", "@群问 "+text); len(got) != 1 || strings.Contains(got[0], "林念") {
				t.Errorf("%s: %q", text, got)
			}
		}
	})
}

// TestHiddenRenamed stays hidden under the names of all rooms, and under a new
// one.
func TestHiddenRenamed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, script{})
		says := func(room, display, nick, text string) {
			in := s.message("林念", text)
			in.Chat.Room, in.Sender.Display, in.Sender.Nick = room, display, nick
			s.hears(in)
		}
		wants := func(want ...string) {
			t.Helper()
			got, err := s.cfg.Store.Hidden(t.Context())
			if slices.Sort(want); err != nil || !slices.Equal(got, want) {
				t.Errorf("hidden %q, want %q, err %v", got, want, err)
			}
		}
		says("clearing", "念念-清算", "念", "早")
		says("paydesk", "念念-支付", "念", "@群问 隐藏我")
		wants("念念-清算", "念念-支付", "念")
		says("clearing", "林总", "念", "早")
		says("clearing", "林总", "新名字", "早")
		wants("念念-清算", "念念-支付", "念", "林总", "新名字")
		s.stop()
		s.run(script{})
		says("clearing", "又改了", "念", "早")
		wants("念念-清算", "念念-支付", "念", "林总", "新名字", "又改了")
		says("clearing", "又改了", "念", "@群问 取消隐藏")
		wants()
		says("clearing", "第三个", "念", "早")
		wants()
	})
}
