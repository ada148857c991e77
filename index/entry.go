package index

import (
	_ "embed"
	"math"
	"strconv"
	"strings"

	"qunwen/corpus"
	"qunwen/index/analysis"
)

// An entry is a message ready to be indexed.
type entry struct {
	id    string
	rec   record
	terms analysis.Terms // none if its document is in the index already; see earlier
	was   uint32         // its ordinal in the generation before; noDoc if it is new
}

// newEntry analyses a message.
func newEntry(a *analysis.Analyzer, m *corpus.Message) entry {
	e := entry{id: m.ID, rec: newRecord(m), was: noDoc, terms: a.Analyze(m.Unaddressed())}
	e.rec.words, e.rec.bigrams = clip16(len(e.terms.Words)), clip16(len(e.terms.Bigrams))
	return e
}

// newRecord returns what is stored of a message, but how many terms it has.
func newRecord(m *corpus.Message) record {
	h, min, s := m.Time.Clock()
	r := record{
		sec:     uint32(h*3600 + min*60 + s),
		line:    uint32(m.Line),
		nth:     nthOf(m.ID),
		kind:    m.Kind,
		speaker: m.Speaker,
		text:    m.Text,
	}
	if m.Kind == corpus.Image {
		r.text = m.Raw
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
