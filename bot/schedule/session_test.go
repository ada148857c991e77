package schedule

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"qunwen/bot/schedule/announce"
)

// TestEnd follows the end of a session through what changes its start.
func TestEnd(t *testing.T) {
	invited := announce.Entry{Date: "2024-03-06", Start: "20:00", End: "21:00", Speaker: "王一-甲", Status: Planned}
	for _, tt := range []struct {
		name string
		move announce.Entry // Date "" for none
		hand *Correction
		line string // how the session reads
		ends string
	}{
		{"as announced", announce.Entry{}, nil, "3月6日(周三) 20:00-21:00，王一-甲", "06 21:00"},
		{"another start", announce.Entry{Date: "2024-03-06", Start: "20:30"}, nil, "3月6日(周三) 20:30-21:30，王一-甲", "06 21:30"},
		{"another day", announce.Entry{Date: "2024-03-07"}, nil, "3月7日(周四) 20:00-21:00，王一-甲，原定 3月6日(周三)", "07 21:00"},
		{"another start and end", announce.Entry{Date: "2024-03-06", Start: "19:00", End: "21:30"}, nil, "3月6日(周三) 19:00-21:30，王一-甲", "06 21:30"},
		{"through midnight", announce.Entry{Date: "2024-03-06", Start: "23:30"}, nil, "3月6日(周三) 23:30-00:30，王一-甲", "07 00:30"},
		{"another start by hand", announce.Entry{}, &Correction{Do: DoMove, To: "2024-03-06", Start: "19:00"}, "3月6日(周三) 19:00-20:00，王一-甲", "06 20:00"},
		{"another end by hand", announce.Entry{}, &Correction{Do: DoSet, End: "22:00"}, "3月6日(周三) 20:00-22:00，王一-甲", "06 22:00"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l := newLedger("r", Options{}, nil, time.Time{})
			n := note{id: "r/2024-03-04/100000", at: clockAt("2024-03-04", "10:00"), x: announce.Extraction{Kind: announce.Single, Entries: []announce.Entry{invited}}}
			l.single(n, invited, announcer)
			if tt.move.Date != "" {
				l.sessions[0].relocate(tt.move, "r/2024-03-04/110000", announcer)
			}
			if tt.hand != nil {
				l.sessions[0].amend(tt.hand)
			}
			s := l.sessions[0]
			if got := s.Line(clockAt("2024-03-04", "12:00")); got != tt.line {
				t.Errorf("got  %s\nwant %s", got, tt.line)
			}
			if end, ok := s.Ends(shanghai); !ok || end.Format("02 15:04") != tt.ends {
				t.Errorf("ends %v, want %s", end, tt.ends)
			}
			data, err := json.Marshal(s)
			if err != nil || !strings.Contains(string(data), `"end":"`+s.End+`"`) {
				t.Errorf("%s, %v", data, err)
			}
			feed := Feed{Zone: shanghai}
			if text := feed.Calendar([]Session{*s}); !strings.Contains(text, "DTEND;TZID="+shanghai.String()+":202403"+strings.NewReplacer(" ", "T", ":", "").Replace(tt.ends)+"00\r\n") {
				t.Errorf("want the end %s in\n%s", tt.ends, text)
			}
		})
	}
}
