package site

import (
	"io/fs"
	"os"
	"strings"
	"testing"

	"qunwen/corpus"
)

// TestArchiveReal writes real posts anew, message by message: heads are the
// same byte by byte, what is read of the messages is the same, and most of
// them are the same bytes.
func TestArchiveReal(t *testing.T) {
	if _, err := os.Stat(realSite); err != nil {
		t.Skip("no real site on this machine")
	}
	site := os.DirFS(realSite)
	a := newArchive(t)
	days, _ := corpus.Days(site)
	total, same := 0, 0
	for _, d := range days {
		if d.Date < "2018-05-20" {
			continue
		}
		trs, errs := d.Load(site, cst)
		if len(errs) > 0 {
			t.Fatal(errs)
		}
		tr := trs[0]
		for i, m := range tr.Messages {
			e := Entry{Room: d.Room, Time: m.Time, Speaker: m.Speaker, Kind: m.Kind, Text: corpus.Decode(m.Raw), URL: m.URL, Key: m.ID}
			if m.Kind == corpus.Quote {
				_, reply, _ := strings.Cut(e.Text, "」")
				e.Text = strings.TrimLeft(reply, " -\n")
				e.Quoted = m.Quoted
			}
			if id := a.add(e); id != m.ID {
				t.Errorf("%s is %s now", m.ID, id)
			}
			total++
			l, err := e.line(cst)
			if err != nil {
				t.Fatal(err)
			}
			post, err := fs.ReadFile(site, tr.Path)
			if err != nil {
				t.Fatal(err)
			}
			if from, to := extent(post, tr, i); string(post[from:to]) == string(l.post) {
				same++
			}
		}
		if len(tr.Messages) == 0 {
			continue
		}
		got := newTranscript(t, a.path(d.Room, d.Date), tr.Path)
		if len(got.Messages) != len(tr.Messages) {
			t.Fatalf("%s: %d messages, want %d", tr.Path, len(got.Messages), len(tr.Messages))
		}
		if got, want := unlined(got.Head), unlined(tr.Head); strings.Contains(want, "PaymentGroup") && got != want {
			t.Errorf("%s: head\n%s\nwant\n%s", tr.Path, got, want)
		}
		for i, m := range tr.Messages {
			g := got.Messages[i]
			if g.ID != m.ID || g.Kind != m.Kind || g.Text != m.Text || g.URL != m.URL || g.Speaker != corpus.Squeeze(m.Speaker) {
				t.Errorf("%s: got %v %q %q %q, want %v %q %q %q", m.ID, g.Kind, g.Speaker, g.Text, g.URL, m.Kind, m.Speaker, m.Text, m.URL)
			}
		}
	}
	t.Logf("%d of %d messages are the same bytes", same, total)
	if total < 1000 || same < total*95/100 {
		t.Errorf("%d of %d messages are the same bytes, want 95%%", same, total)
	}
}

func newTranscript(tb testing.TB, path, name string) *corpus.Transcript {
	tb.Helper()
	tr, err := corpus.Parse(name, strings.NewReader(string(readFile(tb, path))), cst)
	if err != nil {
		tb.Fatal(err)
	}
	return tr
}

func unlined(head string) string {
	return strings.ReplaceAll(linesKey.ReplaceAllString(head, ""), "tag:\t\t  [", "tag:       [")
}

// TestArchiveLarge: a message of a megabyte is one of many.
func TestArchiveLarge(t *testing.T) {
	a := newArchive(t)
	large := strings.Repeat("> 12:00:00  x\n「&lt;{{", 1<<20/22)
	for i, words := range []string{"before", large, "after"} {
		a.add(text(i, strings.Repeat("长", 1<<20/3)+"\n", words))
	}
	got := a.messages()
	if len(got) != 3 || got[2].Text != "after" || withoutSpace(got[1].Text) != withoutSpace(large) {
		t.Errorf("%d messages", len(got))
	}
}
