package web

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

func TestHeaders(t *testing.T) {
	s := serve(t, Config{Days: reader(site())})
	for _, target := range []string{"/", "/r/paydesk", "/r/paydesk/2023-03-06", "/nothing", "/healthz"} {
		resp, _ := fetch(t, s, http.MethodGet, target)
		for key, want := range map[string]string{
			"Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
			"X-Content-Type-Options":  "nosniff",
			"Referrer-Policy":         "no-referrer",
			"X-Robots-Tag":            "noindex",
			"Set-Cookie":              "",
		} {
			if got := resp.Header.Get(key); got != want {
				t.Errorf("%s: %s is %q, want %q", target, key, got, want)
			}
		}
		if got := resp.Header.Get("Content-Type"); !strings.HasPrefix(got, "text/") || !strings.HasSuffix(got, "; charset=utf-8") {
			t.Errorf("%s: Content-Type is %q", target, got)
		}
	}
}

func TestNotModified(t *testing.T) {
	fsys := site()
	hidden := hide()
	s := serve(t, Config{Days: reader(fsys), Hidden: func(ctx context.Context) (func(string) bool, error) { return hidden(ctx) }})
	const target = "/r/paydesk/2023-03-06"
	resp, body := fetch(t, s, http.MethodGet, target)
	tag := resp.Header.Get("ETag")
	if tag == "" || body == "" {
		t.Fatalf("no ETag or no page: %q", tag)
	}
	if resp, body := fetch(t, s, http.MethodGet, target, "If-None-Match", tag); resp.StatusCode != http.StatusNotModified || body != "" {
		t.Errorf("unchanged: %s, %d bytes", resp.Status, len(body))
	}
	resp, none := fetch(t, s, http.MethodHead, target)
	if resp.StatusCode != http.StatusOK || none != "" || resp.Header.Get("ETag") != tag || resp.ContentLength != int64(len(body)) {
		t.Errorf("HEAD: %s, %d bytes, %v", resp.Status, len(none), resp.Header)
	}
	hidden = hide("甲")
	if resp, _ := fetch(t, s, http.MethodGet, target, "If-None-Match", tag); resp.StatusCode != http.StatusOK {
		t.Errorf("somebody is hidden now: %s", resp.Status)
	}
	fsys[path("paydesk", "2023-03-06")] = post("09:00:00 丁", "改了")
	if resp, _ := fetch(t, s, http.MethodGet, target, "If-None-Match", tag); resp.StatusCode != http.StatusOK {
		t.Errorf("changed: %s", resp.Status)
	}
}

func TestMethods(t *testing.T) {
	s := serve(t, Config{Days: reader(site())})
	for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodOptions, "BREW"} {
		resp, body := fetch(t, s, method, "/r/paydesk")
		if resp.StatusCode != http.StatusMethodNotAllowed || resp.Header.Get("Allow") != "GET, HEAD" || !strings.Contains(body, "只能阅读") {
			t.Errorf("%s: %s, Allow %q\n%s", method, resp.Status, resp.Header.Get("Allow"), body)
		}
	}
}

func TestStyle(t *testing.T) {
	s := serve(t, Config{Days: reader(site())})
	href := regexp.MustCompile(`<link rel="stylesheet" href="([^"]+)">`).FindStringSubmatch(get(t, s, "/"))
	if href == nil {
		t.Fatal("no style sheet")
	}
	resp, body := fetch(t, s, http.MethodGet, href[1])
	if resp.StatusCode != http.StatusOK || !strings.Contains(body, ":target") || !strings.Contains(body, "prefers-color-scheme") ||
		resp.Header.Get("Content-Type") != "text/css; charset=utf-8" || !strings.Contains(resp.Header.Get("Cache-Control"), "immutable") {
		t.Errorf("%s: %s, %v", href[1], resp.Status, resp.Header)
	}
}

func TestHealth(t *testing.T) {
	var ill error
	s := serve(t, Config{
		Days: reader(site()), Health: func() error { return ill },
		Metrics: func(w io.Writer) { fmt.Fprintln(w, "qunwen_questions_total 3") },
	})
	if body := get(t, s, "/healthz"); body != "ok\n" {
		t.Errorf("well: %q", body)
	}
	ill = errors.New("微信掉线了")
	if resp, body := fetch(t, s, http.MethodGet, "/healthz"); resp.StatusCode != http.StatusServiceUnavailable || body != "微信掉线了\n" {
		t.Errorf("ill: %s, %q", resp.Status, body)
	}
	resp, body := fetch(t, s, http.MethodGet, "/metrics")
	if body != "qunwen_questions_total 3\n" || resp.Header.Get("Content-Type") != "text/plain; version=0.0.4; charset=utf-8" {
		t.Errorf("metrics: %q, %v", body, resp.Header)
	}
}
