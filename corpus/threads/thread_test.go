package threads

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"qunwen/corpus"
	"qunwen/corpus/people"

	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "rewrite the want sections of testdata")

// TestThreadsGolden holds Threads to the stories in testdata/stories. Each has
// a comment that says what it is about, the posts of one room, and the
// conversations in them.
func TestThreadsGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/stories/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no stories in testdata/stories (err %v)", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			ar, err := txtar.ParseFile(file)
			if err != nil || len(ar.Files) < 2 || ar.Files[len(ar.Files)-1].Name != "want" || len(ar.Comment) == 0 {
				t.Fatalf("want a comment, posts and a want section (err %v)", err)
			}
			posts, want := ar.Files[:len(ar.Files)-1], &ar.Files[len(ar.Files)-1]
			var days []*corpus.Transcript
			for _, p := range posts {
				tr, err := corpus.Parse(p.Name, bytes.NewReader(p.Data), time.UTC)
				if err != nil {
					t.Fatal(err)
				}
				days = append(days, tr)
			}
			threads := Threads(days)
			checkThreads(t, days, threads)
			got := dumpThreads(threads)
			if *update {
				want.Data = []byte(got)
				if err := os.WriteFile(file, txtar.Format(ar), 0o644); err != nil {
					t.Fatal(err)
				}
			} else if got != string(want.Data) {
				t.Errorf("got:\n%s\nwant:\n%s", got, want.Data)
			}
		})
	}
}

// dumpThreads writes a line for each thread and one for each of its messages:
// ? before the question, ! before answers.
func dumpThreads(threads []Thread) string {
	var b strings.Builder
	for i := range threads {
		th := &threads[i]
		fmt.Fprintf(&b, "%s %q", th.id, th.headline)
		if th.Session {
			b.WriteString(" session")
		}
		if th.question >= 0 {
			fmt.Fprintf(&b, " asked by %q", th.asker())
		}
		b.WriteByte('\n')
		answers := th.answers
		for k, m := range th.Messages {
			mark := " "
			switch {
			case k == th.question:
				mark = "?"
			case len(answers) > 0 && answers[0] == k:
				mark, answers = "!", answers[1:]
			}
			fmt.Fprintf(&b, "\t%s %s %s: %s\n", mark, m.Time.Format("15:04:05"), m.Speaker, m.Text)
		}
	}
	if len(threads) == 0 {
		b.WriteString("no threads\n")
	}
	return b.String()
}

// checkThreads holds threads to the laws: every original is in exactly one, in
// order; they are by their first messages, which give their IDs; question,
// answers and title are of their own messages.
func checkThreads(tb testing.TB, days []*corpus.Transcript, threads []Thread) {
	tb.Helper()
	place := make(map[*corpus.Message]int)
	for _, tr := range days {
		for i := range tr.Messages {
			if m := &tr.Messages[i]; m.CopyOf == "" {
				place[m] = len(place)
			}
		}
	}
	seen := make(map[*corpus.Message]bool)
	first := -1
	for i := range threads {
		th := &threads[i]
		if len(th.Messages) == 0 || th.id != th.Messages[0].ID {
			tb.Fatalf("thread %s has %d messages, or starts with another", th.id, len(th.Messages))
		}
		last := first
		for k, m := range th.Messages {
			at, ok := place[m]
			if !ok || seen[m] || at <= last {
				tb.Fatalf("thread %s: message %s is foreign (%t), double (%t) or out of order", th.id, m.ID, !ok, seen[m])
			}
			if k == 0 {
				first = at
			}
			seen[m], last = true, at
		}
		checkDescription(tb, th)
	}
	if len(seen) != len(place) {
		tb.Fatalf("threads have %d messages, want %d", len(seen), len(place))
	}
}

func checkDescription(tb testing.TB, th *Thread) {
	tb.Helper()
	if th.question < -1 || th.question >= len(th.Messages) || th.question < 0 && (th.answers != nil || th.asker() != "") {
		tb.Fatalf("thread %s of %d: question %d, answers %v, asker %q", th.id, len(th.Messages), th.question, th.answers, th.asker())
	}
	last := th.question
	for _, a := range th.answers {
		if a <= last || a >= len(th.Messages) || th.Messages[a].Speaker == th.asker() {
			tb.Fatalf("thread %s of %d: question %d, answers %v", th.id, len(th.Messages), th.question, th.answers)
		}
		last = a
	}
	own := th.headline == ""
	for _, m := range th.Messages {
		own = own || strings.Contains(m.Unaddressed(), th.headline)
	}
	if !own {
		tb.Fatalf("thread %s: title %q stands in none of its messages", th.id, th.headline)
	}
}

// TestCutQuotes wants a reply in one thread with what it quotes.
func TestCutQuotes(t *testing.T) {
	if raced {
		t.Skip("one goroutine: see the run without the race detector")
	}
	t.Parallel()
	replies := 0
	for _, tr := range realTranscripts(t) {
		threads := cutTranscript(tr)
		checkThreads(t, []*corpus.Transcript{tr}, threads)
		of := make(map[string]int) // thread, by message ID
		for n := range threads {
			for _, m := range threads[n].Messages {
				of[m.ID] = n
			}
		}
		latest := make(map[string]string) // ID, by text
		for i := range tr.Messages {
			m := &tr.Messages[i]
			if m.CopyOf != "" {
				continue
			}
			if m.Quoted != nil && latest[m.Quoted.Text] != "" {
				replies++
				if id := latest[m.Quoted.Text]; of[id] != of[m.ID] {
					t.Errorf("%s quotes %s, which is in another thread", m.ID, id)
				}
			}
			if m.Text != "" {
				latest[m.Text] = m.ID
			}
		}
	}
	if t.Logf("%d replies", replies); replies < 200 {
		t.Errorf("%d replies quote an earlier message, want 200 at least", replies)
	}
}

// Who asks does not answer themselves by changing their name.
func TestLinkAnswers(t *testing.T) {
	post := "---\nlayout: source\n---\n> 09:00:00  许衡\n\n结算以后还能退款吗？\n\n> 09:02:00  许衡-甲-产品\n\n我们的渠道说结算以后就不能退了\n\n> 09:03:00  余笙\n\n可以从下一笔结算款里扣的\n"
	for _, tt := range []struct {
		name    string
		persons *people.Persons
		want    []int
	}{
		{"two people", nil, []int{1, 2}},
		{"one person", people.NewPersons([][]string{{"许衡", "许衡-甲-产品"}}), []int{2}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tr, err := corpus.Parse("paydesk/_posts/2023-05-10-chat.markdown", strings.NewReader(post), time.UTC)
			if err != nil {
				t.Fatal(err)
			}
			tr.Link(tt.persons)
			threads := Threads([]*corpus.Transcript{tr})
			if len(threads) != 1 || !slices.Equal(threads[0].answers, tt.want) {
				t.Errorf("%d threads, answers %v; want 1, %v", len(threads), threads[0].answers, tt.want)
			}
		})
	}
}
