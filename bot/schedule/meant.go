package schedule

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"qunwen/bot/schedule/announce"
)

// meantBy finds the sessions that a change is of: those of the day, hour, speaker
// or topic that the words name. It returns several if several fit, and none if
// none does or something that is named is of no session.
func (l *ledger) meantBy(n note, c *announce.Change) []*Session {
	open := l.standing(n, c.Deed)
	t := &c.Of
	named, others := l.namedBy(n, open, c)
	onDay := byDay(open, t)
	var found []*Session
	switch {
	case len(named) > 0:
		found = agreed(named, onDay, t)
	case t.Speaker != "" && !l.speaksTo(t, onDay), l.namesSomebodyElse(t):
		return nil
	case onDayOf(others, t):
		return nil // 孙五那场恢复, and it was never cancelled
	case onDay != nil && (t.Sure || t.Rest == ""):
		found = onDay
	case onDay == nil && !t.Loose:
		found = l.hintedAt(n, open, c)
	}
	return l.narrow(n, found, t)
}

// agreed are the sessions on which a name and a day agree. A day that stands in
// another clause than the name may be of something else.
func agreed(named, onDay []*Session, t *announce.Target) []*Session {
	found := both(named, onDay)
	if onDay == nil || len(found) == 0 && t.Loose {
		return named
	}
	return found
}

// hintedAt are the sessions that are meant where neither a day nor a session is
// named.
func (l *ledger) hintedAt(n note, open []*Session, c *announce.Change) []*Session {
	t := &c.Of
	switch {
	case c.Deed == announce.Restores && t.Rest == "" && !t.Self:
		return l.lastDropped(n, open)
	case t.Self && (t.Rest == "" || c.Deed == announce.Replaces) && len(l.by(open, n.speaker)) > 0:
		return l.spokenOf(n, open, t)
	case !t.Sure || t.Owner != "":
		return nil
	}
	return l.spokenOf(n, open, t)
}

// standing are the sessions from the day of the note on that a deed may be of.
// Those that stand go before those that were cancelled.
func (l *ledger) standing(n note, deed announce.Deed) []*Session {
	today := n.at.Format(time.DateOnly)
	var live, dead []*Session
	for _, s := range l.sessions {
		switch {
		case s.Status == Held || s.Status == Open || s.Date != "" && s.Date < today:
		case s.Status == Cancelled || s.Status == Moved:
			dead = append(dead, s)
		default:
			live = append(live, s)
		}
	}
	if deed == announce.Restores {
		return dead
	}
	if deed == announce.Moves || deed == announce.Replaces || deed == announce.Retitles {
		return append(live, dead...)
	}
	return live
}

// byDay are the sessions on the day or among the days of a target; nil if it
// names none, empty if there is no session then.
func byDay(open []*Session, t *announce.Target) []*Session {
	if t.Date == "" && t.DateRange == [2]string{} {
		return nil
	}
	found := []*Session{}
	for _, s := range open {
		if t.On(s.Date) || s.Date == "" && t.Date != "" && s.was[0] == t.Date {
			found = append(found, s)
		}
	}
	if len(found) == 0 && t.Loose {
		return nil
	}
	return found
}

// onDayOf reports whether one of the sessions is on the day that a target names,
// or the target names none.
func onDayOf(sessions []*Session, t *announce.Target) bool {
	return slices.ContainsFunc(sessions, func(s *Session) bool { return t.Date == "" || s.LastDay() == t.Date })
}

// namedBy are the sessions whose speaker or topic a change names, by a mention,
// in its own clause, or else earlier in the message. others are those that its
// clause names, if the deed can be of none of them.
func (l *ledger) namedBy(n note, open []*Session, c *announce.Change) (found, others []*Session) {
	t := &c.Of
	if t.Speaker != "" {
		if found := l.by(open, t.Speaker); len(found) > 0 {
			return found, nil
		}
	}
	found, all := l.mentionedIn(n, t.Words, open, c)
	switch {
	case len(found) > 0:
		return found, nil
	case len(all) > 0:
		return nil, all
	}
	if t.Except != "" || t.Self && len(l.by(open, n.speaker)) > 0 {
		return nil, nil // 除了韩冬，其他都停; 等孟老师讲完，我的改到九点
	}
	found, _ = l.mentionedIn(n, t.Before, open, c)
	return found, nil
}

// mentionedIn are the sessions that words name and that the deed can be of; all
// are also those that it cannot be of.
func (l *ledger) mentionedIn(n note, words string, open []*Session, c *announce.Change) (found, all []*Session) {
	if strings.TrimSpace(words) == "" {
		return nil, nil
	}
	if len(l.sessions) == 0 {
		return nil, nil
	}
	said := newSaying(words)
	today := n.at.Format(time.DateOnly)
	var names, topics []*Session
	for _, s := range l.sessions {
		if s.Status == Held || s.Speaker == "" || s.Date != "" && s.Date < today || c.Deed == announce.Replaces && l.samePerson(s.Speaker, c.Entry.Speaker) {
			continue
		}
		m := l.mention(s, said)
		if m.name {
			names = append(names, s)
		}
		if m.topic {
			topics = append(topics, s)
		}
	}
	found = both(names, topics)
	if len(both(found, open)) == 0 {
		found = append(names, topics...)
	}
	return unique(both(found, open)), append(names, topics...)
}

// unique are the sessions without repetition, in order.
func unique(sessions []*Session) []*Session {
	var kept []*Session
	for _, s := range sessions {
		if !slices.Contains(kept, s) {
			kept = append(kept, s)
		}
	}
	return kept
}

