package announce

import (
	"bufio"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"
)

// A goldMessage is a line of the labelled announcements.
type goldMessage struct {
	File, Time, Speaker, Text, Kind, Role string
	Entries                               []struct {
		Date, Speaker, Status string
		Self                  bool
		FromContext           []string `json:"from_context"`
	}
}

// TestGold holds the reading of the real announcements to floors. Raise one
// when it improves; lowering one needs a reason in the commit message.
func TestGold(t *testing.T) {
	const floorFound, floorPrecise, ceilingAlarms = 0.97, 0.98, 0.02
	f, err := os.Open("../../../../shared/gold/announcements.jsonl")
	if err != nil {
		t.Skip("no labelled announcements beside the repository")
	}
	defer f.Close()
	var want, gave, right, negatives, alarms float64
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var g goldMessage
		if err := json.Unmarshal(lines.Bytes(), &g); err != nil {
			t.Fatal(err)
		}
		_, stem, _ := strings.Cut(g.File, "/")
		at, err := time.ParseInLocation("2006-01-02 15:04:05", stem[:10]+" "+g.Time, shanghai)
		if err != nil {
			t.Fatal(err)
		}
		x := Extract(Message{Time: at, Speaker: g.Speaker, Text: g.Text}, Context{})
		switch g.Kind {
		case "not_schedule", "event":
			negatives++
			if x.Kind == List || x.Kind == Single || x.Kind == Move || x.Kind == Cancel {
				alarms++
			}
			continue
		case "call_for_speakers":
			continue
		}
		if g.Role != "" {
			continue
		}
		mine := x.Entries
		for _, e := range g.Entries {
			if e.Date == "" && e.Speaker == "" {
				continue
			}
			want++
			free := strings.Join(e.FromContext, " ")
			for i, m := range mine {
				if (m.Date == e.Date || strings.Contains(free, "date")) &&
					(e.Speaker == "" || e.Self || strings.Contains(free, "speaker") || strings.HasPrefix(plain(m.Speaker), plain(e.Speaker)) || strings.HasPrefix(plain(e.Speaker), plain(m.Speaker)) && m.Speaker != "") {
					right++
					mine = append(append([]Entry(nil), mine[:i]...), mine[i+1:]...)
					break
				}
			}
		}
		for _, m := range x.Entries {
			if m.Date != "" || m.Speaker != "" {
				gave++
			}
		}
	}
	t.Logf("found %.3f of %v, precise %.3f, alarms %.3f of %v", right/want, want, right/gave, alarms/negatives, negatives)
	if right/want < floorFound || right/gave < floorPrecise || alarms/negatives > ceilingAlarms {
		t.Errorf("found %.3f (floor %v), precise %.3f (floor %v), alarms %.3f (ceiling %v)", right/want, floorFound, right/gave, floorPrecise, alarms/negatives, ceilingAlarms)
	}
}

// plain is a name without what people write differently.
func plain(name string) string {
	return strings.ToLower(strings.NewReplacer(" ", "", "-", "", "—", "", "_", "", "?", "").Replace(strings.ReplaceAll(name, "&amp;amp;", "&")))
}
