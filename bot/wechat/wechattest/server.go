package wechattest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"strconv"
	"sync"
	"time"
)

// Host is the host that a login leads to.
const Host = "wx2.qq.com"

const (
	pollFor  = 25 * time.Second // that a poll is held
	codeLife = 5 * time.Minute  // of a QR code that nobody confirms

	cookieLife = 12 * time.Hour
)

// A Server plays the service for one account. Make it with [New]; its methods
// may be called from any goroutine.
type Server struct {
	Nick string // of the account; set before use
	Uin  int64  // of the account; set before use
	Page int    // contacts in one answer; 0 means all; set before use

	// CookieLife is how long a login's cookies live: then its requests are
	// denied, and what was said since the last sync is lost. Set before use; 0
	// means twelve hours.
	CookieLife time.Duration

	mu      sync.Mutex
	changed chan struct{} // closed and replaced whenever something changes
	faults  map[string][]Fault
	log     []Request
	secrets []string
	known   map[string]bool // of secrets

	generation int // of user names: one more with each login but a hot one
	auto       bool
	noPush     bool
	refusal    string
	echo       bool
	codes      map[string]*code
	codeCount  int
	session    session
	rooms      []*Room
	roomCount  int // ever made
	friends    []*Friend
	inbox      []delivery
	sent       []Sent
	revoked    []string
	lastID     int64
}

// A session is what a login made.
type session struct {
	sid, skey, ticket string
	since             int // length of the inbox then
	dead              int // Ret to every request; 0 if alive
	polled            bool
}

// A delivery is something on its way to the client. One map is set.
type delivery struct {
	generation int
	element    map[string]any // message
	changed    map[string]any // contact
	gone       map[string]any // contact
}

// A Sent is a text that the client sent.
type Sent struct {
	ID       string
	ClientID string
	To       string // topic of the room or nick of the friend; "" if there is none
	Text     string
	Time     time.Time
}

// New returns a server for an account without rooms and friends.
func New() *Server {
	return &Server{Nick: "群问助手", Uin: 1000001, changed: make(chan struct{}), known: make(map[string]bool), faults: make(map[string][]Fault),
		codes: make(map[string]*code), generation: 1, lastID: 7000000000000000000}
}

// change wakes whoever waits; the caller holds mu.
func (s *Server) change() {
	close(s.changed)
	s.changed = make(chan struct{})
}

// wait waits until cond is true, for d at most; cond is called with mu held.
func (s *Server) wait(ctx context.Context, d time.Duration, cond func() bool) (ok bool) {
	t := time.NewTimer(d)
	defer t.Stop()
	for {
		s.mu.Lock()
		ok, changed := cond(), s.changed
		s.mu.Unlock()
		if ok {
			return true
		}
		select {
		case <-changed:
		case <-t.C:
			return false
		case <-ctx.Done():
			return false
		}
	}
}

// name is the user name of a person, or of a group, in the present login; the
// caller holds mu.
func (s *Server) name(prefix, key string) string {
	sum := sha256.Sum256([]byte(strconv.Itoa(s.generation) + "\x00" + prefix + key))
	n := prefix + hex.EncodeToString(sum[:16])
	s.secret(n)
	return n
}

func (s *Server) self() string { return s.name("@", "self") }

// secret notes what must not be logged; the caller holds mu.
func (s *Server) secret(v string) {
	if !s.known[v] {
		s.known[v] = true
		s.secrets = append(s.secrets, v)
	}
}

// Secrets returns all keys, tickets, cookies and user names given out so far,
// and the texts of messages: what no log may hold.
func (s *Server) Secrets() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.secrets...)
}

// nextID returns the ID of a new message; the caller holds mu.
func (s *Server) nextID() string {
	s.lastID++
	return strconv.FormatInt(s.lastID, 10)
}

// EchoSends makes the texts that the client sends come back to it as messages.
func (s *Server) EchoSends(on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.echo = on
}

// Sent returns what the client sent, in order.
func (s *Server) Sent() []Sent {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Sent(nil), s.sent...)
}

// WaitSent waits until the client has sent n texts.
func (s *Server) WaitSent(ctx context.Context, n int) ([]Sent, error) {
	for {
		if s.wait(ctx, time.Minute, func() bool { return len(s.sent) >= n }) {
			return s.Sent(), nil
		}
		if err := ctx.Err(); err != nil {
			return s.Sent(), fmt.Errorf("%d texts sent, not %d: %w", len(s.Sent()), n, err)
		}
	}
}

// WaitOnline waits until the client, logged in, polls for messages; what is
// said before that in a first session is not delivered.
func (s *Server) WaitOnline(ctx context.Context) error {
	for !s.wait(ctx, time.Minute, func() bool { return s.session.polled && s.session.dead == 0 }) {
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	return nil
}

// Revoked returns the IDs of what the client took back, in order.
func (s *Server) Revoked() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.revoked...)
}

// ExpireSession ends the session: every request gets ret, such as 1101.
func (s *Server) ExpireSession(ret int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.session.dead = ret
	s.change()
}

// Before returns the IDs of the messages that are not delivered to a client
// whose SyncKey has the value val under the key 1.
func (s *Server) Before(val int) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var ids []string
	for _, d := range s.inbox[:min(max(val-1000, 0), len(s.inbox))] {
		if id, ok := d.element["MsgId"].(string); ok {
			ids = append(ids, id)
		}
	}
	return ids
}

// A code is a QR code, or a question on the phone.
type code struct {
	uuid      string
	made      time.Time
	scanned   bool
	told      bool // the client knows that
	confirmed bool
	expired   bool
	push      bool
}

// A Request is what the client asked.
type Request struct {
	Time   time.Time
	Method string
	Host   string // the true one
	Path   string
	Query  url.Values
	Body   string
	Cookie string // header
}

// A Kind is a way in which a request can go wrong.
type Kind uint8

// A Fault is what happens to a request.
type Fault struct {
	Kind Kind
	Ret  int // of Ret
}

// A Friend is a contact of the account. A member of a room with the same nick
// is the same person.
type Friend struct {
	s            *Server
	nick, remark string
	verify       int
}

// A Room is a group that the account is in.
type Room struct {
	s       *Server
	key     string
	topic   string
	hidden  bool // not in the lists of contacts
	self    string
	members []*member
	pieces  []int // how many members the next answers name
}

type member struct{ nick, display string }

// The kinds of faults.
const (
	Refuse       Kind = iota + 1 // no connection; over HTTP the connection breaks before an answer
	Reset                        // the request is carried out, and the answer breaks in its middle
	LostReply                    // the request is carried out, and nothing is answered
	Silence                      // 30 seconds nothing, then the connection breaks
	Slow                         // the request is carried out, and answered two seconds later
	HTML                         // a page of HTML
	NoSyncKey                    // of webwxsync and webwxinit: no SyncKey
	LongSyncKey                  // of both: the list is longer than its count
	NoUser                       // of webwxinit: no User
	TooMany                      // of webwxbatchgetcontact: one contact more than asked for
	Undecodable                  // of webwxsync: the first message has a CreateTime of the wrong type
	Ret                          // the answer says Fault.Ret, and nothing is done
	Endless                      // of webwxgetcontact: there is always another page
	Huge                         // an answer of 17 MB
	UnknownState                 // of the poll for the login: a code that nobody knows
)
