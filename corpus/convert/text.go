package convert

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// maxText bounds one line, one cell and one message of an export, in bytes.
const maxText = 8 << 20

// A lineReader reads a text line by line.
type lineReader struct {
	r      *bufio.Reader
	line   int   // of the last line read, 1-based
	offset int64 // where it starts
	next   int64
	whole  bool // the last line had its end
}

func newLineReader(r io.Reader) *lineReader {
	return &lineReader{r: bufio.NewReaderSize(r, 64<<10)}
}

// read returns the next line without its end; io.EOF behind the last.
func (l *lineReader) read() (string, error) {
	var long []byte
	for {
		part, err := l.r.ReadSlice('\n')
		if err == bufio.ErrBufferFull {
			if long = append(long, part...); len(long) > maxText {
				return "", ErrTooLong
			}
			continue
		}
		if err != nil && (err != io.EOF || len(part)+len(long) == 0) {
			return "", err
		}
		if long != nil {
			part = append(long, part...)
		}
		l.line++
		l.offset = l.next
		l.next += int64(len(part))
		part, l.whole = bytes.CutSuffix(part, []byte("\n"))
		return strings.TrimSuffix(string(part), "\r"), nil
	}
}

// A textLine is a line of a text, without its end.
type textLine struct {
	text   string
	number int // 1-based
	offset int64
	whole  bool // it has its end
}

// lines yields the lines of a text. An error, which says where, is the last.
func (x *export) lines(text io.Reader) iter.Seq2[textLine, error] {
	return func(yield func(textLine, error) bool) {
		l := newLineReader(text)
		for {
			s, err := l.read()
			if err == io.EOF {
				return
			}
			if err != nil {
				yield(textLine{}, x.at(l.line+1, l.next, err))
				return
			}
			if !yield(textLine{s, l.line, l.offset, l.whole}, nil) {
				return
			}
		}
	}
}

// A block is a heading and what stands under it.
type block struct {
	heading []string // the parts of it that its form has
	body    string   // without empty lines around
	line    int      // of the heading
	offset  int64
}

// A blockReader collects the lines of the block that is being read.
type blockReader struct {
	x       *export
	message func(*block) (Message, error) // what a block says
	cur     *block                        // nil before the first
	body    []string
	size    int
	found   bool
}

// begin ends the block before and starts one with this heading.
func (r *blockReader) begin(heading []string, line int, offset int64) error {
	err := r.flush()
	r.cur, r.found = &block{heading: heading, line: line, offset: offset}, true
	return err
}

// add takes a line of the block that was begun; there may be none.
func (r *blockReader) add(line string) error {
	if r.cur == nil {
		return nil
	}
	r.body = append(r.body, line)
	if r.size += len(line); r.size > maxText {
		return r.x.at(r.cur.line, r.cur.offset, ErrTooLong)
	}
	return nil
}

// flush emits the message of the block that was begun, and ends it.
func (r *blockReader) flush() error {
	b := r.cur
	if b == nil {
		return nil
	}
	b.body = strings.Trim(strings.Join(r.body, "\n"), "\n")
	r.cur, r.body, r.size = nil, nil, 0
	m, err := r.message(b)
	return r.x.take(m, err, b.line, b.offset)
}

// end flushes the last block. The error wraps ErrNoTime if there was none.
func (r *blockReader) end() error {
	if !r.found {
		return &ReadError{File: r.x.name, Offset: -1, Err: ErrNoTime}
	}
	return r.flush()
}

// readBlocks reads a text whose messages start with a heading, of which the
// function returns the parts, nil for other lines. If apart is set a heading
// must be the first line or have an empty line before it; what stands before
// the first is passed over.
func readBlocks(x *export, heading func(line string) []string, apart bool, message func(*block) (Message, error)) error {
	r := &blockReader{x: x, message: message}
	blank := true
	for l, err := range x.lines(x.text) {
		if err != nil {
			return err
		}
		var parts []string
		if blank || !apart {
			parts = heading(l.text)
		}
		if parts != nil {
			err = r.begin(parts, l.number, l.offset)
		} else {
			err = r.add(l.text)
		}
		if err != nil {
			return err
		}
		blank = strings.TrimSpace(l.text) == ""
	}
	return r.end()
}

// A lineCounter tells on which line a place of a stream is, for places that
// only go forward.
type lineCounter struct {
	r      io.Reader
	at     int64   // bytes passed on
	breaks []int64 // where lines end, of those not yet counted
	line   int     // line ends before breaks
}

func (c *lineCounter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	for i, b := range p[:n] {
		if b == '\n' {
			c.breaks = append(c.breaks, c.at+int64(i))
		}
	}
	c.at += int64(n)
	return n, err
}

// lineAt returns the 1-based line of a place.
func (c *lineCounter) lineAt(offset int64) int {
	n := 0
	for n < len(c.breaks) && c.breaks[n] < offset {
		n++
	}
	c.breaks = c.breaks[:copy(c.breaks, c.breaks[n:])]
	c.line += n
	return c.line + 1
}

// ErrNoDate reports times of a day that is said nowhere.
var ErrNoDate = errors.New("the day of this time is neither in the file nor in its name")

