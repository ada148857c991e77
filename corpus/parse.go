package corpus

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// MaxPost bounds what Parse reads; the largest real post has 300 kB.
const MaxPost = 256 << 20

// maxAhead bounds for how many messages room is made before they are read.
const maxAhead = 1 << 16

// Parse reads the post called name from r, taking its times to be in loc.
//
// The room and the date come from name, a path below the corpus root, because
// the front matter's own date is always noon. Every error is a [*ParseError];
// it wraps [ErrName], [ErrNoFrontMatter], [ErrUnclosedFrontMatter],
// [ErrTooLarge] or the error of r. Faults that cost no message are no errors:
// they are in the transcript's Problems. A message with no body, a header with
// no speaker, times that go backwards and a post with no messages are neither.
func Parse(name string, r io.Reader, loc *time.Location) (*Transcript, error) {
	fail := func(line int, err error) (*Transcript, error) {
		return nil, &ParseError{Path: name, Line: line, Err: err}
	}
	room, date, err := SplitName(name)
	if err != nil {
		return fail(1, err)
	}
	data, err := io.ReadAll(io.LimitReader(r, MaxPost+1))
	if err != nil {
		return fail(1, err)
	}
	if len(data) > MaxPost {
		return fail(1, fmt.Errorf("post over %d MiB: %w", MaxPost>>20, ErrTooLarge))
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	tr := &Transcript{Path: name, Room: room, Date: date}
	problem := func(line int, err error) {
		tr.Problems = append(tr.Problems, &ParseError{Path: name, Line: line, Err: err})
	}
	if !utf8.Valid(data) {
		problem(firstInvalid(data), ErrEncoding)
		data = bytes.ToValidUTF8(data, []byte("\uFFFD"))
	}
	head, body, line, warn, perr := splitHead(data)
	if perr != nil {
		return fail(perr.Line, perr.Err)
	}
	if warn != nil {
		problem(warn.Line, warn.Err)
	}
	tr.Head = string(head)
	day, _ := time.Parse(time.DateOnly, date) // SplitName has checked it
	parseBody(tr, string(body), line, func(c clock) time.Time {
		return time.Date(day.Year(), day.Month(), day.Day(), c.h, c.m, c.s, 0, loc)
	}, problem)
	tr.number(nil)
	tr.clean()
	tr.markCopies()
	return tr, nil
}

// parseBody appends the messages of body, which starts on the given line.
func parseBody(tr *Transcript, body string, line int, at func(clock) time.Time, problem func(int, error)) {
	var from int // where the current message's body, or the lead, starts
	flush := func(to int) {
		raw := strings.TrimSpace(body[from:to])
		if n := len(tr.Messages); n > 0 {
			tr.Messages[n-1].Raw = raw
		} else {
			tr.Lead = raw
		}
	}
	tr.Messages = make([]Message, 0, min(strings.Count(body, "\n> ")+1, maxAhead))
	stray := false
	for pos := 0; pos < len(body); line++ {
		end := strings.IndexByte(body[pos:], '\n')
		next := pos + end + 1
		if end < 0 {
			end, next = len(body)-pos, len(body)
		}
		text := body[pos : pos+end]
		clock, speaker, ok := header(text)
		if ok && clock.valid() {
			flush(pos)
			tr.Messages = append(tr.Messages, Message{Time: at(clock), Line: line, Speaker: speaker})
			from = next
		} else if ok {
			problem(line, fmt.Errorf("%02d:%02d:%02d: %w", clock.h, clock.m, clock.s, ErrClock))
		}
		if !stray && len(tr.Messages) == 0 && strings.TrimSpace(text) != "" {
			problem(line, ErrStrayText)
			stray = true
		}
		pos = next
	}
	flush(len(body))
}

type clock struct{ h, m, s int }

func (c clock) valid() bool { return c.h < 24 && c.m < 60 && c.s < 60 }

// header reads "> HH:MM:SS  Speaker". Any white space may follow the > and the
// time; the speaker may be missing. The time may be impossible.
func header(line string) (c clock, speaker string, ok bool) {
	rest, ok := strings.CutPrefix(line, ">")
	if !ok {
		return c, "", false
	}
	trimmed := strings.TrimLeftFunc(rest, unicode.IsSpace)
	const form = "00:00:00"
	if len(trimmed) == len(rest) || len(trimmed) < len(form) {
		return c, "", false
	}
	for i := range form {
		if digit := trimmed[i] >= '0' && trimmed[i] <= '9'; form[i] == '0' && !digit || form[i] == ':' && trimmed[i] != ':' {
			return c, "", false
		}
	}
	two := func(i int) int { return int(trimmed[i]-'0')*10 + int(trimmed[i+1]-'0') }
	speaker = trimmed[len(form):]
	if r, _ := utf8.DecodeRuneInString(speaker); speaker != "" && !unicode.IsSpace(r) {
		return c, "", false
	}
	return clock{two(0), two(3), two(6)}, strings.TrimSpace(speaker), true
}

// IsHeader reports whether a line is the header of a message.
func IsHeader(line string) bool {
	c, _, ok := header(line)
	return ok && c.valid()
}

// number gives every message its ID. seen counts the messages of each second
// in earlier posts of the same room and day; nil means there are none.
func (t *Transcript) number(seen map[string]int) {
	if seen == nil {
		seen = make(map[string]int, len(t.Messages))
	}
	for i := range t.Messages {
		m := &t.Messages[i]
		id := t.Room + "/" + t.Date + "/" + m.Time.Format("150405")
		if seen[id]++; seen[id] > 1 {
			m.ID = fmt.Sprintf("%s.%d", id, seen[id])
		} else {
			m.ID = id
		}
	}
}

// firstInvalid returns the 1-based line of the first byte that is not UTF-8.
func firstInvalid(data []byte) int {
	line := 1
	for len(data) > 0 {
		r, n := utf8.DecodeRune(data)
		if r == utf8.RuneError && n == 1 {
			break
		}
		if r == '\n' {
			line++
		}
		data = data[n:]
	}
	return line
}
