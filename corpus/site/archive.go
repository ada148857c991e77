package site

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"sync/atomic"
	"time"
)

// What an [Archive] says about messages.
var (
	ErrNoMessage = errors.New("no such message in the archive")
	ErrRemoved   = errors.New("message was taken out of the archive")
)

// ArchiveOptions set up an [Archive]. The zero value works.
type ArchiveOptions struct {
	// State is a folder, not part of the site, for the journal of keys; it is
	// made if it is missing. "" keeps keys in memory: after a restart messages
	// are known by second, speaker and words only.
	State string

	Flush time.Duration    // a message is on the disk after that; 0 means 1s; below 0 only Sync and Close flush
	Now   func() time.Time // nil means time.Now
	Log   *slog.Logger     // for flushing in the background; nil means discard
}

// maxPosts bounds the posts that are held open.
const maxPosts = 32

// An Archive writes live messages into the posts of a site. It is safe for
// concurrent use.
//
// A message goes to the post of its day; it stands where it arrived, with its
// own time. Other programs may change the site meanwhile: a post that is not
// as it was left is read again, and what stands in it is never written over.
// A head that counts its lines is right when the day is over, a quiet moment
// after the last message, and after Close.
type Archive struct {
	dir  string
	loc  *time.Location
	opt  ArchiveOptions
	open openFile

	site  *SiteLock     // held beside the token, because imports write posts, too
	lock  chan struct{} // holds one token; what follows is for who has it
	posts map[string]*dayPost
	rooms map[string][]string
	keys  *keyJournal
	today string
	done  bool

	seq    atomic.Uint64 // changes written
	synced uint64        // of them on the disk
	stop   chan struct{} // closed by Close
	ended  chan struct{} // closed when nothing runs in the background
}

// OpenArchive opens the site in the folder dir for writing; its days and
// clocks are those of loc. What a crash left is put right: ends of posts and
// heads of past days now, a message that was not written whole when it is
// delivered again. The error wraps [ErrLocked] if the state folder is in use;
// others are the file system's.
func OpenArchive(dir string, loc *time.Location, opt ArchiveOptions) (*Archive, error) {
	return openArchive(dir, loc, opt, osFile)
}

func openArchive(dir string, loc *time.Location, opt ArchiveOptions, open openFile) (*Archive, error) {
	if info, err := os.Stat(dir); err != nil {
		return nil, fmt.Errorf("open archive: %w", err)
	} else if !info.IsDir() {
		return nil, fmt.Errorf("open archive: %w", &fs.PathError{Op: "open", Path: dir, Err: errors.New("not a folder")})
	}
	if opt.Flush == 0 {
		opt.Flush = time.Second
	}
	if opt.Now == nil {
		opt.Now = time.Now
	}
	if opt.Log == nil {
		opt.Log = slog.New(slog.DiscardHandler)
	}
	a := &Archive{
		dir: dir, loc: loc, opt: opt, open: open, site: NewSiteLock(dir),
		lock: make(chan struct{}, 1), posts: make(map[string]*dayPost),
		stop: make(chan struct{}), ended: make(chan struct{}),
	}
	var err error
	if a.keys, err = openKeyJournal(open, opt.State, a.now()); err != nil {
		return nil, fmt.Errorf("open archive: %w", err)
	}
	a.today = a.now().Format(time.DateOnly)
	if err := a.site.Acquire(context.Background()); err != nil {
		return nil, errors.Join(fmt.Errorf("open archive: %w", err), a.keys.close())
	}
	a.mendAll()
	a.release()
	if opt.Flush > 0 {
		go a.run()
	} else {
		close(a.ended)
	}
	return a, nil
}

func (a *Archive) now() time.Time { return a.opt.Now().In(a.loc) }

// acquire waits for the lock. The error is ctx's, or fs.ErrClosed.
func (a *Archive) acquire(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-a.lock:
	}
	if a.done {
		a.lock <- struct{}{}
		return fmt.Errorf("archive: %w", fs.ErrClosed)
	}
	if err := a.site.Acquire(ctx); err != nil {
		a.lock <- struct{}{}
		return fmt.Errorf("archive: %w", err)
	}
	return nil
}

