package service

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"

	"qunwen/bot"
)

// LeastOffset is how far the host's clock has to be off before anybody is told, and
// before it is corrected.
const LeastOffset = 30 * time.Second

const (
	// sampleEvery is how far apart samples of the service's time are taken at least.
	sampleEvery = 5 * time.Second

	// samplesAgree is how far apart the offsets of the last samples may be.
	samplesAgree = 5 * time.Second

	// mostSamples is how many samples have to agree.
	mostSamples = 3

	// mostLeftOut is how many messages that seem too old are kept for when the
	// clock turns out to be off.
	mostLeftOut = 50
)

// A Clock tells the time of the service whose messages arrive, as well as it is
// known by them: the host's clock may be off by minutes, and then every message
// seems old. It is safe for concurrent use.
//
// A message that arrives live was sent a moment ago. One of a backlog was not: what
// comes after a login, or after the service was not reached, comes at once and was
// sent at different times. So the offset is believed when three samples agree that
// were taken at different times. A host's clock that is set is believed until
// messages say otherwise.
type Clock struct {
	host    func() time.Time
	elapsed func() time.Duration // since any moment, whatever the host's clock is set to

	mu      sync.Mutex
	samples []measurement // the last ones, in order; mostSamples at most
	offset  time.Duration
	base    time.Time // of the host less what had elapsed, when it was last looked at
}

// A measurement is what the messages that arrived within sampleEvery say.
type measurement struct {
	at     time.Time     // of the host, when the first of them arrived
	offset time.Duration // that of the newest of them
}

// NewClock returns a clock that is that of the host until messages say otherwise;
// nil means time.Now.
func NewClock(host func() time.Time) *Clock {
	if host == nil {
		host = time.Now
	}
	begin := time.Now()
	return &Clock{host: host, elapsed: func() time.Duration { return time.Since(begin) }}
}

// Now is the time of the service.
func (c *Clock) Now() time.Time {
	now, offset := c.look()
	return now.Add(offset)
}

// Offset is what has to be added to the host's clock; 0 if that is less than
// LeastOffset.
func (c *Clock) Offset() time.Duration {
	_, offset := c.look()
	return offset
}

// look returns the host's time and what has to be added to it.
func (c *Clock) look() (now time.Time, offset time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now = c.read()
	if c.offset.Abs() < LeastOffset {
		return now, 0
	}
	return now, c.offset
}

// read returns the host's time. If that was set, what is known of it does not hold
// any more. The caller holds the lock.
func (c *Clock) read() time.Time {
	now := c.host()
	base := now.Round(0).Add(-c.elapsed())
	if !c.base.IsZero() && base.Sub(c.base).Abs() > samplesAgree {
		c.samples, c.offset = nil, 0
	}
	c.base = base
	return now
}

// hear takes in that a message arrives now which was sent at a time.
func (c *Clock) hear(sent time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.read()
	c.add(measurement{now, sent.Sub(now)})
	if len(c.samples) < mostSamples {
		return
	}
	by := func(a, b measurement) int { return cmp.Compare(a.offset, b.offset) }
	least, most := slices.MinFunc(c.samples, by).offset, slices.MaxFunc(c.samples, by).offset
	if most-least <= samplesAgree {
		c.offset = most
	}
}

// add takes in what a message says, as a sample of its own or as part of the last
// one. The caller holds the lock.
func (c *Clock) add(x measurement) {
	if n := len(c.samples); n > 0 {
		last := &c.samples[n-1]
		if since := x.at.Sub(last.at); since >= 0 && since < sampleEvery {
			last.offset = max(last.offset, x.offset)
			return
		}
	}
	c.samples = append(c.samples, x)
	c.samples = c.samples[max(0, len(c.samples)-mostSamples):]
}

// hear takes in when a message was sent. If that tells that the clock is off, what
// was left out as too old is looked at again. The caller holds the lock.
func (s *Service) hear(ctx context.Context, in *bot.Incoming) {
	if s.cfg.Clock == nil || in.Time.IsZero() {
		return
	}
	s.cfg.Clock.hear(in.Time)
	off := s.cfg.Clock.Offset()
	if (off - s.toldOffset).Abs() <= samplesAgree {
		return
	}
	s.toldOffset = off
	if off != 0 {
		s.botCfg.Log.WarnContext(ctx, "the host clock is off; set it", "add", off.Round(time.Second))
	} else {
		s.botCfg.Log.InfoContext(ctx, "the host clock is right again")
	}
	again := s.leftOut
	s.leftOut = nil
	for _, k := range again {
		if !s.bot.TooOld(&k.in) {
			s.waiting = append(s.waiting, k)
		}
	}
	s.stir()
}

// leaveOut counts a message that is not answered because it is too old, and keeps
// it a while in case the clock is wrong.
func (s *Service) leaveOut(ctx context.Context, k *arrival) {
	s.TooOld.Add(1)
	if s.bot.Addressed(ctx, &k.in) {
		s.botCfg.Log.InfoContext(ctx, "too old to be answered", "room", k.in.Chat.Room, "age", s.botCfg.Now().Sub(k.in.Time).Round(time.Second))
	}
	if s.cfg.Clock == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.leftOut = append(s.leftOut, *k)
	s.leftOut = s.leftOut[max(0, len(s.leftOut)-mostLeftOut):]
}
