package convert

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// ErrNoDate reports times of a day that is said nowhere.
var ErrNoDate = errors.New("the day of this time is neither in the file nor in its name")

// A block is a heading and what stands under it.
type block struct {
	heading string
	body    string // without empty lines around
	line    int    // of the heading
	offset  int64
}

// readBlocks reads a text whose messages start with a heading. If apart is
// set a heading must be the first line or have an empty line before it; what
// stands before the first is passed over.
func readBlocks(x *export, heading func(line string) bool, apart bool, each func(*block) error) error {
	l := newLineReader(x.text)
	var cur *block
	var body []string
	size := 0
	blank, found := true, false
	flush := func() error {
		if cur == nil {
			return nil
		}
		cur.body = strings.Trim(strings.Join(body, "\n"), "\n")
		return each(cur)
	}
	for {
		s, err := l.read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return x.at(l.line+1, l.next, err)
		}
		if (blank || !apart) && heading(s) {
			if err := flush(); err != nil {
				return err
			}
			cur, body, size, found = &block{heading: s, line: l.line, offset: l.offset}, nil, 0, true
		} else if cur != nil {
			body = append(body, s)
			if size += len(s); size > maxText {
				return x.at(cur.line, cur.offset, ErrTooLong)
			}
		}
		blank = strings.TrimSpace(s) == ""
	}
	if !found {
		return &ReadError{File: x.name, Offset: -1, Err: ErrNoTime}
	}
	return flush()
}

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

func mustYear(date string) int {
	y, _ := strconv.Atoi(date[:4]) // it was a date
	return y
}
