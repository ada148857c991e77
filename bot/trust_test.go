package bot

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"qunwen/bot/schedule"
	"qunwen/corpus"
	"qunwen/index"
)

// TestSpeaker is about the names under which people are archived: none can be
// chosen that makes its bearer somebody else.
func TestSpeaker(t *testing.T) {
	tests := []struct {
		name   string
		sender Sender
		want   string
	}{
		{"a member", Sender{Display: "林念-集物商城"}, "林念-集物商城"},
		{"without a name in the room", Sender{Nick: "林念"}, "林念"},
		{"nameless", Sender{}, ""},
		{"the owner", Sender{Display: "随便", Self: true}, "我"},
		{"an admin", Sender{Display: "熊", Remark: "admin-老熊"}, "admin-老熊"},
		{"a friend who is no admin", Sender{Display: "熊", Remark: "老同学"}, "熊"},
		{"named as an admin", Sender{Display: "admin-老熊"}, "admin-老熊(未认证)"},
		{"nearly", Sender{Display: "admin-老熊二"}, "admin-老熊二"},
		{"in wide letters", Sender{Display: "ａｄｍｉｎ－老熊"}, "ａｄｍｉｎ－老熊(未认证)"},
		{"in capitals", Sender{Display: "Admin-老熊"}, "Admin-老熊(未认证)"},
		{"with what cannot be seen", Sender{Display: "admin-\u200b老熊"}, "admin-\u200b老熊(未认证)"},
		{"with an entity", Sender{Display: "admin&#45;老熊"}, "admin&#45;老熊(未认证)"},
		{"named as an announcer", Sender{Display: "老许"}, "老许(未认证)"},
		{"named as the owner", Sender{Display: "我"}, "我(未认证)"},
		{"named as the bot", Sender{Display: "群问"}, "群问(未认证)"},
		{"named as the account", Sender{Display: "知识小助手"}, "知识小助手(未认证)"},
		{"a friend of an announcer's name", Sender{Display: "x", Remark: "老许"}, "x"},
		{"with a mark of its own", Sender{Display: "林念(已认证)"}, "林念"},
		{"with a wide one", Sender{Display: "林念（已认证）"}, "林念"},
		{"of two kinds of brackets", Sender{Display: "林念（已认证)"}, "林念"},
		{"one in another", Sender{Display: "林念(已认(已认证)证)"}, "林念"},
		{"blanks in it", Sender{Display: "林念( 已认证 )"}, "林念"},
		{"hidden in entities", Sender{Display: "林念&#40;已认证&#41;"}, "林念"},
		{"parted by what cannot be seen", Sender{Display: "林念(已\u200b认证)"}, "林念"},
		{"an admin with a mark", Sender{Display: "admin-老熊(已认证)"}, "admin-老熊(未认证)"},
		{"claimed", Sender{ID: "claimed", Display: "冯恩"}, "冯恩(已认证)"},
		{"claimed with a mark", Sender{ID: "claimed", Display: "冯恩(已认证)"}, "冯恩(已认证)"},
		{"claimed under an admin's name", Sender{ID: "claimed", Display: "admin-老熊"}, "admin-老熊(已认证)"},
		{"claimed under a long name", Sender{ID: "claimed", Display: strings.Repeat("长", 200)}, strings.Repeat("长", 99) + "…(已认证)"},
	}
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, script{})
		code, err := s.cfg.Store.NewClaim(t.Context(), "paydesk", s.now().Add(time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		in := s.message("冯恩", "x")
		in.Sender = Sender{ID: "claimed"}
		if _, err := s.cfg.Store.Claim(t.Context(), code, in.Login, in.untilNextLogin(), s.now()); err != nil {
			t.Fatal(err)
		}
		in.Chat.Names = []string{"知识小助手"}
		for _, tt := range tests {
			in.Sender = tt.sender
			if got := s.service.Bot.speaker(t.Context(), &in); got != tt.want {
				t.Errorf("%s: archived as %q, want %q", tt.name, got, tt.want)
			}
		}
	})
}

