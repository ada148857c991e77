package index

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"sync"
	"time"

	bindex "github.com/blevesearch/bleve_index_api"

	"qunwen/index/analysis"
)

// An Index is one generation opened for reading. It does not change, whatever
// is built meanwhile; Search may be called from several goroutines.
type Index struct {
	gen      string // its name, and the checksum of its manifest
	crc      uint32
	analyzer *analysis.Analyzer
	manifest *manifest
	starts   []int // first ordinal of each day, and the end
	dayOf    []uint32
	episode  []span   // of each ordinal
	root     []uint32 // of each ordinal: the first of its conversation
	loc      *time.Location
	store    *store
	docs     []byte
	bleve    *bleveIndex        // nil if there is no term at all
	reader   bindex.IndexReader // nil likewise
	unmap    []func() error
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

// OpenOptions says how [Open] opens an index. The zero value searches by words.
type OpenOptions struct {
	Location *time.Location  // in which times are given; nil means UTC
	Encoder  Encoder         // of questions; vectors of another model are not used
	Warn     func(err error) // told once if a question cannot be encoded; nil means silent
}

// openTries is how often Open looks again when the generation it was about to
// read has been replaced.
const openTries = 5

// Open opens the current generation of the index in dir.
//
// The error wraps [ErrNoIndex] if nothing has been built and [ErrDamaged] if
// the files are not what was built. Open does not compare the index with the
// site (see [Look]), and never waits for a builder.
func Open(dir string, opt OpenOptions) (*Index, error) {
	var err error
	for range openTries {
		gen, crc, cerr := readCurrent(dir)
		if cerr != nil {
			return nil, fmt.Errorf("open index %s: %w", dir, cerr)
		}
		var x *Index
		if x, err = openGeneration(filepath.Join(dir, gen), crc, opt); err == nil {
			return x, nil
		}
		if now, _, _ := readCurrent(dir); now == gen {
			break // nobody replaced it
		}
	}
	if errors.Is(err, fs.ErrNotExist) {
		err = fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return nil, fmt.Errorf("open index %s: %w", dir, err)
}

func openGeneration(gdir string, crc uint32, opt OpenOptions) (*Index, error) {
	m, err := verify(gdir, crc)
	if err != nil {
		return nil, err
	}
	x := &Index{gen: filepath.Base(gdir), crc: crc, manifest: m, starts: dayStarts(m), loc: opt.Location, warn: opt.Warn}
	if x.loc == nil {
		x.loc = time.UTC
	}
	if x.warn == nil {
		x.warn = func(error) {}
	}
	if err := x.load(gdir, opt.Encoder); err != nil {
		return nil, errors.Join(err, x.Close())
	}
	return x, nil
}

// load opens the files of the generation in gdir. If it fails, Close releases
// those that are open already.
func (x *Index) load(gdir string, enc Encoder) error {
	var err error
	if x.analyzer, err = analysis.New(); err != nil {
		return err
	}
	if err := x.openMessages(gdir); err != nil {
		return err
	}
	if x.docs, err = x.mapFile(filepath.Join(gdir, docsName)); err != nil {
		return err
	}
	if err := x.openTerms(gdir); err != nil {
		return err
	}
	if err := x.openMeanings(gdir, enc); err != nil {
		return err
	}
	if err := x.chooseWeights(); err != nil {
		return err
	}
	x.dayOf = daysOf(x.starts, x.store.n)
	x.episode = episodes(x.store, x.starts)
	x.root = roots(x.store)
	x.words = newLengths(x.store.word, x.store.n)
	x.bigrams = newLengths(x.store.bigr, x.store.n)
	x.names = sync.OnceValue(x.foldedNames)
	x.vocab = sync.OnceValues(x.readVocabulary)
	x.scratch.New = func() any { return newScratch(x.store.n) }
	return nil
}

// openMessages opens the messages of the generation in gdir.
func (x *Index) openMessages(gdir string) error {
	data, err := x.mapFile(filepath.Join(gdir, messagesName))
	if err != nil {
		return err
	}
	if x.store, err = openStore(data); err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	if x.store.n != x.manifest.Indexed {
		return fmt.Errorf("%w: %d messages, not %d", ErrDamaged, x.store.n, x.manifest.Indexed)
	}
	return nil
}

// openTerms opens the Bleve index of the generation in gdir, if it has one.
func (x *Index) openTerms(gdir string) error {
	var err error
	if x.bleve, err = openBleve(gdir); err != nil {
		return err
	}
	if x.bleve != nil {
		x.reader, err = x.bleve.Reader()
		return err
	}
	if x.manifest.holds(bleveName) {
		return fmt.Errorf("%s: %w", bleveName, fs.ErrNotExist) // the generation was just replaced
	}
	return nil
}

// chooseWeights loads the weights of searches with and without vectors. Those
// without serve both if x has no vectors.
func (x *Index) chooseWeights() error {
	var err error
	if x.byWords, err = loadWeights(""); err != nil {
		return err
	}
	x.weights = x.byWords
	if x.meanings != nil {
		x.weights, err = loadWeights(x.meanings.encoder.Fingerprint())
	}
	return err
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

func (x *Index) mapFile(path string) ([]byte, error) {
	data, unmap, err := mapFile(path)
	if err == nil {
		x.unmap = append(x.unmap, unmap)
	}
	return data, err
}

// Close releases the files. No Search may be under way or follow.
func (x *Index) Close() error {
	var errs []error
	if x.reader != nil {
		errs = append(errs, x.reader.Close())
	}
	if x.bleve != nil {
		errs = append(errs, x.bleve.Close())
	}
	for _, unmap := range x.unmap {
		errs = append(errs, unmap())
	}
	return errors.Join(errs...)
}

// is reports whether x is the generation that CURRENT names so.
func (x *Index) is(gen string, crc uint32) bool { return x.gen == gen && x.crc == crc }

// Len returns how many messages are indexed; copies are not among them.
func (x *Index) Len() int { return x.store.n }

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

// A span is the ordinals from lo up to but not hi.
type span struct{ lo, hi int }

// silence is how long nobody must have written for what comes then to be
// another matter: of the answers in the digests of 2017, 98 in 100 began
// within an hour of their question, 94 within 15 minutes.
const silence = 60 * 60 // seconds

// runs cuts each day wherever nobody wrote for so many seconds.
func runs(s *store, starts []int, seconds uint32) []span {
	var all []span
	for d := range len(starts) - 1 {
		lo := starts[d]
		for i := lo + 1; i <= starts[d+1]; i++ {
			if i == starts[d+1] || u32(s.sec, i) >= u32(s.sec, i-1)+seconds {
				all = append(all, span{lo, i})
				lo = i
			}
		}
	}
	return all
}

// episodes returns, for each message, the messages of its day that no silence
// parts from it.
func episodes(s *store, starts []int) []span {
	all := make([]span, s.n)
	for _, r := range runs(s, starts, silence) {
		for i := r.lo; i < r.hi; i++ {
			all[i] = r
		}
	}
	return all
}

// lengths are field lengths as BM25 needs them.
type lengths struct {
	sum  []uint32 // terms before each ordinal, and all
	mean float64  // terms a message
}

func newLengths(col []byte, n int) lengths {
	l := lengths{sum: make([]uint32, n+1)}
	for i := range n {
		l.sum[i+1] = l.sum[i] + uint32(u16(col, i))
	}
	if n > 0 {
		l.mean = float64(l.sum[n]) / float64(n)
	}
	return l
}

// between returns the terms of the ordinals from lo up to but not hi.
func (l *lengths) between(lo, hi int) float64 { return float64(l.sum[hi] - l.sum[lo]) }
