package index

import (
	"testing"

	"qunwen/corpus/sample"
	"qunwen/index/build"
	"qunwen/index/build/buildtest"
	"qunwen/index/dense"
)

// sampleDir builds the index of the sample site in a temporary folder.
func sampleDir(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	buildtest.Refresh(t, dir, sample.Site())
	return dir
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
	if _, err := (build.Builder{Encoder: enc}).Refresh(t.Context(), dir, sample.Site()); err != nil {
		t.Fatal(err)
	}
	x, err := Open(dir, OpenOptions{Encoder: enc})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = x.Close() })
	return x
}
