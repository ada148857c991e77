package corpus

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "rewrite the want sections of testdata")

// TestParseGolden holds Parse to the stories in testdata/parse. Each has a
// comment that says what is irregular, a post and what is read from it.
func TestParseGolden(t *testing.T) {
	for _, file := range stories(t) {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			ar, err := txtar.ParseFile(file)
			if err != nil || len(ar.Files) != 2 || ar.Files[1].Name != "want" || len(ar.Comment) == 0 {
				t.Fatalf("want a comment, a post and a want section (err %v)", err)
			}
			post, want := ar.Files[0], &ar.Files[1]
			got := dump(Parse(post.Name, bytes.NewReader(post.Data), time.UTC))
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

// stories returns the files of testdata/parse.
func stories(tb testing.TB) []string {
	tb.Helper()
	files, err := filepath.Glob("testdata/parse/*.txt")
	if err != nil || len(files) == 0 {
		tb.Fatalf("no stories in testdata/parse (err %v)", err)
	}
	return files
}

// dump writes what Parse returned: a line for each problem, for text before
// the first message and for each message, or "error: …".
func dump(tr *Transcript, err error) string {
	var b strings.Builder
	if err != nil {
		fmt.Fprintf(&b, "error: %v\n", err)
		return b.String()
	}
	for _, p := range tr.Problems {
		fmt.Fprintf(&b, "problem: %v\n", p)
	}
	if tr.Lead != "" {
		fmt.Fprintf(&b, "lead: %q\n", tr.Lead)
	}
	for i := range tr.Messages {
		m := &tr.Messages[i]
		fmt.Fprintf(&b, "%s line %d, %s, %q: %q", m.ID, m.Line, m.Kind, m.Speaker, m.Text)
		if m.Mentions != nil {
			fmt.Fprintf(&b, " mentions=%q", m.Mentions)
		}
		if m.Quoted != nil {
			fmt.Fprintf(&b, " quoted=%q: %q", m.Quoted.Name, m.Quoted.Text)
		}
		if m.URL != "" {
			fmt.Fprintf(&b, " url=%s", m.URL)
		}
		if m.CopyOf != "" {
			fmt.Fprintf(&b, " copyOf=%s", m.CopyOf)
		}
		b.WriteByte('\n')
	}
	if len(tr.Messages) == 0 {
		b.WriteString("no messages\n")
	}
	return b.String()
}
