package wechat

import (
	"context"
	"errors"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"qunwen/bot"
)

// TestHeldBack keeps the session file as it was while Synced fails, so that a
// crash costs nothing.
func TestHeldBack(t *testing.T) {
	bubble(t, func(r *rig) {
		var fail atomic.Bool
		var calls atomic.Int32
		r.cfg = func(c *Config) {
			c.Synced = func(context.Context) error {
				calls.Add(1)
				if fail.Load() {
					return errors.New("disk full")
				}
				return nil
			}
		}
		r.online()
		r.room.Say("Li", "一")
		r.wantTexts("一")
		r.until("saved", func() bool { return calls.Load() >= 2 })
		fail.Store(true)
		r.room.Say("Li", "二")
		r.wantTexts("一", "二")
		r.online() // the file knows of 一 only
		r.wantTexts("二")
		fail.Store(false)
		r.pass(20 * time.Second) // what was held back is tried again
		r.online()
		r.pass(time.Minute)
		if got := r.h.texts(); len(got) != 0 {
			r.Errorf("delivered again: %q", got)
		}
	})
}

// TestSyncedComesAfterMessages looks at the order of calls.
func TestSyncedComesAfterMessages(t *testing.T) {
	bubble(t, func(r *rig) {
		var order []string
		r.cfg = func(c *Config) {
			c.Synced = func(context.Context) error { order = append(order, "synced"); return nil }
		}
		r.h = &recorder{on: func(in bot.Incoming) { order = append(order, in.Text) }}
		r.online()
		r.room.Say("Li", "一")
		r.room.Say("Li", "二")
		r.until("all", func() bool { return len(order) >= 4 })
		for len(order) > 1 && order[1] == "synced" {
			order = order[1:]
		}
		if got := strings.Join(order, " "); got != "synced 一 二 synced" && got != "synced 一 synced 二 synced" {
			r.Errorf("order %q", got)
		}
	})
}

// TestCrash stops amid a batch: what was not delivered comes again.
func TestCrash(t *testing.T) {
	bubble(t, func(r *rig) {
		r.online()
		stop := r.stop
		r.h.on = func(in bot.Incoming) {
			if in.Text == "二" {
				go stop()
				time.Sleep(time.Second)
			}
		}
		for _, text := range []string{"一", "二", "三", "四"} {
			r.room.Say("Li", text)
		}
		r.until("two", func() bool { return slices.Contains(r.h.texts(), "二") })
		r.pass(time.Minute)
		if slices.Contains(r.h.texts(), "四") {
			r.Error("the batch was not cut after 二")
		}
		r.h.on, r.stop = nil, nil
		r.online()
		r.until("the rest", func() bool { return slices.Contains(r.h.texts(), "四") && slices.Contains(r.h.texts(), "三") })
	})
}

func TestPanickingHandler(t *testing.T) {
	bubble(t, func(r *rig) {
		r.online()
		r.h.on = func(in bot.Incoming) {
			if in.Text == "密语" {
				r.h.busy = false
				panic(in.Text)
			}
		}
		r.room.Say("Li", "密语")
		r.room.Say("Li", "二")
		r.wantTexts("二")
		if c := r.c.Counts(); c.panics != 1 {
			r.Errorf("%+v", c)
		}
	})
}

// TestBrokenSessionFile takes any file that is no session for none at all, and
// says so.
func TestBrokenSessionFile(t *testing.T) {
	for _, content := range []string{"", "{", "{}", "null", "[]", `{"SyncKey":{"Count":1,"List":[{},{}]}}`,
		`{"Jar":null,"BaseRequest":null,"LoginInfo":null,"WechatDomain":"","SyncKey":null}`} {
		bubble(t, func(r *rig) {
			if err := os.WriteFile(r.file, []byte(content), 0o644); err != nil {
				r.Fatal(err)
			}
			r.online()
			if n := r.srv.Codes(); n != 1 {
				r.Errorf("%q: %d codes", content, n)
			}
			if told := strings.Contains(r.log.String(), "session file not used"); told != (content != "") {
				r.Errorf("%q: told of it %v", content, told)
			}
			if fi, err := os.Stat(r.file); err != nil || fi.Mode().Perm() != 0o600 {
				r.Errorf("%v, %v", fi, err)
			}
		})
	}
}

// TestCutSessionFile breaks a true session file at every place.
func TestCutSessionFile(t *testing.T) {
	bubble(t, func(r *rig) {
		r.online()
		r.stop()
		data, err := os.ReadFile(r.file)
		if err != nil {
			r.Fatal(err)
		}
		for n := 0; n < len(data)-1; n += 5 {
			if err := os.WriteFile(r.file, data[:n], 0o600); err != nil {
				r.Fatal(err)
			}
			if s, err := newVault(r.file).load(); s != nil || (err == nil) != (n == 0) {
				r.Errorf("in the first %d of %d bytes: session %v, err %v", n, len(data), s != nil, err)
			}
		}
	})
}

// TestNoRoomOnDisk goes on without a session file, and says so.
func TestNoRoomOnDisk(t *testing.T) {
	bubble(t, func(r *rig) {
		r.cfg = func(c *Config) { c.SessionFile += "/missing/session" }
		r.online()
		r.room.Say("Li", "一")
		r.wantTexts("一")
		if !strings.Contains(r.log.String(), "session not saved") {
			r.Errorf("the log: %s", r.log.String())
		}
	})
}
