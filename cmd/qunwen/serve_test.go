package main

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"qunwen/bot/wechat/wechattest"
)

// A safeBuffer collects what a command prints.
type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *safeBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *safeBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// A life is the same group, site and data over several runs of serve.
type life struct {
	t      *testing.T
	dir    string
	web    string // address of the pages
	config string
	zone   *time.Location // where it is about noon: no test sees a day turn
	srv    *wechattest.Server
	logs   safeBuffer
	cancel context.CancelFunc
	done   chan int
}

// newLife has a copy of the sample site and a service with one room.
func newLife(t *testing.T, config string) *life {
	t.Helper()
	return newLifeAt(t, "../../corpus/sample/site", "dense: off\n"+config)
}

// newLifeAt has a copy of a site.
func newLifeAt(t *testing.T, site, config string) *life {
	t.Helper()
	zone, err := time.LoadLocation(fmt.Sprintf("Etc/GMT%+d", time.Now().UTC().Hour()-12)) // east of Greenwich is -
	if err != nil {
		t.Fatal(err)
	}
	l := &life{t: t, dir: t.TempDir(), zone: zone, srv: wechattest.New(), web: freeAddress(t)}
	if err := os.CopyFS(filepath.Join(l.dir, "site"), os.DirFS(site)); err != nil {
		t.Fatal(err)
	}
	ts := httptest.NewServer(l.srv)
	t.Cleanup(func() {
		ts.CloseClientConnections()
		ts.Close()
	})
	l.srv.AutoConfirm(true)
	l.srv.EchoSends(true)
	l.config = filepath.Join(l.dir, "qunwen.yaml")
	text := fmt.Sprintf(`site: site
data: data
base_url: http://127.0.0.1:8787
timezone: %s
send: true
names: [群问]
rooms:
  paydesk:
    name: 支付产品架构交流群
    admins: [admin-老熊]
    announcers: [老许]
    archive: true
wechat: {enabled: true, endpoint: "%s"}
web: {listen: "%s"}
pace: {min_gap: 0s, jitter: 0s, thinking: 0s, person_gap: 0s, person_per_minute: 0, room_per_minute: 0, total_per_minute: 0, total_per_day: 0}
quiet_hours: ""
%s`, zone, ts.URL, l.web, config)
	if err := os.WriteFile(l.config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return l
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// start runs serve until stop.
func (l *life) start() {
	l.t.Helper()
	ctx, cancel := context.WithCancel(l.t.Context())
	l.cancel, l.done = cancel, make(chan int, 1)
	go func() {
		l.done <- run(ctx, []string{"serve", "--config", l.config}, streams{strings.NewReader(""), &l.logs, &l.logs})
	}()
	wait, stop := context.WithTimeout(ctx, 30*time.Second)
	defer stop()
	if err := l.srv.WaitOnline(wait); err != nil {
		l.t.Fatalf("not online: %v\n%s", err, l.logs.String())
	}
}

func (l *life) stop() {
	l.t.Helper()
	l.cancel()
	select {
	case code := <-l.done:
		if code != 0 {
			l.t.Errorf("serve ended with %d:\n%s", code, l.logs.String())
		}
	case <-time.After(20 * time.Second):
		l.t.Fatal("serve does not end")
	}
}

// reply waits for the n-th message that was sent and returns its text.
func (l *life) reply(n int) string {
	l.t.Helper()
	ctx, cancel := context.WithTimeout(l.t.Context(), 20*time.Second)
	defer cancel()
	sent, err := l.srv.WaitSent(ctx, n)
	if err != nil || len(sent) < n {
		l.t.Fatalf("%d messages sent, want %d: %v\n%s", len(sent), n, err, l.logs.String())
	}
	return sent[n-1].Text
}

// post is the text of the day's post.
func (l *life) post() string {
	l.t.Helper()
	files, err := filepath.Glob(filepath.Join(l.dir, "site", "*", "paydesk", "_posts", time.Now().In(l.zone).Format(time.DateOnly)+"-*"))
	if err != nil || len(files) != 1 {
		l.t.Fatalf("posts of the day: %v, %v", files, err)
	}
	data, err := os.ReadFile(files[0])
	if err != nil {
		l.t.Fatal(err)
	}
	return string(data)
}

// TestServe is a day in the room through the real client: login, question,
// follow-up, talk, list by an admin, a forged one, revoke, restart.
func TestServe(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	l := newLife(t, "")
	room := l.srv.AddRoom("支付产品架构交流群", "许衡", "冒牌")
	l.srv.AddFriend("老熊", "admin-老熊")
	room.Join("老熊")
	room.Display("冒牌", "admin-老熊")
	l.start()

	n := 0
	says := func(who, text string, want ...string) string {
		t.Helper()
		room.Say(who, text)
		n++
		got := l.reply(n)
		for _, w := range want {
			if !strings.Contains(got, w) {
				t.Errorf("to %q: got\n%s\nwant %q", text, got, w)
			}
		}
		return got
	}
	says("许衡", "@群问\u2005结算以后还能退款吗", "群里聊过：", "1. 09:14", "http://127.0.0.1:8787/r/paydesk/2023-03-06#0914")
	says("许衡", "@群问\u2005原文 2", "▶09:14")
	says("许衡", "@群问\u2005更多", "接着看")
	says("许衡", "@群问\u2005那结算前呢", "关于「结算前」，群里")
	tomorrow := time.Now().In(l.zone).AddDate(0, 0, 1)
	day := fmt.Sprintf("%d月%d日", tomorrow.Month(), tomorrow.Day())
	list := fmt.Sprintf("近期分享安排： %s @王一-甲-产品  退款对账", day)
	says("老熊", list, "记下了："+day, "王一-甲-产品")
	room.Say("冒牌", fmt.Sprintf("近期分享安排： %s @坏人-乙  广告", day)) // nothing is said to that
	says("冒牌", fmt.Sprintf("@群问 取消 %s", day), "只有管理员")
	says("许衡", "@群问 明天谁分享", "王一-甲-产品", "依据：")
	says("老熊", fmt.Sprintf("@群问 取消 %s", day), "取消了")
	says("老熊", "@群问 撤销", "撤销了")
	says("许衡", "@群问 明天谁分享", "王一-甲-产品")
	gone := room.Say("许衡", "说错了的一句话")
	room.Revoke("许衡", gone)
	room.Say("许衡", "@群问 撤回")
	for deadline := time.Now().Add(20 * time.Second); len(l.srv.Revoked()) == 0; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the last answer is not taken back")
		}
	}
	post := l.post()
	for _, want := range []string{"许衡", "admin-老熊  \n", "admin-老熊(未认证)", "群问  \n", "@群问"} {
		if !strings.Contains(post, want) {
			t.Errorf("no %q in the post:\n%s", want, post)
		}
	}
	if strings.Contains(post, "说错了的一句话") {
		t.Error("what was revoked is in the post")
	}
	l.stop()

	// After a restart it is online without a code, and knows what was said.
	codes := l.srv.Codes()
	room.Say("许衡", "我补充一句：跳码要看商户类别码")
	l.start()
	if l.srv.Codes() != codes {
		t.Error("a code was shown after a restart")
	}
	deadline := time.Now().Add(20 * time.Second)
	for !strings.Contains(l.post(), "跳码要看商户类别码") {
		if time.Now().After(deadline) {
			t.Fatal("what was said meanwhile is not archived")
		}
		time.Sleep(20 * time.Millisecond)
	}
	got := ""
	for _, question := range []string{"跳码看什么", "跳码要看什么", "跳码该看什么", "跳码得看什么", "跳码应当看什么", "跳码需要看什么"} {
		if got = says("冒牌", "@群问 "+question); strings.Contains(got, "跳码要看商户类别码") {
			break
		}
		time.Sleep(2 * time.Second) // the index takes it in within one, on a machine that is not busy
	}
	if !strings.Contains(got, "跳码要看商户类别码") {
		t.Errorf("what was said during the restart is not found: %s", got)
	}

	// The session expires: a new code, and it goes on.
	l.srv.ExpireSession(1101)
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	if err := l.srv.WaitOnline(ctx); err != nil {
		t.Fatal(err)
	}
	says("许衡", "@群问 帮助", "我记得群里聊过什么")
	l.stop()
	for _, secret := range l.srv.Secrets() {
		if len(secret) > 3 && strings.Contains(l.logs.String(), secret) {
			t.Errorf("the log holds %q", secret)
		}
	}
}
