package bot

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"qunwen/bot/say"
	"qunwen/bot/schedule"
)

// noteEvery is how often it is noted until when reminders were seen to. What was
// sent since then is known by its key.
const noteEvery = time.Minute

const (
	promptAgain = time.Minute    // how soon a reminder that could not be sent is tried again
	promptLife  = 24 * time.Hour // how long it is known that one was queued
)

// watch does what is due by the clock.
func (s *Service) watch(ctx context.Context) {
	var last, noted time.Time
	if s.LastLook != nil {
		last = s.LastLook()
	}
	looked := make(map[string]time.Time) // by room: when its open questions were asked again
	s.mu.Lock()
	for room := range s.Bot.cfg.Rooms { // what was said before the start may answer some
		s.heard(room, s.Bot.cfg.Now())
	}
	s.mu.Unlock()
	for {
		now := s.Bot.cfg.Now()
		s.mu.Lock()
		s.retry(ctx)
		s.mu.Unlock()
		if missed := s.Outbox.missed(now); !missed.IsZero() && missed.Before(last) {
			last = missed // and what it did not reach is caught up with
		}
		if !s.offline.Load() && s.looked(ctx, last, now) { // otherwise later, in a line that says so
			last = now
			if s.SetLastLook != nil && now.Sub(noted) >= noteEvery {
				noted = now
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

// looked reports whether the reminders that have become due since last are seen
// to.
func (s *Service) looked(ctx context.Context, last, now time.Time) bool {
	err := s.remind(ctx, last, now)
	if err != nil && ctx.Err() == nil {
		s.log().WarnContext(ctx, "reminders", "err", err)
	}
	return err == nil
}

// remind queues the reminders that have become due since last. During a session
// they have to wait.
func (s *Service) remind(ctx context.Context, last, now time.Time) error {
	b := s.Bot
	if b.cfg.Schedule == nil || s.Policy == (schedule.Policy{}) {
		return nil
	}
	sessions, err := b.deferred.sessions(ctx, b.cfg.Schedule, now)
	if err != nil {
		return err
	}
	var unknown error
	done := func(key string) bool {
		if b.cfg.Store == nil {
			return false
		}
		known, err := b.cfg.Store.Known(ctx, "reminder:"+key)
		unknown = errors.Join(unknown, err)
		return known
	}
	due := s.Policy.Due(sessions, last, now.In(b.cfg.Zone), done)
	if unknown != nil {
		return unknown // what is due is looked for again
	}
	for _, r := range due {
		switch {
		case !b.knows(r.Room):
		case r.ToAdmins:
			s.log().WarnContext(ctx, "the schedule is in doubt", "room", r.Room)
			if out, ok := b.admins.tell(r.Room, b.names.Name(r.Room)+"，"+r.Text, now); ok {
				out.Key, out.Purpose, out.due = "reminder:"+r.Key, ForReminder, r.Due
				s.Outbox.Put(out)
			}
		default:
			s.late = append(s.late, r)
		}
	}
	s.late = slices.DeleteFunc(s.late, func(r schedule.Reminder) bool {
		switch {
		case b.mutedAt(ctx, r.Room, now):
			return true
		case b.duringSession(ctx, r.Room, now):
			return strings.HasPrefix(r.Key, "soon/") // that would not be true later
		}
		if r.Prompt && s.promptedLately(r.Key, now) {
			return true
		}
		s.Outbox.Put(Outgoing{Key: "reminder:" + r.Key, Chat: Chat{Room: r.Room}, Purpose: ForReminder, Text: r.Text, due: r.Due})
		return true
	})
	return nil
}

// promptedLately reports whether a reminder that comes until it is known to be
// sent was queued a short time ago, or at all where it is never known, and
// enters that it is queued now.
func (s *Service) promptedLately(key string, now time.Time) bool {
	before, ok := s.prompted[key]
	if ok && (s.Bot.cfg.Store == nil || !s.Outbox.send || now.Sub(before) < promptAgain) {
		return true
	}
	if s.prompted == nil {
		s.prompted = make(map[string]time.Time)
	}
	maps.DeleteFunc(s.prompted, func(_ string, at time.Time) bool { return now.Sub(at) > promptLife })
	s.prompted[key] = now
	return false
}

// afterSessions answers what was asked while a session was on, and reads back
// what was announced then.
func (s *Service) afterSessions(ctx context.Context, now time.Time) {
	b := s.Bot
	ready := b.deferred.take(func(room string) bool { return !b.duringSession(ctx, room, now) && !b.mutedAt(ctx, room, now) })
	for _, k := range ready {
		in := &k.in
		out, err := b.inRoom(ctx, in, k.id, now, true)
		if err != nil && ctx.Err() != nil {
			return // the store has what is left for the next start
		}
		if err != nil {
			out = s.failed(ctx, in, err)
		}
		asked, _ := b.addressed(ctx, in)
		for j := range out {
			if out[j].Chat = (Chat{Room: in.Chat.Room}); out[j].Text != "" && out[j].Purpose == ForReply { // the login may be another now
				out[j].Text = say.Late(in.Sender.Name(), asked, out[j].Text)
			}
		}
		s.Outbox.Put(out...)
		b.settled(ctx, in.Chat.Room, in.ID)
	}
}
