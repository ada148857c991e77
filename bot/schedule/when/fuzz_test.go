package when

import (
	"strings"
	"testing"
	"time"
)

// TestClockReadsBack holds the same of hours: each minute of the day, behind a
// day, and each hour that begins a span.
func TestClockReadsBack(t *testing.T) {
	for m := range 24 * 60 {
		c := Clock{hour: m / 60, minute: m % 60}
		if c.hour > 0 && c.hour < 10 && c.String()[0] != '0' {
			t.Fatal("an hour below ten has a leading nought")
		}
		if got := clocks("5月12日 " + c.String()); got != c.String() {
			t.Errorf("%s reads as %s", c, got)
		}
		end := Clock{hour: (c.hour + 1) % 24, minute: c.minute}
		if got, want := clocks("5月12日 "+c.String()+"-"+end.String()), c.String()+"-"+end.String(); got != want {
			t.Errorf("%s reads as %s", want, got)
		}
	}
}

// FuzzDays holds that every day read is a real one, near what the words can mean.
func FuzzDays(f *testing.F) {
	for _, s := range []string{"5月15日 周三", "2月30日", "下下周二27号", "元旦后第一周周三晚上6点", "1月底2月初", "0313 @a", "周二~周五", "7.30 开始", "5月4日或者7日", "两周后的周五", "下月31号", "农历2019年闰四月初一", "除夕", "每月最后一个周五", "今晚12点", "改天(5月12日)", "6月第五个周一", strings.Repeat("1", 50)} {
		f.Add(s, int64(1525831200))
	}
	f.Fuzz(func(t *testing.T, text string, unix int64) {
		if unix < 0 || unix > 4e9 {
			return
		}
		src, tokens, slots := read(text, time.Unix(unix, 0).In(shanghai))
		for i, tok := range tokens {
			if tok.From >= tok.To || tok.To > len(src.Fold) || i > 0 && tokens[i-1].To > tok.From {
				t.Fatalf("tokens overlap in %q: %+v", text, tokens)
			}
		}
		for i, c := range src.Fold {
			if timeRunes.Has(c) {
				continue
			}
			_, unclear := scanUnclear(src.Fold, i)
			_, day := ScanDay(src.Fold, i)
			if _, hours := scanHours(src.Fold, i, evening); unclear+day+hours > 0 {
				t.Errorf("%q begins a day or an hour", c)
			}
		}
		for _, sl := range slots {
			for _, m := range sl.Moments {
				if !m.Date.IsZero() && (m.Problem != "" || m.Date.Year() < 1969 || m.Date.Year() > 2101) {
					t.Errorf("%q gives %v (%s)", text, m.Date, m.Problem)
				}
				if m.From.After(m.To) && !m.To.IsZero() && sl.Refs[0].year == 0 && len(sl.Refs) == 1 {
					t.Errorf("%q gives %v to %v", text, m.From, m.To)
				}
			}
		}
	})
}

// FuzzClocks holds that every hour read is one of a day, printed is read back,
// and lies inside the text; and that no amount is below nought.
func FuzzClocks(f *testing.F) {
	for _, s := range []string{"晚上8点半", "20时30分", "8:00 PM", "7到8点", "19:30开始，21:00结束", "今晚12点", "从五点半到六点(上午)", "24:00", "1.5小时", "半个月", "零点五", "17点55分23秒至18点"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		src, tokens, _ := read(text, sent)
		for _, tok := range tokens {
			if tok.Kind != ClockToken {
				continue
			}
			for _, c := range []Clock{tok.Clock, tok.end} {
				if c.hour < 0 || c.hour > 23 || c.minute < 0 || c.minute > 59 {
					t.Fatalf("%q gives %+v", text, c)
				}
			}
			if got := clocks("5月12日 " + tok.Clock.String()); got != tok.Clock.String() {
				t.Errorf("%q gives %s, read back as %s", text, tok.Clock, got)
			}
		}
		for i := range src.Fold {
			sh, n := ScanShift(src.Fold, i)
			if n < 0 || i+n > len(src.Fold) || sh.months < 0 || sh.days < 0 || sh.Minutes < 0 || n == 0 && sh != (Shift{}) {
				t.Fatalf("%q at %d: shift %+v of length %d", text, i, sh, n)
			}
		}
	})
}
