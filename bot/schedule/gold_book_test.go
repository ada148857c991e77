package schedule

import (
	"bufio"
	"encoding/json"
	"io/fs"
	"os"
	"testing"
	"time"

	"qunwen/corpus"
)

// TestGoldSessions holds the book of the real site to floors: held talks found
// by room and day, with the right person, and held ones on days without any.
func TestGoldSessions(t *testing.T) {
	const floorFound, floorRight, ceilingOther = 0.95, 0.97, 6
	f, err := os.Open("../../../shared/gold/sessions.jsonl")
	if err != nil {
		t.Skip("no labelled sessions beside the repository")
	}
	defer f.Close()
	begin := time.Now()
	b := replayGold(t)
	all := b.Sessions(time.Date(2018, 7, 1, 0, 0, 0, 0, shanghai))
	t.Logf("replay took %v", time.Since(begin))
	held := make(map[string][]Session)
	for _, s := range all {
		if s.Status == Held {
			held[s.Room+s.Date] = append(held[s.Room+s.Date], s)
		}
	}
	var want, found, right float64
	days := make(map[string]bool)
	last := ""
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		var g struct {
			Outcome, Date, Group, Speaker string
			AnnouncedAs                   string `json:"announced_as"`
		}
		if err := json.Unmarshal(lines.Bytes(), &g); err != nil {
			t.Fatal(err)
		}
		if g.Date != "" {
			days[g.Group+g.Date] = true
			last = max(last, g.Date)
		}
		if g.Outcome != "delivered" {
			continue
		}
		want++
		mine := held[g.Group+g.Date]
		if len(mine) > 0 {
			found++
		}
		for _, s := range mine {
			if p := newPerson(g.Speaker); p.same(newPerson(s.Speaker)) || p.same(newPerson(s.AnnouncedAs)) {
				right++
				break
			}
		}
	}
	other := 0
	for key, ss := range held {
		if !days[key] && ss[0].Date <= last {
			other += len(ss)
		}
	}
	t.Logf("found %.3f of %v, right %.3f, held on other days %d", found/want, want, right/found, other)
	if found/want < floorFound || right/found < floorRight || other > ceilingOther {
		t.Errorf("found %.3f (floor %v), right %.3f (floor %v), other days %d (ceiling %d)", found/want, floorFound, right/found, floorRight, other, ceilingOther)
	}
}

// replayGold makes the book of the real site.
func replayGold(t *testing.T) *Book {
	t.Helper()
	site := os.DirFS("../../../shared/site")
	if _, err := fs.Stat(site, "."); err != nil {
		t.Skip("no real site beside the repository")
	}
	b := NewBook(Options{})
	for tr, err := range corpus.Load(site, shanghai) {
		if err == nil {
			b.Apply(tr)
		}
	}
	return b
}
