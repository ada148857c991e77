package site

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

// A disk is one that can be full or broken.
type disk struct {
	room    int  // bytes that may be written yet; below 0 any number
	stuck   bool // Truncate fails, too
	syncErr error
	openErr error  // of files that are opened for appending
	only    string // of files whose path has this
	opened  int
	syncs   int
}

func (d *disk) open(path string, flag int, perm fs.FileMode) (file, error) {
	if d.openErr != nil && flag&os.O_APPEND != 0 && strings.Contains(path, d.only) {
		return nil, d.openErr
	}
	f, err := osFile(path, flag, perm)
	if err != nil {
		return nil, err
	}
	d.opened++
	if !strings.Contains(path, d.only) {
		return f, nil
	}
	return &diskFile{f, d}, nil
}

type diskFile struct {
	file
	d *disk
}

func (f *diskFile) Write(b []byte) (int, error) {
	if f.d.room < 0 {
		return f.file.Write(b)
	}
	n := min(len(b), f.d.room)
	f.d.room -= n
	m, err := f.file.Write(b[:n])
	if err == nil && n < len(b) {
		err = syscall.ENOSPC
	}
	return m, err
}

func (f *diskFile) Truncate(size int64) error {
	if f.d.stuck {
		return syscall.EIO
	}
	return f.file.Truncate(size)
}

func (f *diskFile) Sync() error {
	f.d.syncs++
	return f.d.syncErr
}

func newFaulty(tb testing.TB, only string) (*testArchive, *disk) {
	d := &disk{room: -1, only: only}
	a := &testArchive{tb: tb, site: tb.TempDir(), state: tb.TempDir(), now: noon, open: d.open}
	a.reopen()
	tb.Cleanup(a.kill)
	return a, d
}

