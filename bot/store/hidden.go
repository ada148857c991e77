package store

import (
	"context"
	"database/sql"
)

// Hide notes that the person asked to be hidden, with every name that is known
// of the person. Names are added to those of earlier calls; empty ones are left
// out. A person may be hidden before any name is known.
func (s *Store) Hide(ctx context.Context, person string, names []string) error {
	return s.write(ctx, "hide", func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `INSERT INTO hidden (person) VALUES (?) ON CONFLICT DO NOTHING`, person); err != nil {
			return err
		}
		for _, name := range names {
			if name == "" {
				continue
			}
			if _, err := tx.ExecContext(ctx, `INSERT INTO hidden_name (person, name) VALUES (?, ?) ON CONFLICT DO NOTHING`, person, name); err != nil {
				return err
			}
		}
		return nil
	})
}

// Unhide forgets the person and the names. A name that another hidden person
// bears, too, stays hidden. It is no error if the person was not hidden.
func (s *Store) Unhide(ctx context.Context, person string) error {
	_, err := s.exec(ctx, "unhide", `DELETE FROM hidden WHERE person = ?`, person)
	return err
}

// IsHidden reports whether the person asked to be hidden.
func (s *Store) IsHidden(ctx context.Context, person string) (bool, error) {
	_, ok, err := first(ctx, s, "is hidden", scanValue[string], `SELECT person FROM hidden WHERE person = ?`, person)
	return ok, err
}

// Hidden returns the names of all hidden people, each once, in order of their
// bytes; nil if there are none.
func (s *Store) Hidden(ctx context.Context) ([]string, error) {
	return list(ctx, s, "hidden", scanValue[string], `SELECT DISTINCT name FROM hidden_name ORDER BY name`)
}
