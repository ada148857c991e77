package main

import (
	"context"
	"io/fs"
	"sync"
	"sync/atomic"
	"time"

	"qunwen/bot"
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

func (l *siteBook) Answer(ctx context.Context, question string, now time.Time, rooms []string) (schedule.Reply, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.update(ctx); err != nil {
		return schedule.Reply{}, err
	}
	return l.book.Answer(question, now.In(l.e.location), rooms), nil
}

func (l *siteBook) Sessions(ctx context.Context, now time.Time) ([]schedule.Session, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.update(ctx); err != nil {
		return nil, err
	}
	return l.book.Sessions(now.In(l.e.location)), nil
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
		book = schedule.NewBook(schedule.Options{Announcers: bot.AnnouncersOf(l.e.rooms()), Aliases: l.e.Aliases, Bots: l.e.Names})
		posts = make(map[string]fileStamp)
	}
	days, _ := corpus.Days(l.e.site)
	there := make(map[string]bool)
	for _, d := range days {
		fresh := true
		stamps := make(map[string]fileStamp)
		for _, p := range d.Posts {
			there[p.Path] = true
			stamps[p.Path] = stampOf(l.e.site, p.Path)
			old, ok := posts[p.Path]
			fresh = fresh && ok && old == stamps[p.Path]
		}
		if fresh {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		all, _ := d.Load(l.e.site, l.e.location)
		for _, tr := range all {
			book.Apply(tr)
		}
		for path, s := range stamps {
			posts[path] = s
		}
	}
	for path := range posts {
		if !there[path] { // a post that went: rare enough to read all again
			l.book = nil
			l.posts = nil
			return l.update(ctx)
		}
	}
	if s := stampOf(l.e.site, handFileName); l.book == nil || s != l.byHand {
		f, err := l.e.readHandFile()
		if err != nil {
			return err
		}
		book.Correct(f.ByHand())
		l.byHand = s
	}
	names, err := l.e.hiddenNames(ctx, l.store)
	if err != nil {
		return err
	}
	book.Hide(bot.Hides(names))
	l.book, l.posts, l.looked = book, posts, time.Now()
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
