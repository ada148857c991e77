package judge

import (
	"slices"
	"unicode/utf8"
)

// A Verdict is how sure an answer says it is.
type Verdict string

// The verdicts, as `qunwen ask --json` writes them.
const (
	Answered Verdict = "answer"
	Leads    Verdict = "leads"
	None     Verdict = "none"
)

// A Citation is a quoted message.
type Citation struct {
	Key
	Quote   string // as shown; a cut is marked …
	ID      string // of the message; "" where only its Key is known, which will do outside of asked sets
	Speaker string // as published; only sheets show it; may be ""
}

// An Answer is what is judged.
type Answer struct {
	Verdict    Verdict
	Confidence float64      // 0 to 1; comparable between answers
	TookMS     float64      // milliseconds
	Passages   [][]Citation // best first, each in the order shown; empty if nothing was found
	Sessions   []Citation   // the message behind each session; of schedule questions only

	// Candidates holds the messages in reach of each place that was
	// considered, best place first. Passage i is an excerpt of place i, as far
	// as there are passages. nil if the places are not known.
	Candidates [][]Key
}

// What of an answer counts, by the rules of the gold sets.
const (
	maxPassages  = 3
	maxCitations = 5
	maxQuoted    = 600 // characters of quotes in a passage; the first always counts
)

// passages returns what is shown for a question of the given kind: for one
// about the schedule the messages behind the sessions are a passage, too.
func (a *Answer) passages(k Kind) [][]Citation {
	if k != Schedule {
		return a.Passages
	}
	return append(slices.Clip(a.Passages), a.Sessions)
}

// shown returns the citations of a passage that count.
func shown(passage []Citation) []Citation {
	passage = passage[:min(len(passage), maxCitations)]
	used := 0
	for i, c := range passage {
		if used += utf8.RuneCountInString(c.Quote); used > maxQuoted && i > 0 {
			return passage[:i]
		}
	}
	return passage
}

// rank returns the position, 1-based, of the first passage that shows a message
// that answers; 0 if none does.
func rank(passages [][]Citation, answers func(*Citation) bool) int {
	return 1 + slices.IndexFunc(passages, func(p []Citation) bool {
		return slices.ContainsFunc(shown(p), func(c Citation) bool { return answers(&c) })
	})
}

// answerMatcher returns a function that reports whether a citation is of a
// message that answers q. Asked sets name these by ID, other sets by Key.
func (q *Question) answerMatcher() func(*Citation) bool {
	if q.Kind == SelfContained {
		ids := q.AnswerIDs()
		return func(c *Citation) bool { return ids[c.ID] }
	}
	return func(c *Citation) bool { return slices.Contains(q.Gold, c.Key) }
}

// hit returns the rank that counts: 1 to 3, or 0. A session that is right
// counts wherever it stands.
func (a *Answer) hit(q *Question) int {
	r := rank(a.passages(q.Kind), q.answerMatcher())
	switch {
	case r <= maxPassages:
		return r
	case q.Kind == Schedule:
		return maxPassages
	}
	return 0
}
