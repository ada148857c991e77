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

// The kinds of question. The first three are of sets that name the messages
// that answer; the last two are of asked sets, which hold what members sent.
const (
	Answerable    Kind = "answerable"     // messages answer it
	Unanswerable  Kind = "unanswerable"   // nothing does: the right answer is that there is none
	Schedule      Kind = "schedule"       // about who shares when; messages or sessions answer it
	SelfContained Kind = "self_contained" // a question to an archive; its judged excerpts say where it is answered, as far as that is known
	Talk          Kind = "talk"           // no question to an archive: banter, thanks, or it needs the talk around it
)

// A Key says where a message stands. Several messages of one second share it.
type Key struct {
	Room string `json:"room"` // folder name
	Date string `json:"date"` // YYYY-MM-DD
	Time string `json:"time"` // HH:MM:SS
}

// A Question is one row of a gold file. The fields from Text to Without are
// what is asked; the others judge the answer.
type Question struct {
	ID    string
	Kind  Kind
	topic string // what the figures are broken down by; "all" if the file has none; "" in asked sets

	Text    string    // as it was sent; not blank
	AskedAt time.Time // nothing said later may be used; zero means everything may
	Room    string    // folder name of the room it was asked in; "" outside of asked sets
	Message string    // ID of the message that asks; "" outside of asked sets
	Without []string  // days that may not be used, as room/YYYY-MM-DD; empty outside of asked sets

	// Group is the ID of the question of a digest that this one is, or rewords:
	// questions of one group have the same answer. "" if it is of no digest.
	group string

	// Gold holds the messages that answer: at least one of Answerable and
	// Schedule questions. Of a SelfContained one they are the lines of the
	// excerpts judged to answer, so there may be none.
	Gold []Key

	judged []judgement // excerpts that were read, in file order; empty outside of asked sets
}

// What can be wrong with a gold file; parseError says where.
var (
	ErrSyntax    = errors.New("not a JSON object of the right form")
	ErrEncoding  = errors.New("not UTF-8")
	ErrID        = errors.New("no id")
	ErrRepeated  = errors.New("id stands before, too")
	ErrShape     = errors.New("message and judged belong to rows with self_contained, kind and gold to rows without")
	ErrMixed     = errors.New("rows with and without self_contained in one file")
	ErrKind      = errors.New("kind is none of answerable, unanswerable, schedule")
	ErrNoText    = errors.New("no question")
	ErrAskedAt   = errors.New("asked_at is not like 2018-05-12T10:00:00+08:00")
	ErrNoGold    = errors.New("no gold messages, but not unanswerable")
	ErrPlace     = errors.New("gold message is not like room/2018-05-12-chat at 10:00:00")
	ErrMessage   = errors.New("message ID is not like room/2018-05-12/100000")
	ErrDay       = errors.New("day in without is not like room/2018-05-12")
	ErrGrade     = errors.New("grade is not 0, 1 or 2")
	ErrNoSeen    = errors.New("judged excerpt without seen messages")
	ErrLines     = errors.New("line of a judged excerpt is not among the seen ones")
	ErrNoLines   = errors.New("grade 2 without a line that answers")
	ErrNoContent = errors.New("no questions")
)

// A parseError says where a gold file or a sheet stopped making sense.
type parseError struct {
	path string // as given to Parse or ReadSheet
	line int    // 1-based
	err  error  // wraps one of the errors of this package, or is the reader's
}

func (e *parseError) Error() string { return fmt.Sprintf("%s:%d: %v", e.path, e.line, e.err) }
func (e *parseError) Unwrap() error { return e.err }

