package judge

// An AskedReport is how good the answers to an asked set are. Shares are from 0
// to 1, rounded to three places; nil where there is nothing to take a share of.
// Up to LostQuestions it has the figures of asked.py under their names.
//
// Hits are lower bounds: a passage that nobody has read counts as no hit.
type AskedReport struct {
	Questions  int `json:"questions"`   // self-contained ones; what follows is of these
	WithAnswer int `json:"with_answer"` // an excerpt that answers is known

	Hit1      *float64 `json:"hit1,omitempty"`       // the first passage shows a line that carries an answer
	Hit3      *float64 `json:"hit3,omitempty"`       // one of the first three does
	Said      *float64 `json:"said,omitempty"`       // told that the group has answered it: verdict answer
	SaidRight *float64 `json:"said_right,omitempty"` // of those: hit within three passages
	SaidOpen  *float64 `json:"said_open,omitempty"`  // of those: no hit, but a passage that nobody has read
	Kept      *float64 `json:"kept,omitempty"`       // of those WithAnswer: verdict answer, and hit within three
	Unjudged  *float64 `json:"unjudged,omitempty"`   // of the passages, up to three a question: nobody has read a line of it

	Talk         int      `json:"talk"`                    // messages that are no question to an archive
	TalkAnswered *float64 `json:"talk_answered,omitempty"` // of those: verdict answer
	TalkQuoted   *float64 `json:"talk_quoted,omitempty"`   // of those: verdict answer or leads, with passages

	Absent        int      `json:"absent"` // of all: no answer was given; counts as a lost question
	LostQuestions *float64 `json:"lost_questions,omitempty"`

	Verdicts []VerdictHits `json:"verdicts"` // answer, leads, none
	TookMS   *Latency      `json:"took_ms"`  // nil without answers
	Misses   []Miss        `json:"misses"`   // with an answer that is known, and not hit, in file order
	Claims   []Miss        `json:"claims"`   // verdict answer, and not hit, in file order

	Curve *Curve `json:"curve"` // of the self-contained questions; nil without answers to draw it of
}

// VerdictHits tell how far one verdict can be relied on, by the self-contained
// questions that got it.
type VerdictHits struct {
	Verdict   Verdict  `json:"verdict"`
	Questions int      `json:"questions"`
	Hit3      int      `json:"hit3"`            // of those: hit within three passages
	Share     *float64 `json:"share,omitempty"` // of Hit3 in Questions; nil without questions
}

// An askedTally counts what an AskedReport takes shares of.
type askedTally struct {
	hit1, hit3, said, saidRight, saidOpen, lost int // self-contained questions
	passages, unjudged                          int
	talkAnswered, talkQuoted                    int // messages that are no question
	verdicts                                    map[Verdict]*VerdictHits
	took                                        []float64 // milliseconds
}

// ScoreAsked judges the answers, by question ID, to the questions of an asked
// set, by the rules of asked.py: the first three passages count, and of each
// the citations that fit in five and 600 characters.
func ScoreAsked(questions []Question, answers map[string]Answer) AskedReport {
	r := AskedReport{Misses: []Miss{}, Claims: []Miss{}}
	t := askedTally{verdicts: make(map[Verdict]*VerdictHits)}
	for _, v := range []Verdict{Answered, Leads, None} {
		t.verdicts[v] = &VerdictHits{Verdict: v}
	}
	for i := range questions {
		q := &questions[i]
		a, ok := answers[q.ID]
		if ok {
			t.took = append(t.took, a.TookMS)
		} else {
			r.Absent++
		}
		if q.Kind == Talk {
			r.Talk++
			t.countTalk(&a)
			continue
		}
		r.Questions++
		if len(q.Gold) > 0 {
			r.WithAnswer++
		}
		hit, unread := a.hit(q), unjudgedPassages(q, &a)
		t.count(&a, hit, len(unread))
		if hit == 0 && ok {
			r.miss(q, &a, len(unread) > 0)
		}
	}
	t.report(&r)
	r.Curve = NewCurve(Outcomes(questions, answers))
	return r
}

// countTalk counts the answer to what is no question.
func (t *askedTally) countTalk(a *Answer) {
	if a.Verdict == Answered {
		t.talkAnswered++
	}
	if (a.Verdict == Answered || a.Verdict == Leads) && len(a.Passages) > 0 {
		t.talkQuoted++
	}
}

// count counts the answer to a self-contained question; hit is as from
// Answer.hit, unread the number of its passages that nobody has read.
func (t *askedTally) count(a *Answer, hit, unread int) {
	t.passages += min(len(a.Passages), maxPassages)
	t.unjudged += unread
	if len(a.Passages) == 0 {
		t.lost++
	}
	if hit == 1 {
		t.hit1++
	}
	if hit > 0 {
		t.hit3++
	}
	if v := t.verdicts[a.Verdict]; v != nil {
		v.Questions++
		if hit > 0 {
			v.Hit3++
		}
	}
	if a.Verdict != Answered {
		return
	}
	t.said++
	switch {
	case hit > 0:
		t.saidRight++
	case unread > 0:
		t.saidOpen++
	}
}

// miss adds a question that was not hit to the lists that it belongs to.
func (r *AskedReport) miss(q *Question, a *Answer, unread bool) {
	if m, ok := missed(q, a, 0); ok && len(q.Gold) > 0 {
		r.Misses = append(r.Misses, m)
	}
	if a.Verdict != Answered {
		return
	}
	reason := showsNoAnswer
	if unread {
		reason = showsUnjudged
	}
	r.Claims = append(r.Claims, newMiss(q, a, reason, 0))
}

func (t *askedTally) report(r *AskedReport) {
	n := r.Questions
	r.Hit1, r.Hit3 = share(t.hit1, n), share(t.hit3, n)
	r.Said = share(t.said, n)
	r.SaidRight, r.SaidOpen = share(t.saidRight, t.said), share(t.saidOpen, t.said)
	r.Kept = share(t.saidRight, r.WithAnswer) // only a known answer can be hit
	r.Unjudged = share(t.unjudged, t.passages)
	r.TalkAnswered, r.TalkQuoted = share(t.talkAnswered, r.Talk), share(t.talkQuoted, r.Talk)
	r.LostQuestions = share(t.lost, n)
	for _, v := range []Verdict{Answered, Leads, None} {
		h := *t.verdicts[v]
		h.Share = share(h.Hit3, h.Questions)
		r.Verdicts = append(r.Verdicts, h)
	}
	r.TookMS = newLatency(t.took)
}

// unjudgedPassages returns the positions, from 0, of the passages of an answer
// that count and of which nobody has read a line.
func unjudgedPassages(q *Question, a *Answer) []int {
	seen := q.SeenIDs()
	var all []int
	for i, p := range a.Passages[:min(len(a.Passages), maxPassages)] {
		read := false
		for _, c := range shown(p) {
			read = read || seen[c.ID]
		}
		if !read {
			all = append(all, i)
		}
	}
	return all
}
