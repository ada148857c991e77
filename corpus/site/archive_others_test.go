package site

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"qunwen/corpus"
)

// TestArchiveOthers: what another program does to the post stays, and messages
// go behind it.
func TestArchiveOthers(t *testing.T) {
	const foreign = "> 12:00:00  f  \n   \nx  \n   \n"
	for _, tt := range []struct {
		name string
		do   func(t *testing.T, path string)
		want string
	}{
		{"appends", func(t *testing.T, path string) {
			putFile(t, path, append(readFile(t, path), foreign...))
		}, "120000 a one|120000.2 f x|120000.3 a two|"},
		{"appends without an end", func(t *testing.T, path string) {
			putFile(t, path, append(readFile(t, path), "> 12:00:00 f\nx"...))
		}, "120000 a one|120000.2 f x|120000.3 a two|"},
		{"strips white space", func(t *testing.T, path string) {
			var lines []string
			for l := range strings.Lines(string(readFile(t, path))) {
				lines = append(lines, strings.TrimRight(l, " \n"))
			}
			putFile(t, path, []byte(strings.TrimSpace(strings.Join(lines, "\n"))))
		}, "120000 a one|120000.2 a two|"},
		{"strips the end", func(t *testing.T, path string) {
			putFile(t, path, []byte(strings.TrimSpace(string(readFile(t, path)))))
		}, "120000 a one|120000.2 a two|"},
		{"corrects the message", func(t *testing.T, path string) {
			putFile(t, path, []byte(strings.ReplaceAll(string(readFile(t, path)), "one", "won")))
		}, "120000 a won|120000.2 a two|"},
		{"replaces the file", func(t *testing.T, path string) {
			putFile(t, path+".new", append(readFile(t, path), foreign...))
			if err := os.Rename(path+".new", path); err != nil {
				t.Fatal(err)
			}
		}, "120000 a one|120000.2 f x|120000.3 a two|"},
		{"puts one in between", func(t *testing.T, path string) {
			putFile(t, path, []byte(strings.Replace(string(readFile(t, path)), "> 12", foreign+"> 12", 1)))
		}, "120000 f x|120000.2 a one|120000.3 a two|"},
		{"removes the file", func(t *testing.T, path string) {
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
		}, "120000 a two|"},
		{"removes the room", func(t *testing.T, path string) {
			if err := os.RemoveAll(filepath.Dir(filepath.Dir(path))); err != nil {
				t.Fatal(err)
			}
		}, "120000 a two|"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := newArchive(t)
			a.add(keyed("1", text(0, "a", "one")))
			a.sync()
			tt.do(t, a.path("paydesk", "2026-11-24"))
			a.add(keyed("1", text(0, "a", "one")))
			a.add(keyed("2", text(0, "a", "two")))
			a.add(keyed("2", text(0, "a", "two")))
			if got := said(a.messages()); got != tt.want {
				t.Errorf("post holds %s, want %s", got, tt.want)
			}
		})
	}
}

// TestArchiveUnreadable: a post that is none is left alone, and can be put
// right.
func TestArchiveUnreadable(t *testing.T) {
	a := newArchive(t)
	path := a.path("paydesk", "2026-11-24")
	const broken = "<<<<<<< HEAD\n---\n"
	putFile(t, path, []byte(broken))
	_, err := a.Append(context.Background(), text(0, "a", "x"))
	if !errors.Is(err, corpus.ErrNoFrontMatter) {
		t.Errorf("Append: %v, want ErrNoFrontMatter", err)
	}
	if got := string(readFile(t, path)); got != broken {
		t.Errorf("post is %q now", got)
	}
	putFile(t, path, []byte("---\nlayout: source\n---"))
	a.add(text(0, "a", "x"))
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	if got, want := string(readFile(t, path)), "---\nlayout: source\nlines:      1 \n---\n> 12:00:00  a  \n   \nx  \n   \n"; got != want {
		t.Errorf("post is %q, want %q", got, want)
	}
}

