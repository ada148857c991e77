package judge

import (
	"fmt"
	"maps"
	"slices"
)

// Options is what Score takes from outside. The zero value works.
type Options struct {
	// Texts returns what was published at a place: the bodies of the messages
	// of that second, as they stand in the post. nil: quotes are taken to be
	// verbatim if they hold a word.
	Texts func(Key) []string

	// Fold makes texts alike that count as the same. score.py takes Unicode
	// NFKC, which the standard library does not have; nil changes nothing.
	Fold func(string) string
}

// A tally counts what the report takes shares of.
type tally struct {
	verdicts     map[Kind]map[Verdict]int
	hit1, hit3   int // of the answerable
	mrr          float64
	scheduleHits int
	quotes       int
	exact        int
	topics       map[string]*Topic
	took         []float64
}

// Score judges the answers, by question ID, to the questions of a gold file
// that is not an asked set.
// The rules are those of score.py: the first three passages count, and of each
// what [Answer] shows within five citations and 600 characters; quotes are
// compared in one passage more.
func Score(questions []Question, answers map[string]Answer, opt Options) Report {
	r := Report{Topics: []Topic{}, Misses: []Miss{}, Silences: []Miss{}}
	t := tally{
		verdicts: map[Kind]map[Verdict]int{Answerable: {}, Unanswerable: {}, Schedule: {}},
		topics:   make(map[string]*Topic),
	}
	v := newVerbatim(opt)
	for i := range questions {
		q := &questions[i]
		switch q.Kind {
		case Unanswerable:
			r.Unanswerable++
		case Schedule:
			r.Schedule++
		default:
			r.Answerable++
		}
		a, ok := answers[q.ID]
		if !ok {
			r.Absent++
			continue
		}
		hit := a.hit(q)
		t.count(q, &a, hit, v)
		if m, ok := missed(q, &a, hit); ok {
			r.Misses = append(r.Misses, m)
		}
		if m, ok := silence(q, &a); ok {
			r.Silences = append(r.Silences, m)
		}
	}
	t.report(&r)
	outcomes := Outcomes(questions, answers)
	r.Confidence = calibrate(outcomes)
	r.Curve = NewCurve(outcomes)
	return r
}

func (t *tally) count(q *Question, a *Answer, hit int, v *verbatim) {
	t.took = append(t.took, a.TookMS)
	t.verdicts[q.Kind][a.Verdict]++
	passages := a.passages(q.Kind)
	for _, p := range passages[:min(len(passages), maxPassages+1)] {
		for _, c := range shown(p) {
			t.quotes++
			if v.holds(c) {
				t.exact++
			}
		}
	}
	switch q.Kind {
	case Schedule:
		if hit > 0 {
			t.scheduleHits++
		}
	case Answerable:
		topic := t.topics[q.topic]
		if topic == nil {
			topic = &Topic{Name: q.topic}
			t.topics[q.topic] = topic
		}
		topic.N++
		if hit == 0 {
			return
		}
		if hit == 1 {
			t.hit1++
			topic.Hit1++
		}
		t.hit3++
		topic.Hit3++
		t.mrr += 1 / float64(hit)
		topic.MRR += 1 / float64(hit)
	}
}

// report writes the shares. Each is computed by the steps that score.py takes,
// so that no last bit differs before rounding.
func (t *tally) report(r *Report) {
	a, u := r.Answerable, r.Unanswerable
	right, wrong := t.verdicts[Answerable], t.verdicts[Unanswerable]
	if a > 0 {
		r.Hit1, r.Hit3, r.MRR = share(t.hit1, a), share(t.hit3, a), share(t.mrr, a)
		r.Answered = share(right[Answered], a)
		r.LeadsWhenNotAnswered = share(right[Leads], a-right[Answered])
		r.ByTopicHit3 = make(map[string]string)
	}
	r.FalseAnswers = share(wrong[Answered], u)
	r.NoneWhenUnanswerable = share(wrong[None], u)
	if a > 0 && u > 0 {
		x := round((float64(right[Answered])/float64(a)+1-float64(wrong[Answered])/float64(u))/2, 3)
		r.Balanced = &x
	}
	r.ScheduleHit = share(t.scheduleHits, r.Schedule)
	if t.quotes > 0 {
		x := round(float64(t.exact)/float64(t.quotes), 4)
		r.Exact = &x
	}
	for _, name := range slices.Sorted(maps.Keys(t.topics)) {
		topic := *t.topics[name]
		topic.MRR = round(topic.MRR/float64(topic.N), 3)
		r.Topics = append(r.Topics, topic)
		r.ByTopicHit3[name] = fmt.Sprintf("%d/%d", topic.Hit3, topic.N)
	}
	r.TookMS = newLatency(t.took)
}
