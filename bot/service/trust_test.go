package service

import (
	"testing"
	"testing/synctest"

	"qunwen/bot"
)

// TestAddressed is about who is answered at all.
func TestAddressed(t *testing.T) {
	change := func(f func(*bot.Incoming)) func(*bot.Incoming) { return f }
	tests := []struct {
		name, who, text string
		change          func(*bot.Incoming)
		want            bool
	}{
		{"mentioned", "林念", "@群问 帮助", nil, true},
		{"not mentioned", "林念", "帮助", nil, false},
		{"by the account's name", "林念", "@小助手 帮助", change(func(in *bot.Incoming) { in.Chat.Names = []string{"小助手"} }), true},
		{"in a shared link", "林念", "@群问 帮助", change(func(in *bot.Incoming) { in.Kind = bot.Card }), false},
		{"in a notice", "林念", "@群问 帮助", change(func(in *bot.Incoming) { in.Kind = bot.System }), false},
		{"in another room", "林念", "@群问 帮助", change(func(in *bot.Incoming) { in.Chat.Room = "elsewhere" }), false},
		{"in no room", "林念", "@群问 帮助", change(func(in *bot.Incoming) { in.Chat.Room = "" }), false},
		{"by another bot", "小冰", "@群问 帮助", nil, false},
		{"by another bot under another name", "林念", "@群问 帮助", change(func(in *bot.Incoming) { in.Sender.Nick = "小冰" }), false},
		{"by the owner", "我", "@群问 帮助", nil, true},
		{"quoted by ID", "林念", "帮助", change(func(in *bot.Incoming) { in.Kind, in.Quoted = bot.Reply, &bot.Said{ID: "s1"} }), true},
		{"quoted by words", "林念", "帮助", change(func(in *bot.Incoming) {
			in.Kind, in.Quoted = bot.Reply, &bot.Said{Name: "群问", Text: "我记得群里聊过什么。@我 加上问题…"}
		}), true},
		{"the owner's short word quoted", "林念", "帮助", change(func(in *bot.Incoming) {
			in.Kind, in.Quoted = bot.Reply, &bot.Said{Name: "群问", Text: "我记得"}
		}), false},
		{"the owner's words quoted", "林念", "帮助", change(func(in *bot.Incoming) {
			in.Kind, in.Quoted = bot.Reply, &bot.Said{Name: "群问", Text: "今晚都来啊"}
		}), false},
		{"somebody else's message quoted by ID", "林念", "帮助", change(func(in *bot.Incoming) {
			in.Kind, in.Quoted = bot.Reply, &bot.Said{ID: "m1", Name: "群问", Text: "我记得群里聊过什么"}
		}), false},
		{"the bot's words by somebody else", "林念", "帮助", change(func(in *bot.Incoming) {
			in.Kind, in.Quoted = bot.Reply, &bot.Said{Name: "冯恩", Text: "我记得群里聊过什么"}
		}), false},
		{"a picture quoted", "林念", "帮助", change(func(in *bot.Incoming) { in.Kind, in.Quoted = bot.Reply, &bot.Said{Name: "群问"} }), false},
	}
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, script{cfg: func(c *bot.Config) { c.Ignored = []string{"小冰"} }})
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
		sender bot.Sender
		want   bool
	}{
		{"spoke in the room", true, bot.Sender{ID: "id of 林念"}, true},
		{"is a member by name", true, bot.Sender{ID: "x", Nick: "许衡"}, true},
		{"a stranger", true, bot.Sender{ID: "x", Nick: "路人"}, false},
		{"a stranger with a chosen name", true, bot.Sender{ID: "x", Nick: "路人", Display: "许衡"}, false},
		{"the owner to a friend", true, bot.Sender{ID: "id of 林念", Self: true}, false},
		{"switched off", false, bot.Sender{ID: "id of 林念"}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newStage(t, script{cfg: func(c *bot.Config) { c.Direct = tt.direct }})
				s.says("林念", "大家好")
				in := s.message("林念", "帮助")
				in.Sender, in.Chat = tt.sender, bot.Chat{ID: tt.sender.ID, Direct: true, Names: []string{"群问"}}
				if got := s.hears(in); (len(got) == 1) != tt.want {
					t.Errorf("sent %q", got)
				}
				in = s.message("林念", "帮助")
				in.Login, in.Sender, in.Chat = "second", tt.sender, bot.Chat{ID: tt.sender.ID, Direct: true}
				s.want("at another login", s.hears(in))
			})
		})
	}
}
