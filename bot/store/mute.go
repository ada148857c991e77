package store

import (
	"context"
	"time"
)

// Mute notes until when the bot is to be silent in the room. The zero time, or
// one that has passed, ends the silence.
func (s *Store) Mute(ctx context.Context, room string, until time.Time) error {
	_, err := s.exec(ctx, "mute", `INSERT INTO mute (room, until) VALUES (?, ?)
		ON CONFLICT DO UPDATE SET until = excluded.until`, room, millis(until))
	return err
}

// MutedUntil returns until when the bot is to be silent in the room, which may
// have passed; the zero time if it never was muted.
func (s *Store) MutedUntil(ctx context.Context, room string) (time.Time, error) {
	ms, _, err := first(ctx, s, "muted until", scanValue[int64],
		`SELECT until FROM mute WHERE room = ?`, room)
	return fromMillis(ms), err
}
