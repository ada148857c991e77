package build

import (
	"context"
	"errors"

	"qunwen/index/generation"
)

const (
	// maxUpdate is the share of changed days above which everything is built
	// anew: an update leaves small segments behind, which make searches slower.
	// Up to fewDays may always be updated: for a group that has just begun they
	// are a large share.
	maxUpdate = 0.25
	fewDays   = 8
)

// update takes up the days that changed into a copy of the generation in gdir,
// and returns its folder, its manifest and how many days changed. If none did it
// returns what it was given.
func (j *job) update(ctx context.Context, gdir string, old *generation.Manifest, days []generation.Day) (string, *generation.Manifest, int, error) {
	kept, changed := diff(old.Days, days)
	if changed == 0 {
		return gdir, old, 0, nil
	}
	if !old.HasTerms() || changed > fewDays && float64(changed) > maxUpdate*float64(len(old.Days)+1) {
		gdir, m, err := j.rebuild(ctx, old.Fingerprint, gdir, days)
		return gdir, m, changed, err
	}
	j.days = byKey(days)
	reopen(old.Days, days, kept)
	next, err := generation.New(j.dir)
	if err != nil {
		return "", nil, 0, err
	}
	m, w, from, err := j.merge(ctx, gdir, next, old, days, kept)
	if err == nil {
		err = j.finish(next, m, w)
	}
	if err == nil {
		err = j.succeed(ctx, gdir, next, old, m, from)
	}
	if err == nil {
		err = j.commit(ctx, next, m)
	}
	if err != nil {
		return "", nil, 0, errors.Join(err, generation.Abandon(j.dir, next))
	}
	return next, m, changed, nil
}

// merge fills the generation in next with the kept days of the one in gdir and
// the others read from the site.
func (j *job) merge(ctx context.Context, gdir, next string, old *generation.Manifest, days []generation.Day, kept []int) (m *generation.Manifest, w *generation.StoreWriter, from succession, err error) {
	st, err := generation.OpenMessages(gdir, old)
	if err != nil {
		return nil, nil, nil, err
	}
	defer st.Close()
	starts := old.Starts()
	terms, err := generation.NewTermsUpdate(gdir, next)
	if err != nil {
		return nil, nil, nil, err
	}
	defer terms.Close()
	gone, fresh := j.replace(st, old, starts, days, kept)
	m, w = &generation.Manifest{Fingerprint: old.Fingerprint}, generation.NewStoreWriter()
	w.Grow(st)
	at := 0
	keep := func() error { // copies the kept days up to the next fresh one
		for ; at < len(kept) && kept[at] >= 0; at++ {
			k := kept[at]
			m.Days = append(m.Days, old.Days[k])
			for i := starts[k]; i < starts[k+1]; i++ {
				r := st.Record(i)
				if err := w.Add(&r); err != nil {
					return err
				}
				from = append(from, uint32(i))
			}
		}
		return nil
	}
	err = j.each(ctx, fresh, func(d builtDay) error {
		if err := keep(); err != nil {
			return err
		}
		at++
		m.Days = append(m.Days, d.day)
		for i := range d.entries {
			e := &d.entries[i]
			if err := w.Add(&e.rec); err != nil {
				return err
			}
			from = append(from, e.was)
			terms.Add(e.id, e.terms)
		}
		return nil
	})
	if err == nil {
		err = keep()
	}
	for _, k := range gone {
		removeGone(terms, &old.Days[k], j.earlier[old.Days[k].Key()])
	}
	if err == nil {
		err = terms.Run(ctx)
	}
	return m, w, from, err
}

// replace tells the days of old that are not kept, by their place, from those
// of the site that are to be read, and has the latter look at the former.
func (j *job) replace(st *generation.Store, old *generation.Manifest, starts []int, days []generation.Day, kept []int) (gone []int, fresh []generation.Day) {
	stays := make(map[int]bool, len(kept))
	for i, k := range kept {
		if k >= 0 {
			stays[k] = true
		} else {
			fresh = append(fresh, days[i])
		}
	}
	j.earlier = make(map[string]*earlier)
	for k := range old.Days {
		if !stays[k] {
			gone = append(gone, k)
			j.earlier[old.Days[k].Key()] = newEarlier(st, generation.Span{Lo: starts[k], Hi: starts[k+1]})
		}
	}
	return gone, fresh
}

// removeGone takes out those documents of a day that are neither kept nor
// replaced.
func removeGone(terms *generation.TermsUpdate, d *generation.Day, e *earlier) {
	for i := e.Lo; i < e.Hi; i++ {
		if !e.kept[i-e.Lo] {
			terms.Remove(e.store.ID(i, d.Room, d.Date))
		}
	}
}

// diff compares days in order. For each new day it gives the place of the same
// day in old, or -1 if it has to be indexed; changed counts these and the days
// that went.
func diff(old, days []generation.Day) (kept []int, changed int) {
	kept = make([]int, len(days))
	at, same := 0, 0
	for i := range days {
		kept[i] = -1
		for at < len(old) && old[at].Key() < days[i].Key() {
			at++
		}
		if at < len(old) && old[at].Same(&days[i]) {
			kept[i] = at
			same++
		}
	}
	return kept, len(days) - same + goneDays(old, days)
}

// goneDays counts the days of old that are not among days.
func goneDays(old, days []generation.Day) int {
	have := make(map[string]bool, len(days))
	for i := range days {
		have[days[i].Key()] = true
	}
	n := 0
	for i := range old {
		if !have[old[i].Key()] {
			n++
		}
	}
	return n
}
