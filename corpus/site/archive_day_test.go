package site

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"qunwen/corpus"
)

// TestArchiveDayTurns: the head of a past day is right a moment after
// midnight, also after what came late, with nobody calling.
func TestArchiveDayTurns(t *testing.T) {
	site, state := t.TempDir(), t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		a, err := OpenArchive(site, cst, ArchiveOptions{State: state})
		if err != nil {
			t.Fatal(err)
		}
		x := &testArchive{Archive: a, tb: t, site: site, state: state}
		say := func(at time.Time, words string) {
			x.add(Entry{Room: "paydesk", Time: at, Speaker: "a", Text: words, Key: words})
		}
		sleep := func(d time.Duration) {
			time.Sleep(d)
			synctest.Wait()
		}
		first := time.Now().In(cst)
		yesterday := first.Format(time.DateOnly)
		for i := range 3 {
			say(first, fmt.Sprint(i))
		}
		sleep(1500 * time.Millisecond)
		if x.synced != x.seq.Load() || x.keys.dirty {
			t.Errorf("not flushed after 1.5s: %d of %d", x.synced, x.seq.Load())
		}
		y, m, d := first.Date()
		midnight := time.Date(y, m, d+1, 0, 0, 0, 0, cst)
		sleep(time.Until(midnight) - time.Second)
		if got := headLines(t, x.post("paydesk", yesterday)); got != "1" {
			t.Errorf("lines: %s before midnight, want what the post was begun with", got)
		}
		sleep(2 * time.Second)
		say(midnight, "next day")
		sleep(quiet)
		if got := headLines(t, x.post("paydesk", yesterday)); got != "3" {
			t.Errorf("lines: %s after midnight, want 3", got)
		}
		say(midnight.Add(-time.Second), "late")
		say(midnight.Add(-time.Second), "late")
		sleep(2 * quiet)
		if got := headLines(t, x.post("paydesk", yesterday)); got != "4" {
			t.Errorf("lines: %s after a late message, want 4", got)
		}
		if len(x.posts) != 1 {
			t.Errorf("%d posts are open, want today's", len(x.posts))
		}
		sleep((keepDays + 1) * 24 * time.Hour)
		if n := len(x.keys.recs); n != 0 {
			t.Errorf("%d keys are remembered after %d days, want none", n, keepDays+1)
		}
		if info, err := os.Stat(filepath.Join(state, keyJournalName)); err != nil || info.Size() > 100 {
			t.Errorf("keyJournal still has %d bytes (err %v)", info.Size(), err)
		}
		say(midnight, "next day")
		if err := a.Close(); err != nil {
			t.Error(err)
		}
		if got := len(x.messages()); got != 5 {
			t.Errorf("site holds %d messages, want 5", got)
		}
	})
}

