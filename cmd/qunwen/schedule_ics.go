package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"qunwen/bot"
	"qunwen/bot/schedule"
)

// writeICS writes the calendar of a room as it stands at the time of --at.
func (e *env) writeICS(ctx context.Context, o *scheduleOptions) error {
	now, err := o.now(e)
	if err != nil {
		return err
	}
	book, err := e.replay(ctx)
	if err != nil {
		return err
	}
	sessions := book.Sessions(now)
	room, rooms := o.room, schedule.Rooms(sessions)
	switch {
	case room == "" && len(rooms) == 1:
		room = rooms[0]
	case room == "" && len(rooms) == 0:
		return fmt.Errorf("聊天记录里没有分享，没有日历可写")
	case room == "":
		return &misuse{text: "哪个群的日历？用 --room 指定：" + strings.Join(rooms, "、"), help: "schedule"}
	case !slices.Contains(rooms, room):
		return fmt.Errorf("群 %s 没有分享；有分享的群：%s", room, cmp.Or(strings.Join(rooms, "、"), "没有"))
	}
	feed := schedule.Feed{Name: cmp.Or(e.Rooms[room].Name, room) + "的分享", Zone: e.location, Link: func(s schedule.Source) string {
		return bot.Link(e.BaseURL, s.Room, s.Date, s.ID)
	}}
	_, err = io.WriteString(e.Out, feed.Calendar(slices.DeleteFunc(sessions, func(s schedule.Session) bool { return s.Room != room })))
	return err
}
