package bot

import (
	"context"
	"fmt"
	"slices"
	"time"

	"qunwen/bot/say"
)

// stale is how old a message may be to be answered.
const stale = 2 * time.Minute

// Handle takes in a message and returns what there is to say to it, which is
// nearly always nothing. The message is in the archive then, if its room has
// one.
func (b *Bot) Handle(ctx context.Context, in Incoming) ([]Outgoing, error) {
	id, err := b.Keep(ctx, &in)
	if err != nil {
		return nil, err
	}
	return b.Respond(ctx, in, id)
}

// isIgnored reports whether a program wrote the message.
func (b *Bot) isIgnored(s *Sender) bool {
	return slices.ContainsFunc(s.names(), func(n string) bool { return slices.Contains(b.cfg.Ignored, n) })
}

// TooOld reports whether a message that may want an answer gets none because it was
// sent too long ago.
func (b *Bot) TooOld(in *Incoming) bool {
	return b.concerns(in) && (in.Kind == Text || in.Kind == Reply) && !in.Time.IsZero() && b.cfg.Now().Sub(in.Time) > stale
}

// Respond returns what there is to say to a message that is in the archive
// under the given ID; "" if it is in none.
func (b *Bot) Respond(ctx context.Context, in Incoming, id string) ([]Outgoing, error) {
	if !b.concerns(&in) {
		return nil, nil
	}
	if !in.Chat.Direct {
		if err := b.meet(ctx, &in); err != nil {
			b.cfg.Log.WarnContext(ctx, "hidden people are not known", "err", err)
		}
	}
	now := b.cfg.Now()
	switch {
	case in.Kind != Text && in.Kind != Reply, b.isIgnored(&in.Sender), b.TooOld(&in):
		return nil, nil
	case in.Chat.Direct:
		return b.direct(ctx, &in, now)
	}
	return b.inRoom(ctx, &in, id, now, false)
}

// Apologize says to whoever asked in a room that there is no answer, and logs
// why.
func (b *Bot) Apologize(ctx context.Context, in *Incoming, err error) []Outgoing {
	b.cfg.Log.ErrorContext(ctx, "no answer", "room", in.Chat.Room, "err", err)
	if in.Chat.Direct || !b.Addressed(ctx, in) {
		return nil
	}
	return []Outgoing{{Key: in.Key("sorry"), Chat: in.Chat, Person: in.shareKey(), Purpose: ForReply, Text: say.OutOfOrder}}
}

// direct answers somebody who wrote to the account itself. What its owner
// writes to others is not for the bot.
func (b *Bot) direct(ctx context.Context, in *Incoming, now time.Time) ([]Outgoing, error) {
	if in.Sender.Self {
		return nil, nil
	}
	text, _ := b.addressed(ctx, in)
	cmd := parseCommand(text)
	if !verbs[cmd.verb].strangers && !(b.cfg.Direct && b.members.has(in)) {
		return nil, nil
	}
	return b.reply(ctx, in, cmd, false, now)
}

// inRoom deals with a message in a room; late says that it had to wait for the
// end of a session.
func (b *Bot) inRoom(ctx context.Context, in *Incoming, id string, now time.Time, late bool) ([]Outgoing, error) {
	u := b.hear(ctx, in)
	admin := b.isAdmin(ctx, in, in.Chat.Room)
	if admin {
		b.admins.met(in)
	}
	if u.way == unheard {
		b.recent.overheard(in, b.timeOf(in))
		return b.overheard(ctx, in, id, admin, now)
	}
	cmd := b.commandOf(ctx, in, &u, now)
	hushed, again := b.attend(in, &u, cmd)
	if again {
		return nil, nil
	}
	switch {
	case admin:
	case b.Muted(ctx, in.Chat.Room, now):
		return nil, nil
	case b.InSession(ctx, in.Chat.Room, now):
		if u.way == following && verbs[cmd.verb].session == waits {
			return nil, nil // it is over when the session is
		}
		return b.hold(ctx, in.mentioning(b.Name(), &u), id, cmd, now)
	}
	if out, announced, err := b.announced(ctx, in, id, u.text, cmd.verb, admin, now); announced || err != nil {
		return out, err
	}
	answer := b.reply
	if late {
		answer = b.fulfil
	}
	out, err := answer(ctx, in, cmd, admin, now)
	return append(hushed, out...), err
}