// TestArchiveDiskFull: wherever the disk is full, in the post, its first
// message or the journal, a later try is clean, also after a restart.
func TestArchiveDiskFull(t *testing.T) {
	for _, only := range []string{"chat.markdown", keyJournalName, ""} {
		for _, stuck := range []bool{false, true} {
			for room := 0; room < 300; room += 7 {
				a, d := newFaulty(t, only)
				d.room, d.stuck = room, stuck
				var failed []Entry
				for i := range 8 {
					e := keyed(fmt.Sprint(i), text(i/2, "a", "好"))
					if id, err := a.Append(context.Background(), e); err != nil {
						if !errors.Is(err, syscall.ENOSPC) && !errors.Is(err, syscall.EIO) || id != "" {
							t.Fatalf("%q, %v; want ENOSPC", id, err)
						}
						failed = append(failed, e)
					}
				}
				full := a.Sync(context.Background())
				if d.room == 0 && only == keyJournalName && full == nil {
					t.Errorf("keyJournal full after %d bytes and nobody is told", room)
				}
				d.room, d.stuck = -1, false
				if room%2 == 0 {
					a.kill()
					a.reopen()
				}
				for _, e := range failed {
					a.add(e)
				}
				for i := range 8 {
					a.add(keyed(fmt.Sprint(i), text(i/2, "a", "好")))
				}
				a.sync()
				if got := len(a.messages()); got != 8 {
					t.Fatalf("%s, stuck %v, %d bytes: %d messages, want 8\n%s", only, stuck, room, got, a.post("paydesk", "2026-11-24"))
				}
				if err := a.Close(); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

// TestArchiveSyncFails: what could not be flushed is not called flushed, and
// the post is written anew.
func TestArchiveSyncFails(t *testing.T) {
	a, d := newFaulty(t, "chat.markdown")
	a.add(keyed("1", text(0, "a", "x")))
	d.syncErr = syscall.EIO
	for range 2 {
		if err := a.Sync(context.Background()); !errors.Is(err, syscall.EIO) {
			t.Fatalf("Sync: %v, want EIO", err)
		}
	}
	d.syncErr = nil
	before, err := os.Stat(a.path("paydesk", "2026-11-24"))
	if err != nil {
		t.Fatal(err)
	}
	a.sync()
	after, err := os.Stat(a.path("paydesk", "2026-11-24"))
	if err != nil || os.SameFile(before, after) {
		t.Errorf("post was not written anew (err %v)", err)
	}
	a.add(keyed("2", text(0, "a", "y")))
	a.add(keyed("1", text(0, "a", "x")))
	if got := said(a.messages()); got != "120000 a x|120000.2 a y|" {
		t.Errorf("post holds %s", got)
	}
}

// TestArchiveFaultIsSaid: a disk that stays broken is told of now and then, not
// with every try.
func TestArchiveFaultIsSaid(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &disk{room: -1, only: "chat.markdown"}
		var log strings.Builder
		a, err := openArchive(t.TempDir(), cst, ArchiveOptions{Log: slog.New(slog.NewTextHandler(&log, nil))}, d.open)
		if err != nil {
			t.Fatal(err)
		}
		breaks := func(err error) {
			<-a.lock
			d.syncErr = err
			a.release()
		}
		if _, err := a.Append(t.Context(), text(0, "a", "x")); err != nil {
			t.Fatal(err)
		}
		breaks(syscall.EIO)
		time.Sleep(150 * time.Second)
		synctest.Wait()
		breaks(nil)
		if err := a.Close(); err != nil {
			t.Error(err)
		}
		if n := strings.Count(log.String(), "not flushed"); n < 2 || n > 4 {
			t.Errorf("said %d times within 150 s:\n%s", n, log.String())
		}
	})
}

// TestArchiveReopenFails: a journal that was written anew at midnight and cannot
// be opened again is opened later, and has everything.
func TestArchiveReopenFails(t *testing.T) {
	a, d := newFaulty(t, keyJournalName)
	a.add(keyed("1", text(0, "a", "x")))
	a.sync()
	now := a.now.AddDate(0, 0, keepDays+1)
	a.now = now
	d.openErr = syscall.EMFILE
	if err := a.Sync(context.Background()); !errors.Is(err, syscall.EMFILE) {
		t.Fatalf("Sync: %v, want EMFILE", err)
	}
	e := keyed("2", text(0, "a", "y"))
	e.Time = now
	id := a.add(e)
	if err := a.Sync(context.Background()); !errors.Is(err, syscall.EMFILE) {
		t.Fatalf("Sync: %v, want EMFILE", err)
	}
	d.openErr = nil
	a.sync()
	a.kill()
	a.reopen()
	if again := a.add(e); again != id {
		t.Errorf("delivered again it is %s, want %s", again, id)
	}
}

// TestArchiveSyncsTogether: many messages and calls, one flush; and nothing
// is read or opened again while nobody else writes.
func TestArchiveSyncsTogether(t *testing.T) {
	a, d := newFaulty(t, "")
	a.add(text(0, "a", "first"))
	a.sync()
	d.syncs, d.opened = 0, 0
	for i := range 1000 {
		a.add(keyed(fmt.Sprint(i), text(i, "a", "x")))
	}
	if d.opened != 0 || d.syncs != 0 {
		t.Errorf("1000 messages opened %d files and flushed %d times, want none", d.opened, d.syncs)
	}
	for range 10 {
		a.sync()
	}
	if d.syncs != 2 {
		t.Errorf("flushed %d times, want the post and the keyJournal once", d.syncs)
	}
}

// TestArchiveReadOnly: a folder that cannot be written is an error each time,
// and no harm later.
func TestArchiveReadOnly(t *testing.T) {
	a := newArchive(t)
	blocked := filepath.Join(a.site, "paydesk")
	putFile(t, blocked, []byte("not a folder"))
	for range 2 {
		if id, err := a.Append(context.Background(), text(0, "a", "x")); err == nil || id != "" {
			t.Fatalf("Append below a file: %q, %v; want an error", id, err)
		}
	}
	if err := os.Remove(blocked); err != nil {
		t.Fatal(err)
	}
	if os.Getuid() != 0 {
		if err := os.Chmod(a.site, 0o555); err != nil {
			t.Fatal(err)
		}
		if _, err := a.Append(context.Background(), text(0, "a", "x")); !errors.Is(err, fs.ErrPermission) {
			t.Errorf("Append: %v, want fs.ErrPermission", err)
		}
		if err := os.Chmod(a.site, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if id := a.add(text(0, "a", "x")); id != "paydesk/2026-11-24/120000" {
		t.Errorf("ID %s", id)
	}
}

// TestArchiveRemoveFails: a removal for which there is no space is tried again
// with success, and the message is there until then.
func TestArchiveRemoveFails(t *testing.T) {
	a, d := newFaulty(t, ".tmp")
	id := a.add(keyed("1", text(0, "a", "x")))
	a.add(keyed("2", text(0, "a", "y")))
	d.room = 0
	if err := a.Remove(context.Background(), id); !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("Remove: %v, want ENOSPC", err)
	}
	if got := said(a.messages()); got != "120000 a x|120000.2 a y|" {
		t.Errorf("post holds %s", got)
	}
	if _, err := a.Append(context.Background(), keyed("1", text(0, "a", "x"))); !errors.Is(err, ErrRemoved) {
		t.Errorf("Append of what is to be removed: %v, want ErrRemoved", err)
	}
	if err := a.Close(); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("Close, with a head that is not right: %v, want ENOSPC", err)
	}
	d.room = -1
	a.reopen()
	if err := a.Remove(context.Background(), id); err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	if got := said(a.messages()); got != "120000  |120000.2 a y|" || headLines(t, a.post("paydesk", "2026-11-24")) != "2" {
		t.Errorf("post holds %s\n%s", got, a.post("paydesk", "2026-11-24"))
	}
}
