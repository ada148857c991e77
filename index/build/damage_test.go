package build_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"qunwen/corpus/sample"
	"qunwen/index"
	"qunwen/index/build"
	"qunwen/index/build/buildtest"
	"qunwen/index/generation"
)

// Whatever happens to a file of the index, Open notices and Refresh mends it.
func TestDamage(t *testing.T) {
	if raced {
		t.Skip("one goroutine: see the run without the race detector")
	}
	enc := &buildtest.Encoder{Name: "fake"}
	whole := t.TempDir()
	if _, err := (build.Builder{Encoder: enc}).Refresh(t.Context(), whole, sample.Site()); err != nil {
		t.Fatal(err)
	}
	var names []string
	err := filepath.WalkDir(whole, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && d.Name() != "lock" && d.Name() != "stamps.json" {
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
			if name == "CURRENT" && damage.name == "gone" || name == "CURRENT" && damage.name == "longer" {
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
				if x, err := index.Open(dir, index.OpenOptions{Encoder: enc}); !errors.Is(err, generation.ErrDamaged) {
					if err == nil {
						x.Close()
					}
					t.Fatalf("Open: %v, want ErrDamaged", err)
				}
				warned := 0
				b := build.Builder{Encoder: enc, Warn: func(err error) {
					if errors.Is(err, generation.ErrDamaged) || errors.Is(err, fs.ErrNotExist) {
						warned++
					}
				}}
				if r, err := b.Refresh(t.Context(), dir, sample.Site()); err != nil || !r.Whole || warned != 1 {
					t.Fatalf("Refresh: %+v, %v, %d warnings; want a whole build and one warning", r, err, warned)
				}
				if got := search(t, open(t, dir), "结算以后还能退款吗"); len(got) == 0 {
					t.Error("nothing found after the repair")
				}
			})
		}
	}
}

func TestOpenWithoutIndex(t *testing.T) {
	if _, err := index.Open(t.TempDir(), index.OpenOptions{}); !errors.Is(err, generation.ErrNoIndex) {
		t.Errorf("err = %v, want ErrNoIndex", err)
	}
}
