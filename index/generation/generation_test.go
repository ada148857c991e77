package generation

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func FuzzOpenStore(f *testing.F) {
	w := NewStoreWriter()
	for _, r := range []Record{{Second: 1, Nth: 1, Speaker: "a", Text: "退款"}, {Second: 2, Nth: 1, Speaker: "b"}} {
		if err := w.Add(&r); err != nil {
			f.Fatal(err)
		}
	}
	var data []byte
	for _, p := range w.parts() {
		data = append(data, p...)
	}
	f.Add(data)
	f.Add(data[:20])
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := openStore(data)
		if err != nil {
			return
		}
		for i := range s.Len() { // whatever was let in can be read
			s.Record(i)
		}
	})
}

func FuzzParseManifest(f *testing.F) {
	f.Add([]byte(`{"fingerprint":"x","days":[{"room":"r","date":"2023-03-07","indexed":2}],"indexed":2}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := parseManifest(data)
		if err != nil {
			return
		}
		if starts := m.Starts(); starts[len(starts)-1] != m.Indexed {
			t.Errorf("starts end at %d, want %d", starts[len(starts)-1], m.Indexed)
		}
	})
}

func FuzzOpenPassages(f *testing.F) {
	f.Add([]byte("qwpassg1\x01\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\xff\xff\xff\xff"))
	f.Fuzz(func(t *testing.T, data []byte) {
		const messages, vectors, windowVectors = 1, 2, 3
		p, err := openPassages(data, messages, vectors, windowVectors)
		if err != nil {
			return
		}
		for i := range p.WindowCount() {
			if s, v := p.Window(i); s.Lo < 0 || s.Hi > messages || s.Lo >= s.Hi || v != NoVector && v >= windowVectors {
				t.Errorf("window %d is %+v, %d", i, s, v)
			}
		}
	})
}

// What did not come to be is removed, but never what CURRENT names: flushing
// may fail after the renaming.
func TestAbandon(t *testing.T) {
	dir := t.TempDir()
	gdir, err := New(dir)
	if err == nil {
		err = Commit(dir, gdir, &Manifest{})
	}
	if err != nil {
		t.Fatal(err)
	}
	half := filepath.Join(dir, genPrefix+"000002")
	if err := os.Mkdir(half, 0o700); err != nil {
		t.Fatal(err)
	}
	current, _, err := ReadCurrent(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, gdir := range []string{half, filepath.Join(dir, current)} {
		if err := Abandon(dir, gdir); err != nil {
			t.Error(err)
		}
	}
	if got := generations(dir); len(got) != 1 || got[0] != current {
		t.Errorf("generations %v, want %s", got, current)
	}
	if _, err := os.Stat(gdir); err != nil {
		t.Error(err)
	}
}

func TestRoots(t *testing.T) {
	w := NewStoreWriter()
	for _, back := range []uint32{0, 1, 5, 1, 1 << 31} { // the third and the last are no conversation's
		if err := w.Add(&Record{Nth: 1, Back: back}); err != nil {
			t.Fatal(err)
		}
	}
	s, err := openStore(bytes.Join(w.parts(), nil))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := s.Roots(), []uint32{0, 0, 2, 2, 4}; !slices.Equal(got, want) {
		t.Errorf("roots %v, want %v", got, want)
	}
}
