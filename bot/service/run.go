package service

import (
	"context"
	"slices"
	"sync"
	"time"

	"qunwen/bot"
)

// OnState passes on how the transport is connected.
func (s *Service) OnState(ctx context.Context, st bot.State) {
	s.offline.Store(st.Phase != bot.Online)
	switch st.Phase {
	case bot.Degraded, bot.Offline:
		s.botCfg.Log.WarnContext(ctx, "connection", "phase", st.Phase, "reason", st.Reason)
	default:
		s.botCfg.Log.InfoContext(ctx, "connection", "phase", st.Phase)
	}
	if s.cfg.State != nil {
		s.cfg.State(st)
	}
}

// workers is how many chats are answered at once.
const workers = 4

// Run answers and does what is due by the clock until ctx ends.
func (s *Service) Run(ctx context.Context) {
	s.bot.Restore(ctx)
	var running sync.WaitGroup
	defer running.Wait()
	running.Go(func() { s.Outbox.run(ctx) })
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
func (s *Service) respond(ctx context.Context, k *arrival) {
	if s.bot.TooOld(&k.in) {
		s.leaveOut(ctx, k)
	}
	out, err := s.bot.Respond(ctx, k.in, k.id)
	if err != nil && ctx.Err() == nil {
		out = s.bot.Apologize(ctx, &k.in, err)
	}
	if len(out) > 0 {
		s.Answered.Add(1)
		s.Outbox.putAll(out...)
	}
}

// next takes the first message of a chat in which none is being looked at: a
// question that takes long holds up its own chat only.
func (s *Service) next() (arrival, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, k := range s.waiting {
		if chat := k.in.Chat.Key(); !s.busy[chat] {
			s.busy[chat] = true
			s.waiting = slices.Delete(s.waiting, i, i+1)
			return k, true
		}
	}
	return arrival{}, false
}

func (s *Service) done(k *arrival) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.busy, k.in.Chat.Key())
	s.stir()
}

// Idle reports whether nothing waits to be looked at or sent.
func (s *Service) Idle() bool {
	s.mu.Lock()
	n := len(s.waiting) + len(s.busy)
	s.mu.Unlock()
	return n == 0 && s.Outbox.idle()
}

// drainTime is how long what is queued may take to be sent at the end.
const drainTime = 7 * time.Second

// arriveTime is how long a message that is on its way then may take.
const arriveTime = 2 * time.Second

// Connect runs the transport, which delivers to h. When ctx ends it stays
// connected until everything is said, but not for long.
func (s *Service) Connect(ctx context.Context, h bot.Handler) error {
	linked, unlink := context.WithCancel(context.WithoutCancel(ctx))
	defer unlink()
	var draining sync.WaitGroup
	defer draining.Wait()
	over := make(chan struct{})
	defer close(over)
	draining.Go(func() {
		defer unlink()
		select {
		case <-over:
			return
		case <-ctx.Done():
		}
		for end := time.Now().Add(drainTime); !s.Idle() && time.Now().Before(end); {
			time.Sleep(20 * time.Millisecond)
		}
		arriving, cancel := context.WithTimeout(linked, arriveTime)
		defer cancel()
		s.Outbox.finish(arriving)
	})
	return s.cfg.Transport.Run(linked, h)
}
