package schedule

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
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

// add makes the session that an entry of note n plans and puts it in the
// ledger. Every session of a ledger is made here. It has no field but its
// identity, which follows from the message and the place of the entry in it
// alone: whatever changes the session later, the ID stays. A session announced
// anew after its announcement was taken back is the same one.
func (l *ledger) add(n *note, e announce.Entry) *Session {
	f, known := l.former[slot{e.Date, e.Speaker}]
	if !known || l.ids[f.id] {
		f = former{l.newID(n.id, strconv.Itoa(n.row)), n.at}
	}
	l.ids[f.id] = true
	s := &Session{
		ID: f.id, Room: l.room, Sources: make(map[string][]string), rank: make(map[string]int),
		history: &history{made: f.made, maker: n.id, slot: slot{e.Date, e.Speaker}, changes: append(make([]change, 0, 4), l.past[f.id]...)},
	}
	l.sessions = append(l.sessions, s)
	return s
}

// newID derives an ID, 24 hexadecimal digits, that no session of the ledger has
// yet, from the room and the parts.
func (l *ledger) newID(parts ...string) string {
	text := append(make([]byte, 0, 128), l.room...)
	for _, p := range parts {
		text = append(append(text, 0), p...)
	}
	for {
		sum := sha256.Sum256(text)
		if id := hex.EncodeToString(sum[:12]); !l.ids[id] {
			return id
		}
		text = append(text, 0) // a second one of the same origin
	}
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

// Options say who is believed. The zero value believes whoever posts lists.
type Options struct {
	// Announcers are the speakers who may announce, by room. In a room without
	// any, those who post lists or several invitations may, and what others say
	// counts where no announcer says otherwise.
	Announcers map[string][]string

	// Aliases are names of people besides those that the chat shows: two
	// handles with the same value are one person.
	Aliases map[string]string

	// RoomNames are what people call rooms, by room; one without is called by
	// its folder.
	RoomNames map[string]string

	// Bots are names of programs in the rooms: what they say counts for nothing,
	// and what is said to them may be an order; see [announce.ExtractOrder].
	Bots []string
}

// samePerson reports whether two handles are one person's, by their looks or
// by an alias.
func (l *ledger) samePerson(a, b string) bool {
	if x, ok := l.opt.Aliases[a]; ok {
		a = x
	}
	if x, ok := l.opt.Aliases[b]; ok {
		b = x
	}
	if a == b {
		return true
	}
	key := [2]string{min(a, b), max(a, b)}
	same, ok := l.pairs[key]
	if !ok {
		same = l.person(a).same(l.person(b))
		l.pairs[key] = same
	}
	return same
}

// person takes a handle apart, once.
func (l *ledger) person(handle string) person {
	p, ok := l.people[handle]
	if !ok {
		p = newPerson(handle)
		l.people[handle] = p
	}
	return p
}
