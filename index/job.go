package index

import (
	"io/fs"
	"sync/atomic"
	"time"

	"qunwen/corpus"
	"qunwen/index/analysis"
	"qunwen/index/generation"
)

// A job is one run of Refresh.
type job struct {
	Builder
	analyzer *analysis.Analyzer
	site     fs.FS
	dir      string
	persons  *corpus.Persons
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
