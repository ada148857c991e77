package schedule

import (
	"cmp"
	"iter"
	"maps"
	"slices"
	"time"

	"qunwen/corpus"
)

// What the book adds to the statuses of an Entry.
const (
	Held    Status = "held"
	NotHeld Status = "not_held" // its day is over, and nothing was heard
)

// A Session is one sharing session: an evening, and who speaks on it.
type Session struct {
	Room        string
	Date        string    // YYYY-MM-DD; "" while only a stretch is known
	DateRange   [2]string // the stretch, both ends inclusive
	Start       string    // HH:MM; "" if nobody said
	Speaker     string    // of a held session: whose talk it was; "" if open
	AnnouncedAs string    // the name in the announcement where it is another, otherwise ""
	Topic       string
	Status      Status
	MovedFrom   []string // earlier days, oldest first

	// Sources are the IDs of the messages that say so, by field: date, start,
	// speaker, topic, status, and held for the first and last of the talk.
	Sources map[string][]string

	// Source is the message that made the session what it is; nil for a talk
	// that nobody announced.
	Source *Source

	rank    map[string]int // of who said a field
	listed  bool           // a list has it
	changed bool           // by a move or cancellation; a stale repost does not undo it
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
}

// A Book holds the sessions of all rooms. It is made by [NewBook] or [Replay]
// and keeps what each day says; the sessions follow from that alone, so that
// the order in which days are applied, and how often, does not matter.
type Book struct {
	opt   Options
	rooms map[string]map[string]dayFacts // by room, and by date and path
}

// NewBook returns an empty book.
func NewBook(opt Options) *Book {
	return &Book{opt: opt, rooms: make(map[string]map[string]dayFacts)}
}

// Replay makes a book of transcripts.
func Replay(transcripts iter.Seq[*corpus.Transcript], opt Options) *Book {
	b := NewBook(opt)
	for tr := range transcripts {
		b.Apply(tr)
	}
	return b
}

// Apply takes in what a transcript says, instead of what an earlier one of the
// same path and day said. Applying only what is new gives the book that
// replaying everything gives.
func (b *Book) Apply(tr *corpus.Transcript) {
	d := readDay(tr)
	key := tr.Date + " " + tr.Path // a day may have two posts
	if len(d.notes) == 0 && len(d.talks) == 0 {
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

// Sessions are the sessions of all rooms as they stand at the time now, by
// date, then room, then start; those without a date come last. What is said
// after now is left out.
func (b *Book) Sessions(now time.Time) []Session {
	var all []Session
	for _, room := range slices.Sorted(maps.Keys(b.rooms)) {
		l := newLedger(room, b.opt, b.rooms[room], now)
		for _, key := range slices.Sorted(maps.Keys(b.rooms[room])) {
			l.day(b.rooms[room][key], now)
		}
		all = append(all, l.close(now)...)
	}
	slices.SortStableFunc(all, func(a, b Session) int {
		if (a.Date == "") != (b.Date == "") {
			return cmp.Compare(b.Date, a.Date)
		}
		return cmp.Or(cmp.Compare(a.Date, b.Date), cmp.Compare(a.DateRange[0], b.DateRange[0]), cmp.Compare(a.Room, b.Room), cmp.Compare(a.Start, b.Start))
	})
	return all
}
