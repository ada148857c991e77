package judge

import "slices"

// A Reason says what went wrong with a question.
type Reason string

// The reasons. The first four are of questions with an answer that show no gold
// message within three passages; the last two of asked sets.
const (
	notFound       Reason = "not found"            // the places that were considered are not known
	notCandidate   Reason = "not among candidates" // no place that was considered has a gold message in reach
	rankedLow      Reason = "ranked low"           // the first one that has is behind those shown
	notQuoted      Reason = "not quoted"           // it was shown, but by other lines
	keptSilent     Reason = "kept silent"          // answerable, and the verdict is not answer
	shouldBeSilent Reason = "should be silent"     // unanswerable, and the verdict is answer
	showsNoAnswer  Reason = "shows no answer"      // the verdict is answer, and no passage shows a line that carries one
	showsUnjudged  Reason = "shows unjudged"       // the same, but nobody has read one of the passages
)

// Chinese returns the reason in the words of a report's reader.
func (r Reason) Chinese() string {
	switch r {
	case notFound:
		return "没有找到"
	case notCandidate:
		return "没进候选"
	case rankedLow:
		return "排得太后"
	case notQuoted:
		return "找到了地方，没引对话"
	case keptSilent:
		return "有答案却没敢答"
	case shouldBeSilent:
		return "没有答案却答了"
	case showsNoAnswer:
		return "说答过，引的没有答案"
	case showsUnjudged:
		return "说答过，有摘录没人评过"
	}
	return string(r)
}

// A Miss is a question that went wrong.
type Miss struct {
	ID         string  `json:"id"`
	Kind       Kind    `json:"kind"`
	Question   string  `json:"question"`
	Gold       *Key    `json:"gold,omitempty"` // the first message that answers; nil if unanswerable
	Verdict    Verdict `json:"verdict"`
	Confidence float64 `json:"confidence"`
	Reason     Reason  `json:"reason"`
	Place      int     `json:"place,omitempty"` // 1-based, of the first candidate that has a gold message in reach; 0 for none or not known
}

func newMiss(q *Question, a *Answer, r Reason, place int) Miss {
	m := Miss{ID: q.ID, Kind: q.Kind, Question: q.Text, Verdict: a.Verdict, Confidence: a.Confidence, Reason: r, Place: place}
	if len(q.Gold) > 0 && q.Kind != Unanswerable {
		m.Gold = &q.Gold[0]
	}
	return m
}

// missed returns the miss of a question that should have been hit and was not.
func missed(q *Question, a *Answer, hit int) (Miss, bool) {
	if q.Kind == Unanswerable || hit > 0 {
		return Miss{}, false
	}
	reason, place := why(q, a)
	return newMiss(q, a, reason, place), true
}

// why returns what kept the gold messages of a question from being shown, and
// the position of the first candidate place that has one in reach. A place
// that would have been shown, had the verdict not been none, is kept silent.
func why(q *Question, a *Answer) (Reason, int) {
	if a.Candidates == nil {
		return notFound, 0
	}
	place := 1 + slices.IndexFunc(a.Candidates, func(keys []Key) bool {
		return slices.ContainsFunc(keys, func(k Key) bool { return slices.Contains(q.Gold, k) })
	})
	places := min(len(a.Passages), maxPassages)
	switch {
	case place == 0:
		return notCandidate, 0
	case place <= places:
		return notQuoted, place
	case a.Verdict == None && len(a.Passages) == 0 && place <= maxPassages:
		return keptSilent, place
	}
	return rankedLow, place
}

// silence returns the miss of a question with the wrong verdict. One about the
// schedule has none that is wrong.
func silence(q *Question, a *Answer) (Miss, bool) {
	switch {
	case q.Kind == Answerable && a.Verdict != Answered:
		return newMiss(q, a, keptSilent, 0), true
	case q.Kind == Unanswerable && a.Verdict == Answered:
		return newMiss(q, a, shouldBeSilent, 0), true
	}
	return Miss{}, false
}
