package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"qunwen/bot/schedule"
	"qunwen/bot/schedule/announce"
)

const mostReadBack = 8 // sessions in a read-back

// A reading is what a message says of the schedule and what came of it.
type reading struct {
	announce.Extraction
	schedule.Outcome
	unclear    string // why nothing could be read of it, in Chinese; "" if it announces nothing
	unclearDay string // that it names, YYYY-MM-DD; "" if none
}

// nothing reports whether the message is none that the schedule has to do with.
func (r *reading) nothing() bool {
	switch r.Kind {
	case announce.List, announce.Single, announce.Move, announce.Cancel:
		return false
	}
	return len(r.Changed) == 0 && len(r.Doubt) == 0 && len(r.Problems()) == 0 && r.unclear == ""
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
	return []Outgoing{{Key: in.key("reply"), Chat: in.Chat, Person: in.Sender.person(), Purpose: ForReply, Text: b.understood(&r, admin, now)}}, true, nil
}

// isOrder reports whether a message that changed nothing is answered as one of
// the schedule: an admin's order that hits nothing gets its reason.
func (r *reading) isOrder(admin bool) bool {
	if !admin {
		return !r.Weak && r.unclear == ""
	}
	return !r.Weak || r.Kind == announce.Move
}

// planned reads what a message says of the schedule, and what came of it.
func (b *Bot) planned(ctx context.Context, in *Incoming, id, text string, read func(announce.Message, announce.Context) announce.Extraction, now time.Time) (reading, error) {
	m := announce.Message{ID: id, Room: in.Chat.Room, Time: in.Time.In(b.cfg.Zone), Speaker: b.speaker(ctx, in), Text: text}
	r := reading{Extraction: read(m, announce.Context{})}
	if r.Kind == announce.None && len(r.Changes) == 0 {
		r.unclear, r.unclearDay = announce.WhyUnclear(m)
	}
	if r.Kind == announce.None && len(r.Changes) == 0 && r.unclear == "" {
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
	return schedule.Asks(b.whole(in, text, now), now.In(b.cfg.Zone)) || strings.HasSuffix(strings.TrimRight(text, "?？ "), "呢")
}

// understood says what came of an announcement.
func (b *Bot) understood(r *reading, admin bool, now time.Time) string {
	problems := strings.Join(r.Problems(), "；")
	switch {
	case len(r.Changed) > 0:
		text := "记下了：" + b.readBack(r, now)
		if problems != "" {
			text += "。没有记下：" + problems
		}
		if admin {
			text += "（不对就说：@" + b.name() + " 撤销）"
		}
		return text
	case !admin:
		return "分享安排只有管理员说了才算，没有改动"
	case len(r.Doubt) > 0:
		return "没有改动：说的可能是" + b.lineUp(r.Doubt, now) + "，请写明是哪一场"
	case problems != "":
		return "没有记下：" + problems + "。请改好再发一遍"
	case len(r.Changes) > 0 && r.Changes[0].Deed == announce.Customs:
		return "记下了：以后没有说几点的分享都是 " + r.Changes[0].Entry.Start + " 开始"
	case r.unclear != "":
		return "这条没看懂，没有记下：" + r.unclear + "。可以这样写：" + b.exampleOf(now)
	case r.Met:
		return "看到了，和已经记下的一样"
	case r.Kind == announce.Move || r.Kind == announce.Cancel || len(r.Changes) > 0:
		return "没有对上已经记下的分享，没有改动"
	}
	return "看到了，和已经记下的一样"
}

// exampleOf is an announcement that is understood.
func (b *Bot) exampleOf(now time.Time) string {
	day := now.In(b.cfg.Zone).AddDate(0, 0, 2)
	return announce.FormatDay(day, now) + " 20:00 @分享人 《题目》"
}

func (b *Bot) name() string {
	if len(b.cfg.Names) > 0 {
		return b.cfg.Names[0]
	}
	return "群问"
}

// readBack writes the sessions that a message changed, and what they were, on
// one line.
func (b *Bot) readBack(r *reading, now time.Time) string {
	var parts []string
	for i := range r.Changed {
		if i == mostReadBack {
			parts = append(parts, fmt.Sprintf("等 %d 场", len(r.Changed)))
			break
		}
		s := &r.Changed[i]
		line := s.Line(now.In(b.cfg.Zone))
		if before, ok := r.Before[s.ID]; ok {
			if was := wasBefore(&before, s); was != "" {
				line += "（原来是" + was + "）"
			}
		}
		parts = append(parts, line)
	}
	return strings.Join(parts, "；")
}

// wasBefore says what of a session is replaced; the day it was on, its line has.
func wasBefore(before, s *schedule.Session) string {
	var was []string
	if before.Start != "" && before.Start != s.Start && s.Status != schedule.Cancelled {
		was = append(was, before.Start)
	}
	if before.Speaker != "" && before.Speaker != s.Speaker {
		was = append(was, before.Speaker)
	}
	if before.Topic != "" && before.Topic != s.Topic {
		was = append(was, "《"+before.Topic+"》")
	}
	if s.Status == schedule.Planned && (before.Status == schedule.Cancelled || before.Status == schedule.Moved) {
		was = append(was, map[schedule.Status]string{schedule.Cancelled: "取消", schedule.Moved: "改期"}[before.Status])
	}
	return strings.Join(was, "，")
}

// lineUp writes sessions on one line.
func (b *Bot) lineUp(sessions []schedule.Session, now time.Time) string {
	var parts []string
	for i := range sessions {
		if i == mostReadBack {
			parts = append(parts, fmt.Sprintf("等 %d 场", len(sessions)))
			break
		}
		parts = append(parts, sessions[i].Line(now.In(b.cfg.Zone)))
	}
	return strings.Join(parts, "，也可能是")
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
	case b.mutedAt(ctx, in.Chat.Room, now):
		return nil, nil
	case b.duringSession(ctx, in.Chat.Room, now):
		if len(r.Changed) > 0 { // what else is said during a session is talk
			b.putOff(ctx, in, id)
		}
		return nil, nil
	}
	return []Outgoing{{Key: in.key("readback"), Chat: in.Chat, Person: in.Sender.person(), Purpose: ForReadBack, Text: b.understood(&r, true, now)}}, nil
}

