package schedule

import (
	"cmp"
	"slices"
	"time"

	"qunwen/bot/schedule/announce"
)

// SessionLength is what is set aside for a session and its questions.
const SessionLength = 90 * time.Minute

// Begins is when the session starts in the zone, at the usual time if nobody
// said when; ok is false if it has no day.
func (s *Session) Begins(zone *time.Location) (start time.Time, ok bool) {
	start, err := time.ParseInLocation(time.DateOnly+" 15:04", s.Date+" "+cmp.Or(s.Start, announce.UsualClock), zone)
	return start, err == nil
}

// live reports whether the session may still come.
func (s *Session) live() bool {
	return s.Status == Planned || s.Status == TBD || s.Status == Open
}

// set writes a field unless somebody of a higher rank has said otherwise. The
// same again adds nothing.
func (s *Session) set(field, value, id string, rank int) {
	var at *string
	switch field {
	case "date":
		at = &s.Date
	case "start":
		at = &s.Start
	case "speaker":
		at = &s.Speaker
	case "topic":
		at = &s.Topic
	default:
		status := string(s.Status)
		at = &status
		defer func() { s.Status = Status(status) }()
	}
	if value == "" || *at == value || *at != "" && s.rank[field] > rank {
		return
	}
	*at = value
	s.rank[field] = rank
	if id != "" { // by hand
		s.Sources[field] = []string{id}
	}
}

// relocate gives the session the slot of a move.
func (s *Session) relocate(e announce.Entry, id string, rank int) {
	s.changed = true
	if e.Date != "" && e.Date != s.Date {
		if s.Date != "" {
			s.MovedFrom = append(s.MovedFrom, s.Date)
		}
		s.set("date", e.Date, id, max(rank, s.rank["date"]))
	}
	if e.Date == "" {
		s.DateRange = e.DateRange
		s.set("status", string(Moved), id, max(rank, s.rank["status"]))
	} else if !s.live() {
		s.set("status", string(Planned), id, max(rank, s.rank["status"]))
	}
	s.set("start", e.Start, id, max(rank, s.rank["start"]))
	s.set("topic", e.Topic, id, rank)
}

// find returns the session of a speaker on a day; with the speaker "" an open
// one. Live ones go first; dead says that others count, too.
func (l *ledger) find(date, speaker string, dead bool) *Session {
	var other *Session
	for _, s := range l.sessions {
		if s.Date != date || s.Status == Held {
			continue
		}
		if speaker == "" && s.Speaker == "" || speaker != "" && s.Speaker != "" && l.samePerson(s.Speaker, speaker) {
			if s.live() {
				return s
			}
			other = s
		}
	}
	if other != nil && dead {
		return other
	}
	if other != nil && speaker != "" && date != "" { // announced anew
		return other
	}
	return nil
}

// onlyOn returns the session of a day if there is just one that has a speaker
// and may still come, or one without.
func (l *ledger) onlyOn(date string) *Session {
	var found *Session
	for _, s := range l.sessions {
		if s.Date != date || !s.live() {
			continue
		}
		if found != nil && found.Speaker != "" {
			if s.Speaker != "" {
				return nil
			}
			continue
		}
		found = s
	}
	return found
}

// lastCancelled returns the session of a day that was cancelled last.
func (l *ledger) lastCancelled(date string) *Session {
	for _, s := range slices.Backward(l.sessions) {
		if s.Date == date && s.Status == Cancelled {
			return s
		}
	}
	return nil
}

// undated returns a session of the speaker that has no day yet.
func (l *ledger) undated(speaker string) *Session {
	for _, s := range l.sessions {
		if s.Date == "" && s.Speaker != "" && s.Status != Held && l.samePerson(s.Speaker, speaker) {
			return s
		}
	}
	return nil
}

// nearby returns the speaker's session of a day not far from date, which has
// not been held: who is announced for another day has moved.
func (l *ledger) nearby(speaker, date string) *Session {
	day, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return nil // Unreachable: dates in entries are written by us.
	}
	for _, s := range l.sessions {
		other, err := time.Parse(time.DateOnly, s.Date)
		if err != nil || !s.live() || s.Speaker == "" || !l.samePerson(s.Speaker, speaker) {
			continue
		}
		if off := day.Sub(other); off >= -moveReach && off <= moveReach {
			return s
		}
	}
	return nil
}

// moveReach is how far a session may move without a word.
const moveReach = 10 * 24 * time.Hour

// next returns the first session of the speaker from a day on, or else the one
// without a day.
func (l *ledger) next(speaker, from string) *Session {
	var found *Session
	for _, s := range l.sessions {
		if s.Date >= from && s.live() && s.Speaker != "" && l.samePerson(s.Speaker, speaker) && (found == nil || s.Date < found.Date) {
			found = s
		}
	}
	if found == nil {
		found = l.undated(speaker)
	}
	return found
}

// close settles what is over at the time now and gives the sessions away.
func (l *ledger) close(now time.Time) []Session {
	today := now.Format(time.DateOnly)
	var all []Session
	for _, s := range l.sessions {
		c := *s
		c.MovedFrom = slices.Clone(s.MovedFrom)
		if c.Date == "" && c.live() && l.stale(s, now) {
			c.Status = NotHeld
		}
		if c.Date != "" && c.Date < today && c.live() {
			if c.Speaker == "" {
				continue // a free day that stayed free
			}
			c.Status = NotHeld
		}
		c.Source = l.source(s)
		all = append(all, c)
	}
	return all
}

// patience is how long a promise without any day is waited for.
const patience = 180 * 24 * time.Hour

// stale reports whether a session without a day will hardly come any more: its
// stretch is over, or nobody has spoken of it for long.
func (l *ledger) stale(s *Session, now time.Time) bool {
	if s.DateRange[1] != "" {
		return s.DateRange[1] < now.Format(time.DateOnly)
	}
	for _, ids := range s.Sources {
		for _, id := range ids {
			if n, ok := l.notes[id]; ok && now.Sub(n.at) < patience {
				return false
			}
		}
	}
	return true
}
