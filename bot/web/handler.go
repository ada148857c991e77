package web

import (
	"context"
	"io"
	"log/slog"
	"qunwen/corpus/days"
)

// Config sets up the pages. Only Days is required.
type Config struct {
	Days      *days.Reader           // of the site
	RoomNames map[string]string      // for people, by folder name; a room without one goes by its folder
	Private   func(room string) bool // rooms that have no pages; nil means none

	// Hidden returns a function that reports whether a name, html-decoded and
	// with single blanks, is one of somebody who asked to be hidden. It is
	// called once for each page; if it fails, so does the page. [people.Names] makes
	// the function from a list. nil, or a nil function, means that nobody is
	// hidden.
	Hidden func(ctx context.Context) (func(name string) bool, error)

	// Hosts are the names under which the pages may be asked for, without a port,
	// besides localhost and addresses such as 127.0.0.1; nil means every name.
	Hosts []string

	// Base is the path below which a proxy shows the pages, such as /qunwen,
	// for links between them. Requests come without it. "" means the root.
	base string

	Health  func() error    // for /healthz: why we are not well, in Chinese; nil means always well
	Metrics func(io.Writer) // for /metrics, in Prometheus's text format; nil means there is no such page

	Log *slog.Logger // nil means discard
}

// handler is what New returns.
type handler struct {
	cfg   Config
	pages *pages
	hosts hostNames
}
