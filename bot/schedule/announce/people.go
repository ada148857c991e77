package announce

import (
	"strings"

	"qunwen/corpus/zh"
)

// personFirst reports whether the rows begin with a mention and have their
// slot, if any, behind it, as the lists of somebody who collects offers do.
func (r *reader) personFirst() bool {
	handles := r.handles()
	if len(handles) < 2 || zh.ContainsAny(string(r.src.Fold[:handles[0].from]), rosterWords...) {
		return false
	}
	dated := 0
	for i, h := range handles {
		end := len(r.src.Fold)
		if i+1 < len(handles) {
			end = handles[i+1].from
		}
		has := zh.ContainsAny(string(r.src.Fold[h.to:end]), tbdWords...)
		for _, sl := range r.slots {
			if sl.from < handles[0].from && !sl.past && !strings.Contains(r.text[:len(string(r.src.Fold[:handles[0].from]))], "内容") {
				return false
			}
			has = has || sl.from >= h.to && sl.to <= end
		}
		if has && end-h.to < 60 {
			dated++
		}
	}
	last := handles[len(handles)-1]
	return dated*10 >= len(handles)*7 && dated >= 2 && zh.ContainsAny(string(r.src.Fold[last.to:]), append([]string{"月", "周", "号"}, tbdWords...)...)
}

// handles are the mentions of the message, without 所有人.
func (r *reader) handles() []token {
	var found []token
	for _, t := range r.tokens {
		if t.kind == handleToken && t.text != "所有人" && t.text != "all" {
			found = append(found, t)
		}
	}
	return found
}

// personRows reads a list whose rows begin with a mention.
func (r *reader) personRows() []Entry {
	handles := r.handles()
	var entries []Entry
	for i, h := range handles {
		end := len(r.src.Fold)
		if i+1 < len(handles) {
			end = handles[i+1].from
		}
		e := Entry{Status: Planned, Speaker: h.text}
		stop := end
		var m moment
		for _, sl := range r.slots {
			if sl.from < h.to || sl.to > end {
				continue
			}
			if sl.hasClock {
				e.Start = sl.clock.String()
			}
			m, stop = sl.moments[0], sl.from
		}
		rem := r.rowTopic(&e, h.to, stop)
		if e.Topic == "" && stop < end { // the day stands between
			behind := r.slotRange(stop, end)
			r.rowTopic(&e, behind[len(behind)-1].to, end)
		}
		if rem.status != "" {
			e.Status = rem.status
		}
		e.setMoment(m)
		entries = append(entries, e)
	}
	if tasks(entries) || r.idle(entries) {
		return nil
	}
	return entries
}
