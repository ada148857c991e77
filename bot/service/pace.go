package service

import (
	"context"
	"maps"
	"math/rand/v2"
	"time"

	"qunwen/bot"
)

// longestThought bounds the pause before an answer.
const longestThought = 8 * time.Second

// A delivery is a message that waits.
type delivery struct {
	bot.Outgoing
	news   int64     // the question that has an answer now; 0 if it is not about one
	due    time.Time // of a reminder; zero of all else
	parts  []string  // what is left to be sent of it
	part   int       // number of the first of them, from 0
	ready  time.Time
	jitter time.Duration // what it waits longer if it has to
	ended  bool          // nothing more of it is to be sent
	quotes bool          // it gives words of members, which may have to be withheld by now
	word   bool          // it says that the limit of a day is reached, in the place of a reply
}

// unasked reports whether nobody waits for the message.
func (q *delivery) unasked() bool { return q.Purpose != bot.ForReply }

// A pacer knows what was sent lately, and so when a message may be sent.
type pacer struct {
	bot.Pace
	sent   []time.Time
	sentIn map[string][]time.Time // by chat
	sentTo map[string]time.Time   // by person

	replies map[string][]time.Time // within a day, by person
	told    map[string]time.Time   // by key: when a word said that the limit of a day is reached
}

func newPacer(p bot.Pace) *pacer {
	return &pacer{
		Pace: p, sentIn: make(map[string][]time.Time), sentTo: make(map[string]time.Time),
		replies: make(map[string][]time.Time), told: make(map[string]time.Time),
	}
}

// earliest returns when a message may be sent; forPerson says that it is only
// because of its person that it has to wait.
func (p *pacer) earliest(q *delivery, now time.Time) (at time.Time, forPerson bool) {
	at = q.ready
	if latest := now.Add(longestThought); at.After(latest) { // the clock was set back
		at = latest
	}
	after := func(t time.Time) {
		if t.After(at) {
			at = t
		}
	}
	if n := len(p.sent); n > 0 && p.MinGap > 0 {
		after(p.sent[n-1].Add(p.MinGap))
	}
	after(nth(p.sentIn[q.Chat.Key()], p.RoomPerMinute))
	after(nth(p.sent, p.TotalPerMinute))
	others := at
	if q.part == 0 && p.PersonGap > 0 && q.Person != "" && !p.sentTo[q.Person].IsZero() {
		after(p.sentTo[q.Person].Add(p.PersonGap))
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

// note takes down that something was sent, or may have been.
func (p *pacer) note(q *delivery, now time.Time) {
	p.sent = append(p.sent, now)
	chat := q.Chat.Key()
	p.sentIn[chat] = append(p.sentIn[chat], now)
	if q.Person != "" {
		p.sentTo[q.Person] = now
	}
	if q.Purpose == bot.ForReply {
		p.replies[q.Person] = append(p.replies[q.Person], now)
	}
	if q.word {
		p.told[q.Key] = now
	}
}

// forget drops what is too long ago to matter. What a clock that was set back leaves
// in time to come counts as of now.
func (p *pacer) forget(now time.Time) {
	const day = 24 * time.Hour
	atMost(p.sent, now)
	for _, times := range p.sentIn {
		atMost(times, now)
	}
	for person, t := range p.sentTo {
		if t.After(now) {
			p.sentTo[person] = now
		}
	}
	p.sent = p.sent[passed(p.sent, now, day):]
	forgetIn(p.sentIn, now, time.Minute)
	forgetIn(p.replies, now, day)
	maps.DeleteFunc(p.told, func(_ string, at time.Time) bool { return now.Sub(at) > day })
	for person, t := range p.sentTo {
		if now.Sub(t) > max(time.Hour, p.PersonGap) {
			delete(p.sentTo, person)
		}
	}
}

// atMost sets the times at the end of a list that are later than now to now.
func atMost(times []time.Time, now time.Time) {
	for i := len(times) - 1; i >= 0 && times[i].After(now); i-- {
		times[i] = now
	}
}

// passed returns how many of times are longer ago than d.
func passed(times []time.Time, now time.Time, d time.Duration) (n int) {
	for n < len(times) && now.Sub(times[n]) > d {
		n++
	}
	return n
}

// forgetIn drops what is longer ago than d from each list.
func forgetIn(lists map[string][]time.Time, now time.Time, d time.Duration) {
	for key, times := range lists {
		if lists[key] = times[passed(times, now, d):]; len(lists[key]) == 0 {
			delete(lists, key)
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
