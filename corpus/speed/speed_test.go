package speed

import (
	"testing"
	"time"
)

// A failing notes whether a test failed.
type failing struct {
	testing.TB
	failed bool
}

func (f *failing) Helper()               {}
func (f *failing) Errorf(string, ...any) { f.failed = true }

func TestWithin(t *testing.T) {
	sleep := func(d time.Duration) func() { return func() { time.Sleep(d) } }
	for _, tt := range []struct {
		name            string
		reference, work time.Duration
		fail            bool
	}{
		{"as long", 5 * time.Millisecond, 5 * time.Millisecond, false},
		{"much longer", 5 * time.Millisecond, 500 * time.Millisecond, true},
		{"too short to tell", 0, 5 * time.Millisecond, false},
	} {
		f := &failing{TB: t}
		Within(f, tt.name, 10, sleep(tt.reference), sleep(tt.work))
		if f.failed != tt.fail {
			t.Errorf("%s: failed %t, want %t", tt.name, f.failed, tt.fail)
		}
	}
}
