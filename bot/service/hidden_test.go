package service

import (
	"os"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"qunwen/bot"
	"qunwen/bot/bottest"
	"qunwen/bot/say"
	"qunwen/corpus/days"
	"qunwen/corpus/site"
	"qunwen/index"
)

// TestHideNames hides at once the names that are surely the sender's, and what is
// said from now on under the others; these wait for an admin.
func TestHideNames(t *testing.T) {
	for _, tt := range []struct {
		name   string
		sender bot.Sender
		hidden []string
		asked  []string
	}{
		{"a member", bot.Sender{ID: "a", Display: "林念-集物", Nick: "念念"}, []string{"林念-集物(已隐藏)", "念念(已隐藏)"}, []string{"林念-集物", "念念"}},
		{"a friend of the owner", bot.Sender{ID: "a", Display: "老林🌹", Nick: "念念", Remark: "老林"}, []string{"念念(已隐藏)", "老林", "老林🌹"}, []string{"念念"}},
		{"an admin", bot.Sender{ID: "a", Display: "熊", Remark: "admin-老熊"}, []string{"admin-老熊", "熊"}, nil},
		{"named as an admin", bot.Sender{ID: "a", Display: "ADMIN－老熊🎉", Nick: "坏人"}, []string{"ADMIN－老熊🎉(未认证)(已隐藏)", "坏人(已隐藏)"}, []string{"ADMIN－老熊🎉(未认证)", "坏人"}},
		{"named as the owner", bot.Sender{ID: "a", Display: "我。"}, []string{"我。(未认证)(已隐藏)"}, []string{"我。(未认证)"}},
		{"named as if hidden", bot.Sender{ID: "a", Display: "老许(已隐藏)"}, []string{"老许(未认证)(已隐藏)"}, []string{"老许(未认证)"}},
		{"the owner", bot.Sender{Nick: "老板", Self: true}, []string{"我", "老板"}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newStage(t, script{})
				from := func(text string) bot.Incoming {
					in := s.message("林念", text)
					in.Sender = tt.sender
					return in
				}
				said := s.hears(from("@群问 隐藏我"))
				if s.want("hidden", said, "paydesk: 好，"); strings.Contains(said[0], "老林、") || strings.Contains(said[0], "老林）") {
					t.Errorf("tells the room how the owner calls somebody: %s", said[0])
				}
				s.wantHidden(tt.hidden...)
				s.wantAsked(tt.asked...)
				s.hears(from("@群问 取消隐藏"))
				s.wantHidden()
				s.wantAsked()
			})
		})
	}
}

func (s *stage) wantHidden(want ...string) {
	s.Helper()
	got, err := s.cfg.Store.Hidden(s.Context())
	if slices.Sort(want); err != nil || !slices.Equal(got, want) {
		s.Errorf("hidden %q, want %q, err %v", got, want, err)
	}
}

func (s *stage) wantAsked(want ...string) {
	s.Helper()
	asked, err := s.cfg.Store.AskedToHide(s.Context())
	var got []string
	for _, h := range asked {
		got = append(got, h.Name)
	}
	if slices.Sort(want); err != nil || !slices.Equal(got, want) {
		s.Errorf("asked to hide %q, want %q, err %v", got, want, err)
	}
}

