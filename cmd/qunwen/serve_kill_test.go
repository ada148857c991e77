package main

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"qunwen/bot/wechat/wechattest"
	"qunwen/corpus"
)

var kills = flag.Int("kills", 3, "how often TestServeKill kills serve")

// A stream is what people go on saying, whether anybody listens or not.
type stream struct {
	mu        sync.Mutex
	said      map[string]string // by ID: a text that stands on a line of its own
	questions []string          // words that only one question has
}

// say says one message a turn, every tenth a question, until ctx ends.
func (s *stream) say(ctx context.Context, room *wechattest.Room, pause time.Duration) {
	tick := time.NewTicker(pause)
	defer tick.Stop()
	for n := 0; ; n++ {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		who, text := fmt.Sprintf("群友%d", n%7), fmt.Sprintf("流水%06d号已经对上了", n)
		if n%10 == 9 {
			text = fmt.Sprintf("@群问 请问有人用过zx%06d吗", n)
		}
		s.mu.Lock()
		s.said[room.Say(who, text)] = text
		if n%10 == 9 {
			s.questions = append(s.questions, fmt.Sprintf("zx%06d", n))
		}
		s.mu.Unlock()
	}
}

func (s *stream) text(id string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.said[id]
}

// TestServeKill kills serve at random moments while people talk. What the
// session file says was taken in is in the post, all of it is in the end, and
// nothing is there or was sent twice.
func TestServeKill(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	l := newLife(t, "")
	room := l.srv.AddRoom("支付产品架构交流群", "群友0", "群友1", "群友2", "群友3", "群友4", "群友5", "群友6")
	s := &stream{said: make(map[string]string)}
	c := l.spawn()
	l.waitOnline()
	l.waitSaved() // or the next one logs in anew, and what was said before is not delivered
	talking, hush := context.WithCancel(t.Context())
	defer hush()
	var running sync.WaitGroup
	running.Go(func() { s.say(talking, room, 5*time.Millisecond) })
	taken := 0
	for i := range *kills {
		time.Sleep(rand.N(2 * time.Second))
		if i%2 == 1 {
			l.waitOnline()
		}
		c.kill()
		taken = l.checkTaken(s, taken)
		if i%4 == 0 {
			if got := l.ask("结算以后还能退款吗"); !strings.Contains(got, "能退的，结算和退款是两条线") {
				t.Errorf("after kill %d ask says\n%s", i, got)
			}
		}
		c = l.spawn()
	}
	l.waitOnline()
	time.Sleep(time.Second)
	hush()
	running.Wait()
	l.complete(s)
	if got := l.ask("结算以后还能退款吗"); !strings.Contains(got, "能退的，结算和退款是两条线") {
		t.Errorf("beside serve ask says\n%s", got)
	}
	t.Logf("ended in %v, after %d messages and %d answers; %d taken in at the last kill", c.terminate(), len(s.said), len(l.srv.Sent()), taken)
	l.checkSent(s)
	if leaks := leaked(l.logs.String(), l.srv.Secrets()); len(leaks) > 0 {
		t.Errorf("the log holds %d secrets, such as %q", len(leaks), leaks[0])
	}
}

func (l *life) waitOnline() {
	l.t.Helper()
	ctx, cancel := context.WithTimeout(l.t.Context(), time.Minute)
	defer cancel()
	if err := l.srv.WaitOnline(ctx); err != nil {
		l.t.Fatalf("not online: %v\n%s", err, l.logs.String())
	}
}

// waitSaved waits until the login can go on after a restart.
func (l *life) waitSaved() {
	l.t.Helper()
	for end := time.Now().Add(time.Minute); l.saved() == 0; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			l.t.Fatalf("the session is not saved\n%s", l.logs.String())
		}
	}
}

// checkTaken checks that what is not delivered again is in the post, and
// returns how much that is.
func (l *life) checkTaken(s *stream, before int) int {
	l.t.Helper()
	val, lines := l.saved(), l.lines()
	if val < before {
		l.t.Errorf("the session file fell back from %d to %d", before, val)
	}
	lost := 0
	for _, id := range l.srv.Before(val) {
		if text := s.text(id); text != "" && lines[text] == 0 {
			lost++
		}
	}
	if lost > 0 {
		l.t.Errorf("%d messages that were taken in are not in the post", lost)
	}
	return val
}

// complete waits until all that was said is in the post, and checks that none
// of it is there twice.
func (l *life) complete(s *stream) {
	l.t.Helper()
	missing := 0
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(200 * time.Millisecond) {
		lines := l.lines()
		missing = 0
		for _, text := range s.said {
			if lines[text] == 0 {
				missing++
			}
		}
		if missing == 0 {
			break
		}
	}
	if missing > 0 {
		l.t.Errorf("%d of %d messages are not in the post", missing, len(s.said))
	}
	twice := 0
	lines := l.lines()
	for _, text := range s.said {
		if lines[text] > 1 {
			twice++
		}
	}
	if twice > 0 {
		l.t.Errorf("%d messages stand twice in the post", twice)
	}
}

// checkSent checks that nothing was sent twice, and that what was is in the
// post once, as the bot's.
func (l *life) checkSent(s *stream) {
	l.t.Helper()
	texts, sent := make(map[string]int), make(map[string]int)
	for _, m := range l.srv.Sent() {
		first, _, _ := strings.Cut(m.Text, "\n") // the others may quote earlier answers
		texts[first]++
		for _, q := range s.questions {
			if strings.Contains(first, q) {
				sent[q]++
			}
		}
	}
	for q, n := range sent {
		if n > 1 {
			l.t.Errorf("%d answers to %s", n, q)
		}
	}
	owner, answers := 0, 0
	for line, n := range l.lines() {
		if strings.HasPrefix(line, "> ") && strings.HasSuffix(line, "  "+corpus.OwnerName) {
			owner += n
		}
		if texts[line] > 0 {
			answers += n
			if n > texts[line] {
				l.t.Errorf("an answer that was sent %d times stands in the post %d times", texts[line], n)
			}
		}
	}
	if owner > 0 {
		l.t.Errorf("%d messages are said to be the owner's", owner)
	}
	if answers != len(l.srv.Sent()) || len(sent) == 0 {
		l.t.Errorf("%d answers in the post, %d were sent, to %d questions", answers, len(l.srv.Sent()), len(sent))
	}
}
