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

// announced deals with what changes the schedule: the archive has the message
// already, and the Scheduler what it says. text is what it says without the
// bot's name. It is not announced if the message says nothing of the kind, or
// something else that changed nothing.
func (b *Bot) announced(ctx context.Context, in *Incoming, id, text string, v verb, admin bool, now time.Time) (out []Outgoing, announced bool, err error) {
	if b.cfg.Schedule == nil || id == "" {
		return nil, false, nil
	}
	x, said, err := b.planned(ctx, in, id, text, announce.ExtractOrder, now)
	if err != nil || x.Kind == announce.None {
		return nil, err != nil, err
	}
	weak := x.Weak && !(admin && x.Kind == announce.Move) // an order that hits nothing gets its reason
	if len(said) == 0 && (v != toAsk || weak || b.asks(in, text, now)) {
		return nil, false, nil
	}
	if admin && len(said) > 0 {
		b.deferred.announcedBy(in.Chat.Room, in.Sender.ID, now)
	}
	return []Outgoing{{Key: in.key("reply"), Chat: in.Chat, Person: in.Sender.person(), Purpose: ForReply, Text: b.understood(&x, said, admin, now)}}, true, nil
}

// planned reads what a message says of the schedule, and which sessions are now
// as it says. It is of the kind None if it changes nothing.
func (b *Bot) planned(ctx context.Context, in *Incoming, id, text string, read func(announce.Message, announce.Context) announce.Extraction, now time.Time) (announce.Extraction, []schedule.Session, error) {
	x := read(announce.Message{ID: id, Room: in.Chat.Room, Time: in.Time.In(b.cfg.Zone), Speaker: b.speaker(ctx, in), Text: text}, announce.Context{})
	switch x.Kind {
	case announce.List, announce.Single, announce.Move, announce.Cancel:
	default:
		return announce.Extraction{Kind: announce.None}, nil, nil
	}
	sessions, err := b.cfg.Schedule.Sessions(ctx, now)
	if err != nil {
		return x, nil, fmt.Errorf("schedule: %w", err)
	}
	return x, saidBy(sessions, in.Chat.Room, id), nil
}

// asks reports whether a text that names a day wants to know of it.
func (b *Bot) asks(in *Incoming, text string, now time.Time) bool {
	return schedule.Asks(b.whole(in, text, now), now.In(b.cfg.Zone)) || strings.HasSuffix(strings.TrimRight(text, "?？ "), "呢")
}

// understood says what came of an announcement.
func (b *Bot) understood(x *announce.Extraction, said []schedule.Session, admin bool, now time.Time) string {
	problems := x.Problems()
	switch {
	case len(said) > 0:
		text := "记下了：" + b.readBack(said, now)
		if len(problems) > 0 {
			text += "。没有记下：" + strings.Join(problems, "；")
		}
		if admin {
			text += "（不对就说：@" + b.name() + " 撤销）"
		}
		return text
	case !admin:
		return "分享安排只有管理员说了才算，没有改动"
	case len(problems) > 0:
		return "没有记下：" + strings.Join(problems, "；") + "。请改好再发一遍"
	case x.Kind == announce.Move || x.Kind == announce.Cancel:
		return "没有对上已经记下的分享，没有改动"
	}
	return "看到了，和已经记下的一样"
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
// mention, and get one line of read-back. During a session that has to wait.
func (b *Bot) overheard(ctx context.Context, in *Incoming, id string, admin bool, now time.Time) ([]Outgoing, error) {
	if !admin || b.cfg.Schedule == nil || id == "" {
		return nil, nil
	}
	if strings.Contains(in.Text, "分享") && (strings.Contains(in.Text, "结束") || strings.Contains(in.Text, "到这里")) {
		b.deferred.over(in.Chat.Room, now)
	}
	x, said, err := b.planned(ctx, in, id, in.Text, announce.Extract, now)
	if err != nil || x.Kind == announce.None {
		return nil, err
	}
	if len(said) == 0 && (x.Kind == announce.Single || x.Weak) && len(x.Problems()) == 0 {
		return nil, nil // talk of a session, not an announcement
	}
	if len(said) > 0 {
		b.deferred.announcedBy(in.Chat.Room, in.Sender.ID, now)
	}
	switch {
	case b.mutedAt(ctx, in.Chat.Room, now):
		return nil, nil
	case b.duringSession(ctx, in.Chat.Room, now):
		b.putOff(ctx, in, id)
		return nil, nil
	}
	return []Outgoing{{Key: in.key("readback"), Chat: in.Chat, Person: in.Sender.person(), Purpose: ForReadBack, Text: b.understood(&x, said, true, now)}}, nil
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
	switch {
	case !noted && slices.Equal(before, after):
		if !admin {
			return "这个只有管理员能用", nil
		}
		return "最近没有改过分享安排，没有可以撤销的", nil
	}
	back := slices.DeleteFunc(slices.Clone(after), func(line string) bool { return slices.Contains(before, line) })
	gone := slices.DeleteFunc(before, func(line string) bool { return slices.Contains(after, line) })
	switch {
	case len(back) > 0 && len(back) <= mostReadBack:
		return "撤销了，刚才那条安排不算数，现在还是：" + strings.Join(back, "；"), nil
	case len(back) == 0 && len(gone) > 0 && len(gone) <= mostReadBack:
		return "撤销了，这些不算数：" + strings.Join(gone, "；"), nil
	}
	return "撤销了，刚才那条安排不算数", nil
}

// lines are the sessions of a room, one line each.
func (b *Bot) lines(sessions []schedule.Session, room string, now time.Time) []string {
	var lines []string
	for i := range sessions {
		if sessions[i].Room == room {
			lines = append(lines, sessions[i].Line(now.In(b.cfg.Zone)))
		}
	}
	return lines
}
