package bot

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"qunwen/bot/period"
	"qunwen/bot/say"
	"qunwen/bot/schedule"
	"qunwen/index"
)

// askSchedule answers a question about the sharing sessions. ok is false if q is
// not about them, and if it names somebody or something that no session has: the
// caller then searches the chat. In the second case the Answer says that no
// session was found; in the first it is the zero value.
func (b *Bot) askSchedule(ctx context.Context, q Question, rooms []string, now time.Time) (a Answer, ok bool, err error) {
	if !q.AskedAt.IsZero() {
		now = q.AskedAt
	}
	if b.cfg.Schedule == nil || asksOfTalk(q.Text, now) {
		return Answer{}, false, nil
	}
	r, ok, err := b.cfg.Schedule.Answer(ctx, schedule.Question{Text: q.Text, At: now, Rooms: rooms, Room: q.Room, Asker: q.Asker})
	if err != nil {
		return Answer{}, false, fmt.Errorf("schedule: %w", err)
	}
	if !ok {
		return Answer{}, false, nil
	}
	if err := b.unquote(ctx, &r); err != nil {
		return Answer{}, false, err
	}
	a = Answer{Verdict: index.None, Text: r.Text, Passages: []say.Passage{}, Sessions: append([]schedule.Session{}, r.Sessions...)}
	if len(r.Sessions) > 0 {
		a.Verdict, a.Confidence = index.Answer, 1
		if s := r.Sessions[0].Source; s != nil && r.Sessions[0].ByHand.IsZero() {
			if link := b.link(cmp.Or(s.Room, r.Sessions[0].Room), s.Date, s.ID); link != "" {
				a.Text += " " + link
			}
		}
	}
	return a, !r.Elsewhere, nil
}

// withoutSession is what is said to a question about a session that there is not:
// that none was found, and then what the chat has, if it has anything. none is
// the Answer that says so, a and p are what the search gave.
func withoutSession(none, a Answer, p say.Page) (Answer, say.Page) {
	if a.Verdict == index.None {
		none.TookMS = a.TookMS
		return none, say.Page{Text: none.Text, Plan: true}
	}
	p.Text = say.NoSession(p.Text)
	a.Text = p.Text
	return a, p
}

// asksOfTalk reports whether a question asks what the group said at some time, and
// not who shared something then: 去年谁问过代扣, not 去年谁分享过代扣.
func asksOfTalk(text string, now time.Time) bool {
	if strings.ContainsAny(text, "讲講") || strings.Contains(text, "分享") || strings.Contains(text, "安排") {
		return false
	}
	_, ok := period.Read(text, now)
	return ok
}

// unquote takes the words of hidden people out of a reply. What they announced
// stays: it is not theirs alone.
func (b *Bot) unquote(ctx context.Context, r *schedule.Reply) error {
	hides, err := b.Hides(ctx)
	if err != nil || hides == nil {
		return err
	}
	r.Sessions = slices.Clone(r.Sessions)
	for i := range r.Sessions {
		s := r.Sessions[i].Source
		if s == nil || !hides(s.Speaker, s.Quote) {
			continue
		}
		r.Sessions[i].Source = nil
		if at := strings.LastIndex(r.Text, sourceLine); i == 0 && at >= 0 {
			r.Text = r.Text[:at]
		}
	}
	return nil
}

// sourceLine begins the last line of a reply about the first of its sessions.
const sourceLine = "\n依据："
