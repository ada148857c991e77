package service

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"qunwen/corpus"
	"qunwen/corpus/site"
)

// An Overlay keeps what is said in memory, over the book of a site: it is a
// [bot.Scheduler] and a [bot.Archiver].
type Overlay struct {
	*Book

	said  sync.Mutex
	lines map[string]*corpus.Transcript // by room and day
}

// NewOverlay returns an overlay over a book, which is its own from then on.
func NewOverlay(b *Book) *Overlay {
	return &Overlay{Book: b, lines: make(map[string]*corpus.Transcript)}
}

// Settle fixes whose word counts in a room: whoever did until now, and the
// owner.
func (o *Overlay) Settle(ctx context.Context, room string, now time.Time) ([]string, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if err := o.update(ctx); err != nil {
		return nil, err
	}
	names := append(o.book.Announcers(room, now), corpus.OwnerName)
	o.book.Trust(room, names)
	return names, nil
}

// Archive puts a message into the overlay's transcript of its day.
func (o *Overlay) Archive(ctx context.Context, e site.Entry) (string, error) {
	o.said.Lock()
	defer o.said.Unlock()
	at := e.Time.In(o.cfg.Location)
	date := at.Format(time.DateOnly)
	tr := o.lines[e.Room+date]
	if tr == nil {
		tr = &corpus.Transcript{Path: "chat/" + e.Room + "/" + date, Room: e.Room, Date: date}
		o.lines[e.Room+date] = tr
	}
	same := 0
	for i := range tr.Messages {
		if tr.Messages[i].Time.Equal(at) {
			same++
		}
	}
	id := fmt.Sprintf("%s/%s/%s.%d", e.Room, date, at.Format("150405"), 9001+same) // far above what a post of that second can hold
	m := corpus.Message{ID: id, Time: at, Speaker: e.Speaker, Raw: e.Text, Text: strings.Join(strings.Fields(e.Text), " "), Kind: e.Kind, URL: e.URL, Quoted: e.Quoted}
	tr.Messages = append(tr.Messages, m)
	if err := o.read(ctx, tr); err != nil {
		return "", err
	}
	return id, nil
}

// read lets the book read the overlay's transcript.
func (o *Overlay) read(ctx context.Context, tr *corpus.Transcript) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if err := o.update(ctx); err != nil {
		return err
	}
	o.book.Apply(tr)
	return nil
}

// Lookup implements [bot.Archiver]. It finds nothing: what is taken back here is
// gone with the chat anyway.
func (o *Overlay) Lookup(context.Context, string, string) (string, error) { return "", nil }

// Remove implements [bot.Archiver].
func (o *Overlay) Remove(context.Context, string) error { return nil }
