package schedule

import (
	"cmp"
	"slices"
	"time"
)

const (
	mostAnswered = 3 // sessions in an answer about one thing
	mostOfDays   = 7 // and in one about some days

	// enough is the score from which a session is what was asked for: two
	// characters that few topics have, or part of a name.
	enough = 0.5

	// near is the share of the best score that others need to be shown beside it.
	near = 0.6

	// rightTense is added for a talk that was held where such are asked for, and
	// for one to come where those are.
	rightTense = 0.3
)

// A candidate is a session that may answer a question.
type candidate struct {
	*Session
	score float64 // how surely the question names it
}

// choose returns the sessions that answer the question, the best first, and how
// many more there are on the days that are asked for.
func (q *question) choose(sessions []Session) (found []Session, left int) {
	all, top := q.candidates(sessions)
	named := top >= enough
	if !named && !q.dated() && !q.has(wantGaps|wantFailed|wantOwn|wantPlace|wantEntry) && q.specific() {
		return nil, 0
	}
	if named { // what only shares the day is no answer
		all = slices.DeleteFunc(all, func(c candidate) bool { return c.score < near*top })
		all = q.withoutOlder(all)
	}
	slices.SortStableFunc(all, func(a, b candidate) int { return q.order(a, b, named) })
	most := q.most(named)
	if q.has(wantLast) && !named && len(all) > 0 {
		all = all[len(all)-1:]
	}
	if q.has(wantSecond) && !named && len(all) > 0 {
		all = all[1:]
	}
	for _, c := range all[:min(len(all), most)] {
		found = append(found, *c.Session)
	}
	if most == mostOfDays {
		left = len(all) - len(found)
	}
	return found, left
}

// withoutOlder leaves out sessions of long ago where one to come is named, too,
// and the question is not about what was.
func (q *question) withoutOlder(all []candidate) []candidate {
	today := q.now.Format(time.DateOnly)
	if q.has(wantPast|wantFailed) || q.dated() || !slices.ContainsFunc(all, func(c candidate) bool { return c.live() && c.Date >= today }) {
		return all
	}
	return slices.DeleteFunc(all, func(c candidate) bool { return !q.current(c.Session) })
}

// candidates are the sessions that fit the question, with the highest of their
// scores.
func (q *question) candidates(sessions []Session) (all []candidate, top float64) {
	rarity := topicRarity(sessions)
	for i := range sessions {
		s := &sessions[i]
		score := q.named(s) + q.about(s, rarity)
		if !q.fits(s, score >= enough) {
			continue
		}
		past := q.has(wantPast)
		if past == (s.Status == Held) && (past || q.has(wantComing)) {
			score += rightTense
		}
		all, top = append(all, candidate{s, score}), max(top, score)
	}
	return all, top
}

// fits reports whether a session may be what is asked for; named says that the
// question names it.
func (q *question) fits(s *Session, named bool) bool {
	today := q.now.Format(time.DateOnly)
	switch {
	case q.has(wantFailed) && !s.missed(), q.has(wantGaps) && s.Status != Open:
		return false
	case q.dated():
		return q.covers(s) && (named || q.has(wantFailed) || q.timely(s, today))
	case q.has(wantFailed) || named:
		return true
	case q.has(wantGaps):
		return s.Date >= today
	case q.has(wantPast):
		return s.Status == Held && !q.specific()
	case q.upcoming():
		return s.Date >= today && s.Status != Held
	}
	return s.Date >= today
}

// missed reports whether a session was not held as planned.
func (s *Session) missed() bool {
	return s.Status == NotHeld || s.Status == Cancelled || s.Status == Moved
}

// timely reports whether a session of the days that are asked for is over where
// talks that were held are, and still to come where those are.
func (q *question) timely(s *Session, today string) bool {
	switch {
	case q.has(wantPast) && s.Status != Held:
		return s.Date == today || s.Date > today && q.from.Format(time.DateOnly) >= today
	case q.upcoming():
		return s.Status != Held && (s.Date >= today || s.Date == "")
	}
	return true
}

// upcoming reports whether the question is about what is left: 还有几场.
func (q *question) upcoming() bool {
	switch {
	case q.has(wantPast):
		return false
	case q.few > 0, q.has(wantLast):
		return true
	}
	return q.has(wantLeft) && (q.has(wantCount) || q.dated() && !q.oneDay())
}

// order sorts candidates: those that the question names better go first, then
// those of the room in which it is asked, then by day. What has no day goes last:
// it is a promise.
func (q *question) order(a, b candidate, named bool) int {
	if c := cmp.Compare(b.score, a.score); c != 0 && named {
		return c
	}
	return cmp.Or(firstIf(q.in != "" && a.Room == q.in, q.in != "" && b.Room == q.in), firstIf(a.Date != "", b.Date != ""), q.orderDays(a.Date, b.Date))
}

// orderDays sorts days: the latest first in a question about what was, otherwise
// the next first. Where no days are asked for, those that are over go behind
// those to come, the latest first.
func (q *question) orderDays(a, b string) int {
	today := q.now.Format(time.DateOnly)
	switch days := cmp.Compare(a, b); {
	case q.has(wantFirst):
		return days
	case q.has(wantPast):
		return -days
	case q.dated() || q.has(wantFailed) || a >= today && b >= today:
		return days
	case a < today && b < today:
		return -days
	}
	return firstIf(a >= today, b >= today)
}

// firstIf orders what is so before what is not.
func firstIf(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// most is how many sessions an answer shows; named says that the question names
// one.
func (q *question) most(named bool) int {
	switch {
	case q.few > 0 && !named:
		return min(q.few, mostOfDays)
	case !named && (q.has(wantFirst) || !q.dated() && q.has(wantOne)):
		return 1
	case !named && !q.dated() && q.has(wantHour|wantPlace|wantEntry) && !q.has(wantMany):
		return 1
	case q.dated() || q.has(wantMany|wantGaps|wantFailed|wantCount):
		return mostOfDays
	}
	return mostAnswered
}
