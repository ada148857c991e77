package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"qunwen/bot/schedule"
)

const (
	// sessionTime is how long a session is taken to last, its questions too.
	sessionTime = 90 * time.Minute

	// usualStart is when a session begins if nobody says.
	usualStart = "19:30"

	// sessionsLife is how long the sessions are used before they are asked for
	// again, when it only matters whether one is on.
	sessionsLife = 20 * time.Second

	mostReadBack = 8 // sessions in a read-back
)

// announced deals with what changes the schedule: the archive has the message
// already, and the Scheduler what it says. It answers admins, and others who
// spoke to the bot. It is not announced if the message says nothing of the kind.
func (b *Bot) announced(ctx context.Context, in *Incoming, id, text string, now time.Time) (out []Outgoing, announced bool, err error) {
	if b.cfg.Schedule == nil || in.Chat.Room == "" || in.Chat.Direct || id == "" || in.Kind == Image {
		return nil, false, nil
	}
	m := schedule.Message{ID: id, Room: in.Chat.Room, Time: in.Time.In(b.cfg.Zone), Speaker: b.speaker(in), Text: text}
	_, addressed := b.addressed(in)
	x := schedule.Extract(m, schedule.Context{})
	if addressed {
		x = schedule.ExtractOrder(m, schedule.Context{})
	}
	switch x.Kind {
	case schedule.List, schedule.Single, schedule.Move, schedule.Cancel:
	default:
		return nil, false, nil
	}
	admin := b.isAdmin(ctx, in, in.Chat.Room)
	if !admin && !addressed {
		return nil, true, nil
	}
	sessions, err := b.cfg.Schedule.Sessions(ctx, now)
	if err != nil {
		return nil, true, fmt.Errorf("schedule: %w", err)
	}
	o := Outgoing{Key: "readback:" + in.Login + ":" + in.ID, Chat: in.Chat, Person: in.Sender.person(), Purpose: ForReadBack}
	if addressed {
		o.Purpose = ForReply
	}
	said := saidBy(sessions, in.Chat.Room, id)
	problems := x.Problems()
	switch {
	case len(said) == 0 && len(problems) > 0:
		o.Text = "没有记下：" + strings.Join(problems, "；") + "。请改好再发一遍"
	case len(said) == 0 && !admin:
		o.Text = "分享安排只有管理员说了才算，没有改动"
	case len(said) == 0:
		o.Text = "看到了，和已经记下的一样"
	default:
		o.Text = "记下了：" + b.readBack(said, now)
		if len(problems) > 0 {
			o.Text += "。没有记下：" + strings.Join(problems, "；")
		}
		if admin {
			b.deferred.announcedBy(in.Chat.Room, in.Sender.ID, now)
			o.Text += "（不对就说：@" + b.name() + " 撤销）"
		}
	}
	return []Outgoing{o}, true, nil
}

func (b *Bot) name() string {
	if len(b.cfg.Names) > 0 {
		return b.cfg.Names[0]
	}
	return "群问"
}

// saidBy are the sessions of a room that a message tells something of.
func saidBy(sessions []schedule.Session, room, id string) []schedule.Session {
	return slices.DeleteFunc(slices.Clone(sessions), func(s schedule.Session) bool {
		if s.Room != room {
			return true
		}
		for _, ids := range s.Sources {
			if slices.Contains(ids, id) {
				return false
			}
		}
		return true
	})
}

// readBack writes sessions on one line.
func (b *Bot) readBack(sessions []schedule.Session, now time.Time) string {
	var parts []string
	for i := range sessions {
		if i == mostReadBack {
			parts = append(parts, fmt.Sprintf("等 %d 场", len(sessions)))
			break
		}
		parts = append(parts, sessions[i].Line(now.In(b.cfg.Zone)))
	}
	return strings.Join(parts, "；")
}

// overheard looks at what was not said to the bot: admins announce without a
// mention.
func (b *Bot) overheard(ctx context.Context, in *Incoming, id string, now time.Time) ([]Outgoing, error) {
	out, announced, err := b.announced(ctx, in, id, in.Text, now)
	if announced || err != nil {
		return out, err
	}
	if strings.Contains(in.Text, "分享") && (strings.Contains(in.Text, "结束") || strings.Contains(in.Text, "到这里")) && b.isAdmin(ctx, in, in.Chat.Room) {
		b.deferred.over(in.Chat.Room, now)
	}
	return nil, nil
}

// duringSession reports whether a sharing session is on in the room, as far as
// the schedule knows.
func (b *Bot) duringSession(ctx context.Context, room string, now time.Time) bool {
	if b.cfg.Schedule == nil || room == "" {
		return false
	}
	sessions, err := b.deferred.sessions(ctx, b.cfg.Schedule, now)
	if err != nil {
		b.cfg.Log.WarnContext(ctx, "schedule is not known", "err", err)
		return false
	}
	local := now.In(b.cfg.Zone)
	for i := range sessions {
		s := &sessions[i]
		if s.Room != room || s.Date != local.Format(time.DateOnly) || s.Speaker == "" || s.Status != schedule.Planned && s.Status != schedule.Held {
			continue
		}
		clock := s.Start
		if clock == "" {
			clock = usualStart
		}
		start, err := time.ParseInLocation(time.DateOnly+" 15:04", s.Date+" "+clock, b.cfg.Zone)
		if err == nil && !local.Before(start) && local.Before(start.Add(sessionTime)) && !b.deferred.isOver(room, start) {
			return true
		}
	}
	return false
}

// deferred are questions that wait for the end of a session. It is safe for
// concurrent use.
type deferred struct {
	mu        sync.Mutex
	questions []Incoming
	ended     map[string]time.Time // by room: when an admin said that a session was over
	announcer map[string]time.Time // by room and sender: when they last changed the schedule

	known   []schedule.Session
	knownAt time.Time
}

func newDeferred() *deferred {
	return &deferred{ended: make(map[string]time.Time), announcer: make(map[string]time.Time)}
}

const mostDeferred = 200

func (d *deferred) add(in Incoming) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.questions) < mostDeferred {
		d.questions = append(d.questions, in)
	}
}

// take removes and returns the questions of rooms for which ready is true.
func (d *deferred) take(ready func(room string) bool) []Incoming {
	d.mu.Lock()
	defer d.mu.Unlock()
	var out, left []Incoming
	for _, in := range d.questions {
		if ready(in.Chat.Room) {
			out = append(out, in)
		} else {
			left = append(left, in)
		}
	}
	d.questions = left
	return out
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