// Parse reads the gold file called name from r, in file order; blank lines are
// passed over. A file is an asked set if its rows have self_contained; all rows
// are of one sort. Every error is a *parseError of the first fault. A file
// without a single question is a fault, too, of line 1.
func Parse(name string, r io.Reader) ([]Question, error) {
	var all []Question
	seen := make(map[string]bool)
	err := eachRow(name, r, func(_, row []byte) error {
		if len(row) == 0 {
			return nil
		}
		q, err := parseRow(row)
		switch {
		case err != nil:
			return err
		case len(all) > 0 && IsAskedSet(all) != IsAskedSet([]Question{q}):
			return ErrMixed
		case seen[q.ID]:
			return fmt.Errorf("%w: %s", ErrRepeated, q.ID)
		}
		seen[q.ID] = true
		all = append(all, q)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return nil, &parseError{name, 1, ErrNoContent}
	}
	return all, nil
}

// eachRow hands do every line of a gold file, with its line end, and the row in
// it: the line without outer space and byte order mark, empty if it is blank.
// Every error is a *parseError of that line.
func eachRow(name string, r io.Reader, do func(line, row []byte) error) error {
	in := bufio.NewReader(r)
	for n := 1; ; n++ {
		line, rerr := in.ReadBytes('\n')
		if rerr != nil && !errors.Is(rerr, io.EOF) {
			return &parseError{name, n, rerr}
		}
		row := line
		if n == 1 {
			row = bytes.TrimPrefix(row, []byte(byteOrderMark))
		}
		if err := do(line, bytes.TrimSpace(row)); err != nil {
			return &parseError{name, n, err}
		}
		if rerr != nil {
			return nil
		}
	}
}

// byteOrderMark opens a file that says it is UTF-8.
const byteOrderMark = "\ufeff"

// A goldRow is a row as it stands: the fields of both sorts.
type goldRow struct {
	ID       string `json:"id"`
	Question string `json:"question"`
	AskedAt  string `json:"asked_at,omitempty"`

	Kind  Kind   `json:"kind,omitempty"`
	Topic string `json:"topic,omitempty"`
	Gold  []struct {
		File string `json:"file"` // room/YYYY-MM-DD and more
		Time string `json:"time"` // HH:MM:SS
	} `json:"gold,omitempty"`
	Digest         string `json:"digest,omitempty"`          // file of the digest that has this question
	DigestQuestion string `json:"digest_question,omitempty"` // ID of the question that this one rewords

	Message       string     `json:"message,omitempty"`
	Without       []string   `json:"without,omitempty"`
	SelfContained *bool      `json:"self_contained,omitempty"` // nil outside of asked sets
	Judged        []judgeRow `json:"judged,omitempty"`
}

func parseRow(row []byte) (Question, error) {
	if !utf8.Valid(row) {
		return Question{}, ErrEncoding
	}
	var g goldRow
	if row[0] != '{' { // a null would pass as an object
		return Question{}, ErrSyntax
	}
	if err := json.Unmarshal(row, &g); err != nil {
		return Question{}, fmt.Errorf("%w: %v", ErrSyntax, err)
	}
	q := Question{ID: g.ID, Text: g.Question}
	if q.ID == "" {
		return Question{}, ErrID
	}
	if g.mixesSorts() {
		return Question{}, ErrShape
	}
	if strings.TrimSpace(q.Text) == "" {
		return Question{}, ErrNoText
	}
	if g.AskedAt != "" {
		at, err := time.Parse(time.RFC3339, g.AskedAt)
		if err != nil {
			return Question{}, fmt.Errorf("%w: %q", ErrAskedAt, g.AskedAt)
		}
		q.AskedAt = at
	}
	fill := g.fillKnown
	if g.SelfContained != nil {
		fill = g.fillAsked
	}
	if err := fill(&q); err != nil {
		return Question{}, err
	}
	return q, nil
}

// mixesSorts reports whether the row has fields of both sorts of gold file, or
// those of an asked set without self_contained.
func (g *goldRow) mixesSorts() bool {
	if g.SelfContained != nil {
		return g.Kind != "" || g.Gold != nil
	}
	return g.Message != "" || g.Judged != nil
}

// fillKnown sets the fields of a question whose gold messages are named.
func (g *goldRow) fillKnown(q *Question) error {
	q.Kind, q.topic, q.group = g.Kind, g.Topic, g.DigestQuestion
	if q.Kind == "" {
		q.Kind = Answerable
	}
	if q.topic == "" {
		q.topic = "all"
	}
	if q.group == "" && g.Digest != "" {
		q.group = g.ID
	}
	if q.Kind != Answerable && q.Kind != Unanswerable && q.Kind != Schedule {
		return fmt.Errorf("%w: %q", ErrKind, g.Kind)
	}
	if len(g.Gold) == 0 && q.Kind != Unanswerable {
		return ErrNoGold
	}
	for _, m := range g.Gold {
		k, ok := keyOf(m.File, m.Time)
		if !ok {
			return fmt.Errorf("%w: %q, %q", ErrPlace, m.File, m.Time)
		}
		q.Gold = append(q.Gold, k)
	}
	return nil
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

// Own reports whether the question is word for word one of the chat's, as the
// digests have them: Group is then its own ID.
func (q *Question) Own() bool { return q.group != "" && q.group == q.ID }
