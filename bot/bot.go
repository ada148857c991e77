package bot

import (
	"context"
	"errors"
	"fmt"
	"html"
	"net/url"
	"strings"
	"time"

	"qunwen/bot/schedule"
	"qunwen/index"
)

// A Searcher finds where a question was talked of. [*index.Index] is the real one.
type Searcher interface {
	Search(ctx context.Context, question string, opt index.Options) (index.Result, error)
}

// A Scheduler answers questions about the sharing sessions, in the given rooms
// or all, as things stood at the time now.
type Scheduler interface {
	Answer(ctx context.Context, question string, now time.Time, rooms []string) (schedule.Reply, error)
}

// Config sets up a [Bot]. Only Searcher is required.
type Config struct {
	Searcher  Searcher
	Schedule  Scheduler         // nil: questions about the schedule are answered from the chat, as all others
	BaseURL   string            // of the pages that links lead to; "" means no links
	RoomNames map[string]string // for people, by folder name; a room without one goes by its folder
}

// A Bot answers questions. It is safe for concurrent use if its Searcher is.
type Bot struct {
	cfg Config
}

// New returns a bot. It fails if the Searcher is missing or the base URL is
// not an absolute http or https URL.
func New(cfg Config) (*Bot, error) {
	if cfg.Searcher == nil {
		return nil, errors.New("bot: no searcher")
	}
	if cfg.BaseURL != "" {
		u, err := url.Parse(cfg.BaseURL)
		if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
			return nil, fmt.Errorf("bot: base URL %q is not an http or https address", cfg.BaseURL)
		}
		cfg.BaseURL = strings.TrimRight(cfg.BaseURL, "/")
	}
	return &Bot{cfg}, nil
}

const maxPassages = 3

// Ask answers a question. That nothing was found is an Answer too; the error is
// the Searcher's, or of a context that ended.
func (b *Bot) Ask(ctx context.Context, q Question) (Answer, error) {
	start := time.Now()
	if a, ok, err := b.askSchedule(ctx, q, start); err != nil || ok {
		a.TookMS = float64(time.Since(start).Microseconds()) / 1000
		return a, err
	}
	found, err := b.cfg.Searcher.Search(ctx, q.Text, index.Options{Limit: maxPassages, Rooms: q.Rooms, Before: q.AskedAt})
	if err != nil {
		return Answer{}, err
	}
	a := Answer{Verdict: found.Verdict, Confidence: found.Confidence, Passages: []Passage{}}
	for _, h := range found.Hits {
		a.Passages = append(a.Passages, b.passage(h))
	}
	a.Text = b.text(q, a, &found)
	a.TookMS = float64(time.Since(start).Microseconds()) / 1000
	return a, nil
}

func (b *Bot) passage(h index.Hit) Passage {
	p := Passage{Score: h.Score, Room: h.Room, Thread: h.ThreadID, Title: h.Title}
	for _, m := range h.Messages {
		date := m.Time.Format(time.DateOnly)
		p.Citations = append(p.Citations, Citation{
			ID: m.ID, Room: h.Room, Date: date, Time: m.Time.Format(time.TimeOnly),
			Speaker: plain(m.Speaker), Quote: m.Quote, URL: b.link(h.Room, date, m.ID), kind: m.Kind,
		})
	}
	return p
}

func (b *Bot) link(room, date, id string) string { return Link(b.cfg.BaseURL, room, date, id) }

// Link returns the address of a message, <base>/r/<room>/<date>#<HHMMSS>; ""
// without a base URL.
func Link(base, room, date, id string) string {
	if base == "" {
		return ""
	}
	return strings.TrimRight(base, "/") + "/r/" + url.PathEscape(room) + "/" + date + "#" + id[strings.LastIndexByte(id, '/')+1:]
}

// plain makes a published name readable.
func plain(name string) string {
	for range 4 {
		name = html.UnescapeString(name)
	}
	return strings.Join(strings.Fields(name), " ")
}
