package service

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"qunwen/bot"
)

// out is a reply to a person in a room.
func out(room, person, text string) bot.Outgoing {
	return bot.Outgoing{Key: "reply:" + room + ":" + text, Chat: bot.Chat{ID: "id of " + room, Room: room}, Person: person, Purpose: bot.ForReply, Text: text}
}

// paced returns when each text was sent, in seconds since all were queued:
// "text 0" and so on.
func paced(t *testing.T, p bot.Pace, queued ...bot.Outgoing) []string {
	t.Helper()
	var got []string
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, script{bare: true, cfg: func(c *bot.Config) { c.Pace = p }})
		start := time.Now()
		s.service.Outbox.putAll(queued...)
		for i, text := range s.later(time.Hour) {
			got = append(got, fmt.Sprintf("%s %d", text[strings.LastIndexByte(text, ' ')+1:], int(s.wire.at[i].Sub(start).Seconds())))
		}
	})
	return got
}

func TestPace(t *testing.T) {
	a, b, c := out("paydesk", "p", "a"), out("paydesk", "q", "b"), out("clearing", "r", "c")
	again := out("paydesk", "p", "again")
	news := bot.Outgoing{Key: "n", Chat: bot.Chat{Room: "clearing"}, Purpose: bot.ForReminder, Text: "n"}
	for _, tt := range []struct {
		name   string
		pace   bot.Pace
		queued []bot.Outgoing
		want   []string
	}{
		{"no limits", bot.Pace{}, []bot.Outgoing{a, b, again, c}, []string{"a 0", "b 0", "again 0", "c 0"}},
		{"between any two", bot.Pace{MinGap: 2 * time.Second}, []bot.Outgoing{a, c, b}, []string{"a 0", "c 2", "b 4"}},
		{"a person waits alone", bot.Pace{PersonGap: 10 * time.Second}, []bot.Outgoing{a, again, b, c}, []string{"a 0", "b 0", "c 0", "again 10"}},
		{"a room waits alone", bot.Pace{RoomPerMinute: 1}, []bot.Outgoing{a, b, c}, []string{"a 0", "c 0", "b 60"}},
		{"all wait", bot.Pace{TotalPerMinute: 2}, []bot.Outgoing{a, b, c}, []string{"a 0", "b 0", "c 60"}},
		{"of a day", bot.Pace{TotalPerDay: 2}, []bot.Outgoing{a, b, c}, []string{"a 0", "b 0"}},
		{"a limit that nobody meets", bot.Pace{RoomPerMinute: 6, TotalPerMinute: 20, TotalPerDay: 200}, []bot.Outgoing{a, b, c}, []string{"a 0", "b 0", "c 0"}},
		{"jitter only where something waits", bot.Pace{Jitter: time.Minute}, []bot.Outgoing{a, b, c}, []string{"a 0", "b 0", "c 0"}},
		{"a key only once", bot.Pace{}, []bot.Outgoing{a, a}, []string{"a 0"}},
		{"nobody thinks before a reminder", bot.Pace{Thinking: time.Nanosecond}, []bot.Outgoing{news}, []string{"n 0"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := paced(t, tt.pace, tt.queued...); !slices.Equal(got, tt.want) {
				t.Errorf("sent %q, want %q", got, tt.want)
			}
		})
	}
}

// TestJitter holds the pace to its bounds where chance has a part in it.
func TestJitter(t *testing.T) {
	p := bot.DefaultPace()
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, script{bare: true, cfg: func(c *bot.Config) { c.Pace = p }})
		start := time.Now()
		for i := range 24 {
			s.service.Outbox.putAll(out([]string{"paydesk", "clearing"}[i%2], fmt.Sprint("p", i%5), fmt.Sprint(i)))
		}
		s.later(time.Hour)
		at := s.wire.at
		if len(at) != 24 {
			t.Fatalf("%d sent, want 24", len(at))
		}
		if first := at[0].Sub(start); first < p.Thinking/3 || first > p.Thinking {
			t.Errorf("thought for %v", first)
		}
		odd := 0
		for i := 1; i < len(at); i++ {
			gap := at[i].Sub(at[i-1])
			if gap < p.MinGap {
				t.Errorf("message %d after %v, want %v at least", i, gap, p.MinGap)
			}
			if gap%time.Second != 0 {
				odd++
			}
		}
		if odd < 12 {
			t.Errorf("only %d of 23 pauses are no whole seconds", odd)
		}
	})
}
