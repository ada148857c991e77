package web

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestHosts: pages are shown under the names of the configuration, and under those
// that nobody else can point here.
func TestHosts(t *testing.T) {
	h, err := New(Config{Days: reader(site()), Hosts: []string{"chat.example.org", "Intranet-Box", ""}, Metrics: func(w io.Writer) { io.WriteString(w, "qunwen_online 1\n") }})
	if err != nil {
		t.Fatal(err)
	}
	figures := Figures(func(w io.Writer) { io.WriteString(w, "qunwen_online 1\n") }, []string{"chat.example.org", "intranet-box"})
	for _, tt := range []struct {
		host string
		ok   bool
	}{
		{"chat.example.org", true}, {"chat.example.org:443", true}, {"CHAT.Example.org.", true}, {"intranet-box:8787", true},
		{"localhost", true}, {"localhost:8787", true}, {"qunwen.localhost:8787", true},
		{"127.0.0.1:8787", true}, {"127.9.9.9", true}, {"[::1]:8787", true}, {"[::1]", true}, {"192.0.2.7:8787", true},
		{"rebound.example", false}, {"rebound.example:8787", false}, {"chat.example.org.rebound.example", false},
		{"localhost.rebound.example", false}, {"127.0.0.1.rebound.example", false}, {"notlocalhost", false}, {"", false}, {":8787", false}, {"example.org", false},
	} {
		for target, server := range map[string]http.Handler{"/": h, "/r/paydesk/2023-03-06": h, "/healthz": h, "/metrics": h, "/metrics ": figures} {
			r := httptest.NewRequest(http.MethodGet, strings.TrimSpace(target), nil)
			r.Host = tt.host
			w := httptest.NewRecorder()
			server.ServeHTTP(w, r)
			want := http.StatusOK
			if !tt.ok {
				want = http.StatusMisdirectedRequest
			}
			body := w.Body.String()
			if w.Code != want || strings.Contains(body, "web.hosts") == tt.ok || !tt.ok && (strings.Contains(body, "退款") || strings.Contains(body, "qunwen_online")) {
				t.Errorf("%s of %q: %d, want %d\n%s", target, tt.host, w.Code, want, body)
			}
		}
	}
}

// TestFigures serves figures, and nothing else, on a port of their own.
func TestFigures(t *testing.T) {
	s := httptest.NewServer(Figures(func(w io.Writer) { io.WriteString(w, "qunwen_online 1\n") }, nil))
	defer s.Close()
	if page := get(t, s, "/metrics"); page != "qunwen_online 1\n" {
		t.Errorf("/metrics is %q", page)
	}
	for _, target := range []string{"/", "/r/paydesk", "/healthz", "/metrics/"} {
		if resp, _ := fetch(t, s, http.MethodGet, target); resp.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %s", target, resp.Status)
		}
	}
	if resp, _ := fetch(t, s, http.MethodPost, "/metrics"); resp.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("POST: %s", resp.Status)
	}
}
