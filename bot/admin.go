package bot

import (
	"context"
	"errors"
	"time"

	"qunwen/bot/say"
	"qunwen/bot/store"
)

// mute silences the bot in a room for all but its admins.
func (b *Bot) mute(ctx context.Context, r *request) (string, error) {
	until := r.now.Add(r.pause)
	return say.Muted(until.In(b.cfg.Zone)), b.cfg.Store.Mute(ctx, r.in.Chat.Room, until)
}

func (b *Bot) unmute(ctx context.Context, r *request) (string, error) {
	return say.Unmuted, b.cfg.Store.Mute(ctx, r.in.Chat.Room, time.Time{})
}

// report is the state of the bot for its admins.
func (b *Bot) report(ctx context.Context, r *request) (string, error) {
	room := r.in.Chat.Room
	state := say.Report{Room: b.names.Name(room), Sent: -1, Waiting: b.deferred.waiting(), More: b.admins.latest(room, r.now)}
	if b.cfg.Store != nil {
		n, err := b.cfg.Store.CountSince(ctx, r.now.Add(-24*time.Hour))
		if err != nil {
			return "", err
		}
		state.Sent = n
		if until, err := b.cfg.Store.MutedUntil(ctx, room); err == nil && until.After(r.now) {
			state.Muted = until.In(b.cfg.Zone)
		}
		if asked, err := b.cfg.Store.AskedToHide(ctx); err == nil && len(asked) > 0 {
			state.More = append(state.More, say.WaitingToHide(hidingNames(asked)))
		}
	}
	if b.cfg.Status != nil {
		state.More = append(state.More, b.cfg.Status())
	}
	return state.Text(), nil
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
func (b *Bot) claim(ctx context.Context, r *request) (string, error) {
	in := r.in
	if !in.Chat.Direct { // everybody has read the code: nobody may use it
		_, err := b.cfg.Store.Claim(ctx, r.text, in.Login, "nobody:"+in.untilNextLogin(), r.now)
		if errors.Is(err, store.ErrWrongCode) || errors.Is(err, store.ErrTries) {
			return say.ClaimInPrivate, nil
		}
		return say.ClaimShown, err
	}
	room, err := b.cfg.Store.Claim(ctx, r.text, in.Login, in.untilNextLogin(), r.now)
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
