package bot

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"qunwen/bot/say"
	"qunwen/bot/schedule"
	"qunwen/corpus"
)

const (
	// tick is how often what is due by the clock is looked for.
	tick = 5 * time.Second

	// mostWaiting is how many messages wait to be looked at. Then one that speaks
	// to the bot takes the place of the oldest, and others are not looked at.
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
	// SetLastLook keeps that. nil: reminders that an outage prevented are lost.
	LastLook    func() time.Time
	SetLastLook func(time.Time) error

	// State is told how the transport is connected; nil means nobody is.
	State func(State)

	// Counts of messages. Passed were not looked at because too many waited;
	// Unkept wait for the archive now.
	Received, Answered, Passed, Unkept atomic.Int64

	offline atomic.Bool // the transport says that it is not connected

	mu        sync.Mutex
	waiting   []kept
	busy      map[string]bool // chats in which a message is being looked at
	unkept    []unkept
	seen      map[string]bool
	order     []string // of seen
	spoken    map[string]talk
	answering map[int64]say.Citation // by question: what answers it, until the next start
	login     string                 // the latest
	ended     map[string]bool        // earlier ones
	late      []schedule.Reminder    // that wait for the end of a session; of watch only
	prompted  map[string]time.Time   // by key: when a prompt reminder was queued; of watch only
	wake      chan struct{}
	once      sync.Once
}

// An unkept is what the archive has not taken yet.
type unkept struct {
	in  Incoming
	own *corpus.Entry // a message of ours; nil if it is in
}

// A talk is when something was said in a room since its open questions were
// asked last.
type talk struct{ first, last time.Time }

// A kept is a message and its ID in the archive.
type kept struct {
	in Incoming
	id string
}

func (s *Service) init() {
	s.once.Do(func() {
		s.seen, s.busy, s.ended = make(map[string]bool), make(map[string]bool), make(map[string]bool)
		s.spoken, s.answering, s.wake = make(map[string]talk), make(map[int64]say.Citation), make(chan struct{}, 1)
		s.Outbox.unkept = func(e corpus.Entry) {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.putAside(unkept{own: &e})
		}
	})
}

// OnState passes on how the transport is connected.
func (s *Service) OnState(ctx context.Context, st State) {
	s.init()
	s.offline.Store(st.Phase != Online)
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

// workers is how many chats are answered at once.
const workers = 4

// Run answers and does what is due by the clock until ctx ends.
func (s *Service) Run(ctx context.Context) {
	s.init()
	s.Bot.restore(ctx)
	var running sync.WaitGroup
	defer running.Wait()
	running.Go(func() { s.Outbox.Run(ctx) })
	running.Go(func() { s.watch(ctx) })
	free := make(chan struct{}, workers)
	for {
		select {
		case <-ctx.Done():
			return
		case free <- struct{}{}:
		}
		k, ok := s.next()
		if ok {
			running.Go(func() {
				defer func() {
					s.done(&k)
					<-free
				}()
				s.respond(ctx, &k)
			})
			continue
		}
		<-free
		select {
		case <-ctx.Done():
			return
		case <-s.wake:
		}
	}
}

// respond has a message answered.
func (s *Service) respond(ctx context.Context, k *kept) {
	out, err := s.Bot.Respond(ctx, k.in, k.id)
	if err != nil && ctx.Err() == nil {
		out = s.failed(ctx, &k.in, err)
	}
	if len(out) > 0 {
		s.Answered.Add(1)
		s.Outbox.Put(out...)
	}
}

// failed says to whoever asked in a room that there is no answer.
func (s *Service) failed(ctx context.Context, in *Incoming, err error) []Outgoing {
	s.log().ErrorContext(ctx, "no answer", "room", in.Chat.Room, "err", err)
	if _, addressed := s.Bot.addressed(ctx, in); !addressed || in.Chat.Direct {
		return nil
	}
	return []Outgoing{{Key: in.key("sorry"), Chat: in.Chat, Person: in.Sender.person(), Purpose: ForReply, Text: say.OutOfOrder}}
}

// next takes the first message of a chat in which none is being looked at: a
// question that takes long holds up its own chat only.
func (s *Service) next() (kept, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, k := range s.waiting {
		if chat := chatKey(&k.in.Chat); !s.busy[chat] {
			s.busy[chat] = true
			s.waiting = slices.Delete(s.waiting, i, i+1)
			return k, true
		}
	}
	return kept{}, false
}

func (s *Service) done(k *kept) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.busy, chatKey(&k.in.Chat))
	s.stir()
}

// Idle reports whether nothing waits to be looked at or sent.
func (s *Service) Idle() bool {
	s.mu.Lock()
	n := len(s.waiting) + len(s.busy)
	s.mu.Unlock()
	return n == 0 && s.Outbox.Idle()
}

func (s *Service) log() *slog.Logger { return s.Bot.cfg.Log }
