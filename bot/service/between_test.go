package service

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"qunwen/bot"
	"qunwen/bot/bottest"
	"qunwen/index"
)

// TestNamesAsker sends answers some seconds after their questions: if others spoke
// meanwhile, or it is late, an answer begins with whom and what it answers.
func TestNamesAsker(t *testing.T) {
	const answer, wait = "群里聊过", 4 * time.Second
	found := &bottest.Searcher{Result: index.Result{Words: 1, Verdict: index.Answer, Hits: []index.Hit{bottest.Hit()}}}
	for _, tt := range []struct {
		name string
		gap  time.Duration // from the first question to when its answer may go
		then func(s *stage)
		want []string
	}{
		{"nobody speaks", wait, func(*stage) {}, []string{answer}},
		{"the asker goes on", wait, func(s *stage) { s.says("林念", "急") }, []string{answer}},
		{"somebody speaks", wait, func(s *stage) { s.says("冯恩", "早啊") }, []string{"@林念 问的「轧差几点做」：\n" + answer}},
		{"the owner speaks", wait, func(s *stage) { s.says("我", "早啊") }, []string{"@林念 问的「轧差几点做」：\n" + answer}},
		{"it is taken back", wait, func(s *stage) {
			in := s.message("冯恩", "")
			in.Kind, in.RevokedID = bot.Revoke, "m0"
			s.hears(in)
		}, []string{answer}},
		{"somebody speaks elsewhere", wait, func(s *stage) {
			in := s.message("冯恩", "早啊")
			in.Chat = bot.Chat{ID: "id of clearing", Room: "clearing"}
			s.hears(in)
		}, []string{answer}},
		{"it is late", lateAfter + 2*time.Second, func(*stage) {}, []string{"@林念 问的「轧差几点做」：\n" + answer}},
		{"two ask", wait, func(s *stage) {
			s.says("冯恩", "@群问 垫资的\n额度按什么来定，有没有统一的口径可以参考")
		},
			[]string{"@林念 问的「轧差几点做」：\n" + answer, "@冯恩 问的「垫资的 额度按什么来定，有没有统一的口…」：\n" + answer}},
		{"one asks twice", wait, func(s *stage) { s.says("林念", "@群问 那垫资呢") }, []string{answer, "关于「垫资」"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newStage(t, script{cfg: func(c *bot.Config) {
					c.Searcher, c.Pace = found, bot.Pace{MinGap: tt.gap}
				}})
				s.service.Outbox.putAll(bot.Outgoing{Key: "readback:x", Chat: bot.Chat{ID: "id of paydesk", Room: "paydesk"}, Purpose: bot.ForReadBack, Text: "记下了"})
				synctest.Wait()
				s.wire.take()
				s.says("林念", "@群问 轧差几点做")
				tt.then(s)
				got := s.later(3 * tt.gap)
				if len(got) != len(tt.want) {
					t.Fatalf("sent %q, want %q", got, tt.want)
				}
				for i, want := range tt.want {
					if !strings.HasPrefix(got[i], "paydesk: "+want) {
						t.Errorf("sent %q, want %q", got[i], want)
					}
				}
			})
		})
	}
}

// TestQuoteWithAsker understands a quotation of a reply that named its asker, by
// its words alone.
func TestQuoteWithAsker(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, script{cfg: func(c *bot.Config) {
			c.Searcher = &bottest.Searcher{Result: index.Result{Words: 1, Verdict: index.Answer, Hits: []index.Hit{bottest.Hit()}}}
			c.Pace = bot.Pace{Thinking: 3 * time.Second}
		}})
		s.says("林念", "@群问 轧差几点做")
		s.says("冯恩", "早啊")
		got := s.later(10 * time.Second)
		s.want("the reply", got, "paydesk: @林念 问的「轧差几点做」：…群里聊过")
		in := s.message("冯恩", "谁说的 1")
		in.Kind, in.Quoted = bot.Reply, &bot.Said{Name: "群问", Text: strings.ReplaceAll(strings.TrimPrefix(got[0], "paydesk: "), "\n", " ")}
		s.hears(in)
		s.want("who said it", s.later(10*time.Second), "paydesk: 1. 许衡-云杉支付，2023-03-06")
	})
}
