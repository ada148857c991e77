package store

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"time"
)

func TestIntend(t *testing.T) {
	for _, tt := range []struct {
		name  string
		then  func(s *Store) error
		again bool
		state state
	}{
		{"nothing heard of it", func(*Store) error { return nil }, false, stateIntended},
		{"sent", func(s *Store) error { return s.Sent(t.Context(), "k", "9", at(t, "20:00:01")) }, false, stateSent},
		{"surely failed", func(s *Store) error { return s.Failed(t.Context(), "k", true) }, true, stateFailed},
		{"failed somehow", func(s *Store) error { return s.Failed(t.Context(), "k", false) }, false, stateDoubtful},
		{"failed after it was sent", func(s *Store) error {
			return errors.Join(s.Sent(t.Context(), "k", "9", at(t, "20:00:01")), s.Failed(t.Context(), "k", true))
		}, false, stateSent},
		{"turned up after it failed", func(s *Store) error {
			return errors.Join(s.Failed(t.Context(), "k", false), s.Sent(t.Context(), "k", "9", at(t, "20:00:01")))
		}, false, stateSent},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := open(t)
			m := Sending{Key: "k", Room: "paydesk", Person: "p1", Kind: "reply", Text: "查到一段", Time: at(t, "20:00:00")}
			if ok, err := s.Intend(t.Context(), m); !ok || err != nil {
				t.Fatalf("first: %v, %v", ok, err)
			}
			must(t, tt.then(s))
			got, err := s.Recent(t.Context(), "paydesk", m.Time, 2)
			must(t, err)
			found := len(got) == 1
			if may := tt.state != stateFailed; found != may || found && got[0].state != tt.state {
				t.Errorf("recent are %+v; want state %v", got, tt.state)
			}
			n, err := s.CountSince(t.Context(), at(t, "20:00:00"))
			must(t, err)
			if found != (n == 1) {
				t.Errorf("%d counted", n)
			}
			if ok, err := s.Intend(t.Context(), m); ok != tt.again || err != nil {
				t.Errorf("again: %v, %v; want %v", ok, err, tt.again)
			}
		})
	}
}

func TestBySentID(t *testing.T) {
	s := open(t)
	m := Sending{Key: "k", Room: "paydesk", Person: "p1", Kind: "reply", Text: "查到一段", Time: at(t, "20:00:00")}
	_, err := s.Intend(t.Context(), m)
	must(t, err)
	must(t, s.Sent(t.Context(), "k", "9", at(t, "20:00:01")))
	m.Time, m.state, m.sentID, m.sentAt = m.Time.UTC(), stateSent, "9", at(t, "20:00:01").UTC()
	if got, ok, err := s.BySentID(t.Context(), "paydesk", "9"); got != m || !ok || err != nil {
		t.Errorf("got %+v, %v, %v; want %+v", got, ok, err, m)
	}
	for _, other := range [][2]string{{"clearing", "9"}, {"paydesk", "8"}, {"paydesk", ""}} {
		if _, ok, err := s.BySentID(t.Context(), other[0], other[1]); ok || err != nil {
			t.Errorf("%q: %v, %v", other, ok, err)
		}
	}
	if err := s.Sent(t.Context(), "other", "1", time.Time{}); !errors.Is(err, ErrUnknown) {
		t.Errorf("sent without intent: %v", err)
	}
	if err := s.Failed(t.Context(), "other", true); !errors.Is(err, ErrUnknown) {
		t.Errorf("failed without intent: %v", err)
	}
	if _, err := s.Intend(t.Context(), Sending{}); err == nil {
		t.Error("intended without a key")
	}
}

func TestRecent(t *testing.T) {
	s := open(t)
	for i, clock := range []string{"20:00:00", "20:00:01", "20:00:02", "20:00:03"} {
		key := fmt.Sprint(i)
		_, err := s.Intend(t.Context(), Sending{Key: key, Room: "paydesk", Time: at(t, clock)})
		must(t, err)
	}
	must(t, s.Failed(t.Context(), "2", true))
	all, err := s.Recent(t.Context(), "paydesk", at(t, "20:00:01"), 10)
	must(t, err)
	if len(all) != 2 || all[0].Key != "3" || all[1].Key != "1" {
		t.Errorf("recent are %+v", all)
	}
	must(t, s.Prune(t.Context(), at(t, "20:00:01")))
	if n, err := s.CountSince(t.Context(), time.Time{}); n != 2 || err != nil {
		t.Errorf("after pruning %d (err %v), want 2", n, err)
	}
}

