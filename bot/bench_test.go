package bot

import (
	"fmt"
	"testing"
	"time"

	"qunwen/bot/bottest"
)

// BenchmarkRespond measures a question that is asked again and again, and a
// message that is not for the bot.
func BenchmarkRespond(b *testing.B) {
	x := bottest.Index(b)
	now := time.Now()
	for _, text := range []string{"@群问 结算以后还能退款吗", "结算以后还能退款吗"} {
		name := "question"
		if text[0] != '@' {
			name = "unaddressed"
		}
		b.Run(name, func(b *testing.B) {
			bot, err := New(Config{Searcher: x, Rooms: stageRooms(), Names: []string{"群问"}})
			if err != nil {
				b.Fatal(err)
			}
			members := make([]string, 500)
			for i := range members {
				members[i] = fmt.Sprintf("成员%d-公司-岗位", i)
			}
			n := 0
			for b.Loop() {
				n++ // everybody in a chat of their own: nothing is a repetition
				in := Incoming{ID: fmt.Sprint(n), Time: now, Text: text, Sender: Sender{ID: "x"},
					Chat: Chat{ID: fmt.Sprint(n), Room: "paydesk", Members: members}}
				if _, err := bot.Respond(b.Context(), in, ""); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
