package service

import (
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"qunwen/bot"
	"qunwen/bot/say"
	"qunwen/bot/schedule"
	"qunwen/corpus/site"
)

const (
	// mostWaiting is how many messages wait to be looked at. Then one that speaks
	// to the bot takes the place of the oldest, and others are not looked at.
	mostWaiting = 5000

	// mostPending is how many messages wait for an archive that does not take
	// them before new ones are refused.
	mostPending = 20000

	// mostIDs is how many message IDs are remembered to know one that comes twice.
	mostIDs = 20000
)

// A Service runs a [bot.Bot] at a transport: it archives what is said, answers,
// reminds, and tells people what was answered later. It is a [bot.Handler].
type Service struct {
	Outbox *Outbox

	// Counts of messages. Passed were not looked at because too many waited, TooOld
	// were not answered because of their age; Unarchived wait for the archive now.
	Received, Answered, Passed, TooOld, Unarchived atomic.Int64

	cfg    Config
	bot    *bot.Bot
	botCfg bot.Config

	offline atomic.Bool // the transport says that it is not connected

	mu        sync.Mutex
	waiting   []arrival
	busy      map[string]bool // chats in which a message is being looked at
	leftOut   []arrival       // the last ones that were too old; without a Clock none
	pending   []pending
	seen      map[string]bool
	order     []string // of seen
	spoken    map[string]talk
	answering map[int64]say.Citation // by question: what answers it, until the next start
	login     string                 // the latest
	ended     map[string]bool        // earlier ones
	late      []schedule.Reminder    // that wait for the end of a session; of watch only
	prompted  map[string]time.Time   // by key: when a prompt reminder was queued; of watch only
	wake      chan struct{}

	toldOffset time.Duration // of the Clock, that the log tells
}

// A pending message is what the archive has not taken yet.
type pending struct {
	in  bot.Incoming
	own *site.Entry // a message of ours; nil if it is in
}

// A talk is when something was said in a room since its open questions were
// asked last.
type talk struct{ first, last time.Time }

// An arrival is a message and its ID in the archive.
type arrival struct {
	in bot.Incoming
	id string
}

// New returns a service that does nothing yet; see [Service.Run]. The error says
// what the configuration lacks.
func New(cfg Config) (*Service, error) {
	switch {
	case cfg.Bot == nil:
		return nil, errors.New("service: no bot")
	case cfg.Transport == nil:
		return nil, errors.New("service: no transport")
	}
	s := &Service{
		cfg: cfg, bot: cfg.Bot, botCfg: cfg.Bot.Config(), wake: make(chan struct{}, 1),
		busy: make(map[string]bool), seen: make(map[string]bool), spoken: make(map[string]talk), ended: make(map[string]bool),
		answering: make(map[int64]say.Citation), prompted: make(map[string]time.Time),
	}
	s.Outbox = newOutbox(cfg, func(e site.Entry) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.putAside(pending{own: &e})
	})
	return s, nil
}

// putAside keeps for later what the archive does not take. The caller holds the
// lock.
func (s *Service) putAside(u pending) {
	s.pending = append(s.pending, u)
	s.Unarchived.Store(int64(len(s.pending)))
}

// stir has the queue looked at.
func (s *Service) stir() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}
