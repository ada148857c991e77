package say

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"qunwen/bot/schedule"
	"qunwen/bot/schedule/announce"
)

const mostReadBack = 8 // sessions in a read-back

// A Reading is what a message says of the schedule and what came of it.
type Reading struct {
	announce.Extraction
	schedule.Outcome
	Unclear string // why nothing could be read of it, in Chinese; "" if it announces nothing
}

// Understood says what came of an announcement; bot is the name under which one
// speaks to the bot, now is in the zone of the sessions.
func (r *Reading) Understood(bot string, admin bool, now time.Time) string {
	problems := strings.Join(r.Problems(), "；")
	switch {
	case len(r.Changed) > 0:
		text := "记下了：" + r.readBack(now)
		if problems != "" {
			text += "。没有记下：" + problems
		}
		if admin {
			text += "（不对就说：@" + bot + " 撤销）"
		}
		return text
	case !admin:
		return "分享安排只有管理员说了才算，没有改动"
	case len(r.Doubt) > 0:
		return "没有改动：说的可能是" + lineUp(r.Doubt, now) + "，请写明是哪一场"
	case problems != "":
		return "没有记下：" + problems + "。请改好再发一遍"
	case len(r.Changes) > 0 && r.Changes[0].Deed == announce.Customs:
		return "记下了：以后没有说几点的分享都是 " + r.Changes[0].Entry.Start + " 开始"
	case r.Unclear != "":
		return "这条没看懂，没有记下：" + r.Unclear + "。可以这样写：" + exampleOf(now)
	case r.Met:
		return "看到了，和已经记下的一样"
	case r.Kind == announce.Move || r.Kind == announce.Cancel || len(r.Changes) > 0:
		return "没有对上已经记下的分享，没有改动"
	}
	return "看到了，和已经记下的一样"
}

// exampleOf is an announcement that is understood.
func exampleOf(now time.Time) string {
	day := now.AddDate(0, 0, 2)
	return announce.FormatDay(day, now) + " 20:00 @分享人 《题目》"
}

// readBack writes the sessions that a message changed, and what they were, on
// one line.
func (r *Reading) readBack(now time.Time) string {
	var parts []string
	for i := range r.Changed {
		if i == mostReadBack {
			parts = append(parts, fmt.Sprintf("等 %d 场", len(r.Changed)))
			break
		}
		s := &r.Changed[i]
		line := s.Line(now)
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
func lineUp(sessions []schedule.Session, now time.Time) string {
	var parts []string
	for i := range sessions {
		if i == mostReadBack {
			parts = append(parts, fmt.Sprintf("等 %d 场", len(sessions)))
			break
		}
		parts = append(parts, sessions[i].Line(now))
	}
	return strings.Join(parts, "，也可能是")
}

// Undone says what holds again and what no longer does, now that an announcement
// was taken back, by the lines of the sessions before and after that.
func Undone(before, after []Line) string {
	var back, gone []string
	for _, l := range after {
		if !slices.Contains(before, l) {
			back = append(back, l.Text)
		}
	}
	for _, l := range before {
		if !slices.ContainsFunc(after, func(a Line) bool { return a.ID == l.ID }) {
			gone = append(gone, l.Text)
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

// A Line is a session as it is shown.
type Line struct{ ID, Text string }
