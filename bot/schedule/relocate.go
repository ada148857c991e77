package schedule

import (
	"cmp"
	"time"

	"qunwen/bot/schedule/announce"
)

// move takes in a move: the session stays what it is and gets another slot.
func (l *ledger) move(n note, e announce.Entry, rank int) {
	if e.Status != Moved {
		l.single(n, e, rank)
		return
	}
	today := n.at.Format(time.DateOnly)
	var s *Session
	switch {
	case e.Of != "":
		if s = cmp.Or(l.named(e.Of, today), l.about(e.Of, today)); s == nil || rank < announcer && !l.samePerson(n.speaker, s.Speaker) {
			return
		}
		if e.Date == e.FromDate { // another hour of its day
			e.Date = s.Date
		}
	case e.FromDate != "":
		if s = l.find(e.FromDate, e.Speaker, false); s == nil && (e.Speaker == "" || e.Self && l.mayBeOwn(rank)) {
			if s = l.onlyOn(e.FromDate); s == nil { // cancelled first, then given another day
				s = l.lastCancelled(e.FromDate)
			}
		}
		if s == nil && e.Speaker != "" && !e.Self && e.FromDate == today { // 张三的分享延期 names no day
			s = l.next(e.Speaker, today)
		}
	case e.Speaker != "":
		s = l.next(e.Speaker, today)
	}
	if s == nil && e.Self && e.FromDate == "" && l.mayBeOwn(rank) {
		if s = l.onlyOn(today); s == nil { // 今晚讲不了, and then 改成下周一
			s = l.lastCancelled(today)
		}
	}
	if s == nil {
		if e.Speaker == "" || e.Date == "" || e.Self && !l.mayBeOwn(rank) {
			return
		}
		e.Status = Planned
		l.single(n, e, rank)
		return
	}
	s.relocate(e, n.id, max(rank, concerned))
}

// mayBeOwn reports whether somebody of that rank, under whose name no session
// is planned, may mean one that is planned under another: the names in lists
// and in the chat differ. Where announcers are configured, members change only
// what is under their own.
func (l *ledger) mayBeOwn(rank int) bool { return !l.configured || rank >= announcer }

// swap takes in that two sessions change places; both have to be known.
func (l *ledger) swap(n note, rank int) {
	today := n.at.Format(time.DateOnly)
	var both [2]*Session
	for i, e := range n.x.Entries {
		if e.FromDate != "" {
			both[i] = l.onlyOn(e.FromDate)
		} else {
			both[i] = cmp.Or(l.named(e.Of, today), l.about(e.Of, today))
		}
	}
	a, b := both[0], both[1]
	if rank < announcer || a == nil || b == nil || a == b || a.Date == "" || b.Date == "" {
		return
	}
	day, other := a.Date, b.Date
	a.relocate(announce.Entry{Date: other}, n.id, rank)
	b.relocate(announce.Entry{Date: day}, n.id, rank)
}
