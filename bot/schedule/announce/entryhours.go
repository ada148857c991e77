package announce

import (
	"strings"

	"qunwen/bot/schedule/when"
)

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
var noHour = compile(`(?:^|[^\d.:/~\-])((?:2[5-9]|[3-9]\d)(?:点|:\d\d)|\d{1,2}:[6-9]\d)`)

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