// by are the sessions of a speaker.
func (l *ledger) by(open []*Session, speaker string) []*Session {
	return slices.DeleteFunc(slices.Clone(open), func(s *Session) bool { return s.Speaker == "" || !l.samePerson(s.Speaker, speaker) })
}

func both(a, b []*Session) []*Session {
	return slices.DeleteFunc(slices.Clone(a), func(s *Session) bool { return !slices.Contains(b, s) })
}

// lastDropped are the sessions that were cancelled or put off last, if by the
// sender of the note and not long ago: 不取消了 says no more.
func (l *ledger) lastDropped(n note, dead []*Session) []*Session {
	var found []*Session
	var last time.Time
	for _, s := range dead {
		ids := s.Sources["status"]
		if len(ids) == 0 {
			continue
		}
		by, ok := l.notes[ids[0]]
		switch {
		case !ok || by.speaker != n.speaker || n.at.Sub(by.at) > takesBackWithin || by.at.Before(last):
		case by.at.After(last):
			found, last = []*Session{s}, by.at
		default:
			found = append(found, s)
		}
	}
	return found
}

// takesBackWithin is how long after a cancellation 不取消了 alone takes it back.
const takesBackWithin = 36 * time.Hour

// speaksTo reports whether the mention is of whom the message is said to, and
// not of who speaks: 今晚的分享改到8点 @管理.
func (l *ledger) speaksTo(t *announce.Target, onDay []*Session) bool {
	return len(onDay) > 0 && (t.Head || l.announcers[t.Speaker])
}

// spokenOf are the sessions that are meant where neither day nor name is said:
// the sender's own, today's, or the only one that there is.
func (l *ledger) spokenOf(n note, open []*Session, t *announce.Target) []*Session {
	if t.Self {
		if own := l.by(open, n.speaker); len(own) > 0 {
			slices.SortStableFunc(own, func(a, b *Session) int { return cmp.Compare(a.Date, b.Date) })
			return own[:1]
		}
	}
	today := slices.DeleteFunc(slices.Clone(open), func(s *Session) bool { return s.Date != n.at.Format(time.DateOnly) })
	switch {
	case len(t.Nths) > 0 && len(today) < 2, t.All && (len(today) == 0 || len(t.ExceptDates) > 0):
		return dated(open) // 最后一场取消, of all that are to come
	case len(today) == 0 && len(open) == 1:
		return open
	case len(today) == 0 && t.Start != "": // 21:00那场停掉
		return slices.DeleteFunc(dated(open), func(s *Session) bool { return s.Start != t.Start })
	}
	return today
}

// dated are the sessions that have a day.
func dated(sessions []*Session) []*Session {
	return slices.DeleteFunc(slices.Clone(sessions), func(s *Session) bool { return s.Date == "" })
}

// narrow picks among sessions by the hour, by the place in the evening, by the
// part of a series and by who is speaking.
func (l *ledger) narrow(n note, found []*Session, t *announce.Target) []*Session {
	if len(found) > 1 && t.Start != "" && !t.All {
		found = orAll(found, func(s *Session) bool { return cmp.Or(s.Start, announce.UsualClock) == t.Start })
	}
	if len(found) > 1 && len(t.Nths) > 0 && (sameDay(found) || t.Date == "" && t.DateRange == [2]string{}) {
		return atPlaces(found, t.Nths)
	}
	if part := partOf(t.Words); part != "" {
		found = orAll(found, func(s *Session) bool { return partOf(folded(s.Topic)) == part })
	}
	if len(found) > 1 && t.Self {
		found = orAll(found, func(s *Session) bool { return s.Speaker != "" && l.samePerson(s.Speaker, n.speaker) })
	}
	if !t.All {
		return orAll(found, (*Session).live)
	}
	return l.without(found, t)
}

// without are the sessions but for those that a change of all leaves out.
func (l *ledger) without(sessions []*Session, t *announce.Target) []*Session {
	said := newSaying(t.Except)
	return slices.DeleteFunc(slices.Clone(sessions), func(s *Session) bool {
		m := l.mention(s, said)
		return t.Except != "" && (m.name || m.topic) || slices.Contains(t.ExceptDates, s.Date)
	})
}

// orAll are the sessions that fit, or all if none does.
func orAll(sessions []*Session, fits func(*Session) bool) []*Session {
	if some := slices.DeleteFunc(slices.Clone(sessions), func(s *Session) bool { return !fits(s) }); len(some) > 0 {
		return some
	}
	return sessions
}

// atPlaces are the sessions with places among those that are given, by day and
// hour, from 1; -1 is the last. Places that there are not have none.
func atPlaces(sessions []*Session, places []int) []*Session {
	slices.SortStableFunc(sessions, func(a, b *Session) int {
		return cmp.Or(cmp.Compare(a.Date, b.Date), cmp.Compare(cmp.Or(a.Start, announce.UsualClock), cmp.Or(b.Start, announce.UsualClock)))
	})
	var found []*Session
	for _, p := range places {
		if p < 0 {
			p += len(sessions) + 1
		}
		if p >= 1 && p <= len(sessions) {
			found = append(found, sessions[p-1])
		}
	}
	return unique(found)
}

func sameDay(sessions []*Session) bool {
	return !slices.ContainsFunc(sessions, func(s *Session) bool { return s.Date != sessions[0].Date })
}

// namedIn is the session to come that words name by its speaker, nil if none is or
// several are.
func (l *ledger) namedIn(words string, n note) *Session {
	var found []*Session
	for _, s := range l.standing(n, announce.Moves) {
		if words != "" && l.mention(s, newSaying(words)).name {
			found = append(found, s)
		}
	}
	if len(found) != 1 {
		return nil
	}
	return found[0]
}
