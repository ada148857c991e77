package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// rawOpen opens the file without this package's checks.
func rawOpen(t *testing.T, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", dsn(path))
	must(t, err)
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { db.Close() })
	return db
}

func rawExec(t *testing.T, db *sql.DB, statement string) {
	t.Helper()
	if _, err := db.ExecContext(t.Context(), statement); err != nil {
		t.Fatal(err)
	}
}

// TestUpgrade opens stores of every earlier version, with rows in them.
func TestUpgrade(t *testing.T) {
	steps, err := migrations()
	must(t, err)
	for n := range len(steps) + 1 {
		t.Run(fmt.Sprintf("from %d", n), func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "store.db")
			db := rawOpen(t, path)
			for _, step := range steps[:n] {
				rawExec(t, db, step)
			}
			if n > 0 {
				rawExec(t, db, fmt.Sprintf("PRAGMA user_version = %d; PRAGMA application_id = %d", n, applicationID))
				rawExec(t, db, `INSERT INTO mute VALUES ('paydesk', 1000)`)
			}
			must(t, db.Close())

			s := openAt(t, path)
			var version int
			must(t, s.db.QueryRow("PRAGMA user_version").Scan(&version))
			if version != len(steps) {
				t.Errorf("version is %d, want %d", version, len(steps))
			}
			until, err := s.MutedUntil(t.Context(), "paydesk")
			must(t, err)
			if kept := !until.IsZero(); kept != (n > 0) {
				t.Errorf("muted until %v from version %d", until, n)
			}
			if _, err := s.NewClaim(t.Context(), "paydesk", at(t, "20:00:00")); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestUpgradeFails shows that a step that fails leaves the file as it was.
func TestUpgradeFails(t *testing.T) {
	s := open(t)
	steps, err := migrations()
	must(t, err)
	err = s.migrate(t.Context(), append(steps, "CREATE TABLE one (a)", "CREATE TABLE one (b)"))
	if err == nil || !strings.Contains(err.Error(), fmt.Sprintf("version %d", len(steps)+2)) {
		t.Errorf("error is %v", err)
	}
	if v, err := version(t.Context(), s.db); err != nil || v != len(steps) {
		t.Errorf("version is %d (err %v), want %d", v, err, len(steps))
	}
	must(t, s.migrate(t.Context(), append(steps, "CREATE TABLE one (a)")))
}

func TestOpenRefuses(t *testing.T) {
	for _, tt := range []struct {
		name string
		make func(t *testing.T, path string)
		want error
	}{
		{"text", func(t *testing.T, path string) {
			must(t, os.WriteFile(path, []byte(strings.Repeat("this is no database\n", 500)), 0o600))
		}, ErrDamaged},
		{"another program's", func(t *testing.T, path string) {
			rawExec(t, rawOpen(t, path), "CREATE TABLE photos (a)")
		}, ErrForeign},
		{"newer", func(t *testing.T, path string) {
			must(t, openAt(t, path).Close())
			rawExec(t, rawOpen(t, path), "PRAGMA user_version = 999")
		}, ErrNewer},
		{"overwritten pages", func(t *testing.T, path string) {
			s := openAt(t, path)
			must(t, s.Mute(t.Context(), "paydesk", at(t, "20:00:00")))
			must(t, s.Close())
			b, err := os.ReadFile(path)
			must(t, err)
			for i := 4096; i < len(b); i++ {
				b[i] = byte(i)
			}
			must(t, os.WriteFile(path, b, 0o600))
		}, ErrDamaged},
		{"cut", func(t *testing.T, path string) {
			must(t, openAt(t, path).Close())
			must(t, os.Truncate(path, 3*4096))
		}, ErrDamaged},
		{"a folder", func(t *testing.T, path string) { must(t, os.Mkdir(path, 0o700)) }, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "store.db")
			tt.make(t, path)
			s, err := Open(t.Context(), path)
			if err == nil {
				s.Close()
				t.Fatal("no error")
			}
			if tt.want != nil && !errors.Is(err, tt.want) {
				t.Errorf("error is %v, want %v", err, tt.want)
			}
			if !strings.Contains(err.Error(), path) {
				t.Errorf("%q does not name the file", err)
			}
		})
	}
}

