package schedule

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"qunwen/bot/schedule/announce"
)

// A Deed is what a correction by hand does to a session.
type Deed string

// The deeds.
const (
	DoSet     Deed = "set"     // give it fields; there need be no such session yet
	DoMove    Deed = "move"    // give it another day
	DoCancel  Deed = "cancel"  // it will not be held
	DoConfirm Deed = "confirm" // it is no longer to be confirmed
)

// A Correction is what a maintainer says of one session, over the chat. It
// names the session by room, day and, where a day has several, by who speaks.
type Correction struct {
	Room    string    `yaml:"room"`
	Date    string    `yaml:"date"`              // YYYY-MM-DD: the day it is on, or was before the correction
	Who     string    `yaml:"who,omitempty"`     // a name of the speaker, or a part of it
	Do      Deed      `yaml:"do"`                //
	To      string    `yaml:"to,omitempty"`      // of a move: the new day, YYYY-MM-DD
	Start   string    `yaml:"start,omitempty"`   // HH:MM; of set and move
	Speaker string    `yaml:"speaker,omitempty"` // the following are of set only
	Topic   string    `yaml:"topic,omitempty"`   //
	Status  Status    `yaml:"status,omitempty"`  //
	At      time.Time `yaml:"at"`                // when it was made; later ones prevail
}

// Validate returns what is wrong with the correction, in Chinese; nil if
// nothing is.
func (c *Correction) Validate() error {
	day := func(field, value string) error {
		if _, err := time.Parse(time.DateOnly, value); err != nil {
			return fmt.Errorf("%s: %q 不是日期，应像 2018-05-15", field, value)
		}
		return nil
	}
	if c.Room == "" {
		return fmt.Errorf("缺少 room（群）")
	}
	if err := day("date", c.Date); err != nil {
		return err
	}
	if _, err := time.Parse("15:04", c.Start); c.Start != "" && (err != nil || len(c.Start) != len("15:04")) {
		return fmt.Errorf("start: %q 不是时刻，应像 19:30", c.Start)
	}
	if statuses := []Status{"", Planned, TBD, Open, Cancelled, Held, NotHeld}; !slices.Contains(statuses, c.Status) {
		return fmt.Errorf("status: 没有 %q 这个状态", c.Status)
	}
	if c.Do != DoSet && (c.Speaker != "" || c.Topic != "" || c.Status != "") {
		return fmt.Errorf("speaker、topic、status 只能和 do: set 一起用")
	}
	switch c.Do {
	case DoSet:
		if c.Start == "" && c.Speaker == "" && c.Topic == "" && c.Status == "" {
			return fmt.Errorf("set 没有说要改什么：speaker、start、topic、status 至少要有一个")
		}
	case DoMove:
		return day("to", c.To)
	case DoCancel, DoConfirm:
		if c.Start != "" {
			return fmt.Errorf("start 不能和 do: %s 一起用", c.Do)
		}
	default:
		return fmt.Errorf("do: 没有 %q 这个动作，只有 set、move、cancel、confirm", c.Do)
	}
	if c.To != "" {
		return fmt.Errorf("to 只能和 do: move 一起用")
	}
	return nil
}

// ByHand is what maintainers say over the chat.
type ByHand struct {
	Corrections []Correction
	Aliases     map[string]string // handle to person
}

// Correct makes h what is said by hand, instead of what was before.
func (b *Book) Correct(h ByHand) {
	h.Corrections = slices.Clone(h.Corrections)
	slices.SortStableFunc(h.Corrections, func(a, b Correction) int { return a.At.Compare(b.At) })
	b.byHand = h
}

// Unmatched are the corrections that meet no session at the time now.
func (b *Book) Unmatched(now time.Time) []Correction {
	_, unmatched := b.sessions(now)
	return unmatched
}

// amend carries out the corrections of the room on settled sessions and
// returns those that meet none of them, too.
func (l *ledger) amend(sessions []Session, now time.Time) ([]Session, []Correction) {
	var unmatched []Correction
	for i := range l.corrections {
		c := &l.corrections[i]
		if c.Room != l.room {
			continue
		}
		at := l.meant(sessions, c)
		if at < 0 && c.Do != DoSet {
			unmatched = append(unmatched, *c)
			continue
		}
		if at < 0 {
			sessions = append(sessions, Session{Room: l.room, Date: c.Date, Status: Open, Sources: make(map[string][]string)})
			at = len(sessions) - 1
		}
		sessions[at].amend(c)
		sessions = l.settle(sessions, at, now)
	}
	return sessions, unmatched
}

