package bot

import (
	"context"
	"fmt"

	"qunwen/corpus"
	"qunwen/corpus/site"
)

// Keep archives a message and returns the ID it has there; "" if it is not
// archived.
func (b *Bot) Keep(ctx context.Context, in *Incoming) (string, error) {
	if in.Kind == Revoke && b.concerns(in) {
		if err := b.forgetQuestion(ctx, in); err != nil {
			return "", err
		}
	}
	if !b.concerns(in) || b.cfg.Archive == nil || in.Chat.Room == "" || in.Chat.Direct || !b.cfg.Rooms[in.Chat.Room].Archive {
		return "", nil
	}
	if in.Kind == Revoke {
		return "", b.takeOut(ctx, in)
	}
	if err := b.meet(ctx, in); err != nil { // before the message stands under a name that is not hidden
		return "", fmt.Errorf("archive %s: %w", in.ID, err)
	}
	e, ok := b.entry(ctx, in)
	if !ok {
		return "", nil
	}
	id, err := b.cfg.Archive.Archive(ctx, e)
	if err != nil {
		return "", fmt.Errorf("archive %s: %w", in.ID, err)
	}
	return id, nil
}

// entry is a message as the archive has it.
func (b *Bot) entry(ctx context.Context, in *Incoming) (site.Entry, bool) {
	e := site.Entry{Room: in.Chat.Room, Time: in.Time, Speaker: b.speaker(ctx, in), Key: in.ID, Text: in.Text}
	switch in.Kind {
	case Rename, System:
		return e, false
	case Reply:
		if in.Quoted != nil {
			e.Kind, e.Quoted = corpus.Quote, &corpus.Quoted{Name: in.Quoted.Name, Text: in.Quoted.Text}
		}
	case Image:
		e.Kind, e.URL = corpus.Image, in.URL
	case Card:
		e.Kind, e.URL = corpus.Link, in.URL
	case Other:
		switch in.Text {
		case "[表情]":
			e.Text = corpus.StickerText
		case "[红包]":
			e.Kind = corpus.RedPacket
		}
	}
	return e, true
}

// concerns reports whether the chat is one that the bot is allowed into.
func (b *Bot) concerns(in *Incoming) bool { return in.Chat.Direct || b.Knows(in.Chat.Room) }

// Knows reports whether the bot is in a room.
func (b *Bot) Knows(room string) bool {
	_, ok := b.cfg.Rooms[room]
	return ok && room != ""
}
