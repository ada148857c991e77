package site

import (
	"iter"

	"qunwen/corpus/convert"
	"qunwen/corpus/people"
)

// The ways in which two messages are the same, from the surest on.
const (
	byExact    = iota // second, person and text
	byCore            // second, what tools keep of person and text
	byMinute          // as byExact, where one side has no seconds
	byMinuteIn        // as byCore
	byMedia           // second and person, where one side says no more than its kind
	byMediaIn         // minute, person and kind, where one side has no seconds and one says no more
	byDoubt           // second and text, under another name
	byDoubtIn         // minute and text, where one side has no seconds
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
	said := e.words.core
	if e.letters == 0 { // what tools keep of a sticker or 👍 is all of it
		said = e.exact
	}
	switch way {
	case byExact:
		k.h = both(e.who, e.exact)
	case byCore:
		k.h = both(e.core, said)
	case byMinute:
		k.sec, k.h = e.sec/60, both(e.who, e.exact)
	case byMinuteIn:
		k.sec, k.h = e.sec/60, both(e.core, said)
	case byMedia:
		k.h = e.core
	case byMediaIn:
		k.sec, k.h = e.sec/60, both(e.core, uint64(e.form))
		return k, e.form != convert.Text
	case byDoubt:
		k.h = said
	case byDoubtIn:
		k.sec, k.h = e.sec/60, said
	}
	return k, e.exact != 0 || way == byExact || way == byMinute || way == byMedia
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
		if o := &g.entries[at]; o.used != source && e.agrees(o, way) {
			return at
		}
	}
	return -1
}

// agrees reports whether an entry that has a key in common with e in some way
// is the same message in this way.
func (e *entry) agrees(o *entry, way int) bool {
	switch way {
	case byMinute, byMinuteIn:
		return e.sharesMinute(o)
	case byMedia:
		return e.vagueOf(o) || o.vagueOf(e) || (e.spoilt || o.spoilt) && e.letters == 0 && o.letters == 0
	case byMediaIn:
		return e.sharesMinute(o) && e.vague != o.vague
	}
	return true
}

// sharesMinute reports whether one of two entries of the same minute has no
// seconds.
func (e *entry) sharesMinute(o *entry) bool {
	return e.minute && o.sec/60 == e.sec/60 || o.minute
}

// vagueOf reports whether e may be a bare placeholder of o. What replies are,
// some tools do not say: they have only the words.
func (e *entry) vagueOf(o *entry) bool {
	return e.vague && (o.card || e.form == convert.Quote)
}

// doubtful returns the entries that say the same at the same time, whoever is
// named, but for those the source has already.
func (g *merger) doubtful(e *entry, source int) iter.Seq[*entry] {
	return func(yield func(*entry) bool) {
		for way := byDoubt; way <= byDoubtIn; way++ {
			all, _ := g.known(e, way)
			for _, at := range all {
				o := &g.entries[at]
				if o.used != source && (way == byDoubt || e.minute || o.minute) && !yield(o) {
					return
				}
			}
		}
	}
}

// pairs returns which names of the source and of the day say the same in the
// same second or minute, though the source does not know the other name.
func (g *merger) pairs(fresh []entry, done []bool, names map[uint64]bool, source int) map[[2]uint64]bool {
	pairs := make(map[[2]uint64]bool)
	for i := range fresh {
		e := &fresh[i]
		if done[i] || len(g.entries) == 0 || e.letters < minDoubt {
			continue
		}
		for o := range g.doubtful(e, source) {
			if !names[o.who] {
				pairs[[2]uint64{e.who, o.who}] = true
			}
		}
	}
	return pairs
}

// twin returns the entry that says the same at the same time under the other
// name of a pair; nil if there is none.
func (g *merger) twin(e *entry, pairs map[[2]uint64]bool, source int) *entry {
	if len(pairs) == 0 {
		return nil
	}
	for o := range g.doubtful(e, source) {
		if pairs[[2]uint64{e.who, o.who}] {
			return o
		}
	}
	return nil
}

// An entry is a message of the day as it will be.
type entry struct {
	piece
	words
	sec    int
	who    uint64 // sum of the person, or of the name
	core   uint64 // of the person, or of what every tool keeps of the name
	minute bool
	used   int // the source that has it, counted from 1
	fresh  bool
	slot   int // of a fresh one: how many old ones stand before it
	seq    int
}

// A merger makes the union of a day's messages.
type merger struct {
	people  *people.People
	gone    broughtBefore // what was brought before, and is not in the posts
	entries []entry
	index   [ways]map[mergeKey][]int // of the ways that were asked for
	seq     int
	old     int   // entries that stood in the post
	latest  []int // the latest second up to each of them
}
