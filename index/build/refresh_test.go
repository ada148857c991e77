package build_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"testing/fstest"
	"time"

	"qunwen/corpus"
	"qunwen/corpus/people"
	"qunwen/index"
	"qunwen/index/build"
	"qunwen/index/build/buildtest"
)

func TestRefresh(t *testing.T) {
	const name = "source/clearing/_posts/2023-03-07-chat.markdown"
	const other = "source/clearing/_posts/2023-05-01-chat.markdown"
	for _, tt := range []struct {
		name        string
		change      func(site fstest.MapFS)
		wantChanged int
	}{
		{"nothing", func(fstest.MapFS) {}, 0},
		{"one post changed", func(s fstest.MapFS) { s[name] = buildtest.Post("> 09:00:00  a\n\n只剩一句斑马线\n") }, 1},
		{"one post appeared", func(s fstest.MapFS) { s[other] = buildtest.Post("> 09:00:00  a\n\n新来的斑马线\n") }, 1},
		{"one post went", func(s fstest.MapFS) { delete(s, name) }, 1},
		{"one post is empty now", func(s fstest.MapFS) { s[name] = buildtest.Post("") }, 1},
		{"one post is broken now", func(s fstest.MapFS) { s[name] = &fstest.MapFile{Data: []byte("no head")} }, 1},
		{"a second post for a day", func(s fstest.MapFS) {
			s["source/clearing/_posts/2023-03-07-more.markdown"] = buildtest.Post("> 09:00:00  a\n\n斑马线\n")
		}, 1},
		{"all but one went", func(s fstest.MapFS) {
			for p := range s {
				if p != name {
					delete(s, p)
				}
			}
		}, 26},
	} {
		t.Run(tt.name, func(t *testing.T) {
			site := buildtest.Sample(t)
			dir := t.TempDir()
			if r := buildtest.Refresh(t, dir, site); !r.Whole {
				t.Error("the first build was no whole one")
			}
			tt.change(site)
			state, err := (build.Builder{}).Look(dir, site)
			if err != nil || state.Stale != (tt.wantChanged > 0) {
				t.Errorf("Look = %+v, %v", state, err)
			}
			if got := buildtest.Refresh(t, dir, site).Changed; got != tt.wantChanged {
				t.Errorf("changed = %d, want %d", got, tt.wantChanged)
			}
			if state, err := (build.Builder{}).Look(dir, site); err != nil || state.Stale {
				t.Errorf("Look after Refresh = %+v, %v", state, err)
			}
			fresh := t.TempDir()
			buildtest.Refresh(t, fresh, site)
			sameIndex(t, dir, fresh)
		})
	}
}

// sameIndex fails unless the updated index holds and finds what the one built
// anew does.
func sameIndex(t *testing.T, updated, anew string) {
	t.Helper()
	ma, sa, _ := openFiles(t, updated)
	mb, sb, _ := openFiles(t, anew)
	if !reflect.DeepEqual(ma.Days, mb.Days) {
		t.Error("days differ")
	}
	for i := range max(sa.Len(), sb.Len()) {
		if ra, rb := sa.Record(i), sb.Record(i); ra != rb {
			t.Fatalf("message %d is %+v, want %+v", i, ra, rb)
		}
	}
	a, b := open(t, updated), open(t, anew)
	for _, q := range []string{"斑马线", "结算以后还能退款吗", "优惠券的成本谁出", "T+1", "对账不平怎么办"} {
		ra, err := a.Search(t.Context(), q, index.Options{Limit: 20})
		if err != nil {
			t.Fatal(err)
		}
		rb, err := b.Search(t.Context(), q, index.Options{Limit: 20})
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(ra, rb) {
			t.Errorf("the %d and %d hits for %q differ", len(ra.Hits), len(rb.Hits), q)
		}
	}
}

func TestRefreshManyUpdates(t *testing.T) {
	site := buildtest.Sample(t)
	dir := t.TempDir()
	buildtest.Refresh(t, dir, site)
	const name = "source/clearing/_posts/2023-03-07-chat.markdown"
	const maxSegments = 12 // that updates leave unmerged
	for i := range maxSegments + 5 {
		site[name] = buildtest.Post("> 09:00:00  a\n\n" + string(rune('一'+i)) + "号斑马线\n")
		if r := buildtest.Refresh(t, dir, site); r.Whole {
			t.Fatal("a small change built everything anew")
		}
	}
	segments, _ := filepath.Glob(filepath.Join(dir, "g-*", "bleve", "store", "*.zap"))
	if len(segments) > maxSegments+1 {
		t.Errorf("%d segments after many updates, want at most %d", len(segments), maxSegments+1)
	}
	fresh := t.TempDir()
	buildtest.Refresh(t, fresh, site)
	sameIndex(t, dir, fresh)
}

