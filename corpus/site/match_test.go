package site

import "testing"

// TestWordless: what has no letters is known by all of it, under a name that
// another tool spoilt, and under one that is in doubt already.
func TestWordless(t *testing.T) {
	s := newSite(t)
	s.run(Settings{}, s.csv("a.csv", "09:00:00 A🎉丙 支付: [动画表情]", "09:00:05 A🎉丙 支付: 👍", "09:01:00 老张: 退款走原路退回", "09:01:10 老张: 👍", "09:01:20 老张: [语音]"))
	if r := s.run(Settings{}, s.csv("b.csv", "09:00:00 A??丙 支付: [动画表情]", "09:00:05 A??丙 支付: 👍")); r.Counts != (Counts{There: 5, Same: 2}) {
		t.Errorf("spoilt name: %+v", r.Counts)
	}
	if r := s.run(Settings{}, s.csv("c.csv", "09:01:00 张三: 退款走原路退回", "09:01:10 张三: 👍", "09:01:20 张三: [语音]", "09:01:30 张三: 👍")); r.Counts != (Counts{There: 5, New: 1, Doubt: 3}) {
		t.Errorf("other name: %+v", r.Counts)
	}
}

// TestVagueInMinute: where one side has no seconds and the other no more than
// the kind, the kind tells; not another card of the same minute.
func TestVagueInMinute(t *testing.T) {
	s := newSite(t)
	s.run(Settings{}, s.csv("a.csv", "09:00:07 甲: [文件]", "09:00:21 甲: [链接]", "09:00:30 甲: [引用]"))
	r := s.run(Settings{}, s.csv("m.csv", "09:00 甲: [标题](http://e.com/)", "09:00 甲: 「乙：多少」 - - - - - - - - - - - - - - - 三块", "09:00 甲: [小程序] 对账"))
	if r.Counts != (Counts{There: 3, New: 1, Same: 2}) {
		t.Errorf("%+v", r.Counts)
	}
	s.want("09:00:00 甲: [小程序] 对账", "09:00:07 甲: [文件]", "09:00:21 甲: [链接]", "09:00:30 甲: [引用]")
}

// TestDoubtInMinute: words under another name are in doubt too where one side
// has no seconds; in another minute they are not.
func TestDoubtInMinute(t *testing.T) {
	s := newSite(t)
	s.run(Settings{}, s.csv("a.csv", "09:00:07 老张: 退款走原路退回", "09:01:10 老张: 好", "09:02:59 老张: 备付金集中存管"))
	r := s.run(Settings{}, s.csv("m.csv", "09:00 张三: 退款走原路退回", "09:01 张三: 好", "09:03 张三: 备付金集中存管"))
	if r.Counts != (Counts{There: 3, New: 1, Doubt: 2}) {
		t.Errorf("%+v", r.Counts)
	}
}

// TestReplyAlone: a tool that leaves the words of replies out, and one that
// leaves out what they answer.
func TestReplyAlone(t *testing.T) {
	s := newSite(t)
	s.run(Settings{}, s.csv("a.csv", "09:00:07 甲: [引用]", "09:00:09 甲: [文件]"))
	if r := s.run(Settings{}, s.csv("b.csv", "09:00:07 甲: 三块", "09:00:09 甲: 三块")); r.Counts != (Counts{There: 2, New: 1, Same: 1}) {
		t.Errorf("%+v", r.Counts)
	}
}
