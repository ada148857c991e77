package schedule

import (
	"testing"
	"time"
)

// TestMonthSaid is about months and years without a day.
func TestMonthSaid(t *testing.T) {
	now := time.Date(2018, 5, 9, 10, 0, 0, 0, shanghai)
	for _, tt := range []struct {
		text  string
		past  bool
		first string // of the days; "" if none are named
		last  string
	}{
		{"5月还有几场", false, "2018-05-01", "2018-05-31"},
		{"六月份有哪些", false, "2018-06-01", "2018-06-30"},
		{"1月有谁", false, "2018-01-01", "2018-01-31"},
		{"12月谁讲过", true, "2017-12-01", "2017-12-31"},
		{"十二月讲了哪些", true, "2017-12-01", "2017-12-31"},
		{"上个月", true, "2018-04-01", "2018-04-30"},
		{"下月", false, "2018-06-01", "2018-06-30"},
		{"本月", false, "2018-05-01", "2018-05-31"},
		{"去年", true, "2017-01-01", "2017-12-31"},
		{"13月", false, "", ""},
		{"0月", false, "", ""},
		{"今晚", false, "", ""},
	} {
		day := func(d time.Time) string {
			if d.IsZero() {
				return ""
			}
			return d.Format(time.DateOnly)
		}
		first, last, _ := monthSaid(tt.text, now, tt.past)
		if day(first) != tt.first || day(last) != tt.last {
			t.Errorf("monthSaid(%q) = %s to %s, want %s to %s", tt.text, day(first), day(last), tt.first, tt.last)
		}
	}
}

// TestCovers is about sessions of which only a stretch is known.
func TestCovers(t *testing.T) {
	now := time.Date(2018, 5, 9, 10, 0, 0, 0, shanghai)
	june := Session{DateRange: [2]string{"2018-06-01", "2018-06-30"}}
	week := Session{DateRange: [2]string{"2018-05-14", "2018-05-20"}}
	for _, tt := range []struct {
		question string
		s        *Session
		want     bool
	}{
		{"6月有哪些分享", &june, true},
		{"今年还有哪些分享", &june, true},
		{"6月5号谁分享", &june, false},
		{"5月有哪些分享", &june, false},
		{"下周谁分享", &week, true},
		{"下周三谁分享", &week, true},
		{"这周谁分享", &week, false},
		{"下周谁分享", &Session{}, false},
		{"下周谁分享", &Session{DateRange: [2]string{"2018-05-14", ""}}, false},
	} {
		q := newQuestion(tt.question, now)
		if got := q.covers(tt.s); got != tt.want {
			t.Errorf("%s: covers %v = %v, want %v", tt.question, tt.s.DateRange, got, tt.want)
		}
	}
}
