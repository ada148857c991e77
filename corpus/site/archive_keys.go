package site

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/gofrs/flock"
)

// The journal remembers beside the site what the posts do not say. Each line
// is a checksum (CRC-32, hexadecimal), a blank and a record:
//
//	k KEY HASH ID   a message was written: hashes of its key and of its words
//	d KEY           it is not there after all
//	s               everything above is on the disk, posts too
//	x ID            the message was taken out; the ID is not given again
//	p BYTES ID      this is only the beginning of a message; 0: it is whole
//	o "PATH"        the number of lines in the head of this post is not right
//	f "PATH"        it is
//
// A line that is cut short or wrong ends it. A k stands behind the message in
// its post, so a crash may lose the k alone: the message is known by its words.
const (
	keyJournalName = "archive.journal"
	lockName       = "archive.lock"

	keepDays   = 8       // how long keys are remembered
	maxPending = 1 << 20 // bytes of records that could not be written yet
)

type keyHash [16]byte

// hashKey also keeps the keys of a transport out of the file.
func hashKey(room, key string) keyHash {
	sum := sha256.Sum256([]byte(room + "\x00" + key))
	return keyHash(sum[:16])
}

// lineHash stands for a message: the words as Parse reads them into Raw.
func lineHash(sec int32, speaker, raw string) uint64 {
	h := sha256.New()
	fmt.Fprintf(h, "%d\x00%s\x00", sec, speaker)
	io.WriteString(h, raw)
	return binary.BigEndian.Uint64(h.Sum(nil))
}

// A place is where a message stands: the n-th of its second, from 1.
type place struct {
	day    string // room/YYYY-MM-DD
	sec, n int32
}

func (p place) String() string {
	id := fmt.Sprintf("%s/%02d%02d%02d", p.day, p.sec/3600, p.sec/60%60, p.sec%60)
	if p.n > 1 {
		id += "." + strconv.Itoa(int(p.n))
	}
	return id
}

// parsePlace reads a message ID.
func parsePlace(id string) (place, bool) {
	day, clock, _ := cutLast(id, "/")
	room, date, ok := cutLast(day, "/")
	clock, nth, several := strings.Cut(clock, ".")
	n, err := 1, error(nil)
	if several {
		n, err = strconv.Atoi(nth)
	}
	hms, cerr := strconv.Atoi(clock)
	p := place{day, int32(hms/10000*3600 + hms/100%100*60 + hms%100), int32(n)}
	return p, ok && room != "" && date != "" && err == nil && cerr == nil && p.String() == id
}

func cutLast(s, sep string) (before, after string, ok bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return "", s, false
	}
	return s[:i], s[i+len(sep):], true
}

// A record says where the message with a key stands.
type record struct {
	place
	hash    uint64
	synced  bool // was on the disk when the journal was read
	checked bool // this process has seen it in its post
}

// A journal holds the records in memory and, if it has a path, on disk.
type keyJournal struct {
	open    openFile
	path    string // "" keeps all in memory
	lock    *flock.Flock
	f       file   // nil if it could not be opened again
	size    int64  // of what is complete in f
	pending []byte // records still to be written
	dirty   bool   // f has what is not on the disk

	recs     map[keyHash]*record
	removed  map[place]bool
	partials map[place]int   // bytes that were written
	stale    map[string]bool // posts whose head is not right, by name below the site
}

// put notes a record. It is written at once; if that fails, by a later put or
// sync, and full tells.
func (j *keyJournal) put(format string, args ...any) {
	if j.path == "" {
		return
	}
	j.pending = appendRecord(j.pending, fmt.Sprintf(format, args...))
	j.dirty = true
	_ = j.flush() // tried again by sync, which reports it
}

func appendRecord(b []byte, rec string) []byte {
	return fmt.Appendf(b, "%08x %s\n", crc32.ChecksumIEEE([]byte(rec)), rec)
}

// full reports that records wait in memory because they cannot be written.
func (j *keyJournal) full() error {
	if len(j.pending) < maxPending {
		return nil
	}
	return j.flush()
}

func (j *keyJournal) flush() error {
	if j.f == nil {
		if err := j.reopen(); err != nil {
			return fmt.Errorf("keyJournal: %w", err)
		}
	}
	if len(j.pending) == 0 {
		return nil
	}
	n, err := j.f.Write(j.pending)
	if err == nil && n < len(j.pending) {
		err = io.ErrShortWrite
	}
	if err != nil {
		return errors.Join(fmt.Errorf("keyJournal: %w", err), j.f.Truncate(j.size))
	}
	j.size += int64(n)
	j.pending = j.pending[:0]
	return nil
}

// sync puts everything on the disk. mark says that the posts are there.
func (j *keyJournal) sync(mark bool) error {
	if j.path == "" || !j.dirty {
		return nil
	}
	if mark {
		j.pending = appendRecord(j.pending, "s")
	}
	if err := j.flush(); err != nil {
		return err
	}
	if err := j.f.Sync(); err != nil {
		return fmt.Errorf("keyJournal: %w", err)
	}
	j.dirty = false
	return nil
}

// wrote notes that the message with the key stands at p. Without a key it
// notes nothing.
func (j *keyJournal) wrote(key keyHash, hash uint64, p place) {
	if key == (keyHash{}) {
		return
	}
	j.recs[key] = &record{place: p, hash: hash, checked: true}
	j.put("k %s %016x %s", hex.EncodeToString(key[:]), hash, p)
}

func (j *keyJournal) drop(key keyHash) {
	delete(j.recs, key)
	j.put("d %s", hex.EncodeToString(key[:]))
}

func (j *keyJournal) remove(p place) {
	if !j.removed[p] {
		j.removed[p] = true
		j.put("x %s", p)
	}
}

func (j *keyJournal) setPartial(p place, n int) {
	if n > 0 {
		j.partials[p] = n
	} else {
		delete(j.partials, p)
	}
	j.put("p %d %s", n, p)
}

func (j *keyJournal) setStale(name string, stale bool) {
	switch {
	case stale && !j.stale[name]:
		j.stale[name] = true
		j.put("o %q", name)
	case !stale && j.stale[name]:
		delete(j.stale, name)
		j.put("f %q", name)
	}
}

// ofDay returns the keys of a day's records, in the order of their places.
func (j *keyJournal) ofDay(day string) []keyHash {
	var keys []keyHash
	for k, r := range j.recs {
		if r.day == day {
			keys = append(keys, k)
		}
	}
	slices.SortFunc(keys, func(a, b keyHash) int {
		x, y := j.recs[a], j.recs[b]
		return cmp.Or(cmp.Compare(x.sec, y.sec), cmp.Compare(x.n, y.n), slices.Compare(a[:], b[:]))
	})
	return keys
}

func (j *keyJournal) close() error {
	var err error
	if j.f != nil {
		err = j.f.Close()
	}
	if j.lock != nil {
		err = errors.Join(err, j.lock.Unlock())
	}
	return err
}

func (j *keyJournal) file(dir string) { j.path = filepath.Join(dir, keyJournalName) }

func (j *keyJournal) reopen() (err error) {
	j.f, err = j.open(j.path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	return err
}
