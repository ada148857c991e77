package service

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"qunwen/bot"
)

// TestClock has messages arrive by a clock that is off, or late by one that is
// right.
func TestClock(t *testing.T) {
	const min, s = time.Minute, time.Second
	type arrives struct {
		after time.Duration // the last one
		age   time.Duration // by the host's clock
		set   time.Duration // forward is the host's clock before
	}
	live := func(n int, every, age time.Duration) (all []arrives) {
		for range n {
			all = append(all, arrives{after: every, age: age})
		}
		return all
	}
	join := func(all ...[]arrives) (out []arrives) {
		for _, a := range all {
			out = append(out, a...)
		}
		return out
	}
	for _, tt := range []struct {
		name string
		come []arrives
		want time.Duration
	}{
		{"nothing was said", nil, 0},
		{"the clock is right", live(10, 20*s, s), 0},
		{"a bit off", live(10, 20*s, 20*s), 0},
		{"fast", live(3, 20*s, 4*min), -4 * min},
		{"slow", live(3, 20*s, -4*min), 4 * min},
		{"two messages do not say enough", live(2, 20*s, 4*min), 0},
		{"a loud room", live(30, s/2, 4*min), -4 * min},
		{"late by seconds", []arrives{{20 * s, 4*min + s, 0}, {20 * s, 4*min + 4*s, 0}, {20 * s, 4 * min, 0}}, -4 * min},
		{"a backlog at once", live(50, 10*time.Millisecond, 30*min), 0},
		{"a backlog of different ages", []arrives{{9 * s, 30 * min, 0}, {9 * s, 20 * min, 0}, {9 * s, 10 * min, 0}}, 0},
		{"a backlog, then live", join(live(20, 10*time.Millisecond, 30*min), live(5, 9*s, s)), 0},
		{"a backlog by a clock that is off, then live", join(live(20, 10*time.Millisecond, 30*min), live(3, 9*s, 4*min)), -4 * min},
		{"an old one among live ones", []arrives{{9 * s, s, 0}, {9 * s, 8 * min, 0}, {9 * s, s, 0}, {9 * s, s, 0}, {9 * s, s, 0}}, 0},
		{"set right meanwhile", join(live(5, 20*s, 4*min), []arrives{{20 * s, s, -4 * min}}), 0},
		{"set wrong meanwhile", join(live(5, 20*s, s), []arrives{{20 * s, -10 * min, -10 * min}}, live(2, 20*s, -10*min)), 10 * min},
		{"set wrong, and not enough was said", join(live(5, 20*s, s), []arrives{{20 * s, -10 * min, -10 * min}}, live(1, 20*s, -10*min)), 0},
		{"the service was late, and is not", join(live(5, 20*s, 4*min), live(3, 20*s, s)), 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			now := time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)
			var elapsed time.Duration
			c := NewClock(func() time.Time { return now })
			c.elapsed = func() time.Duration { return elapsed }
			for _, a := range tt.come {
				elapsed += a.after
				now = now.Add(a.after + a.set)
				c.hear(now.Add(-a.age))
			}
			if got := c.Offset(); (got-tt.want).Abs() > 5*time.Second || (got == 0) != (tt.want == 0) {
				t.Errorf("offset %v, want about %v", got, tt.want)
			}
			if got := c.Now().Sub(now); got != c.Offset() {
				t.Errorf("the time is %v off that of the host, want %v", got, c.Offset())
			}
		})
	}
}

// TestHostClockOff hears what is said although the host's clock is off: what came
// first, too, once that is known.
func TestHostClockOff(t *testing.T) {
	for _, off := range []time.Duration{5 * time.Minute, -5 * time.Minute, 40 * time.Hour} {
		t.Run(fmt.Sprint("by ", off), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var clock *Clock
				log, logged := logTo(t)
				s := newStage(t, script{
					cfg: func(c *bot.Config) {
						right := c.Now
						clock = NewClock(func() time.Time { return right().Add(off) })
						c.Now, c.Log = clock.Now, log
					},
					service: func(c *Config) { c.Clock = clock },
				})
				var got []string
				for i, text := range []string{"@群问 帮助", "早", "早啊"} {
					if i > 0 {
						s.later(10 * time.Second)
					}
					got = append(got, s.says("林念", text)...)
				}
				s.want("the first question", got, "paydesk: 我记得")
				s.want("the next one", s.says("冯恩", "@群问 帮助"), "paydesk: 我记得")
				if d := clock.Now().Sub(s.now()).Abs(); d > 2*time.Second {
					t.Errorf("the time is %v off", d)
				}
				if n := s.service.TooOld.Load(); (n > 0) != (off > 0) {
					t.Errorf("%d messages were too old", n)
				}
				if !strings.Contains(logged(), "host clock is off") || strings.Contains(logged(), "林念") {
					t.Errorf("the log: %s", logged())
				}
				old := s.message("林念", "@群问 帮助")
				old.Time = old.Time.Add(-stale - time.Second)
				s.want("what is old", s.hears(old))
			})
		})
	}
}

// stale is more than how old a message may be.
const stale = 2 * time.Minute

// TestBacklogIsOld answers nothing of what was said long before a login, however
// much of it there is, and a live question then.
func TestBacklogIsOld(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var clock *Clock
		s := newStage(t, script{
			cfg:     func(c *bot.Config) { clock = NewClock(c.Now); c.Now = clock.Now },
			service: func(c *Config) { c.Clock = clock },
		})
		s.later(time.Hour)
		for range 20 {
			in := s.message("林念", "@群问 帮助")
			in.Time = in.Time.Add(-30 * time.Minute).Truncate(time.Minute)
			s.want("long ago", s.hears(in))
		}
		s.want("live", s.says("冯恩", "@群问 帮助"), "paydesk: 我记得")
		if n := s.service.TooOld.Load(); n != 20 {
			t.Errorf("%d messages were too old, want 20", n)
		}
	})
}

// TestClockSetBack has the clock set back while messages are paced: nobody waits
// for the time that was.
func TestClockSetBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var back atomic.Int64 // nanoseconds
		s := newStage(t, script{bare: true, cfg: func(c *bot.Config) {
			right := c.Now
			c.Now = func() time.Time { return right().Add(-time.Duration(back.Load())) }
			c.Pace = bot.Pace{MinGap: 2 * time.Second, PersonGap: 10 * time.Second, RoomPerMinute: 3, Thinking: 3 * time.Second}
		}})
		s.says("林念", "@群问 帮助")
		s.want("before", s.later(20*time.Second), "paydesk: 我记得")
		back.Store(int64(time.Hour))
		in := s.message("林念", "@群问 帮助")
		in.Time = in.Time.Add(-time.Hour)
		s.hears(in)
		s.want("after", s.later(30*time.Second), "paydesk: 我记得")
	})
}
