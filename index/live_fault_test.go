package index

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"qunwen/index/build"
	"qunwen/index/build/buildtest"
)

// growingSite is a folder with one post, and a function that appends to it.
func growingSite(t *testing.T) (dir string, write func(text string)) {
	t.Helper()
	dir = t.TempDir()
	path := filepath.Join(dir, "r", "_posts", "2024-03-01-chat.markdown")
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	write = func(text string) {
		t.Helper()
		f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
		if err != nil {
			t.Fatal(err)
		}
		_, err = f.WriteString(text)
		if err := errors.Join(err, f.Close()); err != nil {
			t.Fatal(err)
		}
	}
	write("---\nlayout: source\n---\n> 09:00:00  许衡  \n   \n结算以后退款走轧差  \n   \n")
	return dir, write
}

// live runs a live index until stop, or the test ends.
func live(t *testing.T, dir, site string, b build.Builder, opt OpenOptions) (l *Live, stop func()) {
	t.Helper()
	l, err := OpenLive(t.Context(), dir, os.DirFS(site), b, opt)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() {
		if err := l.Run(ctx); err != nil {
			t.Error(err)
		}
	})
	stop = func() {
		cancel()
		running.Wait()
	}
	t.Cleanup(stop)
	return l, stop
}

// knows reports whether somebody has used a word.
func knows(t *testing.T, l *Live, word string) bool {
	t.Helper()
	r, err := l.Search(t.Context(), word, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return len(r.Hits) > 0 && len(r.Unknown) == 0
}

// Words are taken in while no vectors can be made, as when an embeddings
// server is down; the vectors follow when they can.
func TestLiveEncoderFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		site, write := growingSite(t)
		enc := &lockedEncoder{Encoder: buildtest.Encoder{Name: "fake", Err: errors.New("no server")}}
		warned := 0
		l, _ := live(t, t.TempDir(), site, build.Builder{Encoder: enc, Warn: func(error) { warned++ }}, OpenOptions{})
		time.Sleep(time.Minute)
		if synctest.Wait(); warned < 6 || warned > 20 {
			t.Errorf("tried %d times within a minute", warned)
		}
		write("> 09:01:00  余笙  \n   \n跳码要先报备  \n   \n")
		l.Notify()
		time.Sleep(4 * time.Second)
		if synctest.Wait(); !knows(t, l, "跳码") {
			t.Error("new words are not found while vectors cannot be made")
		}
		enc.mu.Lock()
		enc.Err = nil
		enc.mu.Unlock()
		time.Sleep(time.Minute)
		if synctest.Wait(); l.Missing() != 0 {
			t.Errorf("%d vectors are missing", l.Missing())
		}
	})
}

// What another process has taken in first is found, too.
func TestLiveBesideAnother(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		site, write := growingSite(t)
		dir := t.TempDir()
		l, _ := live(t, dir, site, build.Builder{}, OpenOptions{})
		write("> 09:01:00  余笙  \n   \n跳码要先报备  \n   \n")
		buildtest.Refresh(t, dir, os.DirFS(site))
		if knows(t, l, "跳码") {
			t.Fatal("found before anybody looked")
		}
		l.Notify()
		time.Sleep(time.Minute)
		if synctest.Wait(); !knows(t, l, "跳码") {
			t.Error("not found")
		}
	})
}
