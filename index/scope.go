package index

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"qunwen/index/generation"
	"qunwen/index/retrieval"
)

const (
	defaultLimit = 3
	maxLimit     = 100
)

// Options narrows a [Index.Search]. The zero value searches everything.
type Options struct {
	Limit  int       // most hits to return, up to 100; 0 means 3
	Rooms  []string  // rooms to look in; empty means all
	Since  time.Time // messages sent earlier are not used; zero means no limit
	Before time.Time // messages sent later are not used; zero means no limit

	// Without lists days that are not used, as room/YYYY-MM-DD: what would be
	// answered if they had been silent?
	Without []string

	// Except lists messages that are neither quoted nor counted, by ID: the one
	// that asks, if it is in the index.
	Except []string

	// Focus is the part of the question that the asker wants to know of, beyond
	// what was asked before: lines with its words come first. "" means all of it.
	Focus string

	// Hidden reports whether a message, by its speaker's published name and its
	// body, must not be shown. nil means that all may be.
	Hidden func(speaker, body string) bool
}

// validate returns an error naming every field that is out of range.
func (o Options) validate() error {
	var limit error
	if o.Limit < 0 || o.Limit > maxLimit {
		limit = fmt.Errorf("limit %d is not in 0..%d", o.Limit, maxLimit)
	}
	return errors.Join(limit)
}

// scope returns the ordinals that opt leaves to be used.
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
