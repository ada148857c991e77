package index

import (
	"slices"
	"time"

	"qunwen/index/generation"
	"qunwen/index/retrieval"
)

func (x *Index) scope(opt Options) retrieval.Scope {
	sc := retrieval.Scope{Start: make([]int, len(x.r.Manifest.Days)), End: make([]int, len(x.r.Manifest.Days))}
	for _, id := range opt.Except {
		if i, ok := x.ordinal(id); ok {
			sc.Except = append(sc.Except, i)
		}
	}
	if opt.Hidden != nil {
		sc.Hidden = make([]bool, x.r.Store.Speakers())
		for k := range sc.Hidden {
			sc.Hidden[k] = opt.Hidden(x.r.Store.Name(k), "")
		}
	}
	first, last := x.date(opt.Since), x.date(opt.Before)
	for d, day := range x.r.Manifest.Days {
		sc.Start[d], sc.End[d] = x.r.Starts[d], x.r.Starts[d+1]
		if day.Date < first || last != "" && day.Date > last || opt.leavesOut(day.Room, day.Date) {
			sc.End[d] = sc.Start[d]
			continue
		}
		if day.Date == last {
			sc.End[d] = x.firstSent(d, func(at time.Time) bool { return at.After(opt.Before) })
		}
		if day.Date == first {
			sc.Start[d] = min(sc.End[d], x.firstSent(d, func(at time.Time) bool { return !at.Before(opt.Since) }))
		}
	}
	return sc
}

// leavesOut reports whether a day of a room is not used, whatever was said on it.
func (o *Options) leavesOut(room, date string) bool {
	return len(o.Rooms) > 0 && !slices.Contains(o.Rooms, room) || len(o.Without) > 0 && slices.Contains(o.Without, room+"/"+date)
}

// date returns the day of t as the manifest writes it; "" of the zero time.
func (x *Index) date(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(x.loc).Format(time.DateOnly)
}

// firstSent returns the first ordinal of day d that was sent at a time for which
// is holds; the end of the day if there is none.
func (x *Index) firstSent(d int, is func(at time.Time) bool) int {
	for i := x.r.Starts[d]; i < x.r.Starts[d+1]; i++ {
		if r := (generation.Record{Second: x.r.Store.Second(i)}); is(r.Time(x.r.Manifest.Days[d].Date, x.loc)) {
			return i
		}
	}
	return x.r.Starts[d+1]
}