// TestArchiveFindsPosts: messages go where the room's posts are, into the last
// of the day; IDs count through all of them.
func TestArchiveFindsPosts(t *testing.T) {
	a := newArchive(t)
	a.kill()
	dir := filepath.Join(a.site, "source", "paydesk", "_posts")
	post := string(newHead("paydesk/_posts/x", "2026-11-24", 1)) + "> 12:00:00  a  \n   \nold  \n   \n"
	putFile(t, filepath.Join(dir, "2026-11-20-chat.markdown"), newHead("paydesk/_posts/x", "2026-11-20", 1))
	putFile(t, filepath.Join(dir, "2026-11-24-chat.markdown"), []byte(post))
	putFile(t, filepath.Join(dir, "2026-11-24-export.md"), []byte(post))
	putFile(t, filepath.Join(a.site, "old", "paydesk", "_posts", "2016-01-01-chat.markdown"), newHead("paydesk/_posts/x", "2016-01-01", 1))
	a.reopen()
	for _, tt := range []struct {
		e    Entry
		want string
	}{
		{keyed("1", text(0, "a", "new")), "paydesk/2026-11-24/120000.3"},
		{keyed("2", text(0, "a", "old")), "paydesk/2026-11-24/120000"}, // it is there already
		{keyed("3", text(24*3600, "a", "next")), "paydesk/2026-11-25/120000"},
	} {
		if got := a.add(tt.e); got != tt.want {
			t.Errorf("%s is %s, want %s", tt.e.Text, got, tt.want)
		}
	}
	if err := a.Remove(context.Background(), "paydesk/2026-11-24/120000.2"); err != nil {
		t.Error(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	if got, want := string(readFile(t, filepath.Join(dir, "2026-11-24-chat.markdown"))), post; got != want {
		t.Errorf("first post is\n%s\nwant\n%s", got, want)
	}
	if got := string(readFile(t, filepath.Join(dir, "2026-11-25-chat.markdown"))); !strings.Contains(got, "next") {
		t.Errorf("next day's post is %s", got)
	}
	var all []corpus.Message
	days, _ := corpus.Days(os.DirFS(a.site))
	for _, d := range days {
		trs, errs := d.Load(os.DirFS(a.site), cst)
		if len(errs) > 0 {
			t.Error(errs)
		}
		for _, tr := range trs {
			all = append(all, tr.Messages...)
		}
	}
	if got, want := said(all), "120000 a old|120000.2  |120000.3 a new|120000 a next|"; got != want {
		t.Errorf("site holds %s, want %s", got, want)
	}
}

// TestArchiveLinkedPost: a post that is a symbolic link within the site stays one.
func TestArchiveLinkedPost(t *testing.T) {
	a := newArchive(t)
	path, real := a.path("paydesk", "2026-11-24"), filepath.Join(a.site, "kept", "real.markdown")
	putFile(t, real, newHead("paydesk/_posts/x", "2026-11-24", 1))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(real, path); err != nil {
		t.Skip(err)
	}
	a.add(text(0, "a", "x"))
	a.add(text(0, "a", "y"))
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Lstat(path); err != nil || info.Mode().IsRegular() {
		t.Errorf("the link is %v now (err %v)", info.Mode(), err)
	}
	if got := headLines(t, string(readFile(t, real))); got != "2" {
		t.Errorf("lines: %s, want 2", got)
	}
}

// TestArchiveBusyPost: another program appends at the same time; nothing of it
// is lost, nor of ours.
func TestArchiveBusyPost(t *testing.T) {
	a := newArchive(t)
	a.add(text(0, "a", "first"))
	path := a.path("paydesk", "2026-11-24")
	const n = 300
	done := make(chan error)
	go func() {
		f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0)
		for i := 0; i < n && err == nil; i++ {
			_, err = fmt.Fprintf(f, "> 13:00:00  f  \n   \nf%d  \n   \n", i)
			time.Sleep(200 * time.Microsecond)
		}
		done <- errors.Join(err, f.Close())
	}()
	ids := make(map[string]bool)
	for i := range n {
		e := keyed(fmt.Sprint(i), text(1, "a", fmt.Sprint("a", i)))
		id, err := a.Append(context.Background(), e)
		for errors.Is(err, errBusy) {
			id, err = a.Append(context.Background(), e)
		}
		if err != nil {
			t.Fatal(err)
		}
		ids[id] = true
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	words := make(map[string]int)
	for _, m := range a.messages() {
		words[m.Text]++
	}
	if len(words) != 2*n+1 || len(ids) != n {
		t.Errorf("%d different messages and %d IDs, want %d and %d", len(words), len(ids), 2*n+1, n)
	}
	for w, n := range words {
		if n != 1 {
			t.Errorf("%s stands there %d times", w, n)
		}
	}
}
