package build

import (
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

// An earlier is what the generation before has of a day that is indexed again.
// Most such days have grown: what has not changed keeps its document in Bleve
// and its counts, so that the work depends on what is new, not on how long the
// day is.
type earlier struct {
	store *generation.Store
	generation.Span
	at   map[uint64]int // ordinals by second and number in it
	kept []bool         // by ordinal from span.lo on: the document stays
}

func newEarlier(s *generation.Store, days generation.Span) *earlier {
	e := &earlier{store: s, Span: days, at: make(map[uint64]int, days.Hi-days.Lo), kept: make([]bool, days.Hi-days.Lo)}
	for i := days.Lo; i < days.Hi; i++ {
		e.at[uint64(s.Second(i))<<32|uint64(s.Nth(i))] = i
	}
	return e
}

// find returns the ordinal of a message that is as it was before; false if
// there is none.
func (e *earlier) find(r *generation.Record) (ord uint32, ok bool) {
	if e == nil {
		return generation.NoDoc, false
	}
	i, ok := e.at[uint64(r.Second)<<32|uint64(r.Nth)]
	if !ok || e.store.Kind(i) != r.Kind || e.store.Body(i) != r.Text {
		return generation.NoDoc, false
	}
	return uint32(i), true
}

// entry returns the entry of a message. It is analysed if it is new, or if its
// terms may be others: which names are mentioned in a text depends on who else
// speaks.
func (e *earlier) entry(a *analysis.Analyzer, m *corpus.Message) (_ entry, analysed bool) {
	rec := newRecord(m)
	was, ok := e.find(&rec)
	if !ok || strings.Contains(m.Text, "@") {
		x := newEntry(a, m)
		x.was = was
		return x, true
	}
	e.kept[int(was)-e.Lo] = true
	rec.Words, rec.Bigrams = e.store.Words(int(was)), e.store.Bigrams(int(was))
	return entry{id: m.ID, rec: rec, was: was}, false
}
