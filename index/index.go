package index

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"qunwen/index/generation"
	"qunwen/index/retrieval"
)

// An Index is one generation opened for reading. It does not change, whatever
// is built meanwhile; Search may be called from several goroutines.
type Index struct {
	r       *retrieval.Reader
	gen     string // its name, and the checksum of its manifest
	crc     uint32
	loc     *time.Location
	weights *weights        // for searches with vectors, if there are any
	byWords *weights        // for those without
	names   func() []string // first parts of the speakers' names, folded, by number
	vocab   func() (*vocabulary, error)
}

// Close releases the files. No Search may be under way or follow.
func (x *Index) Close() error { return x.r.Close() }

// is reports whether x is the generation that CURRENT names so.
func (x *Index) is(gen string, crc uint32) bool { return x.gen == gen && x.crc == crc }

// Len returns how many messages are indexed; copies are not among them.
func (x *Index) Len() int { return x.r.Store.Len() }

// id returns the message ID of an ordinal.
func (x *Index) id(i int) string {
	day := x.r.Manifest.Days[x.r.DayOf[i]]
	return x.r.Store.ID(i, day.Room, day.Date)
}

// ordinal returns the ordinal of the message with an ID; false if it is not in
// the index.
func (x *Index) ordinal(id string) (int, bool) {
	for d, day := range x.r.Manifest.Days {
		if !strings.HasPrefix(id, day.Room+"/"+day.Date+"/") {
			continue
		}
		for i := x.r.Starts[d]; i < x.r.Starts[d+1]; i++ {
			if x.id(i) == id {
				return i, true
			}
		}
	}
	return 0, false
}

// OpenOptions says how [Open] opens an index. The zero value searches by words.
type OpenOptions struct {
	Location *time.Location    // in which times are given; nil means UTC
	Encoder  retrieval.Encoder // of questions; vectors of another model are not used
	Warn     func(err error)   // told once if a question cannot be encoded; nil means silent
}

// openTries is how often Open looks again when the generation it was about to
// read has been replaced.
const openTries = 5

// Open opens the current generation of the index in dir.
//
// The error wraps generation.ErrNoIndex if nothing has been built and
// generation.ErrDamaged if the files are not what was built. Open does not compare
// the index with the site (see build.Builder.Look), and never waits for a builder.
func Open(dir string, opt OpenOptions) (*Index, error) {
	var err error
	for range openTries {
		gen, crc, cerr := generation.ReadCurrent(dir)
		if cerr != nil {
			return nil, fmt.Errorf("open index %s: %w", dir, cerr)
		}
		var x *Index
		if x, err = openGeneration(filepath.Join(dir, gen), crc, opt); err == nil {
			return x, nil
		}
		if now, _, _ := generation.ReadCurrent(dir); now == gen {
			break // nobody replaced it
		}
	}
	if errors.Is(err, fs.ErrNotExist) {
		err = fmt.Errorf("%w: %w", generation.ErrDamaged, err)
	}
	return nil, fmt.Errorf("open index %s: %w", dir, err)
}

func openGeneration(gdir string, crc uint32, opt OpenOptions) (*Index, error) {
	m, err := generation.Verify(gdir, crc)
	if err != nil {
		return nil, err
	}
	warn := opt.Warn
	if warn == nil {
		warn = func(error) {}
	}
	r, err := retrieval.Open(gdir, m, opt.Encoder, warn)
	if err != nil {
		return nil, err
	}
	x := &Index{r: r, gen: filepath.Base(gdir), crc: crc, loc: opt.Location}
	if x.loc == nil {
		x.loc = time.UTC
	}
	x.names = sync.OnceValue(x.foldedNames)
	x.vocab = sync.OnceValues(x.readVocabulary)
	if err := x.chooseWeights(); err != nil {
		return nil, errors.Join(err, x.Close())
	}
	return x, nil
}

// chooseWeights loads the weights of searches with and without vectors. Those
// without serve both if x has no vectors.
func (x *Index) chooseWeights() error {
	var err error
	if x.byWords, err = loadWeights(""); err != nil {
		return err
	}
	x.weights = x.byWords
	if model := x.r.Model(); model != "" {
		x.weights, err = loadWeights(model)
	}
	return err
}
