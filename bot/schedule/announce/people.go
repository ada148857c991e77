package announce

import (
	"strings"

	"qunwen/bot/schedule/when"
	"qunwen/corpus/zh"
)

// personFirst reports whether the rows begin with a mention and have their
// slot, if any, behind it, as the lists of somebody who collects offers do.
func (r *reader) personFirst() bool {
	handles := r.handles()
	if len(handles) < 2 || zh.ContainsAny(string(r.src.Fold[:handles[0].From]), rosterWords...) {
		return false
	}
	dated := 0
	for i, h := range handles {
		end := len(r.src.Fold)
		if i+1 < len(handles) {
			end = handles[i+1].From
		}
		has := zh.ContainsAny(string(r.src.Fold[h.To:end]), tbdWords...)
		for _, sl := range r.slots {
			if sl.From < handles[0].From && !sl.Past && !strings.Contains(r.text[:len(string(r.src.Fold[:handles[0].From]))], "内容") {
				return false
			}
			has = has || sl.From >= h.To && sl.To <= end
		}
		if has && end-h.To < 60 {
			dated++
		}
	}
	last := handles[len(handles)-1]
	return dated*10 >= len(handles)*7 && dated >= 2 && zh.ContainsAny(string(r.src.Fold[last.To:]), append([]string{"月", "周", "号"}, tbdWords...)...)
}

// handles are the mentions of the message, without 所有人.
func (r *reader) handles() []when.Token {
	var found []when.Token
	for _, t := range r.tokens {
		if t.Kind == when.HandleToken && t.Text != "所有人" && t.Text != "all" {
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
			end = handles[i+1].From
		}
		e := Entry{Status: Planned, Speaker: h.Text}
		stop := end
		var m when.Moment
		for _, sl := range r.slots {
			if sl.From < h.To || sl.To > end {
				continue
			}
			if sl.HasClock {
				e.Start = sl.Clock.String()
			}
			m, stop = sl.Moments[0], sl.From
		}
		rem := r.rowTopic(&e, h.To, stop)
		if e.Topic == "" && stop < end { // the day stands between
			behind := r.slotRange(stop, end)
			r.rowTopic(&e, behind[len(behind)-1].To, end)
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
