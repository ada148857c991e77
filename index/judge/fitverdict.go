package judge

import (
	"fmt"
	"math"
)

const (
	// removedShare is how much of the weight of unanswerable questions those
	// have whose answers were taken away: many of them are still answered
	// somewhere else.
	removedShare = 0.3

	// Below this share of answerable questions answered no threshold is taken.
	leastAnswered = 0.84
)

// A VerdictFit is a model of which questions the group has answered, and the
// confidences that part the verdicts.
type VerdictFit struct {
	Model  Model
	Answer float64 // lowest confidence of an answer
	Leads  float64 // and of leads
	Fold   []VerdictFigures
}

// VerdictFigures are cross-validated: both the model and its thresholds were
// made without the questions they are judged by.
type VerdictFigures struct {
	AUC      float64 `json:"auc"`
	Answered float64 `json:"answered"` // share of answerable questions
	Balanced float64 `json:"balanced"`
	Leads    float64 `json:"leads"` // of the answerable not answered
	None     float64 `json:"none"`  // of the unanswerable
}

// FitVerdict fits a model of which questions have an answer, as if half of them
// had. Questions without a place are left out: their verdict is none.
func FitVerdict(cases []Case, signs []int) (VerdictFit, error) {
	mixed := make(map[int]bool) // gold files with unanswerable questions
	for i := range cases {
		if !cases[i].Answerable && !cases[i].Removed {
			mixed[cases[i].Set] = true
		}
	}
	var use []*Case
	for i := range cases {
		if mixed[cases[i].Set] && cases[i].Signs != nil {
			use = append(use, &cases[i])
		}
	}
	m, err := fitSigns(use, signs)
	if err != nil {
		return VerdictFit{}, fmt.Errorf("fit verdict: %w", err)
	}
	out := VerdictFit{Model: m}
	var all []judged
	for seed := range seeds {
		held, figures, err := crossValidate(use, signs, dealt(cases, seed))
		if err != nil {
			return VerdictFit{}, fmt.Errorf("fit verdict: %w", err)
		}
		all = append(all, held...)
		out.Fold = append(out.Fold, figures)
	}
	out.Answer, out.Leads = thresholds(all)
	return out, nil
}

func fitSigns(cases []*Case, signs []int) (Model, error) {
	var n [3]float64 // answerable, unanswerable, removed
	for _, c := range cases {
		n[c.kind()]++
	}
	share := [3]float64{0.5, 0.5 * (1 - removedShare), 0.5 * removedShare}
	if n[2] == 0 {
		share[1] = 0.5
	}
	var examples []Example
	for _, c := range cases {
		k := c.kind()
		examples = append(examples, Example{X: c.Signs, Y: k == 0, Weight: (n[0] + n[1]) * share[k] / n[k]})
	}
	return Logistic(examples, verdictRidge, signs)
}

func (c *Case) kind() int {
	switch {
	case c.Answerable:
		return 0
	case c.Removed:
		return 2
	}
	return 1
}

// A judged case has the confidence of a model that had not seen it.
type judged struct {
	answerable bool
	confidence float64
}

// crossValidate judges every case that is as it was asked by a model and
// thresholds made of the other folds.
func crossValidate(cases []*Case, signs []int, fold map[string]int) ([]judged, VerdictFigures, error) {
	var held []judged
	var f VerdictFigures
	var yes, no, silent float64
	for k := range folds {
		var train []*Case
		for _, c := range cases {
			if fold[c.ID] != k {
				train = append(train, c)
			}
		}
		m, err := fitSigns(train, signs)
		if err != nil {
			return nil, f, err
		}
		var seen []judged
		for _, c := range train {
			if !c.Removed {
				seen = append(seen, judged{c.Answerable, m.confidence(c.Signs)})
			}
		}
		answer, leads := thresholds(seen)
		for _, c := range cases {
			if fold[c.ID] != k || c.Removed {
				continue
			}
			j := judged{c.Answerable, m.confidence(c.Signs)}
			held = append(held, j)
			switch {
			case j.answerable:
				yes++
				f.Answered += indicator(j.confidence >= answer)
				silent += indicator(j.confidence < answer)
				f.Leads += indicator(j.confidence < answer && j.confidence >= leads)
			default:
				no++
				f.Balanced += indicator(j.confidence < answer)
				f.None += indicator(j.confidence < leads)
			}
		}
	}
	f.Answered /= max(1, yes)
	f.Balanced = (f.Answered + f.Balanced/max(1, no)) / 2
	f.Leads /= max(1, silent)
	f.None /= max(1, no)
	var outcomes []Outcome
	for _, j := range held {
		outcomes = append(outcomes, Outcome{Confidence: j.confidence, Answerable: j.answerable})
	}
	if auc := Calibrate(outcomes).AUC; auc != nil {
		f.AUC = *auc
	}
	return held, f, nil
}

func (m *Model) confidence(x []float64) float64 { return 1 / (1 + math.Exp(-m.Logit(x))) }

func indicator(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// asked are what a verdict should reach: of answerable questions that are not
// answered leads for so many, of unanswerable ones none.
const (
	askedLeads = 0.7
	askedNone  = 0.5

	// worthLess of balanced may be given up for these.
	worthLess = 0.015
)

// thresholds returns the confidences from which to answer and to give leads:
// where leads and none are furthest above what is asked of them, among those
// that answer nearly as well as can be.
func thresholds(cases []judged) (answer, leads float64) {
	var below [2][102]float64 // share of the un- and of the answerable below each hundredth
	var n [2]float64
	for _, c := range cases {
		k := int(indicator(c.answerable))
		n[k]++
		for t := range below[k] {
			below[k][t] += indicator(c.confidence < float64(t)/100)
		}
	}
	for k := range below {
		for t := range below[k] {
			below[k][t] /= max(1, n[k])
		}
	}
	no, yes := &below[0], &below[1]
	top := math.Inf(-1)
	for t := range no {
		if 1-yes[t] >= leastAnswered {
			top = max(top, 1-yes[t]+no[t])
		}
	}
	most := math.Inf(-1)
	for t := range no {
		if 1-yes[t] < leastAnswered || 1-yes[t]+no[t] < top-2*worthLess {
			continue
		}
		for l := range t + 1 {
			led := 1.0 // if all are answered, none waits for leads
			if yes[t] > 0 {
				led = (yes[t] - yes[l]) / yes[t]
			}
			margin := min(led-askedLeads, no[l]-askedNone)
			if margin > most {
				most, answer, leads = margin, float64(t)/100, float64(l)/100
			}
		}
	}
	return answer, leads
}
