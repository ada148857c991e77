package schedule

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"qunwen/bot/schedule/announce"
)

// A Policy says when sessions are reminded of. Clocks are HH:MM in the zone of
// the times given to [Policy.Due]; "" switches that reminder off.
type Policy struct {
	Evening string        // of the day before
	Morning string        // of the day
	Before  time.Duration // before the start; 0 switches it off
	Quiet   Quiet         // when nothing is said unasked
}

// grace is how late a reminder may be and still read as one.
const grace = 5 * time.Minute

// DefaultPolicy is what the group is used to: sign-in is a quarter before.
func DefaultPolicy() Policy {
	return Policy{Evening: "20:00", Morning: "09:00", Before: 15 * time.Minute, Quiet: Quiet{"23:00", "08:00"}}
}

// Quiet are the hours of a day in which nothing is said unasked, from the first
// clock up to the second, through midnight if that is the earlier one. The zero
// value has none.
type Quiet [2]string

// end returns when the quiet that holds at t ends; t itself if none does.
func (q Quiet) end(t time.Time) time.Time {
	if q[0] == "" || q[0] == q[1] {
		return t
	}
	clock := t.Format("15:04")
	through := q[1] < q[0]
	switch {
	case !through && (clock < q[0] || clock >= q[1]), through && clock < q[0] && clock >= q[1]:
		return t
	case through && clock >= q[0]:
		return onDay(t.AddDate(0, 0, 1), q[1])
	}
	return onDay(t, q[1])
}

// Covers reports whether it is quiet at t.
func (q Quiet) Covers(t time.Time) bool { return !q.end(t).Equal(t) }

// A Reminder is a line to be sent into a room now.
type Reminder struct {
	Key      string    // names what is reminded of: never send two of one key; no words of people in it
	Room     string    //
	Due      time.Time // when it should have been sent
	ToAdmins bool      // to the admins of the room, not to all
	Text     string    // plain Chinese, one line for each session

	// Prompt says that the session was set to begin within the time before, so
	// that the reminder comes at once and again until done knows its key.
	Prompt bool

	covers   []string  // keys of the reminders that it stands for, its own among them
	sessions []Session // that it speaks of
}

// slotKind is which of the reminders of a session one is.
type slotKind string

const (
	eveningBefore slotKind = "evening"
	morningOf     slotKind = "morning"
	shortlyBefore slotKind = "soon"
	forAdmins     slotKind = "admins"
)

// A dueSlot is one reminder of one session.
type dueSlot struct {
	kind   slotKind
	at     time.Time
	start  time.Time
	s      *Session
	key    string
	prompt bool // at is when the session was set, less than the time before its start
}

// Due returns the reminders to be sent at the time now, if those up to last
// have been seen to; a zero last stands for the moment before now, so that
// nothing is caught up with. Sessions are those of [Book.Sessions] at now.
// done reports which keys have been dealt with; nil stands for none.
//
// A reminder that is late by more than the grace is not sent as such: what
// was missed of sessions that have not begun yet comes as one line for each
// room. Cancelled sessions, ones to be confirmed and evenings with two speakers
// are not reminded of; the room's admins are told instead, and on Mondays of
// those that have no day. A session that moved has other keys, and no reminders
// at its old time. One that is set to begin sooner than the reminder before it
// is reminded of at once.
func (p Policy) Due(sessions []Session, last, now time.Time, done func(key string) bool) []Reminder {
	if p.Quiet.Covers(now) {
		return nil
	}
	if last.IsZero() {
		last = now.Add(-grace)
	}
	var out []Reminder
	missed := make(map[string][]dueSlot) // by room
	for _, slot := range p.slots(sessions, now.Location()) {
		if !slot.due(last, now, done) {
			continue
		}
		if now.Sub(slot.at) > grace && !slot.prompt {
			missed[slot.s.Room] = append(missed[slot.s.Room], slot)
			continue
		}
		out = append(out, slot.reminder(now))
	}
	for _, room := range Rooms(sessions) {
		late := slices.DeleteFunc(missed[room], func(m dueSlot) bool { return m.coveredBy(out) })
		out = append(out, catchUp(late, now)...)
		if r, ok := p.undated(room, sessions, last, now); ok && (done == nil || !done(r.Key)) {
			out = append(out, r)
		}
	}
	slices.SortStableFunc(out, func(a, b Reminder) int { return cmp.Or(a.Due.Compare(b.Due), cmp.Compare(a.Room, b.Room)) })
	return out
}

