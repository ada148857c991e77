package schedule

import (
	"cmp"
	"slices"
	"time"

	"qunwen/bot/schedule/announce"
	"qunwen/bot/schedule/when"
)

// change takes in what a message does to a session that stands. Where no session
// fits, or several do, nothing happens, and [Book.Doubt] says why.
func (l *ledger) change(n note, c *announce.Change, rank int) {
	switch {
	case c.Deed == announce.Plans:
		l.single(n, c.Entry, rank)
		return
	case c.Deed == announce.Swaps:
		l.swap(n, c, rank)
		return
	case c.Deed == announce.Customs:
		l.accustom(n, c, rank)
		return
	case c.Entry.Problem != "", c.Of.Problem != "":
		return
	}
	if rank < announcer && !c.Of.Sure && !c.Of.Self && !l.speaksSoon(n) {
		return // talk of others
	}
	found := l.sessionsOf(n, c)
	if len(found) > 1 && !c.Of.All {
		l.doubts[n.id] = found
		return
	}
	found = l.allowed(n, c, found, rank)
	if len(found) == 0 {
		l.met[n.id] = append(l.met[n.id], l.droppedBefore(c)...)
		l.unmet(n, c, rank)
		return
	}
	l.met[n.id] = append(l.met[n.id], found...)
	for _, s := range found {
		l.carryOut(n, c, s, max(rank, concerned))
	}
}

// sessionsOf are the sessions that a change is of: those that stand, or else one
// that has moved away from the day that it names.
func (l *ledger) sessionsOf(n note, c *announce.Change) []*Session {
	found := l.meantBy(n, c)
	if len(found) == 0 && (c.Deed == announce.Restores || c.Deed == announce.Moves) {
		return l.movedAway(n, c)
	}
	return found
}

// movedAway are the sessions that a change names by the day that they have moved
// away from, one at most: 还是按原计划21号讲. Where one stands on that day it is
// meant.
func (l *ledger) movedAway(n note, c *announce.Change) []*Session {
	open := l.standing(n, announce.Drops)
	if c.Of.Date == "" || slices.ContainsFunc(open, func(s *Session) bool { return s.Date == c.Of.Date }) {
		return nil
	}
	open = slices.DeleteFunc(open, func(s *Session) bool { return !slices.Contains(s.MovedFrom, c.Of.Date) })
	if named, _ := l.namedBy(n, open, c); len(named) > 0 {
		open = named
	}
	if len(open) != 1 {
		return nil
	}
	return open
}

// speaksSoon reports whether who sent a note has a session to come.
func (l *ledger) speaksSoon(n note) bool {
	today := n.at.Format(time.DateOnly)
	return slices.ContainsFunc(l.sessions, func(s *Session) bool {
		return s.Status != Held && (s.Date == "" || s.Date >= today) && s.Speaker != "" && l.samePerson(s.Speaker, n.speaker)
	})
}

// allowed are the sessions that who speaks may change: an announcer all, others
// their own, and where nobody is known to announce, who says 我 the one that is
// meant.
func (l *ledger) allowed(n note, c *announce.Change, found []*Session, rank int) []*Session {
	if rank >= announcer {
		return found
	}
	return slices.DeleteFunc(found, func(s *Session) bool {
		return !l.samePerson(n.speaker, s.Speaker) && (l.configured || !c.Of.Self)
	})
}

// carryOut does to a session what a change says.
func (l *ledger) carryOut(n note, c *announce.Change, s *Session, rank int) {
	switch c.Deed {
	case announce.Moves:
		s.relocate(l.newSlot(n, c, s), n.id, rank)
	case announce.Postpones:
		s.postpone(c.Entry.DateRange, n.id, rank)
	case announce.Drops:
		s.drop(n.id, rank)
	case announce.Restores:
		e := c.Entry
		if s.live() && slices.Contains(s.MovedFrom, c.Of.Date) {
			s.relocate(announce.Entry{Date: c.Of.Date, Start: cmp.Or(e.Start, s.Start)}, n.id, rank)
			return
		}
		s.restore(e, n.id, rank)
	case announce.Replaces:
		l.replace(n, c, s, rank)
	case announce.Retitles:
		s.changed = true
		if s.Status == Cancelled && slices.Contains(s.Sources["status"], n.id) { // 原来那个先放放，换一个题目
			s.Status = Planned
		}
		s.set("topic", c.Entry.Topic, n.id, max(rank, s.rank["topic"]))
	}
}

