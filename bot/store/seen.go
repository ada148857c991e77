package store

import (
	"context"
	"database/sql"
	"time"
)

// seenFor is how long a message is known to have been seen.
const seenFor = 48 * time.Hour

// Seen notes that the message was seen at now, and returns whether it was seen
// within the last 48 hours. Keys should hold the room: IDs of one transport
// may be those of another.
func (s *Store) Seen(ctx context.Context, key string, now time.Time) (already bool, err error) {
	err = s.write(ctx, "seen", func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM seen WHERE at < ?`, millis(now.Add(-seenFor))); err != nil {
			return err
		}
		r, err := tx.ExecContext(ctx, `INSERT INTO seen (key, at) VALUES (?, ?) ON CONFLICT DO NOTHING`, key, millis(now))
		if err != nil {
			return err
		}
		n, err := r.RowsAffected()
		already = n == 0
		return err
	})
	return already, err
}
