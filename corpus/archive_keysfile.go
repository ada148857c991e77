package corpus

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

// openJournal reads the journal in dir, or begins one. With dir "" it is in
// memory only.
func openJournal(open openFile, dir string, now time.Time) (_ *journal, err error) {
	j := &journal{
		open: open, recs: make(map[keyHash]*record),
		removed: make(map[place]bool), partials: make(map[place]int), stale: make(map[string]bool),
	}
	if dir == "" {
		return j, nil
	}
	defer func() {
		if err != nil {
			err = fmt.Errorf("journal in %s: %w", dir, errors.Join(err, j.close()))
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
func (j *journal) read(data []byte) (lines, good int) {
	days := make(map[string]string) // so that records share a day's name
	order := make(map[keyHash]int)
	synced := 0
	for {
		line, _, ok := bytes.Cut(data[good:], []byte("\n"))
		if !ok || !j.take(string(line), days, order, lines, &synced) {
			break
		}
		good += len(line) + 1
		lines++
	}
	for k, r := range j.recs {
		r.synced = order[k] < synced
	}
	return lines, good
}

// take takes up one line; false if it is wrong.
func (j *journal) take(line string, days map[string]string, order map[keyHash]int, at int, synced *int) bool {
	sum, rec, ok := strings.Cut(line, " ")
	want, err := strconv.ParseUint(sum, 16, 32)
	if !ok || err != nil || uint32(want) != crc32.ChecksumIEEE([]byte(rec)) {
		return false
	}
	op, rest, _ := strings.Cut(rec, " ")
	switch op {
	case "k":
		f := strings.SplitN(rest, " ", 3)
		if len(f) != 3 {
			return false
		}
		key, kerr := hex.DecodeString(f[0])
		hash, herr := strconv.ParseUint(f[1], 16, 64)
		p, ok := parsePlace(f[2])
		if kerr != nil || len(key) != len(keyHash{}) || herr != nil || !ok {
			return false
		}
		if _, ok := days[p.day]; !ok {
			days[p.day] = strings.Clone(p.day)
		}
		p.day = days[p.day]
		j.recs[keyHash(key)] = &record{place: p, hash: hash}
		order[keyHash(key)] = at
	case "d":
		key, err := hex.DecodeString(rest)
		if err != nil || len(key) != len(keyHash{}) {
			return false
		}
		delete(j.recs, keyHash(key))
	case "s":
		*synced = at
	case "x":
		p, ok := parsePlace(rest)
		if !ok {
			return false
		}
		p.day = strings.Clone(p.day)
		j.removed[p] = true
	case "p":
		bytes, id, _ := strings.Cut(rest, " ")
		n, err := strconv.Atoi(bytes)
		p, ok := parsePlace(id)
		if err != nil || !ok {
			return false
		}
		p.day = strings.Clone(p.day)
		if j.partials[p] = n; n <= 0 {
			delete(j.partials, p)
		}
	case "o", "f":
		name, err := strconv.Unquote(rest)
		if err != nil {
			return false
		}
		if op == "o" {
			j.stale[name] = true
		} else {
			delete(j.stale, name)
		}
	default:
		return false
	}
	return true
}

// forget drops what is of days too long before now, which is in the archive's
// zone, and reports whether there was any.
func (j *journal) forget(now time.Time) bool {
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
func (j *journal) rewrite() error {
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
