package bot

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"qunwen/bot/say"
	"qunwen/bot/store"
)

// addressed reports whether a message in a room speaks to the bot, and gives
// what it says to it.
func (b *Bot) addressed(ctx context.Context, in *Incoming) (text string, ok bool) {
	u := b.hear(ctx, in)
	return u.text, u.way != unheard
}

// Addressed reports whether a message in a room speaks to the bot.
func (b *Bot) Addressed(ctx context.Context, in *Incoming) bool {
	_, ok := b.addressed(ctx, in)
	return ok
}

// isOwn reports whether the quoted message is one of the bot's: by its ID, or,
// where the transport does not tell that, by its author and its words. The name
// alone will not do: the account may be that of somebody who writes, too.
func (b *Bot) isOwn(ctx context.Context, in *Incoming) bool {
	q := in.Quoted
	if q.ID != "" {
		if b.answers.bySentID(&in.Chat, q.ID) != nil {
			return true
		}
		if b.cfg.Store == nil {
			return false
		}
		_, ok, err := b.cfg.Store.BySentID(ctx, in.Chat.Room, q.ID)
		return ok && err == nil
	}
	if !slices.Contains(b.cfg.Names, q.Name) && !slices.Contains(in.Chat.Names, q.Name) {
		return false
	}
	if b.answers.find(func(g *reply) bool { return g.chat.Key() == in.Chat.Key() && quotes(q.Text, g.text) }) != nil {
		return true
	}
	if b.cfg.Store == nil {
		return false
	}
	sent, err := b.cfg.Store.Recent(ctx, in.Chat.Room, b.cfg.Now().Add(-quotable), mostQuotable)
	return err == nil && slices.ContainsFunc(sent, func(s store.Sending) bool { return quotes(q.Text, s.Text) })
}

// meant is the answer that somebody speaks of: the one that is quoted, else
// one's own last, else the last in the chat.
func (b *Bot) meant(in *Incoming, now time.Time) *reply {
	if g := b.quoted(in); g != nil && g.about != nil {
		return g
	}
	if g := b.answers.context(in.Chat.ID, in.Sender.ID, now); g != nil {
		return g
	}
	return b.answers.inChat(&in.Chat)
}

// quoted is the reply that a message quotes, nil if it quotes none.
func (b *Bot) quoted(in *Incoming) *reply {
	if in.Quoted == nil {
		return nil
	}
	if id := in.Quoted.ID; id != "" {
		if g := b.answers.bySentID(&in.Chat, id); g != nil {
			return g
		}
	}
	if !slices.Contains(b.cfg.Names, in.Quoted.Name) && !slices.Contains(in.Chat.Names, in.Quoted.Name) && strings.TrimSpace(in.Quoted.Name) != "" {
		return nil
	}
	text := say.WithoutTo(in.Quoted.Text)
	return b.answers.find(func(g *reply) bool { return g.chat.Key() == in.Chat.Key() && quotes(text, g.text) })
}

const (
	// quotable is how long a message of ours is known by its words,
	// mostQuotable how many of them are in each room.
	quotable     = 7 * 24 * time.Hour
	mostQuotable = 500
)

// leastQuoted is how many characters of a cut quotation have to be the same.
const leastQuoted = 8

// quotes reports whether a quoted text is a whole one or, if it was cut, the
// beginning of one; blanks and line breaks do not count.
func quotes(quoted, whole string) bool {
	squeeze := func(s string) string { return strings.Join(strings.Fields(s), "") }
	q, w := squeeze(quoted), squeeze(whole)
	if q != "" && q == w {
		return true
	}
	q = strings.TrimRight(q, "….")
	return utf8.RuneCountInString(q) >= leastQuoted && strings.HasPrefix(w, q)
}
