package when

import (
	"testing"
	"time"
)

// TestLunarCalendar holds the days of the New Year and of leap months as they
// are published.
func TestLunarCalendar(t *testing.T) {
	for _, tt := range []struct {
		year, month, day int
		want             string
	}{
		{2017, 1, 1, "2017-01-28"},
		{2018, 1, 1, "2018-02-16"},
		{2019, 1, 1, "2019-02-05"},
		{2020, 1, 1, "2020-01-25"},
		{2021, 1, 1, "2021-02-12"},
		{2022, 1, 1, "2022-02-01"},
		{2023, 1, 1, "2023-01-22"},
		{2024, 1, 1, "2024-02-10"},
		{2025, 1, 1, "2025-01-29"},
		{2026, 1, 1, "2026-02-17"},
		{2033, 1, 1, "2033-01-31"},
		{2034, 1, 1, "2034-02-19"},
		{2033, 8, 15, "2033-09-08"},
		{2017, -6, 1, "2017-07-23"},
		{2020, -4, 1, "2020-05-23"},
		{2023, -2, 1, "2023-03-22"},
		{2025, -6, 1, "2025-07-25"},
		{2018, -4, 1, ""},
		{2018, 1, 30, ""},
		{2018, 12, lastDay, "2019-02-04"},
	} {
		got := ""
		if day := make(almanac).lunarDay(tt.year, tt.month, tt.day); !day.IsZero() {
			got = day.Format(time.DateOnly)
		}
		if got != tt.want {
			t.Errorf("lunar %d-%d-%d = %q, want %q", tt.year, tt.month, tt.day, got, tt.want)
		}
	}
	for year, want := range map[int]string{2017: "2017-04-04", 2018: "2018-04-05", 2020: "2020-04-04", 2023: "2023-04-05", 2026: "2026-04-05"} {
		if got := make(almanac).solarTerm(year, clearBright).Format(time.DateOnly); got != want {
			t.Errorf("清明 of %d = %s, want %s", year, got, want)
		}
	}
}
