package convert

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

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
