package bot

import (
	"context"
	"errors"
	"fmt"
	"time"

	"qunwen/bot/schedule"
)

var errUnkept = errors.New("some messages are not archived yet")

// newsLife is how long a question waits for an answer.
const newsLife = 14 * 24 * time.Hour

// watch does what is due by the clock.
func (s *Service) watch(ctx context.Context) {
	var last time.Time
	if s.LastLook != nil {
		last = s.LastLook()
	}
	looked := make(map[string]time.Time) // by room: when its open questions were asked again
	for {
		now := s.Bot.cfg.Now()
		if err := s.remind(ctx, last, now); err != nil && ctx.Err() == nil {
			s.log().WarnContext(ctx, "reminders", "err", err)
		} else if err == nil {
			last = now
			if s.SetLastLook != nil {
				if err := s.SetLastLook(now); err != nil {
					s.log().WarnContext(ctx, "reminders", "err", err)
				}
			}
		}
		s.afterSessions(ctx, now)
		for _, room := range s.roomsToAsk(looked, now) {
			looked[room] = now
			if err := s.news(ctx, room, now); err != nil && ctx.Err() == nil {
				s.log().WarnContext(ctx, "open questions", "room", room, "err", err)
			}
		}
		if pause(ctx, tick) != nil {
			return
		}
	}
}

// remind queues the reminders that have become due since last.
func (s *Service) remind(ctx context.Context, last, now time.Time) error {
	b := s.Bot
	if b.cfg.Schedule == nil || s.Policy == (schedule.Policy{}) {
		return nil
	}
	sessions, err := b.cfg.Schedule.Sessions(ctx, now)
	if err != nil {
		return err
	}
	done := func(key string) bool {
		if b.cfg.Store == nil {
			return false
		}
		known, err := b.cfg.Store.Known(ctx, "reminder:"+key)
		return known || err != nil
	}
	zoned := now.In(b.cfg.Zone)
	for _, r := range s.Policy.Due(sessions, last, zoned, done) {
		if !b.knows(r.Room) {
			continue
		}
		s.Outbox.Put(Outgoing{Key: "reminder:" + r.Key, Chat: Chat{Room: r.Room}, Purpose: ForReminder, Text: r.Text})
	}
	return nil
}

// afterSessions answers what was asked while a session was on.
func (s *Service) afterSessions(ctx context.Context, now time.Time) {
	b := s.Bot
	ready := b.deferred.take(func(room string) bool { return !b.duringSession(ctx, room, now) })
	for i := range ready {
		in := &ready[i]
		text, _ := b.addressed(in)
		out, err := b.reply(ctx, in, parseCommand(text), false, now)
		if err != nil {
			s.log().ErrorContext(ctx, "no answer", "room", in.Chat.Room, "err", err)
			continue
		}
		for j := range out {
			if out[j].Text != "" {
				out[j].Text = "@" + in.Sender.Name() + " 刚才分享时你问的：\n" + out[j].Text
			}
		}
		s.Outbox.Put(out...)
	}
}

// roomsToAsk are those where something was said since their open questions
// were asked last.
func (s *Service) roomsToAsk(looked map[string]time.Time, now time.Time) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var rooms []string
	for room, at := range s.spoken {
		if last := looked[room]; !at.Before(last) && now.Sub(last) >= newsPause {
			rooms = append(rooms, room)
			delete(s.spoken, room)
		}
	}
	return rooms
}

// news asks the open questions of a room again, and tells those who asked what
// has been answered since.
func (s *Service) news(ctx context.Context, room string, now time.Time) error {
	b := s.Bot
	if b.cfg.Store == nil || s.Policy.Quiet.Covers(now.In(b.cfg.Zone)) {
		return nil
	}
	open, err := b.cfg.Store.Unanswered(ctx, room, 20)
	if err != nil {
		return err
	}
	for _, u := range open {
		if now.Sub(u.Last) > newsLife {
			continue
		}
		a, err := b.Ask(ctx, Question{Text: u.Question, Rooms: []string{room}, Room: room})
		if err != nil {
			return err
		}
		if c := answeredSince(&a, u.Last, b.cfg.Zone); c != nil {
			if err := b.cfg.Store.Resolve(ctx, u.ID, c.ID); err != nil {
				return err
			}
			if err := s.tell(ctx, room, u.ID, c); err != nil {
				return err
			}
		}
	}
	return nil
}

// answeredSince returns the citation of an answer that was said after a time.
func answeredSince(a *Answer, since time.Time, zone *time.Location) *Citation {
	if a.Verdict != Answered || len(a.Passages) == 0 {
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

// tell tells each who asked a question what answers it now.
func (s *Service) tell(ctx context.Context, room string, question int64, c *Citation) error {
	st := s.Bot.cfg.Store
	untold, err := st.Untold(ctx, room)
	if err != nil {
		return err
	}
	for _, n := range untold {
		if n.ID != question {
			continue
		}
		first, err := st.Told(ctx, n.ID, n.Person)
		if err != nil {
			return err
		}
		if !first {
			continue
		}
		text := fmt.Sprintf("@%s 你问过「%s」，有人说到了：\n%s %s：%s", n.Name, clip(n.Question, 40), c.Time[:len("15:04")], speakerName(c.Speaker), c.clipped(200))
		if c.URL != "" {
			text += " " + c.URL
		}
		s.Outbox.Put(Outgoing{Key: fmt.Sprintf("news:%d:%s:%s", n.ID, n.Person, c.ID), Chat: Chat{Room: room}, Person: n.Person, Purpose: ForNews, Text: text})
	}
	return nil
}
