package bot

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"qunwen/bot/say"
)

// hiddenLife is how long the names of hidden people are used before they are
// read again: another process may have added some.
const hiddenLife = 2 * time.Second

// hiddenNames are the names of the people who asked to be hidden.
type hiddenNames struct {
	mu    sync.Mutex
	read  time.Time
	names []string
}

// Hides returns a function that reports whether a message must not be shown:
// it is a hidden person's, or quotes one; nil if nobody is hidden.
func (b *Bot) Hides(ctx context.Context) (func(speaker, body string) bool, error) {
	names, err := b.hiddenPeople(ctx)
	if err != nil || len(names) == 0 {
		return nil, err
	}
	return say.Hides(names), nil
}

// hiddenPeople returns the names of all who are hidden; nobody changes the
// slice.
func (b *Bot) hiddenPeople(ctx context.Context) ([]string, error) {
	if b.cfg.Store == nil && b.cfg.AlsoHidden == nil {
		return nil, nil
	}
	h := &b.hidden
	h.mu.Lock()
	defer h.mu.Unlock()
	if now := time.Now(); h.read.IsZero() || now.Sub(h.read) > hiddenLife {
		names, err := b.readHidden(ctx)
		if err != nil {
			return nil, fmt.Errorf("hidden people: %w", err)
		}
		h.names, h.read = names, now
	}
	return h.names, nil
}

func (b *Bot) readHidden(ctx context.Context) (names []string, err error) {
	if b.cfg.Store != nil {
		if names, err = b.cfg.Store.Hidden(ctx); err != nil {
			return nil, err
		}
	}
	if b.cfg.AlsoHidden != nil {
		return b.cfg.AlsoHidden(names)
	}
	return names, nil
}

// forgetHidden has the names read again.
func (b *Bot) forgetHidden() {
	b.hidden.mu.Lock()
	b.hidden.read = time.Time{}
	b.hidden.mu.Unlock()
}

// hide keeps the sender's words out of all answers.
func (b *Bot) hide(ctx context.Context, r *request) (string, error) {
	in := r.in
	names := b.ownNames(ctx, in)
	if err := b.cfg.Store.Hide(ctx, in.Sender.person(), names); err != nil {
		return "", err
	}
	b.members.hide(in, in.Sender.person())
	b.forgetHidden()
	names = slices.DeleteFunc(names, func(n string) bool { // what the account's owner calls somebody is not for the room
		return n == in.Sender.Remark && n != in.Sender.Nick && n != in.Sender.Display && n != b.speaker(ctx, in)
	})
	return say.Hidden(names), nil
}

// ownNames are all names by which the sender is known and may be in the
// archive. A name of somebody whose name is protected is only its bearer's:
// nobody can hide an admin by calling themselves so.
func (b *Bot) ownNames(ctx context.Context, in *Incoming) []string {
	names := []string{b.speaker(ctx, in)}
	if names[0] == "" {
		names = nil
	}
	for _, n := range b.members.namesOf(in) {
		switch {
		case in.Sender.Self, n == in.Sender.Remark:
			names = append(names, n)
		case b.isTakenAnywhere(n, in.Chat):
			names = append(names, withoutMarks(n)+unproven)
		default:
			names = append(names, n)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// isTakenAnywhere is isTaken for all rooms: one is hidden in all of them.
func (b *Bot) isTakenAnywhere(name string, chat Chat) bool {
	for chat.Room = range b.cfg.Rooms {
		if b.isTaken(name, chat) {
			return true
		}
	}
	return b.isTaken(name, chat)
}

// show takes that back.
func (b *Bot) show(ctx context.Context, r *request) (string, error) {
	in := r.in
	if b.cfg.Store == nil {
		return say.NobodyHid, nil
	}
	for _, person := range []string{in.Sender.person(), b.members.hiddenAs(in)} {
		if err := b.cfg.Store.Unhide(ctx, person); err != nil {
			return "", err
		}
	}
	b.members.hide(in, "")
	b.forgetHidden()
	return say.Unhidden, nil
}
