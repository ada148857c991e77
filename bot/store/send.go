package store

import (
	"context"
	"errors"
	"time"
)

// A Sending is a message of our own: one that was to be sent.
type Sending struct {
	Key    string    // what it is for; required
	Room   string    // folder name; "" of a talk between two
	Person string    // key of whom it is for; "" for the room
	Kind   string    // such as reply or reminder
	Text   string    // for recognising it when somebody quotes it; may be ""
	Time   time.Time // when it was intended

	// Not read by Intend.
	state  state
	sentID string    // of the transport; "" unless the state is stateSent, and if the transport does not tell
	sentAt time.Time // zero unless the state is stateSent
}

// A state says what became of a [Sending].
type state uint8

// The states of a sending. All but stateFailed may have arrived.
const (
	stateIntended state = iota // nothing was heard of it: it is under way, or the program ended
	stateSent
	stateFailed   // surely did not arrive, may be intended again
	stateDoubtful // failed in a way that does not tell
)

// Intend notes that something is about to be sent. It returns false if the key
// was intended before, unless that surely failed: then the caller must not
// send. It is an error to intend without a key.
func (s *Store) Intend(ctx context.Context, m Sending) (bool, error) {
	const op = "intend"
	if m.Key == "" {
		return false, s.wrap(ctx, op, errors.New("no key"))
	}
	n, err := s.exec(ctx, op, `INSERT INTO sending (key, room, person, kind, text, state, intended_at)
		VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (key) DO UPDATE SET room = excluded.room, person = excluded.person, kind = excluded.kind,
			text = excluded.text, state = excluded.state, intended_at = excluded.intended_at
		WHERE sending.state = ?`,
		m.Key, m.Room, m.Person, m.Kind, m.Text, stateIntended, millis(m.Time), stateFailed)
	return n == 1, err
}

// Sent notes that what was intended by the key has arrived, and by which ID
// the transport knows it, "" if it does not tell. It wins over whatever was
// noted before. The error wraps [ErrUnknown] if nothing was intended.
func (s *Store) Sent(ctx context.Context, key, sentID string, at time.Time) error {
	const op = "sent"
	n, err := s.exec(ctx, op, `UPDATE sending SET state = ?, sent_id = ?, sent_at = ? WHERE key = ?`,
		stateSent, sentID, millis(at), key)
	if err == nil && n == 0 {
		err = s.wrap(ctx, op, ErrUnknown)
	}
	return err
}

// Failed notes that sending failed; sure says that it surely did not arrive.
// What is known to have arrived stays so. The error wraps [ErrUnknown] if
// nothing was intended by the key.
func (s *Store) Failed(ctx context.Context, key string, sure bool) error {
	state := stateDoubtful
	if sure {
		state = stateFailed
	}
	const op = "failed"
	n, err := s.exec(ctx, op, `UPDATE sending SET state = iif(state = ?, state, ?) WHERE key = ?`, stateSent, state, key)
	if err == nil && n == 0 {
		err = s.wrap(ctx, op, ErrUnknown)
	}
	return err
}

const sendingColumns = `SELECT key, room, person, kind, text, intended_at, state, sent_id, sent_at FROM sending `

func scanSending(row scanner) (m Sending, err error) {
	var intended, sent int64
	err = row.Scan(&m.Key, &m.Room, &m.Person, &m.Kind, &m.Text, &intended, &m.state, &m.sentID, &sent)
	m.Time, m.sentAt = fromMillis(intended), fromMillis(sent)
	return m, err
}

// BySentID returns the sending that the transport knows by sentID in the room;
// ok is false if it is none of ours. If the transport gave an ID twice, it is
// the latest.
func (s *Store) BySentID(ctx context.Context, room, sentID string) (m Sending, ok bool, err error) {
	if sentID == "" {
		return Sending{}, false, nil
	}
	return first(ctx, s, "by sent ID", scanSending,
		sendingColumns+`WHERE room = ? AND sent_id = ? AND sent_id <> '' ORDER BY sent_at DESC, rowid DESC LIMIT 1`, room, sentID)
}

// Recent returns what was intended for the room since t and may have arrived,
// the latest first, at most limit. It is for recognising our own words where a
// transport tells no IDs.
func (s *Store) Recent(ctx context.Context, room string, t time.Time, limit int) ([]Sending, error) {
	return list(ctx, s, "recent", scanSending,
		sendingColumns+`WHERE room = ? AND state <> ? AND intended_at >= ? ORDER BY intended_at DESC, rowid DESC LIMIT ?`,
		room, stateFailed, millis(t), limit)
}

// InDoubt returns what was intended since t and neither arrived nor failed for
// sure, the oldest first. At start that is what a crash came between.
func (s *Store) InDoubt(ctx context.Context, t time.Time) ([]Sending, error) {
	return list(ctx, s, "in doubt", scanSending,
		sendingColumns+`WHERE state IN (?, ?) AND intended_at >= ? ORDER BY intended_at, rowid`, stateIntended, stateDoubtful, millis(t))
}

// CountSince returns how many sendings were intended at t or later that may
// have arrived, in all rooms.
func (s *Store) CountSince(ctx context.Context, t time.Time) (int, error) {
	n, _, err := first(ctx, s, "count", scanValue[int],
		`SELECT count(*) FROM sending WHERE intended_at >= ? AND state <> ?`, millis(t), stateFailed)
	return n, err
}

// CountTo returns how many sendings of a kind were intended for a person at t or
// later that may have arrived, in all rooms.
func (s *Store) CountTo(ctx context.Context, person, kind string, t time.Time) (int, error) {
	n, _, err := first(ctx, s, "count", scanValue[int],
		`SELECT count(*) FROM sending WHERE person = ? AND kind = ? AND intended_at >= ? AND state <> ?`, person, kind, millis(t), stateFailed)
	return n, err
}
