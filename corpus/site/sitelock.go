// Package site is the one writer of the posts of a site.
//
// An [Archive] writes live messages into the posts of their days: durable within a
// second, each once however often it is delivered, beside other programs that
// change the site.
//
// [Import] compares a batch of messages with the posts of a site, day by day: what
// stands there, what is new, what is the same, what may be the same under another
// name. It prepares all posts beside the site's and then puts them in place, all or
// none, and reads them again. [Recover] finishes what a killed process began, [Undo]
// takes the last run back, and [Known] tells at little cost that an import was made
// before. [MendDoubled] takes out what stands twice, [ChangePeople] writes who has
// which names. Each holds one lock, which lies in the site, while it writes.
//
// A site keeps a receipt of each import in _data/imports.yml, and the keys of its
// messages below _data/imports, so that what was taken out by hand stays out.
package site

import (
	"qunwen/corpus/tree"

	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

const (
	// stateFolder is the folder of a site in which whoever writes posts keeps what
	// is not a post. Jekyll and [Days] pass over it.
	stateFolder = ".qunwen"

	writeLockName = "write.lock"

	// lockPause is how long a writer waits before it tries again.
	lockPause = 2 * time.Millisecond
)

// A siteLock is held while posts of a site are written, by the live archive for
// each message and by an import while it puts files in place. It is a file in the
// site, so that programs with different data folders exclude each other. One
// siteLock is for one goroutine at a time.
type siteLock struct {
	site string
	lock *flock.Flock
	made bool // the state folder is there
}

// newSiteLock returns the lock of the site in a folder. Nothing is locked or
// written yet.
func newSiteLock(site string) *siteLock {
	return &siteLock{site: site, lock: flock.New(filepath.Join(site, stateFolder, writeLockName), flock.SetPermissions(0o644))}
}

// acquire waits until nobody else writes. It makes the state folder if it is
// missing. The error is ctx's or one of the file system.
func (l *siteLock) acquire(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if !l.made {
		if err := makeStateFolder(l.site); err != nil {
			return fmt.Errorf("lock site: %w", err)
		}
		l.made = true
	}
	ok, err := l.lock.TryLockContext(ctx, lockPause)
	if err != nil || !ok {
		return fmt.Errorf("lock site: %w", errors.Join(err, ctx.Err()))
	}
	return nil
}

// release lets others write.
func (l *siteLock) release() error {
	if err := l.lock.Unlock(); err != nil {
		return fmt.Errorf("unlock site: %w", err)
	}
	return nil
}

// makeStateFolder makes the state folder of a site, with a .gitignore that keeps
// all of it out of repositories, unless it is there.
func makeStateFolder(site string) error {
	if err := tree.Check(site, stateFolder); err != nil {
		return err
	}
	dir := filepath.Join(site, stateFolder)
	ignore := filepath.Join(dir, ".gitignore")
	if _, err := os.Stat(ignore); err == nil || !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	return os.WriteFile(ignore, []byte("*\n"), 0o644)
}
