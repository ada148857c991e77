package schedule

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func clockAt(day, clock string) time.Time {
	t, err := time.ParseInLocation(time.DateOnly+" 15:04", day+" "+clock, shanghai)
	if err != nil {
		panic(err)
	}
	return t
}

func planned(date, start, speaker string) Session {
	return Session{ID: fmt.Sprintf("%x", speaker), Room: "r", Date: date, Start: start, Speaker: speaker, Status: Planned}
}

func TestDue(t *testing.T) {
	p := DefaultPolicy()
	moved := planned("2024-03-07", "20:00", "王一")
	moved.MovedFrom = []string{"2024-03-06"}
	cancelled, tbd := planned("2024-03-06", "20:00", "王一"), planned("2024-03-06", "20:00", "王一")
	cancelled.Status, tbd.Status = Cancelled, TBD
	for _, tt := range []struct {
		name      string
		sessions  []Session
		last, now time.Time
		want      []string // beginnings of the texts; A: to admins
	}{
		{"the evening before", []Session{planned("2024-03-06", "20:00", "王一")}, clockAt("2024-03-05", "19:59"), clockAt("2024-03-05", "20:00"),
			[]string{"明天的分享：3月6日(周三) 20:00，王一。@王一"}},
		{"not before that", []Session{planned("2024-03-06", "20:00", "王一")}, clockAt("2024-03-05", "19:58"), clockAt("2024-03-05", "19:59"), nil},
		{"nor again", []Session{planned("2024-03-06", "20:00", "王一")}, clockAt("2024-03-05", "20:00"), clockAt("2024-03-05", "20:01"), nil},
		{"the morning of, at the usual time", []Session{planned("2024-03-06", "", "王一")}, clockAt("2024-03-06", "08:59"), clockAt("2024-03-06", "09:00"),
			[]string{"今天的分享：3月6日(周三) 19:30（没有说几点，按惯例），王一"}},
		{"15 minutes before", []Session{planned("2024-03-06", "20:00", "王一")}, clockAt("2024-03-06", "19:44"), clockAt("2024-03-06", "19:45"), []string{"还有15分钟开始：3月6日(周三) 20:00"}},
		{"a morning session that quiet hours cover", []Session{planned("2024-03-06", "08:10", "王一")}, clockAt("2024-03-06", "07:59"), clockAt("2024-03-06", "08:00"), []string{"还有10分钟开始"}},
		{"nothing in quiet hours", []Session{planned("2024-03-06", "07:00", "王一")}, clockAt("2024-03-06", "06:40"), clockAt("2024-03-06", "06:45"), nil},
		{"a cancelled one", []Session{cancelled}, clockAt("2024-03-06", "08:59"), clockAt("2024-03-06", "09:00"), []string{"A提醒管理员：3月6日(周三) 20:00，王一，取消了"}},
		{"a cancelled one shortly before", []Session{cancelled}, clockAt("2024-03-06", "19:44"), clockAt("2024-03-06", "19:45"), nil},
		{"one to be confirmed", []Session{tbd}, clockAt("2024-03-05", "19:59"), clockAt("2024-03-05", "20:00"), []string{"A提醒管理员：3月6日(周三) 20:00，王一，还没有定下来"}},
		{"two on one evening", []Session{planned("2024-03-06", "20:00", "王一"), planned("2024-03-06", "20:00", "李二")}, clockAt("2024-03-05", "19:59"), clockAt("2024-03-05", "20:00"),
			[]string{"A提醒管理员：3月6日(周三) 20:00，王一，同一时间还排了别人", "A提醒管理员：3月6日(周三) 20:00，李二，同一时间还排了别人"}},
		{"one after the other", []Session{planned("2024-03-06", "19:00", "王一"), planned("2024-03-06", "20:30", "李二")}, clockAt("2024-03-06", "20:14"), clockAt("2024-03-06", "20:15"), []string{"还有15分钟开始：3月6日(周三) 20:30，李二"}},
		{"a moved one at its old time", []Session{moved}, clockAt("2024-03-06", "19:44"), clockAt("2024-03-06", "19:45"), nil},
		{"and at its new time", []Session{moved}, clockAt("2024-03-07", "19:44"), clockAt("2024-03-07", "19:45"), []string{"还有15分钟开始：3月7日(周四) 20:00，王一"}},
		{"an outage", []Session{planned("2024-03-06", "20:00", "王一"), planned("2024-03-07", "20:00", "李二")}, clockAt("2024-03-04", "10:00"), clockAt("2024-03-06", "15:00"),
			[]string{"刚才没能按时提醒，补一句：3月6日(周三) 20:00，王一"}},
		{"an outage over two sessions", []Session{planned("2024-03-06", "20:00", "王一"), planned("2024-03-07", "20:00", "李二")}, clockAt("2024-03-04", "10:00"), clockAt("2024-03-06", "20:10"),
			[]string{"刚才没能按时提醒，补一句：3月7日(周四) 20:00，李二"}},
		{"an outage that ends at a reminder", []Session{planned("2024-03-06", "20:00", "王一")}, clockAt("2024-03-04", "10:00"), clockAt("2024-03-06", "19:45"), []string{"还有15分钟开始"}},
		{"an outage through the session", []Session{planned("2024-03-06", "20:00", "王一")}, clockAt("2024-03-06", "10:00"), clockAt("2024-03-06", "20:30"), nil},
		{"a first start", []Session{planned("2024-03-06", "20:00", "王一")}, time.Time{}, clockAt("2024-03-06", "15:00"), nil},
		{"one without a day", []Session{planned("", "20:00", "王一")}, clockAt("2024-03-01", "10:00"), clockAt("2024-03-06", "15:00"), nil},
		{"a free evening", []Session{{Room: "r", Date: "2024-03-06", Status: Open}}, clockAt("2024-03-01", "10:00"), clockAt("2024-03-06", "15:00"), nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, r := range p.Due(tt.sessions, tt.last, tt.now, nil) {
				text := r.Text
				if r.ToAdmins {
					text = "A" + text
				}
				got = append(got, text)
				if r.Key == "" || len(r.covers) == 0 || r.Room != "r" || strings.Contains(r.Key, "王一") {
					t.Errorf("reminder %+v", r)
				}
			}
			if len(got) != len(tt.want) {
				t.Fatalf("got %q, want %q", got, tt.want)
			}
			for i := range got {
				if !strings.HasPrefix(got[i], tt.want[i]) {
					t.Errorf("got %q, want %q", got[i], tt.want[i])
				}
			}
		})
	}
}

