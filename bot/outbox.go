package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unicode/utf8"

	"qunwen/bot/schedule"
	"qunwen/bot/store"
	"qunwen/corpus"
)

const (
	// bubble is how many characters one message holds, mostBubbles how many
	// messages one reply has.
	bubble      = 700
	mostBubbles = 2

	// brokenFor is how long nothing is sent after the service refused.
	brokenFor = 30 * time.Minute

	// longestThought bounds the pause before an answer.
	longestThought = 8 * time.Second

	// mostQueued is how many messages wait to be sent; further ones are dropped.
	mostQueued = 500
)

// An Outbox sends what the bot has to say, one message at a time and at its
// pace. What is sent is in the store before it is sent.
type Outbox struct {
	bot       *Bot
	transport Transport
	send      bool // false: only say in the log what would be sent
	quiet     schedule.Quiet
	log       *slog.Logger

	sending sync.Mutex // held while the ID of a message of ours is not known yet

	mu      sync.Mutex
	queue   []Outgoing
	waiting chan struct{}

	sentAt     []time.Time // within the last day, in order
	sentIn     map[string][]time.Time
	sentTo     map[string]time.Time
	lastKey    map[string]Sent // by key: for revoking
	brokenTill time.Time
	busy       atomic.Bool

	Counts Counts
}

// Counts are what the outbox has done.
type Counts struct {
	Sent, Failed, Doubtful, Refused, Dropped atomic.Int64
}

// NewOutbox returns an outbox for what b says. send false, the default of the
// configuration, only logs.
func NewOutbox(b *Bot, t Transport, send bool, quiet schedule.Quiet) *Outbox {
	return &Outbox{
		bot: b, transport: t, send: send, quiet: quiet, log: b.cfg.Log, waiting: make(chan struct{}, 1),
		sentIn: make(map[string][]time.Time), sentTo: make(map[string]time.Time), lastKey: make(map[string]Sent),
	}
}

// Put queues messages. It never waits.
func (o *Outbox) Put(out ...Outgoing) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, m := range out {
		if len(o.queue) >= mostQueued {
			o.Counts.Dropped.Add(1)
			o.log.Warn("too much to say", "room", m.Chat.Room, "purpose", m.Purpose)
			continue
		}
		o.queue = append(o.queue, m)
	}
	select {
	case o.waiting <- struct{}{}:
	default:
	}
}

// Idle reports whether nothing waits and nothing is being sent.
func (o *Outbox) Idle() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return len(o.queue) == 0 && !o.busy.Load()
}

// Run sends until ctx ends. What is queued then is not sent.
func (o *Outbox) Run(ctx context.Context) {
	for {
		m, ok := o.next()
		if !ok {
			select {
			case <-ctx.Done():
				return
			case <-o.waiting:
			}
			continue
		}
		err := o.deliver(ctx, &m)
		o.busy.Store(false)
		if ctx.Err() != nil {
			return
		}
		if err != nil {
			o.log.WarnContext(ctx, "not delivered", "room", m.Chat.Room, "purpose", m.Purpose, "err", err)
		}
	}
}

func (o *Outbox) next() (Outgoing, bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.queue) == 0 {
		return Outgoing{}, false
	}
	m := o.queue[0]
	o.queue = o.queue[1:]
	o.busy.Store(true)
	return m, true
}

// deliver sends one reply, in up to two messages.
func (o *Outbox) deliver(ctx context.Context, m *Outgoing) error {
	if m.Revoke != "" {
		return o.revoke(ctx, m)
	}
	if !o.send {
		o.log.InfoContext(ctx, "would send", "room", m.Chat.Room, "purpose", m.Purpose, "characters", utf8.RuneCountInString(m.Text))
		return nil
	}
	now := o.bot.cfg.Now()
	if o.quiet.Covers(now.In(o.bot.cfg.Zone)) && m.unasked() && m.Purpose != ForReadBack {
		o.Counts.Dropped.Add(1)
		return nil // reminders know of quiet hours, news come again
	}
	for i, part := range split(m.Text, bubble, mostBubbles) {
		key := m.Key
		if i > 0 {
			key = fmt.Sprintf("%s:%d", m.Key, i+1)
		}
		if err := o.sendOne(ctx, m, key, part, i); err != nil {
			return err
		}
	}
	return nil
}

