package schedule

import (
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

// refreshEvery is how often programs that subscribe are to ask again.
const refreshEvery = "PT1H"

// A Feed says how sessions become a calendar.
type Feed struct {
	Name string              // of the calendar
	Zone *time.Location      // of the sessions; it must have no summer time
	Link func(Source) string // of a message; nil or "" for none
}

// Calendar writes sessions that have a day and somebody who speaks as an
// iCalendar (RFC 5545), lines ended by CRLF. A session keeps its UID whatever
// becomes of it. SEQUENCE and LAST-MODIFIED follow from the messages and
// corrections that changed it, also those that were taken back: the same
// sessions give the same bytes, and neither ever goes back. Cancelled and
// dropped sessions stay, marked so.
func (f *Feed) Calendar(sessions []Session) string {
	cal := ics.NewCalendarFor("qunwen")
	cal.SetProductId("-//qunwen//sharing sessions//ZH")
	cal.SetMethod(ics.MethodPublish)
	cal.SetXWRCalName(f.Name)
	cal.SetRefreshInterval(refreshEvery)
	cal.SetXPublishedTTL(refreshEvery)
	f.addZone(cal)
	for i := range sessions {
		s := sessions[i]
		if s.Date == "" && s.Status == Moved { // it stays on the day that it was taken off, marked so
			s.Date, s.Start = s.was[0], s.was[1]
		}
		if s.Date != "" && s.Speaker != "" {
			f.addEvent(cal, &s)
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
	end, _ := s.Ends(f.Zone)
	changes := s.changedAt(f.Zone)
	changed := changes[len(changes)-1]
	e := cal.AddEvent(s.ID + "@qunwen")
	e.SetDtStampTime(changed)
	e.SetProperty(ics.ComponentPropertyLastModified, changed.UTC().Format(utcStamp))
	e.SetSequence(sequence(changes))
	e.SetProperty(ics.ComponentPropertyDtStart, start.Format(localStamp), ics.WithTZID(f.Zone.String()))
	e.SetProperty(ics.ComponentPropertyDtEnd, end.Format(localStamp), ics.WithTZID(f.Zone.String()))
	title := "群分享：" + s.Speaker
	if s.Topic != "" {
		title += "《" + s.Topic + "》"
	}
	e.SetSummary(title)
	e.SetDescription(f.description(s))
	switch s.Status {
	case Planned, Held:
		e.SetStatus(ics.ObjectStatusConfirmed)
	case TBD:
		e.SetStatus(ics.ObjectStatusTentative)
	default: // also an evening that was said to be free after all
		e.SetStatus(ics.ObjectStatusCancelled)
		return
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

// sequence numbers a session that was changed at the given times, oldest first:
// the seconds since 2010, and at least one more for each change. It has 31 bits
// until 2078.
func sequence(changes []time.Time) int {
	n := 0
	for _, t := range changes {
		n = max(n+1, int(t.Sub(time.Date(2010, 1, 1, 0, 0, 0, 0, time.UTC))/time.Second))
	}
	return n
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
