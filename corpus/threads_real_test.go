package corpus

import (
	"bufio"
	"encoding/json"
	"os"
	"slices"
	"testing"
)

const goldDigests = "../../shared/gold/digests.jsonl"

type goldMessage struct{ File, Time, Speaker string }

type goldPair struct {
	ID        string
	Gold      []goldMessage
	Questions []goldMessage `json:"question_msgs"`
}

func goldPairs(tb testing.TB) []goldPair {
	tb.Helper()
	f, err := os.Open(goldDigests)
	if err != nil {
		tb.Skip(err)
	}
	defer f.Close()
	var pairs []goldPair
	for s := bufio.NewScanner(f); s.Scan(); {
		var p goldPair
		if err := json.Unmarshal(s.Bytes(), &p); err != nil {
			tb.Fatal(err)
		}
		if len(p.Questions) > 0 {
			pairs = append(pairs, p)
		}
	}
	return pairs
}

func roomsOf(all []*Transcript) [][]*Transcript {
	var rooms [][]*Transcript
	for _, tr := range all {
		if n := len(rooms); n > 0 && rooms[n-1][0].Room == tr.Room {
			rooms[n-1] = append(rooms[n-1], tr)
		} else {
			rooms = append(rooms, []*Transcript{tr})
		}
	}
	return rooms
}

// measureThreads: complete, median
func measureThreads(tb testing.TB, all []*Transcript, pairs []goldPair, threads func(days []*Transcript) [][]string) (complete float64, median, n int) {
	of := map[string]int{} // message ID to thread
	var sizes []int
	k := 0
	for _, days := range roomsOf(all) {
		for _, ids := range threads(days) {
			for _, id := range ids {
				of[id] = k
				sizes = append(sizes, len(ids))
			}
			k++
		}
	}
	slices.Sort(sizes)
	at := map[goldMessage]string{}
	for _, tr := range all {
		for i := range tr.Messages {
			m := &tr.Messages[i]
			id := m.ID
			if m.CopyOf != "" {
				id = m.CopyOf
			}
			g := goldMessage{tr.Room + "/" + tr.Date + "-chat", m.Time.Format("15:04:05"), m.Speaker}
			if _, ok := at[g]; !ok {
				at[g] = id
			}
		}
	}
	whole := 0
	for _, p := range pairs {
		set := map[int]bool{}
		for _, g := range slices.Concat(p.Questions, p.Gold) {
			id, ok := at[g]
			if !ok {
				tb.Fatal("missing", g)
			}
			th, ok := of[id]
			if !ok {
				tb.Fatal("no thread", id)
			}
			set[th] = true
		}
		if len(set) == 1 {
			whole++
		}
	}
	return float64(whole) / float64(len(pairs)), sizes[len(sizes)/2], len(pairs)
}

func TestCurve(t *testing.T) {
	all := realTranscripts(t)
	pairs := goldPairs(t)
	for _, lc := range []float64{1, 2, 3, 4, 5, 6, 8} {
		c, m, n := measureThreads(t, all, pairs, func(days []*Transcript) (out [][]string) {
			for _, tr := range days {
				for _, th := range cut(tr, lc) {
					var ids []string
					for _, m := range th.Messages {
						ids = append(ids, m.ID)
					}
					out = append(out, ids)
				}
			}
			return out
		})
		t.Logf("%v %.3f %d %d", lc, c, m, n)
	}
}
