package announce

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
		r := newReader(Message{Time: sent, Text: tt.text}, Context{})
		every := ""
		for _, sl := range r.slots {
			if !sl.every {
				t.Errorf("%q: the slot does not recur", tt.text)
			}
			every += sl.moments[0].every
		}
		if got := days(tt.text, sent); got != tt.want || every != tt.every {
			t.Errorf("%q = %q on %q, want %q on %q", tt.text, every, got, tt.every, tt.want)
		}
		if found := r.slotsIn(0, len(r.src.Fold)); len(found) > 0 {
			t.Errorf("%q: slotsIn gives %v", tt.text, found)
		}
	}
}

// TestRecurringInvitation holds that a session that recurs is planned for its
// next evening, and says how often it is.
func TestRecurringInvitation(t *testing.T) {
	for _, tt := range []struct{ day, date, every string }{
		{"每周五晚上8点", "2018-05-11", "每周五"},
		{"每周三晚上8点", "2018-05-09", "每周三"},
		{"每月15号晚上8点", "2018-05-15", "每月15号"},
		{"每两周的周五晚上8点", "", "每两周周五"},
	} {
		x := extractAt(tt.day+"请到@王一-甲付-产品 给大家分享，主题是“退款”。", sent)
		if len(x.Entries) != 1 || x.Entries[0].Date != tt.date || x.Entries[0].Every != tt.every || x.Entries[0].Start != "20:00" || (x.Entries[0].Problem == "") != (tt.date != "") {
			t.Errorf("%s: %s", tt.day, show(x))
		}
	}
}
