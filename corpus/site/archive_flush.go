package site

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"
)

// quiet is how long nothing is written to a past day before its head is made
// right.
const quiet = 5 * time.Second

// Sync returns when everything that was appended before is on the disk. Calls
// that wait together share one flush. After an error it is tried again by the
// next call.
func (a *Archive) Sync(ctx context.Context) error {
	want := a.seq.Load()
	if err := a.acquire(ctx); err != nil {
		return err
	}
	defer a.release()
	var err error
	if a.synced < want || a.keys.dirty {
		err = a.sync()
	}
	if a.opt.Flush < 0 {
		err = errors.Join(err, a.turn())
	}
	return err
}

// sync flushes posts, then the journal that says so.
func (a *Archive) sync() error {
	at := a.seq.Load()
	var errs []error
	for _, p := range a.posts {
		if !p.dirty {
			continue
		}
		if err := a.syncPost(p); err != nil {
			errs = append(errs, fmt.Errorf("archive: sync %s: %w", p.name, err))
		}
	}
	if errs == nil {
		if err := a.keys.sync(true); err != nil {
			return fmt.Errorf("archive: %w", err)
		}
		a.synced = at
	}
	return errors.Join(errs...)
}

// syncPost flushes a post. After a failure the system may take what it did not
// write for written: then the post is written anew.
func (a *Archive) syncPost(p *dayPost) error {
	if p.broken {
		if err := p.close(); err != nil {
			return err
		}
		err := a.open.replace(p.path, true, func(post []byte) ([]byte, error) { return post, nil })
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		p.dirty, p.broken = false, false // and read again before the next message
		return nil
	}
	f := p.f
	if f == nil { // it could not be read again
		var err error
		f, err = a.open(p.path, os.O_RDWR, 0)
		if errors.Is(err, fs.ErrNotExist) {
			p.dirty = false
			return nil
		}
		if err != nil {
			return err
		}
		defer f.Close()
	}
	if err := f.Sync(); err != nil {
		p.broken = true
		return err
	}
	p.dirty = false
	return nil
}

// sayAgain is how often a fault that lasts is logged.
const sayAgain = time.Minute

// run flushes in the background.
func (a *Archive) run() {
	defer close(a.ended)
	tick := time.NewTicker(a.opt.Flush)
	defer tick.Stop()
	var fault string // logged last; "" if all is well
	var said time.Time
	for {
		select {
		case <-a.stop:
			return
		case <-tick.C:
		}
		switch err := a.flush(); {
		case errors.Is(err, fs.ErrClosed):
		case err == nil:
			fault = ""
		case err.Error() != fault || time.Since(said) >= sayAgain:
			a.opt.Log.Error("archive not flushed", "err", err)
			fault, said = err.Error(), time.Now()
		}
	}
}

// flush puts what was appended on the disk and makes heads of past days right. It
// gives up when the archive is closed.
func (a *Archive) flush() error {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go func() {
		select {
		case <-a.stop:
			cancel()
		case <-ctx.Done():
		}
	}()
	if err := a.acquire(ctx); err != nil {
		if errors.Is(err, context.Canceled) {
			err = fs.ErrClosed
		}
		return err
	}
	defer a.release()
	var err error
	if a.synced < a.seq.Load() || a.keys.dirty {
		err = a.sync()
	}
	return errors.Join(err, a.turn())
}

// turn makes the heads of past days right and lets their posts go.
func (a *Archive) turn() error {
	now := a.now()
	today := now.Format(time.DateOnly)
	var errs []error
	for _, p := range a.posts {
		if idle := now.Sub(p.used); p.date >= today || idle >= 0 && idle < quiet {
			continue
		}
		if err := a.finish(p); err != nil {
			p.used = now // not again at once
			errs = append(errs, err)
		}
	}
	if today != a.today {
		a.today = today
		if a.keys.forget(now) {
			errs = append(errs, a.sync(), a.keys.rewrite())
		}
	}
	return errors.Join(errs...)
}

// finish flushes a post, makes its head right and lets it go.
func (a *Archive) finish(p *dayPost) error {
	if p.dirty {
		if err := a.sync(); err != nil {
			return err
		}
	}
	if err := p.close(); err != nil {
		return err
	}
	if err := a.count(p.name); err != nil {
		return err
	}
	delete(a.posts, p.day)
	return nil
}

// count makes the head of a post right, if it is one that was written to.
func (a *Archive) count(name string) error {
	if !a.keys.stale[name] {
		return nil
	}
	err := a.open.replace(a.file(name), false, func(post []byte) ([]byte, error) { return countLines(name, post) })
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("archive: lines of %s: %w", name, err)
	}
	a.keys.setStale(name, false)
	return nil
}

// evict lets the post go that was used longest ago if there are too many.
func (a *Archive) evict() error {
	if len(a.posts) < maxPosts {
		return nil
	}
	var oldest *dayPost
	for _, p := range a.posts {
		if oldest == nil || p.used.Before(oldest.used) {
			oldest = p
		}
	}
	return a.finish(oldest)
}

// Close flushes everything, makes the heads right and lets the site go. The
// archive is closed even after an error; a second call does nothing.
func (a *Archive) Close() error {
	if err := a.acquire(context.Background()); err != nil {
		return nil
	}
	a.done = true
	close(a.stop)
	errs := []error{a.sync()}
	for _, p := range a.posts {
		errs = append(errs, a.finish(p), p.close())
	}
	errs = append(errs, a.keys.sync(false), a.keys.close())
	a.release()
	<-a.ended
	return errors.Join(errs...)
}
