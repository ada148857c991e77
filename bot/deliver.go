package bot

import (
	"context"
	"errors"
	"fmt"
	"time"
	"unicode/utf8"

	"qunwen/bot/say"
	"qunwen/bot/store"
	"qunwen/corpus"
)

// secondPart is what the key of a reply's second message ends in.
const secondPart = ":2"

// partKey is the key of one message of a reply.
func partKey(key string, part int) string {
	if part == 0 {
		return key
	}
	return fmt.Sprintf("%s:%d", key, part+1)
}

// step sends the next message of what is queued, or does what else is to be
// done with it. After an error nothing more of it is sent.
func (o *Outbox) step(ctx context.Context, q *queued) error {
	if q.Revoke != "" {
		return o.revoke(ctx, &q.Outgoing)
	}
	if !o.send {
		q.parts = nil
		o.log.InfoContext(ctx, "would send", "room", q.Chat.Room, "purpose", q.Purpose, "characters", utf8.RuneCountInString(q.Text))
		if o.Rehearse != nil {
			o.Rehearse(q.Chat.Room, q.Text)
		}
		return o.told(ctx, q)
	}
	now := o.bot.cfg.Now()
	if err := o.mayNot(ctx, q, now); err != nil {
		o.Counts.Dropped.Add(1)
		o.miss(q)
		return err
	}
	key, text := partKey(q.Key, q.part), q.parts[0]
	q.parts = q.parts[1:]
	q.part++
	if st := o.bot.cfg.Store; st != nil {
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
		c, err := o.transport.Chat(ctx, q.Chat.Room)
		switch {
		case err == nil:
			chatID = c.ID
		case chatID == "" || q.unasked():
			return o.failed(ctx, q, key, err)
		}
	}
	return o.sendTo(ctx, q, chatID, key, text)
}

// mayNot says why a message must not be sent at all; nil if it may.
func (o *Outbox) mayNot(ctx context.Context, q *queued, now time.Time) error {
	o.mu.Lock()
	till, today := o.brokenTill, len(o.sent)
	o.mu.Unlock()
	if now.Before(till) {
		return fmt.Errorf("%w: silent until %s", ErrNotSent, till.Format(time.TimeOnly))
	}
	if q.unasked() && q.Purpose != ForReadBack && o.quiet.Covers(now.In(o.bot.cfg.Zone)) {
		return fmt.Errorf("%w: quiet hours", ErrNotSent)
	}
	most := o.bot.cfg.Pace.TotalPerDay
	if most <= 0 {
		return nil
	}
	if st := o.bot.cfg.Store; st != nil { // it knows of earlier runs, too
		n, err := st.CountSince(ctx, now.Add(-24*time.Hour))
		if err != nil {
			return fmt.Errorf("%w: %w", ErrNotSent, err)
		}
		today = n
	}
	if today >= most {
		return fmt.Errorf("%w: %d messages within a day", ErrNotSent, today)
	}
	return nil
}

// sendTo sends one message and notes what became of it.
func (o *Outbox) sendTo(ctx context.Context, q *queued, chatID, key, text string) error {
	o.sending.Lock()
	defer o.sending.Unlock()
	o.mu.Lock()
	finished := o.finished
	o.mu.Unlock()
	if finished {
		return o.failed(ctx, q, key, fmt.Errorf("%w: the program ends", ErrNotSent))
	}
	sent, err := o.transport.Send(ctx, chatID, text)
	if err != nil {
		return o.failed(ctx, q, key, err)
	}
	ctx = context.WithoutCancel(ctx) // it is sent: that must be known
	now := o.bot.cfg.Now()
	o.mu.Lock()
	o.note(q, now)
	if sent.Time.IsZero() {
		sent.Time = now
	}
	o.lastKey[key] = sent
	o.mu.Unlock()
	o.Counts.Sent.Add(1)
	o.bot.answers.sent(q.Key, sent.ID, now)
	if st := o.bot.cfg.Store; st != nil {
		err = st.Sent(ctx, key, sent.ID, now)
	}
	o.keepOwn(ctx, &q.Chat, sent.ID, text, now)
	return errors.Join(err, o.told(ctx, q))
}

// told notes that somebody has been told of an answer.
func (o *Outbox) told(ctx context.Context, q *queued) error {
	if q.news == 0 || len(q.parts) > 0 || o.bot.cfg.Store == nil {
		return nil
	}
	_, err := o.bot.cfg.Store.Told(ctx, q.news, q.Person)
	return err
}

// Owns reports whether a message that came in from the account itself was sent
// here. It waits for one that is being sent.
func (o *Outbox) Owns(ctx context.Context, in *Incoming) bool {
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
	if o.bot.cfg.Store == nil {
		return false
	}
	_, ok, err := o.bot.cfg.Store.BySentID(ctx, in.Chat.Room, in.ID)
	return ok || err != nil // rather silent than talking to itself
}

// keepOwn archives what the bot said.
func (o *Outbox) keepOwn(ctx context.Context, chat *Chat, id, text string, now time.Time) {
	b := o.bot
	if b.cfg.Archive == nil || chat.Room == "" || !b.cfg.Rooms[chat.Room].Archive {
		return
	}
	e := corpus.Entry{Room: chat.Room, Time: now, Speaker: b.name(), Text: text, Key: id}
	if _, err := b.cfg.Archive.Archive(ctx, e); err != nil {
		o.log.ErrorContext(ctx, "a message of ours is not archived yet", "room", e.Room, "err", err)
		if o.unkept != nil {
			o.unkept(e)
		}
	}
}

// failed notes what became of a message that was not sent, or may not have been.
func (o *Outbox) failed(ctx context.Context, q *queued, key string, err error) error {
	refused := errors.Is(err, ErrRefused)
	sure := refused || errors.Is(err, ErrNotSent)
	now := o.bot.cfg.Now()
	o.mu.Lock()
	if refused {
		o.brokenTill = now.Add(brokenFor)
	}
	if !sure {
		o.note(q, now)
	}
	o.mu.Unlock()
	if sure {
		o.miss(q)
	}
	switch {
	case refused:
		o.Counts.Refused.Add(1)
		o.log.ErrorContext(ctx, "the service refuses to send; silent for a while", "until", now.Add(brokenFor))
	case sure:
		o.Counts.Failed.Add(1)
	default:
		o.Counts.Doubtful.Add(1)
		err = errors.Join(err, o.told(context.WithoutCancel(ctx), q)) // it may have arrived
	}
	if o.bot.cfg.Store != nil {
		err = errors.Join(err, o.bot.cfg.Store.Failed(context.WithoutCancel(ctx), key, sure))
	}
	return err
}

// miss notes that a reminder surely was not sent.
func (o *Outbox) miss(q *queued) {
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
func (o *Outbox) revoke(ctx context.Context, m *Outgoing) error {
	o.drop(m.Revoke)
	var err error
	for i := range say.MostMessages {
		key := partKey(m.Revoke, i)
		o.mu.Lock()
		sent, ok := o.lastKey[key]
		o.mu.Unlock()
		if !ok {
			continue
		}
		if rerr := o.transport.Revoke(ctx, sent); rerr != nil {
			err = errors.Join(err, rerr)
			continue
		}
		if a := o.bot.cfg.Archive; a != nil && o.bot.cfg.Rooms[m.Chat.Room].Archive {
			err = errors.Join(err, a.Remove(ctx, m.Chat.Room, sent.ID))
		}
	}
	return err
}
