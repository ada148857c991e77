package store

import (
	"context"
	"errors"
	"fmt"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// What may be wrong with the file of a [Store].
var (
	ErrDamaged = errors.New("the store is damaged: move it away to start with an empty one")
	ErrNewer   = errors.New("the store was written by a newer version of this program")
	ErrForeign = errors.New("the file is a database of another program")
	ErrBusy    = errors.New("the store is locked by another process")
	ErrFull    = errors.New("no space for the store")
)

// ErrUnknown reports a key or an ID that the store does not hold.
var ErrUnknown = errors.New("unknown")

// wrap says what was tried on which file, and puts the sentinel of this
// package into the chain that fits SQLite's code.
func (s *Store) wrap(ctx context.Context, op string, err error) error {
	if err == nil {
		return nil
	}
	var is error
	if se, ok := errors.AsType[*sqlite.Error](err); ok {
		switch se.Code() & 0xff { // the rest says more of the same
		case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
			is = ErrDamaged
		case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
			is = ErrBusy
		case sqlite3.SQLITE_FULL:
			is = ErrFull
		}
	}
	if cause := context.Cause(ctx); cause != nil && !errors.Is(err, cause) {
		err = fmt.Errorf("%w: %w", cause, err)
	}
	if is != nil {
		return fmt.Errorf("store %s: %s: %w (%w)", s.path, op, is, err)
	}
	return fmt.Errorf("store %s: %s: %w", s.path, op, err)
}