// release lets others write: to the site first, because the lock is for who has
// the token.
func (a *Archive) release() {
	if err := a.site.Release(); err != nil {
		a.opt.Log.Error("site stays locked", "err", err)
	}
	a.lock <- struct{}{}
}

// Append archives a message and returns its ID, room/YYYY-MM-DD/HHMMSS[.n],
// which stays. It is in the post then, and on the disk after [Archive.Sync] or
// a second. One that was delivered before is not written again: its ID is
// returned.
//
// The error wraps [ErrRoom], [ErrEntry] or [ErrTooLarge] for an entry that can
// never be archived; [ErrRemoved], with the ID, for one that was taken out;
// a [*ParseError] if the day's post cannot be read; fs.ErrClosed, ctx's, or an
// error of the file system. Nothing was written then, and a later try is clean.
func (a *Archive) Append(ctx context.Context, e Entry) (id string, err error) {
	l, err := e.line(a.loc)
	if err != nil {
		return "", fmt.Errorf("archive: %w", err)
	}
	if err := a.acquire(ctx); err != nil {
		return "", err
	}
	defer a.release()
	if err := a.keys.full(); err != nil {
		return "", fmt.Errorf("archive: %w", err)
	}
	for range replaceTries {
		if err := ctx.Err(); err != nil {
			return "", err
		}
		at, err := a.append(l)
		if err == nil || errors.Is(err, ErrRemoved) {
			return at.String(), err
		}
		if !errors.Is(err, errAgain) {
			return "", err
		}
	}
	return "", fmt.Errorf("archive: %w", errBusy)
}

// append finds the message or writes it.
func (a *Archive) append(l *line) (place, error) {
	at, ok, err := a.known(l.key)
	if err != nil || ok {
		return at, err
	}
	p, err := a.at(l.room, l.date)
	if err != nil {
		return place{}, err
	}
	if free := p.free[l.hash]; len(free) > 0 {
		p.free[l.hash] = free[1:]
		a.keys.wrote(l.key, l.hash, free[0])
		return free[0], nil
	}
	for _, part := range p.partials {
		if _, ok := cutPrefix(l.post, part.post); !ok {
			continue
		}
		a.keys.setPartial(part.place, 0)
		if err := a.edit(p, part.place, l.post); err != nil {
			a.keys.setPartial(part.place, len(part.post))
			return place{}, err
		}
		return place{}, errAgain // it is found now
	}
	if at, err = a.write(p, l); err != nil {
		return place{}, err
	}
	a.keys.wrote(l.key, l.hash, at)
	return at, nil
}

// known returns where the message with the key stands. The error wraps
// ErrRemoved if it was taken out.
func (a *Archive) known(key keyHash) (at place, ok bool, err error) {
	r := a.keys.recs[key]
	if r == nil || key == (keyHash{}) {
		return place{}, false, nil
	}
	if !a.keys.removed[r.place] { // look whether it is there
		room, date, _ := cutLast(r.day, "/")
		if _, err := a.at(room, date); err != nil {
			return place{}, false, err
		}
		if r = a.keys.recs[key]; r == nil {
			return place{}, false, nil
		}
	}
	if a.keys.removed[r.place] {
		return r.place, true, fmt.Errorf("%s: %w", r.place, ErrRemoved)
	}
	return r.place, true, nil
}

// Lookup returns the ID of the message with the transport's key. The error
// wraps [ErrNoMessage] if there is none, or it is longer ago than eight days;
// [ErrRemoved], with the ID, if it was taken out; or is as Append's.
func (a *Archive) Lookup(ctx context.Context, room, key string) (id string, err error) {
	if err := a.acquire(ctx); err != nil {
		return "", err
	}
	defer a.release()
	var at place
	ok := false
	if key != "" {
		at, ok, err = a.known(hashKey(room, key))
	}
	switch {
	case ok:
		return at.String(), err
	case err == nil:
		err = fmt.Errorf("key in room %q: %w", room, ErrNoMessage)
	}
	return "", err
}
