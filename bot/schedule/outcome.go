package schedule

import (
	"slices"
	"time"
)

// An Outcome is what came of a message that announces or changes something.
type Outcome struct {
	// Changed are the sessions that the message tells something of, as they
	// stand now, by date.
	Changed []Session

	// Before are those of them that stood before the message, as they were, by ID.
	Before map[string]Session

	// Met says that the message is of sessions that stand, and changed none.
	Met bool

	// Doubt are the sessions among which it does not say which one it means.
	Doubt []Session
}

// Outcome tells what came of a message of a room by the time now.
func (b *Book) Outcome(room, id string, now time.Time) Outcome {
	o := Outcome{Before: make(map[string]Session)}
	for _, s := range b.Sessions(now) {
		if s.Room == room && s.toldBy(id) {
			o.Changed = append(o.Changed, s)
		}
	}
	l := newLedger(room, b.opt, b.rooms[room], now)
	for _, d := range wholeDays(b.rooms[room]) {
		i := slices.IndexFunc(d.notes, func(n note) bool { return n.id == id })
		if i < 0 {
			l.day(d, now)
			continue
		}
		l.takeAll(d.notes[:i], now)
		for _, s := range l.sessions {
			o.Before[s.ID] = *s
		}
		l.take(d.notes[i])
		o.Met = len(l.met[id]) > 0
		for _, s := range l.doubts[id] {
			o.Doubt = append(o.Doubt, *s)
		}
		break
	}
	return o
}

// toldBy reports whether a message tells something of the session.
func (s *Session) toldBy(id string) bool {
	for _, ids := range s.Sources {
		if slices.Contains(ids, id) {
			return true
		}
	}
	return slices.ContainsFunc(s.changes, func(c change) bool { return c.id == id })
}
