package store

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// An Answer is one that was given: for feedback on it and for questions that
// follow it up.
type Answer struct {
	ID       string // required
	Room     string // folder name; "" of a talk between two
	Person   string // key of who asked
	Question string
	Verdict  string    // as package index names it
	Cited    []string  // IDs of the messages that were quoted, in their order; may be nil
	Time     time.Time // when it was given
}

// AddAnswer notes an answer. One with the same ID is replaced; feedback on it
// stays.
func (s *Store) AddAnswer(ctx context.Context, a Answer) error {
	const op = "add answer"
	if a.ID == "" {
		return s.wrap(ctx, op, errors.New("no ID"))
	}
	return s.write(ctx, op, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO answer (id, room, person, question, verdict, at)
			VALUES (?, ?, ?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET room = excluded.room, person = excluded.person, question = excluded.question,
				verdict = excluded.verdict, at = excluded.at`,
			a.ID, a.Room, a.Person, a.Question, a.Verdict, millis(a.Time))
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM citation WHERE answer = ?`, a.ID); err != nil {
			return err
		}
		for i, id := range a.Cited {
			if _, err := tx.ExecContext(ctx, `INSERT INTO citation (answer, place, message) VALUES (?, ?, ?)`, a.ID, i, id); err != nil {
				return err
			}
		}
		return nil
	})
}

// Answer returns the answer of that ID; ok is false if there is none.
func (s *Store) Answer(ctx context.Context, id string) (a Answer, ok bool, err error) {
	return s.answer(ctx, "answer", `WHERE id = ?`, id)
}

// LastAnswer returns the latest answer to the person in the room; ok is false
// if there is none.
func (s *Store) LastAnswer(ctx context.Context, room, person string) (a Answer, ok bool, err error) {
	return s.answer(ctx, "last answer", `WHERE room = ? AND person = ? ORDER BY at DESC, rowid DESC LIMIT 1`, room, person)
}

func (s *Store) answer(ctx context.Context, op, where string, args ...any) (Answer, bool, error) {
	scan := func(row scanner) (a Answer, err error) {
		var at int64
		err = row.Scan(&a.ID, &a.Room, &a.Person, &a.Question, &a.Verdict, &at)
		a.Time = fromMillis(at)
		return a, err
	}
	a, ok, err := first(ctx, s, op, scan, `SELECT id, room, person, question, verdict, at FROM answer `+where, args...)
	if err != nil || !ok {
		return Answer{}, false, err
	}
	a.Cited, err = list(ctx, s, op, scanValue[string], `SELECT message FROM citation WHERE answer = ? ORDER BY place`, a.ID)
	return a, err == nil, err
}

// ForgetAnswer forgets an answer, the feedback on it, and that its question had
// none, unless others asked it, too. It is no error if there is no such answer.
func (s *Store) ForgetAnswer(ctx context.Context, id string) error {
	a, ok, err := s.Answer(ctx, id)
	if err != nil || !ok {
		return err
	}
	return s.write(ctx, "forget answer", func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM answer WHERE id = ?`, id); err != nil {
			return err
		}
		key := normal(a.Question)
		if _, err := tx.ExecContext(ctx, `DELETE FROM asker WHERE person = ?3
			AND question = (SELECT id FROM unanswered WHERE room = ?1 AND normal = ?2)`, a.Room, key, a.Person); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `DELETE FROM unanswered WHERE room = ? AND normal = ?
			AND NOT EXISTS (SELECT 1 FROM asker WHERE asker.question = unanswered.id)`, a.Room, key)
		return err
	})
}
