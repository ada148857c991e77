package index

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"sync"
	"time"

	"qunwen/index/analysis"
	"qunwen/index/build"
	"qunwen/index/generation"
)

// OpenOptions says how [Open] opens an index. The zero value searches by words.
type OpenOptions struct {
	Location *time.Location  // in which times are given; nil means UTC
	Encoder  build.Encoder   // of questions; vectors of another model are not used
	Warn     func(err error) // told once if a question cannot be encoded; nil means silent
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
	x := &Index{gen: filepath.Base(gdir), crc: crc, manifest: m, starts: m.Starts(), loc: opt.Location, warn: opt.Warn}
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
func (x *Index) load(gdir string, enc build.Encoder) error {
	var err error
	if x.analyzer, err = analysis.New(); err != nil {
		return err
	}
	if x.store, err = generation.OpenMessages(gdir, x.manifest); err != nil {
		return err
	}
	if x.terms, err = generation.OpenTerms(gdir, x.manifest); err != nil {
		return err
	}
	if err := x.openMeanings(gdir, enc); err != nil {
		return err
	}
	if err := x.chooseWeights(); err != nil {
		return err
	}
	x.dayOf = daysOf(x.starts, x.store.Len())
	x.episode = episodes(x.store, x.starts)
	x.root = x.store.Roots()
	x.words = newLengths(x.store.Len(), x.store.Words)
	x.bigrams = newLengths(x.store.Len(), x.store.Bigrams)
	x.names = sync.OnceValue(x.foldedNames)
	x.vocab = sync.OnceValues(x.readVocabulary)
	x.scratch.New = func() any { return newScratch(x.store.Len()) }
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
