package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// A Mark is what somebody thinks of an answer.
type Mark string

// The marks.
const (
	Useful Mark = "useful"
	Wrong  Mark = "wrong"
)

// A Feedback is one person's mark on one answer.
type Feedback struct {
	AnswerID   string
	room       string // of the answer; not read by Give
	Question   string // of the answer; not read by Give
	Person     string // key of who gave it
	Name       string // and what the person was called; "" if that is not known
	Mark       Mark
	Correction string    // what would have been right; may be ""
	Time       time.Time // when it was given
}

// Give notes what a person thinks of an answer. Each person's last mark counts.
// The error wraps [ErrUnknown] if there is no such answer.
func (s *Store) Give(ctx context.Context, f Feedback) error {
	const op = "give feedback"
	if f.Mark != Useful && f.Mark != Wrong {
		return s.wrap(ctx, op, fmt.Errorf("no mark %q", f.Mark))
	}
	return s.write(ctx, op, func(tx *sql.Tx) error {
		var id string
		if err := tx.QueryRowContext(ctx, `SELECT id FROM answer WHERE id = ?`, f.AnswerID).Scan(&id); err != nil {
			if errors.Is(err, sql.ErrNoRows) {
				err = ErrUnknown
			}
			return err
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO feedback (answer, person, name, mark, correction, at) VALUES (?, ?, ?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET name = excluded.name, mark = excluded.mark, correction = excluded.correction, at = excluded.at`,
			f.AnswerID, f.Person, f.Name, f.Mark, f.Correction, millis(f.Time))
		return err
	})
}

// Feedback returns what was given on answers in the room at t or later, the
// latest first, at most limit.
func (s *Store) Feedback(ctx context.Context, room string, t time.Time, limit int) ([]Feedback, error) {
	scan := func(row scanner) (f Feedback, err error) {
		var at int64
		err = row.Scan(&f.AnswerID, &f.room, &f.Question, &f.Person, &f.Name, &f.Mark, &f.Correction, &at)
		f.Time = fromMillis(at)
		return f, err
	}
	return list(ctx, s, "feedback", scan, `SELECT a.id, a.room, a.question, f.person, f.name, f.mark, f.correction, f.at
		FROM feedback f JOIN answer a ON a.id = f.answer
		WHERE a.room = ? AND f.at >= ? ORDER BY f.at DESC, a.id, f.person LIMIT ?`, room, millis(t), limit)
}