// hold does silently what can be done while a session is on, and keeps what
// has to be answered until it is over.
func (b *Bot) hold(ctx context.Context, in *Incoming, id string, cmd command, now time.Time) ([]Outgoing, error) {
	ok, _ := b.limits.allow(in.Chat.ID+"\x00"+in.Sender.ID, now)
	if !ok {
		return nil, nil
	}
	switch verbs[cmd.verb].session {
	case waits:
		b.putOff(ctx, in, id)
	case silent:
		r := &request{in: in, command: cmd, key: in.Key("reply"), now: now}
		if _, err := b.perform(ctx, r); err != nil || r.revoke == "" {
			return nil, err
		}
		return []Outgoing{r.outgoing("")}, nil
	}
	return nil, nil
}

// reply answers an addressed message, unless it was answered before or its
// sender asks too much.
func (b *Bot) reply(ctx context.Context, in *Incoming, cmd command, admin bool, now time.Time) ([]Outgoing, error) {
	key := in.Key("reply")
	if b.cfg.Store != nil {
		if known, err := b.cfg.Store.Known(ctx, key); err != nil {
			return nil, fmt.Errorf("reply: %w", err)
		} else if known {
			return nil, nil
		}
	}
	if ok, refuse := b.limits.allow(in.Chat.ID+"\x00"+in.Sender.ID, now); !ok {
		if !refuse {
			return nil, nil
		}
		return []Outgoing{{Key: key, Chat: in.Chat, Person: in.shareKey(), Purpose: ForReply, Text: say.TooFast, ForAdmin: admin}}, nil
	}
	return b.fulfil(ctx, in, cmd, admin, now)
}

// fulfil does what is asked for, and returns what there is to say to it.
func (b *Bot) fulfil(ctx context.Context, in *Incoming, cmd command, admin bool, now time.Time) ([]Outgoing, error) {
	r := &request{in: in, command: cmd, admin: admin, key: in.Key("reply"), now: now}
	text, err := b.perform(ctx, r)
	if err != nil {
		return nil, fmt.Errorf("reply: %w", err)
	}
	if text == "" && r.revoke == "" {
		return nil, nil
	}
	if cmd.verb != toRevoke {
		b.answers.add(&reply{key: r.key, chat: in.Chat, person: in.Sender.person(), senderID: in.Sender.ID, at: now, text: text, about: r.about})
	}
	out := r.outgoing(text)
	switch cmd.verb {
	case toAsk, toGoOn, toSeeTalk, toSeeWho: // of the others everybody sees what they answer
		if !in.Chat.Direct {
			out.To = in
			if b.members.hiddenAs(in) == "" { // what hidden people ask is not repeated
				out.Asked, _ = b.addressed(ctx, in)
			}
		}
	}
	return []Outgoing{out}, nil
}

// outgoing is the reply to a request.
func (r *request) outgoing(text string) Outgoing {
	return Outgoing{Key: r.key, Chat: r.in.Chat, Person: r.in.shareKey(), Purpose: ForReply, Text: text, Revoke: r.revoke, ForAdmin: r.admin}
}

// NoteSent tells the bot under which ID the transport knows a message of the reply
// with that key; "" if it does not tell.
func (b *Bot) NoteSent(key, id string, at time.Time) { b.answers.sent(key, id, at) }

// TellAdmins keeps a text of a room for when an admin asks for the state. If one
// is known who can be written to, out is the message to them, yet without key and
// purpose.
func (b *Bot) TellAdmins(room, text string, now time.Time) (out Outgoing, ok bool) {
	return b.admins.tell(room, b.names.Name(room)+"，"+text, now)
}
