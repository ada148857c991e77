package wechat

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"qunwen/bot"
	"qunwen/bot/wechat/wechattest"
)

// online runs a client against a server on the loopback interface.
func online(t *testing.T, srv *wechattest.Server, h *recorder) (c *Client, stop func() error) {
	t.Helper()
	ts := httptest.NewServer(srv)
	c, err := New(Config{Rooms: map[string]string{"prodarch": "支付产品架构交流群"}, SessionFile: filepath.Join(t.TempDir(), "session"), Endpoint: ts.URL})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- c.Run(ctx, h) }()
	real(t, "online", func() bool { return h.last().Phase == bot.Online })
	return c, func() error {
		cancel()
		err := <-done
		ts.CloseClientConnections()
		ts.Close()
		return err
	}
}

// real waits in real time.
func real(t *testing.T, what string, cond func() bool) {
	t.Helper()
	for range 3000 {
		if cond() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("waited in vain: %s", what)
}

// TestOverLoopback reads and sends at once over true connections, which break
// now and then, and leaves no goroutine behind.
func TestOverLoopback(t *testing.T) {
	before := runtime.NumGoroutine()
	srv := wechattest.New()
	srv.AutoConfirm(true)
	srv.EchoSends(true)
	room := srv.AddRoom("支付产品架构交流群", "Li", "Wang")
	h := &recorder{}
	c, stop := online(t, srv, h)
	const n = 25
	srv.Fault("synccheck", wechattest.Refuse, 1)
	srv.Fault("webwxsync", wechattest.Reset, 1)
	srv.Fault("webwxsendmsg", wechattest.LostReply, 1)
	var wg sync.WaitGroup
	wg.Go(func() {
		for i := range n {
			room.Say("Li", fmt.Sprint("in ", i))
			time.Sleep(5 * time.Millisecond)
		}
	})
	failed := 0
	wg.Go(func() {
		for i := range n {
			chat, err := c.Chat(t.Context(), "prodarch")
			if err != nil {
				t.Error(err)
				return
			}
			if _, err := c.Send(t.Context(), chat.ID, fmt.Sprint("out ", i)); err != nil {
				failed++
			}
		}
	})
	wg.Wait()
	real(t, "all messages", func() bool { return len(h.messages()) >= 2*n })
	if failed != 1 || len(srv.Sent()) != n || len(h.messages()) != 2*n {
		t.Errorf("%d sends failed, %d sent, %d delivered", failed, len(srv.Sent()), len(h.messages()))
	}
	for _, q := range srv.Requests("") {
		if !strings.HasSuffix(q.Host, ".qq.com") {
			t.Errorf("host %q", q.Host)
		}
	}
	if err := stop(); err != nil {
		t.Errorf("Run: %v", err)
	}
	real(t, "goroutines end", func() bool { return runtime.NumGoroutine() <= before+1 })
}

// TestStopsAnywhere ends Run while it waits for a scan, for the phone, for a
// poll, and while the network is down.
func TestStopsAnywhere(t *testing.T) {
	for _, what := range []string{"scan", "phone", "poll", "down", "limit"} {
		bubble(t, func(r *rig) {
			r.srv.AutoConfirm(what == "poll")
			if what == "down" {
				r.srv.Fault("jslogin", wechattest.Refuse, 10000)
			}
			r.start()
			time.Sleep(time.Second)
			if what == "phone" {
				r.srv.Scan()
			}
			if what == "limit" {
				time.Sleep(2 * time.Hour)
			}
			time.Sleep(10 * time.Second)
			start := time.Now()
			r.stop()
			if d := time.Since(start); d > time.Second || r.err != nil {
				r.Errorf("%s: Run ended after %v with %v", what, d, r.err)
			}
		})
	}
}

func TestEndpointRewrites(t *testing.T) {
	var got *http.Request
	var body string
	ts := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		got, body = r, string(b)
	}))
	defer ts.Close()
	e, err := newEndpoint(ts.URL)
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequest(http.MethodPost, "https://webpush.wx2.qq.com/cgi-bin/a%2Fb?x=1&y=%7C", strings.NewReader("内容"))
	if err != nil {
		t.Fatal(err)
	}
	resp, err := e.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if got.Host != "webpush.wx2.qq.com" || got.RequestURI != "/cgi-bin/a%2Fb?x=1&y=%7C" || got.Method != http.MethodPost || body != "内容" {
		t.Errorf("got %s %s %q of %s", got.Method, got.RequestURI, body, got.Host)
	}
	if req.URL.Host != "webpush.wx2.qq.com" || resp.Request != req {
		t.Error("the request was changed")
	}
	e.CloseIdleConnections()
}

func TestEndpointLoopbackOnly(t *testing.T) {
	for _, address := range []string{"http://192.0.2.1:80", "http://example.com", "https://127.0.0.1:80", "127.0.0.1:80", "http://127.0.0.1:80/x", "http://u@127.0.0.1:80",
		"http://127.0.0.1:80?x=1", "http://0.0.0.0:80", "http://[::]:80", "http://127.0.0.1.example.com", "http://", "%"} {
		if _, err := New(Config{SessionFile: "x", Endpoint: address}); err == nil {
			t.Errorf("%q is taken", address)
		}
	}
	for _, address := range []string{"http://127.0.0.1:80", "http://127.3.2.1:80/", "http://[::1]:80", "http://localhost:80"} {
		if _, err := New(Config{SessionFile: "x", Endpoint: address}); err != nil {
			t.Errorf("%q: %v", address, err)
		}
	}
	e, err := newEndpoint("http://127.0.0.1:80")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := e.base.DialContext(t.Context(), "tcp", "192.0.2.1:80"); err == nil || !strings.Contains(err.Error(), errNotLoopback.Error()) {
		t.Errorf("dialled elsewhere: %v", err)
	}
}
