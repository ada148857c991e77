package index

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/index/scorch/mergeplan"
	bindex "github.com/blevesearch/bleve_index_api"
)

const (
	// maxUpdate is the share of changed days above which everything is built
	// anew: an update leaves small segments behind, which make searches slower.
	// Up to fewDays may always be updated: for a group that has just begun they
	// are a large share.
	maxUpdate = 0.25
	fewDays   = 8

	// maxSegments bounds the segments that updates leave. If there are more,
	// those of like size are merged until fewSegments are left: the large one,
	// which holds nearly all messages, is not written anew for a few.
	maxSegments = 12
	fewSegments = 4

	boltTimeout = "2s" // without it a second opener would hang
)

// update takes up the days that changed into a copy of the generation in gdir,
// and returns its folder, its manifest and how many days changed. If none did it
// returns what it was given.
func (j *job) update(ctx context.Context, gdir string, old *manifest, days []manifestDay) (string, *manifest, int, error) {
	kept, changed := diff(old.Days, days)
	if changed == 0 {
		return gdir, old, 0, nil
	}
	if _, err := os.Stat(filepath.Join(gdir, bleveName)); err != nil || changed > fewDays && float64(changed) > maxUpdate*float64(len(old.Days)+1) {
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
	data, unmap, err := mapFile(filepath.Join(gdir, messagesName))
	if err != nil {
		return nil, nil, nil, err
	}
	defer unmap()
	st, err := openStore(data)
	if err != nil {
		return nil, nil, nil, err
	}
	starts := dayStarts(old)
	batch, err := newBatch(gdir, next)
	if err != nil {
		return nil, nil, nil, err
	}
	defer batch.close()
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
			batch.add(e)
		}
		return nil
	})
	if err == nil {
		err = keep()
	}
	for _, k := range gone {
		batch.remove(&old.Days[k], j.earlier[old.Days[k].key()])
	}
	if err == nil {
		err = batch.run(ctx)
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

// A batch is one change of a copied Bleve index.
type batch struct {
	index *bleveIndex
	b     *bindex.Batch
	path  string
}

// newBatch copies the Bleve index of gdir to next and opens it for writing.
func newBatch(gdir, next string) (*batch, error) {
	path := filepath.Join(next, bleveName)
	if err := linkTree(filepath.Join(gdir, bleveName), path); err != nil {
		return nil, err
	}
	x, err := openScorch(path, false)
	if err != nil {
		return nil, err
	}
	return &batch{x, bindex.NewBatch(), path}, nil
}

func (b *batch) add(e *entry) {
	if len(e.terms.Words) > 0 {
		b.b.Update(newDocument(e))
	}
}

// remove takes out those documents of a day that are neither kept nor replaced.
func (b *batch) remove(d *manifestDay, e *earlier) {
	for i := e.lo; i < e.hi; i++ {
		if e.kept[i-e.lo] {
			continue
		}
		r := e.store.record(i)
		if id := r.id(d.Room, d.Date); b.b.IndexOps[id] == nil {
			b.b.Delete(id)
		}
	}
}

// run applies the batch, merges segments if there are many, and closes.
func (b *batch) run(ctx context.Context) error {
	if err := b.index.Batch(b.b); err != nil {
		return err
	}
	if files, _ := filepath.Glob(filepath.Join(b.path, storeDir, "*.zap")); len(files) > maxSegments {
		if s, ok := b.index.Index.(*scorch.Scorch); ok {
			ctx, cancel := context.WithTimeout(ctx, 10*time.Minute)
			defer cancel()
			if err := s.ForceMerge(ctx, mergeOptions()); err != nil {
				return fmt.Errorf("merge segments: %w", err)
			}
		}
	}
	return b.close()
}

// mergeOptions are Bleve's own but for how many segments may stay.
func mergeOptions() *mergeplan.MergePlanOptions {
	o := mergeplan.DefaultMergePlanOptions
	o.CalcBudget = func(int64, int64, *mergeplan.MergePlanOptions) int { return fewSegments }
	return &o
}

// close may be called again.
func (b *batch) close() error {
	if b.index == nil {
		return nil
	}
	x := b.index
	b.index = nil
	return x.Close()
}