// TestArchiveManyDays: messages of any number of days keep few files open.
func TestArchiveManyDays(t *testing.T) {
	a := newArchive(t)
	for range 2 {
		for day := range 3 * maxPosts {
			e := text(0, "a", "x")
			e.Time = e.Time.AddDate(0, 0, -day)
			a.add(keyed(fmt.Sprint(day), e))
		}
	}
	if len(a.posts) > maxPosts {
		t.Errorf("%d posts are open, want at most %d", len(a.posts), maxPosts)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	if got := len(a.messages()); got != 3*maxPosts {
		t.Errorf("%d messages, want %d", got, 3*maxPosts)
	}
}

// TestArchiveTogether: many writers, flushes, removals and look-ups at once.
func TestArchiveTogether(t *testing.T) {
	site := t.TempDir()
	a, err := openArchive(site, cst, ArchiveOptions{State: t.TempDir(), Flush: 5 * time.Millisecond}, openUnsynced)
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	var mu sync.Mutex
	ids := make(map[string]int)
	var wg sync.WaitGroup
	for w := range 4 {
		wg.Go(func() {
			for i := range 100 {
				e := keyed(fmt.Sprint(w, i), text(i, fmt.Sprint("s", w), fmt.Sprint(i)))
				e.Room = []string{"paydesk", "dev"}[w%2]
				id, err := a.Append(ctx, e)
				if err != nil {
					t.Error(err)
					return
				}
				if i%10 == 9 {
					err = a.Sync(ctx)
				}
				if i%20 == 0 {
					err = a.Remove(ctx, id)
				} else if got, lerr := a.Lookup(ctx, e.Room, e.Key); lerr != nil || got != id {
					t.Errorf("Lookup(%s) = %s, %v; want %s", e.Key, got, lerr, id)
				}
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				ids[id]++
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	if len(ids) != 400 {
		t.Errorf("%d IDs of 400 messages", len(ids))
	}
	n := 0
	for tr, err := range corpus.Load(os.DirFS(site), cst) {
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range tr.Messages {
			if m.Speaker != "" {
				n++
			}
		}
	}
	if n != 400-20 {
		t.Errorf("%d messages, want %d", n, 400-20)
	}
}

// TestArchiveRemove: a message goes, all other IDs stay, and it does not come
// back.
func TestArchiveRemove(t *testing.T) {
	a := newArchive(t)
	ctx := context.Background()
	for i := range 4 {
		a.add(keyed(fmt.Sprint(i), text(i/3, "a", fmt.Sprint("n", i))))
	}
	for _, tt := range []struct{ id, want string }{
		{"120000.2", "120000 a n0|120000.2  |120000.3 a n2|120001 a n3|"},
		{"120000.2", "120000 a n0|120000.2  |120000.3 a n2|120001 a n3|"},
		{"120001", "120000 a n0|120000.2  |120000.3 a n2|"},
		{"120000.3", "120000 a n0|120000.2  |"},
		{"120000", "120000  |120000.2  |"},
	} {
		if err := a.Remove(ctx, "paydesk/2026-11-24/"+tt.id); err != nil {
			t.Fatal(err)
		}
		if got := said(a.messages()); got != tt.want {
			t.Errorf("without %s the post holds %s, want %s", tt.id, got, tt.want)
		}
	}
	for _, id := range []string{"", "x", "paydesk", "paydesk/2026-11-24/120005", "paydesk/2026-11-24/120000.9", "../2026-11-24/120000",
		"paydesk/2026-11-24/120000.1", "paydesk/2026-11-24/12000", "nowhere/2026-11-24/120000", "paydesk/x/120000"} {
		if err := a.Remove(ctx, id); !errors.Is(err, ErrNoMessage) && !errors.Is(err, ErrRoom) {
			t.Errorf("Remove(%q): %v, want ErrNoMessage", id, err)
		}
	}
	for range 2 {
		for i := range 4 {
			if _, err := a.Append(ctx, keyed(fmt.Sprint(i), text(i/3, "a", fmt.Sprint("n", i)))); !errors.Is(err, ErrRemoved) {
				t.Errorf("n%d again: %v, want ErrRemoved", i, err)
			}
		}
		if id, err := a.Lookup(ctx, "paydesk", "3"); !errors.Is(err, ErrRemoved) || id != "paydesk/2026-11-24/120001" {
			t.Errorf("Lookup = %q, %v; want ErrRemoved", id, err)
		}
		a.kill()
		a.reopen()
	}
	if id := a.add(keyed("x", text(1, "b", "new"))); id != "paydesk/2026-11-24/120001.2" {
		t.Errorf("new message is %s, want an ID that nobody had", id)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	post := a.post("paydesk", "2026-11-24")
	if strings.Contains(post, "n0") || headLines(t, post) != "4" {
		t.Errorf("post is\n%s", post)
	}
}

// TestArchiveRate: a minute of 500 messages a second passes, whatever the post
// holds already.
func TestArchiveRate(t *testing.T) {
	if testing.Short() {
		t.Skip("30000 messages")
	}
	site := t.TempDir()
	a, err := OpenArchive(site, cst, ArchiveOptions{State: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	for i := range 30000 {
		if _, err := a.Append(context.Background(), keyed(fmt.Sprint(i), text(i/500, "a", "一条消息，长短如常"))); err != nil {
			t.Fatal(err)
		}
	}
	took := time.Since(start)
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	t.Logf("%.0f messages/s", 30000/took.Seconds())
	post := readFile(t, filepath.Join(site, "paydesk", "_posts", "2026-11-24-chat.markdown"))
	if got := headLines(t, string(post)); got != "30000" {
		t.Errorf("lines: %s, want 30000", got)
	}
	if _, err := a.Append(context.Background(), text(0, "a", "x")); !errors.Is(err, fs.ErrClosed) {
		t.Errorf("Append after Close: %v", err)
	}
}

// TestArchivePrivate: what is said in a private room goes where nothing is
// published, also if its earlier posts stand elsewhere: none of these is continued.
func TestArchivePrivate(t *testing.T) {
	a := newArchive(t)
	a.opt.Private = func(room string) bool { return room == "paydesk" }
	putFile(t, filepath.Join(a.site, "paydesk", "_posts", "2026-11-23-chat.markdown"), append(newHead("x", "2026-11-23", 1), "> 09:00:00  a  \n   \nbefore  \n   \n"...))
	day := 24 * 60 * 60
	for i, e := range []Entry{text(-day, "a", "yesterday"), text(0, "a", "today"), text(day, "a", "tomorrow")} {
		if _, err := a.Append(t.Context(), keyed(fmt.Sprint(i), e)); err != nil {
			t.Fatal(err)
		}
	}
	open := Entry{Room: "clearing", Time: noon, Speaker: "a", Text: "open"}
	if _, err := a.Append(t.Context(), open); err != nil {
		t.Fatal(err)
	}
	if err := a.Sync(t.Context()); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]struct{ said, published string }{
		"paydesk/_posts/2026-11-23-chat.markdown":          {"", ""},
		"_private/paydesk/_posts/2026-11-23-chat.markdown": {"yesterday", "published:  false\n"},
		"_private/paydesk/_posts/2026-11-24-chat.markdown": {"today", "published:  false\n"},
		"_private/paydesk/_posts/2026-11-25-chat.markdown": {"tomorrow", "published:  false\n"},
		"clearing/_posts/2026-11-24-chat.markdown":         {"open", ""},
	} {
		data, err := os.ReadFile(filepath.Join(a.site, filepath.FromSlash(name)))
		if err != nil || !strings.Contains(string(data), want.said) || strings.Contains(string(data), "published:  false\n") != (want.published != "") {
			t.Errorf("%s: %v\n%s", name, err, data)
		}
	}
	days, errs := corpus.Days(os.DirFS(a.site))
	if len(days) != 4 || len(errs) > 0 || days[1].Room != "paydesk" {
		t.Errorf("days %v, errors %v", days, errs)
	}
}
