// Package speed is for tests that hold how long hostile input takes: measured by what
// ordinary input takes, because seconds are the machine's.
package speed

import (
	"testing"
	"time"
)

const (
	// floor is a time below which nothing is measured.
	floor = 20 * time.Millisecond

	tries = 5 // before a test fails: the machine may be busy
)

// Within fails the test if work takes more than so many times as long as reference.
func Within(t testing.TB, name string, times int, reference, work func()) {
	t.Helper()
	var ordinary, took time.Duration
	for i := range tries {
		ordinary, took = shorter(i, ordinary, reference), shorter(i, took, work)
		if took <= time.Duration(times)*ordinary+floor {
			return
		}
	}
	t.Errorf("%s: %v, ordinary %v", name, took, ordinary)
}

// shorter returns how long work takes, or the best time of the runs before if that
// is shorter.
func shorter(runs int, best time.Duration, work func()) time.Duration {
	begin := time.Now()
	work()
	if took := time.Since(begin); runs == 0 || took < best {
		return took
	}
	return best
}
