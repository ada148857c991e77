package corpus

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestSplit(t *testing.T) {
	for _, tt := range []struct{ name, clock, want string }{ // times of messages; sizes of threads
		{"silent day", "", "[]"},
		{"one message", "09:00:00", "[1]"},
		{"same second", "09:00:00 09:00:00", "[2]"},
		{"just inside the pause", "09:00:00 09:59:59", "[2]"},
		{"the pause is inclusive", "09:00:00 10:00:00", "[1 1]"},
		{"pauses do not add up", "09:00:00 09:40:00 10:20:00", "[3]"},
		{"threads of several", "09:00:00 09:01:00 12:00:00 12:30:00 12:40:00 23:59:59", "[2 3 1]"},
		{"a time that goes backwards is no pause", "23:50:00 00:00:00 00:30:00", "[3]"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tr := transcriptAt(t, tt.clock)
			sizes := []int{}
			n := 0
			for _, th := range Split(tr, time.Hour) {
				sizes = append(sizes, len(th.Messages))
				if th.ID != th.Messages[0].ID || &th.Messages[0] != &tr.Messages[n] {
					t.Errorf("thread %s starts with %s, want the transcript's message %d", th.ID, th.Messages[0].ID, n)
				}
				n += len(th.Messages)
			}
			if got := fmt.Sprint(sizes); got != tt.want {
				t.Errorf("Split(%q, 1h) sizes = %s, want %s", tt.clock, got, tt.want)
			}
			if n != len(tr.Messages) {
				t.Errorf("threads have %d messages, want %d", n, len(tr.Messages))
			}
		})
	}
}

// transcriptAt returns a day with a message at each time.
func transcriptAt(t *testing.T, clock string) *Transcript {
	t.Helper()
	post := testHead
	for _, at := range strings.Fields(clock) {
		post += "> " + at + "  a  \n   \nhi  \n   \n"
	}
	tr, err := Parse(testName, strings.NewReader(post), time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	return tr
}