// worthSaying reports whether an admin who did not speak to the bot is told what
// came of the message: what changed something, what could not be read, and what
// is of several sessions or of none. Talk of a session that stands is not.
func (r *reading) worthSaying() bool {
	switch {
	case len(r.Changed) > 0, len(r.Doubt) > 0, len(r.Problems()) > 0:
		return true
	case r.unclear != "":
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
func (b *Bot) undo(ctx context.Context, in *Incoming, admin bool, now time.Time) (string, error) {
	if b.cfg.Schedule == nil {
		return "这里没有分享安排", nil
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
	case unchanged && !admin:
		return "这个只有管理员能用", nil
	case unchanged:
		return "最近没有改过分享安排，没有可以撤销的", nil
	}
	return undone(before, after), nil
}

// undone says what holds again and what no longer does, now that an announcement
// was taken back, by the lines of the sessions before and after that.
func undone(before, after []line) string {
	var back, gone []string
	for _, l := range after {
		if !slices.Contains(before, l) {
			back = append(back, l.text)
		}
	}
	for _, l := range before {
		if !slices.ContainsFunc(after, func(a line) bool { return a.id == l.id }) {
			gone = append(gone, l.text)
		}
	}
	const done = "撤销了，刚才那条安排不算数"
	switch now := strings.Join(back, "；"); {
	case len(back)+len(gone) == 0, len(back)+len(gone) > mostReadBack:
		return done
	case len(gone) == 0:
		return done + "，现在还是：" + now
	case len(back) == 0:
		return "撤销了，这些不算数：" + strings.Join(gone, "；")
	default:
		return "撤销了，这些不算数：" + strings.Join(gone, "；") + "。现在还是：" + now
	}
}

// A line is a session as it is shown.
type line struct{ id, text string }

// lines are the sessions of a room, by date.
func (b *Bot) lines(sessions []schedule.Session, room string, now time.Time) []line {
	var lines []line
	for i := range sessions {
		if s := &sessions[i]; s.Room == room {
			lines = append(lines, line{s.ID, s.Line(now.In(b.cfg.Zone))})
		}
	}
	return lines
}