// Whenever the program is stopped and started again, every reminder of a
// session comes at most once, and those of its old day do not come after it
// has moved.
func TestDueAcrossRestarts(t *testing.T) {
	for run := range 40 {
		synctest.Test(t, func(t *testing.T) {
			p := DefaultPolicy()
			time.Sleep(time.Until(clockAt("2024-03-04", "10:00")))
			done := make(map[string]bool) // survives restarts
			last := time.Now()
			var sent []string
			for time.Now().Before(clockAt("2024-03-09", "10:00")) {
				now := time.Now().In(shanghai)
				sessions := []Session{planned("2024-03-06", "20:00", "王一"), planned("2024-03-07", "20:00", "李二")}
				if now.After(clockAt("2024-03-06", "12:00")) {
					sessions[0].Date, sessions[0].MovedFrom = "2024-03-08", []string{"2024-03-06"}
				}
				for _, r := range p.Due(sessions, last, now, func(key string) bool { return done[key] }) {
					for _, key := range r.covers {
						if done[key] {
							t.Errorf("%s twice", key)
						}
						done[key] = true
					}
					sent = append(sent, now.Format("02 15:04 ")+r.Text)
				}
				if run%3 != 0 { // otherwise the time of the last look is lost now and then
					last = now
				}
				pause := time.Minute
				if x := int(now.Unix()/60)*7919 + run*104729; x%97 == 0 {
					pause = time.Duration(x%600) * time.Minute // an outage
				}
				time.Sleep(pause)
			}
			seen := make(map[string]bool)
			for _, s := range sent {
				if seen[s[9:]] && !strings.Contains(s, "补一句") { // there may be several outages
					t.Errorf("run %d: twice: %s", run, s)
				}
				seen[s[9:]] = true
			}
			if run == 0 && !slices.ContainsFunc(sent, func(s string) bool { return strings.HasPrefix(s, "08 ") }) {
				t.Errorf("run %d: nothing on the new day: %s", run, strings.Join(sent, "\n"))
			}
			for _, s := range sent {
				if strings.HasPrefix(s, "06 1") && strings.Contains(s, "王一") && s[3:] > "12:01" {
					t.Errorf("run %d: of the old day: %s", run, s)
				}
			}
		})
	}
}

func TestQuiet(t *testing.T) {
	for _, tt := range []struct {
		quiet Quiet
		at    string
		end   string
	}{
		{Quiet{"23:00", "08:00"}, "22:59", "05 22:59"},
		{Quiet{"23:00", "08:00"}, "23:00", "06 08:00"},
		{Quiet{"23:00", "08:00"}, "00:00", "05 08:00"},
		{Quiet{"23:00", "08:00"}, "07:59", "05 08:00"},
		{Quiet{"23:00", "08:00"}, "08:00", "05 08:00"},
		{Quiet{"12:00", "14:00"}, "13:00", "05 14:00"},
		{Quiet{"12:00", "14:00"}, "14:00", "05 14:00"},
		{Quiet{"12:00", "14:00"}, "11:59", "05 11:59"},
		{Quiet{}, "03:00", "05 03:00"},
		{Quiet{"08:00", "08:00"}, "08:00", "05 08:00"},
	} {
		t.Run(fmt.Sprint(tt.quiet, tt.at), func(t *testing.T) {
			if got := tt.quiet.end(clockAt("2024-03-05", tt.at)).Format("02 15:04"); got != tt.end {
				t.Errorf("ends %s, want %s", got, tt.end)
			}
		})
	}
}
