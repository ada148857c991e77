package index

import (
	"strings"

	"qunwen/corpus"
)

// An earlier is what the generation before has of a day that is indexed again.
// Mostly a day has grown: what has not changed keeps its document in Bleve and
// its counts, so that the work follows what is new and not the day's length.
type earlier struct {
	store *store
	span
	at   map[uint64]int // ordinals by second and number in it
	kept []bool         // by ordinal from span.lo on: the document stays
}

func newEarlier(s *store, days span) *earlier {
	e := &earlier{store: s, span: days, at: make(map[uint64]int, days.hi-days.lo), kept: make([]bool, days.hi-days.lo)}
	for i := days.lo; i < days.hi; i++ {
		e.at[uint64(u32(s.sec, i))<<32|uint64(u32(s.nth, i))] = i
	}
	return e
}

// take returns the entry of a message whose terms are those of before; nil if
// they may not be: which names are mentioned in a text depends on others.
func (e *earlier) take(m *corpus.Message) *entry {
	if e == nil || strings.Contains(m.Text, "@") {
		return nil
	}
	rec := newRecord(m)
	i, ok := e.at[uint64(rec.sec)<<32|uint64(rec.nth)]
	if !ok || e.store.kinds[i] != byte(rec.kind) || e.store.body(i) != rec.text {
		return nil
	}
	e.kept[i-e.lo] = true
	rec.words, rec.bigrams = u16(e.store.word, i), u16(e.store.bigr, i)
	return &entry{id: m.ID, rec: rec, stands: true}
}
