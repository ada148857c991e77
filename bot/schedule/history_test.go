package schedule

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"
	goical "github.com/emersion/go-ical"
)

// readEvent reads the only event of a calendar by two parsers, that of the
// writer and an independent one, which have to agree, and returns what gives
// the properties.
func readEvent(t *testing.T, text string) (get func(ics.ComponentProperty) string) {
	t.Helper()
	cal, err := ics.ParseCalendar(strings.NewReader(text))
	if err != nil || len(cal.Events()) != 1 {
		t.Fatalf("%v in\n%s", err, text)
	}
	other, err := goical.NewDecoder(strings.NewReader(text)).Decode()
	if err != nil || len(other.Events()) != 1 {
		t.Fatalf("%v in\n%s", err, text)
	}
	return func(p ics.ComponentProperty) string {
		got, want := "", cal.Events()[0].GetProperty(p).Value
		if v := other.Events()[0].Props.Get(string(p)); v != nil {
			got = v.Value
			if p == ics.ComponentPropertySummary { // it leaves escapes to the caller
				if got, err = v.Text(); err != nil {
					t.Error(err)
				}
			}
		}
		if got != want {
			t.Errorf("%s is %q to one parser and %q to the other", p, want, got)
		}
		return want
	}
}

// TestCalendarStory follows one session through all that may become of it: the
// event stays one, each step is newer than the one before, and nothing that was
// called off looks as if it were held.
func TestCalendarStory(t *testing.T) {
	lines := []string{
		"2024-03-04 10:00 群主: 本周分享安排： 3月6日(周三) 20:00 @王一-甲-产品  清分  3月8日(周五) 20:00 @李二-乙-研发  对账",
		"2024-03-04 11:00 群主: 把王一挪到周四",
		"2024-03-04 11:10 群主: 3月7日的分享取消",
		"2024-03-04 11:20 群主: @小助手 撤销",
		"2024-03-04 11:30 群主: 周四的分享推迟到20:30",
		"2024-03-04 11:40 群主: @小助手 撤销",
	}
	corrections := []Correction{
		{Date: "2024-03-07", Do: DoCancel, At: clockAt("2024-03-04", "12:00")},
		{Date: "2024-03-07", Do: DoRestore, At: clockAt("2024-03-04", "12:10")},
		{Date: "2024-03-07", Do: DoSet, Speaker: "赵六-丙", At: clockAt("2024-03-04", "12:20")},
		{Date: "2024-03-07", Do: DoCancel, At: clockAt("2024-03-04", "12:30")},
	}
	for i := range corrections {
		corrections[i].Room = "r"
	}
	undone := slices.Clone(corrections)
	undone[3].Undone = clockAt("2024-03-04", "12:40")
	steps := []struct {
		name        string
		clock       string
		corrections []Correction
		start       string
		status      string
		speaker     string
	}{
		{"planned", "10:30", nil, "20240306T200000", "CONFIRMED", "王一"},
		{"moved", "11:05", nil, "20240307T200000", "CONFIRMED", "王一"},
		{"cancelled", "11:15", nil, "20240307T200000", "CANCELLED", "王一"},
		{"the cancellation taken back", "11:25", nil, "20240307T200000", "CONFIRMED", "王一"},
		{"later", "11:35", nil, "20240307T203000", "CONFIRMED", "王一"},
		{"that taken back", "11:45", nil, "20240307T200000", "CONFIRMED", "王一"},
		{"cancelled by hand", "12:05", corrections[:1], "20240307T200000", "CANCELLED", "王一"},
		{"restored by hand", "12:15", corrections[:2], "20240307T200000", "CONFIRMED", "王一"},
		{"another speaker", "12:25", corrections[:3], "20240307T200000", "CONFIRMED", "赵六"},
		{"cancelled again", "12:35", corrections[:4], "20240307T200000", "CANCELLED", "赵六"},
		{"that taken back by hand", "12:45", undone, "20240307T200000", "CONFIRMED", "赵六"},
	}
	feed := Feed{Name: "r", Zone: shanghai}
	var id, uid, modified string
	last := 0
	for _, step := range steps {
		t.Run(step.name, func(t *testing.T) {
			b := replay(slices.Values(chat(t, lines...)), Options{Bots: []string{"小助手"}})
			b.Correct(ByHand{corrections: step.corrections})
			sessions := b.Sessions(clockAt("2024-03-04", step.clock))
			sessions = slices.DeleteFunc(sessions, func(s Session) bool { return strings.HasPrefix(s.Speaker, "李二") })
			if len(sessions) != 1 {
				t.Fatalf("got:\n%s", showSessions(sessions))
			}
			if s := sessions[0]; id == "" {
				id = s.ID
			} else if s.ID != id {
				t.Errorf("ID %s, want %s", s.ID, id)
			}
			get := readEvent(t, feed.Calendar(sessions))
			if uid == "" {
				uid = get(ics.ComponentPropertyUniqueId)
			}
			if got := get(ics.ComponentPropertyUniqueId); got != uid || got != id+"@qunwen" {
				t.Errorf("UID %s, want %s", got, uid)
			}
			if got := get(ics.ComponentPropertyDtStart) + " " + get(ics.ComponentPropertyStatus); got != step.start+" "+step.status {
				t.Errorf("got %s, want %s %s", got, step.start, step.status)
			}
			if !strings.HasPrefix(get(ics.ComponentPropertySummary), "群分享："+step.speaker) {
				t.Errorf("summary %s", get(ics.ComponentPropertySummary))
			}
			n, err := strconv.Atoi(get(ics.ComponentPropertySequence))
			if err != nil || n <= last || n >= 1<<31 {
				t.Errorf("SEQUENCE %d after %d, %v", n, last, err)
			}
			at := get(ics.ComponentPropertyLastModified)
			if at <= modified || get(ics.ComponentPropertyDtstamp) != at {
				t.Errorf("LAST-MODIFIED %s after %s, DTSTAMP %s", at, modified, get(ics.ComponentPropertyDtstamp))
			}
			t.Logf("SEQUENCE %d, %s, %s", n, at, step.status)
			last, modified = n, at
		})
	}
}

