package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// New returns the handler of the pages. It fails if there is no Days, or if
// Base is not a path.
func New(cfg Config) (http.Handler, error) {
	if cfg.Days == nil {
		return nil, errors.New("web: no days")
	}
	cfg.base = strings.TrimRight(cfg.base, "/")
	if u, err := url.Parse(cfg.base); err != nil || cfg.base != "" && (u.Path != cfg.base || !strings.HasPrefix(cfg.base, "/") || strings.HasPrefix(cfg.base, "//")) {
		return nil, fmt.Errorf("web: base %q is not a path", cfg.base)
	}
	if cfg.Private == nil {
		cfg.Private = func(string) bool { return false }
	}
	if cfg.Hidden == nil {
		cfg.Hidden = func(context.Context) (func(string) bool, error) { return nil, nil }
	}
	if cfg.Health == nil {
		cfg.Health = func() error { return nil }
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	p, err := newPages(cfg.base)
	if err != nil {
		return nil, fmt.Errorf("web: %w", err)
	}
	return &handler{cfg, p, newHostNames(cfg.Hosts)}, nil
}

// contentPolicy lets a page load its style sheet and nothing else.
const contentPolicy = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	setHeaders(w.Header())
	if !h.hosts.admits(r.Host) {
		h.fail(w, http.StatusMisdirectedRequest)
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		h.fail(w, http.StatusMethodNotAllowed)
		return
	}
	path, err := splitPath(r.URL)
	if err != nil {
		h.fail(w, http.StatusNotFound)
		return
	}
	h.route(w, r, path)
}

// setHeaders sets what every answer says unless its page says otherwise.
func setHeaders(head http.Header) {
	head.Set("Content-Security-Policy", contentPolicy)
	head.Set("X-Content-Type-Options", "nosniff")
	head.Set("Referrer-Policy", "no-referrer")
	head.Set("X-Robots-Tag", "noindex") // a search engine's copy would not know who is hidden later
	head.Set("Cache-Control", "no-cache")
}

// splitPath returns the decoded parts of the path of u, at least one. The path
// is taken apart before it is decoded: %2F is no slash.
func splitPath(u *url.URL) ([]string, error) {
	parts := strings.Split(strings.TrimPrefix(u.EscapedPath(), "/"), "/")
	for i := range parts {
		var err error
		if parts[i], err = url.PathUnescape(parts[i]); err != nil {
			return nil, err
		}
	}
	return parts, nil
}

// route answers with the page at a path. [http.ServeMux] would redirect paths
// with doubled slashes or dots, which are no pages here.
func (h *handler) route(w http.ResponseWriter, r *http.Request, path []string) {
	switch {
	case isPath(path, ""):
		h.rooms(w, r)
	case isPath(path, "r", anyPart):
		h.room(w, r, path[1])
	case isPath(path, "r", anyPart, anyPart):
		h.day(w, r, path[1], path[2])
	case isPath(path, "static", h.pages.styleName):
		h.styleSheet(w, r)
	case isPath(path, "healthz"):
		h.health(w, r)
	case isPath(path, "metrics") && h.cfg.Metrics != nil:
		sendFigures(w, r, h.cfg.Metrics)
	default:
		h.fail(w, http.StatusNotFound)
	}
}

// anyPart matches any part of a path.
const anyPart = "*"

// isPath reports whether a path has just these parts.
func isPath(path []string, parts ...string) bool {
	return slices.EqualFunc(path, parts, func(got, want string) bool { return want == anyPart || got == want })
}

// styleSheet answers with the style sheet, which may be kept for ever: its name
// changes with its content.
func (h *handler) styleSheet(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	w.Header().Del("X-Robots-Tag")
	send(w, r, "text/css; charset=utf-8", h.pages.style)
}

// sendFigures answers with the figures of the program.
func sendFigures(w http.ResponseWriter, r *http.Request, metrics func(io.Writer)) {
	w.Header().Set("Cache-Control", "no-store")
	var b bytes.Buffer
	metrics(&b)
	send(w, r, "text/plain; version=0.0.4; charset=utf-8", b.Bytes())
}

// health answers whoever watches the program.
func (h *handler) health(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	body := "ok\n"
	if err := h.cfg.Health(); err != nil {
		w.WriteHeader(http.StatusServiceUnavailable)
		body = err.Error() + "\n"
	}
	if r.Method == http.MethodGet {
		io.WriteString(w, body) // who hung up needs no answer
	}
}
