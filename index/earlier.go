package index

import (
	"strings"

	"qunwen/corpus"
	"qunwen/index/analysis"
)

// An earlier is what the generation before has of a day that is indexed again.
// Most such days have grown: what has not changed keeps its document in Bleve
// and its counts, so that the work depends on what is new, not on how long the
// day is.
type earlier struct {
	store *store
	span
	at   map[uint64]int // ordinals by second and number in it
	kept []bool         // by ordinal from span.lo on: the document stays
}

func newEarlier(s *store, days span) *earlier {
	e := &earlier{store: s, span: days, at: make(map[uint64]int, days.hi-days.lo), kept: make([]bool, days.hi-days.lo)}
	for i := days.lo; i < days.hi; i++ {
		e.at[uint64(s.second(i))<<32|uint64(s.nth(i))] = i
	}
	return e
}

// find returns the ordinal of a message that is as it was before; false if
// there is none.
func (e *earlier) find(r *record) (ord uint32, ok bool) {
	if e == nil {
		return noDoc, false
	}
	i, ok := e.at[uint64(r.sec)<<32|uint64(r.nth)]
	if !ok || e.store.kind(i) != r.kind || e.store.body(i) != r.text {
		return noDoc, false
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
	e.kept[int(was)-e.lo] = true
	rec.words, rec.bigrams = e.store.words(int(was)), e.store.bigrams(int(was))
	return entry{id: m.ID, rec: rec, was: was}, false
}
