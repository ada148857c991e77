package site

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/gofrs/flock"
)

// ErrLocked says that another process archives with the same state folder.
var ErrLocked = errors.New("state folder is in use by another archive")

// openKeyJournal reads the journal in dir, or begins one. With dir "" it is in
// memory only.
func openKeyJournal(open openFile, dir string, now time.Time) (_ *keyJournal, err error) {
	j := &keyJournal{
		open: open, recs: make(map[keyHash]*record),
		removed: make(map[place]bool), partials: make(map[place]int), stale: make(map[string]bool),
	}
	if dir == "" {
		return j, nil
	}
	defer func() {
		if err != nil {
			err = fmt.Errorf("keyJournal in %s: %w", dir, errors.Join(err, j.close()))
		}
	}()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	lock := flock.New(filepath.Join(dir, lockName), flock.SetPermissions(0o600))
	if ok, err := lock.TryLock(); err != nil {
		return nil, err
	} else if !ok {
		return nil, ErrLocked
	}
	j.lock = lock
	j.file(dir)
	data, err := os.ReadFile(j.path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	lines, good := j.read(data)
	if err := j.reopen(); err != nil {
		return nil, err
	}
	j.size = int64(good)
	if good < len(data) {
		if err := j.f.Truncate(j.size); err != nil {
			return nil, err
		}
	}
	if j.forget(now) || lines > 2*(len(j.recs)+len(j.removed)+len(j.stale))+1000 {
		return j, j.rewrite()
	}
	return j, nil
}

// read takes up the records of data and returns how many and how many bytes
// are good.
func (j *keyJournal) read(data []byte) (lines, good int) {
	r := recordReader{j: j, days: make(map[string]string), order: make(map[keyHash]int)}
	for {
		line, _, ok := bytes.Cut(data[good:], []byte("\n"))
		if !ok || !r.take(string(line)) {
			break
		}
		good += len(line) + 1
		r.lines++
	}
	for k, rec := range j.recs {
		rec.synced = r.order[k] < r.synced
	}
	return r.lines, good
}

// A recordReader takes up the lines of a journal.
type recordReader struct {
	j      *keyJournal
	days   map[string]string // so that records share a day's name
	order  map[keyHash]int   // the lines of the keys
	lines  int               // so far
	synced int               // how many of them were on the disk when the last mark was set
}

// take takes up one line; false if it is wrong.
func (r *recordReader) take(line string) bool {
	sum, rec, ok := strings.Cut(line, " ")
	want, err := strconv.ParseUint(sum, 16, 32)
	if !ok || err != nil || uint32(want) != crc32.ChecksumIEEE([]byte(rec)) {
		return false
	}
	op, rest, _ := strings.Cut(rec, " ")
	switch op {
	case "k":
		return r.takeKey(rest)
	case "d":
		key, ok := parseKey(rest)
		if ok {
			delete(r.j.recs, key)
		}
		return ok
	case "s":
		r.synced = r.lines
		return true
	case "x":
		p, ok := r.parsePlace(rest)
		if ok {
			r.j.removed[p] = true
		}
		return ok
	case "p":
		return r.takePartial(rest)
	case "o", "f":
		return r.takeStale(rest, op == "o")
	}
	return false
}

// takeKey takes up where the message of a key stands: key, hash of its words, place.
func (r *recordReader) takeKey(rest string) bool {
	f := strings.SplitN(rest, " ", 3)
	if len(f) != 3 {
		return false
	}
	key, keyOK := parseKey(f[0])
	hash, err := strconv.ParseUint(f[1], 16, 64)
	p, placeOK := r.parsePlace(f[2])
	if !keyOK || err != nil || !placeOK {
		return false
	}
	r.j.recs[key] = &record{place: p, hash: hash}
	r.order[key] = r.lines
	return true
}

// takePartial takes up how many bytes of a message are written, none if it is whole.
func (r *recordReader) takePartial(rest string) bool {
	size, id, _ := strings.Cut(rest, " ")
	n, err := strconv.Atoi(size)
	p, ok := r.parsePlace(id)
	if err != nil || !ok {
		return false
	}
	if r.j.partials[p] = n; n <= 0 {
		delete(r.j.partials, p)
	}
	return true
}

// takeStale takes up whether the head of a post has to be made right.
func (r *recordReader) takeStale(rest string, stale bool) bool {
	name, err := strconv.Unquote(rest)
	if err != nil {
		return false
	}
	if stale {
		r.j.stale[name] = true
	} else {
		delete(r.j.stale, name)
	}
	return true
}

// parsePlace reads a place; the names of days are shared.
func (r *recordReader) parsePlace(id string) (place, bool) {
	p, ok := parsePlace(id)
	if !ok {
		return place{}, false
	}
	if _, known := r.days[p.day]; !known {
		r.days[p.day] = strings.Clone(p.day)
	}
	p.day = r.days[p.day]
	return p, true
}

// parseKey reads the hash of a key.
func parseKey(text string) (keyHash, bool) {
	key, err := hex.DecodeString(text)
	if err != nil || len(key) != len(keyHash{}) {
		return keyHash{}, false
	}
	return keyHash(key), true
}

// forget drops what is of days too long before now, which is in the archive's
// zone, and reports whether there was any.
func (j *keyJournal) forget(now time.Time) bool {
	oldest := now.AddDate(0, 0, -keepDays).Format(time.DateOnly)
	old := func(p place) bool { return p.day[strings.LastIndexByte(p.day, '/')+1:] < oldest }
	before := len(j.recs) + len(j.removed)
	for k, r := range j.recs {
		if old(r.place) {
			delete(j.recs, k)
		}
	}
	for p := range j.removed {
		if old(p) {
			delete(j.removed, p)
		}
	}
	for p := range j.partials {
		if old(p) {
			delete(j.partials, p)
		}
	}
	return len(j.recs)+len(j.removed) < before
}

// rewrite makes the journal anew of what is in memory.
func (j *keyJournal) rewrite() error {
	if j.path == "" {
		return nil
	}
	var b, fresh []byte
	for k, r := range j.recs {
		rec := fmt.Sprintf("k %s %016x %s", hex.EncodeToString(k[:]), r.hash, r.place)
		if r.synced || r.checked {
			b = appendRecord(b, rec)
		} else {
			fresh = appendRecord(fresh, rec)
		}
	}
	for p := range j.removed {
		b = appendRecord(b, fmt.Sprintf("x %s", p))
	}
	for p, n := range j.partials {
		b = appendRecord(b, fmt.Sprintf("p %d %s", n, p))
	}
	for name := range j.stale {
		b = appendRecord(b, fmt.Sprintf("o %q", name))
	}
	b = append(appendRecord(b, "s"), fresh...)
	temp, err := j.open.writeTemp(j.path, b, 0o600)
	if err != nil {
		return err
	}
	f := j.f
	j.f = nil // until it is open again; see flush
	if err := f.Close(); err != nil {
		return err
	}
	if err = os.Rename(temp, j.path); err == nil {
		j.size, j.pending, j.dirty = int64(len(b)), nil, false
	}
	if err = errors.Join(err, j.reopen()); err != nil {
		return err
	}
	return j.open.syncDir(filepath.Dir(j.path))
}
