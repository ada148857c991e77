package schedule

import (
	"cmp"
	"encoding/json"
	"slices"
	"time"

	"qunwen/bot/schedule/announce"
)

// sessionLength is what is set aside for a session and its questions.
const sessionLength = 90 * time.Minute

// Begins is when the session starts in the zone, at the usual time if nobody
// said when; ok is false if it has no day.
func (s *Session) Begins(zone *time.Location) (start time.Time, ok bool) {
	start, err := time.ParseInLocation(time.DateOnly+" 15:04", s.Date+" "+cmp.Or(s.Start, announce.UsualClock), zone)
	return start, err == nil
}

// Ends is when the session is over in the zone: when it was said to be, else
// after [sessionLength]; ok is false if it has no day.
func (s *Session) Ends(zone *time.Location) (end time.Time, ok bool) {
	start, ok := s.Begins(zone)
	if _, err := time.Parse("15:04", s.End); err != nil || !ok {
		return start.Add(sessionLength), ok
	}
	if end = onDay(start, s.End); !end.After(start) {
		end = end.AddDate(0, 0, 1) // through midnight
	}
	return end, true
}

// LastDay is the day of the session, or the one that it was taken off if it has
// none now; "" if it never had any.
func (s *Session) LastDay() string { return cmp.Or(s.Date, s.was[0]) }

// Corrected reports whether a correction by hand that was made, or taken back,
// at that time is of the session.
func (s *Session) Corrected(at time.Time) bool {
	return s.history != nil && slices.ContainsFunc(s.corrected, at.Equal)
}

// clock writes the start and, where one is known, the end: 20:00-21:00. It is
// "" if nobody said the start.
func (s *Session) clock() string {
	if s.Start == "" || s.End == "" {
		return s.Start
	}
	return s.Start + "-" + s.End
}

// live reports whether the session may still come.
func (s *Session) live() bool {
	return s.Status == Planned || s.Status == TBD || s.Status == Open
}

// set writes a field unless somebody of a higher rank has said otherwise. The
// same again adds nothing.
func (s *Session) set(field, value, id string, rank int) {
	at := s.field(field)
	if value == "" || *at == value || *at != "" && s.rank[field] > rank {
		return
	}
	switch field {
	case "date":
		s.Problem = ""
	case "start":
		s.shiftEnd(value)
	}
	*at = value
	s.rank[field] = rank
	if id != "" { // by hand
		s.Sources[field] = []string{id}
		s.touch(id, field != "topic")
	}
}

// field returns the field that goes by a name in the sources.
func (s *Session) field(name string) *string {
	switch name {
	case "date":
		return &s.Date
	case "start":
		return &s.Start
	case "end":
		return &s.End
	case "speaker":
		return &s.Speaker
	case "topic":
		return &s.Topic
	}
	return (*string)(&s.Status)
}

// shiftEnd moves the end, where one is known, as far as the start moves that is
// about to become start: the session stays as long as it was.
func (s *Session) shiftEnd(start string) {
	const clock = "15:04"
	old, err := time.Parse(clock, s.Start)
	if err != nil {
		return
	}
	to, errTo := time.Parse(clock, start)
	if end, err := time.Parse(clock, s.End); err == nil && errTo == nil {
		s.End = end.Add(to.Sub(old)).Format(clock)
	}
}

// relocate gives the session the slot of a move.
func (s *Session) relocate(e announce.Entry, id string, rank int) {
	s.changed = true
	if e.Date != "" && e.Date != s.Date {
		if s.Date != "" {
			s.MovedFrom = append(s.MovedFrom, s.Date)
		}
		s.set("date", e.Date, id, max(rank, s.rank["date"]))
	}
	if e.Date == "" {
		s.postpone(e.DateRange, id, rank)
		return
	} else if !s.live() {
		s.set("status", string(Planned), id, max(rank, s.rank["status"]))
	}
	s.DateRange = [2]string{}
	s.set("start", e.Start, id, max(rank, s.rank["start"]))
	s.set("end", e.End, id, max(rank, s.rank["end"]))
	s.set("topic", e.Topic, id, rank)
}

// A Status says how firm a session is: as the words of the room have it, or what
// became of it.
type Status = announce.Status

