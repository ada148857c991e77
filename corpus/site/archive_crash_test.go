package site

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"qunwen/corpus"
)

// crashTalk has what makes recognising hard: repeats, messages that begin
// alike, lines that look like headers, one second for several, nothing at all.
var crashTalk = []Entry{
	keyed("1", text(0, "a", "好")),
	keyed("2", text(0, "a", "好")),
	keyed("3", text(0, "a", "好的")),
	keyed("4", text(1, "顾北", "一\n\n二\n> 12:00:02  b\n三")),
	keyed("5", text(1, "", "")),
	keyed("6", Entry{Room: "paydesk", Time: noon, Speaker: "b", Kind: corpus.Link, Text: "t", URL: "http://e.example/"}),
	keyed("7", text(2, "a", "好")),
	text(2, "a", "没有键"),
	keyed("9", text(0, "a", "好")),
}

// everyState makes the test of crashes try all pairs of post and journal, in
// both orders, and not one in ten: a minute.
const everyState = false

// TestArchiveCrash cuts the post at every byte, with the journal as it was
// after each message or not at all, delivers all messages again, in order and
// backwards, and wants each once.
func TestArchiveCrash(t *testing.T) {
	a := newArchive(t)
	var journals [][]byte
	var want []string
	for _, e := range crashTalk {
		journals = append(journals, readFile(t, filepath.Join(a.state, keyJournalName)))
		a.add(e)
	}
	journals = append(journals, readFile(t, filepath.Join(a.state, keyJournalName)))
	for _, m := range a.messages() {
		want = append(want, m.Speaker+" "+m.Raw)
	}
	slices.Sort(want)
	post := []byte(a.post("paydesk", "2026-11-24"))
	a.sync()
	whole := journals[len(journals)-1]
	journals = append(journals, nil, whole[:len(whole)-7], append(slices.Clone(whole[:len(whole)/2]), "\x00garbage\n"...))
	backwards := slices.Clone(crashTalk)
	slices.Reverse(backwards)
	for cut := 0; cut <= len(post); cut++ {
		for j, keyJournal := range journals {
			if !everyState && (cut+j)%5 != 0 {
				continue
			}
			for order, talk := range [][]Entry{crashTalk, backwards} {
				if !everyState && (cut/5+j)%2 != order {
					continue
				}
				a.kill()
				putFile(t, a.path("paydesk", "2026-11-24"), post[:cut])
				putFile(t, filepath.Join(a.state, keyJournalName), keyJournal)
				a.reopen()
				for range 2 {
					for _, e := range talk {
						if e.Key != "" {
							a.add(e)
						}
					}
				}
				a.kill()
				a.reopen()
				for _, e := range talk { // the one without key once after each start
					a.add(e)
				}
				var got []string
				for _, m := range a.messages() {
					got = append(got, m.Speaker+" "+m.Raw)
				}
				slices.Sort(got)
				if !slices.Equal(got, want) {
					t.Fatalf("cut at %d of %d, keyJournal %d, order %d: site holds\n%q\nwant\n%q\n%s", cut, len(post), j, order, got, want,
						a.post("paydesk", "2026-11-24"))
				}
			}
		}
	}
}

// TestArchiveCrashMany: what was on the disk when the process was killed is
// there once after any number of restarts, and the heads of past days are
// right.
func TestArchiveCrashMany(t *testing.T) {
	a := newArchive(t)
	for round := range 5 {
		for i := range 20 {
			a.add(keyed(fmt.Sprint(i), text(i/3, "a", fmt.Sprint("n", i%2))))
		}
		if got := len(a.messages()); got != 20 {
			t.Fatalf("round %d: %d messages, want 20", round, got)
		}
		if round%2 == 0 {
			a.sync()
		}
		a.kill()
		a.reopen()
	}
	a.kill()
	a.now = noon.AddDate(0, 0, 1)
	a.reopen()
	if got := headLines(t, a.post("paydesk", "2026-11-24")); got != "20" {
		t.Errorf("lines: %s after a crash and a new day, want 20", got)
	}
}

func headLines(tb testing.TB, post string) string {
	tb.Helper()
	m := linesKey.FindString(post)
	var n string
	fmt.Sscanf(m, "lines: %s", &n)
	return n
}

func readFile(tb testing.TB, path string) []byte {
	tb.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	return data
}

func putFile(tb testing.TB, path string, data []byte) {
	tb.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		tb.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o644); err != nil {
		tb.Fatal(err)
	}
}
