package when

import "testing"

func TestRecurrences(t *testing.T) {
	for _, tt := range []struct{ text, every, want string }{
		{"每周四晚上8点", "每周四", "2018-05-10"},
		{"每周二", "每周二", "2018-05-15"},
		{"每逢周五", "每周五", "2018-05-11"},
		{"每个星期天", "每周日", "2018-05-13"},
		{"每周二四", "每周二、四", "2018-05-10"},
		{"每周一、五晚上", "每周一、五", "2018-05-11"},
		{"每周末", "每周末", "2018-05-12"},
		{"每天晚上9点", "每天", "2018-05-09"},
		{"每晚", "每晚", "2018-05-09"},
		{"每个工作日", "每个工作日", "2018-05-09"},
		{"每月8号", "每月8号", "2018-06-08"},
		{"每个月31号", "每月31号", "2018-05-31"},
		{"每月最后一天", "每月最后一天", "2018-05-31"},
		{"每月第一个周一", "每月第一个周一", "2018-06-04"},
		{"每两周的周二", "每两周周二", "!「每两周周二」没说清下一次是哪一天"},
		{"每隔一周", "每隔一周", "!「每隔一周」没说清下一次是哪一天"},
		{"每周三次", "", ""},
		{"每周", "", ""},
		{"每月一次", "", ""},
	} {
		every := ""
		_, _, slots := read(tt.text, sent)
		for _, sl := range slots {
			if !sl.Every {
				t.Errorf("%q: the slot does not recur", tt.text)
			}
			every += sl.Moments[0].Every
		}
		if got := days(tt.text, sent); got != tt.want || every != tt.every {
			t.Errorf("%q = %q on %q, want %q on %q", tt.text, every, got, tt.every, tt.want)
		}
	}
}
