package store

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"errors"
	"strings"
	"time"
)

// What a [Store.Claim] may be turned down for.
var (
	ErrWrongCode = errors.New("wrong code")
	ErrTries     = errors.New("too many wrong codes")
)

const (
	codeLength  = 12 // characters of 5 bits
	saltLength  = 16 // bytes
	maxTries    = 5  // wrong codes of a person within tryWindow
	tryWindow   = time.Hour
	codeLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567" // of rand.Text
)

// NewClaim returns a new code, of letters and digits, by which one person may
// become an admin of the room until it expires. Only a salted hash of it is
// stored: it cannot be shown again.
func (s *Store) NewClaim(ctx context.Context, room string, expires time.Time) (code string, err error) {
	code = rand.Text()[:codeLength]
	salt := make([]byte, saltLength)
	rand.Read(salt) // never fails
	_, err = s.exec(ctx, "new claim", `INSERT INTO claim (room, salt, hash, expires) VALUES (?, ?, ?, ?)`,
		room, salt, hashCode(salt, code), millis(expires))
	if err != nil {
		return "", err
	}
	return code, nil
}

// Claim makes the person an admin of the room that the code is for, for this
// login only, and returns the room. The code is used up then. Case, blanks and
// hyphens do not matter.
//
// The error wraps [ErrWrongCode] if the code is wrong, used or expired, and
// [ErrTries] if the person gave five such codes within an hour: then even the
// right one is not looked at.
func (s *Store) Claim(ctx context.Context, code, login, person string, now time.Time) (room string, err error) {
	const op = "claim"
	code = plainCode(code)
	var denied error
	err = s.write(ctx, op, func(tx *sql.Tx) error {
		if err := forgetClaims(ctx, tx, now); err != nil {
			return err
		}
		var tries int
		if err := tx.QueryRowContext(ctx, `SELECT count(*) FROM wrong_claim WHERE person = ?`, person).Scan(&tries); err != nil {
			return err
		}
		if tries >= maxTries {
			denied = ErrTries
			return nil
		}
		id, found, err := findClaim(ctx, tx, code)
		if err != nil {
			return err
		}
		if id == 0 {
			denied = ErrWrongCode
			_, err := tx.ExecContext(ctx, `INSERT INTO wrong_claim (person, at) VALUES (?, ?)`, person, millis(now))
			return err
		}
		room = found
		if _, err := tx.ExecContext(ctx, `DELETE FROM claim WHERE id = ?`, id); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO admin (login, person, room, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
			login, person, room, millis(now))
		return err
	})
	if err != nil {
		return "", err
	}
	return room, s.wrap(ctx, op, denied)
}

// IsAdmin reports whether the person became an admin of the room during this
// login.
func (s *Store) IsAdmin(ctx context.Context, login, person, room string) (bool, error) {
	_, ok, err := first(ctx, s, "is admin", scanValue[string],
		`SELECT room FROM admin WHERE login = ? AND person = ? AND room = ?`, login, person, room)
	return ok, err
}

// EndLogin forgets the admins of a login that has ended.
func (s *Store) EndLogin(ctx context.Context, login string) error {
	_, err := s.exec(ctx, "end login", `DELETE FROM admin WHERE login = ?`, login)
	return err
}

// findClaim returns the claim that the code is for; 0 if there is none. It
// takes as long whether the code is nearly right or not at all.
func findClaim(ctx context.Context, tx *sql.Tx, code string) (id int64, room string, err error) {
	rows, err := tx.QueryContext(ctx, `SELECT id, room, salt, hash FROM claim ORDER BY id`)
	if err != nil {
		return 0, "", err
	}
	defer rows.Close()
	for rows.Next() {
		var i int64
		var r string
		var salt, hash []byte
		if err := rows.Scan(&i, &r, &salt, &hash); err != nil {
			return 0, "", err
		}
		if hmac.Equal(hash, hashCode(salt, code)) {
			id, room = i, r
		}
	}
	return id, room, rows.Err()
}

// forgetClaims drops expired codes and wrong tries of long ago.
func forgetClaims(ctx context.Context, tx *sql.Tx, now time.Time) error {
	if _, err := tx.ExecContext(ctx, `DELETE FROM claim WHERE expires <= ?`, millis(now)); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `DELETE FROM wrong_claim WHERE at <= ?`, millis(now.Add(-tryWindow)))
	return err
}

func hashCode(salt []byte, code string) []byte {
	mac := hmac.New(sha256.New, salt)
	mac.Write([]byte(code))
	return mac.Sum(nil)
}

// plainCode takes off what people add to a code.
func plainCode(code string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(codeLetters, r) {
			return r
		}
		return -1
	}, strings.ToUpper(code))
}
