package corpus

import (
	"cmp"
	"fmt"
	"strings"
	"testing"
	"time"
)

// doubledDay has four people, each line twice under two names.
const doubledDay = `
	01 a a1|01 a2 a1|02 a a3|02 a2 a3|03 a a4|03 a2 a4
	11 b b1|11 b2 b1|12 b b3|12 b2 b3|13 b b4|13 b2 b4
	21 c c1|21 c2 c1|22 c c3|22 c2 c3|23 c c4|23 c2 c4
	31 d d1|31 d2 d1|32 d d3|32 d2 d3|33 d d4|33 d2 d4`

// ownLines are what two people who are not doubled say on a doubled day.
const ownLines = `
	41 x x1|42 x x2|43 x x3|44 y y1|45 y y2|46 y y3`

// TestCopies writes a message as "second speaker text" and names messages by
// their numbers: 2=1 says that the second is a copy of the first.
func TestCopies(t *testing.T) {
	for _, tt := range []struct{ name, day, want string }{
		{"the second of two adjacent lines is the copy",
			"01 a hi|01 a2 hi|02 a ho|02 a2 ho|03 a hu|03 a2 hu", "2=1 4=3 6=5"},
		{"lines of other people may stand between",
			"01 a hi|01 b ho|01 a2 hi|01 b2 ho|02 a hu|02 b hm|02 b2 hm|02 a2 hu", "3=1 4=2 7=6 8=5"},
		{"the first in the post is the original, whichever name it has",
			"01 a hi|01 a2 hi|02 a2 ho|02 a ho|03 a hu|03 a2 hu", "2=1 4=3 6=5"},
		{"lines of their own do not matter if most are doubled",
			"01 a hi|01 a2 hi|02 a ho|02 a2 ho|03 a hu|03 a2 hu|04 a he|05 a2 ha", "2=1 4=3 6=5"},
		{"fewer than three pairs are a coincidence",
			"01 a hi|01 b hi|02 a ho|02 b ho", ""},
		{"a day of few twins is not doubled",
			"01 a 1|02 a 2|03 a 3|04 a [强]|04 b [强]|05 b 1|06 b 2|07 b 3|08 c 1|08 d 1|09 c 2|10 d 2|11 c 3|12 d 3|13 e 1|13 f 1|14 e 2|14 f 3", ""},
		{"the same speaker's repeats are meant",
			"01 a hi|01 a hi|02 a hi|02 a hi|03 a hi|03 a hi", ""},
		{"another second is another line",
			"01 a hi|02 a2 hi|03 a ho|04 a2 ho|05 a hu|06 a2 hu", ""},
		{"another text is another line",
			"01 a hi|01 a2 hi!|02 a ho|02 a2 ho!|03 a hu|03 a2 hu!", ""},
		{"entities escaped once more are no difference",
			"01 a a&gt;b|01 a2 a&amp;gt;b|02 a &lt;|02 a2 <|03 a &amp;amp;|03 a2 &amp;", "2=1 4=3 6=5"},
		{"empty lines are doubled like others",
			"01 a|01 a2|02 a|02 a2|03 a|03 a2", "2=1 4=3 6=5"},
		{"two doubled people say the same",
			"01 a hi|01 a2 hi|02 a ho|02 a2 ho|03 b hu|03 b2 hu|04 b hm|04 b2 hm|05 a [强]|05 b [强]|05 a2 [强]|05 b2 [强]",
			"2=1 4=3 6=5 8=7 11=9 12=10"},
		{"a doubled person of one line says what another says",
			"01 a hi|01 a2 hi|02 a ho|02 a2 ho|03 a hu|03 a2 hu|04 a [强]|04 b [强]|04 a2 [强]|04 b2 [强]",
			"2=1 4=3 6=5 9=7 10=8"},
		{"who says one of two lines with a doubled person is another person",
			"01 a hi|01 a2 hi|02 a ho|02 a2 ho|03 a hu|03 a2 hu|04 b hm|05 a [强]|05 a2 [强]|05 b [强]",
			"2=1 4=3 6=5 9=8"},
		{"a doubled speaker repeats a line within a second",
			"01 a hi|01 a hi|01 a2 hi|01 a2 hi|02 a ho|02 a2 ho|03 a hu|03 a2 hu", "3=1 4=2 6=5 8=7"},
		{"a line that stands under one name only is an original",
			"01 a hi|01 a hi|01 a2 hi|02 a ho|02 a2 ho|03 a hu|03 a2 hu", "3=1 5=4 7=6"},
		{"a person may have three names, in any order",
			"01 a hi|01 b hi|01 c hi|02 c ho|02 b ho|02 a ho|03 b hu|03 a hu|03 c hu", "2=1 3=1 5=4 6=4 8=7 9=7"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := copies(t, tt.day, nil); got != tt.want {
				t.Errorf("copies = %q, want %q", got, tt.want)
			}
		})
	}
}