// sendOne sends one message, unless its key was sent before.
func (o *Outbox) sendOne(ctx context.Context, m *Outgoing, key, text string, part int) error {
	if err := o.pace(ctx, m, part); err != nil {
		return err
	}
	st := o.bot.cfg.Store
	if st != nil {
		fresh, err := st.Intend(ctx, store.Sending{Key: key, Room: m.Chat.Room, Person: m.Person, Kind: string(m.Purpose), Text: text, Time: o.bot.cfg.Now()})
		if err != nil {
			o.Counts.Failed.Add(1)
			return err
		}
		if !fresh {
			return nil
		}
	}
	chat := m.Chat
	if chat.ID == "" || m.unasked() { // the room's ID may be of an earlier login
		c, err := o.transport.Chat(ctx, m.Chat.Room)
		if err != nil {
			return o.failed(ctx, key, err)
		}
		chat = c
	}
	o.sending.Lock()
	defer o.sending.Unlock()
	sent, err := o.transport.Send(ctx, chat.ID, text)
	if err != nil {
		return o.failed(ctx, key, err)
	}
	now := o.bot.cfg.Now()
	o.Counts.Sent.Add(1)
	o.sentAt = append(o.sentAt, now)
	o.sentIn[m.Chat.Room] = append(o.sentIn[m.Chat.Room], now)
	o.sentTo[m.Person] = now
	o.lastKey[key] = sent
	o.bot.answers.sent(key, sent.ID)
	if st != nil {
		if err := st.Sent(ctx, key, sent.ID, now); err != nil {
			return err
		}
	}
	return o.bot.keepOwn(ctx, m, sent, text, now)
}

// Owns reports whether a message that came in from the account itself was sent
// here. It waits for one that is being sent.
func (o *Outbox) Owns(ctx context.Context, room, id string) bool {
	o.sending.Lock()
	defer o.sending.Unlock()
	for _, s := range o.lastKey {
		if s.ID == id {
			return true
		}
	}
	if o.bot.cfg.Store == nil {
		return false
	}
	_, ok, err := o.bot.cfg.Store.BySentID(ctx, room, id)
	return ok || err != nil // rather silent than talking to itself
}

// keepOwn archives what the bot said.
func (b *Bot) keepOwn(ctx context.Context, m *Outgoing, sent Sent, text string, now time.Time) error {
	if b.cfg.Archive == nil || m.Chat.Room == "" || m.Chat.Direct || !b.cfg.Rooms[m.Chat.Room].Archive {
		return nil
	}
	_, err := b.cfg.Archive.Archive(ctx, corpus.Entry{Room: m.Chat.Room, Time: now, Speaker: b.name(), Text: text, Key: sent.ID})
	return err
}

// failed notes what became of a message that was not sent, or may not have been.
func (o *Outbox) failed(ctx context.Context, key string, err error) error {
	refused := errors.Is(err, ErrRefused)
	sure := refused || errors.Is(err, ErrNotSent)
	switch {
	case refused:
		o.Counts.Refused.Add(1)
		o.brokenTill = o.bot.cfg.Now().Add(brokenFor)
		o.log.ErrorContext(ctx, "the service refuses to send; silent for a while", "until", o.brokenTill)
	case sure:
		o.Counts.Failed.Add(1)
	default:
		o.Counts.Doubtful.Add(1)
	}
	if o.bot.cfg.Store != nil {
		err = errors.Join(err, o.bot.cfg.Store.Failed(context.WithoutCancel(ctx), key, sure && !refused))
	}
	return err
}

