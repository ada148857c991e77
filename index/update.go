package index

import (
	"context"
	"errors"
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
func (j *job) update(ctx context.Context, gdir string, old *manifest, days []manifestDay) (string, *manifest, int, error) {
	kept, changed := diff(old.Days, days)
	if changed == 0 {
		return gdir, old, 0, nil
	}
	if !old.hasTerms() || changed > fewDays && float64(changed) > maxUpdate*float64(len(old.Days)+1) {
		gdir, m, err := j.rebuild(ctx, old.Fingerprint, gdir, days)
		return gdir, m, changed, err
	}
	j.days = byKey(days)
	reopen(old.Days, days, kept)
	next, err := newGeneration(j.dir)
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
		return "", nil, 0, errors.Join(err, abandon(j.dir, next))
	}
	return next, m, changed, nil
}

// merge fills the generation in next with the kept days of the one in gdir and
// the others read from the site.
func (j *job) merge(ctx context.Context, gdir, next string, old *manifest, days []manifestDay, kept []int) (m *manifest, w *storeWriter, from succession, err error) {
	st, err := openMessages(gdir, old)
	if err != nil {
		return nil, nil, nil, err
	}
	defer st.close()
	starts := old.starts()
	terms, err := newTermsUpdate(gdir, next)
	if err != nil {
		return nil, nil, nil, err
	}
	defer terms.close()
	gone, fresh := j.replace(st, old, starts, days, kept)
	m, w = &manifest{Fingerprint: old.Fingerprint}, newStoreWriter()
	w.grow(st)
	at := 0
	keep := func() error { // copies the kept days up to the next fresh one
		for ; at < len(kept) && kept[at] >= 0; at++ {
			k := kept[at]
			m.Days = append(m.Days, old.Days[k])
			for i := starts[k]; i < starts[k+1]; i++ {
				r := st.record(i)
				if err := w.add(&r); err != nil {
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
			if err := w.add(&e.rec); err != nil {
				return err
			}
			from = append(from, e.was)
			terms.add(e.id, e.terms)
		}
		return nil
	})
	if err == nil {
		err = keep()
	}
	for _, k := range gone {
		removeGone(terms, &old.Days[k], j.earlier[old.Days[k].key()])
	}
	if err == nil {
		err = terms.run(ctx)
	}
	return m, w, from, err
}

// replace tells the days of old that are not kept, by their place, from those
// of the site that are to be read, and has the latter look at the former.
func (j *job) replace(st *store, old *manifest, starts []int, days []manifestDay, kept []int) (gone []int, fresh []manifestDay) {
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
			j.earlier[old.Days[k].key()] = newEarlier(st, span{starts[k], starts[k+1]})
		}
	}
	return gone, fresh
}

// removeGone takes out those documents of a day that are neither kept nor
// replaced.
func removeGone(terms *termsUpdate, d *manifestDay, e *earlier) {
	for i := e.lo; i < e.hi; i++ {
		if !e.kept[i-e.lo] {
			terms.remove(e.store.id(i, d.Room, d.Date))
		}
	}
}
