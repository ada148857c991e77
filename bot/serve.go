package bot

import (
	"context"

	"qunwen/bot/say"
)

func (b *Bot) sayHelp(context.Context, *request) (string, error) { return b.help, nil }

func (b *Bot) chat(_ context.Context, r *request) (string, error) { return r.text, nil }

func (b *Bot) forget(_ context.Context, r *request) (string, error) {
	b.answers.forget(r.in.Chat.ID, r.in.Sender.ID)
	return say.Forgotten, nil
}

// spokenOf returns the answer that somebody speaks of, without what must not be
// shown any more; nil if there is none.
func (b *Bot) spokenOf(ctx context.Context, r *request) (*finding, error) {
	g := b.meant(r.in, r.now)
	if g == nil {
		return nil, nil
	}
	return b.fresh(ctx, g.about, r.in.Chat.Room)
}

func (b *Bot) goOn(ctx context.Context, r *request) (string, error) {
	f, err := b.spokenOf(ctx, r)
	if f == nil {
		return say.NoAnswer, err
	}
	then := *f
	var ok bool
	if then.page, ok = b.names.GoOn(&f.page); !ok {
		return say.NoMore, err
	}
	r.about = &then
	return then.page.Text, err
}

func (b *Bot) showAuthors(ctx context.Context, r *request) (string, error) {
	f, err := b.spokenOf(ctx, r)
	if f == nil {
		return say.NoAnswer, err
	}
	shown := f.page.Shown
	if r.n > len(shown) {
		return say.NoQuote(len(shown)), err
	}
	return b.names.Authors(shown, r.n), err
}

func (b *Bot) showTalk(ctx context.Context, r *request) (string, error) {
	f, err := b.spokenOf(ctx, r)
	if f == nil || err != nil {
		return say.NoAnswer, err
	}
	n, shown := max(r.n, 1), f.page.Shown
	if n > len(shown) {
		return say.NoQuote(len(shown)), nil
	}
	return b.talkAround(ctx, &shown[n-1])
}

// takeBack has the bot's last reply revoked, by its asker or an admin.
func (b *Bot) takeBack(_ context.Context, r *request) (string, error) {
	g := b.quoted(r.in)
	if g == nil && r.in.Quoted == nil {
		g = b.answers.find(func(g *reply) bool {
			return g.chat.Key() == r.in.Chat.Key() && (r.admin || g.senderID == r.in.Sender.ID)
		})
	}
	switch {
	case g != nil && !r.admin && g.senderID != r.in.Sender.ID:
		return say.NotYours, nil
	case g == nil || !b.answers.revoke(g, r.now):
		return say.TooLate, nil
	}
	r.revoke = g.key
	return "", nil
}
