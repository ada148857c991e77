package schedule

import (
	"maps"
	"slices"
	"time"

	"qunwen/bot/schedule/announce"
)

// UndoTime is how long an announcement can be taken back by its sender saying
// 撤销 to the bot.
const UndoTime = 30 * time.Minute

// undone tells which notes of a day their senders took back by the time now: by
// the index of each, that of the note that takes it back.
func (l *ledger) undone(notes []note, now time.Time) map[int]int {
	if !slices.ContainsFunc(notes, func(n note) bool { return n.x.Kind == undo }) {
		return nil
	}
	trial := l.clone()
	for _, n := range notes {
		if !n.at.After(now) {
			trial.take(n)
		}
	}
	gone := make(map[int]int)
	for i := range notes {
		n := &notes[i]
		if n.x.Kind != undo || n.at.After(now) {
			continue
		}
		for j := i - 1; j >= 0 && n.at.Sub(notes[j].at) <= UndoTime; j-- {
			o := &notes[j]
			if _, before := gone[j]; !before && o.speaker == n.speaker && o.x.Kind != undo && trial.counts(o) {
				gone[j] = i
				break
			}
		}
	}
	return gone
}

// counts reports whether a note is one that can be taken back: an announcement, or
// words that changed a session.
func (l *ledger) counts(n *note) bool {
	if n.x.Kind == announce.None {
		return len(l.met[n.id]) > 0
	}
	return l.rank(*n) >= 0
}

// takeAll takes in the notes of a day up to the time now. Where one was taken
// back, the ledger becomes what it would be without, but its sessions remember
// how they stood: a calendar has to tell that they changed and changed again.
func (l *ledger) takeAll(notes []note, now time.Time) {
	gone := l.undone(notes, now)
	back := make(map[int]int, len(gone)) // the other way round
	for j, i := range gone {
		back[i] = j
	}
	before := make(map[int]*ledger) // by index of a note that is taken back: what was before it
	for i := range notes {
		switch _, later := gone[i]; {
		case notes[i].at.After(now):
			return
		case later:
			before[i] = l.clone()
			l.take(notes[i])
		case notes[i].x.Kind != undo:
			l.take(notes[i])
		default:
			if j, ok := back[i]; ok {
				l.takeBack(notes[:i+1], j, gone, before)
			}
		}
	}
}

// takeBack makes the ledger what it would be had note j not been said, which
// the last of the notes takes back. gone and before are those of takeAll.
func (l *ledger) takeBack(notes []note, j int, gone map[int]int, before map[int]*ledger) {
	last := len(notes) - 1
	r := before[j]
	r.former, r.past = l.former, l.past
	for _, s := range l.sessions {
		r.past[s.ID] = s.changes
		if s.maker == notes[j].id {
			r.former[s.slot] = former{s.ID, s.made}
		}
	}
	for k := j + 1; k < last; k++ {
		by, taken := gone[k]
		if taken && by > last {
			before[k] = r.clone()
		}
		if !taken || by > last {
			r.take(notes[k])
		}
	}
	r.recall(l.sessions, notes[last].id)
	*l = *r
}

// recall lets sessions know what they were before the message with the ID took
// a note back.
func (l *ledger) recall(were []*Session, id string) {
	was := make(map[string]*Session, len(were))
	for _, s := range were {
		was[s.ID] = s
	}
	for _, s := range l.sessions {
		o := was[s.ID]
		delete(was, s.ID)
		if o == nil {
			s.touch(id, true)
			continue
		}
		changes := slices.Clone(o.changes)
		for _, c := range s.changes {
			if !slices.ContainsFunc(changes, func(o change) bool { return o.id == c.id }) {
				changes = append(changes, c)
			}
		}
		s.changes = changes
		if retimed := s.Date != o.Date || s.clock() != o.clock() || s.Speaker != o.Speaker || s.Status != o.Status; retimed || s.Topic != o.Topic {
			s.touch(id, retimed)
		}
	}
	for _, s := range was { // they are no more
		s.touch(id, true)
		l.past[s.ID] = s.changes
	}
}

// clone copies the ledger, so that it can go on from where it is.
func (l *ledger) clone() *ledger {
	c := *l
	c.sessions = nil
	for _, s := range l.sessions {
		o := *s
		h := *s.history
		h.changes = slices.Clone(s.changes)
		o.history, o.Sources, o.rank, o.rows, o.MovedFrom = &h, maps.Clone(s.Sources), maps.Clone(s.rank), maps.Clone(s.rows), slices.Clone(s.MovedFrom)
		c.sessions = append(c.sessions, &o)
	}
	c.notes, c.ids, c.doubts = maps.Clone(l.notes), maps.Clone(l.ids), maps.Clone(l.doubts)
	c.met = maps.Clone(l.met)
	c.former, c.past = maps.Clone(l.former), maps.Clone(l.past)
	return &c
}
