package schedule

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"qunwen/bot/schedule/announce"

	ics "github.com/arran4/golang-ical"
)

const (
	localStamp = "20060102T150405"
	utcStamp   = "20060102T150405Z"
)

// A Feed says how sessions become a calendar.
type Feed struct {
	Name string              // of the calendar
	Zone *time.Location      // of the sessions; it must have no summer time
	Link func(Source) string // of a message; nil or "" for none
}

// Calendar writes sessions that have a day and somebody who speaks as an
// iCalendar (RFC 5545), lines ended by CRLF. A session keeps its UID when it
// moves; SEQUENCE and LAST-MODIFIED are of the last message that changed it, so
// that the same sessions give the same bytes. Cancelled and dropped ones stay,
// marked so.
func (f *Feed) Calendar(sessions []Session) string {
	cal := ics.NewCalendarFor("qunwen")
	cal.SetProductId("-//qunwen//sharing sessions//ZH")
	cal.SetMethod(ics.MethodPublish)
	cal.SetXWRCalName(f.Name)
	f.addZone(cal)
	for i := range sessions {
		if s := &sessions[i]; s.Date != "" && s.Speaker != "" {
			f.addEvent(cal, s)
		}
	}
	return cal.Serialize(ics.WithNewLine("\r\n"))
}

func (f *Feed) addZone(cal *ics.Calendar) {
	at := time.Date(1992, 1, 1, 0, 0, 0, 0, f.Zone) // after the last summer time in Shanghai
	name, _ := at.Zone()
	zone := cal.AddTimezone(f.Zone.String()).AddStandard()
	zone.AddProperty(ics.ComponentPropertyDtStart, at.Format(localStamp))
	zone.AddProperty(ics.ComponentProperty(ics.PropertyTzoffsetfrom), at.Format("-0700"))
	zone.AddProperty(ics.ComponentProperty(ics.PropertyTzoffsetto), at.Format("-0700"))
	zone.AddProperty(ics.ComponentProperty(ics.PropertyTzname), name)
}

func (f *Feed) addEvent(cal *ics.Calendar, s *Session) {
	start, ok := s.Begins(f.Zone)
	if !ok {
		return // Unreachable: the book has read both.
	}
	changed := s.changedAt(f.Zone)
	e := cal.AddEvent(s.uid())
	e.SetDtStampTime(changed)
	e.SetProperty(ics.ComponentPropertyLastModified, changed.UTC().Format(utcStamp))
	e.SetSequence(int(changed.Sub(time.Date(2010, 1, 1, 0, 0, 0, 0, time.UTC)) / time.Minute))
	e.SetProperty(ics.ComponentPropertyDtStart, start.Format(localStamp), ics.WithTZID(f.Zone.String()))
	e.SetProperty(ics.ComponentPropertyDtEnd, start.Add(SessionLength).Format(localStamp), ics.WithTZID(f.Zone.String()))
	title := "群分享：" + s.Speaker
	if s.Topic != "" {
		title += "《" + s.Topic + "》"
	}
	e.SetSummary(title)
	e.SetDescription(f.description(s))
	switch s.Status {
	case Cancelled, NotHeld, Moved:
		e.SetStatus(ics.ObjectStatusCancelled)
		return
	case TBD:
		e.SetStatus(ics.ObjectStatusTentative)
	default:
		e.SetStatus(ics.ObjectStatusConfirmed)
	}
	alarm := e.AddAlarm()
	alarm.SetAction(ics.ActionDisplay)
	alarm.SetTrigger("-PT15M")
	alarm.SetProperty(ics.ComponentPropertyDescription, title)
}

// description says how firm a session is and which message says so.
func (f *Feed) description(s *Session) string {
	var lines []string
	if s.Start == "" {
		lines = append(lines, "没有人说几点，按惯例是 "+announce.UsualClock)
	}
	if said := strings.TrimPrefix(statusSaid[s.Status], "，"); said != "" {
		lines = append(lines, said)
	}
	if s.AnnouncedAs != "" {
		lines = append(lines, "预告里是 "+s.AnnouncedAs)
	}
	if !s.ByHand.IsZero() {
		lines = append(lines, correctedByHand)
	}
	if at := s.Source; at != nil {
		lines = append(lines, fmt.Sprintf("依据：%s %s %s：%s", at.Date, at.Time, at.Speaker, at.Quote))
		if f.Link != nil {
			if link := f.Link(*at); link != "" {
				lines = append(lines, link)
			}
		}
	}
	return strings.Join(lines, "\n")
}

// uid names a session by what does not change when it moves.
func (s *Session) uid() string {
	first := cmp.Or(s.Date, s.DateRange[0])
	if len(s.MovedFrom) > 0 {
		first = s.MovedFrom[0]
	}
	who := newPerson(cmp.Or(s.AnnouncedAs, s.Speaker)).whole
	sum := sha256.Sum256([]byte(s.Room + "\x00" + first + "\x00" + who))
	return hex.EncodeToString(sum[:12]) + "@qunwen"
}

// changedAt is when the last message was sent that made the session what it
// is; the start of its day if none is known.
func (s *Session) changedAt(zone *time.Location) time.Time {
	var last time.Time
	for _, ids := range s.Sources {
		for _, id := range ids {
			part := strings.Split(id, "/")
			if len(part) != 3 {
				continue
			}
			clock, _, _ := strings.Cut(part[2], ".")
			at, err := time.ParseInLocation(time.DateOnly+" 150405", part[1]+" "+clock, zone)
			if err == nil && at.After(last) {
				last = at
			}
		}
	}
	if s.ByHand.After(last) {
		last = s.ByHand
	}
	if last.IsZero() {
		last, _ = time.ParseInLocation(time.DateOnly, s.Date, zone)
	}
	return last
}

// Rooms returns the rooms that sessions are of, in order.
func Rooms(sessions []Session) []string {
	var rooms []string
	for i := range sessions {
		rooms = append(rooms, sessions[i].Room)
	}
	slices.Sort(rooms)
	return slices.Compact(rooms)
}