func TestSequence(t *testing.T) {
	at := func(clocks ...string) (all []time.Time) {
		for _, c := range clocks {
			all = append(all, clockAt("2024-03-04", c))
		}
		return all
	}
	for _, tt := range []struct {
		name         string
		before, then []time.Time
	}{
		{"one more change", at("10:00"), at("10:00", "10:01")},
		{"one more within the second", at("10:00"), at("10:00", "10:00")},
		{"one that is in the past", at("10:00", "10:02"), at("10:00", "10:02", "10:02")},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if before, then := sequence(tt.before), sequence(tt.then); then <= before {
				t.Errorf("%d after %d", then, before)
			}
		})
	}
}

// TestCalledOff holds that no event of an evening without a session is
// confirmed.
func TestCalledOff(t *testing.T) {
	for _, tt := range []struct{ line, want string }{
		{"群主: 今晚没有分享了", "CANCELLED"},
		{"群主: 今晚分享取消", "CANCELLED"},
		{"群主: 王一的分享延期，时间待定", "CANCELLED"},
		{"群主: 今晚的分享推迟到21:00", "CONFIRMED"},
	} {
		t.Run(tt.line, func(t *testing.T) {
			b := replay(slices.Values(chat(t, "2024-03-04 10:00 群主: 本周分享安排： 3月6日(周三) 20:00 @王一-甲-产品  清分  3月8日(周五) 20:00 @李二-乙-研发  对账",
				"2024-03-06 12:00 "+tt.line)), Options{})
			feed := Feed{Name: "r", Zone: shanghai}
			text := feed.Calendar(b.Sessions(clockAt("2024-03-06", "13:00")))
			event, _, _ := strings.Cut(text[strings.Index(text, "SUMMARY:群分享：王一"):], "END:VEVENT")
			if !strings.Contains(event, "STATUS:"+tt.want+"\r\n") {
				t.Errorf("want %s in\n%s", tt.want, event)
			}
		})
	}
}

// TestCalendarsNeverGoBack plays chats of random announcements, changes and
// 撤销 and looks at the calendar after each message: an event that changed has a
// higher SEQUENCE, and none has a lower one or an earlier stamp than before.
func TestCalendarsNeverGoBack(t *testing.T) {
	said := []string{
		"本周分享安排： 3月6日(周三) 20:00 @王一-甲-产品  清分  3月8日(周五) 20:00 @李二-乙-研发  对账",
		"本周分享安排： 3月6日(周三) 20:00 @李二-乙-研发  对账  3月7日(周四) 20:00 @王一-甲-产品  清分  3月8日(周五) 20:00 @张三-丙",
		"3月7日晚上8点请到@赵六-丁 给大家做分享，主题是“卡券”",
		"把王一挪到周四", "周四的分享推迟到21:00", "3月6日的分享取消", "3月7日的分享取消", "王一的分享延期，时间待定",
		"3月6日和3月8日的分享对调", "3月6日没有分享了", "取消李二的分享",
		"@小助手 撤销", "@小助手 撤销", "@小助手 撤销", "@小助手 撤销",
	}
	type state struct {
		sequence int
		modified time.Time
		looks    string
	}
	for seed := range uint64(60) {
		random := rand.New(rand.NewPCG(seed, 0))
		var lines []string
		for minute := range 40 {
			lines = append(lines, fmt.Sprintf("2024-03-04 10:%02d 群主: %s", minute, said[random.IntN(len(said))]))
		}
		b := replay(slices.Values(chat(t, lines...)), Options{Bots: []string{"小助手"}})
		was := make(map[string]state)
		for minute := range 40 {
			now := clockAt("2024-03-04", fmt.Sprintf("10:%02d", minute))
			for _, s := range b.Sessions(now) {
				changes := s.changedAt(shanghai)
				is := state{sequence(changes), changes[len(changes)-1], showSessions([]Session{s}) + s.Topic}
				o, known := was[s.ID]
				if was[s.ID] = is; known && (is.sequence < o.sequence || is.modified.Before(o.modified) || is.looks != o.looks && is.sequence == o.sequence) {
					t.Fatalf("seed %d: %+v after %+v:\n%s", seed, is, o, strings.Join(lines[:minute+1], "\n"))
				}
			}
		}
	}
}
