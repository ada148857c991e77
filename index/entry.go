package index

import (
	_ "embed"
	"math"
	"strconv"
	"strings"

	"qunwen/corpus"
	"qunwen/index/analysis"
	"qunwen/index/generation"
)

// An entry is a message ready to be indexed.
type entry struct {
	id    string
	rec   generation.Record
	terms analysis.Terms // none if its document is in the index already; see earlier
	was   uint32         // its ordinal in the generation before; NoDoc if it is new
}

// newEntry analyses a message.
func newEntry(a *analysis.Analyzer, m *corpus.Message) entry {
	e := entry{id: m.ID, rec: newRecord(m), was: generation.NoDoc, terms: a.Analyze(m.Unaddressed())}
	e.rec.Words, e.rec.Bigrams = clip16(len(e.terms.Words)), clip16(len(e.terms.Bigrams))
	return e
}

// newRecord returns what is stored of a message, but how many terms it has.
func newRecord(m *corpus.Message) generation.Record {
	h, min, s := m.Time.Clock()
	r := generation.Record{
		Second:  uint32(h*3600 + min*60 + s),
		Line:    uint32(m.Line),
		Nth:     nthOf(m.ID),
		Kind:    m.Kind,
		Speaker: m.Speaker,
		Text:    m.Text,
	}
	if m.Kind == corpus.Image {
		r.Text = m.Raw
	}
	return r
}

func clip16(n int) uint16 { return uint16(min(n, math.MaxUint16)) }

// nthOf returns n of a message ID that ends in ".n", otherwise 1.
func nthOf(id string) uint32 {
	id = id[strings.LastIndexByte(id, '/')+1:]
	if _, n, ok := strings.Cut(id, "."); ok {
		v, _ := strconv.ParseUint(n, 10, 32) // corpus has made it
		return uint32(v)
	}
	return 1
}
