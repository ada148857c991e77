package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gofrs/flock"
	"github.com/mdp/qrterminal/v3"

	"qunwen/bot"
	"qunwen/bot/service"
	"qunwen/bot/store"
	"qunwen/bot/web"
	"qunwen/bot/wechat"
	"qunwen/corpus"
	"qunwen/corpus/days"
	"qunwen/corpus/people"
	"qunwen/corpus/site"
	"qunwen/index"
)

const serveUsage = `用法：
  qunwen serve --config qunwen.yaml

按配置文件进到群里：回答 @它 的人，记住分享安排并提醒，把群里说的话写进聊天记录，昨天答的今天就查得到。
配置的样子见 qunwen config。没有写 send: true 时不真的发，只在标准输出上说会发什么。

按 Ctrl-C 或发 SIGTERM 就停：发完手上的，最多等 10 秒。微信不让这个账号登录时退出码是 3，这时别自动重启。
`

// The collector's settings are for a program that waits most of the time and
// is to stay small: an update of the index leaves much to be collected.
const (
	gcPercent = 50
	spare     = 96 << 20 // bytes for updates and answers; more is taken only if there is no other way
)

func serveCommand() command {
	return command{
		name:  "serve",
		usage: serveUsage,
		flags: func(*flag.FlagSet, *env) {},
		run: func(ctx context.Context, e *env, args []string) error {
			switch {
			case len(args) > 0:
				return &misuse{text: fmt.Sprintf("serve 后面不要 %q", args[0]), help: "serve"}
			case e.configFile == "":
				return &misuse{text: "serve 要有配置文件：先 qunwen config > qunwen.yaml，改好以后加 --config qunwen.yaml", help: "serve"}
			case e.Site == "":
				return &misuse{text: "配置里没有 site：聊天记录放在哪个目录？", help: "serve"}
			case len(e.Rooms) == 0 && e.WeChat.Enabled:
				return &misuse{text: "配置里没有 rooms：允许它进哪些群？", help: "serve"}
			case len(e.Names) == 0:
				return &misuse{text: "配置里没有 names：群里怎么叫它？", help: "serve"}
			}
			debug.SetGCPercent(gcPercent)
			s, err := e.newServer(ctx)
			if err != nil {
				return err
			}
			limitMemory()
			return errors.Join(s.run(ctx), s.close())
		},
	}
}

// limitMemory bounds, softly, all that is not a mapped file: twice what the open
// index takes, and something to spare. It leaves a limit alone that was set from
// outside.
func limitMemory() {
	if os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	debug.SetMemoryLimit(2*int64(m.HeapAlloc) + spare)
}

// A server is a running serve.
type server struct {
	e       *env
	log     *slog.Logger
	lock    *flock.Flock
	store   *store.Store
	archive *site.Archive
	live    *index.Live
	book    *service.Book
	pages   net.Listener // nil: none
	figures net.Listener // of /metrics alone; nil: it is among the pages
	wechat  *wechat.Client
	service *service.Service
	clock   *service.Clock // of all that the bot does

	mu    sync.Mutex
	state bot.State // of the transport
}

// newServer opens everything that serve needs. The words index is ready then.
func (e *env) newServer(ctx context.Context) (_ *server, err error) {
	dir, err := e.dataDir()
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	s := &server{e: e, log: slog.New(slog.NewTextHandler(e.Err, nil)), lock: flock.New(filepath.Join(dir, "serve.lock"), flock.SetPermissions(0o600))}
	e.days = days.New(days.Config{Site: e.site, Zone: e.location, Log: s.log})
	for name, r := range e.Rooms {
		r.Private = e.isPrivate(name)
		e.Rooms[name] = r
	}
	if ok, err := s.lock.TryLock(); err != nil || !ok {
		return nil, cmp.Or(err, fmt.Errorf("%s 已经有一个 qunwen serve 在用；一个数据目录只能跑一个", dir))
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.close())
		}
	}()
	if s.store, err = store.Open(ctx, filepath.Join(dir, storeName)); err != nil {
		return nil, err
	}
	restored, err := e.restoreHidden(ctx, s.store)
	if err != nil {
		return nil, err
	}
	if restored > 0 {
		s.log.Warn("names of hidden people were not in the store: taken from the site's copy", "names", restored, "copy", people.HiddenFile)
	}
	if s.archive, err = site.OpenArchive(e.Site, e.location, site.ArchiveOptions{State: filepath.Join(dir, "archive"), Private: e.isPrivate, Now: e.clock, Log: s.log}); err != nil {
		return nil, err
	}
	if err := s.openIndex(ctx, dir); err != nil {
		return nil, err
	}
	s.book = e.book(s.store)
	if err := s.listen(ctx); err != nil {
		return nil, err
	}
	if err := s.openBot(dir); err != nil {
		return nil, err
	}
	return s, nil
}

