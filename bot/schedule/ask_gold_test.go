package schedule

import (
	"bufio"
	"encoding/json"
	"os"
	"testing"
	"time"
)

type asked struct {
	ID, Kind, Question string
	AskedAt            *time.Time `json:"asked_at"`
	Gold               []struct{ File, Time string }
}

func readAsked(t *testing.T, name string) []asked {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Skip("no gold beside the repository")
	}
	defer f.Close()
	var all []asked
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<20)
	for sc.Scan() {
		var a asked
		if err := json.Unmarshal(sc.Bytes(), &a); err != nil {
			t.Fatal(err)
		}
		all = append(all, a)
	}
	return all
}

// TestAsksGold holds the recognition of schedule questions to floors.
func TestAsksGold(t *testing.T) {
	const gold = "../../../shared/gold/"
	now := time.Date(2018, 6, 15, 12, 0, 0, 0, time.FixedZone("", 8*3600))
	b, taken := replayGold(t), 0
	days := make(map[string][]Session) // as they stood at the end of a day
	var all []asked
	for _, name := range []string{"questions", "digests", "asked", "reworded"} {
		all = append(all, readAsked(t, gold+name+".jsonl")...)
	}
	for _, a := range all {
		at := now
		if a.AskedAt != nil {
			at = *a.AskedAt
		}
		q := newQuestion(a.Question, at)
		r := q.rule()
		asks := r != nil && r.about
		if r == nil && q.mayName() {
			day := at.Format(time.DateOnly)
			if days[day] == nil {
				days[day] = b.Sessions(time.Date(at.Year(), at.Month(), at.Day(), 23, 59, 59, 0, at.Location()))
			}
			asks = q.namesOne(days[day])
		}
		switch {
		case a.Kind == "schedule" && !asks:
			t.Errorf("%s is not recognised: %s", a.ID, a.Question)
		case a.Kind != "schedule" && asks:
			taken++
			t.Logf("taken for a question about the schedule: %s %s", a.ID, a.Question)
		}
	}
	if taken > 0 {
		t.Errorf("%d other questions are taken for questions about the schedule", taken)
	}
}

// TestAnswerGold holds answers to a floor: how many of the schedule questions
// show a message that says so.
func TestAnswerGold(t *testing.T) {
	const floor = 14
	b := replayGold(t)
	right := 0
	for _, a := range readAsked(t, "../../../shared/gold/questions.jsonl") {
		if a.Kind != "schedule" {
			continue
		}
		gold := make(map[string]bool)
		for _, g := range a.Gold {
			gold[g.File[:len(g.File)-len("-chat")]+" "+g.Time] = true
		}
		r := answerTo(b, a.Question, *a.AskedAt)
		hit := false
		for _, s := range r.Sessions {
			hit = hit || s.Source != nil && gold[s.Source.Room+"/"+s.Source.Date+" "+s.Source.Time]
		}
		if hit {
			right++
		} else {
			t.Logf("%s %s, want %v:\n%s", a.ID, a.Question, a.Gold, r.Text)
		}
	}
	t.Logf("%d of 15", right)
	if right < floor {
		t.Errorf("%d right, the floor is %d", right, floor)
	}
}
