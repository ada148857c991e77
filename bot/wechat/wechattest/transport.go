package wechattest

import (
	"bytes"
	"io"
	"net"
	"net/http"
	"path"
	"strings"
	"syscall"
	"time"
)

// Requests returns all requests so far whose path ends in name; "" means all.
func (s *Server) Requests(name string) []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Request
	for _, r := range s.log {
		if name == "" || path.Base(r.Path) == name {
			out = append(out, r)
		}
	}
	return out
}

// A reply is what the client gets.
type reply struct {
	header http.Header
	body   []byte
	broken bool // ends amid the body
	lost   bool // nothing arrives
	refuse bool // not even a connection
}

// answer carries out a request, or the fault that was ordered for it.
func (s *Server) answer(req *http.Request, host string) reply {
	var body []byte
	if req.Body != nil {
		body, _ = io.ReadAll(req.Body)
		req.Body.Close()
	}
	name := path.Base(req.URL.Path)
	q := Request{Time: time.Now(), Method: req.Method, Host: host, Path: req.URL.Path, Query: req.URL.Query(), Body: string(body), Cookie: req.Header.Get("Cookie")}
	s.mu.Lock()
	s.log = append(s.log, q)
	s.mu.Unlock()
	f := s.nextFault(name)
	switch f.Kind {
	case Refuse:
		return reply{refuse: true}
	case Silence:
		pause(req.Context(), silence)
		return reply{lost: true}
	case HTML:
		return reply{body: []byte("<html><body>系统繁忙，请稍后再试</body></html>")}
	case Huge:
		return reply{body: make([]byte, 17<<20)}
	}
	r := s.route(req.Context(), name, q, cookies(req), f)
	switch f.Kind {
	case Reset:
		r.broken = true
	case LostReply:
		r = reply{lost: true}
	case Slow:
		pause(req.Context(), 2*time.Second)
	}
	return r
}

func cookies(req *http.Request) map[string]string {
	m := make(map[string]string)
	for _, c := range req.Cookies() {
		m[c.Name] = c.Value
	}
	return m
}

// RoundTrip implements [http.RoundTripper].
func (s *Server) RoundTrip(req *http.Request) (*http.Response, error) {
	if err := req.Context().Err(); err != nil {
		return nil, err
	}
	r := s.answer(req, req.URL.Host)
	if err := req.Context().Err(); err != nil {
		return nil, err
	}
	switch {
	case r.refuse:
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
	case r.lost:
		return nil, &net.OpError{Op: "read", Net: "tcp", Err: syscall.ECONNRESET}
	}
	var body io.Reader = bytes.NewReader(r.body)
	if r.broken {
		body = io.MultiReader(bytes.NewReader(r.body[:len(r.body)/2]), broken{})
	}
	if r.header == nil {
		r.header = make(http.Header)
	}
	return &http.Response{Status: "200 OK", StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: r.header, Body: io.NopCloser(body), ContentLength: int64(len(r.body)), Request: req}, nil
}

// broken is the rest of a body that broke off.
type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// ServeHTTP implements [http.Handler].
func (s *Server) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	host := req.Host
	if strings.HasPrefix(host, "127.") {
		http.Error(w, "the true host is missing", http.StatusMisdirectedRequest)
		return
	}
	r := s.answer(req, host)
	if r.refuse || r.lost {
		panic(http.ErrAbortHandler)
	}
	for k, v := range r.header {
		w.Header()[k] = v
	}
	if r.broken {
		w.Header().Set("Content-Length", "100000")
		w.Write(r.body[:len(r.body)/2])
		if f, ok := w.(http.Flusher); ok {
			f.Flush()
		}
		panic(http.ErrAbortHandler)
	}
	w.Write(r.body)
}
