package service

import (
	"context"
	"fmt"
	"time"

	"qunwen/bot"
	"qunwen/bot/say"
	"qunwen/index"
)

const (
	// newsLife is how long a question waits for an answer.
	newsLife = 14 * 24 * time.Hour

	// newsPause is how often open questions are asked again in a room where
	// something was said.
	newsPause = 30 * time.Second

	// newsDelay is how long the index may take to find what was said.
	newsDelay = 10 * time.Second

	// mostOpen is how many open questions are asked again at once, those that
	// were asked last.
	mostOpen = 20
)

// heard notes that something was said in a room. The caller holds the lock.
func (s *Service) heard(room string, now time.Time) {
	t, ok := s.spoken[room]
	if !ok {
		t.first = now
	}
	t.last = now
	s.spoken[room] = t
}

// roomsToAsk are those where something was said since their open questions
// were asked last, long enough ago to be found.
func (s *Service) roomsToAsk(looked map[string]time.Time, now time.Time) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var rooms []string
	for room, t := range s.spoken {
		if now.Sub(t.first) < newsDelay || now.Sub(looked[room]) < newsPause {
			continue
		}
		rooms = append(rooms, room)
		if now.Sub(t.last) < newsDelay {
			s.spoken[room] = talk{t.last, t.last} // that is for the next time
		} else {
			delete(s.spoken, room)
		}
	}
	return rooms
}

// news asks the open questions of a room again, and tells those who asked what
// has been answered since. In quiet hours, while the bot is muted and during a
// session that has to wait.
func (s *Service) news(ctx context.Context, room string, now time.Time) error {
	b := s.bot
	if s.botCfg.Store == nil {
		return nil
	}
	if s.cfg.Policy.Quiet.Covers(now.In(s.botCfg.Zone)) || b.Muted(ctx, room, now) || b.InSession(ctx, room, now) {
		s.again(room)
		return nil
	}
	open, err := s.botCfg.Store.UnansweredSince(ctx, room, now.Add(-newsLife), mostOpen)
	if err != nil {
		return err
	}
	for _, u := range open {
		a, err := b.Ask(ctx, bot.Question{Text: u.Question, Rooms: []string{room}, Room: room})
		if err != nil {
			return err
		}
		if c := answeredSince(&a, u.Last, s.botCfg.Zone); c != nil {
			if err := s.botCfg.Store.Resolve(ctx, u.ID, c.ID); err != nil {
				return err
			}
			s.found(u.ID, c)
		}
	}
	return s.tell(ctx, room)
}

// again has the open questions of a room asked once more.
func (s *Service) again(room string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.spoken[room]; !ok {
		s.spoken[room] = talk{}
	}
}

// answeredSince returns the citation of an answer that was said after a time.
func answeredSince(a *bot.Answer, since time.Time, zone *time.Location) *say.Citation {
	if a.Verdict != index.Answer || len(a.Passages) == 0 {
		return nil
	}
	for i := range a.Passages[0].Citations {
		c := &a.Passages[0].Citations[i]
		if at, err := time.ParseInLocation(time.DateTime, c.Date+" "+c.Time, zone); err == nil && at.After(since) {
			return c
		}
	}
	return nil
}

// found remembers the words that answer a question.
func (s *Service) found(question int64, c *say.Citation) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answering[question] = *c
}

// tell tells each who asked a question of a room what answers it now. It is
// only noted as told when it is sent: what was held up comes again.
func (s *Service) tell(ctx context.Context, room string) error {
	untold, err := s.botCfg.Store.Untold(ctx, room)
	if err != nil || len(untold) == 0 {
		return err
	}
	hides, err := s.bot.Hides(ctx)
	if err != nil {
		return err
	}
	for _, n := range untold {
		s.mu.Lock()
		c, ok := s.answering[n.ID]
		s.mu.Unlock()
		if !ok || c.ID != n.Message {
			if c, ok = s.bot.Cite(room, n.Message); !ok {
				continue
			}
		}
		switch {
		case hides != nil && hides(c.Speaker, c.Quote):
			continue
		case c.Speaker == n.Name: // nobody has to be told of their own words
			if _, err := s.botCfg.Store.Told(ctx, n.ID, n.Person); err != nil {
				return err
			}
			continue
		}
		s.Outbox.put(&delivery{news: n.ID, quotes: true, Outgoing: bot.Outgoing{
			Key: fmt.Sprintf("news:%d:%s:%s", n.ID, n.Person, c.ID), Chat: bot.Chat{Room: room}, Person: n.Person, Purpose: bot.ForNews, Text: say.News(n.Name, n.Question, &c),
		}})
		s.again(room) // until it is told
	}
	return nil
}
