package service

import (
	"context"
	"errors"
	"slices"

	"qunwen/bot"
)

// OnMessage archives a message and queues it for an answer.
func (s *Service) OnMessage(ctx context.Context, in bot.Incoming) {
	s.Received.Add(1)
	if in.Sender.Self && s.echoed(ctx, &in) {
		return // it is archived as what the bot said
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if in.ID != "" && s.seen[in.Login+"\x00"+in.ID] {
		return
	}
	s.signedIn(ctx, in.Login)
	if len(s.pending) >= mostPending {
		s.botCfg.Log.ErrorContext(ctx, "a message is not archived", "room", in.Chat.Room)
		return // Synced has it delivered again
	}
	s.remember(in.Login + "\x00" + in.ID)
	s.hear(ctx, &in)
	s.Outbox.hear(&in)
	if in.Kind == bot.Revoke {
		s.forget(ctx, &in)
	}
	s.retry(ctx)
	if len(s.pending) > 0 {
		s.putAside(pending{in: in})
		return
	}
	id, err := s.bot.Keep(ctx, &in)
	if err != nil {
		s.botCfg.Log.ErrorContext(ctx, "a message is not archived yet", "room", in.Chat.Room, "err", err)
		s.putAside(pending{in: in})
		return
	}
	s.enqueue(in, id)
}

// remember notes that a message came.
func (s *Service) remember(key string) {
	s.seen[key] = true
	s.order = append(s.order, key)
	if len(s.order) > mostIDs {
		delete(s.seen, s.order[0])
		s.order = s.order[1:]
	}
}

// signedIn ends what was good for the last login only. A straggler of a login
// that has ended does not bring it back.
func (s *Service) signedIn(ctx context.Context, login string) {
	if s.login == login || s.ended[login] {
		return
	}
	if st := s.botCfg.Store; st != nil && s.login != "" {
		if err := st.EndLogin(ctx, s.login); err != nil {
			s.botCfg.Log.WarnContext(ctx, "login has not ended", "err", err)
		}
		s.ended[s.login] = true
	}
	s.login = login
}

// forget drops what has not been said yet to a message that is taken back.
func (s *Service) forget(ctx context.Context, in *bot.Incoming) {
	gone := *in
	gone.ID = in.RevokedID
	isGone := func(k arrival) bool {
		return k.in.ID == gone.ID && k.in.Chat.ID == in.Chat.ID && k.in.Login == in.Login
	}
	s.waiting, s.leftOut = slices.DeleteFunc(s.waiting, isGone), slices.DeleteFunc(s.leftOut, isGone)
	s.bot.Settle(ctx, in.Chat.Room, gone.ID)
	s.Outbox.drop(gone.Key("reply"))
	s.Outbox.drop(gone.Key("readback"))
}

// retry archives what could not be archived, in order.
func (s *Service) retry(ctx context.Context) {
	for len(s.pending) > 0 {
		u := s.pending[0]
		if u.own != nil {
			if _, err := s.botCfg.Archive.Archive(ctx, *u.own); err != nil {
				break
			}
			s.pending = s.pending[1:]
			continue
		}
		id, err := s.bot.Keep(ctx, &u.in)
		if err != nil {
			break
		}
		s.pending = s.pending[1:]
		s.enqueue(u.in, id)
	}
	s.Unarchived.Store(int64(len(s.pending)))
}

func (s *Service) enqueue(in bot.Incoming, id string) {
	if len(s.waiting) >= mostWaiting {
		s.Passed.Add(1)
		if !s.bot.Addressed(context.Background(), &in) {
			return // somebody who asked waits before those who did not
		}
		s.waiting = s.waiting[1:]
	}
	s.waiting = append(s.waiting, arrival{in, id})
	if id != "" {
		s.heard(in.Chat.Room, s.botCfg.Now())
	}
	s.stir()
}

// Synced returns when every message that was taken in is archived and durable;
// an error means that some are not, and must be delivered again after a restart.
func (s *Service) Synced(ctx context.Context) error {
	s.mu.Lock()
	s.retry(ctx)
	n := len(s.pending)
	s.mu.Unlock()
	if n > 0 {
		return errPending
	}
	if s.cfg.Flush == nil {
		return nil
	}
	return s.cfg.Flush(ctx)
}

var errPending = errors.New("some messages are not archived yet")
