package site

import (
	"slices"

	"qunwen/corpus"
)

// A saying is a message that stands in the posts of a day.
type saying struct {
	place
	hash  uint64
	taken bool // a key belongs to it, or it was taken out
}

// heard appends the messages of a post of the day.
func (p *dayPost) heard(said []saying, tr *corpus.Transcript) []saying {
	for i := range tr.Messages {
		m := &tr.Messages[i]
		sec := second(m.Time)
		p.count[sec]++
		said = append(said, saying{place: place{p.day, sec, p.count[sec]}, hash: lineHash(sec, m.Speaker, m.Raw)})
	}
	return said
}

// claim finds out which of the day's messages the known keys belong to; those
// of no key are free. If torn is set the last message was not written whole:
// it is no message unless it has words, and they are those of a key.
//
// A key whose message is not there was lost in a crash, and is forgotten, if
// this process has not seen it: then it will be delivered again. What was on
// the disk and has other words now was edited. What this process has seen and
// is not there any more was taken out by somebody.
func (a *Archive) claim(p *dayPost, said []saying, torn bool) {
	c := claiming{keys: a.keys, said: said, at: make(map[place]int, len(said))}
	for i := range said {
		c.at[said[i].place] = i
		said[i].taken = a.keys.removed[said[i].place]
	}
	keys := a.keys.ofDay(p.day)
	lost := c.claimMoved(c.claimInPlace(keys))
	if torn {
		c.setTorn(p)
	}
	c.settleLost(lost)
	for _, k := range keys {
		if r := a.keys.recs[k]; r != nil {
			r.checked = true
		}
	}
	for i := range c.said {
		if s := &c.said[i]; !s.taken {
			p.free[s.hash] = append(p.free[s.hash], s.place)
		}
	}
}

// A claiming is the work of finding the messages of a day's keys.
type claiming struct {
	keys *keyJournal
	said []saying
	at   map[place]int // in said
}

// claimInPlace gives the keys the messages that stand, with their words, where
// the journal says, and returns the keys of which that does not hold.
func (c *claiming) claimInPlace(keys []keyHash) (moved []keyHash) {
	for _, k := range keys {
		r := c.keys.recs[k]
		i, ok := c.at[r.place]
		if !c.keys.removed[r.place] && !(ok && !c.said[i].taken && c.said[i].hash == r.hash) {
			moved = append(moved, k)
			continue
		}
		if ok {
			c.said[i].taken = true
		}
	}
	return moved
}

// claimMoved gives the keys messages of the same words at another place of their
// second, because somebody wrote in between, and returns the keys without one.
func (c *claiming) claimMoved(moved []keyHash) (lost []keyHash) {
	bySec := make(map[int32][]int)
	for i := range c.said {
		bySec[c.said[i].sec] = append(bySec[c.said[i].sec], i)
	}
	for _, k := range moved {
		r := c.keys.recs[k]
		n := slices.IndexFunc(bySec[r.sec], func(i int) bool { return !c.said[i].taken && c.said[i].hash == r.hash })
		if n < 0 {
			lost = append(lost, k)
			continue
		}
		s := &c.said[bySec[r.sec][n]]
		s.taken = true
		c.keys.wrote(k, r.hash, s.place)
	}
	return lost
}

// setTorn notes what the last message is that was not written whole: none of the
// day's, unless a key has its words.
func (c *claiming) setTorn(p *dayPost) {
	last := &c.said[len(c.said)-1]
	if last.taken && p.words && !c.keys.removed[last.place] {
		p.torn = nil // whole, in another form
		return
	}
	p.tornAs, p.tornSec = last.hash, last.sec
	p.count[last.sec]--
	c.said = c.said[:len(c.said)-1]
}

// settleLost keeps the keys of messages that were edited, and forgets those of
// messages that a crash has lost.
func (c *claiming) settleLost(lost []keyHash) {
	for _, k := range lost {
		r := c.keys.recs[k]
		i, ok := c.at[r.place]
		ok = ok && i < len(c.said) && !c.said[i].taken // i may be the torn one
		switch {
		case ok && (r.synced || r.checked):
			c.said[i].taken = true
		case !r.checked:
			c.keys.drop(k)
		}
	}
}
