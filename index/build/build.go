package build

import (
	"context"
	"errors"
	"runtime"
	"sync"

	"qunwen/index/generation"
)

// analyse reads and analyses one day.
func (j *job) analyse(d generation.Day) builtDay {
	all, errs := j.load(&d)
	out := builtDay{day: d, errs: errs}
	old := j.earlier[d.Key()]
	n := 0
	for _, tr := range all {
		n += len(tr.Messages)
	}
	out.entries = make([]entry, 0, n)
	for _, tr := range all {
		out.day.Transcripts++
		out.day.Messages += len(tr.Messages)
		for _, p := range tr.Problems {
			out.errs = append(out.errs, p)
		}
		for i := range tr.Messages {
			m := &tr.Messages[i]
			if m.CopyOf != "" || m.Aside {
				continue
			}
			e, analysed := old.entry(j.analyzer, m)
			out.entries = append(out.entries, e)
			if analysed {
				j.analysed.Add(1)
			}
		}
	}
	j.converse(&out, all)
	out.day.Indexed = len(out.entries)
	return out
}

// A ticket is a day to be analysed, and where the outcome is put.
type ticket struct {
	day  generation.Day
	done chan builtDay
}

// each analyses days on all cores and hands them to take in order. It stops at
// the first error of take or when ctx ends.
func (j *job) each(ctx context.Context, days []generation.Day, take func(builtDay) error) error {
	ctx, cancel := context.WithCancel(ctx)
	workers := runtime.GOMAXPROCS(0)
	todo := make(chan ticket)
	order := make(chan chan builtDay, 2*workers) // bounds what is analysed ahead
	var wg sync.WaitGroup
	defer wg.Wait()
	defer cancel()
	for range workers {
		wg.Go(func() {
			for t := range todo {
				t.done <- j.analyse(t.day)
			}
		})
	}
	wg.Go(func() { handOut(ctx, days, order, todo) })
	for n := range days {
		done, err := receive(ctx, order)
		if err != nil {
			return err
		}
		d, err := receive(ctx, done)
		if err != nil {
			return err
		}
		for _, err := range d.errs {
			j.warn(err)
		}
		if err := take(d); err != nil {
			return err
		}
		if j.Progress != nil {
			j.Progress(n+1, len(days))
		}
	}
	return nil
}

// handOut sends a ticket for each day to todo, after the channel of its outcome
// to order. It closes both when all are sent or ctx ends.
func handOut(ctx context.Context, days []generation.Day, order chan<- chan builtDay, todo chan<- ticket) {
	defer close(todo)
	defer close(order)
	for _, d := range days {
		t := ticket{d, make(chan builtDay, 1)}
		if !send(ctx, order, t.done) || !send(ctx, todo, t) {
			return
		}
	}
}

// send sends v to a channel, or returns false when ctx ends.
func send[T any](ctx context.Context, to chan<- T, v T) bool {
	select {
	case to <- v:
		return true
	case <-ctx.Done():
		return false
	}
}

// receive receives a value from a channel, or returns ctx's error when ctx ends.
func receive[T any](ctx context.Context, from <-chan T) (T, error) {
	select {
	case v := <-from:
		return v, nil
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
}

// rebuild makes a generation of all days, with the vectors of the one in old
// where they still serve; "" means there is none.
func (j *job) rebuild(ctx context.Context, print, old string, days []generation.Day) (string, *generation.Manifest, error) {
	j.whole = true
	j.days = byKey(days)
	gdir, err := generation.New(j.dir)
	if err != nil {
		return "", nil, err
	}
	m := &generation.Manifest{Fingerprint: print}
	w := generation.NewStoreWriter()
	err = j.fill(ctx, gdir, days, m, w)
	if err == nil {
		err = j.finish(gdir, m, w)
	}
	if err == nil {
		err = j.carryOver(ctx, gdir, old, m)
	}
	if err == nil {
		err = j.commit(ctx, gdir, m)
	}
	if err != nil {
		return "", nil, errors.Join(err, generation.Abandon(j.dir, gdir))
	}
	return gdir, m, nil
}

// fill writes the terms of all days to the generation in gdir, and their
// messages to w.
func (j *job) fill(ctx context.Context, gdir string, days []generation.Day, m *generation.Manifest, w *generation.StoreWriter) error {
	b := &generation.TermsBuilder{Gdir: gdir}
	err := j.each(ctx, days, func(d builtDay) error {
		m.Days = append(m.Days, d.day)
		for i := range d.entries {
			e := &d.entries[i]
			if err := w.Add(&e.rec); err != nil {
				return err
			}
			if err := b.Add(e.id, e.terms); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return b.Close()
}

// finish writes what a generation has besides Bleve and vectors.
func (j *job) finish(gdir string, m *generation.Manifest, w *generation.StoreWriter) error {
	m.Sum()
	if err := w.Write(gdir); err != nil {
		return err
	}
	return generation.WriteDocs(gdir, m, w)
}

// commit makes the generation in gdir the current one, unless ctx has ended.
func (j *job) commit(ctx context.Context, gdir string, m *generation.Manifest) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return generation.Commit(j.dir, gdir, m)
}
