package judge

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// A grade says how much an excerpt helps whoever asked.
type grade int

// The grades of an excerpt.
const (
	gradeUseless grade = iota // it does not help
	gradeRelated              // it is about the question, but does not settle it
	gradeAnswers              // it answers the question
)

// A judgement is what somebody who read an excerpt says of it.
type judgement struct {
	Middle string   // ID of the message in the middle of the place; need not be among Seen
	Seen   []string // IDs of the messages that were read, in the order they were sent; at least one
	Grade  grade
	Lines  []string // IDs of those of Seen that carry the answer; at least one if the grade is gradeAnswers
}

// A judgeRow is a [judgement] as it stands in a gold file.
type judgeRow struct {
	Middle string   `json:"middle"`
	Seen   []string `json:"seen"`
	Grade  *grade   `json:"grade"` // nil if the row has none
	Lines  []string `json:"lines"`
}

// IsAskedSet reports whether the questions are of an asked set: what members
// sent, with judged excerpts. [ScoreAsked] is for these, [Score] for others.
func IsAskedSet(questions []Question) bool {
	return len(questions) > 0 && (questions[0].Kind == SelfContained || questions[0].Kind == Talk)
}

// AnswerIDs returns the IDs of the messages that carry the answer, by the
// excerpts judged to answer; it is empty if none is known.
func (q *Question) AnswerIDs() map[string]bool {
	ids := make(map[string]bool)
	for _, j := range q.judged {
		if j.Grade != gradeAnswers {
			continue
		}
		for _, id := range j.Lines {
			ids[id] = true
		}
	}
	return ids
}

// SeenIDs returns the IDs of the messages that a judge of the question read.
// Of any other message it is not known whether it answers.
func (q *Question) SeenIDs() map[string]bool {
	ids := make(map[string]bool)
	for _, j := range q.judged {
		for _, id := range j.Seen {
			ids[id] = true
		}
	}
	return ids
}

// fillAsked sets the fields of a question as a member sent it.
func (g *goldRow) fillAsked(q *Question) error {
	q.Kind = Talk
	if *g.SelfContained {
		q.Kind = SelfContained
	}
	asking, ok := keyOfID(g.Message)
	if !ok {
		return fmt.Errorf("%w: %q", ErrMessage, g.Message)
	}
	q.Room, q.Message = asking.Room, g.Message
	if len(g.Without) > 0 { // else nil, so that a row reads back as it was written
		q.Without = g.Without
	}
	for _, day := range g.Without {
		if !isDay(day) {
			return fmt.Errorf("%w: %q", ErrDay, day)
		}
	}
	for _, row := range g.Judged {
		j, err := row.judgement()
		if err != nil {
			return err
		}
		q.judged = append(q.judged, j)
		if j.Grade != gradeAnswers || q.Kind != SelfContained {
			continue
		}
		for _, id := range j.Lines {
			if k, _ := keyOfID(id); !slices.Contains(q.Gold, k) {
				q.Gold = append(q.Gold, k)
			}
		}
	}
	return nil
}

func (row *judgeRow) judgement() (judgement, error) {
	if row.Grade == nil {
		return judgement{}, ErrGrade
	}
	j := judgement{Middle: row.Middle, Seen: row.Seen, Grade: *row.Grade, Lines: row.Lines}
	return j, j.validate()
}

// validate returns an error that wraps ErrGrade, ErrNoSeen, ErrMessage,
// ErrLines or ErrNoLines if j is not what the type promises.
func (j *judgement) validate() error {
	if j.Grade < gradeUseless || j.Grade > gradeAnswers {
		return fmt.Errorf("%w: %d", ErrGrade, j.Grade)
	}
	if len(j.Seen) == 0 {
		return ErrNoSeen
	}
	for _, id := range append([]string{j.Middle}, j.Seen...) {
		if _, ok := keyOfID(id); !ok {
			return fmt.Errorf("%w: %q", ErrMessage, id)
		}
	}
	for _, id := range j.Lines {
		if !slices.Contains(j.Seen, id) {
			return fmt.Errorf("%w: %s", ErrLines, id)
		}
	}
	if j.Grade == gradeAnswers && len(j.Lines) == 0 {
		return ErrNoLines
	}
	return nil
}

// keyOfID reads a message ID, room/YYYY-MM-DD/HHMMSS with .2, .3 … for later
// messages of that second; ok is false if it is not one.
func keyOfID(id string) (k Key, ok bool) {
	parts := strings.Split(id, "/")
	if len(parts) != 3 || !isDay(parts[0]+"/"+parts[1]) {
		return Key{}, false
	}
	clock, number, numbered := strings.Cut(parts[2], ".")
	const form = "150405"
	at, err := time.Parse(form, clock)
	if err != nil || len(clock) != len(form) {
		return Key{}, false
	}
	if n, err := strconv.Atoi(number); numbered && (err != nil || n < 2 || strconv.Itoa(n) != number) {
		return Key{}, false
	}
	return Key{parts[0], parts[1], at.Format(time.TimeOnly)}, true
}

// isDay reports whether s is like room/2018-05-12.
func isDay(s string) bool {
	room, date, ok := strings.Cut(s, "/")
	_, err := time.Parse(time.DateOnly, date)
	return ok && err == nil && room != "" && strings.TrimSpace(room) == room && !strings.ContainsFunc(room, unicode.IsControl)
}
