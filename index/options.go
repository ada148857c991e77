package index

import (
	"errors"
	"fmt"
	"time"
)

const (
	defaultLimit = 3
	maxLimit     = 100
)

// Options narrows a [Index.Search]. The zero value searches everything.
type Options struct {
	Limit  int       // most hits to return, up to 100; 0 means 3
	Rooms  []string  // rooms to look in; empty means all
	Since  time.Time // messages sent earlier are not used; zero means no limit
	Before time.Time // messages sent later are not used; zero means no limit

	// Without lists days that are not used, as room/YYYY-MM-DD: what would be
	// answered if they had been silent?
	Without []string

	// Except lists messages that are neither quoted nor counted, by ID: the one
	// that asks, if it is in the index.
	Except []string

	// Hidden reports whether a message, by its speaker's published name and its
	// body, must not be shown. nil means that all may be.
	Hidden func(speaker, body string) bool
}

// Validate returns an error naming every field that is out of range.
func (o Options) Validate() error {
	var limit error
	if o.Limit < 0 || o.Limit > maxLimit {
		limit = fmt.Errorf("limit %d is not in 0..%d", o.Limit, maxLimit)
	}
	return errors.Join(limit)
}
