package wechat

import (
	"context"
	"errors"
	"time"

	"qunwen/bot"
)

// Run implements [bot.Transport]: it logs in and delivers until ctx ends, and
// logs in again whenever a session is over. The error is a [*RefusedError],
// or says that Run is under way already.
//
// Times of messages are in UTC. A message is delivered again after a crash
// unless Synced came after it.
func (c *Client) Run(ctx context.Context, h bot.Handler) error {
	if !c.running.TryLock() {
		return errors.New("wechat: running already")
	}
	defer c.running.Unlock()
	if t, ok := c.next.(interface{ CloseIdleConnections() }); ok && c.cfg.Transport == nil {
		defer t.CloseIdleConnections()
	}
	r := &runner{Client: c, h: h}
	for {
		s, err := r.login(ctx)
		if ctx.Err() != nil {
			if s != nil {
				s.cancel()
			}
			return nil
		}
		if err != nil {
			return err
		}
		r.serve(ctx, s)
	}
}

// serve delivers what one session brings, until it is over.
func (r *runner) serve(ctx context.Context, s *session) {
	defer s.cancel()
	r.meet(ctx, s)
	r.setLive(s)
	defer r.setLive(nil)
	r.log.InfoContext(ctx, "logged in")
	r.tell(ctx, bot.State{Phase: bot.Online})
	watch := time.NewTicker(15 * time.Second)
	defer watch.Stop()
	for {
		select {
		case <-ctx.Done():
			r.last(ctx, s)
			return
		case <-watch.C:
			r.check(ctx, s)
		case e := <-s.events:
			if e.end != nil {
				r.over(ctx, s, e.end)
				return
			}
			if !r.take(ctx, s, e) {
				return
			}
		}
	}
}

// last saves, when ctx has ended, what was delivered before.
func (r *runner) last(ctx context.Context, s *session) {
	for more := true; more; {
		select {
		case e := <-s.events:
			if more = e.batch == nil; e.dump != nil {
				s.held = e.dump
			}
		default:
			more = false
		}
	}
	if s.held != nil {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		r.save(ctx, s)
	}
}

// take does what an event of a session asks for, but its end; whole is false
// if ctx ended amid messages.
func (r *runner) take(ctx context.Context, s *session, e event) (whole bool) {
	switch {
	case e.batch != nil:
		return r.deliver(ctx, s, e.batch)
	case e.dump != nil:
		s.held = e.dump
		r.save(ctx, s)
	case e.bad != nil:
		s.bad = true
		r.log.WarnContext(ctx, "polls fail", "err", e.bad)
		r.tell(ctx, bot.State{Phase: bot.Degraded, Reason: e.bad.reason})
	case e.well:
		s.bad = false
		r.wait.reset()
		r.tell(ctx, bot.State{Phase: bot.Online})
	}
	return true
}

// check looks at the heartbeat, and tries again to save what was held back.
func (r *runner) check(ctx context.Context, s *session) {
	r.tendParked(ctx, s)
	if s.held != nil {
		r.save(ctx, s)
	}
	quiet := time.Since(time.Unix(0, s.lastOK.Load())) > beatTimeout
	switch {
	case quiet && r.state.Phase == bot.Online:
		r.log.WarnContext(ctx, "no heartbeat")
		r.tell(ctx, bot.State{Phase: bot.Degraded, Reason: "超过 90 秒没有收到微信的回应"})
	case !quiet && !s.bad:
		r.wait.reset()
		r.tell(ctx, bot.State{Phase: bot.Online})
	}
}

// save writes the session file, if what was delivered before is kept for good.
func (r *runner) save(ctx context.Context, s *session) {
	if len(s.parked) > 0 {
		return
	}
	if r.cfg.Synced != nil {
		if err := r.cfg.Synced(ctx); err != nil {
			r.log.WarnContext(ctx, "session not saved: messages are not kept yet", "err", err)
			return
		}
	}
	if err := r.vault.store(s.held); err != nil {
		r.log.ErrorContext(ctx, "session not saved", "err", err)
		return
	}
	s.held = nil
}

// drain takes what a failed login left: a session that was begun is kept.
func (r *runner) drain(ctx context.Context, s *session) {
	for {
		select {
		case e := <-s.events:
			if e.dump != nil {
				r.take(ctx, s, e)
				r.expired = false
				r.code, r.scanned = "", false
			}
		default:
			return
		}
	}
}

// over notes why a session ended.
func (r *runner) over(ctx context.Context, s *session, f *fault) {
	r.log.WarnContext(ctx, "session over", "err", f)
	r.expired = f.expired()
	for _, list := range s.parked {
		r.unplaced.Add(int64(len(list)))
	}
	reason := f.reason + "，正在重新登录"
	r.tell(ctx, bot.State{Reason: reason})
	if !r.expired {
		_ = sleep(ctx, r.wait.next())
	}
}
