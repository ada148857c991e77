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
	"qunwen/corpus/days"
	"qunwen/index"
)

const chatUsage = `用法：
  qunwen chat [选项]

在终端里和群问聊天，像在一个群里：输入的每一行都是对它说的。能说什么，问它：帮助。
说过的话只在这次聊天里算数，不写进聊天记录。

  /我是 名字     换一个人说话
  /群主          以群主的身份说话（可以发布、改动分享安排，看没答上的问题）
  /群里 一句话   在群里说，不是对它说
  /帮助          有哪些命令
  /退出          结束；退出、exit 也行
`

func chatCommand() command {
	var roomName, at string
	return command{
		name:  "chat",
		usage: chatUsage,
		flags: func(fs *flag.FlagSet, _ *env) {
			fs.StringVar(&roomName, "room", "", "在哪个`群`里聊；不给时是记录最多的那个")
			fs.StringVar(&at, "at", "", "以这个`时刻`为现在，像 2018-05-10T09:00:00+08:00；之后说的话不引用")
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
	now, until := time.Now, (func() time.Time)(nil)
	if at != "" {
		start, err := e.parseAt(at, "chat")
		if err != nil {
			return err
		}
		begun := time.Now()
		now = func() time.Time { return start.Add(time.Since(begun)) }
		until = now
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
		Searcher: earlier{x, until}, Schedule: overlay, BaseURL: e.BaseURL, Rooms: rooms, Names: []string{name}, Zone: e.location,
		Days:    days.New(days.Config{Site: e.site, Zone: e.location, Until: until}),
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

// An earlier searches only what was said until a moment; everything if until is nil.
type earlier struct {
	bot.Searcher
	until func() time.Time
}

// Search implements [bot.Searcher].
func (s earlier) Search(ctx context.Context, question string, opt index.Options) (index.Result, error) {
	if s.until == nil {
		return s.Searcher.Search(ctx, question, opt)
	}
	if until := s.until(); opt.Before.IsZero() || opt.Before.After(until) {
		opt.Before = until
	}
	return s.Searcher.Search(ctx, question, opt)
}

// knownRooms are the rooms of the site and of the configuration, sorted.
func (e *env) knownRooms() []string {
	all, _ := corpus.Days(e.site)
	known := slices.Collect(maps.Keys(e.Rooms))
	for _, d := range all {
		known = append(known, d.Room)
	}
	slices.Sort(known)
	return slices.Compact(known)
}

// busiest is the room with the most days.
func busiest(site fs.FS) string {
	all, _ := corpus.Days(site)
	count := make(map[string]int)
	best := ""
	for _, d := range all {
		if count[d.Room]++; count[d.Room] > count[best] {
			best = d.Room
		}
	}
	return best
}