// due reports whether a reminder is to be sent at the time now; last and done
// are those of [Policy.Due].
func (d *dueSlot) due(last, now time.Time, done func(key string) bool) bool {
	if d.at.After(now) || !now.Before(d.start) {
		return false
	}
	if !d.at.After(last) && (!d.prompt || done == nil) {
		return false
	}
	return done == nil || !done(d.key)
}

// coveredBy reports whether one of the reminders says what the slot would have
// said in its time, and enters that it does.
func (d *dueSlot) coveredBy(all []Reminder) bool {
	for i := range all {
		r := &all[i]
		if r.Room == d.s.Room && r.ToAdmins == (d.kind == forAdmins) && r.sessions[0].ID == d.s.ID {
			r.covers = append(r.covers, d.key)
			return true
		}
	}
	return false
}

// slots are the reminders of all sessions with a day, whenever they are due.
func (p Policy) slots(sessions []Session, zone *time.Location) []dueSlot {
	crowded := crowdedDays(sessions)
	var all []dueSlot
	for i := range sessions {
		s := &sessions[i]
		start, ok := s.Begins(zone)
		if !ok || s.Speaker == "" && s.Status != TBD {
			continue
		}
		for _, slot := range p.slotsOf(s, start, crowded[s.Room+s.Date]) {
			if slot.at = p.Quiet.end(slot.at); slot.at.Before(start) {
				slot.start, slot.s = start, s
				slot.key = fmt.Sprintf("%s/%s/%s/%s", slot.kind, s.Room, start.Format("2006-01-02T15:04"), s.ID)
				all = append(all, slot)
			}
		}
	}
	return all
}

// slotsOf are kind and time of the reminders of one session, whether or not it
// is quiet then.
func (p Policy) slotsOf(s *Session, start time.Time, crowded bool) []dueSlot {
	var all []dueSlot
	evening, morning := onDay(start.AddDate(0, 0, -1), p.Evening), onDay(start, p.Morning)
	switch {
	case s.Status == Planned && !crowded:
		if p.Evening != "" {
			all = append(all, dueSlot{kind: eveningBefore, at: evening})
		}
		if p.Morning != "" {
			all = append(all, dueSlot{kind: morningOf, at: morning})
		}
		if p.Before > 0 {
			slot := dueSlot{kind: shortlyBefore, at: start.Add(-p.Before)}
			if set := s.retimedAt(start.Location()); set.After(slot.at) && set.Before(start) {
				slot.at, slot.prompt = set, true
			}
			all = append(all, slot)
		}
	case s.Status != Planned && s.Status != TBD && s.Status != Cancelled:
	case s.Status != Cancelled && p.Evening != "":
		all = append(all, dueSlot{kind: forAdmins, at: evening})
	case p.Morning != "":
		all = append(all, dueSlot{kind: forAdmins, at: morning})
	}
	return all
}

// rangeAhead is how long before the stretch begins that a session is planned
// for its day should be known, in days.
const rangeAhead = 7

// lacksDay reports whether the session still needs a day at the time now. What
// was spoken of within the last day can wait.
func (s *Session) lacksDay(now time.Time) bool {
	set := s.retimedAt(now.Location())
	if s.Speaker == "" || now.Sub(set) < 24*time.Hour {
		return false
	}
	if s.Status == Moved { // its day is the one that it was on
		return set.IsZero() || now.Sub(set) <= patience
	}
	return s.Date == "" && s.live() && s.DateRange[0] <= now.AddDate(0, 0, rangeAhead).Format(time.DateOnly)
}

// undated reminds the admins of a room, on the morning of every Monday, of the
// sessions that still have no day, if that morning has come since last.
func (p Policy) undated(room string, sessions []Session, last, now time.Time) (r Reminder, ok bool) {
	at := p.Quiet.end(onDay(now, p.Morning))
	if p.Morning == "" || now.Weekday() != time.Monday || at.After(now) || !at.After(last) {
		return r, false
	}
	var lines []string
	for i := range sessions {
		s := &sessions[i]
		if s.Room != room || !s.lacksDay(now) {
			continue
		}
		line := s.Line(now)
		if s.Problem != "" {
			line += "（" + s.Problem + "）"
		}
		r.sessions, lines = append(r.sessions, *s), append(lines, line)
	}
	r.Key = "undated/" + room + "/" + at.Format(time.DateOnly)
	r.covers, r.Room, r.Due, r.ToAdmins = []string{r.Key}, room, at, true
	r.Text = "提醒管理员，日子还没有定的分享：" + strings.Join(lines, "；") + "。定了请在群里说一声，不讲了就说取消"
	return r, len(lines) > 0
}

