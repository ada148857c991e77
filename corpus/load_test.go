package corpus

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

// TestLoadBroken: a folder of ten broken posts has ten faults, each with its
// place, and costs none of the good posts beside them.
func TestLoadBroken(t *testing.T) {
	type fault struct {
		line   int
		err    error
		posted bool // the messages were read: a problem, no error
	}
	want := map[string]fault{
		"2018-01-01-nohead.markdown":   {1, ErrNoFrontMatter, false},
		"2018-01-02-empty.markdown":    {1, ErrNoFrontMatter, false},
		"2018-01-03-unclosed.markdown": {1, ErrUnclosedFrontMatter, false},
		"2018-01-06-bytes.markdown":    {14, ErrEncoding, true},
		"2018-01-07-clock.markdown":    {12, ErrClock, true},
		"2018-01-08-stray.markdown":    {8, ErrStrayText, true},
		"2018-01-09-yaml.markdown":     {3, ErrFrontMatter, true},
		"2018-01-10-folder.markdown":   {1, ErrNotRegular, false},
		"2018-02-30-date.markdown":     {1, ErrName, false},
		"chat.markdown":                {1, ErrName, false},
	}
	got := make(map[string]fault)
	add := func(err error, posted bool) {
		pe, ok := errors.AsType[*ParseError](err)
		if !ok {
			t.Errorf("error is %T, want *ParseError", err)
			return
		}
		base := strings.TrimPrefix(pe.Path, "r/_posts/")
		if _, twice := got[base]; twice {
			t.Errorf("second fault of %s: %v", base, err)
		}
		f := fault{pe.Line, pe.Err, posted}
		if is := want[base].err; errors.Is(err, is) {
			f.err = is
		}
		got[base] = f
	}
	var good []string
	for tr, err := range Load(os.DirFS("testdata/broken"), time.UTC) {
		if err != nil {
			add(err, false)
			continue
		}
		for _, p := range tr.Problems {
			add(p, true)
		}
		if len(tr.Problems) == 0 {
			good = append(good, fmt.Sprint(tr.Path, " ", len(tr.Messages)))
		}
		if len(tr.Messages) == 0 {
			t.Errorf("%s has no messages", tr.Path)
		}
	}
	for base := range want {
		if got[base] != want[base] {
			t.Errorf("%s: fault %v, want %v", base, got[base], want[base])
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d faults, want %d: %v", len(got), len(want), got)
	}
	if want := []string{
		"r/_posts/2018-01-11-chat.markdown 2",
		"r/_posts/2018-01-12-chat.markdown 2",
		"r/_posts/2018-01-13-chat.markdown 2",
	}; !slices.Equal(good, want) {
		t.Errorf("good posts %q, want %q", good, want)
	}
}

// TestDays lists what is a post and what is passed over.
func TestDays(t *testing.T) {
	for _, tt := range []struct{ name, files, want string }{ // want: room/date:posts, then errors
		{"nothing", "", ""},
		{"one post", "r/_posts/2018-01-02-chat.markdown", "r/2018-01-02:1"},
		{"extension .md", "r/_posts/2018-01-02-chat.md", "r/2018-01-02:1"},
		{"by room, then date", "b/_posts/2018-01-03-a.md b/_posts/2018-01-02-b.md a/_posts/2018-01-04-c.md",
			"a/2018-01-04:1 b/2018-01-02:1 b/2018-01-03:1"},
		{"rooms before the folders they lie in", "a/z/_posts/2018-01-02-chat.md b/y/_posts/2018-01-02-chat.md",
			"y/2018-01-02:1 z/2018-01-02:1"},
		{"two posts of a day", "r/_posts/2018-01-02-b.md r/_posts/2018-01-02-a.md", "r/2018-01-02:2"},
		{"a room in two trees", "a/r/_posts/2018-01-02-c.md b/r/_posts/2018-01-02-c.md b/r/_posts/2018-01-03-c.md",
			"r/2018-01-02:2 r/2018-01-03:1"},
		{"dot files", "r/_posts/.2018-01-02-chat.markdown .git/_posts/2018-01-02-chat.markdown", ""},
		{"other files", "r/_posts/2018-01-02-chat.txt r/_posts/2018-01-02-chat.markdown~ r/_posts/img/2018-01-02.md README.md r/2018-01-02-chat.md", ""},
		{"folder without a room", "_posts/2018-01-02-chat.md", "_posts/2018-01-02-chat.md:1"},
		{"name without a date", "r/_posts/chat.md r/_posts/2018-01-02-chat.md", "r/2018-01-02:1 r/_posts/chat.md:1"},
		{"folder named like a post", "r/_posts/2018-01-02-chat.md/x.md", "r/_posts/2018-01-02-chat.md:1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			fsys := fstest.MapFS{}
			for _, name := range strings.Fields(tt.files) {
				fsys[name] = &fstest.MapFile{}
			}
			if got := listed(t, fsys); got != tt.want {
				t.Errorf("Days = %q, want %q", got, tt.want)
			}
		})
	}
}

// listed returns what Days finds: "room/date:posts" and, for errors,
// "path:line".
func listed(t *testing.T, fsys fs.FS) string {
	t.Helper()
	days, errs := Days(fsys)
	var got []string
	for _, d := range days {
		got = append(got, fmt.Sprintf("%s/%s:%d", d.Room, d.Date, len(d.Posts)))
	}
	for _, err := range errs {
		pe, ok := errors.AsType[*ParseError](err)
		if !ok {
			t.Fatalf("error is %T, want *ParseError", err)
		}
		got = append(got, fmt.Sprintf("%s:%d", pe.Path, pe.Line))
	}
	return strings.Join(got, " ")
}

// TestDaysLinks: a link to a post is a post; one to nothing or to a folder is
// an error.
func TestDaysLinks(t *testing.T) {
	dir := t.TempDir()
	posts := filepath.Join(dir, "r", "_posts")
	if err := os.MkdirAll(posts, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(posts, "2018-01-01-chat.md"), []byte(testHead), 0o644); err != nil {
		t.Fatal(err)
	}
	for name, target := range map[string]string{
		"2018-01-02-link.md":   "2018-01-01-chat.md",
		"2018-01-03-gone.md":   "nowhere.md",
		"2018-01-04-folder.md": ".",
	} {
		if err := os.Symlink(target, filepath.Join(posts, name)); err != nil {
			t.Skipf("no symbolic links here: %v", err)
		}
	}
	const want = "r/2018-01-01:1 r/2018-01-02:1 r/_posts/2018-01-03-gone.md:1 r/_posts/2018-01-04-folder.md:1"
	if got := listed(t, os.DirFS(dir)); got != want {
		t.Errorf("Days = %q, want %q", got, want)
	}
}
