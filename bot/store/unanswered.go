package store

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// An Ask is a question that had no answer.
type Ask struct {
	Room     string // folder name
	Question string // as it was asked
	Person   string // key of who asked
	Name     string // of the person, as the room sees it
	Time     time.Time
}

// An Unanswered is a question that nobody could answer yet.
type Unanswered struct {
	ID       int64
	room     string
	Question string // as it was asked last
	Times    int    // how often it was asked
	askers   int    // by how many people
	first    time.Time
	Last     time.Time
}

// A News is what an asker is to be told: that a question of theirs has an
// answer now.
type News struct {
	ID       int64 // of the question
	Question string
	Message  string // ID of the message that answers it
	Person   string
	Name     string // as the room saw the person last
}

// AddUnanswered notes that a question had no answer, and returns its ID.
// Wordings that differ in width, case, blanks and punctuation only are one
// question. One that was resolved is open again: its answer did not help.
func (s *Store) AddUnanswered(ctx context.Context, a Ask) (id int64, err error) {
	const op = "add unanswered"
	key := normal(a.Question)
	if key == "" {
		return 0, s.wrap(ctx, op, errors.New("no question"))
	}
	err = s.write(ctx, op, func(tx *sql.Tx) error {
		err := tx.QueryRowContext(ctx, `INSERT INTO unanswered (room, normal, question, asked, first_at, last_at)
			VALUES (?1, ?2, ?3, 1, ?4, ?4)
			ON CONFLICT (room, normal) DO UPDATE SET asked = asked + 1, message = '',
				question = excluded.question, last_at = max(last_at, excluded.last_at)
			RETURNING id`, a.Room, key, a.Question, millis(a.Time)).Scan(&id)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO asker (question, person, name, at) VALUES (?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET name = excluded.name, at = max(at, excluded.at), told = 0`,
			id, a.Person, a.Name, millis(a.Time))
		return err
	})
	return id, err
}

// Unanswered returns the open questions of the room, at most limit: those asked
// most often first, of these the latest.
func (s *Store) Unanswered(ctx context.Context, room string, limit int) ([]Unanswered, error) {
	return list(ctx, s, "unanswered", scanUnanswered, openQuestions+`ORDER BY asked DESC, last_at DESC, id LIMIT ?`, room, limit)
}

// UnansweredSince returns the open questions of the room that were asked at t
// or later, at most limit: those asked last first.
func (s *Store) UnansweredSince(ctx context.Context, room string, t time.Time, limit int) ([]Unanswered, error) {
	return list(ctx, s, "unanswered since", scanUnanswered, openQuestions+`AND last_at >= ? ORDER BY last_at DESC, id DESC LIMIT ?`, room, millis(t), limit)
}

const openQuestions = `SELECT id, room, question, asked,
		(SELECT count(*) FROM asker WHERE asker.question = unanswered.id), first_at, last_at
	FROM unanswered WHERE room = ? AND message = '' `

func scanUnanswered(row scanner) (u Unanswered, err error) {
	var first, last int64
	err = row.Scan(&u.ID, &u.room, &u.Question, &u.Times, &u.askers, &first, &last)
	u.first, u.Last = fromMillis(first), fromMillis(last)
	return u, err
}

// Resolve notes which message answers the question. The error wraps
// [ErrUnknown] if there is no such question.
func (s *Store) Resolve(ctx context.Context, id int64, messageID string) error {
	const op = "resolve"
	if messageID == "" {
		return s.wrap(ctx, op, errors.New("no message"))
	}
	n, err := s.exec(ctx, op, `UPDATE unanswered SET message = ? WHERE id = ?`, messageID, id)
	if err == nil && n == 0 {
		err = s.wrap(ctx, op, ErrUnknown)
	}
	return err
}

// Untold returns who has not been told yet that a question of theirs in the
// room was resolved, in the order in which they asked.
func (s *Store) Untold(ctx context.Context, room string) ([]News, error) {
	scan := func(row scanner) (n News, err error) {
		err = row.Scan(&n.ID, &n.Question, &n.Message, &n.Person, &n.Name)
		return n, err
	}
	return list(ctx, s, "untold", scan, `SELECT u.id, u.question, u.message, a.person, a.name
		FROM unanswered u JOIN asker a ON a.question = u.id
		WHERE u.room = ? AND u.message <> '' AND a.told = 0 ORDER BY a.at, u.id, a.person`, room)
}

// Told notes that the person is being told that the question was resolved. It
// returns true once: who gets false must not tell.
func (s *Store) Told(ctx context.Context, id int64, person string) (bool, error) {
	n, err := s.exec(ctx, "told", `UPDATE asker SET told = 1 WHERE question = ? AND person = ? AND told = 0
		AND EXISTS (SELECT 1 FROM unanswered WHERE id = asker.question AND message <> '')`, id, person)
	return n == 1, err
}
