package convert

// The ways in which two messages are the same, from the surest on.
const (
	byExact    = iota // second, person and text
	byCore            // second, what tools keep of person and text
	byMinute          // as byExact, where one side has no seconds
	byMinuteIn        // as byCore
	byMedia           // second and person, where one side says no more than its kind
	byDoubt           // second and text, under another name
	ways
)

// unplaced is the slot of a fresh message whose place is not known yet.
const unplaced = -2

// minDoubt is from how many letters on the same text in the same second under
// another name is no coincidence.
const minDoubt = 6

type mergeKey struct {
	way byte
	sec int
	h   uint64
}

// key returns what messages that are the same in a way have in common; false if
// there is too little.
func (e *entry) key(way int) (mergeKey, bool) {
	k := mergeKey{way: byte(way), sec: e.sec}
	switch way {
	case byExact:
		k.h = both(e.who, e.exact)
	case byCore:
		k.h = both(e.core, e.words.core)
	case byMinute:
		k.sec, k.h = e.sec/60, both(e.who, e.exact)
	case byMinuteIn:
		k.sec, k.h = e.sec/60, both(e.core, e.words.core)
	case byMedia:
		k.h = e.core
	case byDoubt:
		k.h = e.words.core
	}
	wordless := e.letters == 0
	return k, !(wordless && (way == byCore || way == byMinuteIn || way == byDoubt))
}

// known returns the entries that have a key in common with e in some way; ok
// is false if e has no key in that way.
func (g *merger) known(e *entry, way int) (at []int, ok bool) {
	k, ok := e.key(way)
	if !ok {
		return nil, false
	}
	if g.index[way] == nil {
		g.index[way] = make(map[mergeKey][]int, len(g.entries))
		for i := range g.entries {
			if k, ok := g.entries[i].key(way); ok {
				g.index[way][k] = append(g.index[way][k], i)
			}
		}
	}
	return g.index[way][k], true
}

// find returns the entry that is the same in this way; -1 if there is none.
func (g *merger) find(e *entry, way, source int) int {
	all, _ := g.known(e, way)
	for _, at := range all {
		o := &g.entries[at]
		switch {
		case o.used == source:
		case (way == byMinute || way == byMinuteIn) && !(e.minute && o.sec/60 == e.sec/60 || o.minute):
		case way == byMedia && !(e.vague && o.isCard() || o.vague && e.isCard() || (e.spoilt || o.spoilt) && e.letters == 0 && o.letters == 0):
		default:
			return at
		}
	}
	return -1
}

// isCard reports whether a message is something else than words, or nothing.
func (e *entry) isCard() bool {
	return e.tag || e.exact == 0 || imageForm.MatchString(e.body) || quoteForm.MatchString(decode(e.body))
}

// pairs returns which names of the source and of the day say the same in the
// same second, though the source does not know the other name.
func (g *merger) pairs(fresh []entry, done []bool, names map[uint64]bool, source int) map[[2]uint64]bool {
	pairs := make(map[[2]uint64]bool)
	for i := range fresh {
		e := &fresh[i]
		if done[i] || len(g.entries) == 0 || e.letters < minDoubt {
			continue
		}
		all, _ := g.known(e, byDoubt)
		for _, at := range all {
			if o := &g.entries[at]; o.used != source && !names[o.who] {
				pairs[[2]uint64{e.who, o.who}] = true
			}
		}
	}
	return pairs
}

// twin returns the entry that says the same in the same second under the other
// name of a pair; -1 if there is none.
func (g *merger) twin(e *entry, pairs map[[2]uint64]bool, source int) int {
	if len(pairs) == 0 {
		return -1
	}
	all, _ := g.known(e, byDoubt)
	for _, at := range all {
		if o := &g.entries[at]; o.used != source && pairs[[2]uint64{e.who, o.who}] {
			return at
		}
	}
	return -1
}