func (s *server) openIndex(ctx context.Context, dir string) error {
	enc, err := s.e.encoder()
	if err != nil {
		return err
	}
	builder := s.e.builder(enc)
	builder.Warn = func(err error) {
		if _, ok := errors.AsType[*corpus.ParseError](err); !ok { // check tells of those
			s.log.Warn("index", "err", err)
		}
	}
	s.live, err = index.OpenLive(ctx, dir, s.e.site, builder, index.OpenOptions{Location: s.e.location, Encoder: enc, Warn: func(err error) { s.log.Warn("search", "err", err) }})
	return err
}

// listen opens the ports of the pages and of /metrics.
func (s *server) listen(ctx context.Context) (err error) {
	if addr := s.e.Web.Listen; addr != "" {
		if s.pages, err = web.Listen(ctx, addr); err != nil {
			return fmt.Errorf("web.listen %s 用不了：%w", addr, err)
		}
	}
	if addr := s.e.Web.Metrics; addr != "" {
		if s.figures, err = web.Listen(ctx, addr); err != nil {
			return fmt.Errorf("web.metrics %s 用不了：%w", addr, err)
		}
	}
	return nil
}

// openBot makes the bot and its transport.
func (s *server) openBot(dir string) error {
	e := s.e
	policy, err := e.policy()
	if err != nil {
		return err
	}
	s.clock = service.NewClock(e.clock)
	b, err := bot.New(bot.Config{
		Searcher: s.live, Schedule: s.book, BaseURL: e.BaseURL, Rooms: e.rooms(), Names: e.Names, Days: e.days, Zone: e.location,
		Archive: &service.Archiver{Into: s.archive, Changed: func() { s.book.Touch(); s.live.Notify() }}, Store: s.store, AlsoHidden: e.alsoHidden, KeepHidden: func(ctx context.Context, names []string) error { return site.KeepHidden(ctx, e.Site, names) }, Direct: e.Direct, Ignored: e.IgnoredBots, Pace: e.Pace, Now: s.clock.Now, Log: s.log, Status: s.status,
	})
	if err != nil {
		return err
	}
	var transport bot.Transport = service.Nowhere{}
	if e.WeChat.Enabled {
		topics := make(map[string]string)
		for name, r := range e.Rooms {
			topics[name] = cmp.Or(r.Name, name)
		}
		s.wechat, err = wechat.New(wechat.Config{
			Rooms: topics, SessionFile: filepath.Join(dir, "wechat-session.json"), Endpoint: e.WeChat.Endpoint, Transport: e.carrier, Synced: func(ctx context.Context) error { return s.service.Synced(ctx) }, Log: s.log,
		})
		if err != nil {
			return fmt.Errorf("wechat: %w", err)
		}
		transport = s.wechat
	}
	s.service, err = service.New(service.Config{
		Bot: b, Transport: transport, Send: e.Send, Policy: policy, Clock: s.clock, Flush: s.archive.Sync, LookFile: filepath.Join(dir, "reminded"), State: s.onState,
		Rehearse: func(room, text string) {
			fmt.Fprintf(e.Out, "（没有真发）%s：%s\n", cmp.Or(room, "私聊"), text)
		},
	})
	return err
}

// run serves until ctx ends or the transport cannot go on.
func (s *server) run(ctx context.Context) error {
	handler, err := s.handler()
	if err != nil {
		return err
	}
	inner, stop := context.WithCancel(context.WithoutCancel(ctx)) // outlives ctx by the draining
	defer stop()
	var running sync.WaitGroup
	var failures sync.Map
	start := func(name string, f func(context.Context) error) {
		running.Go(func() {
			if err := f(inner); err != nil {
				failures.Store(name, err)
				s.log.Error("stopped", "part", name, "err", err)
			}
		})
	}
	start("index", s.live.Run)
	start("bot", func(ctx context.Context) error { s.service.Run(ctx); return nil })
	start("rescan", s.rescan)
	listen := func(name string, l net.Listener, h http.Handler) {
		start(name, func(inner context.Context) error {
			inner, cancel := context.WithCancel(inner)
			defer cancel()
			defer context.AfterFunc(ctx, cancel)() // a slow reader must not come on top of the draining
			return web.Serve(inner, l, h, s.log)
		})
	}
	if s.pages != nil {
		s.e.note("网页在 http://%s/", s.pages.Addr())
		listen("web", s.pages, handler)
	}
	if s.figures != nil {
		s.e.note("/metrics 在 http://%s/metrics", s.figures.Addr())
		listen("metrics", s.figures, web.Figures(s.metrics().WritePrometheus, s.e.hosts()))
	}
	if text := s.e.linksNobodyOpens(); text != "" {
		s.e.note("%s", text)
	}
	if s.wechat != nil {
		s.tellClaims(ctx)
		var h bot.Handler = s.service
		if s.e.ArchiveImages {
			images := service.NewImageKeeper(h, s.e.Site, s.e.rooms(), s.e.location, s.log)
			start("images", images.Run)
			h = images
		}
		err = s.service.Connect(ctx, h)
	} else {
		s.tellIdle()
		<-ctx.Done()
	}
	stop()
	running.Wait()
	failures.Range(func(name, ferr any) bool {
		err = errors.Join(err, fmt.Errorf("%s: %w", name, ferr.(error)))
		return true
	})
	return err
}