// revoke takes back a message and what it said from the archive.
func (o *Outbox) revoke(ctx context.Context, m *Outgoing) error {
	if o.dropQueued(m.Revoke) || !o.send {
		return nil
	}
	var err error
	for i := range mostBubbles {
		key := m.Revoke
		if i > 0 {
			key = fmt.Sprintf("%s:%d", m.Revoke, i+1)
		}
		sent, ok := o.lastKey[key]
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

// dropQueued takes a message that has not been sent out of the queue.
func (o *Outbox) dropQueued(key string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	for i := range o.queue {
		if o.queue[i].Key == key {
			o.queue = append(o.queue[:i], o.queue[i+1:]...)
			return true
		}
	}
	return false
}

// pace waits until the message may be sent. It fails if that is not soon.
func (o *Outbox) pace(ctx context.Context, m *Outgoing, part int) error {
	p := &o.bot.cfg.Pace
	now := o.bot.cfg.Now()
	if now.Before(o.brokenTill) {
		o.Counts.Dropped.Add(1)
		return fmt.Errorf("%w: silent until %s", ErrNotSent, o.brokenTill.Format(time.TimeOnly))
	}
	o.forget(now)
	if p.TotalPerDay > 0 && len(o.sentAt) >= p.TotalPerDay {
		o.Counts.Dropped.Add(1)
		return fmt.Errorf("%w: %d messages within a day", ErrNotSent, len(o.sentAt))
	}
	at := now
	after := func(t time.Time) {
		if t.After(at) {
			at = t
		}
	}
	if n := len(o.sentAt); n > 0 && p.MinGap > 0 {
		after(o.sentAt[n-1].Add(p.MinGap))
	}
	if part == 0 {
		if p.Thinking > 0 && m.Purpose == ForReply {
			after(now.Add(min(longestThought, p.Thinking/3+jitter(2*p.Thinking/3))))
		}
		if p.PersonGap > 0 && m.Person != "" {
			after(o.sentTo[m.Person].Add(p.PersonGap))
		}
	}
	after(nth(o.sentIn[m.Chat.Room], p.RoomPerMinute))
	after(nth(o.sentAt, p.TotalPerMinute))
	wait := at.Sub(now)
	if wait > 0 || len(o.sentAt) > 0 && p.MinGap > 0 {
		wait += jitter(p.Jitter)
	}
	return pause(ctx, wait)
}

// nth returns when the n-th last of times is a minute ago; the zero time if n
// is 0 or there are fewer.
func nth(times []time.Time, n int) time.Time {
	if n <= 0 || len(times) < n {
		return time.Time{}
	}
	return times[len(times)-n].Add(time.Minute)
}

// forget drops what is too long ago to matter.
func (o *Outbox) forget(now time.Time) {
	o.sending.Lock()
	defer o.sending.Unlock()
	for len(o.sentAt) > 0 && now.Sub(o.sentAt[0]) > 24*time.Hour {
		o.sentAt = o.sentAt[1:]
	}
	for room, times := range o.sentIn {
		for len(times) > 0 && now.Sub(times[0]) > time.Minute {
			times = times[1:]
		}
		if o.sentIn[room] = times; len(times) == 0 {
			delete(o.sentIn, room)
		}
	}
	for person, t := range o.sentTo {
		if now.Sub(t) > time.Hour {
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

// split cuts a text at line ends into up to most pieces of up to size
// characters; what does not fit is left out and marked ….
func split(text string, size, most int) []string {
	if utf8.RuneCountInString(text) <= size {
		return []string{text}
	}
	var parts []string
	part, n := "", 0
	for line := range strings.SplitSeq(text, "\n") {
		line = clip(line, size-1)
		k := utf8.RuneCountInString(line) + 1
		if n > 0 && n+k > size {
			parts = append(parts, strings.TrimSuffix(part, "\n"))
			part, n = "", 0
			if len(parts) == most {
				parts[most-1] = clip(parts[most-1], size-2) + "\n…"
				return parts
			}
		}
		part += line + "\n"
		n += k
	}
	return append(parts, strings.TrimSuffix(part, "\n"))
}