var clockForm = regexp.MustCompile(`^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?[ T]+(上午|下午|凌晨|早上|中午|晚上|傍晚)? ?(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?( ?[AaPp][Mm])?$`)

// clock reads a time as people and tools write it; also RFC 3339, and Unix
// seconds or milliseconds. The error wraps ErrTime.
func (x *export) clock(s string) (time.Time, error) {
	at, _, err := x.clockMinute(s)
	return at, err
}

// clockMinute is clock; minute says that there were no seconds.
func (x *export) clockMinute(s string) (at time.Time, minute bool, err error) {
	s = strings.TrimSpace(s)
	p := clockForm.FindStringSubmatch(s)
	if p == nil {
		at, err := x.stamp(s)
		return at, false, err
	}
	n := func(i int) int {
		v, _ := strconv.Atoi(p[i]) // the form has digits there; "" is 0
		return v
	}
	hour, ok := hourOfDay(n(5), p[4], strings.ToLower(strings.TrimSpace(p[8])))
	at = time.Date(n(1), time.Month(n(2)), n(3), hour, n(6), n(7), 0, x.Location)
	if !ok || int(at.Month()) != n(2) || at.Day() != n(3) || hour > 23 || n(6) > 59 || n(7) > 59 {
		return time.Time{}, false, fmt.Errorf("%q: %w", s, ErrTime)
	}
	return at, p[7] == "", nil
}

// stamp reads a time of RFC 3339, and Unix seconds or milliseconds. The error
// wraps ErrTime.
func (x *export) stamp(s string) (time.Time, error) {
	if at, err := time.Parse(time.RFC3339, s); err == nil {
		return at.In(x.Location).Truncate(time.Second), nil
	}
	if n, err := strconv.ParseInt(s, 10, 64); err == nil && n >= 1e8 {
		return x.unix(word(s))
	}
	return time.Time{}, fmt.Errorf("%q: %w", s, ErrTime)
}

// unix returns the time of Unix seconds, or milliseconds if there are too many.
// The error wraps ErrTime.
func (x *export) unix(w word) (time.Time, error) {
	n := w.number()
	if f, err := strconv.ParseFloat(string(w), 64); n < 0 && err == nil && f > 0 && f < 1e15 {
		n = int64(f)
	}
	if n <= 0 {
		return time.Time{}, fmt.Errorf("%q: %w", string(w), ErrTime)
	}
	if n >= 1e11 {
		n /= 1000
	}
	return time.Unix(n, 0).In(x.Location), nil
}

// dateTime reads "2006-01-02 15:04:05". The error wraps ErrTime.
func (x *export) dateTime(s string) (time.Time, error) {
	at, err := time.ParseInLocation(time.DateTime, s, x.Location)
	if err != nil {
		err = fmt.Errorf("%q: %w", s, ErrTime)
	}
	return at, err
}

// A halfDay is a word beside an hour that moves it to another half of the day.
type halfDay struct {
	word    string // "am" and "pm" stand behind the time, others before it
	from    int    // the first hour that is moved
	to      int    // the last
	add     int    // hours
	example string // a time with the word
	hour    int    // of the example, 0 to 23
}

// halfDays are tried in their order. Other words, as 早上, leave an hour as it
// is.
var halfDays = []halfDay{
	{"pm", 0, 11, 12, "2018-05-10 3:05 PM", 15},
	{"下午", 0, 11, 12, "2018-05-10 下午3:05", 15},
	{"晚上", 0, 11, 12, "2018年5月10日 晚上9:05", 21},
	{"傍晚", 0, 11, 12, "2018年5月10日 傍晚6:05", 18},
	{"中午", 0, 2, 12, "2018年5月10日 中午1:05", 13},
	{"am", 12, 12, -12, "2018-05-10 12:05 am", 0},
	{"凌晨", 12, 12, -12, "2018年5月10日 凌晨12:05", 0},
	{"上午", 12, 12, -12, "2018-05-10 上午12:05", 0},
}

// hourOfDay returns the hour of the whole day that an hour means beside the
// word before it and that behind it, each of which may be "". It is false if
// a clock of twelve hours has no such hour.
func hourOfDay(hour int, before, behind string) (int, bool) {
	if behind != "" && (hour < 1 || hour > 12) {
		return hour, false
	}
	for _, h := range halfDays {
		if (h.word == before || h.word == behind) && hour >= h.from && hour <= h.to {
			return hour + h.add, true
		}
	}
	return hour, true
}

var dateInName = regexp.MustCompile(`^(.*?)[ _-]*((?:19|20)\d{2})-?(\d{2})-?(\d{2})(?:\D.*)?$`)

// nameAndDate divides "群_2018-05-10~2018-05-11" into the group's name and the
// first date; "" if there is none.
func nameAndDate(stem string) (name, date string) {
	p := dateInName.FindStringSubmatch(stem)
	if p == nil {
		return stem, ""
	}
	date = p[2] + "-" + p[3] + "-" + p[4]
	if _, err := time.Parse(time.DateOnly, date); err != nil {
		return stem, ""
	}
	return p[1], date
}