// TestKilled lets a process end between intent and sending; childStore is how
// it knows that it is the one.
func TestKilled(t *testing.T) {
	const childStore = "QUNWEN_TEST_STORE"
	if path := os.Getenv(childStore); path != "" {
		s, err := Open(t.Context(), path)
		must(t, err)
		_, err = s.Intend(t.Context(), Sending{Key: "k", Room: "paydesk", Time: at(t, "20:00:00")})
		must(t, err)
		tx, err := s.db.Begin() // of something that never is
		must(t, err)
		_, err = tx.Exec(`INSERT INTO mute VALUES ('paydesk', 1)`)
		must(t, err)
		self, err := os.FindProcess(os.Getpid())
		must(t, err)
		self.Kill()
		time.Sleep(time.Minute)
	}
	if runtime.GOOS == "windows" {
		t.Skip("a killed process ends with 1 like a failed test")
	}
	path := filepath.Join(t.TempDir(), "store.db")
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestKilled$")
	child.Env = append(os.Environ(), childStore+"="+path)
	if out, _ := child.CombinedOutput(); child.ProcessState == nil || child.ProcessState.Exited() {
		t.Fatalf("the process was not killed: %s", out)
	}
	s := openAt(t, path)
	doubt, err := s.InDoubt(t.Context(), time.Time{})
	must(t, err)
	if len(doubt) != 1 || doubt[0].Key != "k" {
		t.Errorf("in doubt are %+v, want k", doubt)
	}
	if ok, err := s.Intend(t.Context(), Sending{Key: "k"}); ok || err != nil {
		t.Errorf("intended again: %v, %v", ok, err)
	}
	if until, err := s.MutedUntil(t.Context(), "paydesk"); !until.IsZero() || err != nil {
		t.Errorf("half a write is left: %v, %v", until, err)
	}
}

// TestConcurrent lets two stores on one file intend the same things at once.
func TestConcurrent(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store.db")
	stores := make([]*Store, 2)
	var opened sync.WaitGroup
	for i := range stores { // at once, so that both want to make it
		opened.Go(func() {
			s, err := Open(t.Context(), path)
			if err != nil {
				t.Error(err)
			}
			stores[i] = s
		})
	}
	opened.Wait()
	if t.Failed() {
		return
	}
	const keys = 20
	var mu sync.Mutex
	won := make(map[string]int)
	var wg sync.WaitGroup
	for w := range 6 {
		s := stores[w%2]
		wg.Go(func() {
			for k := range keys {
				key := fmt.Sprint(k)
				ok, err := s.Intend(t.Context(), Sending{Key: key, Room: "paydesk", Time: at(t, "20:00:00")})
				if err == nil && ok {
					mu.Lock()
					won[key]++
					mu.Unlock()
					err = s.Sent(t.Context(), key, key, at(t, "20:00:01"))
				}
				if err == nil {
					_, err = s.CountSince(t.Context(), time.Time{})
				}
				if err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	for k := range keys {
		if n := won[fmt.Sprint(k)]; n != 1 {
			t.Errorf("key %d was intended %d times", k, n)
		}
	}
	for _, s := range stores {
		must(t, s.Close())
	}
}

func BenchmarkSend(b *testing.B) {
	s := open(b)
	now := time.Now()
	n := 0
	for b.Loop() {
		n++
		key := fmt.Sprint("reply:", n)
		if ok, err := s.Intend(b.Context(), Sending{Key: key, Room: "paydesk", Kind: "reply", Text: "查到一段讨论", Time: now}); !ok || err != nil {
			b.Fatal(ok, err)
		}
		if err := s.Sent(b.Context(), key, key, now); err != nil {
			b.Fatal(err)
		}
	}
}

// TestCountTo counts what a person was sent of a kind, whatever became of it but a
// sure failure.
func TestCountTo(t *testing.T) {
	s := open(t)
	begin := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	for i, m := range []Sending{
		{Key: "a", Person: "p", Kind: "reply", Time: begin},
		{Key: "b", Person: "p", Kind: "reply", Time: begin.Add(time.Hour), Room: "clearing"},
		{Key: "c", Person: "p", Kind: "news", Time: begin.Add(time.Hour)},
		{Key: "d", Person: "q", Kind: "reply", Time: begin.Add(time.Hour)},
		{Key: "e", Person: "p", Kind: "reply", Time: begin.Add(time.Hour)},
		{Key: "f", Person: "p", Kind: "reply", Time: begin.Add(time.Hour)},
	} {
		if _, err := s.Intend(t.Context(), m); err != nil {
			t.Fatal(i, err)
		}
	}
	if err := errors.Join(s.Failed(t.Context(), "e", true), s.Failed(t.Context(), "f", false)); err != nil {
		t.Fatal(err)
	}
	for since, want := range map[time.Duration]int{0: 3, time.Minute: 2, 2 * time.Hour: 0} {
		if n, err := s.CountTo(t.Context(), "p", "reply", begin.Add(since)); err != nil || n != want {
			t.Errorf("since %v: %d, err %v, want %d", since, n, err, want)
		}
	}
}
