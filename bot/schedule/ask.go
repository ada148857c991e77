package schedule

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"qunwen/bot/schedule/announce"
)

// A question is a question about the schedule, taken apart.
type question struct {
	text    string // folded
	words   string // the same with blanks in the place of days
	subject string // of these, without the words that all such questions use
	now     time.Time
	from    time.Time // the days that are asked for, both ends inclusive; zero if none are
	to      time.Time
	wants   want
	few     int // as in 接下来三场; 0 if no number is said

	// What the text does not say.
	in    string // the room in which it is asked; "" outside of rooms
	asker string // as the archive names people; "" if unknown
	owner string // how the owner of the account is called
}

// has reports whether the question wants any of w.
func (q *question) has(w want) bool { return q.wants&w != 0 }

// dated reports whether the question names days.
func (q *question) dated() bool { return !q.from.IsZero() }

func newQuestion(text string, now time.Time) question {
	text = bareDay.ReplaceAllString(text, "${1}月${2}日${3}")
	said, spans := announce.Spans(text, now)
	q := question{text: string(said.Fold), now: now, owner: ownerTitle}
	words := slices.Clone(said.Fold)
	for _, s := range spans {
		for i := s.From; i < s.To; i++ {
			words[i] = ' '
		}
		q.include(s.First, s.Last)
	}
	q.words = clockSaid.ReplaceAllString(string(words), " ")
	n, from, to := fewSaid(q.words)
	if n > 0 {
		q.few, q.words = n, q.words[:from]+" "+q.words[to:]
	}
	q.wants = wantsOf(q.text)
	if q.from.IsZero() {
		first, last, rest := monthSaid(q.words, now, q.has(wantPast))
		q.include(first, last)
		q.words = rest
	}
	q.subject = q.words
	for _, list := range [][]string{firstWords, askingWords, pastWords, gapWords, failWords, tellWords, plainWords, {"关于", "第一"}} {
		for _, w := range list {
			if len([]rune(w)) > 1 {
				q.subject = strings.ReplaceAll(q.subject, w, " ")
			}
		}
	}
	return q
}

// include widens the days that are asked for.
func (q *question) include(days ...time.Time) {
	for _, d := range days {
		if d.IsZero() {
			continue
		}
		if q.from.IsZero() || d.Before(q.from) {
			q.from = d
		}
		if q.to.IsZero() || d.After(q.to) {
			q.to = d
		}
	}
}

// specific reports whether the question names a person or a subject, such as a
// circular by its number.
func (q *question) specific() bool {
	if q.alone() {
		return false
	}
	n := 0
	for _, r := range onlySubject.Replace(q.words) {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n >= 2 || circular.MatchString(q.text)
}
