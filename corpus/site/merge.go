package site

import (
	"cmp"
	"slices"
	"time"

	"qunwen/corpus/people"
)

func newMerger(people *people.People, gone broughtBefore) *merger {
	return &merger{people: people, gone: gone}
}

func (g *merger) entry(p piece, minute bool) entry {
	e := entry{piece: p, words: wordsOf(p.body), sec: int(second(p.time)), minute: minute}
	if who, ok := g.people.Canon(p.speaker); ok {
		e.who, e.core = hash(who), hash(who)
	} else {
		core, _ := g.people.CanonCore(p.speaker)
		e.who, e.core = hash(p.speaker), hash(core)
	}
	return e
}

func (g *merger) add(e entry) int {
	g.entries = append(g.entries, e)
	at := len(g.entries) - 1
	for way, index := range g.index {
		if k, ok := e.key(way); ok && index != nil {
			index[k] = append(index[k], at)
		}
	}
	return at
}

// there takes up what stands in the posts of the day.
func (g *merger) there(pieces []piece) {
	zero := 0
	for i := range pieces {
		if second(pieces[i].time)%60 == 0 {
			zero++
		}
	}
	minutes := len(pieces) >= 3 && zero*10 >= len(pieces)*9 // a source without seconds wrote it
	for i := range pieces {
		e := g.entry(pieces[i], false)
		k := e.words.key(e.sec)
		e.minute = e.sec%60 == 0 && (minutes || g.gone.minute[k])
		e.slot = -1
		g.add(e)
		if g.gone.times[k] > 0 {
			g.gone.times[k]--
		}
	}
	g.old = len(g.entries)
	g.latest = make([]int, g.old)
	for i := range g.entries {
		g.latest[i] = g.entries[i].sec
		if i > 0 {
			g.latest[i] = max(g.latest[i], g.latest[i-1])
		}
	}
}

// An incoming is a message of a source, ready to be merged.
type incoming struct {
	piece
	minute bool
	line   int
	at     int // its entry, -1 if it is left out
}

// A doubt is a message that is left out because it may be the same as one
// under another name.
type doubt struct {
	line     int
	speaker  string
	time     time.Time
	standsAs string
}

// source merges the messages of a file, which is the n-th, from 1.
func (g *merger) source(n int, in []incoming, addDoubtful bool, c *Counts) (doubts []doubt) {
	slices.SortStableFunc(in, func(a, b incoming) int { return a.time.Compare(b.time) })
	fresh := make([]entry, len(in))
	g.entries = slices.Grow(g.entries, len(in))
	names := make(map[uint64]bool)
	left := len(in)
	for i := range in {
		fresh[i] = g.entry(in[i].piece, in[i].minute)
		names[fresh[i].who] = true
		in[i].at = -1
	}
	done := make([]bool, len(in))
	for way := 0; way < byDoubt && left > 0 && len(g.entries) > 0; way++ {
		for i := range in {
			if done[i] {
				continue
			}
			if at := g.find(&fresh[i], way, n); at >= 0 {
				g.entries[at].used = n
				in[i].at, done[i] = at, true
				left--
				c.Same++
			}
		}
	}
	pairs := g.pairs(fresh, done, names, n)
	for i := range in {
		if done[i] {
			continue
		}
		e := &fresh[i]
		if g.wasTaken(e) {
			c.Gone++
			continue
		}
		if o := g.twin(e, pairs, n); o != nil && !addDoubtful {
			o.used = n
			doubts = append(doubts, doubt{in[i].line, in[i].speaker, in[i].time, o.speaker})
			c.Doubt++
			continue
		}
		e.fresh, e.used, e.seq, e.slot = true, n, g.seq, unplaced
		g.seq++
		in[i].at = g.add(*e)
		c.New++
	}
	g.place(in)
	return doubts
}

// wasTaken reports whether a message was brought before and taken out by hand,
// each time for one of them: in its second, or in its minute if one side has
// no seconds.
func (g *merger) wasTaken(e *entry) bool {
	take := func(sec int, minute bool) bool {
		k := e.words.key(sec)
		if g.gone.times[k] == 0 || minute && !g.gone.minute[k] {
			return false
		}
		g.gone.times[k]--
		return true
	}
	from := e.sec - e.sec%60
	if take(e.sec, false) || take(from, true) {
		return true
	}
	for sec := from; e.minute && sec < from+60; sec++ {
		if take(sec, false) {
			return true
		}
	}
	return false
}

// place gives the fresh messages of a source their places among the old: beside
// those that stand beside them in the source, if they are of the same second.
func (g *merger) place(in []incoming) {
	for i := range in {
		if in[i].at < 0 || g.entries[in[i].at].slot != unplaced {
			continue
		}
		e := &g.entries[in[i].at]
		if e.slot = g.slotBehind(in, i); e.slot == unplaced {
			e.slot = g.slotBefore(in, i)
		}
		if e.slot == unplaced {
			e.slot, _ = slices.BinarySearch(g.latest, e.sec+1)
		}
	}
}

// slotBehind returns the slot behind the nearest message that stands before the
// i-th in the source and is not left out; unplaced if that is not of the same
// second.
func (g *merger) slotBehind(in []incoming, i int) int {
	sec := g.entries[in[i].at].sec
	for p := i - 1; p >= 0 && in[p].time.Equal(in[i].time); p-- {
		at := in[p].at
		switch {
		case at < 0: // it is left out
			continue
		case g.entries[at].fresh:
			return g.entries[at].slot
		case g.entries[at].sec == sec:
			return at + 1
		}
		return unplaced
	}
	return unplaced
}

// slotBefore returns the slot before the first old message of the same second
// that stands behind the i-th in the source; unplaced if there is none.
func (g *merger) slotBefore(in []incoming, i int) int {
	sec := g.entries[in[i].at].sec
	for p := i + 1; p < len(in) && in[p].time.Equal(in[i].time); p++ {
		if at := in[p].at; at >= 0 && at < g.old && g.entries[at].sec == sec {
			return at
		}
	}
	return unplaced
}

// result returns the messages in their order; first is how many of the old
// ones stand in other posts, which stay as they are.
func (g *merger) result(first int) []piece {
	var fresh []*entry
	for i := g.old; i < len(g.entries); i++ {
		fresh = append(fresh, &g.entries[i])
	}
	slices.SortStableFunc(fresh, func(a, b *entry) int {
		return cmp.Or(cmp.Compare(max(first, a.slot), max(first, b.slot)), cmp.Compare(a.sec, b.sec), cmp.Compare(a.seq, b.seq))
	})
	out := make([]piece, 0, len(g.entries)-first)
	for i := first; i <= g.old; i++ {
		for len(fresh) > 0 && max(first, fresh[0].slot) == i {
			out = append(out, fresh[0].piece)
			fresh = fresh[1:]
		}
		if i < g.old {
			out = append(out, g.entries[i].piece)
		}
	}
	return out
}