// TestHideOthers tries to silence others by names that read like theirs: they are
// still quoted, and the archive does not take their words for the other's.
func TestHideOthers(t *testing.T) {
	for _, name := range []string{"许衡", "许衡🌹", "许衡。", "許衡", "许 衡", "&#35768;衡", "许衡\u200b", "admin-老熊🎉", "老许!", "我", "群问."} {
		synctest.Test(t, func(t *testing.T) {
			s := newStage(t, script{})
			s.says("许衡", "退款三天到账")
			in := s.message("坏人", "@群问 隐藏我")
			in.Sender.Display, in.Sender.Nick = name, name
			s.hears(in)
			in = s.message("坏人", "我说的不许引用")
			in.Sender.Display, in.Sender.Nick = name, name
			s.hears(in)
			s.says("许衡", "退货也是三天")
			hidden, err := s.cfg.Store.Hidden(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			hides := say.Hides(hidden)
			for _, said := range s.archive.said() {
				speaker, text, _ := strings.Cut(said, ": ")
				if speaker == "群问" || text == "@群问 隐藏我" {
					continue
				}
				if got := hides(speaker, text); got != (text == "我说的不许引用") {
					t.Errorf("%q: %s is hidden: %v", name, said, got)
				}
			}
			for _, other := range []string{"许衡", "admin-老熊", "老许", "我", "群问"} {
				if hides(other, "") {
					t.Errorf("%q hides %s", name, other)
				}
			}
		})
	}
}

// TestShowOthers: what an admin confirmed is shown again by nobody who only bears
// the name, nor by the person after another login; by an admin it is.
func TestShowOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, script{})
		s.says("林念", "@群问 隐藏我")
		s.want("confirmed", s.says("老熊", "@群问 确认隐藏 林念"), "paydesk: 好，以后不再引用")
		s.wantHidden("林念", "林念(已隐藏)")
		in := s.message("坏人", "@群问 取消隐藏")
		in.Sender.Display, in.Sender.Nick = "林念", "林念"
		s.want("a namesake", s.hears(in), "paydesk: 用这些名字说的话（名字：林念）还隐藏着")
		s.want("no admin", s.says("林念", "@群问 取消隐藏 林念"), "paydesk: 这个只有管理员能用")
		s.wantHidden("林念", "林念(已隐藏)")
		in = s.message("林念", "@群问 取消隐藏")
		in.Login, in.Sender.ID = "second", "another id"
		s.want("after another login", s.hears(in), "paydesk: 用这些名字说的话（名字：林念）还隐藏着")
		in = s.message("老熊", "@群问 取消隐藏 林念")
		in.Login = "second"
		s.want("an admin", s.hears(in), "paydesk: 好，恢复了")
		s.wantHidden()
	})
}

// TestHiddenMeanwhile shows nothing of somebody who was hidden by another door
// after the answer was given: neither words nor what was asked.
func TestHiddenMeanwhile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		second := bottest.Hit()
		second.ThreadID, second.Messages = "paydesk/2023-03-08/100000", second.Messages[:1]
		second.Messages[0].ID, second.Messages[0].Quote = second.ThreadID, "林念问的"
		f := &bottest.Searcher{Result: index.Result{Words: 1, Verdict: index.Answer, Hits: []index.Hit{bottest.Hit(), second}}}
		s := newStage(t, script{cfg: func(c *bot.Config) { c.Searcher = f }})
		s.want("before", s.says("冯恩", "@群问 结算几天"), "paydesk: 群里聊过…林念问的")
		if err := s.cfg.Store.Hide(t.Context(), "nick:林念", []string{"林念"}); err != nil {
			t.Fatal(err)
		}
		second.Messages[0].Quote = "别人问的"
		f.Find(index.Result{Words: 1, Verdict: index.Answer, Hits: []index.Hit{bottest.Hit(), second}})
		s.later(2 * time.Second) // for so long names are used that were read
		for _, text := range []string{"更多", "谁说的", "结算几天"} {
			if got := s.says("冯恩", "@群问 "+text); len(got) != 1 || strings.Contains(got[0], "林念") {
				t.Errorf("%s: %q", text, got)
			}
		}
	})
}

// TestHiddenRenamed stays hidden under a new name, in all rooms and after a restart,
// and hides nothing of whoever had that name before.
func TestHiddenRenamed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, script{})
		says := func(room, display, nick, text string) {
			in := s.message("林念", text)
			in.Chat.Room, in.Sender.Display, in.Sender.Nick = room, display, nick
			s.hears(in)
		}
		says("clearing", "念念-清算", "念", "早")
		says("paydesk", "念念-支付", "念", "@群问 隐藏我")
		s.wantHidden("念念-清算(已隐藏)", "念念-支付(已隐藏)", "念(已隐藏)")
		says("clearing", "林总", "念", "早")
		says("clearing", "林总", "新名字", "早")
		s.stop()
		s.run(script{})
		says("clearing", "又改了", "念", "午饭吃什么")
		s.wantHidden("念念-清算(已隐藏)", "念念-支付(已隐藏)", "念(已隐藏)", "林总(已隐藏)", "新名字(已隐藏)", "又改了(已隐藏)")
		if said := s.archive.said(); !slices.Contains(said, "又改了(已隐藏): 午饭吃什么") {
			t.Errorf("archived %q", said)
		}
		says("clearing", "又改了", "念", "@群问 取消隐藏")
		s.wantHidden()
		says("clearing", "第三个", "念", "早")
		s.wantHidden()
	})
}

