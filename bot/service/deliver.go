package service

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"qunwen/bot"
	"qunwen/bot/say"
	"qunwen/bot/store"
	"qunwen/corpus/site"
)

// finish ends sending, and waits for the message that is on its way, as long as
// ctx lasts: so that what became of it is noted. Later ones are not sent.
func (o *Outbox) finish(ctx context.Context) {
	o.mu.Lock()
	o.finished = true
	o.mu.Unlock()
	for !o.sending.TryLock() {
		if pause(ctx, 10*time.Millisecond) != nil {
			return
		}
	}
	o.sending.Unlock()
}

// run sends until ctx ends. What is queued then is not sent.
func (o *Outbox) run(ctx context.Context) {
	for ctx.Err() == nil {
		q, wait := o.pick(o.botCfg.Now())
		if wait == 0 {
			err := o.step(ctx, q)
			o.done(q, err != nil || q.Revoke != "" || len(q.parts) == 0)
			if err != nil && ctx.Err() == nil {
				o.botCfg.Log.WarnContext(ctx, "not delivered", "room", q.Chat.Room, "purpose", q.Purpose, "err", err)
			}
			continue
		}
		t := time.NewTimer(wait)
		select {
		case <-ctx.Done():
		case <-o.wake:
		case <-t.C:
		}
		t.Stop()
	}
}

// brokenFor is how long nothing is sent after the service refused. Then one
// message is tried: if it is refused, too, the silence begins anew.
const brokenFor = 30 * time.Minute

// errWithheld is why an answer is not sent that waited too long.
var errWithheld = errors.New("it gives words that were taken back, or of somebody who is hidden now")

// step sends the next message of what is queued, or does what else is to be
// done with it. After an error nothing more of it is sent.
func (o *Outbox) step(ctx context.Context, q *delivery) error {
	if q.Revoke != "" {
		return o.revoke(ctx, &q.Outgoing)
	}
	if !o.cfg.Send {
		q.parts = nil
		o.botCfg.Log.InfoContext(ctx, "would send", "room", q.Chat.Room, "purpose", q.Purpose, "characters", utf8.RuneCountInString(q.Text))
		if o.cfg.Rehearse != nil {
			o.cfg.Rehearse(q.Chat.Room, q.Text)
		}
		return o.told(ctx, q)
	}
	now := o.botCfg.Now()
	if err := o.mayNot(ctx, q, now); err != nil {
		o.Counts.Dropped.Add(1)
		o.miss(q)
		return err
	}
	if q.quotes && o.bot.Withholds(ctx, strings.Join(q.parts, "\n")) {
		o.Counts.Dropped.Add(1)
		return errWithheld
	}
	o.address(q, now)
	key, text := bot.PartKey(q.Key, q.part), q.parts[0]
	q.parts = q.parts[1:]
	q.part++
	if st := o.botCfg.Store; st != nil {
		fresh, err := st.Intend(ctx, store.Sending{Key: key, Room: q.Chat.Room, Person: q.Person, Kind: string(q.Purpose), Text: text, Time: now})
		if err != nil {
			o.Counts.Failed.Add(1)
			return err
		}
		if !fresh {
			return o.told(ctx, q)
		}
	}
	chatID := q.Chat.ID
	if q.Chat.Room != "" { // the ID may be of an earlier login
		c, err := o.cfg.Transport.Chat(ctx, q.Chat.Room)
		switch {
		case err == nil:
			chatID = c.ID
		case chatID == "" || q.unasked():
			return o.failed(ctx, q, key, err)
		}
	}
	return o.sendTo(ctx, q, chatID, key, text)
}

// mayNot says why a message must not be sent at all; nil if it may, or if a word
// takes its place.
func (o *Outbox) mayNot(ctx context.Context, q *delivery, now time.Time) error {
	o.mu.Lock()
	till := o.brokenTill
	o.mu.Unlock()
	if now.Before(till) {
		return fmt.Errorf("%w: silent until %s", bot.ErrNotSent, till.Format(time.TimeOnly))
	}
	if q.unasked() && q.Purpose != bot.ForReadBack && o.cfg.Policy.Quiet.Covers(now.In(o.botCfg.Zone)) {
		return fmt.Errorf("%w: quiet hours", bot.ErrNotSent)
	}
	return o.limited(ctx, q, now)
}

// sendTo sends one message and notes what became of it.
func (o *Outbox) sendTo(ctx context.Context, q *delivery, chatID, key, text string) error {
	o.sending.Lock()
	defer o.sending.Unlock()
	o.mu.Lock()
	finished := o.finished
	o.mu.Unlock()
	if finished {
		return o.failed(ctx, q, key, fmt.Errorf("%w: the program ends", bot.ErrNotSent))
	}
	sent, err := o.cfg.Transport.Send(ctx, chatID, text)
	if err != nil {
		return o.failed(ctx, q, key, err)
	}
	ctx = context.WithoutCancel(ctx) // it is sent: that must be known
	now := o.botCfg.Now()
	o.mu.Lock()
	o.pacer.note(q, now)
	o.note(q.Chat.Key(), voice{person: q.Person, own: true})
	if sent.Time.IsZero() {
		sent.Time = now
	}
	o.lastKey[key] = sent
	o.mu.Unlock()
	o.Counts.Sent.Add(1)
	o.bot.NoteSent(q.Key, sent.ID, now)
	if st := o.botCfg.Store; st != nil {
		err = st.Sent(ctx, key, sent.ID, now)
	}
	o.keepOwn(ctx, &q.Chat, sent.ID, text, now)
	return errors.Join(err, o.told(ctx, q))
}

