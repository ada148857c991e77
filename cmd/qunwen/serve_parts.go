package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"github.com/mdp/qrterminal/v3"
	"github.com/natefinch/atomic"

	"qunwen/bot"
	"qunwen/corpus"
	"qunwen/corpus/site"
	"qunwen/index"
)

// An archiver writes messages into the site and tells those who read it.
type archiver struct {
	archive *site.Archive
	book    *siteBook
	live    *index.Live
}

// Archive implements [bot.Archiver].
func (a *archiver) Archive(ctx context.Context, e site.Entry) (string, error) {
	id, err := a.archive.Append(ctx, e)
	switch {
	case errors.Is(err, site.ErrRemoved):
		return "", nil // it was taken back before it came again
	case errors.Is(err, site.ErrEntry), errors.Is(err, corpus.ErrTooLarge):
		return "", nil // never can be
	case err != nil:
		return "", err
	}
	a.changed()
	return id, nil
}

// Remove implements [bot.Archiver].
func (a *archiver) Remove(ctx context.Context, room, key string) error {
	id, err := a.archive.Lookup(ctx, room, key)
	if errors.Is(err, site.ErrNoMessage) || errors.Is(err, site.ErrRemoved) {
		return nil
	}
	if err != nil {
		return err
	}
	defer a.changed()
	return a.archive.Remove(ctx, id)
}

func (a *archiver) changed() {
	a.book.touch()
	a.live.Notify()
}

// tellIdle says that serve without doors does nothing but keep the index.
func (s *server) tellIdle() {
	if s.pages == nil {
		s.e.note("微信和网页都没有开（wechat.enabled、web.listen），只是让索引跟着站点更新")
	}
}

// A lookFile keeps until when reminders were seen to.
type lookFile string

func (f lookFile) read() time.Time {
	data, err := os.ReadFile(string(f))
	if err != nil {
		return time.Time{}
	}
	t, _ := time.Parse(time.RFC3339, strings.TrimSpace(string(data)))
	return t
}

func (f lookFile) write(t time.Time) error {
	if err := atomic.WriteFile(string(f), strings.NewReader(t.Format(time.RFC3339)+"\n")); err != nil {
		return err
	}
	return os.Chmod(string(f), 0o600)
}

// nowhere is the transport of a serve without an account.
type nowhere struct{}

func (nowhere) Run(ctx context.Context, _ bot.Handler) error { <-ctx.Done(); return nil }

func (nowhere) Send(context.Context, string, string) (bot.Sent, error) {
	return bot.Sent{}, bot.ErrNotSent
}

func (nowhere) Revoke(context.Context, bot.Sent) error { return bot.ErrNotSent }

func (nowhere) Chat(_ context.Context, room string) (bot.Chat, error) {
	return bot.Chat{}, fmt.Errorf("%w: no transport for %s", bot.ErrNotSent, room)
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

// connect runs the account. When ctx ends it stays connected until everything
// is said, but not for long.
func (s *server) connect(ctx context.Context, h bot.Handler) error {
	linked, unlink := context.WithCancel(context.WithoutCancel(ctx))
	defer unlink()
	var draining sync.WaitGroup
	defer draining.Wait()
	over := make(chan struct{})
	defer close(over)
	draining.Go(func() {
		defer unlink()
		select {
		case <-over:
			return
		case <-ctx.Done():
		}
		for end := time.Now().Add(drainTime); !s.service.Idle() && time.Now().Before(end); {
			time.Sleep(20 * time.Millisecond)
		}
		arriving, cancel := context.WithTimeout(linked, arriveTime)
		defer cancel()
		s.service.Outbox.Finish(arriving)
	})
	return s.wechat.Run(linked, h)
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
