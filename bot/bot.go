package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"qunwen/bot/hearing"
	"qunwen/bot/say"
	"qunwen/bot/schedule"
	"qunwen/bot/store"
	"qunwen/corpus/days"
	"qunwen/corpus/people"
	"qunwen/corpus/site"
	"qunwen/index"
)

// A Searcher finds where a question was talked of. [*index.Index] and
// [*index.Live] are the real ones.
type Searcher interface {
	Search(ctx context.Context, question string, opt index.Options) (index.Result, error)
}

// A Scheduler knows the sharing sessions.
type Scheduler interface {
	// Answer answers a question as things stood when it was asked; ok is false
	// if it is not about the sessions.
	Answer(ctx context.Context, q schedule.Question) (r schedule.Reply, ok bool, err error)
	// Sessions are those of all rooms as they stand at the time now.
	Sessions(ctx context.Context, now time.Time) ([]schedule.Session, error)
	// Outcome tells what came of a message of a room by the time now.
	Outcome(ctx context.Context, room, id string, now time.Time) (schedule.Outcome, error)
}

// An Archiver keeps what is said in a room: in its transcript, where the
// Scheduler and the Searcher will find it.
type Archiver interface {
	// Archive returns the ID of the message, also if it had it already.
	Archive(ctx context.Context, e site.Entry) (id string, err error)
	// Lookup returns the ID of the message that has the transport's ID key; "" if
	// there is none.
	Lookup(ctx context.Context, room, key string) (id string, err error)
	// Remove takes out a message. It is no error if it is gone.
	Remove(ctx context.Context, id string) error
}

// A Room is one that the bot is allowed into.
type Room struct {
	Name       string   // for people; "" means its folder's
	Admins     []string // remark names that the account's owner gave them
	Announcers []string // further names whose lists count, as the posts have them
	Private    bool     // quoted in that room only, and on no page
	Archive    bool     // what is said there is written into its transcript
}

// RoomNames are what people call rooms, for [schedule.Options].
func RoomNames(rooms map[string]Room) map[string]string {
	names := make(map[string]string)
	for folder, r := range rooms {
		if r.Name != "" {
			names[folder] = r.Name
		}
	}
	return names
}

// Config sets up a [Bot]. Only Searcher is required.
type Config struct {
	Searcher Searcher
	Schedule Scheduler       // nil: questions about the schedule are answered from the chat, as all others
	BaseURL  string          // of the pages that links lead to; "" means no links
	Rooms    map[string]Room // that it is in, by folder name
	Names    []string        // by which the bot is spoken to; the first is the one it writes under
	Days     *days.Reader    // for showing the talk around a citation; nil means it is not shown
	Zone     *time.Location  // of days and clocks; nil means UTC
	Archive  Archiver        // nil: nothing is kept
	Store    *store.Store    // what is not in the chat; nil: nobody is hidden, no feedback

	// AlsoHidden adds to the names of hidden people those they have besides, and
	// those of people who are hidden elsewhere. nil adds none.
	AlsoHidden func(names []string) ([]string, error)

	// KeepHidden keeps a copy of the names of who asked here to be hidden, for the
	// day on which the Store is lost. nil keeps none.
	KeepHidden func(ctx context.Context, names []string) error

	Direct  bool             // answer direct messages of members of Rooms
	Ignored []string         // names of other bots, to which it never answers
	Pace    Pace             // limits on people; see also package service
	Now     func() time.Time // nil means time.Now
	Log     *slog.Logger     // nil means discard
	Status  func() string    // more lines for the admins' 状态, in Chinese; nil means none
}

