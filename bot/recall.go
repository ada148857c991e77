package bot

import (
	"context"
	"qunwen/bot/say"
	"qunwen/corpus"
	"slices"
	"strings"
	"sync"
	"time"
)

// takeOut takes what was said back out of the archive, and what the bot said with
// its words.
func (b *Bot) takeOut(ctx context.Context, in *Incoming) error {
	defer b.removals.Add(1)
	room := in.Chat.Room
	id, err := b.cfg.Archive.Lookup(ctx, room, in.RevokedID)
	if err != nil || id == "" {
		return err
	}
	if err := b.takeOutQuotes(ctx, room, id); err != nil {
		return err
	}
	return b.cfg.Archive.Remove(ctx, id)
}

// takeOutQuotes takes out of the archive what the bot said since with the words of
// a message, in any room.
func (b *Bot) takeOutQuotes(ctx context.Context, room, id string) error {
	part := strings.Split(id, "/")
	if b.cfg.Days == nil || len(part) != 3 {
		return nil
	}
	messages, at := b.messages(&say.Citation{ID: id, Room: room, Date: part[1]})
	if at < 0 {
		return nil
	}
	gone := messages[at]
	b.gone.add(&gone, b.cfg.Now())
	for _, d := range b.cfg.Days.All() {
		if d.Date < part[1] {
			continue
		}
		posts, _ := b.cfg.Days.Load(d)
		for _, tr := range posts {
			for i := range tr.Messages {
				m := &tr.Messages[i]
				if m.Speaker != b.Name() || m.Time.Before(gone.Time) || !say.GivesWords(corpus.Decode(m.Raw), gone.Text) {
					continue
				}
				own := *m
				own.Text = "" // its words are ours
				b.gone.add(&own, b.cfg.Now())
				if err := b.cfg.Archive.Remove(ctx, m.ID); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// forgetQuestion drops what the store holds of a question that was taken back.
func (b *Bot) forgetQuestion(ctx context.Context, in *Incoming) error {
	if b.cfg.Store == nil {
		return nil
	}
	asked := *in
	asked.ID = in.RevokedID
	return b.cfg.Store.ForgetAnswer(ctx, asked.Key("reply"))
}

// goneFor is how long a message that was taken back is kept out of answers by its
// words: by then no index has it any more.
const goneFor = 15 * time.Minute

// gone are the messages that were taken back lately. It is safe for concurrent use.
type gone struct {
	mu       sync.Mutex
	messages []goneMessage
}

type goneMessage struct {
	speaker, body string
	words         string
	at            time.Time
}

// repeated reports whether a reply gives words of a message that was taken back
// lately.
func (g *gone) repeated(reply string, now time.Time) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return slices.ContainsFunc(g.messages, func(m goneMessage) bool { return now.Sub(m.at) <= goneFor && say.GivesWords(reply, m.words) })
}

func (g *gone) add(m *corpus.Message, now time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.messages = slices.DeleteFunc(g.messages, func(o goneMessage) bool { return now.Sub(o.at) > goneFor })
	g.messages = append(g.messages, goneMessage{m.Speaker, corpus.Squeeze(m.Raw), m.Text, now})
}

// hides returns a function that reports whether a message was taken back lately;
// nil if none was.
func (g *gone) hides(now time.Time) func(speaker, body string) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.messages = slices.DeleteFunc(g.messages, func(o goneMessage) bool { return now.Sub(o.at) > goneFor })
	if len(g.messages) == 0 {
		return nil
	}
	all := slices.Clone(g.messages)
	return func(speaker, body string) bool {
		return slices.ContainsFunc(all, func(m goneMessage) bool { return m.speaker == speaker && m.body == corpus.Squeeze(body) })
	}
}
