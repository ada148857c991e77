package bot

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"qunwen/bot/bottest"
	"qunwen/bot/schedule"
	"qunwen/corpus"
	"qunwen/corpus/days"
	"qunwen/corpus/sample"
	"qunwen/index"
)

// stageRooms are two rooms with an admin.
func stageRooms() map[string]Room {
	return map[string]Room{
		"paydesk":  {Name: "支付产品群", Admins: []string{"admin-老熊"}, Announcers: []string{"老许"}, Archive: true},
		"clearing": {Name: "清算群", Admins: []string{"admin-老熊"}, Archive: true},
	}
}

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
	st := bottest.Store(t, filepath.Join(t.TempDir(), "bot.db"))
	now := time.Date(2023, 5, 8, 10, 0, 0, 0, time.UTC)
	b := mustNew(t, Config{Searcher: &bottest.Searcher{}, Rooms: stageRooms(), Names: []string{"群问"}, Store: st})
	code, err := st.NewClaim(t.Context(), "paydesk", now.Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	in := Incoming{Login: "first", Chat: Chat{Room: "paydesk", Names: []string{"知识小助手"}}, Sender: Sender{ID: "claimed"}}
	if _, err := st.Claim(t.Context(), code, in.Login, in.untilNextLogin(), now); err != nil {
		t.Fatal(err)
	}
	for _, tt := range tests {
		in.Sender = tt.sender
		if got := b.speaker(t.Context(), &in); got != tt.want {
			t.Errorf("%s: archived as %q, want %q", tt.name, got, tt.want)
		}
	}
}

// FuzzSpeaker tries to look proven.
func FuzzSpeaker(f *testing.F) {
	for _, s := range []string{"林念(已认(已认证)证)", "（已认证)", "我", "admin-老熊", "&#40;已认证&#41;"} {
		f.Add(s)
	}
	b, err := New(Config{Searcher: &bottest.Searcher{}, Rooms: stageRooms(), Names: []string{"群问"}})
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
			b := mustNew(t, Config{Searcher: &bottest.Searcher{}, Rooms: stageRooms()})
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

// TestPrivate keeps what was said in a private room there, and gives no link to
// a page that there is not.
func TestPrivate(t *testing.T) {
	rooms := stageRooms()
	r := rooms["paydesk"]
	r.Private = true
	rooms["paydesk"] = r
	f := &bottest.Searcher{Result: index.Result{Words: 1, Verdict: index.Answer, Hits: []index.Hit{bottest.Hit()}}}
	plan := &planned{reply: schedule.Reply{Text: "3月7日"}}
	b := mustNew(t, Config{Searcher: f, Schedule: plan, Rooms: rooms, BaseURL: "https://chat.example", Days: days.New(days.Config{Site: sample.Site(), Zone: time.UTC})})
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
		if !slices.Equal(f.Options().Rooms, tt.want) {
			t.Errorf("asked in %q: searched %q, want %q", tt.room, f.Options().Rooms, tt.want)
		}
		if strings.Contains(a.Text, "https://") {
			t.Errorf("a link to a private room: %s", a.Text)
		}
	}
	if a, err := b.Ask(t.Context(), Question{Text: "结算几天", Rooms: []string{"paydesk"}}); err != nil || !slices.Equal(f.Options().Rooms, []string{""}) {
		t.Errorf("only private: searched %q, %q, err %v", f.Options().Rooms, a.Text, err)
	}
}

// TestPrivateFresh: a private room that has no post yet is kept apart all the same.
func TestPrivateFresh(t *testing.T) {
	rooms := stageRooms()
	rooms["board"] = Room{Private: true}
	f := &bottest.Searcher{Result: index.Result{Words: 1, Verdict: index.None}}
	b := mustNew(t, Config{Searcher: f, Rooms: rooms, Days: days.New(days.Config{Site: sample.Site(), Zone: time.UTC})})
	if _, err := b.Ask(t.Context(), Question{Text: "结算几天", Room: "paydesk"}); err != nil {
		t.Fatal(err)
	}
	if got := f.Options().Rooms; len(got) == 0 || slices.Contains(got, "board") {
		t.Errorf("searched %q", got)
	}
}
