package schedule

import (
	"slices"
	"strings"
	"time"

	"qunwen/bot/schedule/announce"
)

const (
	// plainTalkChars and plainTalkShare are enough for a talk that nobody
	// announced, if there are signs of a session around it.
	plainTalkChars = 900
	plainTalkShare = 0.6

	// clearTalkChars are enough for an announced one without such signs.
	clearTalkChars = 600

	// nearPlan is how far from the announced start a talk may begin, in minutes.
	nearPlan = 150
)

// hear ties the talks of a day to its plans: first those of the people
// announced, then others by the time, because many speak under another name
// than they are announced by. A long talk with the signs of a session that is
// left becomes one that nobody announced.
func (l *ledger) hear(date string, talks []talk, now time.Time) {
	var left []talk
	for _, t := range talks {
		if t.to.After(now) {
			continue
		}
		if s := l.planOf(date, t); s != nil {
			s.hold(t)
			l.merge(s, t)
		} else {
			left = append(left, t)
		}
	}
	for _, t := range left {
		if s := l.planNear(date, t); s != nil {
			s.hold(t)
		} else if (t.opened || t.thanked || t.signIn) && t.chars >= plainTalkChars && t.share >= plainTalkShare && l.convincing(date, t) {
			s := l.add(&note{id: t.first, at: t.from}, announce.Entry{Date: date, Speaker: t.speaker})
			s.Date = date
			s.hold(t)
		}
	}
}

// merge takes into a held session what else was announced for its time on its
// own day: a room hears one talk at a time, so that was the same one under
// another name.
func (l *ledger) merge(s *Session, t talk) {
	for _, o := range slices.Clone(l.sessions) {
		if o == s || o.Date != s.Date || !o.live() || o.Speaker == "" || !o.confirmed() || o.minutesFrom(t.from) > nearPlan/2 {
			continue
		}
		if o.Speaker != s.Speaker && s.AnnouncedAs == "" {
			s.AnnouncedAs = o.Speaker
		}
		for _, f := range []struct{ name, value string }{{"start", o.Start}, {"end", o.End}, {"topic", o.Topic}} {
			if ids := o.Sources[f.name]; len(ids) > 0 {
				s.set(f.name, f.value, ids[0], announcer)
			}
		}
		l.sessions = slices.DeleteFunc(l.sessions, func(x *Session) bool { return x == o })
	}
}

// convincing reports whether a talk without a plan is one: two signs, or one
// on a day on which something was to be.
func (l *ledger) convincing(date string, t talk) bool {
	signs := 0
	for _, sign := range []bool{t.opened, t.thanked, t.signIn} {
		if sign {
			signs++
		}
	}
	planned := slices.ContainsFunc(l.sessions, func(s *Session) bool { return s.Date == date && s.Status != Held })
	return signs >= 2 && t.opened || signs >= 1 && planned && t.chars >= 2*plainTalkChars
}

// hold enters that the session was held.
func (s *Session) hold(t talk) {
	if s.Speaker != "" && s.Speaker != t.speaker {
		s.AnnouncedAs = s.Speaker
	}
	s.Speaker, s.Status = t.speaker, Held
	s.Sources["held"] = []string{t.first, t.last}
	s.touch(t.last, true)
}

// confirmed reports whether the session was spoken of on its own day.
func (s *Session) confirmed() bool {
	for _, ids := range s.Sources {
		for _, id := range ids {
			if strings.HasPrefix(id, s.Room+"/"+s.Date+"/") {
				return true
			}
		}
	}
	return false
}

// planOf finds the session of the day that is the speaker's own.
func (l *ledger) planOf(date string, t talk) *Session {
	for _, s := range l.sessions {
		if s.Date == date && s.Status != Held && s.Speaker != "" && l.samePerson(s.Speaker, t.speaker) {
			if s.confirmed() || t.opened || t.thanked || t.signIn || t.chars >= clearTalkChars {
				return s
			}
		}
	}
	return nil
}

// planNear finds the session of the day that a talk is by its time: one that
// was confirmed that day goes first, and one whose handle shares a part.
func (l *ledger) planNear(date string, t talk) *Session {
	if t.chars < clearTalkChars && !t.opened && !t.signIn && !t.thanked {
		return nil
	}
	var best *Session
	least := nearPlan
	for _, s := range l.sessions {
		if off, ok := l.distance(s, date, t); ok && (best == nil || off < least) {
			best, least = s, off
		}
	}
	if !t.opened && slices.ContainsFunc(l.sessions, func(s *Session) bool { return s.Date == date && s.Status == Held }) {
		return nil // a discussion behind the talk
	}
	return best
}

// distance is how far a talk of a day is from a plan, in minutes, less what speaks
// for it; ok is false if it is none of that plan.
func (l *ledger) distance(s *Session, date string, t talk) (off int, ok bool) {
	if s.Date != date || s.Status == Held || s.Status == Cancelled || s.Speaker == "" || s.rank["speaker"] == concerned {
		return 0, false
	}
	off = s.minutesFrom(t.from)
	if off >= nearPlan || !s.confirmed() && !t.opened && t.chars < 2*clearTalkChars {
		return 0, false
	}
	if s.confirmed() {
		off -= nearPlan
	}
	return off - nearPlan/2*l.person(s.Speaker).shared(l.person(t.speaker)), true
}

// minutesFrom is how far a session's start is from a time of its day.
func (s *Session) minutesFrom(at time.Time) int {
	start := announce.UsualStart
	if v, err := time.Parse("15:04", s.Start); err == nil {
		start = v.Hour()*60 + v.Minute()
	}
	off := at.Hour()*60 + at.Minute() - start
	return max(off, -off)
}
