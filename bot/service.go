package bot

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"qunwen/bot/schedule"
)

const (
	// tick is how often what is due by the clock is looked for.
	tick = 5 * time.Second

	// newsPause is how often open questions are asked again in a room where
	// something was said.
	newsPause = 30 * time.Second

	// mostWaiting is how many messages wait to be looked at; of more, the oldest
	// get no answer.
	mostWaiting = 5000

	// mostUnkept is how many messages wait for an archive that does not take
	// them before new ones are refused.
	mostUnkept = 20000

	// mostIDs is how many message IDs are remembered to know one that comes twice.
	mostIDs = 20000
)

// A Service runs a [Bot] at a transport: it archives what is said, answers,
// reminds, and tells people what was answered later. It is a [Handler].
type Service struct {
	Bot    *Bot
	Outbox *Outbox
	Policy schedule.Policy // of reminders

	// Flush makes what was archived durable; nil if nothing is archived.
	Flush func(ctx context.Context) error

	// LastLook returns until when reminders were seen to before this start, and
	// SetLastLook keeps that. nil: an outage is not caught up with.
	LastLook    func() time.Time
	SetLastLook func(time.Time) error

	// State is told how the transport is connected; nil means nobody is.
	State func(State)

	Received, Answered, Passed, Unkept atomic.Int64 // messages; Passed: that got no look

	mu      sync.Mutex
	waiting []kept
	looking bool // at one that is not waiting any more
	unkept  []Incoming
	seen    map[string]bool
	order   []string // of seen
	spoken  map[string]time.Time
	wake    chan struct{}
	once    sync.Once
}

// A kept is a message and its ID in the archive.
type kept struct {
	in Incoming
	id string
}

func (s *Service) init() {
	s.once.Do(func() {
		s.seen, s.spoken, s.wake = make(map[string]bool), make(map[string]time.Time), make(chan struct{}, 1)
	})
}

// OnMessage archives a message and queues it for an answer.
func (s *Service) OnMessage(ctx context.Context, in Incoming) {
	s.init()
	s.Received.Add(1)
	if in.Sender.Self && s.echoed(ctx, &in) {
		return // it is archived as what the bot said
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if in.ID != "" && !s.first(in.Login+"\x00"+in.ID) {
		return
	}
	s.retry(ctx)
	if len(s.unkept) > 0 {
		s.unkept = append(s.unkept, in)
		s.Unkept.Store(int64(len(s.unkept)))
		return
	}
	id, err := s.Bot.Keep(ctx, &in)
	if err != nil {
		s.log().ErrorContext(ctx, "a message is not archived yet", "room", in.Chat.Room, "err", err)
		s.unkept = append(s.unkept, in)
		s.Unkept.Store(int64(len(s.unkept)))
		return
	}
	s.enqueue(in, id)
}

// first reports whether a key is new, and remembers it.
func (s *Service) first(key string) bool {
	if s.seen[key] {
		return false
	}
	s.seen[key] = true
	s.order = append(s.order, key)
	if len(s.order) > mostIDs {
		delete(s.seen, s.order[0])
		s.order = s.order[1:]
	}
	return true
}

// retry archives what could not be archived, in order.
func (s *Service) retry(ctx context.Context) {
	for len(s.unkept) > 0 {
		in := s.unkept[0]
		id, err := s.Bot.Keep(ctx, &in)
		if err != nil {
			break
		}
		s.unkept = s.unkept[1:]
		s.enqueue(in, id)
	}
	s.Unkept.Store(int64(len(s.unkept)))
}

func (s *Service) enqueue(in Incoming, id string) {
	if len(s.waiting) >= mostWaiting {
		s.waiting = s.waiting[1:]
		s.Passed.Add(1)
	}
	s.waiting = append(s.waiting, kept{in, id})
	if id != "" {
		s.spoken[in.Chat.Room] = s.Bot.cfg.Now()
	}
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// OnState passes on how the transport is connected.
func (s *Service) OnState(ctx context.Context, st State) {
	s.init()
	switch st.Phase {
	case Degraded, Offline:
		s.log().WarnContext(ctx, "connection", "phase", st.Phase, "reason", st.Reason)
	default:
		s.log().InfoContext(ctx, "connection", "phase", st.Phase)
	}
	if s.State != nil {
		s.State(st)
	}
}

// Synced returns when every message that was taken in is archived and durable;
// an error means that some are not, and must be delivered again after a restart.
func (s *Service) Synced(ctx context.Context) error {
	s.init()
	s.mu.Lock()
	s.retry(ctx)
	n := len(s.unkept)
	s.mu.Unlock()
	if n > 0 {
		return errUnkept
	}
	if s.Flush == nil {
		return nil
	}
	return s.Flush(ctx)
}

// Run answers and does what is due by the clock until ctx ends.
func (s *Service) Run(ctx context.Context) {
	s.init()
	var running sync.WaitGroup
	running.Go(func() { s.Outbox.Run(ctx) })
	running.Go(func() { s.watch(ctx) })
	for {
		k, ok := s.next()
		if !ok {
			select {
			case <-ctx.Done():
				running.Wait()
				return
			case <-s.wake:
			}
			continue
		}
		out, err := s.Bot.Respond(ctx, k.in, k.id)
		if err != nil && ctx.Err() == nil {
			s.log().ErrorContext(ctx, "no answer", "room", k.in.Chat.Room, "err", err)
			if _, addressed := s.Bot.addressed(&k.in); addressed && !k.in.Chat.Direct {
				out = []Outgoing{{Key: "sorry:" + k.in.Login + ":" + k.in.ID, Chat: k.in.Chat, Person: k.in.Sender.person(), Purpose: ForReply, Text: "这会儿出了点问题，没法回答，过几分钟再问问看"}}
			}
		}
		if len(out) > 0 {
			s.Answered.Add(1)
			s.Outbox.Put(out...)
		}
	}
}

func (s *Service) next() (kept, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.looking = len(s.waiting) > 0
	if !s.looking {
		return kept{}, false
	}
	k := s.waiting[0]
	s.waiting = s.waiting[1:]
	return k, true
}

// Idle reports whether nothing waits to be looked at or sent, or is about to.
func (s *Service) Idle() bool {
	s.mu.Lock()
	idle := len(s.waiting) == 0 && !s.looking
	s.mu.Unlock()
	return idle && s.Outbox.Idle()
}

func (s *Service) log() *slog.Logger { return s.Bot.cfg.Log }
