package bot

import (
	"context"
	"errors"
	"time"

	"qunwen/bot/say"
	"qunwen/bot/store"
)

// administer does what only admins may ask for.
func (b *Bot) administer(ctx context.Context, in *Incoming, cmd command, now time.Time) (string, error) {
	room := in.Chat.Room
	if cmd.verb == toReport {
		return b.report(ctx, in, now)
	}
	if b.cfg.Store == nil {
		return say.NoStore, nil
	}
	switch cmd.verb {
	case toMute:
		until := now.Add(cmd.pause)
		if err := b.cfg.Store.Mute(ctx, room, until); err != nil {
			return "", err
		}
		return say.Muted(until.In(b.cfg.Zone)), nil
	case toUnmute:
		if err := b.cfg.Store.Mute(ctx, room, time.Time{}); err != nil {
			return "", err
		}
		return say.Unmuted, nil
	}
	return b.shortcomings(ctx, room, now)
}

// report is the state of the bot for its admins.
func (b *Bot) report(ctx context.Context, in *Incoming, now time.Time) (string, error) {
	r := say.Report{Room: b.names.Name(in.Chat.Room), Sent: -1, Waiting: b.deferred.waiting(), More: b.admins.latest(in.Chat.Room, now)}
	if b.cfg.Store != nil {
		n, err := b.cfg.Store.CountSince(ctx, now.Add(-24*time.Hour))
		if err != nil {
			return "", err
		}
		r.Sent = n
		if until, err := b.cfg.Store.MutedUntil(ctx, in.Chat.Room); err == nil && until.After(now) {
			r.Muted = until.In(b.cfg.Zone)
		}
	}
	if b.cfg.Status != nil {
		r.More = append(r.More, b.cfg.Status())
	}
	return r.Text(), nil
}

// Muted reports whether an admin has silenced the bot in a room.
func (b *Bot) Muted(ctx context.Context, room string, now time.Time) bool {
	if b.cfg.Store == nil || room == "" {
		return false
	}
	until, err := b.cfg.Store.MutedUntil(ctx, room)
	if err != nil {
		b.cfg.Log.WarnContext(ctx, "mute is not known", "room", room, "err", err)
	}
	return until.After(now)
}

// claim makes the sender an admin by a code, in a talk between two only.
func (b *Bot) claim(ctx context.Context, in *Incoming, code string, now time.Time) (string, error) {
	switch {
	case b.cfg.Store == nil:
		return say.NoStore, nil
	case !in.Chat.Direct: // everybody has read it: nobody may use it
		_, err := b.cfg.Store.Claim(ctx, code, in.Login, "nobody:"+in.untilNextLogin(), now)
		if errors.Is(err, store.ErrWrongCode) || errors.Is(err, store.ErrTries) {
			return say.ClaimInPrivate, nil
		}
		return say.ClaimShown, err
	}
	room, err := b.cfg.Store.Claim(ctx, code, in.Login, in.untilNextLogin(), now)
	switch {
	case errors.Is(err, store.ErrWrongCode):
		return say.WrongCode, nil
	case errors.Is(err, store.ErrTries):
		return say.ManyTries, nil
	case err != nil:
		return "", err
	}
	return b.names.Claimed(room), nil
}
