package schedule

import (
	"cmp"
	"maps"
	"slices"
	"sync"
	"time"

	"qunwen/corpus"
)

// A Book holds the sessions of all rooms. It keeps what each day says;
// the sessions follow from that alone, so that the order in which days are applied,
// and how often, does not matter.
type Book struct {
	opt    Options
	rooms  map[string]map[string]dayFacts // by room, and by date and path
	byHand ByHand
	hidden func(speaker, body string) bool // nil: nothing is

	mu     sync.Mutex               // over rooms and latest while posts are applied
	latest map[string]*extractCache // by room: of the post that was read last
}

// NewBook returns an empty book.
func NewBook(opt Options) *Book {
	return &Book{opt: opt, rooms: make(map[string]map[string]dayFacts), latest: make(map[string]*extractCache)}
}

// Apply takes in what a transcript says, instead of what an earlier one of the
// same path and day said. Applying only what is new gives the book that
// replaying everything gives. Different posts may be applied at the same time,
// while nobody asks.
func (b *Book) Apply(tr *corpus.Transcript) {
	key := tr.Date + " " + tr.Path // a day may have two posts
	d := readDay(tr, b.cacheOf(tr.Room, key), b.opt.Bots)
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(d.notes) == 0 && len(d.talks) == 0 && len(d.drawn) == 0 {
		if room := b.rooms[tr.Room]; room != nil {
			delete(room, key)
		}
		return
	}
	if b.rooms[tr.Room] == nil {
		b.rooms[tr.Room] = make(map[string]dayFacts)
	}
	b.rooms[tr.Room][key] = d
}

// cacheOf is the cache of a room's post, a new one unless the post was read last.
func (b *Book) cacheOf(room, post string) *extractCache {
	b.mu.Lock()
	defer b.mu.Unlock()
	cache := b.latest[room]
	if cache == nil || cache.post != post {
		cache = newExtractCache(post)
		b.latest[room] = cache
	}
	return cache
}

// Hide keeps the messages for which hidden is true out of all sources: they are
// named, not quoted. nil hides nothing.
func (b *Book) Hide(hidden func(speaker, body string) bool) { b.hidden = hidden }

// Announcers are whose word counts in a room by the time now, in order.
func (b *Book) Announcers(room string, now time.Time) []string {
	return slices.Sorted(maps.Keys(newLedger(room, b.opt, b.rooms[room], now).announcers))
}

// Trust makes names the announcers of a room, instead of those it had.
func (b *Book) Trust(room string, names []string) {
	b.opt.Announcers = maps.Clone(b.opt.Announcers)
	if b.opt.Announcers == nil {
		b.opt.Announcers = make(map[string][]string)
	}
	b.opt.Announcers[room] = names
}

// Sessions are the sessions of all rooms as they stand at the time now, by
// date, then room, then start; those without a date come last. What is said
// after now is left out, but corrections by hand hold whenever they were made.
func (b *Book) Sessions(now time.Time) []Session {
	sessions, _ := b.sessions(now)
	return sessions
}

func (b *Book) sessions(now time.Time) (all []Session, unmatched []Correction) {
	opt := b.opt
	if len(b.byHand.aliases) > 0 {
		opt.Aliases = maps.Clone(b.opt.Aliases)
		if opt.Aliases == nil {
			opt.Aliases = make(map[string]string)
		}
		maps.Copy(opt.Aliases, b.byHand.aliases)
	}
	for _, room := range b.allRooms() {
		l := newLedger(room, opt, b.rooms[room], now)
		l.corrections, l.hidden = b.byHand.corrections, b.hidden
		for _, d := range wholeDays(b.rooms[room]) {
			l.day(d, now)
		}
		sessions, none := l.amend(l.close(now), now)
		all, unmatched = append(all, sessions...), append(unmatched, none...)
	}
	slices.SortStableFunc(all, func(a, b Session) int {
		if (a.Date == "") != (b.Date == "") {
			return cmp.Compare(b.Date, a.Date)
		}
		return cmp.Or(cmp.Compare(a.Date, b.Date), cmp.Compare(a.DateRange[0], b.DateRange[0]), cmp.Compare(a.Room, b.Room), cmp.Compare(a.Start, b.Start))
	})
	return all, unmatched
}

// allRooms are the rooms in which something was said, in the chat or by hand,
// in order.
func (b *Book) allRooms() []string {
	rooms := slices.Collect(maps.Keys(b.rooms))
	for _, c := range b.byHand.corrections {
		rooms = append(rooms, c.Room)
	}
	slices.Sort(rooms)
	return slices.Compact(rooms)
}

// An Outcome is what came of a message that announces or changes something.
type Outcome struct {
	// Changed are the sessions that the message tells something of, as they
	// stand now, by date.
	Changed []Session

	// Before are those of them that stood before the message, as they were, by ID.
	Before map[string]Session

	// Met says that the message is of sessions that stand, and changed none.
	Met bool

	// Doubt are the sessions among which it does not say which one it means.
	Doubt []Session
}

// Outcome tells what came of a message of a room by the time now.
func (b *Book) Outcome(room, id string, now time.Time) Outcome {
	o := Outcome{Before: make(map[string]Session)}
	for _, s := range b.Sessions(now) {
		if s.Room == room && s.toldBy(id) {
			o.Changed = append(o.Changed, s)
		}
	}
	l := newLedger(room, b.opt, b.rooms[room], now)
	for _, d := range wholeDays(b.rooms[room]) {
		i := slices.IndexFunc(d.notes, func(n note) bool { return n.id == id })
		if i < 0 {
			l.day(d, now)
			continue
		}
		l.takeAll(d.notes[:i], now)
		for _, s := range l.sessions {
			o.Before[s.ID] = *s
		}
		l.take(d.notes[i])
		o.Met = len(l.met[id]) > 0
		for _, s := range l.doubts[id] {
			o.Doubt = append(o.Doubt, *s)
		}
		break
	}
	return o
}

// toldBy reports whether a message tells something of the session.
func (s *Session) toldBy(id string) bool {
	for _, ids := range s.Sources {
		if slices.Contains(ids, id) {
			return true
		}
	}
	return slices.ContainsFunc(s.changes, func(c change) bool { return c.id == id })
}

// Correct makes h what is said by hand, instead of what was before.
func (b *Book) Correct(h ByHand) {
	h.corrections = slices.Clone(h.corrections)
	slices.SortStableFunc(h.corrections, func(a, b Correction) int { return a.At.Compare(b.At) })
	b.byHand = h
}
