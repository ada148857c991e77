package main

import (
	"context"
	"io/fs"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"qunwen/bot"
	"qunwen/bot/say"
	"qunwen/bot/schedule"
	"qunwen/bot/store"
	"qunwen/corpus"
)

// bookLife is how long a book is believed before the site is looked at for what
// others changed.
const bookLife = 5 * time.Second

// A siteBook is the book of a site that may grow. It is read when the first
// question about the schedule comes: others need not wait for it. It is safe
// for concurrent use.
type siteBook struct {
	e       *env
	store   *store.Store // of who asked to be hidden; nil: nobody did
	changed atomic.Bool  // something was written since it was read

	mu     sync.Mutex
	book   *schedule.Book
	recent *schedule.Book       // of the last posts alone, if a question took no more; nil once there is book
	posts  map[string]fileStamp // by path
	byHand fileStamp
	looked time.Time
}

type fileStamp struct {
	size    int64
	changed time.Time
}

// touch tells that a post has changed. It never waits.
func (l *siteBook) touch() { l.changed.Store(true) }

func (l *siteBook) Answer(ctx context.Context, q schedule.Question) (schedule.Reply, bool, error) {
	q.At = q.At.In(l.e.location)
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
func (l *siteBook) namesRecent(ctx context.Context, q schedule.Question) (bool, error) {
	if l.recent == nil || l.changed.Load() {
		book := l.e.newBook()
		since := q.At.AddDate(0, 0, -announcedWithin).Format(time.DateOnly)
		days, _ := corpus.Days(l.e.site)
		days = slices.DeleteFunc(days, func(d corpus.Day) bool { return d.Date < since })
		if err := l.e.apply(ctx, book, days); err != nil {
			return false, err
		}
		f, err := l.e.readHandFile()
		if err != nil {
			return false, err
		}
		book.Correct(f.ByHand())
		l.recent = book
	}
	_, ok := l.recent.Answer(q)
	return ok, nil
}

func (l *siteBook) Sessions(ctx context.Context, now time.Time) ([]schedule.Session, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.update(ctx); err != nil {
		return nil, err
	}
	return l.book.Sessions(now.In(l.e.location)), nil
}

func (l *siteBook) Outcome(ctx context.Context, room, id string, now time.Time) (schedule.Outcome, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.update(ctx); err != nil {
		return schedule.Outcome{}, err
	}
	return l.book.Outcome(room, id, now.In(l.e.location)), nil
}

// update takes in the posts that have changed. Posts that cannot be read are
// passed over; check reports them.
func (l *siteBook) update(ctx context.Context) (err error) {
	if !l.changed.Swap(false) && l.book != nil && time.Since(l.looked) < bookLife {
		return nil
	}
	defer func() {
		if err != nil {
			l.touch()
		}
	}()
	book, posts := l.book, l.posts
	if book == nil {
		book, posts = l.e.newBook(), make(map[string]fileStamp)
	}
	changed, gone := updateStamps(l.e.site, posts)
	if err := l.e.apply(ctx, book, changed); err != nil {
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
	names, err := l.e.hiddenNames(ctx, l.store)
	if err != nil {
		return err
	}
	book.Hide(say.Hides(names))
	l.book, l.recent, l.posts, l.looked = book, nil, posts, time.Now()
	return nil
}

// correct takes the corrections by hand into the book, if the book is new or
// they have changed.
func (l *siteBook) correct(book *schedule.Book) error {
	s := stampOf(l.e.site, handFileName)
	if l.book != nil && s == l.byHand {
		return nil
	}
	f, err := l.e.readHandFile()
	if err != nil {
		return err
	}
	book.Correct(f.ByHand())
	l.byHand = s
	return nil
}

// updateStamps sets the stamps of posts, by path, to those of the site. It
// returns the days with a post that is new or has changed; gone reports whether
// a post went, whose stamp stays.
func updateStamps(site fs.FS, posts map[string]fileStamp) (changed []corpus.Day, gone bool) {
	days, _ := corpus.Days(site)
	there := make(map[string]bool)
	for _, d := range days {
		fresh := true
		for _, p := range d.Posts {
			there[p.Path] = true
			stamp := stampOf(site, p.Path)
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

// newBook returns a book that no post has been taken into.
func (e *env) newBook() *schedule.Book {
	return schedule.NewBook(schedule.Options{Announcers: bot.AnnouncersOf(e.rooms()), Aliases: e.Aliases, RoomNames: bot.RoomNames(e.rooms()), Bots: e.Names})
}

// apply takes the posts of days into the book, on all cores. Posts that cannot be
// read are passed over.
func (e *env) apply(ctx context.Context, book *schedule.Book, days []corpus.Day) error {
	next := make(chan corpus.Day)
	var workers sync.WaitGroup
	for range min(len(days), runtime.GOMAXPROCS(0)) {
		workers.Go(func() {
			for d := range next {
				all, _ := d.Load(e.site, e.location)
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

// replay makes the book of the site as it is.
func (e *env) replay(ctx context.Context) (*schedule.Book, error) {
	if err := e.hasPosts(); err != nil {
		return nil, err
	}
	st, err := e.openStore(ctx)
	if err != nil {
		return nil, err
	}
	if st != nil {
		defer st.Close()
	}
	b := siteBook{e: e, store: st}
	if err := b.update(ctx); err != nil {
		return nil, err
	}
	return b.book, nil
}

// stampOf is the zero value of a file that is not there.
func stampOf(site fs.FS, path string) fileStamp {
	info, err := fs.Stat(site, path)
	if err != nil {
		return fileStamp{}
	}
	return fileStamp{info.Size(), info.ModTime()}
}
