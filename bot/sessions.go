package bot

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"qunwen/bot/schedule"
)

// askSchedule answers a question about the sharing sessions. It is not ok for
// any other, and for one that asks of somebody or something that no session
// has: then the chat may know.
func (b *Bot) askSchedule(ctx context.Context, q Question, rooms []string, now time.Time) (a Answer, ok bool, err error) {
	if !q.AskedAt.IsZero() {
		now = q.AskedAt
	}
	if b.cfg.Schedule == nil || !schedule.Asks(q.Text, now) {
		return Answer{}, false, nil
	}
	r, err := b.cfg.Schedule.Answer(ctx, q.Text, now, rooms)
	if err != nil {
		return Answer{}, false, fmt.Errorf("schedule: %w", err)
	}
	if r.Elsewhere {
		return Answer{}, false, nil
	}
	a = Answer{Verdict: None, Text: r.Text, Passages: []Passage{}, Sessions: r.Sessions}
	if len(r.Sessions) > 0 {
		a.Verdict, a.Confidence = Answered, 1
		if s := r.Sessions[0].Source; s != nil && r.Sessions[0].ByHand.IsZero() {
			if link := b.link(cmp.Or(s.Room, r.Sessions[0].Room), s.Date, s.ID); link != "" {
				a.Text += " " + link
			}
		}
	}
	return a, true, nil
}
