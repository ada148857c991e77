package store

import (
	"context"
	"time"
)

// A Held is a message that is answered later.
type Held struct {
	Room    string // folder name
	ID      string // of the transport
	Message string // ID in the archive; "" if it is not there
	Said    []byte // the message, as its holder writes it; UTF-8
	Time    time.Time
}

// Hold keeps a message until [Store.Release]; one that is held already stays as
// it is.
func (s *Store) Hold(ctx context.Context, h Held) error {
	_, err := s.exec(ctx, "hold", `INSERT INTO held (room, id, message, said, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		h.Room, h.ID, h.Message, string(h.Said), millis(h.Time))
	return err
}

// Held returns what is held, by time; nil if nothing is.
func (s *Store) Held(ctx context.Context) ([]Held, error) {
	scan := func(row scanner) (h Held, err error) {
		var said string
		var at int64
		err = row.Scan(&h.Room, &h.ID, &h.Message, &said, &at)
		h.Said, h.Time = []byte(said), fromMillis(at)
		return h, err
	}
	return list(ctx, s, "held", scan, `SELECT room, id, message, said, at FROM held ORDER BY at, id`)
}

// Release forgets a message that was held; it is no error if it was not.
func (s *Store) Release(ctx context.Context, room, id string) error {
	_, err := s.exec(ctx, "release", `DELETE FROM held WHERE room = ? AND id = ?`, room, id)
	return err
}
