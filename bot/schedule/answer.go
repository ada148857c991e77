package schedule

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"qunwen/bot/schedule/announce"
	"qunwen/corpus"
)

// A Question is one about the schedule.
type Question struct {
	Text  string
	At    time.Time // when it is asked, in the zone of the sessions
	Rooms []string  // whose sessions may be shown; empty means all
	Room  string    // in which it is asked; "" outside of rooms
	Asker string    // as the archive names people; "" if unknown
}

// A Reply answers a question about the schedule.
type Reply struct {
	Text     string    // plain Chinese, lines separated by \n
	Sessions []Session // that the text speaks of, the best first; may be empty

	// Elsewhere says that the question names somebody or something that no
	// session has: the chat itself may know. Text then begins with NotFound.
	Elsewhere bool
}

// NotFound says that no session is what was asked for.
const NotFound = "群里没有查到这样的分享安排。"

// Answer answers a question about the schedule from the sessions as they stand
// when it is asked. ok is false if it is not about the schedule: neither [Asks]
// says so, nor does it name a session of the book and want its day, its hour or
// its speaker.
func (b *Book) Answer(asked Question) (r Reply, ok bool) {
	q := newQuestion(asked.Text, asked.At)
	if q.takes() == NoBook {
		return Reply{}, false
	}
	rule := q.rule()
	q.in, q.asker, q.owner = asked.Room, asked.Asker, b.ownerName()
	sessions := slices.DeleteFunc(b.Sessions(asked.At), func(s Session) bool {
		return len(asked.Rooms) > 0 && !slices.Contains(asked.Rooms, s.Room)
	})
	if rule == nil && !q.namesOne(sessions) {
		return Reply{}, false
	}
	if q.has(wantOwn) {
		if q.asker == "" {
			return Reply{Text: askerUnknown}, true
		}
		sessions = slices.DeleteFunc(sessions, func(s Session) bool { return !q.own(&s, b.samePerson) })
	}
	found, left := q.choose(sessions)
	if len(found) == 0 {
		return q.none(sessions, b.opt.RoomNames, b.drawnLately(asked.At, asked.Rooms)), true
	}
	return Reply{Text: q.write(found, left, sessions, b.opt.RoomNames), Sessions: found}, true
}

// askerUnknown answers 我什么时候讲 where the asker has no name.
const askerUnknown = "认不出你是谁，写上群昵称再问，例如：周慧什么时候讲"

// ownerName is how the owner of the account is shown: by the alias of 我, or by
// the title.
func (b *Book) ownerName() string {
	return cmp.Or(b.byHand.aliases[corpus.OwnerName], b.opt.Aliases[corpus.OwnerName], ownerTitle)
}

// samePerson reports whether two handles are one person's.
func (b *Book) samePerson(x, y string) bool {
	for _, aliases := range []map[string]string{b.opt.Aliases, b.byHand.aliases} {
		x, y = cmp.Or(aliases[x], x), cmp.Or(aliases[y], y)
	}
	return x == y || newPerson(x).same(newPerson(y))
}

// none answers that no session is what was asked for: with the one that the asker
// means, if it is on another day, or else with what comes next. drawn tells of a
// list that is a picture.
func (q *question) none(sessions []Session, roomNames map[string]string, drawn string) Reply {
	if q.checks() {
		if s := q.meant(sessions); s != nil {
			return Reply{Text: "不是那天，是：" + q.line(s) + "\n" + q.known(s), Sessions: []Session{*s}}
		}
	}
	text := q.nothing()
	if s := q.next(sessions); s != nil {
		text += "接下来是：\n" + q.elsewhere(s, roomNames) + q.line(s)
	}
	return Reply{Text: text + drawn, Elsewhere: !q.dated() && !q.has(wantGaps|wantFailed|wantOwn) && q.specific()}
}

// nothing says that there is no session.
func (q *question) nothing() string {
	switch {
	case q.has(wantOwn):
		return "没有查到你的分享安排。"
	case q.has(wantGaps):
		return "没有查到哪天空着。"
	case q.has(wantFailed):
		return "没有查到取消或没讲的分享。"
	case q.oneDay():
		return fmt.Sprintf("%s没有查到分享安排。", announce.FormatDay(q.from, q.now))
	case q.dated():
		return fmt.Sprintf("%s到%s没有查到分享安排。", announce.FormatDay(q.from, q.now), announce.FormatDay(q.to, q.now))
	}
	return NotFound
}

// next returns the session that comes next, of the room in which it is asked if
// that has any; nil if none is planned.
func (q *question) next(sessions []Session) *Session {
	today := q.now.Format(time.DateOnly)
	var first *Session
	for i := range sessions {
		s := &sessions[i]
		if s.Date < today || s.Status != Planned {
			continue
		}
		if first == nil {
			first = s
		}
		if s.Room == q.in {
			return s
		}
	}
	return first
}

// drawnLately says that a list was posted as a picture within the last week: it
// may hold what was asked for.
func (b *Book) drawnLately(now time.Time, rooms []string) string {
	for _, room := range b.allRooms() {
		if len(rooms) > 0 && !slices.Contains(rooms, room) {
			continue
		}
		_, drawn := b.said(room, now)
		if len(drawn) == 0 {
			continue
		}
		if n := drawn[len(drawn)-1]; now.Sub(n.at) < 7*24*time.Hour {
			return fmt.Sprintf("\n%s %s %s 发过一份图片的安排，图里的字我读不到，请看那张图。", announce.FormatDay(n.at, now), n.at.Format("15:04"), n.speaker)
		}
	}
	return ""
}
