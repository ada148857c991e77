package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"qunwen/bot"
	"qunwen/bot/wechat/wechattest"
)

// A bubble is serve against a service in memory, where time passes at once
// when everybody waits.
type bubble struct {
	*testing.T
	srv    *wechattest.Server
	room   *wechattest.Room
	dir    string
	behind atomic.Int64 // nanoseconds, of the machine's clock
	pace   string       // of the configuration; "" means none
	logs   safeBuffer

	server *server
	stop   func() // ends serve and waits for it; nil if it does not run
}

const noPace = "pace: {min_gap: 0s, jitter: 0s, thinking: 0s, person_gap: 0s, person_per_minute: 0, room_per_minute: 0, total_per_minute: 0, total_per_day: 0}\n"

const bubbleTopic = "支付产品架构交流群"

// inBubble runs a test at nine in the morning of a Monday in the sample site's
// room, with members 许衡 and 余笙, and 老熊 for an admin. Whatever is left
// running afterwards fails it.
func inBubble(t *testing.T, test func(*bubble)) {
	t.Helper()
	dir := quickDir(t)
	if err := os.CopyFS(filepath.Join(dir, "site"), os.DirFS("../../corpus/sample/site")); err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		b := &bubble{T: t, srv: wechattest.New(), dir: dir}
		time.Sleep(time.Until(time.Date(2026, 11, 23, 9, 0, 0, 0, time.FixedZone("", 8*3600))))
		b.room = b.srv.AddRoom(bubbleTopic, "许衡", "余笙")
		b.srv.AddFriend("老熊", "admin-老熊")
		b.room.Join("老熊")
		b.srv.AutoConfirm(true)
		b.srv.EchoSends(true)
		test(b)
		if b.stop != nil {
			b.stop()
		}
		b.keepsQuiet()
	})
}

// quickDir is a folder in memory if there can be one: days of flushing take
// their time on a disk.
func quickDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "qunwen")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// config is the configuration; more is added to it.
func (b *bubble) config(more string) string {
	b.Helper()
	path := filepath.Join(b.dir, "qunwen.yaml")
	text := `site: site
data: data
base_url: http://127.0.0.1:8787
send: true
dense: off
names: [群问]
rooms: {paydesk: {name: ` + bubbleTopic + `, admins: [admin-老熊], archive: true}}
wechat: {enabled: true}
web: {listen: ""}
` + cmp.Or(b.pace, noPace) + more
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		b.Fatal(err)
	}
	return path
}

// start runs serve, as a new process would.
func (b *bubble) start(more string) {
	b.Helper()
	e := &env{streams: streams{strings.NewReader(""), &b.logs, &b.logs}, config: defaults()}
	fs := flag.NewFlagSet("serve", flag.ContinueOnError)
	e.addFlags(fs)
	if err := errors.Join(fs.Parse([]string{"--config", b.config(more)}), e.settle(fs), e.openSite()); err != nil {
		b.Fatal(err)
	}
	e.carrier = b.srv
	e.clock = func() time.Time { return time.Now().Add(-time.Duration(b.behind.Load())) }
	ctx, cancel := context.WithCancel(b.Context())
	s, err := e.newServer(ctx)
	if err != nil {
		b.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- errors.Join(s.run(ctx), s.close()) }()
	b.server = s
	b.stop = func() {
		b.Helper()
		cancel()
		began := time.Now()
		if err := <-done; err != nil {
			b.Errorf("serve: %v", err)
		}
		if took := time.Since(began); took > 10*time.Second {
			b.Errorf("serve took %v to end", took)
		}
		b.stop = nil
	}
}

// online starts serve and waits until it is logged in.
func (b *bubble) online() {
	b.Helper()
	b.start("")
	b.until("online", b.isOnline)
}

func (b *bubble) isOnline() bool {
	b.server.mu.Lock()
	defer b.server.mu.Unlock()
	return b.server.state.Phase == bot.Online
}

// pass lets time pass, and what falls due at its end come to rest.
func (b *bubble) pass(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// until lets time pass until cond holds, an hour at most.
func (b *bubble) until(what string, cond func() bool) {
	b.Helper()
	for range 3600 {
		synctest.Wait()
		if cond() {
			return
		}
		time.Sleep(time.Second)
	}
	b.Fatalf("waited in vain: %s\n%s", what, b.logs.String())
}

// post is all that the room's posts of these days hold.
func (b *bubble) post() string {
	b.Helper()
	files, err := filepath.Glob(filepath.Join(b.dir, "site", "*", "paydesk", "_posts", "2026-*"))
	if err != nil {
		b.Fatal(err)
	}
	var all strings.Builder
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			b.Fatal(err)
		}
		all.Write(data)
	}
	return all.String()
}

// archived waits until each of texts stands in the posts, and says if one
// stands there twice.
func (b *bubble) archived(texts ...string) {
	b.Helper()
	for _, text := range texts {
		b.until(fmt.Sprintf("%q in the post", text), func() bool { return strings.Contains(b.post(), text) })
	}
	for _, text := range texts {
		if n := strings.Count(b.post(), "\n"+text+"\n") + strings.Count(b.post(), "\n"+text+"  \n"); n != 1 {
			b.Errorf("%q stands in the posts %d times:\n%s", text, n, b.post())
		}
	}
}

// sent counts what was sent that has text in it.
func (b *bubble) sent(text string) int {
	n := 0
	for _, s := range b.srv.Sent() {
		if strings.Contains(s.Text, text) {
			n++
		}
	}
	return n
}

// keepsQuiet checks that the log tells no secret and nothing that was said.
func (b *bubble) keepsQuiet() {
	b.Helper()
	if leaks := leaked(b.logs.String(), b.srv.Secrets()); len(leaks) > 0 {
		b.Errorf("the log holds %d secrets, such as %q", len(leaks), leaks[0])
	}
}

// leaked are those of secrets that stand in a log. Short ones may stand there
// by chance.
func leaked(log string, secrets []string) (found []string) {
	for _, s := range secrets {
		if len(s) > 3 && strings.Contains(log, s) {
			found = append(found, s)
		}
	}
	return found
}
