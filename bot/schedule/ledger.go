package schedule

import (
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
	notes      map[string]note     // by ID: those that were taken in
	ids        map[string]bool     // of the sessions there were
	former     map[slot]former     // by how they were announced: sessions whose announcement was taken back
	past       map[string][]change // by ID: of sessions that 撤销 has touched

	custom string // HH:MM at which sessions begin by what an admin said; "" if none did

	met    map[string][]*Session // by ID of a note: the sessions that its changes are of
	folds  map[string]string     // topics, folded
	doubts map[string][]*Session // by ID of a note: those among which it does not say which

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
	l := &ledger{room: room, opt: opt, announcers: make(map[string]bool), notes: make(map[string]note), people: make(map[string]person), pairs: make(map[[2]string]bool), ids: make(map[string]bool), former: make(map[slot]former), past: make(map[string][]change), met: make(map[string][]*Session), folds: make(map[string]string), doubts: make(map[string][]*Session)}
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
	for i := range n.x.Changes {
		own = own && n.x.Changes[i].Of.Self
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

// A former is a session whose announcement was taken back.
type former struct {
	id   string
	made time.Time
}

// A slot is how an entry announces a session: a day, and who speaks.
type slot struct{ date, speaker string }
