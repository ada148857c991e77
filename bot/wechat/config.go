package wechat

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"qunwen/bot"
)

// Config sets up a [Client]. SessionFile is required.
type Config struct {
	// Rooms are the topics of the rooms to serve, by folder name. Messages
	// from other groups are dropped.
	Rooms map[string]string

	// SessionFile keeps the login over restarts. It holds keys to the account;
	// it is made with mode 0600 and replaced whole.
	SessionFile string

	// Endpoint is an http address on the loopback interface that all requests
	// go to, such as http://127.0.0.1:8080, with the true host in the header
	// Host; "" means the service itself.
	Endpoint string

	// Transport carries the requests; nil means a transport like
	// [http.DefaultTransport]. It cannot be set along with Endpoint.
	Transport http.RoundTripper

	// Synced is called after the handler took messages and before the session
	// file says so; what it does not keep for good, such as an archive on its
	// way to the disk, is asked for again after a crash. While it fails the
	// session file stays as it was. It is called by the goroutine of Run; nil
	// means messages are kept when OnMessage returned.
	Synced func(ctx context.Context) error

	Log *slog.Logger // nil means discard
}

// A Client is the transport of a WeChat account. Send, Revoke and Chat may be
// called from any goroutine, also within the handler; Run once at a time.
type Client struct {
	cfg   Config
	vault *vault
	next  http.RoundTripper // below the guard
	log   *slog.Logger

	running sync.Mutex // held by Run
	sending chan struct{}

	mu   sync.Mutex
	live *session // nil unless logged in

	unreadable, foreign, unplaced, panics atomic.Int64
}

var _ bot.Transport = (*Client)(nil)

// New returns a client that is not logged in. It fails if a room has no topic
// or shares it with another, if the endpoint is not on the loopback interface,
// and if there is no session file to write. All faults are reported at once.
func New(cfg Config) (*Client, error) {
	var errs []error
	if cfg.SessionFile == "" {
		errs = append(errs, errors.New("wechat: no session file"))
	}
	rooms, folders := make(map[string]string), make(map[string]string)
	for folder, topic := range cfg.Rooms {
		key := plainName(topic)
		switch {
		case folder == "" || strings.ContainsAny(folder, `/\`) || filepath.Base(folder) != folder:
			errs = append(errs, fmt.Errorf("wechat: room %q is no folder name", folder))
		case key == "":
			errs = append(errs, fmt.Errorf("wechat: room %q has no topic", folder))
		case folders[key] != "":
			errs = append(errs, fmt.Errorf("wechat: rooms %q and %q have the same topic", min(folder, folders[key]), max(folder, folders[key])))
		}
		rooms[folder], folders[key] = key, folder
	}
	cfg.Rooms = rooms
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	next := cfg.Transport
	switch {
	case cfg.Endpoint != "" && cfg.Transport != nil:
		errs = append(errs, errors.New("wechat: an endpoint and a transport exclude each other"))
	case cfg.Endpoint != "":
		e, err := newEndpoint(cfg.Endpoint)
		if err != nil {
			errs = append(errs, err)
		}
		next = e
	case next == nil:
		next = &http.Transport{Proxy: http.ProxyFromEnvironment, ForceAttemptHTTP2: true, MaxIdleConnsPerHost: 4,
			IdleConnTimeout: 90 * time.Second, TLSHandshakeTimeout: 10 * time.Second,
			DialContext: (&net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}).DialContext}
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return &Client{cfg: cfg, vault: newVault(cfg.SessionFile), next: next, log: cfg.Log, sending: make(chan struct{}, 1)}, nil
}

// A RefusedError says that the service does not let the account log in here.
// Trying again makes it worse; only the account's owner can help.
type RefusedError struct {
	ret    int
	reason string // in the service's words, one line; may be ""
}

func (e *RefusedError) Error() string {
	return fmt.Sprintf("wechat: login refused by the service (ret %d)", e.ret)
}
