package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestServePages asks in the room what was said late on a long day: the link of the
// answer arrives at the page that has the message. The pages know their names, and
// figures are on a port of their own.
func TestServePages(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	site := t.TempDir()
	var post strings.Builder
	post.WriteString("---\nlayout: source\n---\n")
	for i := range 1500 {
		at, said := 6*3600+i, fmt.Sprintf("排队第%d位", i)
		if i == 1300 {
			said = "跨境汇款的附言只收英文"
		}
		fmt.Fprintf(&post, "> %02d:%02d:%02d  远山-乙支付\n\n%s\n\n", at/3600, at/60%60, at%60, said)
	}
	path := filepath.Join(site, "source", "paydesk", "_posts", "2023-03-06-chat.markdown")
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(post.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	l := newLifeAt(t, site, "dense: off\n")
	figures := freeAddress(t)
	l.edit(fmt.Sprintf("web: {listen: %q}", l.web), fmt.Sprintf("web: {listen: %q, metrics: %q, hosts: [intranet-box]}", l.web, figures))
	room := l.srv.AddRoom("支付产品架构交流群", "许衡")
	l.start()
	defer l.stop()
	room.Say("许衡", "@群问\u2005跨境汇款的附言怎么写")
	link := regexp.MustCompile(`http://127\.0\.0\.1:8787(/r/paydesk/2023-03-06\?m=062140)#062140`).FindStringSubmatch(l.reply(1))
	if link == nil {
		t.Fatalf("the answer has no link to the page:\n%s", l.reply(1))
	}
	status, page := l.fetch(l.web, link[1], "")
	if status != http.StatusOK || !strings.Contains(page, `<article id="062140">`) || !strings.Contains(page, "附言只收英文") {
		t.Errorf("%s: %d, without the message", link[1], status)
	}
	for _, tt := range []struct {
		addr, target, host string
		want               int
	}{
		{l.web, "/", "", http.StatusOK},
		{l.web, "/", "intranet-box", http.StatusOK},
		{l.web, "/", "127.0.0.1:8787", http.StatusOK},
		{l.web, link[1], "rebound.example", http.StatusMisdirectedRequest},
		{l.web, "/metrics", "", http.StatusNotFound},
		{figures, "/metrics", "", http.StatusOK},
		{figures, "/metrics", "rebound.example", http.StatusMisdirectedRequest},
		{figures, "/r/paydesk", "", http.StatusNotFound},
	} {
		status, body := l.fetch(tt.addr, tt.target, tt.host)
		if status != tt.want || (tt.addr == figures && status == http.StatusOK) != strings.Contains(body, "qunwen_online") || status >= 400 && strings.Contains(body, "附言") {
			t.Errorf("%s as %q: %d, want %d\n%.300s", tt.target, tt.host, status, tt.want, body)
		}
	}
	if logs := l.logs.String(); !strings.Contains(logs, "base_url 是 http://127.0.0.1:8787，只有这台机器自己打得开") {
		t.Errorf("nothing is said of links that nobody can open:\n%s", logs)
	}
}

// edit replaces a part of the configuration.
func (l *life) edit(part, by string) {
	l.t.Helper()
	data, err := os.ReadFile(l.config)
	if err != nil || !strings.Contains(string(data), part) {
		l.t.Fatalf("no %q in the configuration (err %v)", part, err)
	}
	if err := os.WriteFile(l.config, []byte(strings.Replace(string(data), part, by, 1)), 0o600); err != nil {
		l.t.Fatal(err)
	}
}

// fetch asks a port for a page, by another host if one is given.
func (l *life) fetch(addr, target, host string) (status int, body string) {
	l.t.Helper()
	req, err := http.NewRequestWithContext(l.t.Context(), http.MethodGet, "http://"+addr+target, nil)
	if err != nil {
		l.t.Fatal(err)
	}
	if host != "" {
		req.Host = host
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		l.t.Fatal(err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		l.t.Fatal(err)
	}
	return resp.StatusCode, string(data)
}

// TestLinksNobodyOpens says which base URLs lead members to their own machine.
func TestLinksNobodyOpens(t *testing.T) {
	for base, want := range map[string]bool{
		"": false, "https://chat.example.org": false, "http://192.168.3.4:8787": false, "http://[2001:db8::1]/x": false, "https://localhost.example.org": false,
		"http://localhost:8787": true, "http://LocalHost./": true, "http://qunwen.localhost": true, "http://127.0.0.1:8787": true, "http://127.8.8.8": true, "http://[::1]:8787/x": true, "http://0.0.0.0:8787": true,
	} {
		c := config{BaseURL: base, Send: true}
		if text := c.linksNobodyOpens(); (text != "") != want || want && !strings.Contains(text, base) {
			t.Errorf("%q: %q", base, text)
		}
		c.Send = false
		if text := c.linksNobodyOpens(); text != "" {
			t.Errorf("%q, and nothing is sent: %q", base, text)
		}
	}
}
