package announce

import (
	"testing"
	"time"

	"qunwen/bot/schedule/when"
)

// TestDayReadsBack holds the law: a day that FormatDay prints is read as the
// same day, from every day of two years.
func TestDayReadsBack(t *testing.T) {
	for from := -365; from < 365; from += 5 {
		now := sent.AddDate(0, 0, from)
		for off := -400; off < 400; off += 3 {
			day := when.NewBase(now).Sent.AddDate(0, 0, off)
			text := FormatDay(day, now)
			if got, _ := Day(text, now); got != day.Format(time.DateOnly) {
				t.Fatalf("FormatDay(%s) at %s = %s, reads as %s", day.Format(time.DateOnly), now.Format(time.DateOnly), text, got)
			}
		}
	}
}