// crowdedDays are the rooms' evenings, room and date, that two people are
// planned for at one time.
func crowdedDays(sessions []Session) map[string]bool {
	first, crowded := make(map[string]*Session), make(map[string]bool)
	for i := range sessions {
		s := &sessions[i]
		if s.Status != Planned || s.Speaker == "" || s.Date == "" {
			continue
		}
		key := s.Room + s.Date
		if o := first[key]; o == nil {
			first[key] = s
		} else if cmp.Or(o.Start, announce.UsualClock) == cmp.Or(s.Start, announce.UsualClock) {
			crowded[key] = true
		}
	}
	return crowded
}

// reminder is what a slot says in its time.
func (d *dueSlot) reminder(now time.Time) Reminder {
	r := Reminder{Key: d.key, covers: []string{d.key}, Room: d.s.Room, Due: d.at, ToAdmins: d.kind == forAdmins, sessions: []Session{*d.s}, Prompt: d.prompt}
	line := d.line(now)
	switch d.kind {
	case eveningBefore, morningOf:
		r.Text = dayWord(d.start, now) + "的分享：" + line // quiet hours may have put it off to the next day
	case shortlyBefore:
		r.Text = fmt.Sprintf("还有%d分钟开始：%s", int(d.start.Sub(now).Round(time.Minute)/time.Minute), line)
	case forAdmins:
		r.Text = d.doubt(line)
	}
	if d.kind != forAdmins {
		r.Text += "。@" + d.s.Speaker + " 请准备好"
	}
	return r
}

// dayWord is the day of t to somebody who reads it at the time now.
func dayWord(t, now time.Time) string {
	switch t.Format(time.DateOnly) {
	case now.Format(time.DateOnly):
		return "今天"
	case now.AddDate(0, 0, 1).Format(time.DateOnly):
		return "明天"
	}
	return announce.FormatDay(t, now)
}

// doubt says to the admins why the room is not reminded.
func (d *dueSlot) doubt(line string) string {
	switch d.s.Status {
	case Cancelled:
		return "提醒管理员：" + line + "，群里不再提醒"
	case TBD:
		return "提醒管理员：" + line + "，还没有定下来，群里先不提醒，请确认"
	}
	return "提醒管理员：" + line + "，同一时间还排了别人，群里先不提醒，请确认是哪一位"
}

// line writes the session of a slot with its day.
func (d *dueSlot) line(now time.Time) string {
	var w strings.Builder
	w.WriteString(announce.FormatDay(d.start, now) + " " + cmp.Or(d.s.clock(), announce.UsualClock))
	if d.s.Start == "" {
		w.WriteString("（没有说几点，按惯例）")
	}
	w.WriteString("，" + cmp.Or(d.s.Speaker, "分享人没有说"))
	if d.s.Topic != "" {
		fmt.Fprintf(&w, "，《%s》", d.s.Topic)
	}
	if d.s.Status == Cancelled {
		w.WriteString("，取消了")
	}
	return w.String()
}

// catchUp makes one reminder of those that a room has missed, and one of those
// that its admins have.
func catchUp(late []dueSlot, now time.Time) []Reminder {
	var out []Reminder
	for _, admins := range []bool{false, true} {
		r := Reminder{ToAdmins: admins}
		var lines []string
		for _, d := range late {
			if (d.kind == forAdmins) != admins {
				continue
			}
			r.covers = append(r.covers, d.key)
			if slices.ContainsFunc(r.sessions, func(s Session) bool { return s.ID == d.s.ID }) {
				continue
			}
			r.Room, r.Due, r.Key = d.s.Room, d.at, "catch-up/"+d.key
			r.sessions = append(r.sessions, *d.s)
			if admins {
				lines = append(lines, d.doubt(d.line(now)))
			} else {
				lines = append(lines, d.line(now))
			}
		}
		if len(lines) == 0 {
			continue
		}
		r.Text = strings.Join(lines, "；")
		if !admins {
			r.Text = "刚才没能按时提醒，补一句：" + r.Text
		}
		out = append(out, r)
	}
	return out
}
