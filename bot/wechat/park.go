package wechat

import (
	"context"
	"maps"
	"slices"
	"time"
)

// The bounds of what waits for the topic of its group.
const (
	parkFor = time.Hour
	parkLen = 1000 // messages of all groups together
)

// A parked message came from a group of which nothing is known, because the
// service did not answer. While there are any, the session is not saved: after
// a crash they come again.
type parked struct {
	e  *element
	at time.Time
}

// park keeps a message until its group is known.
func (r *runner) park(s *session, id string, e *element) {
	n := 0
	for _, list := range s.parked {
		n += len(list)
	}
	if n >= parkLen {
		r.unplaced.Add(1)
		return
	}
	s.parked[id] = append(s.parked[id], parked{e, time.Now()})
}

// unpark delivers what waited for a group, if that is known now.
func (r *runner) unpark(ctx context.Context, s *session, id string) {
	list := s.parked[id]
	if len(list) == 0 || !s.book.lookup(id).known() {
		return
	}
	delete(s.parked, id)
	for _, p := range list {
		r.guarded(ctx, func() { r.hand(ctx, s, p.e) })
	}
}

// tendParked asks again for groups that messages wait for, and gives up on
// those that waited too long.
func (r *runner) tendParked(ctx context.Context, s *session) {
	for _, id := range slices.Sorted(maps.Keys(s.parked)) {
		r.freshen(ctx, s, id, false)
		r.unpark(ctx, s, id)
		list := s.parked[id]
		old := 0
		for old < len(list) && time.Since(list[old].at) > parkFor {
			old++
		}
		r.unplaced.Add(int64(old))
		if s.parked[id] = list[old:]; len(list) == old {
			delete(s.parked, id)
		}
	}
}
