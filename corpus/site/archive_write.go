package site

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"qunwen/corpus"
)

// errAgain says that another program changed the post in the meantime.
var errAgain = errors.New("post changed")

// write puts a message behind what the post holds and returns where it stands.
// After an error the post is as it was, or will be read again.
func (a *Archive) write(p *dayPost, l *line) (place, error) {
	at := place{p.day, l.sec, p.count[l.sec] + 1}
	if done, err := a.completeTorn(p, l, at); err != nil {
		return place{}, err
	} else if done {
		return at, nil
	}
	_, comesWhole := cutPrefix(l.post, p.torn) // at a place of its own, because its torn beginning was taken out
	keep := len(p.torn) > 0 && p.words && !comesWhole
	end, joint := p.end, p.joint
	if len(p.torn) > 0 && !keep {
		end, joint = end-int64(len(p.torn)), ""
	}
	var part partial
	if keep {
		part = partial{place{p.day, p.tornSec, p.count[p.tornSec] + 1}, p.torn}
		if p.tornSec == l.sec {
			at.n++
		}
		a.keys.setPartial(part.place, len(part.post))
	}
	at, err := a.putBehind(p, l, at, end, joint)
	if err != nil {
		return place{}, err
	}
	if keep {
		p.count[p.tornSec]++
		p.partials = append(p.partials, part)
	}
	p.torn, p.joint = nil, ""
	p.count[l.sec] = at.n
	return at, nil
}

// completeTorn writes the rest of the message at the place at, if the post ends
// with its beginning, and reports whether it stands there now.
func (a *Archive) completeTorn(p *dayPost, l *line, at place) (done bool, err error) {
	if len(p.torn) == 0 {
		return false, nil
	}
	rest, begun := cutPrefix(l.post, p.torn)
	switch {
	case begun && !a.keys.removed[at]:
		if err := a.put(p, p.end, rest); err != nil {
			return false, err
		}
		p.torn, p.joint = nil, ""
		p.count[l.sec]++
		return true, nil
	case !begun && p.words && p.tornAs == l.hash:
		p.count[p.tornSec]++
		p.torn = nil // nothing is missing but the end
		return true, nil
	}
	return false, nil
}

// putBehind writes a message at end, behind what joins it to the text before, at
// the first place from at on whose ID was not given to a message that was taken
// out, and returns that place.
func (a *Archive) putBehind(p *dayPost, l *line, at place, end int64, joint string) (place, error) {
	buf := []byte(joint)
	for ; a.keys.removed[at]; at.n++ { // an ID is given once
		buf = corpus.AppendMessage(buf, int(l.sec), "", "")
	}
	buf = append(buf, l.post...)
	if len(buf) > corpus.MaxPost-int(end) {
		return place{}, &fs.PathError{Op: "append", Path: p.path, Err: corpus.ErrTooLarge}
	}
	if p.f == nil {
		return at, a.begin(p, buf)
	}
	return at, a.put(p, end, buf)
}

// cutPrefix returns what is missing of s if prefix is its beginning.
func cutPrefix(s, prefix []byte) ([]byte, bool) {
	if len(prefix) >= len(s) || string(s[:len(prefix)]) != string(prefix) {
		return nil, false
	}
	return s[len(prefix):], true
}

// put appends buf at end, in one call. It returns errAgain if another program
// wrote to the post, or replaced it, at the same time.
func (a *Archive) put(p *dayPost, end int64, buf []byte) error {
	a.keys.setStale(p.name, true)
	cut := p.size > end
	if cut {
		if err := p.f.Truncate(end); err != nil {
			p.info = nil
			return err
		}
		p.size = end
	}
	n, err := p.f.Write(buf)
	if err == nil && n < len(buf) {
		err = io.ErrShortWrite
	}
	if err != nil {
		err = errors.Join(err, a.takeBack(p, int64(n)))
		if cut {
			p.info = nil
		}
		return fmt.Errorf("archive: %w", err)
	}
	p.dirty = true
	a.seq.Add(1)
	ours, err := p.f.Stat()
	if err != nil {
		p.info = nil
		return err
	}
	info, err := os.Stat(p.path)
	if err != nil || !os.SameFile(info, ours) || info.Size() != p.size+int64(n) {
		p.info = nil
		return errAgain
	}
	p.info, p.size, p.end = info, info.Size(), info.Size()
	return nil
}

// takeBack cuts off what a failed write left, unless somebody wrote behind it.
func (a *Archive) takeBack(p *dayPost, n int64) error {
	info, err := p.f.Stat()
	if err == nil && info.Size() == p.size+n && n > 0 {
		if err = p.f.Truncate(p.size); err == nil {
			info, err = p.f.Stat()
		}
	}
	if err != nil || info.Size() != p.size {
		p.info = nil
		return err
	}
	p.info = info
	return nil
}

// begin makes the post with a first message.
func (a *Archive) begin(p *dayPost, buf []byte) error {
	if err := a.open.makeDirs(filepath.Dir(p.path)); err != nil {
		return err
	}
	a.keys.setStale(p.name, true)
	if err := a.open.create(p.path, slices.Concat(newHead(p.name, p.date, 1), buf), 0o644); err != nil {
		if errors.Is(err, fs.ErrExist) {
			return errAgain
		}
		return fmt.Errorf("archive: %w", err)
	}
	p.dirty = true
	a.seq.Add(1)
	f, err := a.open(p.path, os.O_RDWR|os.O_APPEND, 0)
	if err != nil {
		return errAgain
	}
	p.f = f
	if p.info, err = f.Stat(); err != nil {
		p.info = nil
		return errAgain
	}
	p.size, p.end = p.info.Size(), p.info.Size()
	return nil
}
