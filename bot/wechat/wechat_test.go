package wechat

import (
	"bytes"
	"context"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"qunwen/bot"
	"qunwen/bot/wechat/wechattest"
)

// recorder is a handler that keeps what it is told.
type recorder struct {
	mu     sync.Mutex
	got    []bot.Incoming
	states []bot.State
	on     func(bot.Incoming) // may be nil
	busy   bool
	twice  bool // two calls at a time
}

func (r *recorder) enter() {
	r.mu.Lock()
	r.twice = r.twice || r.busy
	r.busy = true
	r.mu.Unlock()
}

func (r *recorder) leave(do func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.busy = false
	do()
}

func (r *recorder) OnMessage(_ context.Context, in bot.Incoming) {
	r.enter()
	if r.on != nil {
		r.on(in)
	}
	r.leave(func() { r.got = append(r.got, in) })
}

func (r *recorder) OnState(_ context.Context, st bot.State) {
	r.enter()
	r.leave(func() { r.states = append(r.states, st) })
}

func (r *recorder) messages() []bot.Incoming {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.got)
}

func (r *recorder) texts() []string {
	var out []string
	for _, in := range r.messages() {
		out = append(out, in.Text)
	}
	return out
}

func (r *recorder) phases() (out []bot.Phase) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, st := range r.states {
		out = append(out, st.Phase)
	}
	return out
}

func (r *recorder) last() bot.State {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.states) == 0 {
		return bot.State{}
	}
	return r.states[len(r.states)-1]
}

// rig is a client in a bubble, connected to a fake service in memory.
type rig struct {
	*testing.T
	srv  *wechattest.Server
	room *wechattest.Room
	file string
	cfg  func(*Config) // may be nil
	log  bytes.Buffer

	h    *recorder
	c    *Client
	stop func() // ends Run and waits for it
	err  error  // of Run, after stop
}

// bubble runs a test with a rig whose account has one room, of Li and Wang.
func bubble(t *testing.T, test func(*rig)) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "session")
	synctest.Test(t, func(t *testing.T) {
		r := &rig{T: t, srv: wechattest.New(), file: file}
		r.room = r.srv.AddRoom("支付产品架构交流群", "Li", "Wang")
		r.srv.AutoConfirm(true)
		test(r)
		if r.stop != nil {
			r.stop()
		}
		for _, secret := range append(r.srv.Secrets(), file) {
			if len(secret) > 3 && strings.Contains(r.log.String(), secret) && secret != file {
				t.Errorf("the log tells %q", secret)
			}
		}
		if r.h != nil && r.h.twice {
			t.Error("the handler was called twice at a time")
		}
	})
}

// start runs a new client, as a new process would.
func (r *rig) start() {
	r.Helper()
	if r.stop != nil {
		r.stop()
	}
	cfg := Config{Rooms: map[string]string{"prodarch": "支付产品架构交流群"}, SessionFile: r.file, Transport: r.srv,
		Log: slog.New(slog.NewTextHandler(&r.log, &slog.HandlerOptions{Level: slog.LevelDebug}))}
	if r.cfg != nil {
		r.cfg(&cfg)
	}
	c, err := New(cfg)
	if err != nil {
		r.Fatal(err)
	}
	h := &recorder{}
	if r.h != nil {
		h.on = r.h.on
	}
	r.c, r.h = c, h
	ctx, cancel := context.WithCancel(r.Context())
	done := make(chan struct{})
	go func() { r.err = c.Run(ctx, h); close(done) }()
	r.stop = func() { cancel(); <-done; r.stop = nil }
}

// online starts a client and waits until it is logged in.
func (r *rig) online() {
	r.Helper()
	r.start()
	r.until("online", func() bool { return r.h.last().Phase == bot.Online })
}

// pass lets time pass, and what falls due at its end come to rest.
func (r *rig) pass(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// until lets time pass until cond holds, a quarter of an hour at most.
func (r *rig) until(what string, cond func() bool) {
	r.Helper()
	for range 900 {
		synctest.Wait()
		if cond() {
			return
		}
		time.Sleep(time.Second)
	}
	r.Fatalf("waited in vain: %s; states %v, texts %q\n%s", what, r.h.states, r.h.texts(), r.log.String())
}

func (r *rig) wantTexts(want ...string) {
	r.Helper()
	r.until("messages", func() bool { return len(r.h.texts()) >= len(want) })
	if got := r.h.texts(); !slices.Equal(got, want) {
		r.Errorf("delivered %q, want %q", got, want)
	}
}
