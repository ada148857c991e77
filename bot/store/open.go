package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"modernc.org/sqlite"
)

// A Store is an open file of what is not in the chat. It is safe for
// concurrent use.
type Store struct {
	path string
	db   *sql.DB
}

// busyTimeout is how long a call waits for another process to finish writing,
// in milliseconds. A context that ends sooner ends the wait.
const busyTimeout = 5000

// settings are those of each connection. With synchronous=FULL a commit is on
// the disk: what is lost there may be sent twice.
const settings = "_pragma=busy_timeout(%d)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)" +
	"&_pragma=foreign_keys(ON)&_pragma=secure_delete(ON)&_pragma=trusted_schema(OFF)" +
	"&_txlock=immediate&_dqs=0"

// Open opens the store at path and brings it up to date; if there is none, it
// makes one, and the folder. The file and those that SQLite puts beside it are
// readable and writable by their owner only, also if they were not before.
//
// The error wraps [ErrDamaged] if the file cannot be read as a database,
// [ErrForeign] if it is another program's, [ErrNewer] if this program is too
// old for it, and [ErrBusy] if another process does not let go of it.
func Open(ctx context.Context, path string) (*Store, error) {
	s := &Store{path: path}
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, s.wrap(ctx, "open", err)
	}
	if err := ownFiles(abs); err != nil {
		return nil, s.wrap(ctx, "open", err)
	}
	conn, err := sqlite.NewConnector(dsn(abs))
	if err != nil {
		return nil, s.wrap(ctx, "open", err)
	}
	s.db = sql.OpenDB(conn)
	s.db.SetMaxOpenConns(1) // one writer; readers are too quick to be worth a second connection
	// Two that open at once may be told so without any wait: SQLite does not
	// wait where it fears a deadlock, as when the journal's mode is changed.
	for begun := time.Now(); ; {
		err := s.wrap(ctx, "open", s.ready(ctx))
		switch {
		case err == nil:
			return s, nil
		case !errors.Is(err, ErrBusy), time.Since(begun) > busyTimeout*time.Millisecond:
			return nil, errors.Join(err, s.db.Close())
		}
		select {
		case <-ctx.Done():
			return nil, errors.Join(s.wrap(ctx, "open", ctx.Err()), s.db.Close())
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// Close waits for calls under way and closes the store. Calls made later fail.
func (s *Store) Close() error { return s.wrap(context.Background(), "close", s.db.Close()) }

// ready checks the file and brings it up to date.
func (s *Store) ready(ctx context.Context) error {
	if err := s.db.PingContext(ctx); err != nil {
		return err
	}
	var found string
	if err := s.db.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&found); err != nil {
		return err
	}
	if found != "ok" {
		return fmt.Errorf("%w (%s)", ErrDamaged, strings.TrimSpace(found))
	}
	known, err := migrations()
	if err != nil {
		return err
	}
	return s.migrate(ctx, known)
}

// dsn names the file to SQLite, whatever characters its path holds.
func dsn(abs string) string {
	p := filepath.ToSlash(abs)
	if !strings.HasPrefix(p, "/") { // a drive letter
		p = "/" + p
	}
	return "file:" + (&url.URL{Path: p}).EscapedPath() + "?" + fmt.Sprintf(settings, busyTimeout)
}

// ownFiles makes the file if there is none, and takes the rights of others off
// it and its companions. SQLite gives new companions the rights of the file.
func ownFiles(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	for _, companion := range []string{"", "-wal", "-shm"} {
		if err := os.Chmod(path+companion, 0o600); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// write runs f in a transaction that no other writer comes between.
func (s *Store) write(ctx context.Context, op string, f func(tx *sql.Tx) error) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return s.wrap(ctx, op, err)
	}
	if err := f(tx); err != nil {
		_ = tx.Rollback() // whose error says less than err
		return s.wrap(ctx, op, err)
	}
	return s.wrap(ctx, op, tx.Commit())
}

// exec runs one statement that is a transaction by itself, and returns how many
// rows it changed.
func (s *Store) exec(ctx context.Context, op, statement string, args ...any) (int64, error) {
	r, err := s.db.ExecContext(ctx, statement, args...)
	if err != nil {
		return 0, s.wrap(ctx, op, err)
	}
	n, err := r.RowsAffected()
	return n, s.wrap(ctx, op, err)
}

// A scanner is a row.
type scanner interface{ Scan(dest ...any) error }

// list reads all rows of a query.
func list[T any](ctx context.Context, s *Store, op string, scan func(scanner) (T, error), query string, args ...any) ([]T, error) {
	rows, err := s.db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, s.wrap(ctx, op, err)
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, s.wrap(ctx, op, err)
		}
		all = append(all, v)
	}
	return all, s.wrap(ctx, op, rows.Err())
}

// first reads the only row of a query; ok is false if there is none.
func first[T any](ctx context.Context, s *Store, op string, scan func(scanner) (T, error), query string, args ...any) (v T, ok bool, err error) {
	v, err = scan(s.db.QueryRowContext(ctx, query, args...))
	if errors.Is(err, sql.ErrNoRows) {
		return v, false, nil
	}
	return v, err == nil, s.wrap(ctx, op, err)
}

// scanValue reads a row of one column.
func scanValue[T any](row scanner) (T, error) {
	var v T
	err := row.Scan(&v)
	return v, err
}

func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func fromMillis(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}
