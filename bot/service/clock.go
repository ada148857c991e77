package service

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"qunwen/bot"
	"qunwen/bot/schedule"
)

// tick is how often what is due by the clock is looked for.
const tick = 5 * time.Second

// noteEvery is how often it is noted until when reminders were seen to. What was
// sent since then is known by its key.
const noteEvery = time.Minute

const (
	promptAgain = time.Minute    // how soon a reminder that could not be sent is tried again
	promptLife  = 24 * time.Hour // how long it is known that one was queued
)

// watch does what is due by the clock.
func (s *Service) watch(ctx context.Context) {
	looks := lookFile(s.cfg.LookFile)
	last, noted := looks.read(), time.Time{}
	looked := make(map[string]time.Time) // by room: when its open questions were asked again
	s.mu.Lock()
	for room := range s.botCfg.Rooms { // what was said before the start may answer some
		s.heard(room, s.botCfg.Now())
	}
	s.mu.Unlock()
	for {
		now := s.botCfg.Now()
		s.mu.Lock()
		s.retry(ctx)
		s.mu.Unlock()
		if missed := s.Outbox.missed(now); !missed.IsZero() && missed.Before(last) {
			last = missed // and what it did not reach is caught up with
		}
		if !s.offline.Load() && s.looked(ctx, last, now) { // otherwise later, in a line that says so
			last = now
			if now.Sub(noted) >= noteEvery {
				noted = now
				if err := looks.write(now); err != nil {
					s.botCfg.Log.WarnContext(ctx, "reminders", "err", err)
				}
			}
		}
		s.bot.AfterSessions(ctx, now, s.Outbox.putAll)
		for _, room := range s.roomsToAsk(looked, now) {
			looked[room] = now
			if err := s.news(ctx, room, now); err != nil && ctx.Err() == nil {
				s.botCfg.Log.WarnContext(ctx, "open questions", "room", room, "err", err)
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
		s.botCfg.Log.WarnContext(ctx, "reminders", "err", err)
	}
	return err == nil
}

// remind queues the reminders that have become due since last. During a session
// they have to wait.
func (s *Service) remind(ctx context.Context, last, now time.Time) error {
	if s.botCfg.Schedule == nil || s.cfg.Policy == (schedule.Policy{}) {
		return nil
	}
	sessions, err := s.bot.Sessions(ctx, now)
	if err != nil {
		return err
	}
	var unknown error
	done := func(key string) bool {
		if s.botCfg.Store == nil {
			return false
		}
		known, err := s.botCfg.Store.Known(ctx, "reminder:"+key)
		unknown = errors.Join(unknown, err)
		return known
	}
	due := s.cfg.Policy.Due(sessions, last, now.In(s.botCfg.Zone), done)
	if unknown != nil {
		return unknown // what is due is looked for again
	}
	for _, r := range due {
		switch {
		case !s.bot.Knows(r.Room):
		case r.ToAdmins:
			s.botCfg.Log.WarnContext(ctx, "the schedule is in doubt", "room", r.Room)
			if out, ok := s.bot.TellAdmins(r.Room, r.Text, now); ok {
				out.Key, out.Purpose = "reminder:"+r.Key, bot.ForReminder
				s.Outbox.put(&delivery{Outgoing: out, due: r.Due})
			}
		default:
			s.late = append(s.late, r)
		}
	}
	s.late = slices.DeleteFunc(s.late, func(r schedule.Reminder) bool {
		switch {
		case s.bot.Muted(ctx, r.Room, now):
			return true
		case s.bot.InSession(ctx, r.Room, now):
			return strings.HasPrefix(r.Key, "soon/") // that would not be true later
		}
		if r.Prompt && s.promptedLately(r.Key, now) {
			return true
		}
		s.Outbox.put(&delivery{due: r.Due, Outgoing: bot.Outgoing{Key: "reminder:" + r.Key, Chat: bot.Chat{Room: r.Room}, Purpose: bot.ForReminder, Text: r.Text}})
		return true
	})
	return nil
}

// promptedLately reports whether a reminder that comes until it is known to be
// sent was queued a short time ago, or at all where it is never known, and
// enters that it is queued now.
func (s *Service) promptedLately(key string, now time.Time) bool {
	before, ok := s.prompted[key]
	if ok && (s.botCfg.Store == nil || !s.cfg.Send || now.Sub(before) < promptAgain) {
		return true
	}
	maps.DeleteFunc(s.prompted, func(_ string, at time.Time) bool { return now.Sub(at) > promptLife })
	s.prompted[key] = now
	return false
}
