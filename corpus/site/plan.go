package site

import (
	"context"
	"runtime"
	"slices"
	"strings"
	"sync"

	"qunwen/corpus/convert"
	"qunwen/corpus/people"
)

// merge works out all days, in parallel, and hands them to keep, in order.
func (r *importRun) merge(ctx context.Context, keep func(*dayWork) error) error {
	var err error
	if r.site, err = layoutOfSite(r.set.Site, r.set.Private); err != nil {
		return err
	}
	if r.people, err = people.Read(r.set.Site); err != nil {
		return err
	}
	r.people.Learn(r.b.Accounts())
	days := make(map[convert.DayKey]*dayWork)
	wanted := make(map[convert.DayKey]bool)
	for k, n := range r.b.Days() {
		folder := r.to[k.Room]
		if folder == "" {
			continue
		}
		key := convert.DayKey{Room: folder, Date: k.Date}
		if days[key] == nil {
			days[key] = &dayWork{key: key}
			r.works = append(r.works, days[key])
			wanted[key] = true
		}
		days[key].keys = append(days[key].keys, k)
		days[key].brought += n
	}
	slices.SortFunc(r.works, func(a, b *dayWork) int {
		return strings.Compare(a.key.Room+"/"+a.key.Date, b.key.Room+"/"+b.key.Date)
	})
	if r.gone, err = brought(r.set.Site, wanted); err != nil {
		return err
	}
	if err := r.each(ctx, "merge", r.day, func(w *dayWork) error {
		if w.err != nil {
			return w.err
		}
		r.report.Days = append(r.report.Days, w.report)
		r.report.Counts.add(w.report.Counts)
		if w.post != nil {
			r.report.Changed++
		}
		if keep == nil {
			w.post, w.old, w.images = nil, nil, nil
			return nil
		}
		return keep(w)
	}); err != nil {
		return err
	}
	r.report.Counts.Refused = r.b.CountRefused()
	if r.report.Counts.Refused > 0 && !r.set.SkipRefused {
		return ErrRefused
	}
	return nil
}

// each lets work do all days, some at a time, and done see them in order.
func (r *importRun) each(ctx context.Context, stage string, work func(*dayWork), done func(*dayWork) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	next := make(chan *dayWork)
	ready := make([]chan struct{}, len(r.works))
	at := make(map[*dayWork]int, len(r.works))
	for i, w := range r.works {
		ready[i], at[w] = make(chan struct{}), i
	}
	room := make(chan struct{}, 2*runtime.GOMAXPROCS(0)) // days that are at work or not yet seen
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for w := range next {
				work(w)
				close(ready[at[w]])
			}
		})
	}
	wg.Go(func() {
		defer close(next)
		for _, w := range r.works {
			select {
			case room <- struct{}{}:
			case <-ctx.Done():
				return
			}
			next <- w
		}
	})
	defer wg.Wait()
	defer cancel()
	for i, w := range r.works {
		select {
		case <-ready[i]:
		case <-ctx.Done():
			return ctx.Err()
		}
		if err := done(w); err != nil {
			return err
		}
		<-room
		r.set.Progress.Tell(stage, int64(i+1), int64(len(r.works)))
	}
	return ctx.Err()
}