func (s *server) close() error {
	var errs []error
	if s.pages != nil {
		_ = s.pages.Close() // closed already if the pages were served
	}
	if s.figures != nil {
		_ = s.figures.Close()
	}
	if s.archive != nil {
		errs = append(errs, s.archive.Close())
	}
	if s.store != nil {
		errs = append(errs, s.store.Close())
	}
	return errors.Join(append(errs, s.lock.Unlock())...)
}

// tellClaims prints a code for each room that has admins, by which one of them
// whom the owner has given no name can show that it is them.
func (s *server) tellClaims(ctx context.Context) {
	for _, name := range slices.Sorted(maps.Keys(s.e.Rooms)) {
		if len(s.e.Rooms[name].Admins) == 0 {
			continue
		}
		code, err := s.store.NewClaim(ctx, name, time.Now().Add(24*time.Hour))
		if err != nil {
			s.log.Warn("no claim code", "room", name, "err", err)
			continue
		}
		s.e.note("%s 的管理员认领码：%s（24 小时内私聊机器人发“认领 %s”，用一次就作废）", cmp.Or(s.e.Rooms[name].Name, name), code, code)
	}
}

// status is what 状态 tells the admins besides.
func (s *server) status() string {
	s.mu.Lock()
	st := s.state
	s.mu.Unlock()
	lines := []string{}
	if st.Phase == bot.Degraded {
		lines = append(lines, "连接不稳："+st.Reason)
	}
	if n := s.live.Missing(); n > 0 {
		lines = append(lines, fmt.Sprintf("还有 %d 条没有算好向量", n))
	}
	if n := s.service.Unarchived.Load(); n > 0 {
		lines = append(lines, fmt.Sprintf("有 %d 条消息还没写进记录", n))
	}
	if off := s.clock.Offset(); off != 0 {
		lines = append(lines, clockText(off))
	}
	return strings.Join(lines, "\n")
}

// clockText says by how much the host's clock is off; off is what has to be added.
func clockText(off time.Duration) string {
	way := "快"
	if off > 0 {
		way = "慢"
	}
	off = off.Abs().Round(time.Second)
	if off >= time.Hour {
		off = off.Round(time.Minute)
	}
	var size strings.Builder
	for _, unit := range []struct {
		of   time.Duration
		name string
	}{{time.Hour, "小时"}, {time.Minute, "分"}, {time.Second, "秒"}} {
		if n := off / unit.of; n > 0 {
			fmt.Fprintf(&size, "%d%s", n, unit.name)
			off %= unit.of
		}
	}
	return "本机时钟" + way + "了" + size.String() + "，请校准"
}

// tellIdle says that serve without doors does nothing but keep the index.
func (s *server) tellIdle() {
	if s.pages == nil {
		s.e.note("微信和网页都没有开（wechat.enabled、web.listen），只是让索引跟着站点更新")
	}
}

// onState tells the operator how the account is connected.
func (s *server) onState(st bot.State) {
	s.mu.Lock()
	s.state = st
	s.mu.Unlock()
	switch st.Phase {
	case bot.WaitScan:
		s.e.note("用微信扫码登录（或在手机上打开 %s）：", st.QR)
		qrterminal.GenerateHalfBlock(st.QR, qrterminal.L, s.e.Err)
	case bot.WaitPhone:
		s.e.note("请在手机上确认登录")
	case bot.Online:
		s.e.note("已登录")
	case bot.Degraded, bot.Offline:
		if st.Reason != "" {
			s.e.note("%s", st.Reason)
		}
	}
}

// rescan has the index look for what others changed in the site, and the store
// forget what is old.
func (s *server) rescan(ctx context.Context) error {
	minute, day := time.NewTicker(time.Minute), time.NewTicker(24*time.Hour)
	defer minute.Stop()
	defer day.Stop()
	for {
		if err := s.store.Prune(ctx, time.Now().AddDate(0, 0, -30)); err != nil && ctx.Err() == nil {
			s.log.WarnContext(ctx, "store", "err", err)
		}
		for pruned := true; pruned; {
			select {
			case <-ctx.Done():
				return nil
			case <-day.C:
				pruned = false
			case <-minute.C:
				s.live.Notify()
				debug.FreeOSMemory() // what an update of the index needed
			}
		}
	}
}
