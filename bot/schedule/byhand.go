package schedule

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"qunwen/bot/schedule/announce"
)

// amend carries out the corrections of the room on settled sessions and
// returns those that meet none of them, too.
func (l *ledger) amend(sessions []Session, now time.Time) ([]Session, []Correction) {
	var unmatched []Correction
	for i := range l.corrections {
		c := &l.corrections[i]
		if c.Room != l.room {
			continue
		}
		at := l.meant(sessions, c)
		if !c.Undone.IsZero() {
			if at >= 0 {
				sessions[at].corrected = append(sessions[at].corrected, c.At, c.Undone)
			}
			continue
		}
		if at < 0 && c.Do != DoSet {
			unmatched = append(unmatched, *c)
			continue
		}
		if at < 0 {
			s := l.add(c.note(), announce.Entry{Date: c.Date, Speaker: c.Speaker})
			s.Date, s.Status = c.Date, Open
			sessions = append(sessions, *s)
			at = len(sessions) - 1
		} else {
			l.adopt(&sessions[at], c)
		}
		sessions[at].amend(c)
		sessions = l.settle(sessions, at, now)
	}
	return sessions, unmatched
}

// adopt gives a session that was announced in the chat after it was set by hand
// the identity that it had until then.
func (l *ledger) adopt(s *Session, c *Correction) {
	if n := c.note(); c.Do == DoSet && s.made.After(c.At) {
		l.ids[s.ID] = false
		s.ID, s.made = l.newID(n.id, "0"), n.at
		l.ids[s.ID] = true
	}
}

// foretell plans what is moved to a day, or set on it, by hand, before its talks
// are heard: a talk that is expected is known by less.
func (l *ledger) foretell(date string) {
	for i := range l.corrections {
		c := &l.corrections[i]
		switch {
		case c.Room != l.room || !c.Undone.IsZero():
		case c.Do == DoMove && c.To == date:
			if s := l.movedBy(c); s != nil {
				s.relocate(announce.Entry{Date: c.To, Start: c.Start, End: c.End}, "", byHand)
			}
		case c.Do == DoSet && c.Date == date && c.Speaker != "" && l.find(date, c.Speaker, false) == nil && l.onlyOn(date) == nil:
			s := l.add(c.note(), announce.Entry{Date: date, Speaker: c.Speaker})
			s.Date, s.Start, s.End, s.Speaker, s.Topic, s.Status = date, c.Start, c.End, c.Speaker, c.Topic, Planned
			s.rank["speaker"], s.rank["date"], s.rank["status"] = byHand, byHand, byHand
		}
	}
}

// movedBy returns the session that a correction is to move to another day.
func (l *ledger) movedBy(c *Correction) *Session {
	for _, s := range l.sessions {
		if s.Status != Held && s.Date != c.To && (s.Date == c.Date || slices.Contains(s.MovedFrom, c.Date)) && (c.Who == "" || l.goesBy(s, c.Who)) {
			return s
		}
	}
	return nil
}

// meant finds the session that a correction is of, -1 if there is none: on its
// day, else one that was moved away from it.
func (l *ledger) meant(sessions []Session, c *Correction) int {
	found, best := -1, 0
	for i := range sessions {
		s := &sessions[i]
		fit := 0
		switch {
		case c.Who != "" && !l.goesBy(s, c.Who):
		case c.fits(s):
			fit = 3
		case s.Date == c.Date:
			fit = 2
		case slices.Contains(s.MovedFrom, c.Date):
			fit = 1
		}
		if c.Do == DoSet && c.Who == "" && c.Speaker != "" && fit == 3 && l.goesBy(s, c.Speaker) {
			fit = 4
		}
		if fit > best {
			found, best = i, fit
		}
	}
	return found
}

// fits reports whether a session is on the day of the correction and in a state
// that it changes: one that may come or came, or, to be restored, one that was
// called off or taken off that day.
func (c *Correction) fits(s *Session) bool {
	if c.Do == DoRestore {
		return s.LastDay() == c.Date && (s.Status == Cancelled || s.Status == Moved)
	}
	return s.Date == c.Date && (s.live() || s.Status == Held)
}

// goesBy reports whether the session's speaker goes by a name.
func (l *ledger) goesBy(s *Session, name string) bool {
	low := strings.ToLower(name)
	for _, who := range []string{s.Speaker, s.AnnouncedAs} {
		if who != "" && (l.samePerson(who, name) || strings.Contains(strings.ToLower(who), low)) {
			return true
		}
	}
	return false
}

// amend writes what a correction says into a session.
func (s *Session) amend(c *Correction) {
	s.ByHand = c.At
	s.corrected = append(s.corrected, c.At)
	if c.Start != "" {
		s.shiftEnd(c.Start)
	}
	s.Start, s.End = cmp.Or(c.Start, s.Start), cmp.Or(c.End, s.End)
	switch c.Do {
	case DoCancel:
		s.Status = Cancelled
	case DoConfirm:
		s.Status = Planned
	case DoRestore:
		s.backOnDay()
		s.Status = Planned
	case DoMove:
		if s.Date != "" && s.Date != c.To {
			s.MovedFrom = append(s.MovedFrom, s.Date)
		}
		if s.Date != c.To || s.Status != Held { // foretold, and heard there
			s.Date, s.Status = c.To, Planned
		}
	case DoSet:
		s.Speaker, s.Topic = cmp.Or(c.Speaker, s.Speaker), cmp.Or(c.Topic, s.Topic)
		if s.Status == Open && s.Speaker != "" {
			s.Status = Planned
		}
		s.Status = cmp.Or(c.Status, s.Status)
		if s.AnnouncedAs == s.Speaker {
			s.AnnouncedAs = ""
		}
	}
}

// settle gives an amended session the status that its day has by the time now:
// if its speaker was heard there, it was held.
func (l *ledger) settle(sessions []Session, at int, now time.Time) []Session {
	s := &sessions[at]
	if !s.live() || s.Speaker == "" {
		return sessions
	}
	for i := range sessions {
		if o := &sessions[i]; i != at && o.Date == s.Date && o.Status == Held && l.goesBy(o, s.Speaker) {
			s.Status = Held
			s.Sources["held"] = o.Sources["held"]
			s.Topic = cmp.Or(s.Topic, o.Topic)
			return slices.Delete(sessions, i, i+1)
		}
	}
	if s.Date < now.Format(time.DateOnly) {
		s.Status = NotHeld
	}
	return sessions
}
