package index

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"qunwen/corpus/sample"
)

// Whatever happens to a file of the index, Open notices and Refresh mends it.
func TestDamage(t *testing.T) {
	if raced {
		t.Skip("one goroutine: see the run without the race detector")
	}
	enc := &fakeEncoder{name: "fake"}
	whole := t.TempDir()
	if _, err := (Builder{Encoder: enc}).Refresh(t.Context(), whole, sample.Site()); err != nil {
		t.Fatal(err)
	}
	var names []string
	err := filepath.WalkDir(whole, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && d.Name() != lockName && d.Name() != stampsName {
			name, _ := filepath.Rel(whole, path)
			names = append(names, name)
		}
		return err
	})
	if err != nil || len(names) < 9 {
		t.Fatalf("files %v, err %v", names, err)
	}
	damages := []struct {
		name string
		do   func(path string, data []byte) error
	}{
		{"bit flipped", func(path string, data []byte) error {
			data[len(data)/2] ^= 0x10
			return os.WriteFile(path, data, 0o600)
		}},
		{"cut short", func(path string, data []byte) error { return os.Truncate(path, int64(len(data)/2)) }},
		{"emptied", func(path string, _ []byte) error { return os.Truncate(path, 0) }},
		{"longer", func(path string, data []byte) error { return os.WriteFile(path, append(data, 0), 0o600) }},
		{"gone", func(path string, _ []byte) error { return os.Remove(path) }},
	}
	for _, name := range names {
		for _, damage := range damages {
			if name == currentName && damage.name == "gone" || name == currentName && damage.name == "longer" {
				continue // no index at all; a NUL behind the line
			}
			t.Run(filepath.ToSlash(name)+"/"+damage.name, func(t *testing.T) {
				dir := t.TempDir()
				if err := os.CopyFS(dir, os.DirFS(whole)); err != nil {
					t.Fatal(err)
				}
				path := filepath.Join(dir, name)
				data, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				if err := damage.do(path, data); err != nil {
					t.Fatal(err)
				}
				if x, err := Open(dir, OpenOptions{Encoder: enc}); !errors.Is(err, ErrDamaged) {
					if err == nil {
						x.Close()
					}
					t.Fatalf("Open: %v, want ErrDamaged", err)
				}
				warned := 0
				b := Builder{Encoder: enc, Warn: func(err error) {
					if errors.Is(err, ErrDamaged) || errors.Is(err, fs.ErrNotExist) {
						warned++
					}
				}}
				if r, err := b.Refresh(t.Context(), dir, sample.Site()); err != nil || !r.Whole || warned != 1 {
					t.Fatalf("Refresh: %+v, %v, %d warnings; want a whole build and one warning", r, err, warned)
				}
				if got := search(t, open(t, dir), "结算以后还能退款吗", Options{}); len(got) == 0 {
					t.Error("nothing found after the repair")
				}
			})
		}
	}
}

func TestOpenWithoutIndex(t *testing.T) {
	if _, err := Open(t.TempDir(), OpenOptions{}); !errors.Is(err, ErrNoIndex) {
		t.Errorf("err = %v, want ErrNoIndex", err)
	}
}

func FuzzOpenStore(f *testing.F) {
	w := newStoreWriter()
	for _, r := range []record{{sec: 1, nth: 1, speaker: "a", text: "退款"}, {sec: 2, nth: 1, speaker: "b"}} {
		if err := w.add(&r); err != nil {
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
		for i := range s.len() { // whatever was let in can be read
			s.record(i)
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
		if starts := m.starts(); starts[len(starts)-1] != m.Indexed {
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
		for i := range p.windowCount() {
			if s, v := p.window(i); s.lo < 0 || s.hi > messages || s.lo >= s.hi || v != noVector && v >= windowVectors {
				t.Errorf("window %d is %+v, %d", i, s, v)
			}
		}
	})
}

// What did not come to be is removed, but never what CURRENT names: flushing
// may fail after the renaming.
func TestAbandon(t *testing.T) {
	dir := sampleDir(t)
	half := filepath.Join(dir, genPrefix+"000002")
	if err := os.Mkdir(half, 0o700); err != nil {
		t.Fatal(err)
	}
	current, _, err := readCurrent(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, gdir := range []string{half, filepath.Join(dir, current)} {
		if err := abandon(dir, gdir); err != nil {
			t.Error(err)
		}
	}
	if got := generations(dir); len(got) != 1 || got[0] != current {
		t.Errorf("generations %v, want %s", got, current)
	}
	open(t, dir)
}
