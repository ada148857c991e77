package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// shutdownTime is how long requests under way may take when the server ends.
const shutdownTime = 10 * time.Second

// Listen opens the TCP address, such as 127.0.0.1:8080, so that one that is
// taken is known before anything is served. The error names it.
func Listen(ctx context.Context, addr string) (net.Listener, error) {
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("web: %w", err)
	}
	return l, nil
}

// Serve answers requests on l until ctx ends, then lets those under way finish
// for up to ten seconds, closes l and returns nil. It returns an error if l
// fails, or if requests had to be cut off. log may be nil.
func Serve(ctx context.Context, l net.Listener, h http.Handler, log *slog.Logger) error {
	return newServer(h, log).serve(ctx, l, shutdownTime)
}

// A server is an [http.Server] with limits on what a client can hold up.
type server struct{ http.Server }

func newServer(h http.Handler, log *slog.Logger) *server {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	return &server{http.Server{
		Handler:           h,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		WriteTimeout:      30 * time.Second,
		IdleTimeout:       60 * time.Second,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}}
}

func (s *server) serve(ctx context.Context, l net.Listener, grace time.Duration) error {
	failed := make(chan error, 1)
	go func() { failed <- s.Serve(l) }()
	select {
	case err := <-failed:
		return fmt.Errorf("web: %w", err)
	case <-ctx.Done():
	}
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	if err := s.Shutdown(end); err != nil {
		return fmt.Errorf("web: requests were cut off: %w", errors.Join(err, s.Close()))
	}
	return nil
}
