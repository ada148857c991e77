package schedule

import (
	"slices"
	"strings"
	"time"
)

// A change is that a message changed a session, or that it did and was taken
// back since.
type change struct {
	id     string // of the message, room/date/time
	timing bool   // it changed when or whether the session is held, or who speaks
}

// A history is where a session comes from and what changed it.
type history struct {
	made      time.Time   // when it was first planned or heard
	maker     string      // ID of the message that made it
	slot      slot        // as that announced it
	changes   []change    // by messages, in the order of the ledger
	corrected []time.Time // when it was corrected by hand, and when that was taken back
}

// at is when the change was made, in a zone; the zero time if the ID does not
// tell it.
func (c change) at(zone *time.Location) time.Time {
	part := strings.Split(c.id, "/")
	if len(part) != 3 {
		return time.Time{}
	}
	clock, _, _ := strings.Cut(part[2], ".")
	t, err := time.ParseInLocation(time.DateOnly+" 150405", part[1]+" "+clock, zone)
	if err != nil {
		return time.Time{}
	}
	return t
}

// touch enters that the message with the ID changed the session.
func (s *Session) touch(id string, timing bool) {
	if n := len(s.changes); n > 0 && s.changes[n-1].id == id {
		s.changes[n-1].timing = s.changes[n-1].timing || timing
	} else if id != "" {
		s.changes = append(s.changes, change{id, timing})
	}
}

// changedAt lists when the session was changed, oldest first, also by what was
// taken back since; the start of its day if that is not known. It is never
// empty.
func (s *Session) changedAt(zone *time.Location) []time.Time {
	var all []time.Time
	seen := make(map[string]bool)
	enter := func(c change) {
		if t := c.at(zone); !t.IsZero() && !seen[c.id] {
			seen[c.id] = true
			all = append(all, t)
		}
	}
	if h := s.history; h != nil {
		all = append(all, h.corrected...)
		for _, c := range h.changes {
			enter(c)
		}
	}
	for _, ids := range s.Sources {
		for _, id := range ids {
			enter(change{id: id})
		}
	}
	day, err := time.ParseInLocation(time.DateOnly, s.Date, zone)
	switch {
	case s.Status == NotHeld && err == nil:
		all = append(all, day.AddDate(0, 0, 1)) // nobody had to say so
	case len(all) == 0:
		all = append(all, day)
	}
	slices.SortStableFunc(all, time.Time.Compare)
	return all
}

// retimedAt is when it was last changed whether, when or by whom the session is
// held; the zero time if that is not known.
func (s *Session) retimedAt(zone *time.Location) time.Time {
	var last time.Time
	if s.history == nil {
		return last
	}
	for _, c := range s.changes {
		if t := c.at(zone); c.timing && t.After(last) {
			last = t
		}
	}
	for _, t := range s.corrected {
		if t.After(last) {
			last = t
		}
	}
	return last
}

// A slot is how an entry announces a session: a day, and who speaks.
type slot struct{ date, speaker string }
