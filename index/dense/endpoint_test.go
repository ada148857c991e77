package dense

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// server is an embeddings server on loopback. faults says what its first
// replies are; after them it answers well.
func server(t *testing.T, faults ...http.HandlerFunc) (*httptest.Server, *atomic.Int32) {
	t.Helper()
	var calls atomic.Int32
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n := int(calls.Add(1))
		if n <= len(faults) {
			faults[n-1](w, r)
			return
		}
		var req embeddingsRequest
		if err := json.NewDecoder(r.Body).Decode(&req); err != nil {
			t.Error(err)
		}
		fmt.Fprint(w, `{"data":[`)
		for i, text := range req.Input {
			if i > 0 {
				fmt.Fprint(w, ",")
			}
			fmt.Fprintf(w, `{"index":%d,"embedding":[%d,3,0]}`, len(req.Input)-1-i, len(text))
		}
		fmt.Fprint(w, `]}`)
	}))
	t.Cleanup(s.Close)
	return s, &calls
}

func status(code int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(code)
		fmt.Fprint(w, body)
	}
}

func says(body string) http.HandlerFunc { return status(http.StatusOK, body) }

func remote(t *testing.T, url string) *Remote {
	t.Helper()
	r, err := NewRemote(Endpoint{URL: url, Model: "m", Dimensions: 3, batch: 2, timeout: 200 * time.Millisecond, retryWait: time.Millisecond, retries: 2})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestRemote(t *testing.T) {
	slow := func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-r.Context().Done():
		case <-time.After(2 * time.Second):
		}
	}
	hang := func(w http.ResponseWriter, _ *http.Request) {
		if c, _, err := w.(http.Hijacker).Hijack(); err == nil {
			c.Close()
		}
	}
	for _, tt := range []struct {
		name      string
		faults    []http.HandlerFunc
		wantErr   string // part of it; "" if it works in the end
		wantCalls int32
	}{
		{"well", nil, "", 2},
		{"busy, then well", []http.HandlerFunc{status(429, "slow down")}, "", 3},
		{"broken, then well", []http.HandlerFunc{status(500, "oops"), status(503, "")}, "", 4},
		{"connection closed, then well", []http.HandlerFunc{hang}, "", 3},
		{"slow, then well", []http.HandlerFunc{slow}, "", 3},
		{"always busy", []http.HandlerFunc{status(429, "a"), status(429, "b"), status(429, "slow down")}, "429 Too Many Requests: slow down", 3},
		{"always broken", []http.HandlerFunc{status(500, ""), status(500, ""), status(500, "oops")}, "500 Internal Server Error: oops", 3},
		{"always slow", []http.HandlerFunc{slow, slow, slow}, "Timeout", 3},
		{"wrong key", []http.HandlerFunc{status(401, `{"error":"no"}`)}, `401 Unauthorized: {"error":"no"}`, 1},
		{"HTML", []http.HandlerFunc{says("<html>\n<body>hello")}, "not what the embeddings API gives: <html> <body>hello", 1},
		{"nothing", []http.HandlerFunc{says("")}, "not what the embeddings API gives", 1},
		{"another dimension", []http.HandlerFunc{says(`{"data":[{"index":0,"embedding":[1,2]},{"index":1,"embedding":[1,2]}]}`)}, "2 numbers, not 3", 1},
		{"too few vectors", []http.HandlerFunc{says(`{"data":[{"index":0,"embedding":[1,2,3]}]}`)}, "1 vectors for 2 texts", 1},
		{"one vector twice", []http.HandlerFunc{says(`{"data":[{"index":0,"embedding":[1,2,3]},{"index":0,"embedding":[1,2,3]}]}`)}, "wrong numbers", 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s, calls := server(t, tt.faults...)
			got, err := remote(t, s.URL).Encode(t.Context(), Message, []string{"abcd", "", "abcd"})
			switch {
			case tt.wantErr == "" && err != nil, tt.wantErr != "" && (err == nil || !strings.Contains(err.Error(), tt.wantErr)):
				t.Errorf("err = %v, want %q in it", err, tt.wantErr)
			case tt.wantErr == "" && (len(got) != 3 || fmt.Sprint(got) != "[[0 127 0] [102 76 0] [102 76 0]]"):
				t.Errorf("vectors = %v", got)
			case tt.wantErr != "" && got != nil:
				t.Errorf("vectors = %v beside an error", got)
			}
			if calls.Load() != tt.wantCalls {
				t.Errorf("%d calls, want %d", calls.Load(), tt.wantCalls)
			}
		})
	}
}

func TestRemoteStops(t *testing.T) {
	s, _ := server(t, status(500, ""), status(500, ""), status(500, ""))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := remote(t, s.URL).Encode(ctx, Message, []string{"a"}); !errors.Is(err, context.Canceled) {
		t.Errorf("err = %v, want context.Canceled", err)
	}
}

func TestNewRemote(t *testing.T) {
	_, err := NewRemote(Endpoint{URL: "localhost:11434", Dimensions: 0, batch: -1})
	for _, want := range []string{"address", "model is missing", "dimensions 0", "negative"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("err = %v, want %q in it", err, want)
		}
	}
}

func TestRemoteFingerprint(t *testing.T) {
	a, b := remote(t, "http://a.example"), remote(t, "http://b.example")
	if a.Fingerprint() == b.Fingerprint() || len(a.Fingerprint()) != 16 {
		t.Errorf("fingerprints %s and %s", a.Fingerprint(), b.Fingerprint())
	}
}
