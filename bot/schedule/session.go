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

// Ends is when the session is over in the zone: when it was said to be, else
// after [SessionLength]; ok is false if it has no day.
func (s *Session) Ends(zone *time.Location) (end time.Time, ok bool) {
	start, ok := s.Begins(zone)
	if _, err := time.Parse("15:04", s.End); err != nil || !ok {
		return start.Add(SessionLength), ok
	}
	if end = onDay(start, s.End); !end.After(start) {
		end = end.AddDate(0, 0, 1) // through midnight
	}
	return end, true
}

// LastDay is the day of the session, or the one that it was taken off if it has
// none now; "" if it never had any.
func (s *Session) LastDay() string { return cmp.Or(s.Date, s.was[0]) }

// Corrected reports whether a correction by hand that was made, or taken back,
// at that time is of the session.
func (s *Session) Corrected(at time.Time) bool {
	return s.history != nil && slices.ContainsFunc(s.corrected, at.Equal)
}

// clock writes the start and, where one is known, the end: 20:00-21:00. It is
// "" if nobody said the start.
func (s *Session) clock() string {
	if s.Start == "" || s.End == "" {
		return s.Start
	}
	return s.Start + "-" + s.End
}

// live reports whether the session may still come.
func (s *Session) live() bool {
	return s.Status == Planned || s.Status == TBD || s.Status == Open
}

// set writes a field unless somebody of a higher rank has said otherwise. The
// same again adds nothing.
func (s *Session) set(field, value, id string, rank int) {
	at := s.field(field)
	if value == "" || *at == value || *at != "" && s.rank[field] > rank {
		return
	}
	switch field {
	case "date":
		s.Problem = ""
	case "start":
		s.shiftEnd(value)
	}
	*at = value
	s.rank[field] = rank
	if id != "" { // by hand
		s.Sources[field] = []string{id}
		s.touch(id, field != "topic")
	}
}

// field returns the field that goes by a name in the sources.
func (s *Session) field(name string) *string {
	switch name {
	case "date":
		return &s.Date
	case "start":
		return &s.Start
	case "end":
		return &s.End
	case "speaker":
		return &s.Speaker
	case "topic":
		return &s.Topic
	}
	return (*string)(&s.Status)
}

// shiftEnd moves the end, where one is known, as far as the start moves that is
// about to become start: the session stays as long as it was.
func (s *Session) shiftEnd(start string) {
	const clock = "15:04"
	old, err := time.Parse(clock, s.Start)
	if err != nil {
		return
	}
	to, errTo := time.Parse(clock, start)
	if end, err := time.Parse(clock, s.End); err == nil && errTo == nil {
		s.End = end.Add(to.Sub(old)).Format(clock)
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
		s.postpone(e.DateRange, id, rank)
		return
	} else if !s.live() {
		s.set("status", string(Planned), id, max(rank, s.rank["status"]))
	}
	s.DateRange = [2]string{}
	s.set("start", e.Start, id, max(rank, s.rank["start"]))
	s.set("end", e.End, id, max(rank, s.rank["end"]))
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