// A Session is one sharing session: an evening, and who speaks on it.
type Session struct {
	ID          string // stays the same whatever becomes of the session; unique in a book
	Room        string
	Date        string    // YYYY-MM-DD; "" while only a stretch is known
	DateRange   [2]string // the stretch, both ends inclusive
	Start       string    // HH:MM; "" if nobody said
	End         string    // HH:MM, of the next day if not after the start; "" if nobody said
	Speaker     string    // of a held session: whose talk it was; "" if open
	AnnouncedAs string    // the name in the announcement where it is another, otherwise ""
	Topic       string
	Status      Status
	Every       string   // how often it is, such as 每周三; "" for a single one
	MovedFrom   []string // earlier days, oldest first
	Problem     string   // why it has no day, in Chinese; "" if it has one or nobody named any

	// Sources are the IDs of the messages that say so, by field: date, start,
	// end, speaker, topic, status, and held for the first and last of the talk.
	Sources map[string][]string

	// Source is the message that made the session what it is; nil for a talk
	// that nobody announced.
	Source *Source

	ByHand time.Time // when a maintainer last corrected it; zero if none did

	*history                 // nil of one that no book made
	rank     map[string]int  // of who said a field
	listed   bool            // a list has it
	rows     map[string]bool // of lists that have it
	changed  bool            // since it was announced; a stale repost does not undo it
	was      [2]string       // day and start of one that was put off
}

// The statuses.
const (
	Planned   = announce.Planned
	TBD       = announce.TBD
	Open      = announce.Open
	Moved     = announce.Moved
	Cancelled = announce.Cancelled

	Held    Status = "held"
	NotHeld Status = "not_held" // its day is over, and nothing was heard
)

// postpone takes a session off its day; nobody knows yet when it will be.
func (s *Session) postpone(among [2]string, id string, rank int) {
	s.changed = true
	s.touch(id, true)
	if s.Date != "" {
		s.MovedFrom = append(s.MovedFrom, s.Date)
		s.was = [2]string{s.Date, s.Start}
	}
	s.Date, s.Start, s.End, s.DateRange = "", "", "", among
	s.set("status", string(Moved), id, max(rank, s.rank["status"]))
}

// backOnDay gives a session without a day the one that it was taken off.
func (s *Session) backOnDay() {
	if s.Date == "" {
		s.Date, s.Start = s.was[0], cmp.Or(s.Start, s.was[1])
		s.MovedFrom = slices.DeleteFunc(slices.Clone(s.MovedFrom), func(d string) bool { return d == s.Date })
	}
}

// restore takes back that a session was cancelled or put off.
func (s *Session) restore(e announce.Entry, id string, rank int) {
	if s.Status != Cancelled && s.Status != Moved {
		return
	}
	if s.Date == "" && e.Date == "" {
		s.backOnDay()
		s.touch(id, true)
	}
	s.changed = true
	if e.Date != "" && e.Date != s.Date {
		s.relocate(e, id, rank)
	}
	s.set("start", e.Start, id, max(rank, s.rank["start"]))
	s.set("status", string(Planned), id, max(rank, s.rank["status"]))
}

// drop cancels the session by the message with the ID.
func (s *Session) drop(id string, rank int) {
	s.set("status", string(Cancelled), id, max(rank, s.rank["status"]))
	s.changed = true
}

// MarshalJSON gives null for what is not known.
func (s Session) MarshalJSON() ([]byte, error) {
	said := func(v string) *string {
		if v == "" {
			return nil
		}
		return &v
	}
	var days []*string
	if s.Date == "" && s.DateRange != [2]string{} {
		days = []*string{said(s.DateRange[0]), said(s.DateRange[1])}
	}
	var byHand *time.Time
	if !s.ByHand.IsZero() {
		byHand = &s.ByHand
	}
	return json.Marshal(struct {
		ID          string              `json:"id"`
		Date        *string             `json:"date"`
		Start       *string             `json:"start"`
		End         *string             `json:"end,omitempty"`
		Room        string              `json:"room"`
		Speaker     *string             `json:"speaker"`
		AnnouncedAs *string             `json:"announced_as,omitempty"`
		Topic       *string             `json:"topic"`
		Status      Status              `json:"status"`
		DateRange   []*string           `json:"date_range,omitempty"`
		Problem     string              `json:"problem,omitempty"`
		Every       string              `json:"every,omitempty"`
		MovedFrom   []string            `json:"moved_from,omitempty"`
		ByHand      *time.Time          `json:"by_hand,omitempty"`
		Source      *Source             `json:"source"`
		Sources     map[string][]string `json:"sources"`
	}{s.ID, said(s.Date), said(s.Start), said(s.End), s.Room, said(s.Speaker), said(s.AnnouncedAs), said(s.Topic), s.Status, days, s.Problem, s.Every, s.MovedFrom, byHand, s.Source, s.Sources})
}

// onDay returns the given clock of t's day.
func onDay(t time.Time, clock string) time.Time {
	c, err := time.Parse("15:04", clock)
	if err != nil {
		return t
	}
	return time.Date(t.Year(), t.Month(), t.Day(), c.Hour(), c.Minute(), 0, 0, t.Location())
}

// A Source is a message that says something of a session.
type Source struct {
	ID      string `json:"id"`
	Room    string `json:"room"`
	Date    string `json:"date"` // YYYY-MM-DD
	Time    string `json:"time"` // HH:MM:SS
	Speaker string `json:"speaker"`
	Quote   string `json:"quote"` // verbatim but for blanks; a cut is marked with …
}
