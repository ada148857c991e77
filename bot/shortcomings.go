package bot

import (
	"context"
	"time"

	"qunwen/bot/say"
	"qunwen/bot/store"
)

const (
	mostListed = 10                  // questions without an answer that an admin is shown
	mostBlamed = 5                   // and answers that somebody called wrong
	blamedFor  = 30 * 24 * time.Hour // how long the latter are shown
)

// shortcomings lists what the room has not been answered, and what it has been
// answered wrong.
func (b *Bot) shortcomings(ctx context.Context, r *request) (string, error) {
	room := r.in.Chat.Room
	open, err := b.cfg.Store.Unanswered(ctx, room, mostListed)
	if err != nil {
		return "", err
	}
	blamed, err := b.blamed(ctx, room, r.now)
	if err != nil {
		return "", err
	}
	return say.Shortcomings(open, blamed, b.cfg.Zone), nil
}

// blamed returns the latest answers that somebody called wrong. What a hidden
// person, or one not known by name, would have had instead is left out.
func (b *Bot) blamed(ctx context.Context, room string, now time.Time) ([]store.Feedback, error) {
	given, err := b.cfg.Store.Feedback(ctx, room, now.Add(-blamedFor), 10*mostBlamed)
	if err != nil {
		return nil, err
	}
	hides, err := b.Hides(ctx)
	if err != nil {
		return nil, err
	}
	var out []store.Feedback
	for _, f := range given {
		if f.Mark != store.Wrong || len(out) == mostBlamed {
			continue
		}
		if f.Name == "" || hides != nil && hides(f.Name, f.Correction) {
			f.Correction = ""
		}
		out = append(out, f)
	}
	return out, nil
}
