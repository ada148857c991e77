package store

import (
	"context"
	"database/sql"
	"time"
)

// Prune forgets what is older than before: sendings with their texts, answers
// that nobody gave feedback on, questions that were last asked then, mutes that
// ended. A key that was pruned may be intended again, so before should be well
// before what a transport may deliver once more.
func (s *Store) Prune(ctx context.Context, before time.Time) error {
	return s.write(ctx, "prune", func(tx *sql.Tx) error {
		for _, statement := range []string{
			`DELETE FROM sending WHERE intended_at < ?`,
			`DELETE FROM answer WHERE at < ? AND NOT EXISTS (SELECT 1 FROM feedback WHERE feedback.answer = answer.id)`,
			`DELETE FROM unanswered WHERE last_at < ?`,
			`DELETE FROM mute WHERE until < ?`,
		} {
			if _, err := tx.ExecContext(ctx, statement, millis(before)); err != nil {
				return err
			}
		}
		return nil
	})
}
