package schedule

import (
	"slices"
	"time"
)

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

// undated returns a session of the speaker that has no day yet, or was moved to
// none.
func (l *ledger) undated(speaker string) *Session {
	for _, s := range l.sessions {
		if (s.Date == "" && s.Status != Held || s.Status == Moved) && s.Speaker != "" && l.samePerson(s.Speaker, speaker) {
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
	first, last := day.AddDate(0, 0, -moveReach).Format(time.DateOnly), day.AddDate(0, 0, moveReach).Format(time.DateOnly)
	for _, s := range l.sessions {
		if s.Date >= first && s.Date <= last && s.live() && s.Speaker != "" && l.samePerson(s.Speaker, speaker) {
			return s
		}
	}
	return nil
}

// moveReach is how many days a session may move without a word.
const moveReach = 10

// close settles what is over at the time now and gives the sessions away.
func (l *ledger) close(now time.Time) []Session {
	today := now.Format(time.DateOnly)
	var all []Session
	for _, s := range l.sessions {
		c := *s
		c.MovedFrom = slices.Clone(s.MovedFrom)
		if c.Date == "" && c.live() && l.lapsed(s, now) {
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

// lapsed reports whether a session without a day will hardly come any more: its
// stretch is over, or nobody has spoken of it for long.
func (l *ledger) lapsed(s *Session, now time.Time) bool {
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