// FuzzSpeaker tries to look proven.
func FuzzSpeaker(f *testing.F) {
	for _, s := range []string{"林念(已认(已认证)证)", "（已认证)", "我", "admin-老熊", "&#40;已认证&#41;"} {
		f.Add(s)
	}
	b, err := New(Config{Searcher: &found{}, Rooms: stageRooms(), Names: []string{"群问"}})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, name string) {
		in := Incoming{Chat: Chat{Room: "paydesk"}, Sender: Sender{Display: name}}
		got := b.speaker(t.Context(), &in)
		trusted := append(b.cfg.Rooms["paydesk"].announcers(), corpus.OwnerName, "群问")
		if strings.HasSuffix(got, proven) || slices.Contains(trusted, got) {
			t.Errorf("%q is archived as %q", name, got)
		}
	})
}

// TestAdmin is about who may do what admins may.
func TestAdmin(t *testing.T) {
	for _, tt := range []struct {
		name   string
		sender Sender
		want   bool
	}{
		{"remark", Sender{ID: "a", Display: "熊", Remark: "admin-老熊"}, true},
		{"owner", Sender{Self: true}, true},
		{"display", Sender{ID: "a", Display: "admin-老熊"}, false},
		{"nick", Sender{ID: "a", Nick: "admin-老熊"}, false},
		{"an announcer's remark", Sender{ID: "a", Remark: "老许"}, false},
		{"empty remark", Sender{ID: "a"}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := mustNew(t, Config{Searcher: &found{}, Rooms: stageRooms()})
			in := Incoming{Chat: Chat{Room: "paydesk"}, Sender: tt.sender}
			if got := b.isAdmin(t.Context(), &in, "paydesk"); got != tt.want {
				t.Errorf("isAdmin = %t", got)
			}
			if !tt.sender.Self && b.isAdmin(t.Context(), &in, "elsewhere") {
				t.Error("an admin of another room")
			}
		})
	}
}

// TestAddressed is about who is answered at all.
func TestAddressed(t *testing.T) {
	change := func(f func(*Incoming)) func(*Incoming) { return f }
	tests := []struct {
		name, who, text string
		change          func(*Incoming)
		want            bool
	}{
		{"mentioned", "林念", "@群问 帮助", nil, true},
		{"not mentioned", "林念", "帮助", nil, false},
		{"by the account's name", "林念", "@小助手 帮助", change(func(in *Incoming) { in.Chat.Names = []string{"小助手"} }), true},
		{"in a shared link", "林念", "@群问 帮助", change(func(in *Incoming) { in.Kind = Card }), false},
		{"in a notice", "林念", "@群问 帮助", change(func(in *Incoming) { in.Kind = System }), false},
		{"in another room", "林念", "@群问 帮助", change(func(in *Incoming) { in.Chat.Room = "elsewhere" }), false},
		{"in no room", "林念", "@群问 帮助", change(func(in *Incoming) { in.Chat.Room = "" }), false},
		{"by another bot", "小冰", "@群问 帮助", nil, false},
		{"by another bot under another name", "林念", "@群问 帮助", change(func(in *Incoming) { in.Sender.Nick = "小冰" }), false},
		{"by the owner", "我", "@群问 帮助", nil, true},
		{"quoted by ID", "林念", "帮助", change(func(in *Incoming) { in.Kind, in.Quoted = Reply, &Said{ID: "s1"} }), true},
		{"quoted by words", "林念", "帮助", change(func(in *Incoming) {
			in.Kind, in.Quoted = Reply, &Said{Name: "群问", Text: "我记得群里聊过什么。@我 加上问题…"}
		}), true},
		{"the owner's short word quoted", "林念", "帮助", change(func(in *Incoming) {
			in.Kind, in.Quoted = Reply, &Said{Name: "群问", Text: "我记得"}
		}), false},
		{"the owner's words quoted", "林念", "帮助", change(func(in *Incoming) {
			in.Kind, in.Quoted = Reply, &Said{Name: "群问", Text: "今晚都来啊"}
		}), false},
		{"somebody else's message quoted by ID", "林念", "帮助", change(func(in *Incoming) {
			in.Kind, in.Quoted = Reply, &Said{ID: "m1", Name: "群问", Text: "我记得群里聊过什么"}
		}), false},
		{"the bot's words by somebody else", "林念", "帮助", change(func(in *Incoming) {
			in.Kind, in.Quoted = Reply, &Said{Name: "冯恩", Text: "我记得群里聊过什么"}
		}), false},
		{"a picture quoted", "林念", "帮助", change(func(in *Incoming) { in.Kind, in.Quoted = Reply, &Said{Name: "群问"} }), false},
	}
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, script{cfg: func(c *Config) { c.Ignored = []string{"小冰"} }})
		s.says("冯恩", "@群问 帮助")
		s.stop()
		s.run(script{}) // what it said is known by the store
		for _, tt := range tests {
			in := s.message(tt.who, tt.text)
			if tt.change != nil {
				tt.change(&in)
			}
			if got := s.hears(in); (len(got) == 1) != tt.want {
				t.Errorf("%s: sent %q", tt.name, got)
			}
		}
	})
}