// newSlot is where a session goes by a change.
func (l *ledger) newSlot(n note, c *announce.Change, s *Session) announce.Entry {
	e := c.Entry
	today := n.at.Format(time.DateOnly)
	if e.Date != "" && s.Date != "" {
		e.Date = c.InWeekOf(s.Date, today)
	}
	if c.Shift != (when.Shift{}) && s.Date != "" {
		date, start := c.Shift.From(s.Date, cmp.Or(s.Start, announce.UsualClock))
		if c.Shift.Minutes == 0 {
			start = s.Start
		}
		e.Date, e.Start = date, cmp.Or(e.Start, start)
	}
	if e.Date == "" && e.DateRange == [2]string{} {
		e.Date = s.Date // another hour of its day
	}
	return e
}

// accustom lets all that is planned from a day on, and what will be planned
// without an hour, begin at the hour of a change.
func (l *ledger) accustom(n note, c *announce.Change, rank int) {
	if rank < announcer || !c.Of.Sure {
		return
	}
	l.custom = c.Entry.Start
	for _, s := range l.standing(n, announce.Drops) {
		if s.Date != "" && s.Date >= c.Of.Date {
			l.met[n.id] = append(l.met[n.id], s)
			s.relocate(announce.Entry{Date: s.Date, Start: c.Entry.Start}, n.id, rank)
		}
	}
}

// unmet deals with a change for which there is no session: what was planned where
// we could not read it is entered as far as the words go.
func (l *ledger) unmet(n note, c *announce.Change, rank int) {
	if !c.Of.Sure && (c.Of.Speaker == "" || rank < announcer) || rank < bystander {
		return
	}
	e := c.Entry
	switch {
	case c.Deed == announce.Moves && c.Of.Speaker != "" && e.Date != "":
		e.Date, e.Speaker, e.Status = cmp.Or(e.Date, c.Of.Date), cmp.Or(e.Speaker, c.Of.Speaker), Planned
		l.single(n, e, rank)
	case c.Deed == announce.Drops && c.Of.Date != "" && c.Of.Speaker == "" && c.Of.Owner == "" && !c.Of.Self && !c.Of.Loose && !l.gone(c.Of.Date):
		s := l.add(&n, announce.Entry{Date: c.Of.Date})
		s.Date = c.Of.Date
		s.Sources["date"] = []string{n.id}
		s.drop(n.id, rank)
	}
}

// droppedBefore are the sessions of its day that were cancelled already, if that
// is all that a change says.
func (l *ledger) droppedBefore(c *announce.Change) []*Session {
	if c.Deed != announce.Drops || !c.Of.Sure || c.Of.Date == "" || c.Of.Rest != "" || c.Of.Speaker != "" || c.Of.Self {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(l.sessions), func(s *Session) bool { return s.Status != Cancelled || s.Date != c.Of.Date })
}

// gone reports whether a session of the day is cancelled already, or moved away.
func (l *ledger) gone(date string) bool {
	return slices.ContainsFunc(l.sessions, func(s *Session) bool {
		return s.Date == date && s.Status == Cancelled || slices.Contains(s.MovedFrom, date)
	})
}

