package bot

import (
	"context"
	"math/rand/v2"
	"time"
)

const (
	// brokenFor is how long nothing is sent after the service refused. Then one
	// message is tried: if it is refused, too, the silence begins anew.
	brokenFor = 30 * time.Minute

	// longestThought bounds the pause before an answer.
	longestThought = 8 * time.Second
)

// earliest returns when a message may be sent; forPerson says that it is only
// because of its person that it has to wait. The caller holds the lock.
func (o *Outbox) earliest(q *queued, now time.Time) (at time.Time, forPerson bool) {
	if q.Revoke != "" || now.Before(o.brokenTill) || !o.send {
		return now, false // it is dealt with at once
	}
	p := &o.bot.cfg.Pace
	at = q.ready
	after := func(t time.Time) {
		if t.After(at) {
			at = t
		}
	}
	if n := len(o.sent); n > 0 && p.MinGap > 0 {
		after(o.sent[n-1].Add(p.MinGap))
	}
	after(nth(o.sentIn[chatKey(&q.Chat)], p.RoomPerMinute))
	after(nth(o.sent, p.TotalPerMinute))
	others := at
	if q.part == 0 && p.PersonGap > 0 && q.Person != "" && !o.sentTo[q.Person].IsZero() {
		after(o.sentTo[q.Person].Add(p.PersonGap))
	}
	if at.After(q.ready) {
		at = at.Add(q.jitter)
	}
	return at, at.After(now) && !others.After(now)
}

// nth returns when the n-th last of times is a minute ago; the zero time if n
// is 0 or there are fewer.
func nth(times []time.Time, n int) time.Time {
	if n <= 0 || len(times) < n {
		return time.Time{}
	}
	return times[len(times)-n].Add(time.Minute)
}

// note takes down that something was sent, or may have been. The caller holds
// the lock.
func (o *Outbox) note(q *queued, now time.Time) {
	o.sent = append(o.sent, now)
	chat := chatKey(&q.Chat)
	o.sentIn[chat] = append(o.sentIn[chat], now)
	if q.Person != "" {
		o.sentTo[q.Person] = now
	}
}

// forget drops what is too long ago to matter. The caller holds the lock.
func (o *Outbox) forget(now time.Time) {
	for len(o.sent) > 0 && now.Sub(o.sent[0]) > 24*time.Hour {
		o.sent = o.sent[1:]
	}
	for chat, times := range o.sentIn {
		for len(times) > 0 && now.Sub(times[0]) > time.Minute {
			times = times[1:]
		}
		if o.sentIn[chat] = times; len(times) == 0 {
			delete(o.sentIn, chat)
		}
	}
	for person, t := range o.sentTo {
		if now.Sub(t) > max(time.Hour, o.bot.cfg.Pace.PersonGap) {
			delete(o.sentTo, person)
		}
	}
	for key, s := range o.lastKey {
		if now.Sub(s.Time) > 2*revokable {
			delete(o.lastKey, key)
		}
	}
}

func jitter(d time.Duration) time.Duration {
	if d <= 0 {
		return 0
	}
	return rand.N(d)
}

func pause(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}
