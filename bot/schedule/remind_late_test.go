package schedule

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// texts are what reminders say; A marks those to admins.
func texts(all []Reminder) []string {
	var said []string
	for _, r := range all {
		if r.ToAdmins {
			r.Text = "A" + r.Text
		}
		said = append(said, r.Text)
	}
	return said
}

// wantPrefixes fails unless each text begins as wanted.
func wantPrefixes(t *testing.T, got, want []string) {
	t.Helper()
	if !slices.EqualFunc(got, want, strings.HasPrefix) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestDayIsRight holds that a reminder names the day of the session as it is
// when the reminder comes, however long it was put off.
func TestDayIsRight(t *testing.T) {
	quiet := Quiet{"23:00", "08:00"}
	s := planned("2024-03-06", "20:00", "王一")
	for _, tt := range []struct {
		name      string
		policy    Policy
		last, now time.Time
		want      []string
	}{
		{"the evening before", Policy{Evening: "22:00", Quiet: quiet}, clockAt("2024-03-05", "21:59"), clockAt("2024-03-05", "22:00"), []string{"明天的分享：3月6日(周三) 20:00"}},
		{"put off to the morning", Policy{Evening: "23:30", Quiet: quiet}, clockAt("2024-03-06", "07:59"), clockAt("2024-03-06", "08:00"), []string{"今天的分享：3月6日(周三) 20:00"}},
		{"late through midnight", Policy{Evening: "23:59"}, clockAt("2024-03-05", "23:58"), clockAt("2024-03-06", "00:01"), []string{"今天的分享：3月6日(周三) 20:00"}},
		{"a morning that is quiet", Policy{Morning: "06:00", Quiet: quiet}, clockAt("2024-03-06", "07:59"), clockAt("2024-03-06", "08:00"), []string{"今天的分享：3月6日(周三) 20:00"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			wantPrefixes(t, texts(tt.policy.Due([]Session{s}, tt.last, tt.now, nil)), tt.want)
		})
	}
}

// TestPrompt holds that a session that is set to begin sooner than the reminder
// before it is reminded of at once, and once.
func TestPrompt(t *testing.T) {
	const list = "2024-03-06 10:00 群主: 本周分享安排： 3月6日(周三) 21:00 @王一-甲-产品  清分  3月8日(周五) 20:00 @李二-乙-研发  对账"
	for _, tt := range []struct {
		name  string
		lines []string
		from  string // clock of the first look at the day, 3月6日
		want  []string
	}{
		{"brought forward", []string{list, "2024-03-06 19:50 群主: 今晚的分享提前到20:00"}, "19:40", []string{"19:50 还有10分钟开始：3月6日(周三) 20:00，王一"}},
		{"brought forward to now and a bit", []string{list, "2024-03-06 19:59 群主: 今晚的分享提前到20:00"}, "19:40", []string{"19:59 还有1分钟开始：3月6日(周三) 20:00，王一"}},
		{"brought forward to what is past", []string{list, "2024-03-06 20:01 群主: 今晚的分享提前到20:00"}, "19:40", nil},
		{"brought forward by more", []string{list, "2024-03-06 19:30 群主: 今晚的分享提前到20:00"}, "19:20", []string{"19:45 还有15分钟开始：3月6日(周三) 20:00，王一"}},
		{"announced late", []string{"2024-03-06 19:55 群主: 今晚请到@赵六-丁 给大家做分享，主题是“卡券”开始时间为【20:00】"}, "19:40", []string{"19:55 还有5分钟开始：3月6日(周三) 20:00，赵六"}},
		{"postponed after the reminder", []string{list, "2024-03-06 20:50 群主: 今晚的分享推迟到21:10"}, "20:30", []string{"20:45 还有15分钟开始：3月6日(周三) 21:00", "20:55 还有15分钟开始：3月6日(周三) 21:10"}},
		{"started in between", []string{list, "2024-03-06 19:50 群主: 今晚的分享提前到20:00"}, "19:56", []string{"19:56 还有4分钟开始：3月6日(周三) 20:00，王一"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := replay(slices.Values(chat(t, tt.lines...)), Options{})
			done := make(map[string]bool)
			var last time.Time
			var got []string
			for now := clockAt("2024-03-06", tt.from); now.Before(clockAt("2024-03-06", "22:00")); now = now.Add(time.Minute) {
				if now.Minute()%7 == 3 {
					last = time.Time{} // a restart that lost it
				}
				for _, r := range DefaultPolicy().Due(b.Sessions(now), last, now, func(key string) bool { return done[key] }) {
					done[r.Key] = true
					got = append(got, now.Format("15:04 ")+r.Text)
				}
				last = now
			}
			wantPrefixes(t, got, tt.want)
		})
	}
}

// TestUndated holds that admins hear of sessions without a day on Mondays, as
// long as they have none.
func TestUndated(t *testing.T) {
	undated := Session{ID: "1", Room: "r", Speaker: "王一", Topic: "清分", Status: Planned}
	problem, moved, dated, later, over := undated, undated, undated, undated, undated
	problem.Problem = "3月6日是周三，不是周五"
	moved.Status, moved.Date = Moved, "2024-02-20"
	dated.Date = "2024-03-20"
	later.DateRange = [2]string{"2024-06-01", "2024-06-30"}
	over.Status = NotHeld
	soon := later
	soon.DateRange = [2]string{"2024-03-08", "2024-03-10"}
	const head = "A提醒管理员，日子还没有定的分享："
	at := func(day, clock string) [2]time.Time {
		now := clockAt(day, clock)
		return [2]time.Time{now.Add(-time.Minute), now}
	}
	for _, tt := range []struct {
		name    string
		session Session
		look    [2]time.Time // last and now; 2024-03-04 is a Monday
		want    []string
	}{
		{"on Monday", undated, at("2024-03-04", "09:00"), []string{head + "日子没有定，王一，《清分》。定了"}},
		{"on the next one", undated, at("2024-03-11", "09:00"), []string{head}},
		{"before", undated, at("2024-03-04", "08:59"), nil},
		{"not again", undated, at("2024-03-04", "09:01"), nil},
		{"on Tuesday", undated, at("2024-03-05", "09:00"), nil},
		{"after an outage", undated, [2]time.Time{clockAt("2024-03-03", "20:00"), clockAt("2024-03-04", "15:00")}, []string{head}},
		{"at a first start", undated, [2]time.Time{{}, clockAt("2024-03-04", "15:00")}, nil},
		{"whose days contradict each other", problem, at("2024-03-04", "09:00"), []string{head + "日子没有定，王一，《清分》（3月6日是周三，不是周五）"}},
		{"moved to no day", moved, at("2024-03-04", "09:00"), []string{head + "2月20日(周二)，王一，《清分》，改期了，新的日子没有定"}},
		{"with a day", dated, at("2024-03-04", "09:00"), nil},
		{"for a stretch that is far", later, at("2024-03-04", "09:00"), nil},
		{"for a stretch that is near", soon, at("2024-03-04", "09:00"), []string{head + "3月8日(周五)到3月10日(周日)之间"}},
		{"that will hardly come", over, at("2024-03-04", "09:00"), nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := DefaultPolicy().Due([]Session{tt.session}, tt.look[0], tt.look[1], nil)
			wantPrefixes(t, texts(got), tt.want)
			for _, r := range got {
				if again := DefaultPolicy().Due([]Session{tt.session}, tt.look[0], tt.look[1], func(key string) bool { return key == r.Key }); len(again) > 0 {
					t.Errorf("done, and again %q", texts(again))
				}
			}
		})
	}
}

// TestUndatedStory follows a session from a promise to its day.
func TestUndatedStory(t *testing.T) {
	b := replay(slices.Values(chat(t,
		"2024-03-04 08:00 群主: 本周分享安排： 3月6日(周三) 20:00 @王一-甲-产品  清分  3月8日(周五) 20:00 @李二-乙-研发  对账",
		"2024-03-05 10:00 群主: 王一的分享延期，时间待定",
		"2024-03-19 10:00 群主: 把王一挪到3月22日")), Options{})
	var got []string
	var last time.Time
	for now := clockAt("2024-03-05", "11:00"); now.Before(clockAt("2024-04-02", "00:00")); now = now.Add(time.Minute) {
		if clock := now.Format("15:04"); clock < "08:58" || clock > "09:02" {
			last = now
			continue
		}
		for _, r := range (Policy{Morning: "09:00"}).Due(b.Sessions(now), last, now, nil) {
			if r.ToAdmins {
				got = append(got, now.Format("02 15:04 ")+r.Text)
			}
		}
		last = now
	}
	wantPrefixes(t, got, []string{"11 09:00 提醒管理员，日子还没有定的分享：", "18 09:00 提醒管理员，日子还没有定的分享："})
}
