package schedule

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestCorrections(t *testing.T) {
	lines := slices.Concat([]string{
		"2024-03-04 10:00 群主: 本周分享安排： 3月5日(周二) 20:00 @王一-甲-产品  清分  3月6日(周三) 20:00 @李二-乙-研发  对账  3月7日(周四) 【待定】",
		"2024-03-05 21:30 群主: 王一今天临时出差了，今晚分享取消",
		"2024-03-06 12:00 群主: 李二的分享延期，时间待定",
	}, monologueOf("2024-03-08", 20, 1, 20, "王一-甲-产品"))
	at := time.Date(2024, 3, 9, 9, 0, 0, 0, shanghai)
	before, after := clockAt("2024-03-04", "12:00"), clockAt("2024-03-10", "12:00")
	for _, tt := range []struct {
		name        string
		now         time.Time
		corrections []Correction
		has, hasNot []string
		unmatched   int
	}{
		{"none", before, nil, []string{"2024-03-05 王一-甲-产品 planned at 20:00", "2024-03-06 李二-乙-研发 planned at 20:00", "2024-03-07  tbd"}, nil, 0},
		{"cancelled", before, []Correction{{Date: "2024-03-06", Do: DoCancel}}, []string{"2024-03-06 李二-乙-研发 cancelled"}, nil, 0},
		{"moved", before, []Correction{{Date: "2024-03-06", Do: DoMove, To: "2024-03-09", Start: "21:00"}}, []string{"2024-03-09 李二-乙-研发 planned at 21:00 from 2024-03-06"}, []string{"2024-03-06 李二"}, 0},
		{"moved to where it was held", after, []Correction{{Date: "2024-03-05", Do: DoMove, To: "2024-03-08"}}, []string{"2024-03-08 王一-甲-产品 held"}, []string{"2024-03-05 王一"}, 0},
		{"moved, then cancelled by its first day", before, []Correction{{Date: "2024-03-06", Do: DoMove, To: "2024-03-09"}, {Date: "2024-03-06", Do: DoCancel, At: at.Add(time.Hour)}}, []string{"2024-03-09 李二-乙-研发 cancelled"}, nil, 0},
		{"by a name", before, []Correction{{Date: "2024-03-06", Who: "李二", Do: DoCancel}}, []string{"2024-03-06 李二-乙-研发 cancelled"}, nil, 0},
		{"by another name", before, []Correction{{Date: "2024-03-06", Who: "赵六", Do: DoCancel}}, []string{"2024-03-06 李二-乙-研发 planned"}, nil, 1},
		{"cancelled, then restored", before, []Correction{{Date: "2024-03-06", Do: DoCancel}, {Date: "2024-03-06", Do: DoRestore, At: at.Add(time.Hour)}}, []string{"2024-03-06 李二-乙-研发 planned at 20:00"}, nil, 0},
		{"cancelled by the chat, then restored", clockAt("2024-03-05", "22:00"), []Correction{{Date: "2024-03-05", Who: "王一", Do: DoRestore}}, []string{"2024-03-05 王一-甲-产品 planned at 20:00"}, nil, 0},
		{"put off by the chat, then restored", clockAt("2024-03-06", "13:00"), []Correction{{Date: "2024-03-06", Do: DoRestore}}, []string{"2024-03-06 李二-乙-研发 planned at 20:00\n"}, nil, 0},
		{"cancelled, and that taken back", before, []Correction{{Date: "2024-03-06", Do: DoCancel, Undone: at.Add(time.Hour)}}, []string{"2024-03-06 李二-乙-研发 planned at 20:00"}, nil, 0},
		{"a new one that was taken back", before, []Correction{{Date: "2024-03-20", Do: DoSet, Speaker: "赵六-丙", Undone: at.Add(time.Hour)}}, nil, []string{"2024-03-20"}, 0},
		{"restored, and there is nothing", before, []Correction{{Date: "2024-04-01", Do: DoRestore}}, nil, nil, 1},
		{"confirmed with a speaker", before, []Correction{{Date: "2024-03-07", Do: DoSet, Speaker: "赵六-丙", Topic: "卡券", Status: Planned}}, []string{"2024-03-07 赵六-丙 planned"}, nil, 0},
		{"confirmed", before, []Correction{{Date: "2024-03-07", Do: DoConfirm}}, []string{"2024-03-07  planned"}, nil, 0},
		{"a new one", before, []Correction{{Date: "2024-03-20", Do: DoSet, Speaker: "赵六-丙", Start: "19:30"}}, []string{"2024-03-20 赵六-丙 planned at 19:30"}, nil, 0},
		{"a new one that is past", after, []Correction{{Date: "2024-02-20", Do: DoSet, Speaker: "赵六-丙"}}, []string{"2024-02-20 赵六-丙 not_held"}, nil, 0},
		{"the later one prevails", before, []Correction{{Date: "2024-03-06", Do: DoSet, Topic: "b", Start: "21:00", At: at.Add(time.Hour)}, {Date: "2024-03-06", Do: DoSet, Start: "18:00"}}, []string{"2024-03-06 李二-乙-研发 planned at 21:00"}, nil, 0},
		{"cancelled, said again by the chat, stays so", after, []Correction{{Date: "2024-03-06", Do: DoCancel}}, []string{" 李二-乙-研发 cancelled"}, nil, 0},
		{"nothing there", before, []Correction{{Date: "2024-04-01", Do: DoCancel}}, nil, nil, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := replay(slices.Values(chat(t, lines...)), Options{})
			for i := range tt.corrections {
				tt.corrections[i].Room = "r"
				if tt.corrections[i].At.IsZero() {
					tt.corrections[i].At = at
				}
				if err := tt.corrections[i].Validate(); err != nil {
					t.Fatal(err)
				}
			}
			b.Correct(ByHand{corrections: tt.corrections})
			got := showSessions(b.Sessions(tt.now))
			for _, want := range tt.has {
				if !strings.Contains(got, want) {
					t.Errorf("no %q in\n%s", want, got)
				}
			}
			for _, not := range tt.hasNot {
				if strings.Contains(got, not) {
					t.Errorf("%q is in\n%s", not, got)
				}
			}
			if _, unmatched := b.sessions(tt.now); len(unmatched) != tt.unmatched {
				t.Errorf("%d unmatched, want %d", len(unmatched), tt.unmatched)
			}
			if again := showSessions(b.Sessions(tt.now)); again != got {
				t.Errorf("asked again:\n%s\nnot\n%s", again, got)
			}
			b.Correct(ByHand{})
			if left := b.Sessions(tt.now); slices.ContainsFunc(left, func(s Session) bool { return !s.ByHand.IsZero() }) {
				t.Error("a correction that was taken back is still there")
			}
		})
	}
}

