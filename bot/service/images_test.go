package service

import (
	"context"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"qunwen/bot"
)

// addresses notes where pictures are said to be.
type addresses struct {
	bot.Handler
	got []string
}

func (a *addresses) OnMessage(_ context.Context, in bot.Incoming) {
	if in.Kind == bot.Image {
		a.got = append(a.got, in.URL)
	}
}

// TestPicturesLinkOut: no picture goes through a link that leads out of the site, and
// none is taken away there.
func TestPicturesLinkOut(t *testing.T) {
	site, outside := t.TempDir(), t.TempDir()
	if err := os.WriteFile(filepath.Join(outside, "20180510_072202.jpg"), []byte("theirs"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(site, "img"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(site, "img", "a")); err != nil {
		t.Skipf("no symbolic links here: %v", err)
	}
	synctest.Test(t, func(t *testing.T) {
		k := NewImageKeeper(&addresses{}, site, map[string]bot.Room{"a": {Archive: true}, "b": {Archive: true}}, time.UTC, slog.New(slog.DiscardHandler))
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan error)
		go func() { done <- k.Run(ctx) }()
		at := time.Date(2018, 5, 10, 7, 22, 1, 0, time.UTC)
		for i, room := range []string{"a", "a", "b"} {
			k.OnMessage(ctx, bot.Incoming{ID: room + string(rune('0'+i)), Kind: bot.Image, Time: at.Add(time.Duration(i) * time.Second), Chat: bot.Chat{Room: room}, Picture: func(context.Context) ([]byte, error) { return []byte("ours"), nil }})
		}
		synctest.Wait()
		k.OnMessage(ctx, bot.Incoming{Kind: bot.Revoke, RevokedID: "a1", Chat: bot.Chat{Room: "a"}})
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	entries, err := os.ReadDir(outside)
	if err != nil || len(entries) != 1 || entries[0].Name() != "20180510_072202.jpg" {
		t.Errorf("outside there are %v, %v", entries, err)
	}
	if data, err := os.ReadFile(filepath.Join(site, "img", "b", "20180510_072203.jpg")); string(data) != "ours" {
		t.Errorf("the picture of the other room is %q, %v", data, err)
	}
}

func TestImageKeeper(t *testing.T) {
	at := time.Date(2018, 5, 10, 7, 22, 1, 0, time.UTC)
	var fetched atomic.Int32
	said := func(room, id string, after time.Duration) bot.Incoming {
		return bot.Incoming{ID: id, Kind: bot.Image, Time: at.Add(after), Chat: bot.Chat{Room: room}, Picture: func(context.Context) ([]byte, error) {
			fetched.Add(1)
			return []byte(id), nil
		}}
	}
	back := func(room, id string) bot.Incoming {
		return bot.Incoming{ID: "back " + id, Kind: bot.Revoke, RevokedID: id, Time: at, Chat: bot.Chat{Room: room}}
	}
	for _, tt := range []struct {
		name    string
		said    []bot.Incoming
		then    []bot.Incoming // when those are fetched
		urls    string
		files   string // with what is in them
		fetches int32
	}{
		{"one", []bot.Incoming{said("a", "1", 0)}, nil, "/img/a/20180510_072201.jpg", "a/20180510_072201.jpg=1", 1},
		{"two in a second", []bot.Incoming{said("a", "1", 0), said("a", "2", 0)}, nil,
			"/img/a/20180510_072201.jpg /img/a/20180510_072201.2.jpg", "a/20180510_072201.2.jpg=2 a/20180510_072201.jpg=1", 2},
		{"two, with another room between", []bot.Incoming{said("a", "1", 0), said("b", "2", 0), said("a", "3", 0)}, nil,
			"/img/a/20180510_072201.jpg /img/b/20180510_072201.jpg /img/a/20180510_072201.2.jpg", "a/20180510_072201.2.jpg=3 a/20180510_072201.jpg=1 b/20180510_072201.jpg=2", 3},
		{"delivered twice", []bot.Incoming{said("a", "1", 0), said("a", "1", 0)}, nil,
			"/img/a/20180510_072201.jpg /img/a/20180510_072201.jpg", "a/20180510_072201.jpg=1", 1},
		{"a room that is not archived", []bot.Incoming{said("quiet", "1", 0), said("", "2", 0)}, nil, " ", "", 0},
		{"taken back", []bot.Incoming{said("a", "1", 0), said("a", "2", time.Second)}, []bot.Incoming{back("a", "1")},
			"/img/a/20180510_072201.jpg /img/a/20180510_072202.jpg", "a/20180510_072202.jpg=2", 2},
		{"taken back before it is fetched", []bot.Incoming{said("a", "1", 0), back("a", "1")}, nil, "/img/a/20180510_072201.jpg", "", 1},
		{"in a private room", []bot.Incoming{said("private", "1", 0)}, nil, "/_private/img/private/20180510_072201.jpg", "", 1},
		{"another's taken back", []bot.Incoming{said("a", "1", 0)}, []bot.Incoming{back("a", "7"), back("b", "1")}, "/img/a/20180510_072201.jpg", "a/20180510_072201.jpg=1", 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				fetched.Store(0)
				h := &addresses{}
				k := NewImageKeeper(h, dir, map[string]bot.Room{"a": {Archive: true}, "b": {Archive: true}, "quiet": {}, "private": {Archive: true, Private: true}}, time.UTC, slog.New(slog.DiscardHandler))
				for _, in := range tt.said {
					k.OnMessage(ctx, in)
				}
				go k.Run(ctx)
				synctest.Wait()
				for _, in := range tt.then {
					k.OnMessage(ctx, in)
				}
				synctest.Wait()
				if got := strings.Join(h.got, " "); got != tt.urls {
					t.Errorf("addresses %q, want %q", got, tt.urls)
				}
				if got := files(t, filepath.Join(dir, imageFolder)); got != tt.files {
					t.Errorf("files %q, want %q", got, tt.files)
				}
				if n := fetched.Load(); n != tt.fetches {
					t.Errorf("%d fetched, want %d", n, tt.fetches)
				}
			})
		})
	}
}

// files lists the files below dir with what is in them.
func files(t *testing.T, dir string) string {
	t.Helper()
	var all []string
	fsys := os.DirFS(dir)
	err := fs.WalkDir(fsys, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return nil
		}
		data, err := fs.ReadFile(fsys, path)
		all = append(all, path+"="+string(data))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(all)
	return strings.Join(all, " ")
}
