package service

import (
	"context"
	"io/fs"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"qunwen/bot/say"
	"qunwen/bot/schedule"
	"qunwen/corpus"
	"qunwen/corpus/days"
)

// bookLife is how long a book is believed before the site is looked at for what
// others changed.
const bookLife = 5 * time.Second

// A BookConfig sets up a [Book]. All but Hidden is required.
type BookConfig struct {
	Site     fs.FS
	Location *time.Location
	Options  schedule.Options

	// HandFile is the path below the site of the corrections by hand, which ByHand
	// reads when they have changed.
	HandFile string
	ByHand   func() (*schedule.HandFile, error)

	// Hidden returns the names of everybody who is hidden; nil: nobody is.
	Hidden func(ctx context.Context) ([]string, error)
}

// A Book is the book of a site that may grow; it is a [bot.Scheduler]. It is read
// when the first question about the schedule comes: others need not wait for it.
// It is safe for concurrent use.
type Book struct {
	cfg     BookConfig
	changed atomic.Bool // something was written since it was read

	mu     sync.Mutex
	book   *schedule.Book
	recent *schedule.Book        // of the last posts alone, if a question took no more; nil once there is book
	posts  map[string]days.Stamp // by path
	byHand days.Stamp
	looked time.Time
}

// NewBook returns a book that has read nothing yet.
func NewBook(cfg BookConfig) *Book { return &Book{cfg: cfg} }

// Touch tells that a post has changed. It never waits.
func (l *Book) Touch() { l.changed.Store(true) }

// Answer implements [bot.Scheduler].
func (l *Book) Answer(ctx context.Context, q schedule.Question) (schedule.Reply, bool, error) {
	q.At = q.At.In(l.cfg.Location)
	reach := schedule.Takes(q.Text, q.At)
	if reach == schedule.NoBook {
		return schedule.Reply{}, false, nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if reach == schedule.RecentBook && l.book == nil && time.Since(q.At) < recentQuestion {
		if ok, err := l.namesRecent(ctx, q); !ok {
			return schedule.Reply{}, false, err
		}
	}
	if err := l.update(ctx); err != nil {
		return schedule.Reply{}, false, err
	}
	r, ok := l.book.Answer(q)
	return r, ok, nil
}

const (
	// recentQuestion is how long ago a question was asked at most that the last
	// posts may suffice for.
	recentQuestion = 24 * time.Hour

	// announcedWithin is how many days before a session it is announced at the
	// earliest, as far as questions that only name it go.
	announcedWithin = 120
)

// namesRecent reports whether a question names a session that the last posts
// announce: most questions name none, and are not to wait for the whole book.
func (l *Book) namesRecent(ctx context.Context, q schedule.Question) (bool, error) {
	if l.recent == nil || l.changed.Load() {
		book := schedule.NewBook(l.cfg.Options)
		since := q.At.AddDate(0, 0, -announcedWithin).Format(time.DateOnly)
		days, _ := corpus.Days(l.cfg.Site)
		days = slices.DeleteFunc(days, func(d corpus.Day) bool { return d.Date < since })
		if err := l.apply(ctx, book, days); err != nil {
			return false, err
		}
		f, err := l.cfg.ByHand()
		if err != nil {
			return false, err
		}
		book.Correct(f.ByHand())
		l.recent = book
	}
	_, ok := l.recent.Answer(q)
	return ok, nil
}

// Sessions implements [bot.Scheduler].
func (l *Book) Sessions(ctx context.Context, now time.Time) ([]schedule.Session, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.update(ctx); err != nil {
		return nil, err
	}
	return l.book.Sessions(now.In(l.cfg.Location)), nil
}

// Outcome implements [bot.Scheduler].
func (l *Book) Outcome(ctx context.Context, room, id string, now time.Time) (schedule.Outcome, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.update(ctx); err != nil {
		return schedule.Outcome{}, err
	}
	return l.book.Outcome(room, id, now.In(l.cfg.Location)), nil
}

// update takes in the posts that have changed. Posts that cannot be read are
// passed over; check reports them.
func (l *Book) update(ctx context.Context) (err error) {
	if !l.changed.Swap(false) && l.book != nil && time.Since(l.looked) < bookLife {
		return nil
	}
	defer func() {
		if err != nil {
			l.Touch()
		}
	}()
	book, posts := l.book, l.posts
	if book == nil {
		book, posts = schedule.NewBook(l.cfg.Options), make(map[string]days.Stamp)
	}
	changed, gone := updateStamps(l.cfg.Site, posts)
	if err := l.apply(ctx, book, changed); err != nil {
		l.book, l.posts = nil, nil // some are applied, and nobody knows which
		return err
	}
	if gone { // rare enough to read all again
		l.book, l.posts = nil, nil
		return l.update(ctx)
	}
	if err := l.correct(book); err != nil {
		return err
	}
	if l.cfg.Hidden != nil {
		names, err := l.cfg.Hidden(ctx)
		if err != nil {
			return err
		}
		book.Hide(say.Hides(names))
	}
	l.book, l.recent, l.posts, l.looked = book, nil, posts, time.Now()
	return nil
}

// correct takes the corrections by hand into the book, if the book is new or
// they have changed.
func (l *Book) correct(book *schedule.Book) error {
	s := days.StampOf(l.cfg.Site, l.cfg.HandFile)
	if l.book != nil && s == l.byHand {
		return nil
	}
	f, err := l.cfg.ByHand()
	if err != nil {
		return err
	}
	book.Correct(f.ByHand())
	l.byHand = s
	return nil
}

// Read returns the book of the site as it is. It changes with the site.
func (l *Book) Read(ctx context.Context) (*schedule.Book, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.update(ctx); err != nil {
		return nil, err
	}
	return l.book, nil
}

// updateStamps sets the stamps of posts, by path, to those of the site. It
// returns the days with a post that is new or has changed; gone reports whether
// a post went, whose stamp stays.
func updateStamps(site fs.FS, posts map[string]days.Stamp) (changed []corpus.Day, gone bool) {
	all, _ := corpus.Days(site)
	there := make(map[string]bool)
	for _, d := range all {
		fresh := true
		for _, p := range d.Posts {
			there[p.Path] = true
			stamp := days.StampOf(site, p.Path)
			old, ok := posts[p.Path]
			fresh = fresh && ok && old == stamp
			posts[p.Path] = stamp
		}
		if !fresh {
			changed = append(changed, d)
		}
	}
	for path := range posts {
		if !there[path] {
			return changed, true
		}
	}
	return changed, false
}

// apply takes the posts of days into the book, on all cores. Posts that cannot be
// read are passed over.
func (l *Book) apply(ctx context.Context, book *schedule.Book, days []corpus.Day) error {
	next := make(chan corpus.Day)
	var workers sync.WaitGroup
	for range min(len(days), runtime.GOMAXPROCS(0)) {
		workers.Go(func() {
			for d := range next {
				all, _ := d.Load(l.cfg.Site, l.cfg.Location)
				for _, tr := range all {
					book.Apply(tr)
				}
			}
		})
	}
	defer workers.Wait()
	defer close(next)
	for _, d := range days {
		select {
		case next <- d:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}
