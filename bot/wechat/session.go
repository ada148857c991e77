package wechat

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/eatmoreapple/openwechat"
)

const (
	queueLen    = 64               // batches and dumps that wait for the goroutine of Run
	maxOdd      = 10               // answers in a row that make no sense, before a new login
	beatTimeout = 90 * time.Second // without a heartbeat the connection counts as broken
)

// errEnded ends the library's loop.
var errEnded = errors.New("session ended")

// An event is what the library's goroutine tells the goroutine of Run. One
// field is set.
type event struct {
	batch *syncAnswer
	dump  []byte // session to save once the batches before it are through
	bad   *fault // the service does not answer as it should
	well  bool   // it does again
	end   *fault // the session is over
}

// A session is one login: one bot of the library, which cannot log in twice.
type session struct {
	ctx    context.Context
	cancel context.CancelFunc
	bot    *openwechat.Bot
	book   *book
	keep   *cookieRecord
	events chan event
	ready  chan struct{} // closed after the login, before the loop may touch the bot
	lastOK atomic.Int64  // last heartbeat, nanoseconds since 1970

	// Set by login; read only afterwards.
	first initAnswer
	info  openwechat.LoginInfo
	req   openwechat.BaseRequest

	// Of the library's goroutine.
	wait    backoff
	odd     int
	failing bool

	// Of the goroutine of Run.
	held     []byte // dump that Synced keeps from being written
	contacts loading
	bad      bool // polls fail
	parked   map[string][]parked
	doubted  map[string]bool // rooms of which it was told that two groups have their name
	quiet    time.Time       // no questions about contacts before

	mu      sync.Mutex
	busy    string        // chat that a text is on its way to
	idle    chan struct{} // closed when it is there
	clients map[string]string
}

// name names the login without giving anything of it away: the same after a
// restart that goes on with it, another after the next.
func (s *session) name() string {
	sum := sha256.Sum256([]byte(strconv.FormatInt(s.info.WxUin, 10) + "\x00" + s.info.WxSid))
	return hex.EncodeToString(sum[:8])
}

// newSession makes a bot for one login that starts with the given cookies.
func newSession(ctx context.Context, rooms map[string]string, next http.RoundTripper, cookies map[string][]*http.Cookie) *session {
	s := &session{book: newBook(rooms), events: make(chan event, queueLen), ready: make(chan struct{}),
		clients: make(map[string]string), parked: make(map[string][]parked), doubted: make(map[string]bool)}
	s.ctx, s.cancel = context.WithCancel(ctx)
	s.keep = newCookieRecord(cookies)
	g := newGuard(next, s.keep)
	g.onInit = func(a initAnswer) { s.first = a }
	g.onSync = func(ctx context.Context, a syncAnswer) error {
		s.well()
		return s.post(ctx, event{batch: &a})
	}
	b := openwechat.NewBot(s.ctx)
	openwechat.Desktop.Prepare(b)
	hc := b.Caller.Client.HTTPClient()
	hc.Transport, hc.Timeout = g, 0 // the guard has timeouts of its own
	b.Caller.Client.MaxRetryTimes = 1
	b.Caller.Client.AddHttpHook(hostHook{b})
	b.SyncCheckCallback = s.beat
	b.MessageErrorHandler = s.failed
	s.bot = b
	return s
}

// post hands an event over; it waits while the goroutine of Run is behind, so
// that nothing is lost and the service sees a slow reader.
func (s *session) post(ctx context.Context, e event) error {
	if err := s.ctx.Err(); err != nil {
		return err
	}
	select {
	case s.events <- e:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	case <-s.ctx.Done():
		return s.ctx.Err()
	}
}

// slot is where the library reads the session was from, if hot or pushed.
func (s *session) slot(was *saved, how method) *slot {
	st := &slot{keep: s.keep, put: func(data []byte) error {
		var out saved
		if err := json.Unmarshal(data, &out); err != nil {
			return err
		}
		out.Jar = s.keep.list(time.Now())
		if data, _ = json.Marshal(out); !out.complete() {
			return errNoSession
		}
		return s.post(s.ctx, event{dump: data})
	}}
	if was != nil && how != scan {
		in := *was
		if how == push {
			in.SyncKey, in.UUID = nil, "" // of the session that is over
		}
		st.read, _ = json.Marshal(in)
	}
	return st
}

// beat takes the library's heartbeat.
func (s *session) beat(r openwechat.SyncCheckResponse) {
	if r.Success() {
		s.lastOK.Store(time.Now().UnixNano())
	}
	if r.NorMal() {
		s.well()
	}
}

func (s *session) well() {
	s.wait.reset()
	s.odd = 0
	if s.failing {
		s.failing = false
		_ = s.post(s.ctx, event{well: true})
	}
}

// failed decides what follows a poll that failed: nil means to go on, after a
// pause, an error ends the library's loop.
func (s *session) failed(err error) error {
	select {
	case <-s.ready:
	case <-s.ctx.Done():
		return errEnded
	}
	f := redact(err)
	if s.ctx.Err() != nil {
		return errEnded
	}
	if !f.network {
		s.odd++
	}
	if f.expired() || s.odd >= maxOdd && f.ret != retTooOften && f.ret != retRefused {
		_ = s.post(s.ctx, event{end: f})
		return errEnded
	}
	if f.ret == retTooOften || f.ret == retRefused {
		s.wait.failures = max(s.wait.failures, 5)
	}
	d := s.wait.next()
	if s.wait.failures >= 3 && !s.failing {
		s.failing = true
		_ = s.post(s.ctx, event{bad: f})
	}
	if sleep(s.ctx, d) != nil {
		return errEnded
	}
	return nil
}

// A hostHook makes the library's cookie jar know all hosts before two
// goroutines use it: it notes new ones without a lock.
type hostHook struct{ bot *openwechat.Bot }

func (h hostHook) BeforeRequest(req *http.Request) {
	if pathName(req.URL) != "webwxinit" {
		return
	}
	base := req.URL.Host
	for _, host := range []string{base, "webpush." + base, "file." + base, "login.wx.qq.com", "login.weixin.qq.com"} {
		h.bot.Caller.Client.Jar().SetCookies(&url.URL{Scheme: "https", Host: host}, nil)
	}
}

func (h hostHook) AfterRequest(*http.Response, error) {}
