package threads

import (
	"bufio"
	"encoding/json"
	"os"
	"slices"
	"testing"

	"qunwen/corpus"
)

// goldDigests are questions and their answers as people picked them out of the
// real site's chat. It is not published with this tree, either.
const goldDigests = "../../../shared/gold/digests.jsonl"

type goldMessage struct{ File, Time, Speaker string }

type goldPair struct {
	Questions []goldMessage `json:"question_msgs"`
	Answers   []goldMessage `json:"gold"`
}

// goldPairs returns the pairs whose question stands in the chat.
func goldPairs(tb testing.TB) []goldPair {
	tb.Helper()
	f, err := os.Open(goldDigests)
	if err != nil {
		tb.Skipf("no judged pairs at %s", goldDigests)
	}
	defer f.Close()
	var pairs []goldPair
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var p goldPair
		if err := json.Unmarshal(lines.Bytes(), &p); err != nil {
			tb.Fatal(err)
		}
		if len(p.Questions) > 0 {
			pairs = append(pairs, p)
		}
	}
	if err := lines.Err(); err != nil || len(pairs) == 0 {
		tb.Fatalf("%d judged pairs (err %v)", len(pairs), err)
	}
	return pairs
}

// A measure says how well threads hold question and answers together.
type measure struct {
	complete float64 // share of pairs that are in one thread with all messages
	median   int     // over the originals: how many originals are in the thread
	copied   int     // the same over all messages, copies among them
	threads  int
}

func measureThreads(tb testing.TB, all []*corpus.Transcript, pairs []goldPair, divide func(room []*corpus.Transcript) []Thread) measure {
	tb.Helper()
	var got measure
	of := make(map[string]int) // thread, by message ID
	var sizes []int
	for room := range rooms(all) {
		for _, th := range divide(room) {
			for _, m := range th.Messages {
				of[m.ID] = got.threads
				sizes = append(sizes, len(th.Messages))
			}
			got.threads++
		}
	}
	got.median = median(sizes)
	at := make(map[goldMessage]string)
	size := make(map[int]int)
	var in []int
	for _, tr := range all {
		for i := range tr.Messages {
			m := &tr.Messages[i]
			id := m.ID
			if m.CopyOf != "" {
				id = m.CopyOf
			}
			size[of[id]]++
			in = append(in, of[id])
			g := goldMessage{tr.Room + "/" + tr.Date + "-chat", m.Time.Format("15:04:05"), m.Speaker}
			if _, ok := at[g]; !ok {
				at[g] = id
			}
		}
	}
	for i, th := range in {
		in[i] = size[th]
	}
	got.copied = median(in)
	whole := 0
	for _, p := range pairs {
		in := make(map[int]bool)
		for _, g := range slices.Concat(p.Questions, p.Answers) {
			th, ok := of[at[g]]
			if !ok {
				tb.Fatalf("message %v is in no thread", g)
			}
			in[th] = true
		}
		if len(in) == 1 {
			whole++
		}
	}
	got.complete = float64(whole) / float64(len(pairs))
	return got
}

func median(n []int) int {
	slices.Sort(n)
	return n[len(n)/2]
}

// rooms yields the transcripts of each room.
func rooms(all []*corpus.Transcript) func(yield func([]*corpus.Transcript) bool) {
	return func(yield func([]*corpus.Transcript) bool) {
		for from := 0; from < len(all); {
			to := from
			for to < len(all) && all[to].Room == all[from].Room {
				to++
			}
			if !yield(all[from:to]) {
				return
			}
			from = to
		}
	}
}

// TestThreadsReal holds threads to a floor of whole answers and a ceiling of
// length. A pause of 5, 10 or 30 minutes alone gives 0.835, 0.902 and 0.960
// with medians of 47, 77 and 140 originals (52, 83 and 147 with copies).
func TestThreadsReal(t *testing.T) {
	if raced {
		t.Skip("one goroutine: see the run without the race detector")
	}
	t.Parallel()
	const floorComplete, ceilingMedian = 0.91, 41
	all, pairs := realTranscripts(t), goldPairs(t)
	got := measureThreads(t, all, pairs, Threads)
	t.Logf("%d pairs: %.3f complete; a message is in a thread of %d, copies counted %d; %d threads",
		len(pairs), got.complete, got.median, got.copied, got.threads)
	if got.complete < floorComplete || got.median > ceilingMedian || got.copied > ceilingMedian {
		t.Errorf("complete %.3f (floor %.3f), median %d, with copies %d (ceiling %d)",
			got.complete, floorComplete, got.median, got.copied, ceilingMedian)
	}
	if testing.Short() {
		return
	}
	for _, cost := range []float64{0.5, 1, 2, 3, 4, 4.5, 5, 6, 8, 12} {
		m := measureThreads(t, all, pairs, func(room []*corpus.Transcript) []Thread { return threads(room, cost) })
		t.Logf("length cost %4.1f: %.3f complete, median %d, copies counted %d, %d threads", cost, m.complete, m.median, m.copied, m.threads)
	}
}