// A post of the same size whose time has not moved may still have changed if
// it was written in the tick in which it was read.
func TestRefreshSeesChangeInSameTick(t *testing.T) {
	root := t.TempDir()
	name := filepath.Join(root, "r", "_posts", "2023-03-07-chat.markdown")
	write := func(word string) {
		t.Helper()
		err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o700), os.WriteFile(name, buildtest.Post("> 09:00:00  a\n\n"+word+"\n").Data, 0o600))
		if err != nil {
			t.Fatal(err)
		}
	}
	dir := t.TempDir()
	now := time.Now()
	write("斑马")
	_ = os.Chtimes(name, now, now)
	buildtest.Refresh(t, dir, os.DirFS(root))
	write("犀牛")
	_ = os.Chtimes(name, now, now)
	buildtest.Refresh(t, dir, os.DirFS(root))
	if got := search(t, open(t, dir), "犀牛"); len(got) != 1 {
		t.Errorf("hits = %v, want the changed line", got)
	}
}

func TestRefreshStops(t *testing.T) {
	site := buildtest.Sample(t)
	dir := t.TempDir()
	buildtest.Refresh(t, dir, site)
	before := tree(t, dir)
	for p := range site {
		site[p] = buildtest.Post("> 09:00:00  a\n\n改了\n")
	}
	ctx, cancel := context.WithCancel(t.Context())
	b := build.Builder{Progress: func(done, _ int) {
		if done == 5 {
			cancel()
		}
	}}
	if _, err := b.Refresh(ctx, dir, site); !errors.Is(err, context.Canceled) {
		t.Errorf("err = %v, want context.Canceled", err)
	}
	if after := tree(t, dir); !reflect.DeepEqual(after, before) {
		t.Error("an interrupted build changed the folder")
	}
}

func TestRefreshReportsBadPosts(t *testing.T) {
	site := buildtest.Sample(t)
	site["source/clearing/_posts/2023-05-01-chat.markdown"] = &fstest.MapFile{Data: []byte("no head\n")}
	var warned []error
	b := build.Builder{Warn: func(err error) { warned = append(warned, err) }}
	r, err := b.Refresh(t.Context(), t.TempDir(), site)
	if err != nil || r.Transcripts != 27 {
		t.Errorf("transcripts = %d, err %v; want the 27 good ones", r.Transcripts, err)
	}
	if len(warned) != 1 || !errors.Is(warned[0], corpus.ErrNoFrontMatter) {
		t.Errorf("warnings = %v, want one of the bad post", warned)
	}
}

func TestRefreshEmptySite(t *testing.T) {
	dir := t.TempDir()
	buildtest.Refresh(t, dir, fstest.MapFS{})
	x := open(t, dir)
	if got := search(t, x, "退款"); len(got) != 0 || x.Len() != 0 {
		t.Errorf("hits = %v of %d messages, want none", got, x.Len())
	}
	buildtest.Refresh(t, dir, buildtest.Sample(t)) // and from nothing to something
	if got := search(t, open(t, dir), "退款"); len(got) == 0 {
		t.Error("nothing found after posts came")
	}
}

// tree returns the files below dir but the stamps, with their content.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := make(map[string]string)
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Name() == "stamps.json" {
			return err
		}
		data, err := os.ReadFile(path)
		files[path] = string(bytes.Clone(data))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// Who has several names is asked each time: what is learnt changes the index,
// what is not leaves it.
func TestRefreshPersons(t *testing.T) {
	site, dir := buildtest.Sample(t), t.TempDir()
	site[buildtest.Growing] = buildtest.Post("> 09:00:00  许衡\n\n斑马线\n\n> 09:00:00  许衡-甲-产品\n\n斑马线\n")
	var known *people.Persons
	b := build.Builder{Persons: func() (*people.Persons, error) { return known, nil }}
	for _, step := range []struct {
		people [][]string
		stale  bool
		want   int // hits
	}{
		{nil, true, 2},
		{[][]string{{"许衡", "许衡-甲-产品"}}, true, 1},
		{[][]string{{"许衡", "许衡-甲-产品"}, {"余笙"}}, false, 1},
		{[][]string{{"许衡"}}, true, 2},
	} {
		known = people.NewPersons(step.people)
		if st, err := b.Look(dir, site); err != nil || st.Stale != step.stale {
			t.Errorf("%v: Look = %+v, %v; want stale %v", step.people, st, err, step.stale)
		}
		if _, err := b.Refresh(t.Context(), dir, site); err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, hit := range search(t, open(t, dir), "斑马线") {
			n += len(hit)
		}
		if n != step.want {
			t.Errorf("%v: %d messages found, want %d", step.people, n, step.want)
		}
	}
	b.Persons = func() (*people.Persons, error) { return nil, errors.New("line 3 is broken") }
	if _, err := b.Refresh(t.Context(), dir, site); err == nil {
		t.Error("refreshed by a list that cannot be read")
	}
	if _, err := b.Look(dir, site); err == nil {
		t.Error("looked by a list that cannot be read")
	}
}
