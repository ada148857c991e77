package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"qunwen/bot/say"
	"qunwen/bot/schedule"
	"qunwen/bot/schedule/announce"
)

// A reading is what a message says of the schedule and what came of it.
type reading struct {
	say.Reading
	unclearDay string // that it names, YYYY-MM-DD; "" if none
}

// nothing reports whether the message is none that the schedule has to do with.
func (r *reading) nothing() bool {
	switch r.Kind {
	case announce.List, announce.Single, announce.Move, announce.Cancel:
		return false
	}
	return len(r.Changed) == 0 && len(r.Doubt) == 0 && len(r.Problems()) == 0 && r.Unclear == ""
}

// announced deals with what changes the schedule: the archive has the message
// already, and the Scheduler what it says. text is what it says without the
// bot's name. It is not announced if the message says nothing of the kind, or
// something else that changed nothing.
func (b *Bot) announced(ctx context.Context, in *Incoming, id, text string, v verb, admin bool, now time.Time) (out []Outgoing, announced bool, err error) {
	if b.cfg.Schedule == nil || id == "" {
		return nil, false, nil
	}
	r, err := b.planned(ctx, in, id, text, announce.ExtractOrder, now)
	if err != nil || r.nothing() && !(admin && len(r.Changes) > 0) {
		return nil, err != nil, err
	}
	if len(r.Changed) == 0 && len(r.Doubt) == 0 && (v != toAsk || !r.isOrder(admin) || b.asks(in, text, now)) {
		return nil, false, nil
	}
	if admin && len(r.Changed) > 0 {
		b.deferred.announcedBy(in.Chat.Room, in.Sender.ID, now)
	}
	return []Outgoing{{Key: in.Key("reply"), Chat: in.Chat, Person: in.Sender.person(), Purpose: ForReply, Text: r.Understood(b.Name(), admin, now.In(b.cfg.Zone)), ForAdmin: admin}}, true, nil
}

// isOrder reports whether a message that changed nothing is answered as one of
// the schedule: an admin's order that hits nothing gets its reason.
func (r *reading) isOrder(admin bool) bool {
	if !admin {
		return !r.Weak && r.Unclear == ""
	}
	return !r.Weak || r.Kind == announce.Move
}

// planned reads what a message says of the schedule, and what came of it.
func (b *Bot) planned(ctx context.Context, in *Incoming, id, text string, read func(announce.Message, announce.Context) announce.Extraction, now time.Time) (reading, error) {
	m := announce.Message{ID: id, Room: in.Chat.Room, Time: in.Time.In(b.cfg.Zone), Speaker: b.speaker(ctx, in), Text: text}
	r := reading{Reading: say.Reading{Extraction: read(m, announce.Context{})}}
	if r.Kind == announce.None && len(r.Changes) == 0 {
		r.Unclear, r.unclearDay = announce.WhyUnclear(m)
	}
	if r.Kind == announce.None && len(r.Changes) == 0 && r.Unclear == "" {
		return r, nil
	}
	var err error
	if r.Outcome, err = b.cfg.Schedule.Outcome(ctx, in.Chat.Room, id, now); err != nil {
		return r, fmt.Errorf("schedule: %w", err)
	}
	return r, nil
}

// asks reports whether a text that names a day wants to know of it.
func (b *Bot) asks(in *Incoming, text string, now time.Time) bool {
	return schedule.Asks(b.whole(in, text, now).Text, now.In(b.cfg.Zone)) || strings.HasSuffix(strings.TrimRight(text, "?？ "), "呢")
}

// Name returns the name under which the bot writes.
func (b *Bot) Name() string {
	if len(b.cfg.Names) > 0 {
		return b.cfg.Names[0]
	}
	return "群问"
}

// overheard looks at what was not said to the bot: admins announce without a
// mention, and get one line of read-back. During a session that has to wait.
func (b *Bot) overheard(ctx context.Context, in *Incoming, id string, admin bool, now time.Time) ([]Outgoing, error) {
	if !admin || b.cfg.Schedule == nil || id == "" {
		return nil, nil
	}
	if strings.Contains(in.Text, "分享") && (strings.Contains(in.Text, "结束") || strings.Contains(in.Text, "到这里")) {
		b.deferred.over(in.Chat.Room, now)
	}
	r, err := b.planned(ctx, in, id, in.Text, announce.Extract, now)
	if err != nil || r.nothing() || !r.worthSaying() {
		return nil, err
	}
	if len(r.Changed) > 0 {
		b.deferred.announcedBy(in.Chat.Room, in.Sender.ID, now)
	}
	switch {
	case b.Muted(ctx, in.Chat.Room, now):
		return nil, nil
	case b.InSession(ctx, in.Chat.Room, now):
		if len(r.Changed) > 0 { // what else is said during a session is talk
			b.putOff(ctx, in, id)
		}
		return nil, nil
	}
	return []Outgoing{{Key: in.Key("readback"), Chat: in.Chat, Person: in.Sender.person(), Purpose: ForReadBack, Text: r.Understood(b.Name(), true, now.In(b.cfg.Zone))}}, nil
}

// worthSaying reports whether an admin who did not speak to the bot is told what
// came of the message: what changed something, what could not be read, and what
// is of several sessions or of none. Talk of a session that stands is not.
func (r *reading) worthSaying() bool {
	switch {
	case len(r.Changed) > 0, len(r.Doubt) > 0, len(r.Problems()) > 0:
		return true
	case r.Unclear != "":
		return !r.repeats()
	}
	return (r.Kind == announce.Move || r.Kind == announce.Cancel || r.Kind == announce.List) && !r.Weak && !r.Met
}

// repeats reports whether the message speaks of a day on which a session stands.
func (r *reading) repeats() bool {
	for _, s := range r.Before {
		if s.Date != "" && s.Date == r.unclearDay && s.Status == schedule.Planned {
			return true
		}
	}
	return false
}

// undo says whether the sender's last announcement was taken back: the
// Scheduler has read that in the archive already.
func (b *Bot) undo(ctx context.Context, r *request) (string, error) {
	in, now := r.in, r.now
	if b.cfg.Schedule == nil {
		return say.NoSchedule, nil
	}
	noted := b.deferred.undoes(in.Chat.Room, in.Sender.ID, now)
	then, err := b.cfg.Schedule.Sessions(ctx, in.Time.Add(-time.Second))
	if err != nil {
		return "", fmt.Errorf("schedule: %w", err)
	}
	sessions, err := b.cfg.Schedule.Sessions(ctx, now)
	if err != nil {
		return "", fmt.Errorf("schedule: %w", err)
	}
	before, after := b.lines(then, in.Chat.Room, now), b.lines(sessions, in.Chat.Room, now)
	switch unchanged := !noted && slices.Equal(before, after); {
	case unchanged && !r.admin:
		return say.AdminsOnly, nil
	case unchanged:
		return say.NothingToUndo, nil
	}
	return say.Undone(before, after), nil
}

// lines are the sessions of a room, by date.
func (b *Bot) lines(sessions []schedule.Session, room string, now time.Time) []say.Line {
	var lines []say.Line
	for i := range sessions {
		if s := &sessions[i]; s.Room == room {
			lines = append(lines, say.Line{ID: s.ID, Text: s.Line(now.In(b.cfg.Zone))})
		}
	}
	return lines
}