// TestCopiesUnrelated: on a day that is doubled, two people with lines of
// their own who send the same in the same second are still two.
func TestCopiesUnrelated(t *testing.T) {
	all := copies(t, doubledDay, nil)
	if n := strings.Count(all, "="); n != 12 {
		t.Fatalf("doubled day has %d copies, want 12: %s", n, all)
	}
	for _, tt := range []struct{ name, more, want string }{
		{"neither is doubled", "|51 x [强]|51 y [强]", ""},
		{"one of them is doubled", "|51 x [强]|51 a [强]|51 a2 [强]", " 33=32"},
		{"one of them is doubled, but not in this line", "|51 x [强]|51 a [强]", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := copies(t, doubledDay+"|"+ownLines+tt.more, nil); got != all+tt.want {
				t.Errorf("copies = %q, want %q", got, all+tt.want)
			}
		})
	}
}

// copies parses a day written as "second speaker text", with bars or newlines
// between, and returns what is a copy of what, as "2=1 4=3".
// firstNames are the names that stand for persons, by their other names.
type firstNames map[string]string

func (n firstNames) Name(name string) string { return cmp.Or(n[name], name) }

func copies(t *testing.T, day string, persons map[string]string) string {
	t.Helper()
	post := testHead
	for line := range strings.FieldsFuncSeq(day, func(r rune) bool { return r == '|' || r == '\n' }) {
		fields := append(strings.Fields(line), "", "")
		if fields[0] != "" {
			post += fmt.Sprintf("> 09:00:%s  %s  \n   \n%s  \n   \n", fields[0], fields[1], fields[2])
		}
	}
	tr, err := Parse(testName, strings.NewReader(post), time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	tr.Link(firstNames(persons))
	number := make(map[string]int)
	var got []string
	for i, m := range tr.Messages {
		number[m.ID] = i + 1
		if m.CopyOf != "" {
			got = append(got, fmt.Sprintf("%d=%d", i+1, number[m.CopyOf]))
		}
	}
	return strings.Join(got, " ")
}

// TestCopiesReal: of the real site only the days from 2017-12-17 to 27 were
// exported twice.
func TestCopiesReal(t *testing.T) {
	t.Parallel()
	days := make(map[string]bool)
	n := 0
	for _, tr := range realTranscripts(t) {
		original := make(map[string]*Message)
		for i := range tr.Messages {
			m := &tr.Messages[i]
			if m.CopyOf == "" {
				original[m.ID] = m
				continue
			}
			n++
			days[tr.Path] = true
			if tr.Date < "2017-12-17" || tr.Date > "2017-12-27" {
				t.Errorf("%s is a copy of %s on a day that is not doubled", m.ID, m.CopyOf)
			}
			if o := original[m.CopyOf]; o == nil || o.Speaker == m.Speaker || !o.Time.Equal(m.Time) || o.Text != m.Text {
				t.Errorf("%s is a copy of %s, which is no earlier original like it", m.ID, m.CopyOf)
			}
		}
	}
	if len(days) < 28 || n < 6300 || n > 6600 {
		t.Errorf("%d copies on %d days, want 6300 to 6600 on at least 28", n, len(days))
	}
}

func TestLinkCopies(t *testing.T) {
	p := map[string]string{"a2": "a", "b2": "b", "b3": "b"}
	for _, tt := range []struct{ name, day, want string }{
		{"one line is enough", "01 a hi|01 a2 hi|02 x ho", "2=1"},
		{"three names", "01 b3 hi|01 b hi|01 b2 hi", "2=1 3=1"},
		{"two persons", "01 a hi|01 b hi", ""},
		{"one name", "01 a hi|01 a hi|02 a2 ho", ""},
		{"each as often as either has it", "01 a hi|01 a hi|01 a2 hi", "3=1"},
		{"another second", "01 a hi|02 a2 hi", ""},
		{"what the day shows by itself stays", "01 c hi|01 c2 hi|02 c ho|02 c2 ho|03 c hu|03 c2 hu|04 a hi|04 a2 hi", "2=1 4=3 6=5 8=7"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := copies(t, tt.day, p); got != tt.want {
				t.Errorf("copies = %q, want %q", got, tt.want)
			}
		})
	}
}
