package service

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"qunwen/bot"
	"qunwen/bot/schedule"
	"qunwen/corpus"
	"qunwen/corpus/site"
)

// memory is an archive, and the book of what is in it.
type memory struct {
	mu    sync.Mutex
	book  *schedule.Book
	days  map[string]*corpus.Transcript // by room and date
	keys  map[string]string             // by room and key: IDs
	order []string                      // "speaker: text"
	err   error                         // what Archive answers
}

func newMemory(rooms map[string]bot.Room, names []string) *memory {
	return &memory{
		book: schedule.NewBook(schedule.Options{Announcers: bot.AnnouncersOf(rooms), RoomNames: bot.RoomNames(rooms), Bots: names}),
		days: make(map[string]*corpus.Transcript), keys: make(map[string]string),
	}
}

func (m *memory) fails(err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.err = err
}

func (m *memory) said() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.order)
}

func (m *memory) Archive(_ context.Context, e site.Entry) (string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.err != nil {
		return "", m.err
	}
	if id := m.keys[e.Room+e.Key]; id != "" {
		return id, nil
	}
	date := e.Time.Format(time.DateOnly)
	tr := m.days[e.Room+date]
	if tr == nil {
		tr = &corpus.Transcript{Path: "live/" + e.Room + "/" + date, Room: e.Room, Date: date}
		m.days[e.Room+date] = tr
	}
	id := fmt.Sprintf("%s/%s/%s.%d", e.Room, date, e.Time.Format("150405"), len(tr.Messages)+2)
	tr.Messages = append(tr.Messages, corpus.Message{
		ID: id, Time: e.Time, Speaker: e.Speaker, Raw: e.Text, Text: strings.Join(strings.Fields(e.Text), " "), Kind: e.Kind, Quoted: e.Quoted,
	})
	m.keys[e.Room+e.Key] = id
	m.order = append(m.order, e.Speaker+": "+e.Text)
	m.book.Apply(tr)
	return id, nil
}

func (m *memory) Lookup(_ context.Context, room, key string) (string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.keys[room+key], m.err
}

func (m *memory) Remove(_ context.Context, id string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.err != nil {
		return m.err
	}
	for key, of := range m.keys {
		if of == id {
			room, _, _ := strings.Cut(id, "/")
			m.order = append(m.order, "removed: "+strings.TrimPrefix(key, room))
		}
	}
	for _, tr := range m.days {
		if n := len(tr.Messages); n > 0 {
			tr.Messages = slices.DeleteFunc(tr.Messages, func(x corpus.Message) bool { return x.ID == id })
			if len(tr.Messages) != n {
				m.book.Apply(tr)
			}
		}
	}
	return nil
}

func (m *memory) Answer(_ context.Context, q schedule.Question) (schedule.Reply, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	r, ok := m.book.Answer(q)
	return r, ok, nil
}

func (m *memory) Sessions(_ context.Context, now time.Time) ([]schedule.Session, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.book.Sessions(now), nil
}

func (m *memory) Outcome(_ context.Context, room, id string, now time.Time) (schedule.Outcome, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.book.Outcome(room, id, now), nil
}
