package convert

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"qunwen/corpus/convert/converttest"
)

var update = flag.Bool("update", false, "rewrite the want sections of testdata")

// TestFormats reads the invented samples in testdata/formats.
func TestFormats(t *testing.T) {
	files, err := filepath.Glob("testdata/formats/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no stories", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			ar, err := txtar.ParseFile(file)
			if err != nil || len(ar.Files) != 2 || ar.Files[1].Name != "want" {
				t.Fatalf("want an export and a want section (err %v)", err)
			}
			want := &ar.Files[1]
			got := dump(ar.Files[0].Name, ar.Files[0].Data)
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

// dump shows what is read of a file, one line a message.
func dump(name string, data []byte) string {
	var b strings.Builder
	src, err := openSource(memory(name, data), "")
	if err != nil {
		return fmt.Sprintf("error: %v\n", err)
	}
	fmt.Fprintf(&b, "%s, %s\n", src.format, src.encoding)
	for m, err := range src.messages(Options{Location: shanghai}) {
		if re := (*ReadError)(nil); errors.As(err, &re) {
			fmt.Fprintf(&b, "error: %v (skipped: %v)\n", err, re.skipped)
			continue
		}
		clock := m.Time.Format(time.DateTime)
		if m.Minute {
			clock = m.Time.Format("2006-01-02 15:04")
		}
		kind := ""
		if m.Kind == System || m.Kind == Revoke {
			kind = " notice"
		}
		fmt.Fprintf(&b, "%d: %s [%s] %s%s: %s\n", m.Line, clock, m.room, m.Speaker, kind, strings.ReplaceAll(m.Body(m.URL), "\n", "⏎"))
	}
	return b.String()
}

// TestRoundTrip writes invented messages in every format and reads them back.
func TestRoundTrip(t *testing.T) {
	for f, write := range converttest.Writers {
		t.Run(f, func(t *testing.T) {
			var b strings.Builder
			want := converttest.Awkward()
			slices.SortStableFunc(want, func(a, b converttest.Said) int { return a.Time.Compare(b.Time) })
			write(&b, want)
			src, err := openSource(memory("某群"+converttest.Ending(f), []byte(b.String())), "")
			if err != nil {
				t.Fatal(err)
			}
			if f != "chatlab-lines" && string(src.format) != f {
				t.Errorf("recognised as %s", src.format)
			}
			all, skipped, err := readAll(src)
			if err != nil || len(skipped) > 0 || len(all) != len(want) {
				t.Fatalf("%d messages, want %d; %v, %v", len(all), len(want), skipped, err)
			}
			for i, m := range all {
				if w := want[i]; !m.Time.Equal(w.Time) || m.Speaker != w.Speaker || !converttest.SameText(m.Body(m.URL), w.Text) || m.room != "某群" {
					t.Errorf("got %s [%s] %s: %q, want %s %s: %q", m.Time, m.room, m.Speaker, m.Body(m.URL), w.Time, w.Speaker, w.Text)
				}
			}
		})
	}
}
