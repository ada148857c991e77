package wechattest

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func get(t *testing.T, rt http.RoundTripper, url string) (body string, err error) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := rt.RoundTrip(req)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	return string(data), err
}

const pollURL = "https://login.wx.qq.com/cgi-bin/mmwebwx-bin/login?uuid=code-1=="

// TestCode follows a QR code; a poll is held for 25 seconds.
func TestCode(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := New()
		if body, err := get(t, s, "https://login.wx.qq.com/jslogin"); err != nil || !strings.Contains(body, `uuid = "code-1==";`) {
			t.Fatalf("%q, %v", body, err)
		}
		want := func(code string, after time.Duration) {
			t.Helper()
			start := time.Now()
			body, err := get(t, s, pollURL)
			if err != nil || !strings.HasPrefix(body, "window.code="+code+";") || time.Since(start) != after {
				t.Errorf("%q after %v, %v; want %s after %v", body, time.Since(start), err, code, after)
			}
		}
		want("408", 25*time.Second)
		go func() { time.Sleep(5 * time.Second); s.Scan() }()
		want("201", 5*time.Second)
		want("408", 25*time.Second)
		s.Confirm()
		want("200", 0)
		want("400", 0) // used up
	})
}

func TestCodeExpires(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := New()
		if _, err := get(t, s, "https://login.wx.qq.com/jslogin"); err != nil {
			t.Fatal(err)
		}
		time.Sleep(6 * time.Minute)
		if body, err := get(t, s, pollURL); err != nil || body != "window.code=400;" {
			t.Errorf("%q, %v", body, err)
		}
	})
}

func TestFaultsInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := New()
		s.Fault("jslogin", Refuse, 1)
		s.Fault("jslogin", HTML, 1)
		s.Fault("jslogin", Silence, 1)
		s.Fault("jslogin", Reset, 1)
		const url = "https://login.wx.qq.com/jslogin"
		if _, err := get(t, s, url); err == nil {
			t.Error("not refused")
		}
		if body, err := get(t, s, url); err != nil || !strings.HasPrefix(body, "<html>") {
			t.Errorf("%q, %v", body, err)
		}
		start := time.Now()
		if _, err := get(t, s, url); err == nil || time.Since(start) != 30*time.Second {
			t.Errorf("err %v after %v", err, time.Since(start))
		}
		if body, err := get(t, s, url); err == nil || body == "" {
			t.Errorf("%q, %v", body, err)
		}
		if body, err := get(t, s, url); err != nil || s.FaultsLeft("jslogin") != 0 {
			t.Errorf("%q, %v", body, err)
		}
		if n := len(s.Requests("jslogin")); n != 5 {
			t.Errorf("%d requests noted", n)
		}
	})
}

// TestNoSession denies what does not belong to a session.
func TestNoSession(t *testing.T) {
	s := New()
	for _, path := range []string{"webwxgetcontact", "webwxgetmsgimg"} {
		if body, err := get(t, s, "https://wx2.qq.com/cgi-bin/mmwebwx-bin/"+path); err != nil || !strings.Contains(body, `"Ret":1101`) {
			t.Errorf("%q, %v", body, err)
		}
	}
	if body, err := get(t, s, "https://webpush.wx2.qq.com/cgi-bin/mmwebwx-bin/synccheck"); err != nil || !strings.Contains(body, `retcode:"1101"`) {
		t.Errorf("%q, %v", body, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.WaitSent(ctx, 1); err == nil {
		t.Error("a text was sent")
	}
}

// TestOverHTTP wants the true host, and breaks connections.
func TestOverHTTP(t *testing.T) {
	s := New()
	ts := httptest.NewServer(s)
	defer ts.Close()
	for _, k := range []Kind{Refuse, Reset, LostReply} {
		s.Fault("jslogin", k, 1)
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, ts.URL+"/jslogin", nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Host = "login.wx.qq.com"
		resp, err := http.DefaultClient.Do(req)
		if err == nil {
			_, err = io.ReadAll(resp.Body)
			resp.Body.Close()
		}
		if err == nil {
			t.Errorf("fault %d: no error", k)
		}
	}
	resp, err := http.Get(ts.URL + "/jslogin")
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusMisdirectedRequest {
		t.Errorf("status %d without the true host", resp.StatusCode)
	}
}
