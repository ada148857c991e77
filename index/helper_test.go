package index

import (
	"io/fs"
	"maps"
	"testing"
	"testing/fstest"
	"time"

	"qunwen/corpus/sample"
)

// sampleDir builds the index of the sample site in a temporary folder.
func sampleDir(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	refresh(t, dir, sample.Site())
	return dir
}

func refresh(t testing.TB, dir string, site fs.FS) Report {
	t.Helper()
	r, err := Builder{Warn: func(err error) { t.Log("warning:", err) }}.Refresh(t.Context(), dir, site)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// open opens the index in dir until the test ends.
func open(t testing.TB, dir string) *Index {
	t.Helper()
	x, err := Open(dir, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := x.Close(); err != nil {
			t.Error(err)
		}
	})
	return x
}

// sampleMap is the sample site as a map that can be changed.
func sampleMap(t testing.TB) fstest.MapFS {
	t.Helper()
	m := make(fstest.MapFS)
	site := sample.Site()
	err := fs.WalkDir(site, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(site, name)
		m[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return maps.Clone(m)
}

// post makes a post of the given body.
func post(body string) *fstest.MapFile {
	return &fstest.MapFile{Data: []byte("---\nlayout: source\n---\n" + body)}
}

// search returns the message IDs of each hit.
func search(t testing.TB, x *Index, question string, opt Options) [][]string {
	t.Helper()
	hits, err := x.Search(t.Context(), question, opt)
	if err != nil {
		t.Fatal(err)
	}
	var ids [][]string
	for _, h := range hits {
		var of []string
		for _, m := range h.Messages {
			of = append(of, m.ID)
		}
		ids = append(ids, of)
	}
	return ids
}
