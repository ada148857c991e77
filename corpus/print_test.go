package corpus

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"qunwen/corpus/sample"

	"golang.org/x/tools/txtar"
)

// TestStringAgain: every story and every post of the sample prints and parses
// back to the same.
func TestStringAgain(t *testing.T) {
	for _, file := range stories(t) {
		ar, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if tr, err := Parse(ar.Files[0].Name, bytes.NewReader(ar.Files[0].Data), time.UTC); err == nil {
			sameAgain(t, tr)
		}
	}
	for tr, err := range Load(sample.Site(), time.UTC) {
		if err != nil {
			t.Fatal(err)
		}
		sameAgain(t, tr)
	}
}

// TestString: a post comes back byte for byte if it is as real ones are.
func TestString(t *testing.T) {
	const post = "---\n" +
		"layout:     source \n" +
		"tag:\t\t  [chat]\n" +
		"---\n" +
		"> 09:00:00  a b  \n   \nhi  \n   \n" +
		"> 09:00:01    \n   \n  \n   \n" +
		"> 09:00:02  c  \n   \n![](u) \n   \n"
	tr, err := Parse(testName, strings.NewReader(post), time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	if got := tr.String(); got != post {
		t.Errorf("got:\n%s\nwant:\n%s", got, post)
	}
}

// TestStringHeader: a line of a message that is a header is printed so that it
// is none, with a blank before it unless it comes first.
func TestStringHeader(t *testing.T) {
	for _, tt := range []struct{ name, raw, want string }{
		{"first line", "> 10:00:00  b\nhi", "> 10:00:00  b\nhi"},
		{"later line", "hi\n> 10:00:00  b", "hi\n > 10:00:00  b"},
		{"impossible time", "hi\n> 25:00:00  b", "hi\n> 25:00:00  b"},
		{"no time", "hi\n> b", "hi\n> b"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			nine := time.Date(2018, 1, 2, 9, 0, 0, 0, time.UTC)
			tr := &Transcript{Messages: []Message{{Time: nine, Speaker: "a", Raw: tt.raw}}}
			again, err := Parse(testName, strings.NewReader(tr.String()), time.UTC)
			if err != nil {
				t.Fatal(err)
			}
			if len(again.Messages) != 1 || again.Messages[0].Raw != tt.want {
				t.Errorf("messages %+v, want one with Raw %q", again.Messages, tt.want)
			}
		})
	}
}

// sameAgain reports where tr, printed and parsed, differs from tr.
func sameAgain(tb testing.TB, tr *Transcript) {
	tb.Helper()
	printed := tr.String()
	again, err := Parse(tr.Path, strings.NewReader(printed), time.UTC)
	if err != nil {
		tb.Fatalf("%s, printed: %v", tr.Path, err)
	}
	if got := again.String(); got != printed {
		tb.Errorf("%s, printed twice:\n%q\nonce:\n%q", tr.Path, got, printed)
	}
	if again.Head != tr.Head || again.Lead != tr.Lead || len(again.Messages) != len(tr.Messages) {
		tb.Fatalf("%s, printed: head %q, lead %q, %d messages; want %q, %q, %d", tr.Path,
			again.Head, again.Lead, len(again.Messages), tr.Head, tr.Lead, len(tr.Messages))
	}
	for i := range tr.Messages {
		got, want := &again.Messages[i], &tr.Messages[i]
		if got.ID != want.ID || !got.Time.Equal(want.Time) || got.Speaker != want.Speaker || got.Raw != want.Raw ||
			got.Text != want.Text || got.Kind != want.Kind || got.CopyOf != want.CopyOf {
			tb.Fatalf("%s, printed: message %d is\n%+v\nwant\n%+v", tr.Path, i, got, want)
		}
	}
}
