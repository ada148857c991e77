package web

import (
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// started serves h until the returned function ends it; that returns Serve's
// error.
func started(t *testing.T, h http.Handler, grace time.Duration) (addr string, end func() error) {
	t.Helper()
	l, err := Listen(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- newServer(h, nil).serve(ctx, l, grace) }()
	t.Cleanup(cancel)
	return l.Addr().String(), func() error { cancel(); return <-done }
}

func TestPortInUse(t *testing.T) {
	l, err := Listen(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if second, err := Listen(t.Context(), l.Addr().String()); err == nil {
		second.Close()
		t.Error("the port was taken twice")
	} else if !strings.Contains(err.Error(), l.Addr().String()) {
		t.Errorf("%q does not name the address", err)
	}
}

// TestShutdown ends the server while it answers: the answer arrives whole.
func TestShutdown(t *testing.T) {
	began, goOn := make(chan bool), make(chan bool)
	addr, end := started(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began <- true
		<-goOn
		if r.Context().Err() == nil {
			io.WriteString(w, "whole")
		}
	}), 10*time.Second)
	got := make(chan string, 1)
	go func() {
		resp, err := http.Get("http://" + addr)
		if err != nil {
			got <- err.Error()
			return
		}
		defer resp.Body.Close()
		b, _ := io.ReadAll(resp.Body)
		got <- string(b)
	}()
	<-began
	ended := make(chan error, 1)
	go func() { ended <- end() }()
	for deadline := time.Now().Add(5 * time.Second); ; { // until nobody is let in any more
		c, err := net.Dial("tcp", addr)
		if err != nil {
			break
		}
		c.Close()
		if time.Now().After(deadline) {
			t.Fatal("the port stays open")
		}
		time.Sleep(time.Millisecond)
	}
	close(goOn)
	if body := <-got; body != "whole" {
		t.Errorf("answer is %q", body)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestCutOff(t *testing.T) {
	began, ended := make(chan bool), make(chan bool)
	addr, end := started(t, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		began <- true
		<-r.Context().Done()
		close(ended)
	}), time.Millisecond)
	go func() {
		if resp, err := http.Get("http://" + addr); err == nil {
			resp.Body.Close()
		}
	}()
	<-began
	if err := end(); err == nil || !strings.Contains(err.Error(), "cut off") {
		t.Errorf("error is %v", err)
	}
	<-ended
}

func TestServe(t *testing.T) {
	h, err := New(Config{Days: reader(site())})
	if err != nil {
		t.Fatal(err)
	}
	l, err := Listen(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- Serve(ctx, l, h, nil) }()
	resp, err := http.Get("http://" + l.Addr().String() + "/r/paydesk/2023-03-06")
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		t.Error(resp.Status)
	}
	big := &http.Request{Method: http.MethodGet, URL: resp.Request.URL, Header: http.Header{"X": {strings.Repeat("x", 80<<10)}}}
	if resp, err := http.DefaultTransport.RoundTrip(big); err != nil || resp.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("80 kB of headers: %v, %v", resp, err)
	} else {
		resp.Body.Close()
	}
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
	if err := Serve(t.Context(), l, h, nil); err == nil {
		t.Error("served on a closed listener")
	}
}
