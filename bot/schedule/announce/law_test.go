package announce

import (
	"testing"
	"time"

	"qunwen/corpus/zh"
)

// TestDayReadsBack holds the law: a day that FormatDay prints is read as the
// same day, from every day of two years.
func TestDayReadsBack(t *testing.T) {
	for from := -365; from < 365; from += 5 {
		now := sent.AddDate(0, 0, from)
		for off := -400; off < 400; off += 3 {
			day := newBase(now).sent.AddDate(0, 0, off)
			text := FormatDay(day, now)
			if got := days(text, now); got != day.Format(time.DateOnly) {
				t.Fatalf("FormatDay(%s) at %s = %s, reads as %s", day.Format(time.DateOnly), now.Format(time.DateOnly), text, got)
			}
		}
	}
}

// TestClockReadsBack holds the same of hours: each minute of the day, behind a
// day, and each hour that begins a span.
func TestClockReadsBack(t *testing.T) {
	for m := range 24 * 60 {
		c := clock{hour: m / 60, minute: m % 60}
		if c.hour > 0 && c.hour < 10 && c.String()[0] != '0' {
			t.Fatal("an hour below ten has a leading nought")
		}
		if got := clocks("5月12日 " + c.String()); got != c.String() {
			t.Errorf("%s reads as %s", c, got)
		}
		end := clock{hour: (c.hour + 1) % 24, minute: c.minute}
		if got, want := clocks("5月12日 "+c.String()+"-"+end.String()), c.String()+"-"+end.String(); got != want {
			t.Errorf("%s reads as %s", want, got)
		}
	}
}

// FuzzClocks holds that every hour read is one of a day, printed is read back,
// and lies inside the text; and that no amount is below nought.
func FuzzClocks(f *testing.F) {
	for _, s := range []string{"晚上8点半", "20时30分", "8:00 PM", "7到8点", "19:30开始，21:00结束", "今晚12点", "从五点半到六点(上午)", "24:00", "1.5小时", "半个月", "零点五", "17点55分23秒至18点"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		src := zh.NewText(text)
		for _, tok := range lex(src) {
			if tok.kind != clockToken {
				continue
			}
			for _, c := range []clock{tok.clock, tok.end} {
				if c.hour < 0 || c.hour > 23 || c.minute < 0 || c.minute > 59 {
					t.Fatalf("%q gives %+v", text, c)
				}
			}
			if got := clocks("5月12日 " + tok.clock.String()); got != tok.clock.String() {
				t.Errorf("%q gives %s, read back as %s", text, tok.clock, got)
			}
		}
		for i := range src.Fold {
			sh, n := scanShift(src.Fold, i)
			if n < 0 || i+n > len(src.Fold) || sh.Months < 0 || sh.Days < 0 || sh.Minutes < 0 || n == 0 && sh != (Shift{}) {
				t.Fatalf("%q at %d: shift %+v of length %d", text, i, sh, n)
			}
		}
	})
}
