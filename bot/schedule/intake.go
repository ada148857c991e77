package schedule

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"qunwen/bot/schedule/announce"
)

// day takes in what a day says up to the time now.
func (l *ledger) day(d dayFacts, now time.Time) {
	l.takeAll(d.notes, now)
	l.foretell(d.date)
	l.hear(d.date, d.talks, now)
}

// take takes in a note.
func (l *ledger) take(n note) {
	rank := l.rank(n)
	if n.x.Kind == undo || rank < 0 && len(n.x.Changes) == 0 || n.x.Weak && n.x.Entries[0].Self {
		return
	}
	l.notes[n.id] = n
	switch {
	case len(n.x.Changes) > 0:
		for i := range n.x.Changes {
			n.row = i
			l.change(n, &n.x.Changes[i], rank)
		}
		if n.x.Tentative && len(l.met[n.id])+len(l.doubts[n.id]) == 0 {
			l.singles(n, rank)
		}
	case n.x.Kind == announce.List:
		l.list(n, rank)
	case n.x.Kind == announce.Single:
		l.singles(n, rank)
	}
}

// singles takes in the entries of an announcement. One that names whose session it
// is is of that one, with another speaker.
func (l *ledger) singles(n note, rank int) {
	if rank >= announcer {
		if c := l.standIn(n); c != nil {
			l.change(n, c, rank)
			return
		}
	}
	for i, e := range n.x.Entries {
		n.row = i
		l.single(n, e, rank)
	}
}

// standIn is the change that the only entry of an announcement makes if its words
// name somebody else who has a session on that day, or, where they say no day, on
// any: 22号请@X来讲，顾念慈这次不讲. It is nil if they do not, and where an hour
// is said: that is one session more.
func (l *ledger) standIn(n note) *announce.Change {
	if len(n.x.Entries) != 1 {
		return nil
	}
	e := n.x.Entries[0]
	if e.Self || e.Speaker == "" || e.Start != "" || e.Status != Planned || len(l.by(l.standing(n, announce.Replaces), e.Speaker)) > 0 {
		return nil
	}
	words := strings.ReplaceAll(l.fold(n.text), l.fold(e.Speaker), " ")
	said := newSaying(words)
	var named []*Session
	for _, s := range l.standing(n, announce.Replaces) {
		if s.live() && s.Speaker != "" && (s.Date == e.Date || e.Implied && s.Date != "") && l.mention(s, said).name {
			named = append(named, s)
		}
	}
	if len(named) != 1 {
		return nil
	}
	c := &announce.Change{Deed: announce.Replaces, Entry: announce.Entry{Speaker: e.Speaker, Start: e.Start, Topic: e.Topic, Status: Planned}}
	c.Of = announce.Target{Speaker: named[0].Speaker, Date: named[0].Date, Words: words, Sure: true}
	return c
}

// list takes in a list: what it covers is as it says.
func (l *ledger) list(n note, rank int) {
	today := n.at.Format(time.DateOnly)
	first, last := covered(n.x.Entries)
	for _, s := range slices.Clone(l.sessions) {
		if s.Date >= max(first, today) && s.Date <= last && s.Date != "" && l.leftOut(n, s, rank) {
			l.displaced(n, s, rank)
		}
	}
	for i, e := range n.x.Entries {
		n.row = i
		if e.Date != "" && e.Date < today || l.stale(e) {
			continue // a row of the past, or posted again from before a change
		}
		l.single(n, e, rank)
		if s := l.find(e.Date, e.Speaker, false); s != nil {
			s.listed = true
			if s.rows == nil {
				s.rows = make(map[string]bool)
			}
			s.rows[rowOf(e)] = true
		}
	}
}

// covered are the first and the last day that a list is about; "" if it names
// nobody: 周二、周五待定 says nothing of the days between.
func covered(rows []announce.Entry) (first, last string) {
	if !slices.ContainsFunc(rows, func(e announce.Entry) bool { return e.Speaker != "" }) {
		return "", ""
	}
	for _, e := range rows {
		if e.Date != "" && (first == "" || e.Date < first) {
			first = e.Date
		}
		last = max(last, e.Date)
	}
	return first, last
}

// leftOut reports whether a list that covers the day of a session no longer has
// it. What was announced singly stays, and so does the day's own announcement,
// which is fresher than a list.
func (l *ledger) leftOut(n note, s *Session, rank int) bool {
	if !s.live() || !s.listed && s.Speaker != "" {
		return false
	}
	if slices.ContainsFunc(n.x.Entries, func(e announce.Entry) bool {
		return e.Date == s.Date && l.samePerson(e.Speaker, s.Speaker) || s.changed && s.rows[rowOf(e)]
	}) {
		return false
	}
	return s.Date != n.at.Format(time.DateOnly) || s.rank["speaker"] < rank || s.rank["status"] < rank
}

// rowOf names a row of a list by what a later change makes stale.
func rowOf(e announce.Entry) string { return e.Date + "|" + e.Speaker }

// stale reports whether a row was read before, and its session has been changed
// since.
func (l *ledger) stale(e announce.Entry) bool {
	return slices.ContainsFunc(l.sessions, func(s *Session) bool { return s.changed && s.rows[rowOf(e)] })
}

