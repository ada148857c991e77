package site

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"maps"
	"os"
	"slices"
	"time"

	"qunwen/corpus"
)

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
		dir: dir, loc: loc, opt: opt, open: open, site: newSiteLock(dir),
		lock: make(chan struct{}, 1), posts: make(map[string]*dayPost),
		stop: make(chan struct{}), ended: make(chan struct{}),
	}
	var err error
	if a.keys, err = openKeyJournal(open, opt.State, a.now()); err != nil {
		return nil, fmt.Errorf("open archive: %w", err)
	}
	a.today = a.now().Format(time.DateOnly)
	if err := a.site.acquire(context.Background()); err != nil {
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

// mendAll puts right what an earlier process has left: ends of posts that it
// wrote to last, and heads of past days.
func (a *Archive) mendAll() {
	for _, name := range slices.Sorted(maps.Keys(a.keys.stale)) {
		room, date, err := corpus.SplitName(name)
		if err == nil {
			var p *dayPost
			if p, err = a.at(room, date); err == nil && date < a.today {
				err = errors.Join(a.finish(p), a.count(name))
			}
		}
		if err != nil {
			a.opt.Log.Error("post of an earlier run is not put right", "post", name, "err", err)
		}
	}
}
