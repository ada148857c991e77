package service

import (
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"qunwen/bot"
	"qunwen/bot/say"
	"qunwen/corpus/site"
)

// mostQueued is how many messages wait to be sent; further ones are dropped.
const mostQueued = 500

// An Outbox sends what the bot has to say, one message at a time and at its
// pace. Of what waits it takes the first that may go: a room or a person that
// has to wait holds up nobody else. What is said in one chat goes out in order;
// only those who have been answered just now may be overtaken. What is sent is
// in the store before it is sent.
type Outbox struct {
	Counts Counts

	cfg      Config
	bot      *bot.Bot
	botCfg   bot.Config
	putAside func(site.Entry) // takes what the archive did not

	sending sync.Mutex // held while the ID of a message of ours is not known yet

	mu         sync.Mutex // guards the following
	queue      []*delivery
	pacer      *pacer
	lastKey    map[string]bot.Sent // by key: for revoking
	missedAt   time.Time           // when the first reminder was due that was not sent
	missedLook time.Time
	brokenTill time.Time
	finished   bool               // nothing more is sent
	heard      map[string][]voice // by chat: who spoke lately, in order
	wake       chan struct{}
}

// Counts are what the outbox has done. Limited are replies beyond the limit of a
// day, of which some were replaced by a word that says so.
type Counts struct {
	Sent, Failed, Doubtful, Refused, Dropped, Limited atomic.Int64
}

func newOutbox(cfg Config, putAside func(site.Entry)) *Outbox {
	return &Outbox{
		cfg: cfg, bot: cfg.Bot, botCfg: cfg.Bot.Config(), putAside: putAside, wake: make(chan struct{}, 1),
		pacer: newPacer(cfg.Bot.Config().Pace), lastKey: make(map[string]bot.Sent), heard: make(map[string][]voice),
	}
}

// putAll queues messages, unless they are queued already. It never waits.
func (o *Outbox) putAll(out ...bot.Outgoing) {
	for _, m := range out {
		o.put(&delivery{Outgoing: m, quotes: m.To != nil})
	}
}

func (o *Outbox) put(q *delivery) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if q.Text == "" && q.Revoke == "" || slices.ContainsFunc(o.queue, func(x *delivery) bool { return x.Key == q.Key && !x.ended }) {
		return
	}
	if len(o.queue) >= mostQueued {
		o.Counts.Dropped.Add(1)
		o.botCfg.Log.Warn("too much to say", "room", q.Chat.Room, "purpose", q.Purpose)
		return
	}
	p := &o.botCfg.Pace
	q.parts, q.ready, q.jitter = say.Messages(q.Text), o.botCfg.Now(), jitter(p.Jitter)
	if p.Thinking > 0 && q.Purpose == bot.ForReply {
		q.ready = q.ready.Add(min(longestThought, p.Thinking/3+jitter(2*p.Thinking/3)))
	}
	o.queue = append(o.queue, q)
	select {
	case o.wake <- struct{}{}:
	default:
	}
}

// idle reports whether nothing waits and nothing is being sent.
func (o *Outbox) idle() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return len(o.queue) == 0
}

// longestWait is how long the outbox sleeps when nothing is queued.
const longestWait = time.Hour

// pick returns what goes next and how long until then.
func (o *Outbox) pick(now time.Time) (next *delivery, wait time.Duration) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.pacer.forget(now)
	maps.DeleteFunc(o.lastKey, func(_ string, s bot.Sent) bool { return now.Sub(s.Time) > 2*bot.RevokeTime })
	wait = longestWait
	held := make(map[string]bool)   // chats whose first message has been looked at
	behind := make(map[string]bool) // chats and persons for whom something waits there
	for _, q := range o.queue {
		chat := q.Chat.Key()
		who := chat + "\x00" + q.Person
		if q.Revoke == "" && (held[chat] || behind[who]) {
			continue
		}
		at, forPerson := now, false // what need not wait is dealt with at once
		if q.Revoke == "" && o.cfg.Send && !now.Before(o.brokenTill) {
			at, forPerson = o.pacer.earliest(q, now)
		}
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
func (o *Outbox) done(q *delivery, ended bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if q.ended = q.ended || ended; q.ended {
		o.queue = slices.DeleteFunc(o.queue, func(x *delivery) bool { return x == q })
	}
}

// drop takes what has not been sent of a message out of the queue.
func (o *Outbox) drop(key string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.queue = slices.DeleteFunc(o.queue, func(q *delivery) bool {
		if q.Key == key && q.Revoke == "" {
			q.ended = true
		}
		return q.ended
	})
}
