package main

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"io/fs"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/term"

	"qunwen/bot"
	"qunwen/bot/console"
	"qunwen/bot/service"
	"qunwen/bot/store"
	"qunwen/corpus"
)

const chatUsage = `用法：
  qunwen chat [选项]

在终端里和群问聊天，像在一个群里：输入的每一行都是对它说的。能说什么，问它：帮助。
说过的话只在这次聊天里算数，不写进聊天记录。

  /我是 名字     换一个人说话
  /群主          以群主的身份说话（可以发布、改动分享安排，看没答上的问题）
  /群里 一句话   在群里说，不是对它说
  /退出
`

func chatCommand() command {
	var roomName, at string
	return command{
		name:  "chat",
		usage: chatUsage,
		flags: func(fs *flag.FlagSet, _ *env) {
			fs.StringVar(&roomName, "room", "", "在哪个`群`里聊；不给时是记录最多的那个")
			fs.StringVar(&at, "at", "", "以这个`时刻`为现在，像 2018-05-10T09:00:00+08:00")
		},
		run: func(ctx context.Context, e *env, args []string) error {
			if len(args) > 0 {
				return &misuse{text: fmt.Sprintf("chat 后面不要 %q，要说的话等它开始以后输入", args[0]), help: "chat"}
			}
			return e.chat(ctx, roomName, at)
		},
	}
}

// chat runs the bot on the terminal.
func (e *env) chat(ctx context.Context, roomName, at string) error {
	now := time.Now
	if at != "" {
		start, err := e.parseAt(at, "chat")
		if err != nil {
			return err
		}
		begun := time.Now()
		now = func() time.Time { return start.Add(time.Since(begun)) }
	}
	if roomName == "" {
		roomName = busiest(e.site)
	} else if known := e.knownRooms(); !slices.Contains(known, roomName) {
		return &misuse{text: fmt.Sprintf("没有 %q 这个群；有：%s", roomName, strings.Join(known, "、")), help: "chat"}
	}
	x, err := e.openIndex(ctx)
	if err != nil {
		return err
	}
	defer x.Close()
	dir, err := os.MkdirTemp("", "qunwen-chat")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	st, err := store.Open(ctx, filepath.Join(dir, "chat.db"))
	if err != nil {
		return err
	}
	defer st.Close()
	if err := e.copyHidden(ctx, st); err != nil {
		return err
	}
	rooms := e.rooms()
	r := rooms[roomName]
	r.Archive = true
	rooms[roomName] = r
	name := cmp.Or(append(slices.Clone(e.Names), "群问")...)
	overlay := service.NewOverlay(e.book(st))
	if r.Announcers, err = overlay.Settle(ctx, roomName, now()); err != nil {
		return err
	}
	rooms[roomName] = r
	b, err := bot.New(bot.Config{
		Searcher: x, Schedule: overlay, BaseURL: e.BaseURL, Rooms: rooms, Names: []string{name}, Days: e.days, Zone: e.location,
		Archive: overlay, Store: st, AlsoHidden: e.alsoHidden, Now: now, Log: slog.New(slog.NewTextHandler(e.Err, &slog.HandlerOptions{Level: slog.LevelError})),
	})
	if err != nil {
		return err
	}
	c := &console.Console{In: e.In, Out: e.Out, Room: roomName, Name: name, User: "我", Now: now}
	if f, ok := e.In.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		c.Prompt = "> "
		e.note("这里是 %s，输入问题，或者“帮助”；/退出 结束", cmp.Or(r.Name, roomName))
	}
	svc, err := service.New(service.Config{Bot: b, Transport: c, Send: true})
	if err != nil {
		return err
	}
	c.Idle = svc.Idle
	ctx, cancel := context.WithCancel(ctx)
	var running sync.WaitGroup
	running.Go(func() { svc.Run(ctx) })
	err = c.Run(ctx, svc)
	cancel()
	running.Wait()
	return err
}

// knownRooms are the rooms of the site and of the configuration, sorted.
func (e *env) knownRooms() []string {
	days, _ := corpus.Days(e.site)
	known := slices.Collect(maps.Keys(e.Rooms))
	for _, d := range days {
		known = append(known, d.Room)
	}
	slices.Sort(known)
	return slices.Compact(known)
}

// busiest is the room with the most days.
func busiest(site fs.FS) string {
	days, _ := corpus.Days(site)
	count := make(map[string]int)
	best := ""
	for _, d := range days {
		if count[d.Room]++; count[d.Room] > count[best] {
			best = d.Room
		}
	}
	return best
}