// replace gives a session another speaker. If that one has a session with the
// same topic already, it comes forward to this evening.
func (l *ledger) replace(n note, c *announce.Change, s *Session, rank int) {
	slot := announce.Entry{Date: s.Date, Start: s.Start, End: s.End}
	for _, o := range l.sessions {
		if o != s && o.live() && o.Date >= n.at.Format(time.DateOnly) && o.Speaker != "" && l.samePerson(o.Speaker, c.Entry.Speaker) && c.Entry.Topic != "" && alike(o.Topic, c.Entry.Topic) {
			s.drop(n.id, rank)
			o.relocate(slot, n.id, rank)
			return
		}
	}
	named := l.mention(s, newSaying(c.Of.Words)).topic
	s.changed = true
	s.AnnouncedAs = ""
	s.set("speaker", c.Entry.Speaker, n.id, max(rank, s.rank["speaker"]))
	if c.Entry.Topic == "" && !c.SameTopic && !named {
		s.Topic = ""
		delete(s.Sources, "topic")
	}
	s.set("topic", c.Entry.Topic, n.id, max(rank, s.rank["topic"]))
	s.set("start", c.Entry.Start, n.id, max(rank, s.rank["start"]))
	s.set("status", string(Planned), n.id, max(rank, s.rank["status"]))
}

// swap takes in that two sessions change places; both have to be known.
func (l *ledger) swap(n note, c *announce.Change, rank int) {
	both := l.swapped(n, c)
	if len(both) != 2 || both[0].Date == "" || both[1].Date == "" {
		return
	}
	a, b := both[0], both[1]
	if rank < announcer && !l.samePerson(n.speaker, a.Speaker) && !l.samePerson(n.speaker, b.Speaker) {
		return
	}
	there := announce.Entry{Date: b.Date, Start: b.Start, End: b.End}
	here := announce.Entry{Date: a.Date, Start: a.Start, End: a.End}
	l.met[n.id] = both
	a.relocate(there, n.id, max(rank, concerned))
	b.relocate(here, n.id, max(rank, concerned))
}

// swapped are the sessions that change places: the two that the words name, else
// those of the two days, else the two of one day.
func (l *ledger) swapped(n note, c *announce.Change) []*Session {
	open := l.standing(n, announce.Swaps)
	named := l.namedInSwap(n, open, c, c.Of.Words)
	if len(named) != 2 {
		named = l.namedInSwap(n, open, c, c.Of.Before)
	}
	if part := partOf(c.Of.Before); part != "" { // 李二和退款对账(下)
		named = slices.DeleteFunc(named, func(s *Session) bool { p := partOf(folded(s.Topic)); return p != "" && p != part })
	}
	if len(named) == 2 {
		return named
	}
	days := slices.Clone(c.Of.Dates)
	slices.Sort(days)
	var onDays [][]*Session
	for _, day := range slices.Compact(days) {
		onDays = append(onDays, slices.DeleteFunc(slices.Clone(open), func(s *Session) bool { return s.Date != day }))
	}
	switch {
	case len(onDays) == 1 && len(onDays[0]) == 2 && (c.Of.Sure || len(named) > 0):
		return onDays[0]
	case len(onDays) == 2 && len(onDays[0]) == 1 && len(onDays[1]) == 1 && len(named) != 1:
		return append(onDays[0], onDays[1]...)
	}
	return nil
}

// namedInSwap are the sessions that words of a swap name by a mention, a name or a
// topic, and with 我 those of the sender.
func (l *ledger) namedInSwap(n note, open []*Session, c *announce.Change, words string) []*Session {
	said := newSaying(words)
	return slices.DeleteFunc(slices.Clone(open), func(s *Session) bool {
		m := l.mention(s, said)
		return !m.name && !m.topic && !l.speaks(s, c.Of.Speaker) && !l.speaks(s, c.With.Speaker) && !(c.Of.Self && l.speaks(s, n.speaker))
	})
}

// speaks reports whether the session is of a speaker; nobody speaks in any if the
// name is "".
func (l *ledger) speaks(s *Session, name string) bool {
	return name != "" && s.Speaker != "" && l.samePerson(s.Speaker, name)
}
