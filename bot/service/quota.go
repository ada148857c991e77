package service

import (
	"context"
	"errors"
	"fmt"
	"time"

	"qunwen/bot"
	"qunwen/bot/say"
)

// Of the messages of a day, [bot.Pace.TotalPerDay], one part in partsForOne is for
// one person at most, and the last one in partsKept is kept for admins and the
// schedule. Half of that may be used for telling people that there is no more.
const (
	partsForOne = 5
	partsKept   = 5
	partsToTell = 10
)

// A quota says whether a message is within the limit of a day.
type quota uint8

const (
	within    quota = iota
	shareUsed       // its person has had a whole share
	dayUsed         // so many were sent to all that the rest is kept
)

// quota returns whether a message is within the limit of a day.
func (o *Outbox) quota(ctx context.Context, q *delivery, now time.Time) (quota, error) {
	most := o.botCfg.Pace.TotalPerDay
	if most <= 0 {
		return within, nil
	}
	all, own, err := o.sentToday(ctx, q.Person, now)
	if err != nil {
		return within, fmt.Errorf("%w: %w", bot.ErrNotSent, err)
	}
	limit, share := most-most/partsKept, max(1, most/partsForOne)
	asked := q.Purpose == bot.ForReply && !q.word
	if q.word {
		limit = most - most/partsToTell
	}
	if q.ForAdmin || q.Purpose == bot.ForReadBack || q.Purpose == bot.ForReminder || q.part > 0 {
		limit, asked = most, false
	}
	switch {
	case all >= limit:
		return dayUsed, nil
	case asked && own >= share:
		return shareUsed, nil
	}
	return within, nil
}

// sentToday counts what was sent within a day, and the replies to a person among
// it.
func (o *Outbox) sentToday(ctx context.Context, person string, now time.Time) (all, own int, err error) {
	st, since := o.botCfg.Store, now.Add(-24*time.Hour)
	if st == nil {
		o.mu.Lock()
		defer o.mu.Unlock()
		return len(o.pacer.sent), len(o.pacer.replies[person]), nil
	}
	if all, err = st.CountSince(ctx, since); err != nil { // it knows of earlier runs, too
		return 0, 0, err
	}
	own, err = st.CountTo(ctx, person, string(bot.ForReply), since)
	return all, own, err
}

// limited deals with the limit of a day: the first reply that is beyond it becomes
// a word that says so, once a person a day. The error says why nothing is to be
// sent.
func (o *Outbox) limited(ctx context.Context, q *delivery, now time.Time) error {
	was, err := o.quota(ctx, q, now)
	if err != nil || was == within {
		return err
	}
	over := fmt.Errorf("%w: limit of a day", bot.ErrNotSent)
	if q.Purpose != bot.ForReply || q.ForAdmin || q.part > 0 || q.word {
		return over
	}
	o.Counts.Limited.Add(1)
	q.word = true
	q.Key = "limit:" + now.In(o.botCfg.Zone).Format(time.DateOnly) + ":" + q.Person
	if told, err := o.isTold(ctx, q.Key); told || err != nil {
		return errors.Join(over, err)
	}
	if q.parts = []string{say.DayUsed}; was == shareUsed {
		q.parts[0] = say.ShareUsed
	}
	if was, err = o.quota(ctx, q, now); err != nil || was != within {
		return errors.Join(over, err)
	}
	return nil
}

// isTold reports whether the word with that key was sent.
func (o *Outbox) isTold(ctx context.Context, key string) (bool, error) {
	if st := o.botCfg.Store; st != nil {
		return st.Known(ctx, key)
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	_, told := o.pacer.told[key]
	return told, nil
}
