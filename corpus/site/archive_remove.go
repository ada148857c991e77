package site

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"qunwen/corpus"
)

// Remove takes a message out of its post, for good: it is on the disk when
// Remove returns, the ID is never given again while the journal remembers (a
// week), and a delivery with its key brings [ErrRemoved].
//
// All other IDs stay. So if later messages of the same second stand in the
// post an empty one without a speaker takes its place; Parse reads it as
// [Empty]. To remove what was removed before is no error. The error wraps
// [ErrNoMessage] if there is no such message, or is as Append's. A removal
// that failed is remembered: try again.
func (a *Archive) Remove(ctx context.Context, id string) error {
	at, ok := parsePlace(id)
	if !ok {
		return fmt.Errorf("remove %q: %w", id, ErrNoMessage)
	}
	room, date, _ := cutLast(at.day, "/")
	if err := checkFolder(room); err != nil {
		return fmt.Errorf("remove: %w", err)
	}
	if err := a.acquire(ctx); err != nil {
		return err
	}
	defer a.release()
	p, err := a.at(room, date)
	if err != nil {
		return err
	}
	before := a.keys.removed[at]
	if p.count[at.sec] < at.n && !before {
		return fmt.Errorf("remove %s: %w", id, ErrNoMessage)
	}
	// The journal first: what it calls removed is not delivered again, even if
	// a crash comes in between.
	a.keys.remove(at)
	if err := a.sync(); err != nil {
		return err
	}
	if p.count[at.sec] < at.n {
		return nil
	}
	var put []byte
	if p.count[at.sec] > at.n {
		put = corpus.AppendMessage(nil, int(at.sec), "", "")
	}
	if err := a.edit(p, at, put); err != nil {
		return fmt.Errorf("remove %s: %w", id, err)
	}
	return nil
}

// edit puts the bytes in the place of a message, in whichever of the day's
// posts it stands, and lets the post go, to be read again.
func (a *Archive) edit(p *dayPost, at place, put []byte) error {
	if p.dirty {
		if err := a.sync(); err != nil {
			return err
		}
	}
	if err := p.close(); err != nil {
		return err
	}
	n := int(at.n) // in the posts from here on
	for _, name := range append(slices.Clone(p.before), p.name) {
		found, own := false, 0
		err := a.open.replace(a.file(name), false, func(post []byte) ([]byte, error) {
			tr, err := corpus.Parse(name, bytes.NewReader(post), a.loc)
			if err != nil {
				return nil, err
			}
			found, own = false, 0
			for i := range tr.Messages {
				if second(tr.Messages[i].Time) != at.sec {
					continue
				}
				if own++; own == n {
					from, to := extent(post, tr, i)
					found = true
					return slices.Concat(post[:from], put, post[to:]), nil
				}
			}
			return post, nil
		})
		if pe := (*corpus.ParseError)(nil); errors.As(err, &pe) && name != p.name {
			continue // nor was it counted
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		if found {
			a.keys.setStale(name, true)
			return a.again(p)
		}
		n -= own
	}
	return errors.Join(errAgain, a.again(p)) // somebody took it out
}

// again reads a post anew.
func (a *Archive) again(p *dayPost) error {
	if err := a.read(p); err != nil {
		p.count = nil
		return errors.Join(err, p.close())
	}
	return nil
}