// TestDamagedLater finds out about a file that breaks while it is open.
func TestDamagedLater(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store.db")
	s := openAt(t, path)
	rawExec(t, s.db, "PRAGMA wal_checkpoint(TRUNCATE)")
	s.db.SetMaxIdleConns(0) // so that nothing is read from memory
	b, err := os.ReadFile(path)
	must(t, err)
	for i := 4096; i < len(b); i++ {
		b[i] = 0xff
	}
	must(t, os.WriteFile(path, b, 0o600))
	if _, err := s.Hidden(t.Context()); !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), path) {
		t.Errorf("error is %v, want %v", err, ErrDamaged)
	}
}

func TestPermissions(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("rights are not kept in mode bits")
	}
	path := filepath.Join(t.TempDir(), "new folder", "store 100%?#.db")
	modes := func(when string) {
		t.Helper()
		names, err := filepath.Glob(filepath.Join(filepath.Dir(path), "*"))
		must(t, err)
		if len(names) != 3 {
			t.Errorf("%s there are %q, want the file, -wal and -shm", when, names)
		}
		for _, name := range names {
			info, err := os.Stat(name)
			must(t, err)
			if info.Mode().Perm() != 0o600 {
				t.Errorf("%s %s has mode %v", when, name, info.Mode())
			}
		}
	}
	s := openAt(t, path)
	must(t, s.Mute(t.Context(), "paydesk", at(t, "20:00:00")))
	modes("at first")
	for _, suffix := range []string{"", "-wal", "-shm"} {
		must(t, os.Chmod(path+suffix, 0o644))
	}
	openAt(t, path)
	modes("opened again")
	if info, err := os.Stat(filepath.Dir(path)); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the folder has mode %v (err %v)", info.Mode(), err)
	}
}

// TestLocked lets another connection hold the file.
func TestLocked(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store.db")
	s := openAt(t, path)
	other := rawOpen(t, path)
	tx, err := other.BeginTx(t.Context(), nil)
	must(t, err)

	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	start := time.Now()
	err = s.Mute(ctx, "paydesk", at(t, "20:00:00"))
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error is %v, want the context's", err)
	}
	if took := time.Since(start); took > 2*time.Second {
		t.Errorf("waited %v beyond the context", took)
	}

	rawExec(t, s.db, "PRAGMA busy_timeout = 100")
	if err := s.Mute(t.Context(), "paydesk", at(t, "20:00:00")); !errors.Is(err, ErrBusy) || !strings.Contains(err.Error(), path) {
		t.Errorf("error is %v, want %v", err, ErrBusy)
	}
	if _, err := s.MutedUntil(t.Context(), "paydesk"); err != nil {
		t.Errorf("a writer keeps from reading: %v", err)
	}

	rawExec(t, s.db, fmt.Sprintf("PRAGMA busy_timeout = %d", busyTimeout))
	go func() {
		time.Sleep(50 * time.Millisecond)
		tx.Rollback()
	}()
	if err := s.Mute(t.Context(), "paydesk", at(t, "20:00:00")); err != nil {
		t.Errorf("did not wait: %v", err)
	}
}

// TestFull lets the file grow no further.
func TestFull(t *testing.T) {
	s := open(t)
	var pages int
	must(t, s.db.QueryRow("PRAGMA page_count").Scan(&pages))
	rawExec(t, s.db, fmt.Sprintf("PRAGMA max_page_count = %d", pages+2))
	var err error
	n := 0
	for ; err == nil && n < 1000; n++ {
		_, err = s.Intend(t.Context(), Sending{Key: fmt.Sprint(n), Text: strings.Repeat("退款", 500), Time: at(t, "19:00:00")})
	}
	if !errors.Is(err, ErrFull) {
		t.Fatalf("error is %v, want %v", err, ErrFull)
	}
	if err := s.AddAnswer(t.Context(), Answer{ID: "a", Question: strings.Repeat("退款", 5000)}); !errors.Is(err, ErrFull) {
		t.Errorf("error is %v, want %v", err, ErrFull)
	}
	rawExec(t, s.db, "PRAGMA max_page_count = 100000")
	if ok, err := s.Intend(t.Context(), Sending{Key: fmt.Sprint(n - 1), Time: at(t, "19:00:00")}); !ok || err != nil {
		t.Errorf("with space again: %v, %v", ok, err)
	}
	if got, err := s.CountSince(t.Context(), time.Time{}); err != nil || got != n {
		t.Errorf("%d sendings (err %v), want %d", got, err, n)
	}
}

func TestClosed(t *testing.T) {
	s := open(t)
	must(t, s.Close())
	if _, err := s.Hidden(t.Context()); err == nil {
		t.Error("no error after Close")
	}
}
