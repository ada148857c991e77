package judge

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"
)

// A Kind says what a right answer to a question is.
type Kind string

// The kinds of question.
const (
	Answerable   Kind = "answerable"   // messages answer it
	Unanswerable Kind = "unanswerable" // nothing does: the right answer is that there is none
	Schedule     Kind = "schedule"     // about who shares when; messages or sessions answer it
)

// A Key says where a message stands. Several messages of one second share it.
type Key struct {
	Room string `json:"room"` // folder name
	Date string `json:"date"` // YYYY-MM-DD
	Time string `json:"time"` // HH:MM:SS
}

// A Question is one line of a gold file.
type Question struct {
	ID      string
	Kind    Kind
	Topic   string // what the figures are broken down by; "all" if the file has none
	Text    string
	AskedAt time.Time // nothing said later may be used; zero means everything may
	Gold    []Key     // the messages that answer; at least one unless Unanswerable
}

// What can be wrong with a gold file; [ParseError] says where.
var (
	ErrSyntax    = errors.New("not a JSON object of the right form")
	ErrEncoding  = errors.New("not UTF-8")
	ErrID        = errors.New("no id")
	ErrRepeated  = errors.New("id stands before, too")
	ErrKind      = errors.New("kind is none of answerable, unanswerable, schedule")
	ErrNoText    = errors.New("no question")
	ErrAskedAt   = errors.New("asked_at is not like 2018-05-12T10:00:00+08:00")
	ErrNoGold    = errors.New("no gold messages, but not unanswerable")
	ErrPlace     = errors.New("gold message is not like room/2018-05-12-chat at 10:00:00")
	ErrNoContent = errors.New("no questions")
)

// A ParseError says where a gold file stopped making sense.
type ParseError struct {
	Path string // as given to Parse
	Line int    // 1-based
	Err  error  // wraps one of the errors above, or is the reader's
}

func (e *ParseError) Error() string { return fmt.Sprintf("%s:%d: %v", e.Path, e.Line, e.Err) }
func (e *ParseError) Unwrap() error { return e.Err }

// Parse reads the gold file called name from r, in file order; blank lines are
// passed over. Every error is a [*ParseError] of the first fault. A file
// without a single question is a fault, too, of line 1.
func Parse(name string, r io.Reader) ([]Question, error) {
	var all []Question
	seen := make(map[string]bool)
	in := bufio.NewReader(r)
	for line := 1; ; line++ {
		data, rerr := in.ReadBytes('\n')
		if rerr != nil && !errors.Is(rerr, io.EOF) {
			return nil, &ParseError{name, line, rerr}
		}
		if line == 1 {
			data = bytes.TrimPrefix(data, []byte("\ufeff"))
		}
		if data = bytes.TrimSpace(data); len(data) > 0 {
			q, err := parseLine(data)
			if err == nil && seen[q.ID] {
				err = fmt.Errorf("%w: %s", ErrRepeated, q.ID)
			}
			if err != nil {
				return nil, &ParseError{name, line, err}
			}
			seen[q.ID] = true
			all = append(all, q)
		}
		if rerr != nil {
			break
		}
	}
	if len(all) == 0 {
		return nil, &ParseError{name, 1, ErrNoContent}
	}
	return all, nil
}

// A goldLine is a line as it stands.
type goldLine struct {
	ID       string `json:"id"`
	Kind     Kind   `json:"kind"`
	Topic    string `json:"topic"`
	Question string `json:"question"`
	AskedAt  string `json:"asked_at"`
	Gold     []struct {
		File string `json:"file"` // room/YYYY-MM-DD and more
		Time string `json:"time"` // HH:MM:SS
	} `json:"gold"`
}

func parseLine(data []byte) (Question, error) {
	if !utf8.Valid(data) {
		return Question{}, ErrEncoding
	}
	var l goldLine
	if data[0] != '{' { // a null would pass as an object
		return Question{}, ErrSyntax
	}
	if err := json.Unmarshal(data, &l); err != nil {
		return Question{}, fmt.Errorf("%w: %v", ErrSyntax, err)
	}
	q := Question{ID: l.ID, Kind: l.Kind, Topic: l.Topic, Text: l.Question}
	if q.Kind == "" {
		q.Kind = Answerable
	}
	if q.Topic == "" {
		q.Topic = "all"
	}
	switch {
	case q.ID == "":
		return Question{}, ErrID
	case q.Kind != Answerable && q.Kind != Unanswerable && q.Kind != Schedule:
		return Question{}, fmt.Errorf("%w: %q", ErrKind, l.Kind)
	case strings.TrimSpace(q.Text) == "":
		return Question{}, ErrNoText
	case len(l.Gold) == 0 && q.Kind != Unanswerable:
		return Question{}, ErrNoGold
	}
	if l.AskedAt != "" {
		at, err := time.Parse(time.RFC3339, l.AskedAt)
		if err != nil {
			return Question{}, fmt.Errorf("%w: %q", ErrAskedAt, l.AskedAt)
		}
		q.AskedAt = at
	}
	for _, g := range l.Gold {
		k, ok := keyOf(g.File, g.Time)
		if !ok {
			return Question{}, fmt.Errorf("%w: %q, %q", ErrPlace, g.File, g.Time)
		}
		q.Gold = append(q.Gold, k)
	}
	return q, nil
}

// keyOf reads "room/YYYY-MM-DD…" and "HH:MM:SS".
func keyOf(file, clock string) (Key, bool) {
	room, stem, ok := strings.Cut(file, "/")
	if !ok || room == "" || len(stem) < len(time.DateOnly) {
		return Key{}, false
	}
	date := stem[:len(time.DateOnly)]
	if _, err := time.Parse(time.DateOnly, date); err != nil {
		return Key{}, false
	}
	if _, err := time.Parse(time.TimeOnly, clock); err != nil || len(clock) != len(time.TimeOnly) {
		return Key{}, false
	}
	return Key{room, date, clock}, true
}
