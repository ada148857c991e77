package schedule

import (
	"slices"
	"strings"
	"time"

	"qunwen/bot/schedule/announce"
	"qunwen/corpus"
)

// A ledger is the sessions of one room while its days are gone through.
type ledger struct {
	room       string
	opt        Options
	announcers map[string]bool
	configured bool
	sessions   []*Session
	notes      map[string]note // by ID: those that were taken in
	listed     map[string]bool // date and speaker of every row there was

	corrections []Correction // by hand
	hidden      func(speaker, body string) bool
	people      map[string]person
	pairs       map[[2]string]bool // of handles: whether they are one person's
}

// The ranks of who says something.
const (
	bystander = iota
	concerned // the speaker, about the own session
	announcer
	byHand
)

// manyInvitations make somebody an announcer in a room without any by
// configuration.
const manyInvitations = 3

func newLedger(room string, opt Options, days map[string]dayFacts, now time.Time) *ledger {
	l := &ledger{room: room, opt: opt, announcers: make(map[string]bool), listed: make(map[string]bool), notes: make(map[string]note), people: make(map[string]person), pairs: make(map[[2]string]bool)}
	for _, name := range opt.Announcers[room] {
		l.announcers[name], l.configured = true, true
	}
	if l.configured {
		return l
	}
	invitations := make(map[string]int)
	for _, d := range days {
		for _, n := range d.notes {
			switch {
			case n.at.After(now):
			case n.x.Kind == announce.List && len(n.x.Entries) > 1:
				l.announcers[n.speaker] = true
			case n.x.Kind == announce.Single && n.x.Entries[0].Speaker != "" && !n.x.Entries[0].Self:
				if invitations[n.speaker]++; invitations[n.speaker] >= manyInvitations {
					l.announcers[n.speaker] = true
				}
			}
		}
	}
	return l
}

// rank says how much a note counts, -1 if not at all.
func (l *ledger) rank(n note) int {
	own := true
	for _, e := range n.x.Entries {
		own = own && e.Self
	}
	switch {
	case l.announcers[n.speaker], strings.HasSuffix(n.speaker, corpus.ProvenMark):
		return announcer
	case own:
		return concerned
	case l.configured || n.x.Kind == announce.List:
		return -1
	}
	return bystander
}

// day takes in what a day says up to the time now.
func (l *ledger) day(d dayFacts, now time.Time) {
	gone := l.undone(d.notes, now)
	for _, n := range d.notes {
		if n.at.After(now) {
			break
		}
		if n.x.Kind == undo || gone[n.id] {
			continue
		}
		rank := l.rank(n)
		if rank < 0 || n.x.Weak && n.x.Entries[0].Self {
			continue
		}
		l.notes[n.id] = n
		switch n.x.Kind {
		case announce.List:
			l.list(n, rank)
		case announce.Single:
			for _, e := range n.x.Entries {
				l.single(n, e, rank)
			}
		case announce.Cancel:
			for _, e := range n.x.Entries {
				l.cancel(n, e, rank)
			}
		case announce.Move:
			if n.x.Swap {
				l.swap(n, rank)
				break
			}
			for _, e := range n.x.Entries {
				l.move(n, e, rank)
			}
		}
	}
	l.foretell(d.date)
	l.hear(d.date, d.talks, now)
}

// list takes in a list: what it covers is as it says.
func (l *ledger) list(n note, rank int) {
	today := n.at.Format(time.DateOnly)
	var first, last string
	named := slices.ContainsFunc(n.x.Entries, func(e announce.Entry) bool { return e.Speaker != "" })
	for _, e := range n.x.Entries {
		if e.Date == "" || !named {
			continue // 周二、周五待定 says nothing of the days between
		}
		if first == "" || e.Date < first {
			first = e.Date
		}
		last = max(last, e.Date)
	}
	for _, s := range slices.Clone(l.sessions) {
		if s.Date < max(first, today) || s.Date > last || !s.live() || s.Date == "" || !s.listed && s.Speaker != "" {
			continue
		}
		if slices.ContainsFunc(n.x.Entries, func(e announce.Entry) bool { return e.Date == s.Date && l.samePerson(e.Speaker, s.Speaker) }) {
			continue
		}
		if s.Date == today && s.rank["speaker"] >= rank && s.rank["status"] >= rank {
			continue // the day's own announcement is fresher than a list
		}
		l.displaced(n, s, rank)
	}
	for _, e := range n.x.Entries {
		if e.Date != "" && e.Date < today {
			continue // a stale row
		}
		key := e.Date + "|" + e.Speaker
		if s := l.find(e.Date, e.Speaker, true); s != nil && s.changed && l.listed[key] {
			continue // a list posted again from before the change
		}
		l.listed[key] = true
		l.single(n, e, rank)
		if s := l.find(e.Date, e.Speaker, false); s != nil {
			s.listed = true
		}
	}
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
		if e.Date != "" && e.Date != s.Date && l.samePerson(e.Speaker, s.Speaker) && l.find(e.Date, e.Speaker, false) == nil {
			s.relocate(e, n.id, rank)
			return
		}
	}
	s.set("status", string(Cancelled), n.id, rank)
}

