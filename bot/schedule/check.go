package schedule

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"qunwen/bot/schedule/announce"
)

// A Problem is something about the schedule that people have to look at.
type Problem struct {
	Place   string `json:"place"`   // path:line of the post below the site; "" of what is by hand
	Room    string `json:"room"`    //
	Date    string `json:"date"`    // that it concerns, YYYY-MM-DD; "" if none is known
	Problem string `json:"problem"` // in Chinese
}

// nearLists is how close two lists must be for their difference to be a
// contradiction: later the plan may have changed.
const nearLists = 15 * time.Minute

// Check finds what is wrong with the schedule as it stands at the time now:
// slots that contradict themselves, lists that contradict each other, evenings
// with two speakers, speakers without a day, lists that are only a picture and
// corrections that meet no session. The problems come by room, then in the
// order in which they were said.
func (b *Book) Check(now time.Time) []Problem {
	sessions, unmatched := b.sessions(now)
	var all []Problem
	for _, room := range b.allRooms() {
		l := newLedger(room, b.opt, b.rooms[room], now)
		notes, drawn := b.said(room, now)
		for _, n := range notes {
			for _, e := range n.x.Entries {
				if e.Problem != "" && l.rank(n) >= 0 {
					all = append(all, Problem{n.place, room, cmp.Or(e.Date, n.at.Format(time.DateOnly)), e.Problem})
				}
			}
		}
		all = append(all, contradictions(l, notes)...)
		for _, n := range drawn {
			if l.announcers[n.speaker] || !l.configured {
				all = append(all, Problem{n.place, room, n.at.Format(time.DateOnly), "安排只有一张图，图里的字读不到：「" + n.text + "」，请把文字再发一遍，或用 schedule set 补上"})
			}
		}
		places := make(map[string]string)
		for _, n := range notes {
			places[n.id] = n.place
		}
		all = append(all, unsettled(sessions, room, places, now)...)
	}
	for _, c := range unmatched {
		all = append(all, Problem{"", c.Room, c.Date, fmt.Sprintf("手工更正 %s 没有对上任何一场分享：%s %s", c.Do, c.Date, c.Who)})
	}
	return all
}

// said are the notes of a room up to the time now, and the headings of pictures.
func (b *Book) said(room string, now time.Time) (notes, drawn []note) {
	for _, d := range b.rooms[room] {
		for _, n := range d.notes {
			if !n.at.After(now) {
				notes = append(notes, n)
			}
		}
		for _, n := range d.drawn {
			if !n.at.After(now) {
				drawn = append(drawn, n)
			}
		}
	}
	inOrder := func(a, b note) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.id, b.id)) }
	slices.SortFunc(notes, inOrder)
	slices.SortFunc(drawn, inOrder)
	return notes, drawn
}

// contradictions finds lists that soon after another name somebody else for
// the same day.
func contradictions(l *ledger, notes []note) []Problem {
	var all []Problem
	var last []note // lists not older than nearLists
	for _, n := range notes {
		if n.x.Kind != announce.List || l.rank(n) < 0 {
			continue
		}
		last = slices.DeleteFunc(last, func(o note) bool { return n.at.Sub(o.at) > nearLists })
		for _, o := range last {
			for _, e := range n.x.Entries {
				other := slices.IndexFunc(o.x.Entries, func(f announce.Entry) bool {
					return f.Date == e.Date && e.Date != "" && f.Speaker != "" && e.Speaker != "" && f.Start == e.Start && !l.samePerson(f.Speaker, e.Speaker)
				})
				if other < 0 || slices.ContainsFunc(o.x.Entries, func(f announce.Entry) bool { return f.Date == e.Date && l.samePerson(f.Speaker, e.Speaker) }) {
					continue
				}
				all = append(all, Problem{n.place, l.room, e.Date, fmt.Sprintf("%s 说是 %s，%s 的列表（%s）说是 %s",
					e.Date, e.Speaker, o.at.Format("15:04"), o.place, o.x.Entries[other].Speaker)})
			}
		}
		last = append(last, n)
	}
	return all
}

// unsettled finds, among the sessions of a room that are to come, evenings with
// two speakers and speakers without a day.
func unsettled(sessions []Session, room string, places map[string]string, now time.Time) []Problem {
	today := now.Format(time.DateOnly)
	var all []Problem
	byDay := make(map[string]*Session)
	for i := range sessions {
		s := &sessions[i]
		if s.Room != room || !s.live() || s.Speaker == "" || s.Date != "" && s.Date < today {
			continue
		}
		place := ""
		if s.Source != nil {
			place = places[s.Source.ID]
		}
		switch first := byDay[s.Date]; {
		case s.Date == "":
			all = append(all, Problem{place, room, "", s.Speaker + " 说要分享，日子还没有定"})
		case first == nil:
			byDay[s.Date] = s
		case s.Start == "" || first.Start == "" || s.Start == first.Start:
			all = append(all, Problem{place, room, s.Date, fmt.Sprintf("%s 排了两场：%s，还有 %s", s.Date, first.Speaker, s.Speaker)})
		}
	}
	return all
}
