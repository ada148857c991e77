package convert

import (
	"testing"
	"time"
)

// TestHalfDays reads the example of each word in halfDays.
func TestHalfDays(t *testing.T) {
	x := &export{Options: Options{Location: time.UTC}}
	for _, h := range halfDays {
		at, err := x.clock(h.example)
		if err != nil || at.Hour() != h.hour {
			t.Errorf("clock(%q) = %v (err %v), want hour %d", h.example, at, err, h.hour)
		}
	}
}