// single takes in one entry of an announcement.
func (l *ledger) single(n note, e announce.Entry, rank int) {
	if e.Date == "" && e.Speaker == "" || e.Problem != "" && e.Speaker == "" {
		return
	}
	if o := l.named(e.Of, n.at.Format(time.DateOnly)); o != nil && e.Self && !l.samePerson(n.speaker, o.Speaker) {
		if rank < announcer {
			return
		}
		e.Speaker, e.Self, e.Topic = o.Speaker, false, ""
	}
	s := l.slotOf(n, e, rank)
	if s != nil && l.meantAsListed(n, e, s) {
		e.Date = ""
	}
	if s == nil && (e.Speaker != "" || e.Status != Planned) {
		s = &Session{Room: l.room, Sources: make(map[string][]string), rank: make(map[string]int)}
		l.sessions = append(l.sessions, s)
	}
	if s == nil || e.Speaker == "" && e.Status != Planned && s.Speaker != "" && rank < announcer {
		return
	}
	s.set("date", e.Date, n.id, rank)
	if e.Date == "" && s.Date == "" {
		s.DateRange = e.DateRange
	}
	s.set("start", e.Start, n.id, rank)
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
	if e.Date != "" && n.x.Kind != announce.List {
		if s := l.nearby(e.Speaker, e.Date); s != nil && l.meantAsListed(n, e, s) {
			return s
		} else if s != nil {
			s.relocate(announce.Entry{Date: e.Date}, n.id, max(rank, s.rank["date"]))
			l.sessions = slices.DeleteFunc(l.sessions, func(o *Session) bool { return o == open })
			return s
		}
	}
	if open != nil || e.Date == "" {
		return open
	}
	return l.undated(e.Speaker)
}

// meantAsListed reports whether a speaker who names a weekday means the own
// session a week earlier: 下周日, read off a list of last Saturday, is this
// week's Sunday on Monday.
func (l *ledger) meantAsListed(n note, e announce.Entry, s *Session) bool {
	day, err := time.Parse(time.DateOnly, e.Date)
	return err == nil && e.Self && s.listed && s.Date >= n.at.Format(time.DateOnly) && day.AddDate(0, 0, -7).Format(time.DateOnly) == s.Date
}

// cancel takes in a cancellation.
func (l *ledger) cancel(n note, e announce.Entry, rank int) {
	var s *Session
	switch today := n.at.Format(time.DateOnly); {
	case e.Date == "" && e.DateRange != [2]string{} && e.Speaker == "": // this week's all
		for _, s := range l.sessions {
			if rank >= announcer && s.live() && s.Date >= max(e.DateRange[0], today) && s.Date <= e.DateRange[1] {
				s.drop(n.id, rank)
			}
		}
		return
	case e.Date == "" && e.Speaker != "":
		if s = l.next(e.Speaker, today); s == nil {
			return
		}
	default:
		s = l.find(e.Date, e.Speaker, false)
	}
	if s == nil && (e.Speaker == "" || e.Self && l.mayBeOwn(rank)) {
		s = l.onlyOn(e.Date)
	}
	if s == nil && l.dropped(e) {
		return // said before
	}
	if s == nil && !e.Self { // planned where we could not read it
		s = &Session{Room: l.room, Date: e.Date, Sources: make(map[string][]string), rank: make(map[string]int)}
		s.Sources["date"] = []string{n.id}
		l.sessions = append(l.sessions, s)
	}
	if s != nil && e.Status == Cancelled {
		s.drop(n.id, rank)
	}
}

// drop cancels the session by the message with the ID.
func (s *Session) drop(id string, rank int) {
	s.set("status", string(Cancelled), id, max(rank, s.rank["status"]))
	s.changed = true
}

// dropped reports whether a session of the day is cancelled already, or moved
// away.
func (l *ledger) dropped(e announce.Entry) bool {
	return slices.ContainsFunc(l.sessions, func(s *Session) bool {
		return s.Date == e.Date && (s.Status == Cancelled || s.Status == Moved) && (e.Speaker == "" || l.samePerson(s.Speaker, e.Speaker))
	})
}
