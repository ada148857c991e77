package schedule

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"qunwen/bot/schedule/announce"
	"qunwen/corpus/zh"
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

// ownerTitle is how the owner of the account is called who has no other name.
const ownerTitle = "群主"

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

// circular finds a circular by its number: 217号文, 296号. Shorter numbers are
// mostly days.
var circular = regexp.MustCompile(`([0-9]{3,}) ?号`)

// bareMonth finds a month without a day, as in 5月还有几场.
var bareMonth = regexp.MustCompile(`([0-9]{1,2}|[一二三四五六七八九十]{1,2}) ?月(份|里|内|底|初)?`)

// bareDay finds a text that is only a day, as members write it, and who is wanted: 6.13, 6.13谁. Within a
// text such a number needs words around it to be a day.
var bareDay = regexp.MustCompile(`^\s*([0-9]{1,2})[-./]([0-9]{1,2})(\s*(?:(?:晚上?|那天)?(?:是|有|轮到)?(?:谁|哪位|什么|啥|讲|分享|课)[^0-9]*)?[?？]*\s*)$`)

// clockSaid finds an hour without a day: 8点半.
var clockSaid = regexp.MustCompile(`([0-9]{1,2}|[一二两三四五六七八九十]{1,3})[点时](半|[0-9]{1,2}分?|钟)?|[0-9]{1,2}:[0-9]{2}`)

// monthWords name a month by its distance from the present one.
var monthWords = []struct {
	words  []string
	months int
}{{[]string{"上个月", "上月"}, -1}, {[]string{"下个月", "下月"}, 1}, {[]string{"这个月", "本月", "当月"}, 0}}

// monthSaid returns the first and the last day of the month that a text names by
// 这个月, 上个月, 下个月 or by its number, or of the year that it names by 今年,
// 去年; zero times if it names none. rest is the text without a month that is a
// number. past says that the month is over or under way.
func monthSaid(text string, now time.Time, past bool) (first, last time.Time, rest string) {
	day := func(y int, m time.Month) time.Time { return time.Date(y, m, 1, 0, 0, 0, 0, time.UTC) }
	for _, m := range monthWords {
		if zh.ContainsAny(text, m.words...) {
			first = day(now.Year(), now.Month()+time.Month(m.months))
			return first, first.AddDate(0, 1, -1), text
		}
	}
	if at := bareMonth.FindStringSubmatchIndex(text); at != nil {
		number := []rune(text[at[2]:at[3]])
		if n, _ := zh.Numeral(number, 0); n >= 1 && n <= 12 {
			first = day(yearOfMonth(n, now, past), time.Month(n))
			return first, first.AddDate(0, 1, -1), text[:at[0]] + " " + text[at[1]:]
		}
	}
	for i, w := range []string{"今年", "去年", "前年"} {
		if strings.Contains(text, w) {
			first = day(now.Year()-i, time.January)
			return first, first.AddDate(1, 0, -1), text
		}
	}
	return first, last, text
}

// yearOfMonth returns the year of the month n that somebody means at the time
// now: with past the latest one that has begun, otherwise the one that is less
// than half a year away.
func yearOfMonth(n int, now time.Time, past bool) int {
	off := n - int(now.Month())
	switch {
	case off > 6, past && off > 0:
		return now.Year() - 1
	case off < -6 && !past:
		return now.Year() + 1
	}
	return now.Year()
}

// shortStretch is the longest stretch, in days, that is shown for a day in it.
const shortStretch = 7

// covers reports whether a session may lie on the days that are asked for. One
// of which only a long stretch is known is shown if the question names all of
// that stretch: a promise for June does not answer a question for June 5.
func (q *question) covers(s *Session) bool {
	from, to := q.from.Format(time.DateOnly), q.to.Format(time.DateOnly)
	within := func(d string) bool { return d >= from && d <= to }
	if s.Date != "" {
		return within(s.Date) || slices.ContainsFunc(s.MovedFrom, within)
	}
	lo, hi := s.DateRange[0], s.DateRange[1]
	if lo == "" || hi == "" {
		return false
	}
	a, errA := time.Parse(time.DateOnly, lo)
	b, errB := time.Parse(time.DateOnly, hi)
	if errA == nil && errB == nil && b.Sub(a) < shortStretch*24*time.Hour {
		return hi >= from && lo <= to
	}
	return lo >= from && hi <= to
}

// oneDay reports whether the question names a single day.
func (q *question) oneDay() bool { return q.dated() && q.from.Equal(q.to) }
