package retrieval

import (
	"context"
	"errors"
	"sync"

	"qunwen/index/analysis"
	"qunwen/index/dense"
	"qunwen/index/generation"
)

// A Reader is a generation opened for looking things up. It does not change; it is
// safe for concurrent use.
type Reader struct {
	Analyzer *analysis.Analyzer
	Manifest *generation.Manifest
	Starts   []int             // first ordinal of each day, and the end
	DayOf    []uint32          // of each ordinal
	Episode  []generation.Span // of each ordinal: the messages of its day that no silence parts from it
	Root     []uint32          // of each ordinal: the first of its conversation
	Store    *generation.Store
	Terms    *generation.Terms
	words    lengths
	bigrams  lengths
	meanings *meanings // nil for words only
	scratch  sync.Pool // of *scratch
	warn     func(error)
	warnOnce sync.Once
}

// Open opens the generation in gdir, whose manifest is m. enc encodes
// questions; nil, and vectors of another model, mean words only. warn is told once
// if a question cannot be encoded.
func Open(gdir string, m *generation.Manifest, enc Encoder, warn func(error)) (*Reader, error) {
	x := &Reader{Manifest: m, Starts: m.Starts(), warn: warn}
	if err := x.load(gdir, enc); err != nil {
		return nil, errors.Join(err, x.Close())
	}
	return x, nil
}

// load opens the files of the generation in gdir. If it fails, Close releases
// those that are open already.
func (x *Reader) load(gdir string, enc Encoder) error {
	var err error
	if x.Analyzer, err = analysis.New(); err != nil {
		return err
	}
	if x.Store, err = generation.OpenMessages(gdir, x.Manifest); err != nil {
		return err
	}
	if x.Terms, err = generation.OpenTerms(gdir, x.Manifest); err != nil {
		return err
	}
	if err := x.openMeanings(gdir, enc); err != nil {
		return err
	}
	x.DayOf = daysOf(x.Starts, x.Store.Len())
	x.Episode = episodes(x.Store, x.Starts)
	x.Root = x.Store.Roots()
	x.words = newLengths(x.Store.Len(), x.Store.Words)
	x.bigrams = newLengths(x.Store.Len(), x.Store.Bigrams)
	x.scratch.New = func() any { return newScratch(x.Store.Len()) }
	return nil
}

// Model returns the fingerprint of the model of the vectors; "" without.
func (x *Reader) Model() string {
	if x.meanings == nil {
		return ""
	}
	return x.Manifest.Model
}

// Close releases the files. Nothing may be looked up meanwhile or later.
func (x *Reader) Close() error {
	var errs []error
	if x.Terms != nil {
		errs = append(errs, x.Terms.Close())
	}
	if x.Store != nil {
		errs = append(errs, x.Store.Close())
	}
	if x.meanings != nil {
		errs = append(errs, x.meanings.Close())
	}
	return errors.Join(errs...)
}

// silence is how long nobody must have written for what comes then to be
// another matter: of the answers in the digests of 2017, 98 in 100 began
// within an hour of their question, 94 within 15 minutes.
const silence = 60 * 60 // seconds

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

// An Encoder turns questions into vectors; build.Encoder says more.
type Encoder interface {
	// Fingerprint names the model.
	Fingerprint() string
	// Encode returns a vector for each text.
	Encode(ctx context.Context, kind dense.Kind, texts []string) ([][]int8, error)
}

// meanings are the vectors of a generation, and what encodes questions.
type meanings struct {
	*generation.Vectors
	encoder Encoder
	centre  func() float64 // length of the mean vector of messages
}

// openMeanings opens the vectors of the generation in gdir, unless another encoder
// has made them.
func (x *Reader) openMeanings(gdir string, enc Encoder) error {
	if enc == nil || x.Manifest.Model != enc.Fingerprint() {
		return nil
	}
	v, err := generation.OpenVectors(gdir, x.Manifest)
	if err != nil {
		return err
	}
	x.meanings = &meanings{Vectors: v, encoder: enc, centre: sync.OnceValue(func() float64 {
		const least = 0.01 // of an empty set, or one of nothing in common
		return max(v.Messages.Centre(), least)
	})}
	return nil
}
