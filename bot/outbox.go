package bot

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"qunwen/bot/say"
	"qunwen/bot/schedule"
	"qunwen/corpus"
)

// mostQueued is how many messages wait to be sent; further ones are dropped.
const mostQueued = 500

// An Outbox sends what the bot has to say, one message at a time and at its
// pace. Of what waits it takes the first that may go: a room or a person that
// has to wait holds up nobody else. What is said in one chat goes out in order;
// only those who have been answered just now may be overtaken. What is sent is
// in the store before it is sent.
type Outbox struct {
	bot       *Bot
	transport Transport
	send      bool // false: only say in the log what would be sent
	quiet     schedule.Quiet
	log       *slog.Logger
	unkept    func(corpus.Entry) // takes what the archive did not; nil: it is lost

	sending sync.Mutex // held while the ID of a message of ours is not known yet

	mu         sync.Mutex // guards the following
	queue      []*queued
	sent       []time.Time
	sentIn     map[string][]time.Time // by chat
	sentTo     map[string]time.Time   // by person
	lastKey    map[string]Sent        // by key: for revoking
	missedAt   time.Time              // when the first reminder was due that was not sent
	missedLook time.Time
	brokenTill time.Time
	finished   bool // nothing more is sent
	wake       chan struct{}

	// Rehearse is told what would be sent where sending is off, because the log
	// holds no words of people; nil means nobody is. "" is a direct message.
	Rehearse func(room, text string)

	Counts Counts
}

// Counts are what the outbox has done.
type Counts struct {
	Sent, Failed, Doubtful, Refused, Dropped atomic.Int64
}

// A queued message is one that waits.
type queued struct {
	Outgoing
	parts  []string // what is left to be sent of it
	part   int      // number of the first of them, from 0
	ready  time.Time
	jitter time.Duration // what it waits longer if it has to
	ended  bool          // nothing more of it is to be sent
}

// NewOutbox returns an outbox for what b says. send false, the default of the
// configuration, only logs.
func NewOutbox(b *Bot, t Transport, send bool, quiet schedule.Quiet) *Outbox {
	return &Outbox{
		bot: b, transport: t, send: send, quiet: quiet, log: b.cfg.Log, wake: make(chan struct{}, 1),
		sentIn: make(map[string][]time.Time), sentTo: make(map[string]time.Time), lastKey: make(map[string]Sent),
	}
}

// Put queues messages, unless they are queued already. It never waits.
func (o *Outbox) Put(out ...Outgoing) {
	o.mu.Lock()
	defer o.mu.Unlock()
	now, p := o.bot.cfg.Now(), &o.bot.cfg.Pace
	for _, m := range out {
		if m.Text == "" && m.Revoke == "" || slices.ContainsFunc(o.queue, func(q *queued) bool { return q.Key == m.Key && !q.ended }) {
			continue
		}
		if len(o.queue) >= mostQueued {
			o.Counts.Dropped.Add(1)
			o.log.Warn("too much to say", "room", m.Chat.Room, "purpose", m.Purpose)
			continue
		}
		q := &queued{Outgoing: m, parts: say.Messages(m.Text), ready: now, jitter: jitter(p.Jitter)}
		if p.Thinking > 0 && m.Purpose == ForReply {
			q.ready = now.Add(min(longestThought, p.Thinking/3+jitter(2*p.Thinking/3)))
		}
		o.queue = append(o.queue, q)
	}
	select {
	case o.wake <- struct{}{}:
	default:
	}
}

// Idle reports whether nothing waits and nothing is being sent.
func (o *Outbox) Idle() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return len(o.queue) == 0
}

// Finish ends sending, and waits for the message that is on its way, as long as
// ctx lasts: so that what became of it is noted. Later ones are not sent.
func (o *Outbox) Finish(ctx context.Context) {
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

// Run sends until ctx ends. What is queued then is not sent.
func (o *Outbox) Run(ctx context.Context) {
	for ctx.Err() == nil {
		q, wait := o.pick(o.bot.cfg.Now())
		if wait == 0 {
			err := o.step(ctx, q)
			o.done(q, err != nil || q.Revoke != "" || len(q.parts) == 0)
			if err != nil && ctx.Err() == nil {
				o.log.WarnContext(ctx, "not delivered", "room", q.Chat.Room, "purpose", q.Purpose, "err", err)
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

// longestWait is how long the outbox sleeps when nothing is queued.
const longestWait = time.Hour

// pick returns what goes next and how long until then.
func (o *Outbox) pick(now time.Time) (next *queued, wait time.Duration) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.forget(now)
	wait = longestWait
	held := make(map[string]bool)   // chats whose first message has been looked at
	behind := make(map[string]bool) // chats and persons for whom something waits there
	for _, q := range o.queue {
		chat := chatKey(&q.Chat)
		who := chat + "\x00" + q.Person
		if q.Revoke == "" && (held[chat] || behind[who]) {
			continue
		}
		at, forPerson := o.earliest(q, now)
		if behind[who] = true; !forPerson {
			held[chat] = true
		}
		if w := max(0, at.Sub(now)); w < wait || next == nil {
			next, wait = q, w
		}
		if wait == 0 {
			break
		}
	}
	return next, wait
}

// done takes a message out of the queue if nothing is left to be done with it.
func (o *Outbox) done(q *queued, ended bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if q.ended = q.ended || ended; q.ended {
		o.queue = slices.DeleteFunc(o.queue, func(x *queued) bool { return x == q })
	}
}

// drop takes what has not been sent of a message out of the queue.
func (o *Outbox) drop(key string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.queue = slices.DeleteFunc(o.queue, func(q *queued) bool {
		if q.Key == key && q.Revoke == "" {
			q.ended = true
		}
		return q.ended
	})
}
