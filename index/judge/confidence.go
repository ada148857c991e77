package judge

import (
	"cmp"
	"slices"
)

// An Outcome is how an answer's confidence and its worth compare.
type Outcome struct {
	confidence float64 // 0 to 1
	answerable bool    // of a self-contained question: an excerpt that answers is known
	right      bool    // answerable, and a gold message is shown within three passages
	answered   bool    // the verdict is answer
}

// Outcomes returns the outcome of each answerable, unanswerable or
// self-contained question that was answered, in file order.
func Outcomes(questions []Question, answers map[string]Answer) []Outcome {
	var all []Outcome
	for i := range questions {
		q := &questions[i]
		a, ok := answers[q.ID]
		if !ok || q.Kind == Schedule || q.Kind == Talk {
			continue
		}
		answerable := q.Kind == Answerable || q.Kind == SelfContained && len(q.Gold) > 0
		all = append(all, Outcome{
			confidence: a.Confidence,
			answerable: answerable,
			right:      answerable && a.hit(q) > 0,
			answered:   a.Verdict == Answered,
		})
	}
	return all
}

// A Calibration is how well the confidence tells questions that have an answer
// from those that have none.
type Calibration struct {
	// AUC is the chance that of an answerable and an unanswerable question,
	// drawn at random, the answerable one has the higher confidence; half a
	// chance where they have the same (Hanley and McNeil, Radiology 143, 1982).
	// nil unless there are both.
	AUC *float64 `json:"auc,omitempty"` // three places

	// Brier is the mean of (confidence − y)², with y 1 for answerable and 0 for
	// unanswerable: 0 is perfect, 0.25 what a confidence of 0.5 throughout
	// has (Brier, Monthly Weather Review 78, 1950). nil without questions.
	Brier *float64 `json:"brier,omitempty"` // three places

	Bins []Bin `json:"reliability"` // five, rising
}

// A Bin is the questions with a confidence from From up to To; the last one
// has those of 1, too.
type Bin struct {
	From       float64  `json:"from"`
	To         float64  `json:"to"`
	N          int      `json:"n"`
	Confidence *float64 `json:"confidence,omitempty"` // their mean; nil if there are none
	Answerable *float64 `json:"answerable,omitempty"` // their share; equal to the mean if well calibrated
}

const bins = 5

// calibrate measures the confidence of the outcomes.
func calibrate(all []Outcome) Calibration {
	c := Calibration{AUC: auc(all), Bins: make([]Bin, bins)}
	var sums, yes [bins]float64
	brier := 0.0
	for _, o := range all {
		i := max(0, min(bins-1, int(o.confidence*bins)))
		y := 0.0
		if o.answerable {
			y = 1
		}
		c.Bins[i].N++
		sums[i] += o.confidence
		yes[i] += y
		brier += (o.confidence - y) * (o.confidence - y)
	}
	for i := range c.Bins {
		b := &c.Bins[i]
		b.From, b.To = float64(i)/bins, float64(i+1)/bins
		b.Confidence, b.Answerable = share(sums[i], b.N), share(yes[i], b.N)
	}
	c.Brier = share(brier, len(all))
	return c
}

// auc counts the pairs by ranks: the Mann–Whitney statistic.
func auc(all []Outcome) *float64 {
	all = byConfidence(all)
	var pos, neg, won float64 // won: pairs, each answerable with the unanswerable above it lost
	for group := range ties(all) {
		var p, n float64
		for _, o := range group {
			if o.answerable {
				p++
			} else {
				n++
			}
		}
		won += n * (pos + p/2)
		pos += p
		neg += n
	}
	if pos == 0 || neg == 0 {
		return nil
	}
	x := round(won/(pos*neg), 3)
	return &x
}

// byConfidence returns the outcomes with the highest confidence first.
func byConfidence(all []Outcome) []Outcome {
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(a, b Outcome) int { return cmp.Compare(b.confidence, a.confidence) })
	return all
}

// ties yields the runs of sorted outcomes that have the same confidence.
func ties(sorted []Outcome) func(yield func([]Outcome) bool) {
	return func(yield func([]Outcome) bool) {
		for len(sorted) > 0 {
			n := 1
			for n < len(sorted) && sorted[n].confidence == sorted[0].confidence {
				n++
			}
			if !yield(sorted[:n]) {
				return
			}
			sorted = sorted[n:]
		}
	}
}