// told notes that somebody has been told of an answer.
func (o *Outbox) told(ctx context.Context, q *delivery) error {
	if q.news == 0 || len(q.parts) > 0 || o.botCfg.Store == nil {
		return nil
	}
	_, err := o.botCfg.Store.Told(ctx, q.news, q.Person)
	return err
}

// owns reports whether a message that came in from the account itself was sent
// here. It waits for one that is being sent.
func (o *Outbox) owns(ctx context.Context, in *bot.Incoming) bool {
	o.sending.Lock()
	defer o.sending.Unlock()
	o.mu.Lock()
	for _, s := range o.lastKey {
		if s.ID == in.ID && in.ID != "" {
			o.mu.Unlock()
			return true
		}
	}
	o.mu.Unlock()
	if o.botCfg.Store == nil {
		return false
	}
	_, ok, err := o.botCfg.Store.BySentID(ctx, in.Chat.Room, in.ID)
	return ok || err != nil // rather silent than talking to itself
}

// keepOwn archives what the bot said.
func (o *Outbox) keepOwn(ctx context.Context, chat *bot.Chat, id, text string, now time.Time) {
	if o.botCfg.Archive == nil || chat.Room == "" || !o.botCfg.Rooms[chat.Room].Archive {
		return
	}
	e := site.Entry{Room: chat.Room, Time: now, Speaker: o.bot.Name(), Text: text, Key: id}
	if _, err := o.botCfg.Archive.Archive(ctx, e); err != nil {
		o.botCfg.Log.ErrorContext(ctx, "a message of ours is not archived yet", "room", e.Room, "err", err)
		o.putAside(e)
	}
}

// failed notes what became of a message that was not sent, or may not have been.
func (o *Outbox) failed(ctx context.Context, q *delivery, key string, err error) error {
	refused := errors.Is(err, bot.ErrRefused)
	sure := refused || errors.Is(err, bot.ErrNotSent)
	now := o.botCfg.Now()
	o.mu.Lock()
	if refused {
		o.brokenTill = now.Add(brokenFor)
	}
	if !sure {
		o.pacer.note(q, now)
	}
	o.mu.Unlock()
	if sure {
		o.miss(q)
	}
	switch {
	case refused:
		o.Counts.Refused.Add(1)
		o.botCfg.Log.ErrorContext(ctx, "the service refuses to send; silent for a while", "until", now.Add(brokenFor))
	case sure:
		o.Counts.Failed.Add(1)
	default:
		o.Counts.Doubtful.Add(1)
		err = errors.Join(err, o.told(context.WithoutCancel(ctx), q)) // it may have arrived
	}
	if o.botCfg.Store != nil {
		err = errors.Join(err, o.botCfg.Store.Failed(context.WithoutCancel(ctx), key, sure))
	}
	return err
}

// miss notes that a reminder surely was not sent.
func (o *Outbox) miss(q *delivery) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if !q.due.IsZero() && (o.missedAt.IsZero() || q.due.Before(o.missedAt)) {
		o.missedAt = q.due
	}
}

// missed returns a time right before the first reminder that was not sent, once
// a minute at most; the zero time if there is none.
func (o *Outbox) missed(now time.Time) time.Time {
	o.mu.Lock()
	defer o.mu.Unlock()
	at := o.missedAt
	if at.IsZero() || now.Sub(o.missedLook) < time.Minute {
		return time.Time{}
	}
	o.missedAt, o.missedLook = time.Time{}, now
	return at.Add(-time.Second)
}

// revoke takes back a message, and what it said from the archive.
func (o *Outbox) revoke(ctx context.Context, m *bot.Outgoing) error {
	o.drop(m.Revoke)
	var err error
	for i := range say.MostMessages {
		key := bot.PartKey(m.Revoke, i)
		o.mu.Lock()
		sent, ok := o.lastKey[key]
		o.mu.Unlock()
		if !ok {
			continue
		}
		if rerr := o.cfg.Transport.Revoke(ctx, sent); rerr != nil {
			err = errors.Join(err, rerr)
			continue
		}
		if a := o.botCfg.Archive; a != nil && o.botCfg.Rooms[m.Chat.Room].Archive {
			id, aerr := a.Lookup(ctx, m.Chat.Room, sent.ID)
			if aerr == nil && id != "" {
				aerr = a.Remove(ctx, id)
			}
			err = errors.Join(err, aerr)
		}
	}
	return err
}
