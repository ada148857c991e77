package index

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"sync"
	"time"

	"qunwen/index/generation"
	"qunwen/index/retrieval"
)

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
