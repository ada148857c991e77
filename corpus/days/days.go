// Package days reads the days of a site for those who show or quote them. A
// [Reader] keeps the list of days for some seconds, and the days it has read until
// one of their files changes; everything in a program that looks at the same site
// shares one.
package days

import (
	"bytes"
	"cmp"
	"io/fs"
	"log/slog"
	"slices"
	"sync"
	"time"

	"qunwen/corpus"
)

// PageLength is how many messages of a day stand on one page.
const PageLength = 1000

const (
	// listLife is how long the list of days is believed.
	listLife = 5 * time.Second

	// settled is how long ago a file was written at least whose size and time are
	// trusted to tell of the next change.
	settled = 2 * time.Second
)

// Config sets up a [Reader]. Only Site is required.
type Config struct {
	Site fs.FS
	Zone *time.Location   // of the times in posts; nil means UTC+8
	Now  func() time.Time // nil means time.Now
	Log  *slog.Logger     // is warned of files that cannot be posts; nil means discard

	// Until returns the moment after which nothing counts as said: later messages
	// are left out of the days. nil means that all are there.
	Until func() time.Time
}

// A Reader reads the days of a site. It is safe for concurrent use.
type Reader struct {
	cfg Config

	mu          sync.Mutex
	days        []corpus.Day    // by room, then date; never changed, only replaced
	rooms       []string        // of the days, in order; never changed, only replaced
	unpublished map[string]bool // the rooms with a post that is not published; never changed, only replaced
	listed      time.Time       // zero before the first walk
	faults      int             // of the last walk
	kept        kept
	reads       map[string]*reading // of days that are being read, by room and date
}

// New returns a reader that has read nothing yet.
func New(cfg Config) *Reader {
	if cfg.Zone == nil {
		cfg.Zone = time.FixedZone("UTC+8", 8*60*60)
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	return &Reader{cfg: cfg, reads: make(map[string]*reading)}
}

// All returns the days of the site by room, then date, as they were at most
// seconds ago. The caller must not change them.
func (r *Reader) All() []corpus.Day {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.refresh()
	return r.days
}

// Rooms returns the rooms of the site in order. The caller must not change them.
func (r *Reader) Rooms() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.refresh()
	return r.rooms
}

// refresh lists the days if the list is too old. r.mu is held.
func (r *Reader) refresh() {
	if age := r.cfg.Now().Sub(r.listed); r.listed.IsZero() || age < 0 || age >= listLife {
		r.list()
	}
}

// again returns the days as they are now.
func (r *Reader) again() []corpus.Day {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.list()
	return r.days
}

func (r *Reader) list() {
	days, errs := corpus.Days(r.cfg.Site)
	if len(errs) != r.faults && len(errs) > 0 {
		r.cfg.Log.Warn("some files of the site cannot be posts", "files", len(errs), "err", errs[0])
	}
	r.days, r.listed, r.faults = days, r.cfg.Now(), len(errs)
	r.rooms, r.unpublished = nil, make(map[string]bool)
	for _, d := range days {
		if n := len(r.rooms); n == 0 || r.rooms[n-1] != d.Room {
			r.rooms = append(r.rooms, d.Room)
		}
		if slices.ContainsFunc(d.Posts, func(p corpus.Post) bool { return corpus.IsUnpublished(p.Path) }) {
			r.unpublished[d.Room] = true
		}
	}
}

// OfRoom returns the days of a room by date; nil if there is no such room.
func OfRoom(days []corpus.Day, room string) []corpus.Day {
	byRoom := func(d corpus.Day, room string) int { return cmp.Compare(d.Room, room) }
	from, _ := slices.BinarySearchFunc(days, room, byRoom)
	to := from
	for to < len(days) && days[to].Room == room {
		to++
	}
	return days[from:to:to]
}

// IsUnpublished reports whether a room has posts in the folder for private rooms: it
// is private then, whatever a configuration says.
func (r *Reader) IsUnpublished(room string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.refresh()
	return r.unpublished[room]
}

func byDate(d corpus.Day, date string) int { return cmp.Compare(d.Date, date) }

// Find returns the days of a room and the place of the date among them. A day
// that is not on the list may be new: then the site is listed again, which costs
// no more than showing a day.
func (r *Reader) Find(room, date string) (days []corpus.Day, at int, ok bool) {
	days = OfRoom(r.All(), room)
	if _, err := time.Parse(time.DateOnly, date); err != nil || len(days) == 0 {
		return nil, 0, false
	}
	at, ok = slices.BinarySearchFunc(days, date, byDate)
	if !ok {
		days = OfRoom(r.again(), room)
		at, ok = slices.BinarySearchFunc(days, date, byDate)
	}
	return days, at, ok
}

// IsLong reports whether a day may have more messages than stand on one page. It
// counts lines that may begin a message, which takes less than reading the day.
func (r *Reader) IsLong(room, date string) bool {
	own := OfRoom(r.All(), room)
	at, ok := slices.BinarySearchFunc(own, date, byDate)
	if !ok {
		return false
	}
	n := 0
	for _, p := range own[at].Posts {
		post, err := fs.ReadFile(r.cfg.Site, p.Path)
		if err != nil {
			continue // Load leaves it out, too
		}
		n += bytes.Count(post, []byte("\n>"))
	}
	return n > PageLength
}

// Load returns the posts of a day as [corpus.Day.Load] does, from memory if no
// file of it has changed. The caller must not change them.
func (r *Reader) Load(d corpus.Day) ([]*corpus.Transcript, []error) {
	posts, errs := r.load(d)
	if r.cfg.Until == nil {
		return posts, errs
	}
	return upTo(posts, r.cfg.Until()), errs
}

// upTo returns the posts without what was said after a moment.
func upTo(posts []*corpus.Transcript, until time.Time) []*corpus.Transcript {
	var cut []*corpus.Transcript
	for _, tr := range posts {
		part := *tr
		part.Messages = slices.DeleteFunc(slices.Clone(tr.Messages), func(m corpus.Message) bool { return m.Time.After(until) })
		cut = append(cut, &part)
	}
	return cut
}

// load reads a day, or waits for whoever is reading it as it is.
func (r *Reader) load(d corpus.Day) ([]*corpus.Transcript, []error) {
	stamps, trusted := r.stamps(d)
	day := d.Room + "/" + d.Date
	r.mu.Lock()
	if posts, ok := r.kept.find(d, stamps); ok {
		r.mu.Unlock()
		return posts, nil
	}
	if now := r.reads[day]; now != nil && slices.Equal(now.stamps, stamps) {
		r.mu.Unlock()
		<-now.done
		return now.posts, now.errs
	}
	own := &reading{stamps: stamps, done: make(chan struct{})}
	r.reads[day] = own
	r.mu.Unlock()
	defer func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		if r.reads[day] == own {
			delete(r.reads, day)
		}
		if len(own.errs) == 0 && own.posts != nil && trusted {
			r.kept.add(d, stamps, own.posts)
		}
		close(own.done)
	}()
	own.posts, own.errs = d.Load(r.cfg.Site, r.cfg.Zone)
	return own.posts, own.errs
}

// stamps returns the stamps of a day's posts, and whether they will tell of the
// next change.
func (r *Reader) stamps(d corpus.Day) (stamps []Stamp, trusted bool) {
	trusted = true
	for _, p := range d.Posts {
		s := StampOf(r.cfg.Site, p.Path)
		trusted = trusted && !s.changed.IsZero() && r.cfg.Now().Sub(s.changed) > settled
		stamps = append(stamps, s)
	}
	return stamps, trusted
}