// foretell plans what is moved to a day, or set on it, by hand, before its talks
// are heard: a talk that is expected is known by less.
func (l *ledger) foretell(date string) {
	for i := range l.corrections {
		c := &l.corrections[i]
		switch {
		case c.Room != l.room:
		case c.Do == DoMove && c.To == date:
			for _, s := range l.sessions {
				if s.Status != Held && s.Date != c.To && (s.Date == c.Date || slices.Contains(s.MovedFrom, c.Date)) && (c.Who == "" || l.goesBy(s, c.Who)) {
					s.relocate(announce.Entry{Date: c.To, Start: c.Start}, "", byHand)
					break
				}
			}
		case c.Do == DoSet && c.Date == date && c.Speaker != "" && l.find(date, c.Speaker, false) == nil && l.onlyOn(date) == nil:
			l.sessions = append(l.sessions, &Session{Room: l.room, Date: date, Start: c.Start, Speaker: c.Speaker, Topic: c.Topic, Status: Planned,
				Sources: make(map[string][]string), rank: map[string]int{"speaker": byHand, "date": byHand, "status": byHand}})
		}
	}
}

// meant finds the session that a correction is of, -1 if there is none: on its
// day, else one that was moved away from it.
func (l *ledger) meant(sessions []Session, c *Correction) int {
	found, best := -1, 0
	for i := range sessions {
		s := &sessions[i]
		fit := 0
		switch {
		case c.Who != "" && !l.goesBy(s, c.Who):
		case s.Date == c.Date && (s.live() || s.Status == Held):
			fit = 3
		case s.Date == c.Date:
			fit = 2
		case slices.Contains(s.MovedFrom, c.Date):
			fit = 1
		}
		if c.Do == DoSet && c.Who == "" && c.Speaker != "" && fit == 3 && l.goesBy(s, c.Speaker) {
			fit = 4
		}
		if fit > best {
			found, best = i, fit
		}
	}
	return found
}

// goesBy reports whether the session's speaker goes by a name.
func (l *ledger) goesBy(s *Session, name string) bool {
	low := strings.ToLower(name)
	for _, who := range []string{s.Speaker, s.AnnouncedAs} {
		if who != "" && (l.samePerson(who, name) || strings.Contains(strings.ToLower(who), low)) {
			return true
		}
	}
	return false
}

// amend writes what a correction says into a session.
func (s *Session) amend(c *Correction) {
	s.ByHand = c.At
	over := func(field *string, value string) {
		if value != "" {
			*field = value
		}
	}
	over(&s.Start, c.Start)
	switch c.Do {
	case DoCancel:
		s.Status = Cancelled
	case DoConfirm:
		s.Status = Planned
	case DoMove:
		if s.Date != "" && s.Date != c.To {
			s.MovedFrom = append(s.MovedFrom, s.Date)
		}
		if s.Date != c.To || s.Status != Held { // foretold, and heard there
			s.Date, s.Status = c.To, Planned
		}
	case DoSet:
		over(&s.Speaker, c.Speaker)
		over(&s.Topic, c.Topic)
		if s.Status == Open && s.Speaker != "" {
			s.Status = Planned
		}
		if c.Status != "" {
			s.Status = c.Status
		}
		if s.AnnouncedAs == s.Speaker {
			s.AnnouncedAs = ""
		}
	}
}

// settle gives an amended session the status that its day has by the time now:
// if its speaker was heard there, it was held.
func (l *ledger) settle(sessions []Session, at int, now time.Time) []Session {
	s := &sessions[at]
	if !s.live() || s.Speaker == "" {
		return sessions
	}
	for i := range sessions {
		if o := &sessions[i]; i != at && o.Date == s.Date && o.Status == Held && l.goesBy(o, s.Speaker) {
			s.Status = Held
			s.Sources["held"] = o.Sources["held"]
			s.Topic = cmp.Or(s.Topic, o.Topic)
			return slices.Delete(sessions, i, i+1)
		}
	}
	if s.Date < now.Format(time.DateOnly) {
		s.Status = NotHeld
	}
	return sessions
}
