package bot

import (
	"context"
	"slices"
	"sync"
	"time"

	"qunwen/bot/schedule"
)

const (
	// sessionsLife is how long the sessions are used before they are asked for
	// again, when it only matters whether one is on.
	sessionsLife = 20 * time.Second

	// mostDeferred is how many messages wait for the ends of sessions.
	mostDeferred = 200
)

// InSession reports whether a sharing session is on in the room, as far as
// the schedule knows.
func (b *Bot) InSession(ctx context.Context, room string, now time.Time) bool {
	if b.cfg.Schedule == nil || room == "" {
		return false
	}
	sessions, err := b.Sessions(ctx, now)
	if err != nil {
		b.cfg.Log.WarnContext(ctx, "schedule is not known", "err", err)
		return false
	}
	local := now.In(b.cfg.Zone)
	today, yesterday := local.Format(time.DateOnly), local.AddDate(0, 0, -1).Format(time.DateOnly) // one may go on past midnight
	for i := range sessions {
		s := &sessions[i]
		if s.Room != room || s.Date != today && s.Date != yesterday || s.Speaker == "" {
			continue
		}
		switch s.Status {
		case schedule.Planned, schedule.Held, schedule.NotHeld: // the last is how a planned one stands once its day is over
		default:
			continue
		}
		start, ok := s.Begins(b.cfg.Zone)
		end, _ := s.Ends(b.cfg.Zone)
		if ok && !local.Before(start) && local.Before(end) && !b.deferred.isOver(room, start) {
			return true
		}
	}
	return false
}

// Sessions returns those of all rooms, as they were known a short time ago at
// most; the bot must have a Scheduler.
func (b *Bot) Sessions(ctx context.Context, now time.Time) ([]schedule.Session, error) {
	return b.deferred.sessions(ctx, b.cfg.Schedule, now)
}

// A message is one and its ID in the archive.
type message struct {
	in Incoming
	id string
}

// deferred is what waits for the end of a session. It is safe for concurrent
// use.
type deferred struct {
	mu        sync.Mutex
	questions []message
	ended     map[string]time.Time // by room: when an admin said that a session was over
	announcer map[string]time.Time // by room and sender: when they last changed the schedule

	known   []schedule.Session
	knownAt time.Time
}

func newDeferred() *deferred {
	return &deferred{ended: make(map[string]time.Time), announcer: make(map[string]time.Time)}
}

// add returns false if the message waits already, or too many do.
func (d *deferred) add(k message) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.questions) >= mostDeferred || k.in.ID != "" && slices.ContainsFunc(d.questions, func(q message) bool { return q.in.ID == k.in.ID && q.in.Chat.Room == k.in.Chat.Room }) {
		return false
	}
	d.questions = append(d.questions, k)
	return true
}

// take removes and returns what waits in rooms for which ready is true.
func (d *deferred) take(ready func(room string) bool) []message {
	d.mu.Lock()
	all := d.questions
	d.questions = nil
	d.mu.Unlock()
	var out, left []message
	for _, k := range all {
		if ready(k.in.Chat.Room) {
			out = append(out, k)
		} else {
			left = append(left, k)
		}
	}
	d.mu.Lock()
	d.questions = append(left, d.questions...)
	d.mu.Unlock()
	return out
}

// drop forgets a message that was taken back.
func (d *deferred) drop(room, id string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.questions = slices.DeleteFunc(d.questions, func(k message) bool { return k.in.Chat.Room == room && k.in.ID == id })
}

func (d *deferred) waiting() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return len(d.questions)
}

func (d *deferred) over(room string, now time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.ended[room] = now
}

func (d *deferred) isOver(room string, start time.Time) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.ended[room].After(start)
}

func (d *deferred) announcedBy(room, sender string, now time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.announcer[room+"\x00"+sender] = now
	d.knownAt = time.Time{}
}

// undoes reports whether the sender has changed the schedule lately, and
// forgets it.
func (d *deferred) undoes(room, sender string, now time.Time) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	at, ok := d.announcer[room+"\x00"+sender]
	delete(d.announcer, room+"\x00"+sender)
	d.knownAt = time.Time{}
	return ok && now.Sub(at) <= schedule.UndoTime
}

func (d *deferred) sessions(ctx context.Context, s Scheduler, now time.Time) ([]schedule.Session, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if age := now.Sub(d.knownAt); age >= 0 && age < sessionsLife {
		return d.known, nil
	}
	known, err := s.Sessions(ctx, now)
	if err != nil {
		return nil, err
	}
	d.known, d.knownAt = known, now
	return known, nil
}
