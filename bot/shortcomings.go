package bot

import (
	"context"
	"fmt"
	"strings"
	"time"

	"qunwen/bot/store"
)

const (
	mostListed = 10                  // questions without an answer that an admin is shown
	mostBlamed = 5                   // and answers that somebody called wrong
	blamedFor  = 30 * 24 * time.Hour // how long the latter are shown
)

// shortcomings lists what the room has not been answered, and what it has been
// answered wrong.
func (b *Bot) shortcomings(ctx context.Context, room string, now time.Time) (string, error) {
	open, err := b.cfg.Store.Unanswered(ctx, room, mostListed)
	if err != nil {
		return "", err
	}
	var w strings.Builder
	w.WriteString("没有还没答上的问题")
	if len(open) > 0 {
		w.Reset()
		w.WriteString("没答上的问题，问得多的在前：")
	}
	for i, u := range open {
		fmt.Fprintf(&w, "\n%d. %s（%d 次，最近 %s）", i+1, clip(u.Question, 40), u.Times, u.Last.In(b.cfg.Zone).Format("1月2日"))
	}
	blamed, err := b.blamed(ctx, room, now)
	if len(blamed) > 0 {
		w.WriteString("\n有人说答得不对的，最近的在前：")
	}
	for i, f := range blamed {
		fmt.Fprintf(&w, "\n%d. %s（", i+1, clip(f.Question, 40))
		if f.Correction != "" {
			fmt.Fprintf(&w, "%s说应该是%s，", f.Name, clip(f.Correction, 40))
		}
		fmt.Fprintf(&w, "%s）", f.Time.In(b.cfg.Zone).Format("1月2日"))
	}
	return w.String(), err
}

// blamed returns the latest answers that somebody called wrong. What a hidden
// person, or one not known by name, would have had instead is left out.
func (b *Bot) blamed(ctx context.Context, room string, now time.Time) ([]store.Feedback, error) {
	given, err := b.cfg.Store.Feedback(ctx, room, now.Add(-blamedFor), 10*mostBlamed)
	if err != nil {
		return nil, err
	}
	hides, err := b.hides(ctx)
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
