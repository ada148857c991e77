package announce

import (
	"slices"
	"strings"
	"time"

	"qunwen/bot/schedule/when"

	"qunwen/bot/schedule/pattern"
)

// dateOf is a moment's day, "" if it has none.
func dateOf(m when.Moment) string {
	if m.Date.IsZero() {
		return ""
	}
	return m.Date.Format(time.DateOnly)
}

// setMoment writes a resolved day into the entry.
func (e *Entry) setMoment(m when.Moment) {
	e.Date, e.Problem, e.Every = dateOf(m), m.Problem, m.Every
	if !m.From.IsZero() {
		e.DateRange[0] = m.From.Format(time.DateOnly)
	}
	if !m.To.IsZero() {
		e.DateRange[1] = m.To.Format(time.DateOnly)
	}
	for _, o := range m.Options {
		e.Options = append(e.Options, o.Format(time.DateOnly))
	}
}

// fill makes an entry of each day of the slot.
func fill(sl when.Slot, e Entry, to *when.Slot) []Entry {
	var entries []Entry
	for _, m := range sl.Moments {
		f := e
		if to != nil {
			f.FromDate = dateOf(m)
			m = to.Moments[0]
		}
		f.setMoment(m)
		entries = append(entries, f)
	}
	return entries
}

// datesOf are the days of pieces, without those that nobody can place.
func datesOf(pieces []piece) []string {
	var dates []string
	for _, p := range pieces {
		for _, mo := range p.slot.Moments {
			if d := dateOf(mo); d != "" {
				dates = append(dates, d)
			}
		}
	}
	return dates
}

// one makes an extraction of a single kind.
func one(entries ...Entry) (Extraction, bool) {
	return Extraction{Kind: Single, Entries: entries}, true
}

// distinct drops entries that say again what one before them said.
func distinct(entries []Entry) []Entry {
	var kept []Entry
	for _, e := range entries {
		if !slices.ContainsFunc(kept, func(k Entry) bool { return k.Date == e.Date && k.Speaker == e.Speaker && k.Status == e.Status }) {
			kept = append(kept, e)
		}
	}
	return kept
}

// setEnds gives entries the end of the hour at which they begin, or the hour that
// stands before 结束 behind it.
func (r *reader) setEnds(entries []Entry) {
	for i := range entries {
		e := &entries[i]
		begun := false
		for _, t := range r.tokens {
			if t.Kind != when.ClockToken || e.End != "" {
				continue
			}
			start, end := t.Hours()
			if begun && strings.HasPrefix(r.cut(t.To, t.To+2), "结束") {
				e.End = start
			} else if start == e.Start {
				begun, e.End = true, end
			}
		}
	}
}

// noHour finds hours that no day has: 25点, 20:75.
var noHour = pattern.MustCompile(`(?:^|[^\d.:/~\-])((?:2[5-9]|[3-9]\d)(?:点|:\d\d)|\d{1,2}:[6-9]\d)`)

// noSuchHour says that the message names an hour that no day has; "" if it does
// not.
func (r *reader) noSuchHour() string {
	if g := noHour.FindStringSubmatch(r.text); g != nil {
		return "没有" + g[1] + "这个钟点"
	}
	return ""
}

// noteNoSuchHour says of the only planned entry without an hour that its hour is
// none. The entry keeps its day.
func (r *reader) noteNoSuchHour(entries []Entry) {
	problem := ""
	if len(entries) > 0 {
		problem = r.noSuchHour()
	}
	if problem == "" {
		return
	}
	var open *Entry
	for i := range entries {
		if e := &entries[i]; e.Start == "" && e.Status == Planned && e.Problem == "" {
			if open != nil {
				return
			}
			open = e
		}
	}
	if open != nil {
		open.Problem = problem
	}
}
