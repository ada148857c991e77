package index

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"strconv"
	"testing"
	"testing/fstest"

	"qunwen/corpus/sample"
	"qunwen/index/dense"
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
	x, err := Open(dir, OpenOptions{})
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
	found, err := x.Search(t.Context(), question, opt)
	if err != nil {
		t.Fatal(err)
	}
	var ids [][]string
	for _, h := range found.Hits {
		var of []string
		for _, m := range h.Messages {
			of = append(of, m.ID)
		}
		ids = append(ids, of)
	}
	return ids
}

// embedded is the encoder in the program.
func embedded(t testing.TB) *dense.Encoder {
	t.Helper()
	cfg, w, tok, err := dense.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return dense.NewEncoder(cfg, w, tok)
}

// openVectors opens an index of the sample site that has vectors.
func openVectors(t testing.TB) *Index {
	t.Helper()
	dir, enc := t.TempDir(), embedded(t)
	if _, err := (Builder{Encoder: enc}).Refresh(t.Context(), dir, sample.Site()); err != nil {
		t.Fatal(err)
	}
	x, err := Open(dir, OpenOptions{Encoder: enc})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = x.Close() })
	return x
}

// fakeEncoder makes vectors of the hashes of texts, and counts.
type fakeEncoder struct {
	name    string
	encoded int
	err     error // given instead of the vectors after left texts
	left    int
}

func (f *fakeEncoder) Fingerprint() string { return f.name }
func (f *fakeEncoder) Dim() int            { return 4 }

func (f *fakeEncoder) Encode(ctx context.Context, kind dense.Kind, texts []string) ([][]int8, error) {
	if f.err != nil && f.encoded+len(texts) > f.left {
		return nil, f.err
	}
	f.encoded += len(texts)
	var out [][]int8
	for _, t := range texts {
		k := key(kind, f.name+t)
		out = append(out, []int8{int8(k) | 1, int8(k >> 8), int8(k >> 16), int8(k >> 24)})
	}
	return out, ctx.Err()
}

func itoa(n int) string { return strconv.Itoa(n) }

// clockOf is the time of day so many seconds after midnight.
func clockOf(sec int) string {
	return fmt.Sprintf("%02d:%02d:%02d", sec/3600, sec/60%60, sec%60)
}
