package main

import (
	"context"
	"flag"
	"fmt"
	"slices"
	"strings"
	"time"

	"qunwen/bot/schedule"
	"qunwen/bot/schedule/announce"
)

// listOptions say which sessions schedule list prints.
type listOptions struct {
	all, past  bool
	at         string // RFC 3339; "" means now
	who, topic string
}

func (o *listOptions) addFlags(fs *flag.FlagSet) {
	fs.BoolVar(&o.all, "all", false, "list：过去和将来的都列出")
	fs.BoolVar(&o.past, "past", false, "list：只列过去的")
	fs.StringVar(&o.at, "at", "", "以这个`时刻`为现在，像 2018-05-10T09:00:00+08:00；之后说的话不算")
	fs.StringVar(&o.who, "who", "", "只列名字里有这个`词`的分享人；更正时：那天是谁的那场")
	fs.StringVar(&o.topic, "topic", "", "list：只列主题里有这个`词`的；set：主题")
}

// now is the time that counts as now.
func (o *listOptions) now(e *env) (time.Time, error) {
	return e.parseAt(o.at, "schedule")
}

// parseAt reads the flag --at of a command; "" means now.
func (e *env) parseAt(at, command string) (time.Time, error) {
	if at == "" {
		return time.Now().In(e.location), nil
	}
	t, err := time.Parse(time.RFC3339, at)
	if err != nil {
		return time.Time{}, &misuse{text: fmt.Sprintf("--at %q 不是时刻，应像 2018-05-10T09:00:00+08:00", at), help: command}
	}
	return t.In(e.location), nil
}

// listSessions prints the sessions that the chat tells of, of one room or all.
func (e *env) listSessions(ctx context.Context, o listOptions, room string) error {
	now, err := o.now(e)
	if err != nil {
		return err
	}
	book, err := e.replay(ctx)
	if err != nil {
		return err
	}
	sessions := slices.DeleteFunc(o.choose(book.Sessions(now), now), func(s schedule.Session) bool { return room != "" && s.Room != room })
	if e.json {
		return writeJSON(e.Out, sessions)
	}
	if len(sessions) == 0 {
		fmt.Fprintln(e.Err, "qunwen: 没有这样的分享")
		return nil
	}
	for _, s := range sessions {
		if _, err := fmt.Fprintln(e.Out, describe(s, now)); err != nil {
			return err
		}
	}
	return nil
}

// choose keeps the sessions that were asked for. The result is never nil.
func (o listOptions) choose(sessions []schedule.Session, now time.Time) []schedule.Session {
	today := now.Format(time.DateOnly)
	return slices.DeleteFunc(append([]schedule.Session{}, sessions...), func(s schedule.Session) bool {
		over := s.Date != "" && s.Date < today || s.Status == schedule.Held || s.Status == schedule.NotHeld
		return !o.all && over != o.past ||
			o.who != "" && !strings.Contains(strings.ToLower(s.Speaker+" "+s.AnnouncedAs), strings.ToLower(o.who)) ||
			o.topic != "" && !strings.Contains(strings.ToLower(s.Topic), strings.ToLower(o.topic))
	})
}

// statusNames are the statuses as people read them.
var statusNames = map[schedule.Status]string{
	schedule.Planned: "已定", schedule.TBD: "待定", schedule.Open: "空着", schedule.Moved: "改期，时间未定",
	schedule.Cancelled: "取消", schedule.Held: "讲过", schedule.NotHeld: "没讲",
}

// describe writes a session in one line.
func describe(s schedule.Session, now time.Time) string {
	parts := []string{s.Room, "日期未定"}
	if day, err := time.Parse(time.DateOnly, s.Date); err == nil {
		parts[1] = announce.FormatDay(day, now)
	} else if s.DateRange != [2]string{} {
		parts[1] = strings.Join(s.DateRange[:], "～")
	}
	if s.Start != "" {
		parts = append(parts, strings.TrimSuffix(s.Start+"-"+s.End, "-"))
	}
	if s.Speaker != "" {
		who := s.Speaker
		if s.AnnouncedAs != "" {
			who += "（预告作 " + s.AnnouncedAs + "）"
		}
		parts = append(parts, who)
	}
	if s.Topic != "" {
		parts = append(parts, "《"+s.Topic+"》")
	}
	parts = append(parts, "【"+statusNames[s.Status]+"】")
	if !s.ByHand.IsZero() {
		parts = append(parts, "【手工】")
	}
	if s.Source != nil {
		parts = append(parts, s.Source.ID)
	}
	return strings.Join(parts, " ")
}
