package announce

import (
	"cmp"
	"strings"

	"qunwen/bot/schedule/when"
)

// changed makes an extraction of changes. Those of which only a book can tell
// whether they are of a session print as nothing.
func (r *reader) changed(changes []Change) Extraction {
	x := Extraction{Kind: None, Changes: changes}
	for i := range changes {
		c := &changes[i]
		if c.Of.Problem != "" {
			continue
		}
		own := c.Of.Self && c.Of.Rest == "" && c.Shift.Minutes != 0
		if c.Quiet || !c.Of.Sure && !own && c.Deed != Plans && (c.Of.Rest != "" || c.Of.Date == "" && c.Of.Speaker == "" || c.Deed != Moves) {
			continue
		}
		if x.Kind == None {
			x.Kind = c.kind()
		}
		x.Entries = append(x.Entries, r.entries(c)...)
	}
	if len(x.Entries) == 0 {
		x.Kind = None
	}
	x.Entries = distinct(x.Entries)
	return x
}

// kind is what a message is that makes the change.
func (c *Change) kind() Kind {
	switch c.Deed {
	case Drops:
		return Cancel
	case Restores:
		return Single
	}
	return Move
}

// entries are the change as far as one message can say it.
func (r *reader) entries(c *Change) []Entry {
	e := c.Entry
	switch c.Deed {
	case Plans:
		return []Entry{e}
	case Customs:
		return []Entry{{Start: e.Start, Status: Moved}}
	case Swaps:
		return c.swapEntries()
	}
	r.nameSpeaker(c, &e)
	switch c.Deed {
	case Drops:
		r.dropped(c, &e)
	case Restores, Replaces, Retitles:
		e.Status, e.Date = Planned, c.Of.Date
		if e.Date == "" && e.Speaker == "" {
			e.Date = r.today()
		}
	case Moves, Postpones:
		r.moved(c, &e)
	}
	return []Entry{e}
}

// swapEntries are the two moves of a swap by days, or by names.
func (c *Change) swapEntries() []Entry {
	switch a, b := &c.Of, &c.With; {
	case a.Date != "" && b.Date != "":
		return []Entry{{Date: b.Date, FromDate: a.Date, Status: Moved}, {Date: a.Date, FromDate: b.Date, Status: Moved}}
	case a.Speaker != "" && b.Speaker != "":
		return []Entry{{Speaker: a.Speaker, Status: Moved}, {Speaker: b.Speaker, Status: Moved}}
	}
	return nil
}

// nameSpeaker writes whose session it is into the entry.
func (r *reader) nameSpeaker(c *Change, e *Entry) {
	e.Speaker = cmp.Or(e.Speaker, c.Of.Speaker, c.Of.Owner)
	if e.Speaker == "" && c.Of.Self {
		e.Speaker, e.Self = r.message.Speaker, true
	}
}

// dropped fills the entry of a session that is not held.
func (r *reader) dropped(c *Change, e *Entry) {
	e.Status, e.Date, e.DateRange = Cancelled, c.Of.Date, c.Of.DateRange
	if c.Of.bare() && c.Of.Rest == "" {
		e.Date = r.today()
	}
	if e.Date != "" {
		e.DateRange = [2]string{}
	}
}

// moved fills the entry of a session that gets another day or hour.
func (r *reader) moved(c *Change, e *Entry) {
	e.Status, e.FromDate = Moved, c.Of.Date
	only := e.Date == "" && e.DateRange == [2]string{} && e.Problem == ""
	if e.FromDate == "" && c.Of.Speaker == "" && (only || strings.TrimSpace(c.Of.Rest) == "" && !c.Of.Self) {
		e.FromDate = r.today()
	}
	switch {
	case c.Deed == Postpones || !only:
	case c.Shift != when.Shift{}:
		e.Date, _ = c.Shift.From(e.FromDate, "")
		if e.Start == "" && c.Of.Start != "" {
			_, e.Start = c.Shift.From(e.FromDate, c.Of.Start)
		}
	default:
		e.Date = e.FromDate // another hour of its day
	}
}
