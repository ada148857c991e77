package site

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
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

	// Private reports whether a room is private: its new posts go to the folder
	// that is not published. nil means that none is.
	Private func(room string) bool

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

	site  *siteLock     // held beside the token, because imports write posts, too
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
	if err := a.site.acquire(ctx); err != nil {
		a.lock <- struct{}{}
		return fmt.Errorf("archive: %w", err)
	}
	return nil
}

// release lets others write: to the site first, because the lock is for who has
// the token.
func (a *Archive) release() {
	if err := a.site.release(); err != nil {
		a.opt.Log.Error("site stays locked", "err", err)
	}
	a.lock <- struct{}{}
}

// A dayPost is the post that live messages of a room's day go to: the last of
// the day, so that none of another post get new IDs.
type dayPost struct {
	room, date string
	day        string   // room/date
	before     []string // the day's other posts, by name
	name       string   // slash-separated, below the site
	path       string

	f    file        // nil if the post is not there
	info fs.FileInfo // as we left it; nil makes it be read again
	size int64

	count   map[int32]int32    // messages of each second of the day, without a torn one
	free    map[uint64][]place // by hash, in order: messages that no key belongs to
	end     int64              // what is behind it is cut off before writing
	torn    []byte             // the message that ends at end was not written whole
	tornAs  uint64             // its hash
	tornSec int32
	words   bool   // torn has some of its body
	joint   string // to be written before the next message

	partials []partial // torn messages that others were written behind

	dirty  bool // holds what is not on the disk
	broken bool // flushing it failed: it must be written anew
	used   time.Time
}

// A partial is the beginning of a message that was never written to its end.
type partial struct {
	place
	post []byte
}

// close lets go of the file.
func (p *dayPost) close() error {
	if p.f == nil {
		return nil
	}
	f := p.f
	p.f, p.info = nil, nil
	return f.Close()
}
