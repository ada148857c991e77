package store

import "context"

// Known reports whether a sending of that key was intended, and has not surely
// failed: it may have arrived.
func (s *Store) Known(ctx context.Context, key string) (bool, error) {
	_, ok, err := first(ctx, s, "known", scanSending, sendingColumns+`WHERE key = ? AND state <> ?`, key, stateFailed)
	return ok, err
}
