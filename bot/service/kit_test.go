package service

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"qunwen/bot"
	"qunwen/bot/bottest"
	"qunwen/bot/schedule"
	"qunwen/index"
)

// A recorder is a transport that only takes down what it is to send.
type recorder struct {
	mu      sync.Mutex
	texts   []string // "chat: text", in order; a reply's messages one by one
	at      []time.Time
	sent    []bot.Sent
	revoked []string // IDs
	fail    func(chatID string) error
	delay   time.Duration // of each sending
	now     func() time.Time
}

func (r *recorder) Run(ctx context.Context, _ bot.Handler) error { <-ctx.Done(); return nil }

func (r *recorder) Send(ctx context.Context, chatID, text string) (bot.Sent, error) {
	if err := pause(ctx, r.delay); err != nil {
		return bot.Sent{}, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.fail != nil {
		if err := r.fail(chatID); err != nil {
			return bot.Sent{}, err
		}
	}
	s := bot.Sent{ID: fmt.Sprintf("s%d", len(r.sent)+1), ChatID: chatID, Time: r.now()}
	r.sent = append(r.sent, s)
	r.texts = append(r.texts, strings.TrimPrefix(chatID, "id of ")+": "+text)
	r.at = append(r.at, time.Now())
	return s, nil
}

func (r *recorder) Revoke(_ context.Context, s bot.Sent) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.revoked = append(r.revoked, s.ID)
	return nil
}

func (r *recorder) Chat(_ context.Context, room string) (bot.Chat, error) {
	return bot.Chat{ID: "id of " + room, Room: room}, nil
}

// take returns what was sent since the last call.
func (r *recorder) take() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	texts := r.texts
	r.texts = nil
	return texts
}

// A stage is a service with one bot in a synctest bubble.
type stage struct {
	*testing.T
	zero    time.Time // when the bubble began
	base    time.Time // what the story takes that for
	cfg     bot.Config
	wire    *recorder
	archive *memory
	service *Service
	stop    func()
	n       int // messages so far
}

// A script says what is different on a stage.
type script struct {
	start   string // YYYY-MM-DD HH:MM; "" means 2023-05-08 10:00, a Monday
	cfg     func(*bot.Config)
	policy  schedule.Policy
	service func(*Config)
	dry     bool // send nothing
	bare    bool // without a store
}

func mustNew(t *testing.T, cfg bot.Config) *bot.Bot {
	t.Helper()
	b, err := bot.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// help is what the bot says to 帮助.
func help(t *testing.T) string {
	t.Helper()
	b := mustNew(t, bot.Config{Searcher: &bottest.Searcher{}, Rooms: stageRooms(), Names: []string{"群问"}})
	out, err := b.Handle(t.Context(), bot.Incoming{Text: "@群问 帮助", Chat: bot.Chat{Room: "paydesk"}})
	if err != nil || len(out) != 1 {
		t.Fatalf("%d replies, err %v", len(out), err)
	}
	return out[0].Text
}

func stageRooms() map[string]bot.Room {
	return map[string]bot.Room{
		"paydesk":  {Name: "支付产品群", Admins: []string{"admin-老熊"}, Announcers: []string{"老许"}, Archive: true},
		"clearing": {Name: "清算群", Admins: []string{"admin-老熊"}, Archive: true},
	}
}

// newStage sets a stage; the service runs until the test ends or stop.
func newStage(t *testing.T, s script) *stage {
	t.Helper()
	if s.start == "" {
		s.start = "2023-05-08 10:00"
	}
	base, err := time.Parse("2006-01-02 15:04", s.start)
	if err != nil {
		t.Fatal(err)
	}
	st := &stage{T: t, zero: time.Now(), base: base, wire: &recorder{}}
	st.wire.now = st.now
	st.cfg = bot.Config{Searcher: &bottest.Searcher{Result: index.Result{Words: 1, Verdict: index.None}}, Rooms: stageRooms(), Names: []string{"群问"}, Now: st.now, Log: slog.New(slog.DiscardHandler)}
	if !s.bare {
		st.cfg.Store = bottest.Store(t, filepath.Join(t.TempDir(), "bot.db"))
	}
	if s.cfg != nil {
		s.cfg(&st.cfg)
	}
	if st.cfg.Archive == nil {
		st.archive = newMemory(st.cfg.Rooms, st.cfg.Names)
		st.cfg.Archive, st.cfg.Schedule = st.archive, st.archive
	}
	st.run(s)
	t.Cleanup(func() { st.stop() })
	return st
}

// run starts a service, as a restart does if there was one.
func (s *stage) run(sc script) {
	s.Helper()
	cfg := Config{Policy: sc.policy, Send: !sc.dry}
	if sc.service != nil {
		sc.service(&cfg)
	}
	s.serve(cfg)
}

// serve runs a service.
func (s *stage) serve(cfg Config) {
	s.Helper()
	cfg.Bot, cfg.Transport = mustNew(s.T, s.cfg), s.wire
	var err error
	if s.service, err = New(cfg); err != nil {
		s.Fatal(err)
	}
	ctx, cancel := context.WithCancel(s.Context())
	ended := make(chan struct{})
	go func() {
		s.service.Run(ctx)
		close(ended)
	}()
	s.stop = func() {
		cancel()
		<-ended
	}
	synctest.Wait()
}

func (s *stage) now() time.Time { return s.base.Add(time.Since(s.zero)) }

// message is one in paydesk by a member, a second after the last.
func (s *stage) message(who, text string) bot.Incoming {
	time.Sleep(time.Second)
	s.n++
	in := bot.Incoming{
		ID: fmt.Sprintf("m%d", s.n), Login: "first", Time: s.now(), Text: text,
		Chat:   bot.Chat{ID: "id of paydesk", Room: "paydesk", Names: []string{"群问"}, Members: []string{"许衡", "林念", "冯恩", "老熊"}},
		Sender: bot.Sender{ID: "id of " + who, Display: who, Nick: who},
	}
	switch who {
	case "老熊":
		in.Sender.Remark = "admin-老熊"
	case "我":
		in.Sender = bot.Sender{ID: "self", Nick: "群问", Self: true}
	}
	return in
}

// hears has the service take a message in, and returns what was sent at once.
func (s *stage) hears(in bot.Incoming) []string {
	s.service.OnMessage(s.Context(), in)
	synctest.Wait()
	return s.wire.take()
}

// says is a message of a member in paydesk.
func (s *stage) says(who, text string) []string { return s.hears(s.message(who, text)) }

// later lets time pass and returns what was sent meanwhile.
func (s *stage) later(d time.Duration) []string {
	time.Sleep(d)
	synctest.Wait()
	return s.wire.take()
}

// want compares what was sent: each line of it has to begin with, or hold
// behind …, what is wanted.
func (s *stage) want(what string, got []string, want ...string) {
	s.Helper()
	ok := len(got) == len(want)
	for i := 0; ok && i < len(want); i++ {
		head, tail, found := strings.Cut(want[i], "…")
		ok = strings.HasPrefix(got[i], head) && (!found || strings.Contains(got[i][len(head):], tail))
	}
	if !ok {
		s.Errorf("%s: sent %q, want %q", what, got, want)
	}
}

var errBroken = errors.New("broken")

// logTo returns a log and what was written to it.
func logTo(t *testing.T) (*slog.Logger, func() string) {
	t.Helper()
	w := &safeWriter{}
	return slog.New(slog.NewTextHandler(w, nil)), w.String
}

type safeWriter struct {
	mu sync.Mutex
	b  strings.Builder
}

func (w *safeWriter) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.b.Write(p)
}

func (w *safeWriter) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.b.String()
}