// displaced deals with a session that a later list no longer has on its day:
// the list has it on another, or has dropped it.
func (l *ledger) displaced(n note, s *Session, rank int) {
	if s.Speaker == "" {
		s.Status = Cancelled
		l.sessions = slices.DeleteFunc(l.sessions, func(o *Session) bool { return o == s }) // an open day that is taken
		return
	}
	for _, e := range n.x.Entries {
		if e.Date != "" && e.Date != s.Date && l.samePerson(e.Speaker, s.Speaker) && l.find(e.Date, e.Speaker, false) == nil && !l.stale(e) {
			s.relocate(e, n.id, rank)
			return
		}
	}
	s.set("status", string(Cancelled), n.id, rank)
}

// single takes in one entry of an announcement.
func (l *ledger) single(n note, e announce.Entry, rank int) {
	if e.Date == "" && e.Speaker == "" || e.Problem != "" && e.Speaker == "" || !l.mayPlan(n, &e, rank) {
		return
	}
	s := l.slotOf(n, e, rank)
	switch {
	case s == nil && e.Speaker == "" && e.Status == Planned:
		return // the hour or the topic of a session that is not known
	case s == nil:
		s = l.add(&n, e)
		s.set("start", l.custom, "", bystander)
	case e.Speaker == "" && e.Status != Planned && s.Speaker != "" && rank < announcer:
		return
	case l.meantAsListed(n, e, s):
		e.Date = ""
	}
	l.enter(n, e, s, rank)
}

// mayPlan reports whether a note may plan an entry: what reads as the sender's
// own talk and names another speaker is of that one, and only an announcer plans
// it.
func (l *ledger) mayPlan(n note, e *announce.Entry, rank int) bool {
	if !e.Self {
		return true
	}
	o := l.namedIn(e.Whose, n)
	if o == nil || l.samePerson(n.speaker, o.Speaker) {
		return true
	}
	e.Speaker, e.Self, e.Topic = o.Speaker, false, ""
	return rank >= announcer
}

// enter writes what an entry says into its session.
func (l *ledger) enter(n note, e announce.Entry, s *Session, rank int) {
	s.set("date", e.Date, n.id, rank)
	if e.Date == "" && s.Date == "" {
		s.DateRange, s.Problem = e.DateRange, e.Problem
	}
	if e.Every != "" {
		s.Every = e.Every
	}
	s.set("start", e.Start, n.id, rank)
	s.set("end", e.End, n.id, rank)
	s.set("speaker", e.Speaker, n.id, rank)
	s.set("topic", e.Topic, n.id, rank)
	s.set("status", string(e.Status), n.id, rank)
}

// slotOf finds the session that an entry is about, nil if it is a new one: the
// speaker's on that day, one that moved there without a word, the day's open
// one, or the speaker's without a day.
func (l *ledger) slotOf(n note, e announce.Entry, rank int) *Session {
	if s := l.find(e.Date, e.Speaker, false); s != nil {
		return s
	}
	if e.Speaker == "" {
		return l.onlyOn(e.Date)
	}
	open := l.find(e.Date, "", false)
	if e.Date != "" && (n.x.Kind != announce.List || l.listedElsewhere(n, e)) {
		if s := l.nearby(e.Speaker, e.Date); s != nil && l.meantAsListed(n, e, s) {
			return s
		} else if s != nil && sameTalk(n, e, s) {
			s.relocate(announce.Entry{Date: e.Date}, n.id, max(rank, s.rank["date"]))
			l.sessions = slices.DeleteFunc(l.sessions, func(o *Session) bool { return o == open })
			return s
		}
	}
	if open != nil || e.Date == "" {
		return open
	}
	s := l.undated(e.Speaker)
	if s != nil && s.Status == Moved { // the new day that was still to be set
		s.relocate(announce.Entry{Date: e.Date}, n.id, max(rank, s.rank["date"]))
	}
	return s
}

// listedElsewhere reports whether a row of a list gives a talk, by speaker and
// topic, another day than it has, and no row of the list has that day.
func (l *ledger) listedElsewhere(n note, e announce.Entry) bool {
	s := l.nearby(e.Speaker, e.Date)
	return s != nil && e.Topic != "" && s.Topic != "" && alike(e.Topic, s.Topic) &&
		!slices.ContainsFunc(n.x.Entries, func(o announce.Entry) bool { return o.Date == s.Date && l.samePerson(o.Speaker, s.Speaker) })
}

// oneMore says that somebody speaks again.
var oneMore = regexp.MustCompile(`再讲|再来|再次|再分享|加餐|加更|加场|加一场|加讲|又来|返场|继续讲|第[二三四]讲|讲两次|分两次|下半场`)

// sameTalk reports whether an announcement of another day is of a session that
// stands, and not of one more of its speaker.
func sameTalk(n note, e announce.Entry, s *Session) bool {
	return (e.Topic == "" || s.Topic == "" || alike(e.Topic, s.Topic)) && !oneMore.MatchString(n.text)
}

// meantAsListed reports whether a speaker who names a weekday means the own
// session a week earlier: 下周日, read off a list of last Saturday, is this
// week's Sunday on Monday.
func (l *ledger) meantAsListed(n note, e announce.Entry, s *Session) bool {
	day, err := time.Parse(time.DateOnly, e.Date)
	return err == nil && e.Self && s.listed && s.Date >= n.at.Format(time.DateOnly) && day.AddDate(0, 0, -7).Format(time.DateOnly) == s.Date
}