// A Bot answers questions and takes part in rooms. It is safe for concurrent
// use if what it is made of is.
type Bot struct {
	cfg      Config
	names    say.Rooms
	help     string
	answers  *answers
	limits   *limits
	deferred *deferred
	recent   *attention
	members  *members
	hidden   hiddenNames
	gone     gone
	admins   *adminNotes
	removals atomic.Int64 // messages that were taken back
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
	if cfg.Zone == nil {
		cfg.Zone = time.UTC
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	return &Bot{cfg: cfg, names: RoomNames(cfg.Rooms), help: help(), answers: newAnswers(), limits: newLimits(cfg.Pace), deferred: newDeferred(), recent: newAttention(), members: newMembers(), admins: newAdminNotes()}, nil
}

// Config returns what the bot was set up with, and what it takes for what was not
// set.
func (b *Bot) Config() Config { return b.cfg }

const maxPassages = 3

// Ask answers a question. That nothing was found is an Answer too; the error is
// the Searcher's, or of a context that ended.
func (b *Bot) Ask(ctx context.Context, q Question) (Answer, error) {
	a, _, err := b.ask(ctx, q)
	return a, err
}

// ask answers a question and gives the page that says so, which a question
// about the schedule has none of.
func (b *Bot) ask(ctx context.Context, q Question) (Answer, say.Page, error) {
	start := time.Now()
	took := func() float64 { return float64(time.Since(start).Microseconds()) / 1000 }
	rooms, err := b.rooms(&q)
	if err != nil {
		return Answer{}, say.Page{}, err
	}
	now := b.cfg.Now()
	if p, ok := b.talk(q.Text); ok {
		return Answer{Verdict: index.None, Text: p.Text, Passages: []say.Passage{}, TookMS: took()}, p, nil
	}
	plan, ok, err := b.askSchedule(ctx, q, rooms, now)
	if err != nil || ok {
		plan.TookMS = took()
		return plan, say.Page{Text: plan.Text, Plan: true}, err
	}
	hides, err := b.Hides(ctx)
	if err != nil {
		return Answer{}, say.Page{}, err
	}
	asked := q.AskedAt
	if asked.IsZero() {
		asked = now
	}
	found, within, err := b.search(ctx, &q, q.options(rooms, hides), asked)
	if err != nil {
		return Answer{}, say.Page{}, err
	}
	a := Answer{Verdict: found.Verdict, Confidence: found.Confidence, Passages: []say.Passage{}}
	for _, h := range found.Hits {
		a.Passages = append(a.Passages, b.passage(h))
	}
	shown := a.Passages
	if found.Verdict == index.None && !hearing.OnSubject(q.Text) {
		shown = nil // what is nearest to it has nothing to do with it
	}
	p := b.names.Answer(&say.Asked{Text: q.Text, Focus: q.focus, More: q.more > 0, At: asked.In(b.cfg.Zone), Within: within}, shown, &found)
	a.Text = p.Text
	a.TookMS = took()
	if plan.Text != "" {
		a, p = withoutSession(plan, a, p)
	}
	return a, p, nil
}

// options are those of the search for an answer.
func (q *Question) options(rooms []string, hides func(speaker, body string) bool) index.Options {
	opt := index.Options{Limit: maxPassages, Rooms: rooms, Before: q.AskedAt, Without: q.Without, Hidden: hides, Focus: q.focus}
	opt.Except = slices.Clone(q.shown)
	if q.Message != "" {
		opt.Except = append(opt.Except, q.Message)
	}
	return opt
}

// rooms are those in which an answer to q may be looked for: what was said in a
// private room is for that room only. nil means all.
func (b *Bot) rooms(q *Question) ([]string, error) {
	if q.Everywhere {
		return q.Rooms, nil
	}
	private := func(name string) bool { return name != q.Room && b.isPrivate(name) }
	all := q.Rooms
	if len(all) == 0 {
		if b.cfg.Days == nil {
			if slices.ContainsFunc(slices.Collect(maps.Keys(b.cfg.Rooms)), private) {
				return nil, errors.New("bot: a room is private, and the site's rooms are not known")
			}
			return nil, nil
		}
		all = b.cfg.Days.Rooms()
	}
	open := slices.DeleteFunc(slices.Clone(all), private)
	switch len(open) {
	case len(all):
		if !slices.ContainsFunc(slices.Collect(maps.Keys(b.cfg.Rooms)), private) { // one may have no post yet
			return q.Rooms, nil
		}
	case 0:
		return []string{""}, nil // none
	}
	return open, nil
}

// isPrivate reports whether what is said in a room is for that room only: by the
// configuration, or because its posts are not published.
func (b *Bot) isPrivate(room string) bool {
	return b.cfg.Rooms[room].Private || b.cfg.Days != nil && b.cfg.Days.IsUnpublished(room)
}

func (b *Bot) passage(h index.Hit) say.Passage {
	p := say.Passage{Score: h.Score, Coverage: h.Coverage, Room: h.Room, Thread: h.ThreadID, Title: h.Title}
	for _, m := range h.Messages {
		date := m.Time.Format(time.DateOnly)
		p.Citations = append(p.Citations, say.Citation{
			ID: m.ID, Room: h.Room, Date: date, Time: m.Time.Format(time.TimeOnly),
			Speaker: people.ReadableName(m.Speaker), Quote: m.Quote, URL: b.link(h.Room, date, m.ID), Kind: m.Kind, Value: m.Value,
		})
	}
	return p
}

// link is the address of a message; "" if it is on no page.
func (b *Bot) link(room, date, id string) string {
	if b.isPrivate(room) {
		return ""
	}
	return Link(b.cfg.Days, b.cfg.BaseURL, room, date, id)
}

// Link returns the address of a message, <base>/r/<room>/<date>#<HHMMSS>; ""
// without a base URL. If its day has several pages the address names the message
// once more, ?m=<HHMMSS>#<HHMMSS>: a server sees nothing of what stands behind #.
// site may be nil.
func Link(site *days.Reader, base, room, date, id string) string {
	if base == "" {
		return ""
	}
	id = id[strings.LastIndexByte(id, '/')+1:]
	page := strings.TrimRight(base, "/") + "/r/" + url.PathEscape(room) + "/" + date
	if site != nil && site.IsLong(room, date) {
		page += "?m=" + id
	}
	return page + "#" + id
}
