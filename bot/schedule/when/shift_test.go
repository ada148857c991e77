package when

import (
	"testing"
	"time"

	"qunwen/corpus/zh"
)

func TestScanShift(t *testing.T) {
	for _, tt := range []struct {
		text string
		want Shift
		n    int
	}{
		{"半小时", Shift{Minutes: 30}, 3},
		{"半个小时后", Shift{Minutes: 30}, 4},
		{"一小时", Shift{Minutes: 60}, 3},
		{"1个小时", Shift{Minutes: 60}, 4},
		{"两个钟头", Shift{Minutes: 120}, 4},
		{"一个半小时", Shift{Minutes: 90}, 5},
		{"2个半钟头", Shift{Minutes: 150}, 5},
		{"1.5小时", Shift{Minutes: 90}, 5},
		{"1 小时", Shift{Minutes: 60}, 4},
		{"45分钟", Shift{Minutes: 45}, 4},
		{"十分钟", Shift{Minutes: 10}, 3},
		{"一刻钟", Shift{Minutes: 15}, 3},
		{"三刻钟", Shift{Minutes: 45}, 3},
		{"1小时15分钟", Shift{Minutes: 75}, 7},
		{"一个小时零五分钟", Shift{Minutes: 65}, 8},
		{"两天", Shift{days: 2}, 2},
		{"3日", Shift{days: 3}, 2},
		{"一周", Shift{days: 7}, 2},
		{"1个星期", Shift{days: 7}, 4},
		{"两个禮拜", Shift{days: 14}, 4},
		{"半个月", Shift{days: 15}, 3},
		{"一个月", Shift{months: 1}, 3},
		{"一个半月", Shift{months: 1, days: 15}, 4},
		{"半天", Shift{}, 0},
		{"1.5天", Shift{}, 0},
		{"几天", Shift{}, 0},
		{"小时", Shift{}, 0},
		{"99999999999小时", Shift{}, 0},
		{"", Shift{}, 0},
	} {
		if got, n := ScanShift(zh.NewText(tt.text).Fold, 0); got != tt.want || n != tt.n {
			t.Errorf("scanShift(%q) = %+v, %d, want %+v, %d", tt.text, got, n, tt.want, tt.n)
		}
	}
}

func TestShiftApply(t *testing.T) {
	for _, tt := range []struct {
		day   string
		clock Clock
		shift Shift
		want  string
	}{
		{"2018-05-09", Clock{hour: 19, minute: 30}, Shift{Minutes: 30}, "2018-05-09 20:00"},
		{"2018-05-09", Clock{hour: 23, minute: 30}, Shift{Minutes: 60}, "2018-05-10 00:30"},
		{"2018-05-09", Clock{hour: 20}, Shift{days: 7}.Earlier(), "2018-05-02 20:00"},
		{"2018-05-09", Clock{hour: 0, minute: 15}, Shift{Minutes: 30}.Earlier(), "2018-05-08 23:45"},
		{"2018-01-31", Clock{hour: 20}, Shift{months: 1}, "2018-02-28 20:00"},
		{"2018-12-20", Clock{hour: 20}, Shift{months: 1, days: 15}, "2019-02-04 20:00"},
	} {
		day, _ := time.Parse(time.DateOnly, tt.day)
		d, c := tt.shift.apply(day, tt.clock)
		if got := d.Format(time.DateOnly) + " " + c.String(); got != tt.want {
			t.Errorf("%+v of %s %s = %s, want %s", tt.shift, tt.day, tt.clock, got, tt.want)
		}
	}
}
