package schedule

import (
	"slices"
	"strings"
	"testing"

	ics "github.com/arran4/golang-ical"
)

func TestCalendar(t *testing.T) {
	session := Session{
		ID: "5f0c", Room: "paydesk", Date: "2024-05-14", Start: "20:00", Speaker: "许衡-云杉-产品", Topic: "退款, 记账；从头讲起", Status: Planned,
		Sources: map[string][]string{"date": {"paydesk/2024-05-09/080000"}},
		Source:  &Source{ID: "paydesk/2024-05-09/080000", Room: "paydesk", Date: "2024-05-09", Time: "08:00:00", Speaker: "我", Quote: strings.Repeat("下周分享安排，", 20)},
	}
	moved := session
	moved.Date, moved.MovedFrom = "2024-05-16", []string{"2024-05-14"}
	moved.Sources = map[string][]string{"date": {"paydesk/2024-05-12/090000.2"}}
	cancelled := moved
	cancelled.Status = Cancelled
	cancelled.Sources = map[string][]string{"status": {"paydesk/2024-05-13/090000"}}
	open := Session{Room: "paydesk", Date: "2024-05-17", Status: Open}

	f := Feed{Name: "支付产品群的分享", Zone: shanghai, Link: func(s Source) string { return "https://chat.example.org/" + s.ID }}
	var uids, sequences []string
	for _, tt := range []struct {
		name    string
		s       Session
		start   string
		status  string
		alarmed bool
	}{
		{"planned", session, "20240514T200000", "CONFIRMED", true},
		{"moved", moved, "20240516T200000", "CONFIRMED", true},
		{"cancelled", cancelled, "20240516T200000", "CANCELLED", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			text := f.Calendar([]Session{tt.s, open})
			if text != f.Calendar([]Session{tt.s, open}) {
				t.Error("the same sessions give other bytes")
			}
			for line := range strings.SplitSeq(strings.TrimSuffix(text, "\r\n"), "\r\n") {
				if len(line) > 75 || strings.ContainsAny(line, "\r\n") {
					t.Errorf("line of %d bytes: %q", len(line), line)
				}
			}
			cal, err := ics.ParseCalendar(strings.NewReader(text))
			if err != nil || len(cal.Events()) != 1 || len(cal.Timezones()) != 1 {
				t.Fatalf("err %v in\n%s", err, text)
			}
			e := cal.Events()[0]
			for _, line := range []string{"REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H"} {
				if strings.Count(text, "\r\n"+line+"\r\n") != 1 {
					t.Errorf("no line %s in\n%s", line, text)
				}
			}
			if !strings.Contains(text, "TZOFFSETTO:+0800\r\n") {
				t.Error("the time zone is not eight hours ahead")
			}
			get := func(p ics.ComponentProperty) string {
				if v := e.GetProperty(p); v != nil {
					return v.Value
				}
				return ""
			}
			if get(ics.ComponentPropertyDtStart) != tt.start || get(ics.ComponentPropertyStatus) != tt.status || len(e.Alarms()) > 0 != tt.alarmed {
				t.Errorf("%s %s, %d alarms", get(ics.ComponentPropertyDtStart), get(ics.ComponentPropertyStatus), len(e.Alarms()))
			}
			if got := get(ics.ComponentPropertySummary); got != "群分享：许衡-云杉-产品《退款, 记账；从头讲起》" {
				t.Errorf("summary %q", got)
			}
			if got := get(ics.ComponentPropertyDescription); !strings.Contains(got, "依据：2024-05-09 08:00:00 我：") || !strings.Contains(got, "https://chat.example.org/paydesk/2024-05-09/080000") {
				t.Errorf("description %q", got)
			}
			uids = append(uids, get(ics.ComponentPropertyUniqueId))
			sequences = append(sequences, get(ics.ComponentPropertySequence))
		})
	}
	if len(slices.Compact(slices.Clone(uids))) != 1 {
		t.Errorf("UIDs %q, want one for all", uids)
	}
	if !slices.IsSorted(sequences) || len(slices.Compact(slices.Clone(sequences))) != 3 {
		t.Errorf("sequences %q, want them to grow", sequences)
	}
}
