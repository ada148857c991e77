package build

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"sync/atomic"
	"time"

	"qunwen/corpus/people"
	"qunwen/index/analysis"
	"qunwen/index/dense"
	"qunwen/index/generation"
)

// A job is one run of Refresh.
type job struct {
	Builder
	analyzer *analysis.Analyzer
	site     fs.FS
	dir      string
	persons  *people.Persons
	whole    bool
	days     map[string]generation.Day // all of the site, by key
	earlier  map[string]*earlier       // of the days that change, by key
	analysed atomic.Int64              // messages whose terms were made
}

// A builtDay is a day's messages, analysed.
type builtDay struct {
	day     generation.Day
	entries []entry
	errs    []error
}

// A Builder says how [Builder.Refresh] works. The zero value does, by words
// only.
type Builder struct {
	Persons   PersonsFunc           // who has several names; nil means nobody has
	Aside     []string              // names of programs that chat: what they say and what is said to them is left out
	Location  *time.Location        // of the posts' times; nil means UTC
	Encoder   Encoder               // makes the vectors; nil means words only
	MaxEncode int                   // more new texts than that are left to a later run; 0 means no limit
	Progress  func(done, total int) // days analysed so far; nil means silent
	Encoded   func(done, total int) // texts encoded so far; nil means silent
	Waiting   func()                // another builder is at work; nil means silent
	Warn      func(err error)       // a damaged index, a bad post; nil means silent
}

// An Encoder turns texts into vectors. [*dense.Encoder] is the real one.
type Encoder interface {
	// Fingerprint names the model: vectors of different ones are never mixed.
	Fingerprint() string
	// Dim is how many numbers a vector has.
	Dim() int
	// Encode returns a vector for each text, round(127·x) of a vector of
	// length 1.
	Encode(ctx context.Context, kind dense.Kind, texts []string) ([][]int8, error)
}

// A PersonsFunc returns who has several names. It is asked at each refresh, so
// that every builder of an index goes by what is known then.
type PersonsFunc func() (*people.Persons, error)

func (f PersonsFunc) know() (*people.Persons, error) {
	if f == nil {
		return nil, nil
	}
	return f()
}

// newJob returns a job that makes the index in dir hold the site, and the
// fingerprint of what it makes.
func (b Builder) newJob(dir string, site fs.FS) (j *job, print string, err error) {
	a, err := analysis.New()
	if err != nil {
		return nil, "", err
	}
	persons, err := b.Persons.know()
	if err != nil {
		return nil, "", err
	}
	if b.Location == nil {
		b.Location = time.UTC
	}
	return &job{Builder: b, analyzer: a, site: site, dir: dir, persons: persons}, generation.Fingerprint(a, b.Aside, persons), nil
}

func (b Builder) warn(err error) {
	if b.Warn != nil {
		b.Warn(err)
	}
}

// current returns the folder and manifest of the current generation; none if
// there is none or it is damaged.
func (j *job) current() (string, *generation.Manifest, error) {
	gen, crc, err := generation.ReadCurrent(j.dir)
	if err == nil {
		gdir := filepath.Join(j.dir, gen)
		var m *generation.Manifest
		if m, err = generation.Verify(gdir, crc); err == nil {
			return gdir, m, nil
		}
	}
	switch {
	case errors.Is(err, generation.ErrNoIndex):
		return "", nil, nil
	case errors.Is(err, generation.ErrDamaged), errors.Is(err, fs.ErrNotExist):
		j.warn(fmt.Errorf("%s: %w", j.dir, err)) // and it is built anew
		return "", nil, nil
	}
	return "", nil, err
}
