package schedule

import (
	"slices"
	"testing"
	"time"

	"qunwen/bot/schedule/announce"
)

// TestIDStays holds that a session keeps its ID whatever is said of it later,
// and that no two have one.
func TestIDStays(t *testing.T) {
	const list = "2024-03-04 10:00 群主: 本周分享安排： 3月5日(周二) 20:00 @王一-甲-产品  清分  3月6日(周三) 20:00 @李二-乙-研发  对账"
	hand := func(c Correction) []Correction {
		c.Room, c.At = "r", clockAt("2024-03-04", "09:00")
		return []Correction{c}
	}
	for _, tt := range []struct {
		name        string
		lines       []string // the session is the first line's, or the correction's
		corrections []Correction
		times       []string // "day clock": at each of them the session is there
	}{
		{"moved", []string{list, "2024-03-04 11:00 群主: 把王一挪到周五"}, nil, []string{"04 10:30", "04 11:30"}},
		{"moved by a list", []string{list, "2024-03-04 11:00 群主: 3月5日(周二) 20:00 @赵四-丁-研发 3月6日(周三) 20:00 @李二-乙-研发 3月7日(周四) 20:00 @王一-甲-产品"}, nil, []string{"04 10:30", "04 11:30"}},
		{"moved to no day, then invited for one", []string{list, "2024-03-05 11:00 群主: 王一的分享延期，时间待定", "2024-03-12 12:00 群主: 今晚请到@王一-甲-产品 给大家做分享，主题是“清分”开始时间为【20:00】"}, nil, []string{"04 10:30", "05 11:30", "12 12:30"}},
		{"moved to no day, then to one", []string{list, "2024-03-05 11:00 群主: 王一的分享延期，时间待定", "2024-03-12 12:00 群主: 把王一挪到周五"}, nil, []string{"04 10:30", "05 11:30", "12 12:30"}},
		{"cancelled", []string{list, "2024-03-05 11:00 群主: 王一今天临时出差了，今晚分享取消"}, nil, []string{"04 10:30", "05 11:30"}},
		{"cancelled and taken back", []string{list, "2024-03-05 11:00 群主: 王一今天临时出差了，今晚分享取消", "2024-03-05 11:10 群主: @小助手 撤销"}, nil, []string{"04 10:30", "05 11:05", "05 11:15"}},
		{"invited with a longer handle", []string{"2024-03-04 10:00 群主: 3月5日 @王一  3月6日 @李二", "2024-03-05 11:00 群主: 今晚请到@王一-甲银行-产品经理 给大家做分享，主题是“清分”开始时间为【20:00】"}, nil, []string{"04 10:30", "05 11:30"}},
		{"the list taken back and posted anew", []string{list, "2024-03-04 10:10 群主: @小助手 撤销", "2024-03-04 10:20 群主: 本周分享安排： 3月6日(周三) 20:00 @李二-乙-研发  对账  3月5日(周二) 20:00 @王一-甲-产品  清分"}, nil, []string{"04 10:05", "04 10:25"}},
		{"held under another name", append([]string{list}, monologueOf("2024-03-05", 20, 1, 20, "王小一")...), nil, []string{"04 10:30", "05 23:00"}},
		{"set by hand", nil, hand(Correction{Date: "2024-03-05", Do: DoSet, Speaker: "王一"}), []string{"04 10:30", "08 11:30"}},
		{"set by hand, then listed", []string{list}, hand(Correction{Date: "2024-03-05", Do: DoSet, Speaker: "王一"}), []string{"04 09:30", "04 11:30"}},
		{"moved by hand", []string{list}, hand(Correction{Date: "2024-03-05", Do: DoMove, To: "2024-03-07"}), []string{"04 10:30", "08 11:30"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var ids []string
			for _, at := range tt.times {
				now, err := time.ParseInLocation("2006-01-02 15:04", "2024-03-"+at, shanghai)
				if err != nil {
					t.Fatal(err)
				}
				for range 2 {
					b := replay(slices.Values(chat(t, tt.lines...)), Options{Bots: []string{"小助手"}})
					b.Correct(ByHand{corrections: tt.corrections})
					sessions := b.Sessions(now)
					seen := make(map[string]bool)
					for _, s := range sessions {
						if s.ID == "" || seen[s.ID] {
							t.Errorf("at %s: ID %q of %s %s is empty or another's", at, s.ID, s.Date, s.Speaker)
						}
						seen[s.ID] = true
						if s.Speaker == "王小一" || s.Speaker != "" && newPerson(s.Speaker).same(newPerson("王一")) {
							ids = append(ids, s.ID)
						}
					}
				}
			}
			if len(ids) != 2*len(tt.times) || len(slices.Compact(ids)) != 1 {
				t.Errorf("IDs %q, want one, %d times", ids, 2*len(tt.times))
			}
		})
	}
}

// TestIDsOfOneMessage holds that entries of one message that say the same have
// IDs of their own.
func TestIDsOfOneMessage(t *testing.T) {
	l := newLedger("r", Options{}, nil, time.Time{})
	n := &note{id: "r/2024-03-04/100000"}
	seen := make(map[string]bool)
	for i := range 6 {
		n.row = i / 2
		s := l.add(n, announce.Entry{})
		if seen[s.ID] || len(s.ID) != 24 {
			t.Errorf("ID %q", s.ID)
		}
		seen[s.ID] = true
	}
	if len(l.sessions) != 6 {
		t.Errorf("%d sessions", len(l.sessions))
	}
}