// A name given by hand ties a talk to its plan.
func TestAliasByHand(t *testing.T) {
	lines := slices.Concat([]string{"2024-03-04 10:00 群主: 本周分享安排： 3月5日(周二) 20:00 @balance  清分  3月6日(周三) 20:00 @李二-乙-研发  对账"},
		monologueOf("2024-03-05", 23, 10, 20, "许衡-云杉"))
	b := replay(slices.Values(chat(t, lines...)), Options{})
	now := clockAt("2024-03-10", "12:00")
	b.Correct(ByHand{aliases: map[string]string{"balance": "许衡-云杉"}})
	if got := showSessions(b.Sessions(now)); !strings.Contains(got, "2024-03-05 许衡-云杉 held at 20:00 as balance") {
		t.Errorf("sessions\n%s", got)
	}
}

func TestCheck(t *testing.T) {
	b := replay(slices.Values(chat(t,
		"2024-03-04 10:00 群主: 本周分享安排： 3月5日(周三) @王一-甲-产品  3月6日(周三) @李二-乙-研发  3月7日 @赵六-丙",
		"2024-03-04 10:01 群主: 本周分享安排： 3月6日(周三) @钱七-丁-研发  3月7日 @赵六-丙",
		"2024-03-04 11:00 群主: 本周分享安排：",
		"2024-03-04 11:00 群主: ![2024-03-04 11:00:00](http://img.example.org/20240304_110000.png)",
		"2024-03-04 12:00 群主: 月底有谁愿意分享，这是分享的安排吗？",
		"2024-03-04 13:00 孙八-戊: 我来分享一次吧，主题是对账，时间待定",
	)), Options{})
	b.Correct(ByHand{corrections: []Correction{{Room: "r", Date: "2024-06-01", Do: DoCancel}, {Room: "r", Date: "2024-03-07", Do: DoSet, Who: "赵六", Speaker: "赵六-丙"}}})
	var got []string
	for _, p := range b.Check(clockAt("2024-03-04", "14:00")) {
		got = append(got, p.Place+" "+p.Date+" "+p.Problem)
	}
	for _, want := range []string{
		"r/_posts/2024-03-04-chat.markdown:4 2024-03-04 3月5日是周二，不是周三",
		"r/_posts/2024-03-04-chat.markdown:8 2024-03-06 2024-03-06 说是 钱七-丁-研发，10:00 的列表（r/_posts/2024-03-04-chat.markdown:4）说是 李二-乙-研发",
		"r/_posts/2024-03-04-chat.markdown:12 2024-03-04 安排只有一张图",
		" 2024-06-01 手工更正 cancel 没有对上",
	} {
		if !slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(s, want) }) {
			t.Errorf("no %q in\n%s", want, strings.Join(got, "\n"))
		}
	}
	reply := answerTo(b, "今晚有分享吗", clockAt("2024-03-04", "15:00"))
	if !strings.Contains(reply.Text, "发过一份图片的安排") {
		t.Errorf("answer %q", reply.Text)
	}
}
