package store

import (
	"context"
	"database/sql"
)

// Hide notes that the person asked to be hidden, with every name that is surely
// theirs. Names are added to those of earlier calls; empty ones are left out. A
// person may be hidden before any name is known.
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
			if _, err := tx.ExecContext(ctx, `DELETE FROM hiding WHERE person = ? AND name = ?`, person, name); err != nil {
				return err
			}
		}
		return nil
	})
}

// A Hiding is a name under which a person asked to be hidden. It hides nothing
// until [Store.Hide] notes that it is theirs.
type Hiding struct {
	Person string
	Name   string
}

// AskToHide notes under which names the person asked to be hidden besides those
// that are surely theirs. Names by which the person is hidden are left out.
func (s *Store) AskToHide(ctx context.Context, person string, names []string) error {
	return s.write(ctx, "ask to hide", func(tx *sql.Tx) error {
		for _, name := range names {
			_, err := tx.ExecContext(ctx, `INSERT INTO hiding (person, name) SELECT ?1, ?2
				WHERE NOT EXISTS (SELECT 1 FROM hidden_name WHERE person = ?1 AND name = ?2) ON CONFLICT DO NOTHING`, person, name)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// AskedToHide returns the names that wait for somebody who knows whose they are,
// in order of their bytes; nil if there are none.
func (s *Store) AskedToHide(ctx context.Context) ([]Hiding, error) {
	scan := func(row scanner) (h Hiding, err error) {
		err = row.Scan(&h.Person, &h.Name)
		return h, err
	}
	return list(ctx, s, "asked to hide", scan, `SELECT person, name FROM hiding ORDER BY name, person`)
}

// Unhide forgets the person and the names. A name that another hidden person
// bears, too, stays hidden. It is no error if the person was not hidden.
func (s *Store) Unhide(ctx context.Context, person string) error {
	return s.write(ctx, "unhide", func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM hidden WHERE person = ?`, person); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `DELETE FROM hiding WHERE person = ?`, person)
		return err
	})
}

// UnhideNames shows again what was said under the names, whoever asked to have it
// hidden, and drops what was asked for under them.
func (s *Store) UnhideNames(ctx context.Context, names []string) error {
	return s.write(ctx, "unhide names", func(tx *sql.Tx) error {
		for _, name := range names {
			for _, table := range []string{"hidden_name", "hiding"} {
				if _, err := tx.ExecContext(ctx, `DELETE FROM `+table+` WHERE name = ?`, name); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// Decline drops what was asked for under the name. It hides and shows nothing.
func (s *Store) Decline(ctx context.Context, name string) error {
	_, err := s.exec(ctx, "decline", `DELETE FROM hiding WHERE name = ?`, name)
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
