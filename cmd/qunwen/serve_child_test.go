package main

import (
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A child is qunwen in a process of its own: this test's program under the
// name that TestMain knows.
type child struct {
	t    *testing.T
	cmd  *exec.Cmd
	done chan error
}

// spawn starts serve in a process of its own, with its log in the life's.
func (l *life) spawn() *child {
	l.t.Helper()
	c := &child{t: l.t, cmd: exec.Command("qunwen", "serve", "--config", l.config), done: make(chan error, 1)}
	c.cmd.Stdout, c.cmd.Stderr = &l.logs, &l.logs
	if err := c.cmd.Start(); err != nil {
		l.t.Fatal(err)
	}
	go func() { c.done <- c.cmd.Wait() }()
	l.t.Cleanup(c.kill)
	return c
}

// kill ends it as a power cut would end it; it may have ended before.
func (c *child) kill() {
	_ = c.cmd.Process.Kill()
	select {
	case err := <-c.done:
		c.done <- err
	case <-time.After(20 * time.Second):
		c.t.Error("killed, and still there")
	}
}

// terminate asks it to end, which it has to do well.
func (c *child) terminate() (took time.Duration) {
	c.t.Helper()
	began := time.Now()
	if err := c.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		c.t.Fatal(err)
	}
	select {
	case err := <-c.done:
		c.done <- err
		if err != nil {
			c.t.Errorf("after SIGTERM: %v", err)
		}
	case <-time.After(20 * time.Second):
		c.t.Fatal("does not end")
	}
	return time.Since(began)
}

// saved is how far the session file says that messages were taken in; 0 if
// there is none.
func (l *life) saved() int {
	l.t.Helper()
	data, err := os.ReadFile(filepath.Join(l.dir, "data", "wechat-session.json"))
	if err != nil {
		return 0
	}
	var s struct {
		SyncKey struct{ List []struct{ Key, Val int } }
	}
	if err := json.Unmarshal(data, &s); err != nil {
		l.t.Errorf("session file: %v", err)
	}
	for _, k := range s.SyncKey.List {
		if k.Key == 1 {
			return k.Val
		}
	}
	return 0
}

// ask runs qunwen ask beside whatever runs.
func (l *life) ask(question string) string {
	l.t.Helper()
	out, err := exec.Command("qunwen", "ask", "--config", l.config, question).CombinedOutput()
	if err != nil {
		l.t.Errorf("ask: %v\n%s", err, out)
	}
	return string(out)
}

// lines are the lines of all posts of the room since the test began.
func (l *life) lines() map[string]int {
	l.t.Helper()
	since := time.Now().AddDate(0, 0, -2).Format(time.DateOnly)
	lines := make(map[string]int)
	err := filepath.WalkDir(filepath.Join(l.dir, "site"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Base(filepath.Dir(path)) != "_posts" || d.Name() < since {
			return err
		}
		data, err := os.ReadFile(path)
		for line := range strings.Lines(string(data)) {
			lines[strings.TrimSpace(line)]++
		}
		return err
	})
	if err != nil {
		l.t.Fatal(err)
	}
	return lines
}
