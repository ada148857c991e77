package wechat

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path"
	"time"
)

const (
	maxBody    = 16 << 20 // bytes of one answer
	maxMessage = 2 << 20  // bytes of one element of it

	pollTimeout = 30 * time.Second // the service holds a poll for some 25 s
	callTimeout = 20 * time.Second

	heldPoll = 50 * time.Millisecond // a service that holds polls at least so long sets their pace itself
)

var (
	errTooLarge = errors.New("answer too large")
	errHTML     = errors.New("answer is not of the protocol")
)

// An answerError says that an answer arrived, and was not let pass.
type answerError struct {
	name string // of the request
	err  error
}

func (e *answerError) Error() string { return e.name + ": " + e.err.Error() }
func (e *answerError) Unwrap() error { return e.err }

// A guard carries the library's requests and checks what comes back, because
// the library takes any answer for granted and dies of some. It serves one
// login. An answer that it lets pass is complete and of bounded size.
type guard struct {
	next   http.RoundTripper
	keep   *cookieRecord
	login  pace // of polls for the login: a second apart
	beat   pace // of polls for messages
	onInit func(initAnswer)
	onSync func(context.Context, syncAnswer) error // an error fails the request
}

func newGuard(next http.RoundTripper, keep *cookieRecord) *guard {
	return &guard{next: next, keep: keep, login: pace{burst: 2}, beat: pace{burst: 20}}
}

// RoundTrip implements [http.RoundTripper].
func (g *guard) RoundTrip(req *http.Request) (*http.Response, error) {
	name, timeout := path.Base(req.URL.Path), callTimeout
	switch name {
	case "login":
		timeout = pollTimeout
		if err := g.login.wait(req.Context()); err != nil {
			return nil, err
		}
	case "synccheck":
		timeout = pollTimeout
		if err := g.beat.wait(req.Context()); err != nil {
			return nil, err
		}
	}
	asked := 0
	if name == "webwxbatchgetcontact" && req.Body != nil {
		body, err := io.ReadAll(io.LimitReader(req.Body, maxBody))
		if err = errors.Join(err, req.Body.Close()); err != nil {
			return nil, err
		}
		asked = countAsked(body)
		out := *req
		out.Body = io.NopCloser(bytes.NewReader(body))
		req = &out
	}
	ctx, cancel := context.WithTimeout(req.Context(), timeout)
	defer cancel()
	sent := time.Now()
	resp, err := g.next.RoundTrip(req.WithContext(ctx))
	if err != nil {
		return nil, err
	}
	body, err := readBody(resp.Body)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if name == "synccheck" && time.Since(sent) >= heldPoll {
		g.beat.refund()
	}
	g.keep.add(req.URL, resp.Cookies(), time.Now())
	if body, err = g.check(req.Context(), name, asked, body); err != nil {
		return nil, &answerError{name, err}
	}
	resp.Body, resp.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	resp.TransferEncoding = nil
	return resp, nil
}

// check returns the body that the library may see.
func (g *guard) check(ctx context.Context, name string, asked int, body []byte) ([]byte, error) {
	switch name {
	case "jslogin", "synccheck":
		if bytes.HasPrefix(bytes.TrimSpace(body), []byte("<")) {
			return nil, errHTML
		}
	case "login":
		return body, checkPoll(body)
	case "webwxnewloginpage":
		return body, checkLoginPage(body)
	case "webwxinit":
		return g.takeInit(body)
	case "webwxsync":
		return g.takeSync(ctx, body)
	case "webwxbatchgetcontact":
		return body, checkContacts(body, asked)
	case "webwxgetmsgimg":
		if len(body) == 0 || http.DetectContentType(body) == "text/html; charset=utf-8" {
			return nil, errHTML
		}
	default:
		return body, checkJSON(body)
	}
	return body, nil
}

// takeInit checks the answer that begins a session and hands it to onInit. It
// returns the body that the library may see.
func (g *guard) takeInit(body []byte) ([]byte, error) {
	a, rest, err := checkInit(body)
	if err == nil && g.onInit != nil {
		g.onInit(a)
	}
	return rest, err
}

// takeSync checks an answer with messages and hands it to onSync. It returns
// the body that the library may see.
func (g *guard) takeSync(ctx context.Context, body []byte) ([]byte, error) {
	a, rest, err := checkSync(body)
	if err == nil && g.onSync != nil {
		err = g.onSync(ctx, a)
	}
	if err == nil && len(a.messages) > 0 {
		g.beat.refund()
	}
	return rest, err
}

func readBody(r io.ReadCloser) ([]byte, error) {
	defer r.Close()
	body, err := io.ReadAll(io.LimitReader(r, maxBody+1))
	if err == nil && len(body) > maxBody {
		err = errTooLarge
	}
	return body, err
}

// A pace keeps a loop of the library from running hot: after burst requests
// without a pause they are a second apart, or a tenth of one if they were of
// use. It is used by one goroutine.
type pace struct {
	burst  int
	spent  float64
	before time.Time
}

func (p *pace) wait(ctx context.Context) error {
	now := time.Now()
	p.spent = max(0, p.spent-now.Sub(p.before).Seconds()) + 1
	p.before = now
	if p.spent <= float64(p.burst) {
		return ctx.Err()
	}
	return sleep(ctx, time.Duration((p.spent-float64(p.burst))*float64(time.Second)))
}

// refund tells that the last request was of use.
func (p *pace) refund() { p.spent -= 0.9 }

// sleep waits for d, or until ctx ends, whose error it returns.
func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}