// TestDirect is about who may write to the bot itself.
func TestDirect(t *testing.T) {
	for _, tt := range []struct {
		name   string
		direct bool
		sender Sender
		want   bool
	}{
		{"spoke in the room", true, Sender{ID: "id of 林念"}, true},
		{"is a member by name", true, Sender{ID: "x", Nick: "许衡"}, true},
		{"a stranger", true, Sender{ID: "x", Nick: "路人"}, false},
		{"a stranger with a chosen name", true, Sender{ID: "x", Nick: "路人", Display: "许衡"}, false},
		{"the owner to a friend", true, Sender{ID: "id of 林念", Self: true}, false},
		{"switched off", false, Sender{ID: "id of 林念"}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newStage(t, script{cfg: func(c *Config) { c.Direct = tt.direct }})
				s.says("林念", "大家好")
				in := s.message("林念", "帮助")
				in.Sender, in.Chat = tt.sender, Chat{ID: tt.sender.ID, Direct: true, Names: []string{"群问"}}
				if got := s.hears(in); (len(got) == 1) != tt.want {
					t.Errorf("sent %q", got)
				}
				in = s.message("林念", "帮助")
				in.Login, in.Sender, in.Chat = "second", tt.sender, Chat{ID: tt.sender.ID, Direct: true}
				s.want("at another login", s.hears(in))
			})
		})
	}
}

// TestPrivate keeps what was said in a private room there, and gives no link to
// a page that there is not.
func TestPrivate(t *testing.T) {
	rooms := stageRooms()
	r := rooms["paydesk"]
	r.Private = true
	rooms["paydesk"] = r
	f := &found{result: index.Result{Words: 1, Verdict: index.Answer, Hits: []index.Hit{hit()}}}
	plan := &planned{reply: schedule.Reply{Text: "3月7日"}}
	b := mustNew(t, Config{Searcher: f, Schedule: plan, Rooms: rooms, BaseURL: "https://chat.example", Site: sampleSite()})
	for _, tt := range []struct {
		room string
		want []string
	}{
		{"paydesk", nil},
		{"clearing", []string{"clearing", "coupons"}},
		{"", []string{"clearing", "coupons"}},
	} {
		a, err := b.Ask(t.Context(), Question{Text: "结算几天", Room: tt.room})
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(f.opt.Rooms, tt.want) {
			t.Errorf("asked in %q: searched %q, want %q", tt.room, f.opt.Rooms, tt.want)
		}
		if strings.Contains(a.Text, "https://") {
			t.Errorf("a link to a private room: %s", a.Text)
		}
	}
	if a, err := b.Ask(t.Context(), Question{Text: "结算几天", Rooms: []string{"paydesk"}}); err != nil || !slices.Equal(f.opt.Rooms, []string{""}) {
		t.Errorf("only private: searched %q, %q, err %v", f.opt.Rooms, a.Text, err)
	}
}
