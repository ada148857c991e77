package bot

import (
	"context"
	"crypto/sha256"
	"fmt"
	"slices"
	"time"

	"qunwen/bot/say"
)

const (
	// stale is how old a message may be to be answered.
	stale = 2 * time.Minute

	// repeated is how long the same question gets the short answer again.
	repeated = 5 * time.Minute
)

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

// concerns reports whether the chat is one that the bot is allowed into.
func (b *Bot) concerns(in *Incoming) bool { return in.Chat.Direct || b.knows(in.Chat.Room) }

func (b *Bot) knows(room string) bool {
	_, ok := b.cfg.Rooms[room]
	return ok && room != ""
}

// isIgnored reports whether a program wrote the message.
func (b *Bot) isIgnored(s *Sender) bool {
	return slices.ContainsFunc(s.names(), func(n string) bool { return slices.Contains(b.cfg.Ignored, n) })
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
	case in.Kind != Text && in.Kind != Reply, b.isIgnored(&in.Sender), !in.Time.IsZero() && now.Sub(in.Time) > stale:
		return nil, nil
	case in.Chat.Direct:
		return b.direct(ctx, &in, now)
	}
	return b.inRoom(ctx, &in, id, now, false)
}

// direct answers somebody who wrote to the account itself. What its owner
// writes to others is not for the bot.
func (b *Bot) direct(ctx context.Context, in *Incoming, now time.Time) ([]Outgoing, error) {
	if in.Sender.Self {
		return nil, nil
	}
	text, _ := b.addressed(ctx, in)
	cmd := parseCommand(text)
	if cmd.verb != toClaim && !(b.cfg.Direct && b.members.has(in)) {
		return nil, nil
	}
	return b.reply(ctx, in, cmd, false, now)
}

// inRoom deals with a message in a room; late says that it had to wait for the
// end of a session.
func (b *Bot) inRoom(ctx context.Context, in *Incoming, id string, now time.Time, late bool) ([]Outgoing, error) {
	text, addressed := b.addressed(ctx, in)
	admin := b.isAdmin(ctx, in, in.Chat.Room)
	if admin {
		b.admins.met(in)
	}
	if !addressed {
		return b.overheard(ctx, in, id, admin, now)
	}
	cmd := commandTo(text, in.Chat.Members)
	switch {
	case admin:
	case b.mutedAt(ctx, in.Chat.Room, now):
		return nil, nil
	case b.duringSession(ctx, in.Chat.Room, now):
		return b.hold(ctx, in, id, cmd, now)
	}
	if out, announced, err := b.announced(ctx, in, id, text, cmd.verb, admin, now); announced || err != nil {
		return out, err
	}
	if late {
		return b.say(ctx, in, cmd, admin, now)
	}
	return b.reply(ctx, in, cmd, admin, now)
}

// hold does silently what can be done while a session is on, and keeps what
// has to be answered until it is over.
func (b *Bot) hold(ctx context.Context, in *Incoming, id string, cmd command, now time.Time) ([]Outgoing, error) {
	ok, _ := b.limits.allow(in.Chat.ID+"\x00"+in.Sender.ID, now)
	if !ok {
		return nil, nil
	}
	switch cmd.verb {
	case toAsk, toGoOn, toSeeTalk, toSeeWho, toHelp:
		b.putOff(ctx, in, id)
		return nil, nil
	case toHide, toShow, toPraise, toBlame, toForget:
		_, _, err := b.serve(ctx, in, cmd, now)
		return nil, err
	case toRevoke:
		out := b.takeBack(in, false, now)
		if out.Revoke == "" {
			return nil, nil
		}
		return []Outgoing{out}, nil
	}
	return nil, nil
}

// key names what is said to a message: the same whenever it is delivered, also
// by a later login.
func (in *Incoming) key(what string) string {
	where, id := in.Chat.Room, in.ID
	if where == "" {
		where = in.Login
	}
	if id == "" {
		sum := sha256.Sum256(fmt.Appendf(nil, "%d\x00%s\x00%s", in.Time.UnixNano(), in.untilNextLogin(), in.Text))
		id = fmt.Sprintf("%x", sum[:8])
	}
	return what + ":" + where + ":" + id
}

// reply answers an addressed message, unless it was answered before or its
// sender asks too much.
func (b *Bot) reply(ctx context.Context, in *Incoming, cmd command, admin bool, now time.Time) ([]Outgoing, error) {
	key := in.key("reply")
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
		return []Outgoing{{Key: key, Chat: in.Chat, Person: in.Sender.person(), Purpose: ForReply, Text: say.TooFast}}, nil
	}
	return b.say(ctx, in, cmd, admin, now)
}

// say does what is asked for, and returns what there is to say to it.
func (b *Bot) say(ctx context.Context, in *Incoming, cmd command, admin bool, now time.Time) ([]Outgoing, error) {
	if cmd.verb == toRevoke {
		return []Outgoing{b.takeBack(in, admin, now)}, nil
	}
	g := &given{key: in.key("reply"), chat: in.Chat, person: in.Sender.person(), senderID: in.Sender.ID, at: now}
	var err error
	switch cmd.verb {
	case toAsk:
		g.text, g.about, err = b.answer(ctx, in, cmd.text, g.key, now)
	case toUndo:
		g.text, err = b.undo(ctx, in, admin, now)
	case toListOpen, toMute, toUnmute, toReport:
		if !admin {
			g.text = say.AdminsOnly
			break
		}
		g.text, err = b.administer(ctx, in, cmd, now)
	default:
		g.text, g.about, err = b.serve(ctx, in, cmd, now)
	}
	if err != nil {
		return nil, fmt.Errorf("reply: %w", err)
	}
	if g.text == "" {
		return nil, nil
	}
	b.answers.add(g)
	return []Outgoing{{Key: g.key, Chat: g.chat, Person: g.person, Purpose: ForReply, Text: g.text}}, nil
}
