package corpus

// A saying is a message that stands in the posts of a day.
type saying struct {
	place
	hash  uint64
	taken bool // a key belongs to it, or it was taken out
}

// heard appends the messages of a post of the day.
func (p *dayPost) heard(said []saying, tr *Transcript) []saying {
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
	last := len(said) - 1
	at := make(map[place]int, len(said))
	bySec := make(map[int32][]int)
	for i := range said {
		at[said[i].place] = i
		bySec[said[i].sec] = append(bySec[said[i].sec], i)
		said[i].taken = a.keys.removed[said[i].place]
	}
	var moved, lost []keyHash
	keys := a.keys.ofDay(p.day)
	for _, k := range keys {
		r := a.keys.recs[k]
		if i, ok := at[r.place]; a.keys.removed[r.place] || ok && !said[i].taken && said[i].hash == r.hash {
			if ok {
				said[i].taken = true
			}
			continue
		}
		moved = append(moved, k)
	}
	for _, k := range moved { // to another place of its second: somebody wrote in between
		r := a.keys.recs[k]
		found := false
		for _, i := range bySec[r.sec] {
			if !said[i].taken && said[i].hash == r.hash {
				said[i].taken, found = true, true
				a.keys.wrote(k, r.hash, said[i].place)
				break
			}
		}
		if !found {
			lost = append(lost, k)
		}
	}
	switch {
	case torn && said[last].taken && p.words && !a.keys.removed[said[last].place]:
		p.torn = nil // whole, in another form
	case torn:
		p.tornAs, p.tornSec = said[last].hash, said[last].sec
		p.count[said[last].sec]--
		said = said[:last]
	}
	for _, k := range lost {
		r := a.keys.recs[k]
		i, ok := at[r.place]
		ok = ok && i < len(said) && !said[i].taken // i may be the torn one
		switch {
		case ok && (r.synced || r.checked):
			said[i].taken = true
		case !r.checked:
			a.keys.drop(k)
		}
	}
	for _, k := range keys {
		if r := a.keys.recs[k]; r != nil {
			r.checked = true
		}
	}
	for i := range said {
		if s := &said[i]; !s.taken {
			p.free[s.hash] = append(p.free[s.hash], s.place)
		}
	}
}
