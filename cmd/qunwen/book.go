package main

import (
	"context"
	"sync"
	"time"

	"qunwen/bot/schedule"
)

// A lazyBook replays the site when the first question about the schedule is
// asked: other questions need not wait for it. It is safe for concurrent use.
type lazyBook struct {
	e    *env
	mu   sync.Mutex
	book *schedule.Book
}

func (l *lazyBook) Answer(ctx context.Context, question string, now time.Time, rooms []string) (schedule.Reply, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.book == nil {
		book, err := l.e.replay(ctx)
		if err != nil {
			return schedule.Reply{}, err
		}
		l.book = book
	}
	return l.book.Answer(question, now.In(l.e.location), rooms), nil
}
