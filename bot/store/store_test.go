package store

import (
	"path/filepath"
	"testing"
	"time"
)

// open makes a new store that is closed when the test ends.
func open(t testing.TB) *Store {
	t.Helper()
	return openAt(t, filepath.Join(t.TempDir(), "store.db"))
}

func openAt(t testing.TB, path string) *Store {
	t.Helper()
	s, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// at is a time of the evening on which all tests take place.
func at(t testing.TB, clock string) time.Time {
	t.Helper()
	d, err := time.ParseInLocation("2006-01-02 15:04:05", "2023-03-06 "+clock, time.FixedZone("", 8*3600))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