// TestDecline: an admin who declines a request hides and shows nobody.
func TestDecline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, script{})
		s.says("许衡", "@群问 隐藏我")
		s.says("老熊", "@群问 确认隐藏 许衡")
		ask := func(who, name string) {
			in := s.message(who, "@群问 隐藏我")
			in.Sender.Display, in.Sender.Nick = name, name
			s.hears(in)
		}
		ask("坏人", "许衡🌹")
		s.want("declined", s.says("老熊", "@群问 取消隐藏 许衡🌹"), "paydesk: 好，这个名字以前的话照旧引用")
		s.wantAsked()
		s.wantHidden("许衡", "许衡(已隐藏)", "许衡🌹(已隐藏)")

		// A name with a blank is one name.
		ask("别人", "林念")
		ask("林念", "林念 云杉支付")
		s.says("老熊", "@群问 确认隐藏 林念 云杉支付")
		s.wantAsked("林念")
	})
}

// TestWithheld does not send what waited until its words were taken back, or until
// its speaker was hidden.
func TestWithheld(t *testing.T) {
	for name, meanwhile := range map[string]func(s *stage){
		"taken back": func(s *stage) {
			in := s.message("许衡", "")
			in.Kind, in.RevokedID = bot.Revoke, "m1"
			s.hears(in)
		},
		"hidden": func(s *stage) {
			if err := s.cfg.Store.Hide(s.Context(), "remark:许衡", []string{"许衡"}); err != nil {
				s.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				dir := t.TempDir()
				archive, err := site.OpenArchive(dir, time.UTC, site.ArchiveOptions{})
				if err != nil {
					t.Fatal(err)
				}
				defer archive.Close()
				found := &bottest.Searcher{}
				s := newStage(t, script{start: "2026-03-02 10:00", cfg: func(c *bot.Config) {
					c.Searcher, c.Days = found, days.New(days.Config{Site: os.DirFS(dir), Zone: time.UTC})
					c.Archive = &Archiver{Into: archive, Changed: func() {}}
					c.Pace = bot.Pace{Thinking: 8 * time.Second}
				}})
				s.says("许衡", "清算密码改成了八个八，大家先用着")
				at := index.HitMessage{ID: "paydesk/2026-03-02/" + s.now().Format("150405"), Time: s.now(), Speaker: "许衡", Quote: "清算密码改成了八个八，大家先用着"}
				found.Find(index.Result{Words: 1, Verdict: index.Answer, Hits: []index.Hit{{Room: "paydesk", Messages: []index.HitMessage{at}}}})
				s.want("at once", s.says("冯恩", "@群问 清算密码是多少"))
				meanwhile(s)
				s.want("later", s.later(time.Minute))
			})
		})
	}
}

// TestHiddenAsks repeats no question of somebody who is hidden, not even where a
// reply says whom it answers.
func TestHiddenAsks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, script{cfg: func(c *bot.Config) { c.Pace = bot.Pace{Thinking: 8 * time.Second} }})
		s.says("林念", "@群问 隐藏我")
		s.later(time.Minute)
		s.says("林念", "@群问 我们家被查封后怎么结算")
		s.says("冯恩", "中午吃什么")
		s.want("the answer", s.later(time.Minute), "paydesk: @林念 问过的：\n群里没聊过")
		for _, said := range s.archive.said() {
			if strings.Contains(said, "查封") && !strings.HasPrefix(said, "林念(已隐藏): ") {
				t.Errorf("archived %q", said)
			}
		}
		s.says("老熊", "@群问 没答上的")
		s.says("林念", "@群问 不对，应该是查封满三个月")
		got := strings.Join(s.later(time.Minute), "") + strings.Join(s.says("老熊", "@群问 没答上的"), "") + strings.Join(s.later(time.Minute), "")
		if strings.Contains(got, "满三个月") {
			t.Errorf("told the room %q", got)
		}
	})
}
