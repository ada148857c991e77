package index

import (
	"errors"
	"strings"
	"sync"
	"time"

	"qunwen/index/analysis"
	"qunwen/index/generation"
)

// An Index is one generation opened for reading. It does not change, whatever
// is built meanwhile; Search may be called from several goroutines.
type Index struct {
	gen      string // its name, and the checksum of its manifest
	crc      uint32
	analyzer *analysis.Analyzer
	manifest *generation.Manifest
	starts   []int // first ordinal of each day, and the end
	dayOf    []uint32
	episode  []generation.Span // of each ordinal
	root     []uint32          // of each ordinal: the first of its conversation
	loc      *time.Location
	store    *generation.Store
	terms    *generation.Terms
	words    lengths
	bigrams  lengths
	meanings *meanings       // nil for words only
	weights  *weights        // for searches with vectors, if there are any
	byWords  *weights        // for those without
	scratch  sync.Pool       // of *scratch
	names    func() []string // first parts of the speakers' names, folded, by number
	vocab    func() (*vocabulary, error)
	warn     func(error)
	warnOnce sync.Once
}

// Close releases the files. No Search may be under way or follow.
func (x *Index) Close() error {
	var errs []error
	if x.terms != nil {
		errs = append(errs, x.terms.Close())
	}
	if x.store != nil {
		errs = append(errs, x.store.Close())
	}
	if x.meanings != nil {
		errs = append(errs, x.meanings.Close())
	}
	return errors.Join(errs...)
}

// is reports whether x is the generation that CURRENT names so.
func (x *Index) is(gen string, crc uint32) bool { return x.gen == gen && x.crc == crc }

// Len returns how many messages are indexed; copies are not among them.
func (x *Index) Len() int { return x.store.Len() }

// Rooms returns the rooms with a post, in order.
func (x *Index) Rooms() []string {
	var rooms []string
	for _, d := range x.manifest.Days {
		if len(rooms) == 0 || rooms[len(rooms)-1] != d.Room {
			rooms = append(rooms, d.Room)
		}
	}
	return rooms
}

// silence is how long nobody must have written for what comes then to be
// another matter: of the answers in the digests of 2017, 98 in 100 began
// within an hour of their question, 94 within 15 minutes.
const silence = 60 * 60 // seconds

// lengths are field lengths as BM25 needs them.
type lengths struct {
	sum  []uint32 // terms before each ordinal, and all
	mean float64  // terms a message
}

func newLengths(n int, terms func(ord int) uint16) lengths {
	l := lengths{sum: make([]uint32, n+1)}
	for i := range n {
		l.sum[i+1] = l.sum[i] + uint32(terms(i))
	}
	if n > 0 {
		l.mean = float64(l.sum[n]) / float64(n)
	}
	return l
}

// between returns the terms of the ordinals from lo up to but not hi.
func (l *lengths) between(lo, hi int) float64 { return float64(l.sum[hi] - l.sum[lo]) }

// id returns the message ID of an ordinal.
func (x *Index) id(i int) string {
	day := x.manifest.Days[x.dayOf[i]]
	return x.store.ID(i, day.Room, day.Date)
}

// ordinal returns the ordinal of the message with an ID; false if it is not in
// the index.
func (x *Index) ordinal(id string) (int, bool) {
	for d, day := range x.manifest.Days {
		if !strings.HasPrefix(id, day.Room+"/"+day.Date+"/") {
			continue
		}
		for i := x.starts[d]; i < x.starts[d+1]; i++ {
			if x.id(i) == id {
				return i, true
			}
		}
	}
	return 0, false
}

// daysOf returns the day of each of n ordinals. starts holds the first ordinal of
// each day, and the end.
func daysOf(starts []int, n int) []uint32 {
	days := make([]uint32, n)
	for d := range len(starts) - 1 {
		for i := starts[d]; i < starts[d+1]; i++ {
			days[i] = uint32(d)
		}
	}
	return days
}

// episodes returns, for each message, the messages of its day that no silence
// parts from it.
func episodes(s *generation.Store, starts []int) []generation.Span {
	all := make([]generation.Span, s.Len())
	for _, r := range s.Runs(starts, silence) {
		for i := r.Lo; i < r.Hi; i++ {
			all[i] = r
		}
	}
	return all
}
