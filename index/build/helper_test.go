package build_test

import (
	"path/filepath"
	"testing"

	"qunwen/index"
	"qunwen/index/generation"
)

// open opens the index in dir until the test ends.
func open(t testing.TB, dir string) *index.Index {
	t.Helper()
	x, err := index.Open(dir, index.OpenOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = x.Close() })
	return x
}

// search returns the message IDs of each hit.
func search(t testing.TB, x *index.Index, question string) [][]string {
	t.Helper()
	found, err := x.Search(t.Context(), question, index.Options{})
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

// openFiles opens the current generation of the index in dir until the test ends;
// the vectors are nil if there are none.
func openFiles(t testing.TB, dir string) (*generation.Manifest, *generation.Store, *generation.Vectors) {
	t.Helper()
	gen, crc, err := generation.ReadCurrent(dir)
	if err != nil {
		t.Fatal(err)
	}
	gdir := filepath.Join(dir, gen)
	m, err := generation.Verify(gdir, crc)
	if err != nil {
		t.Fatal(err)
	}
	s, err := generation.OpenMessages(gdir, m)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	if m.Model == "" {
		return m, s, nil
	}
	v, err := generation.OpenVectors(gdir, m)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = v.Close() })
	return m, s, v
}
