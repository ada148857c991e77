package judge

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

const (
	verdictRidge = 30

	// What a question weighs: what members sent, as it is in life; what was
	// written to be found, and talk, half of that; the words of the chat itself
	// hardly, for the question alone finds the place.
	askedWeight   = 1.0
	talkWeight    = 0.5
	writtenWeight = 0.5
	ownWeight     = 0.05

	// saidShare is the share of members' questions that are told the group has
	// answered them. A third of these have an answer that is known.
	saidShare = 0.26

	// evenOdds is the lowest confidence of an answer where no file holds what
	// members sent.
	evenOdds = 0.5

	// nearRidge holds the model of what was talked of at all, which few questions
	// teach.
	nearRidge = 5

	// leftOut is a ridge that leaves nothing of a coefficient.
	leftOut = 1e9

	// rightLed is the share of questions with an answer that get at least leads;
	// where it is not known which have none, of those whose places show one.
	rightLed = 0.95
)

// A VerdictFit is a model of whether the first three places show an answer, and
// the confidences that part the verdicts.
type VerdictFit struct {
	Model  Model
	Near   Model     // whether the group has talked of it at all; without Coef: Model tells
	Answer float64   // lowest confidence of an answer
	Leads  float64   // lowest value of Near, or else of Model, of leads
	held   []float64 // of each case the confidence of a model that had not seen its group
}

// FitVerdict fits a model of whether the places of a question show an answer.
// Cases without signs are left out: their verdict is none. signs is as in
// [FitLines]; near says which of them tell whether the group has talked of it.
func FitVerdict(cases []Case, signs []int, near []bool) (VerdictFit, error) {
	fit := func(use func(*Case) bool) (Model, error) {
		var all []example
		for i := range cases {
			c := &cases[i]
			if c.Signs != nil && use(c) {
				all = append(all, example{X: c.Signs, Y: c.Right, Weight: c.verdictWeight()})
			}
		}
		return logistic(all, even(verdictRidge, len(signs)), signs)
	}
	m, held, err := fitHeld(cases, fit, func(m *Model, c *Case) float64 {
		if c.Signs == nil {
			return 0
		}
		return m.confidence(c.Signs)
	})
	if err != nil {
		return VerdictFit{}, fmt.Errorf("fit verdict: %w", err)
	}
	out := VerdictFit{Model: m, held: held, Answer: evenOdds}
	out.Near, err = fitNear(cases, signs, near)
	if err != nil && !errors.Is(err, ErrDegenerate) {
		return VerdictFit{}, fmt.Errorf("fit verdict: %w", err)
	}
	if asked := ofMembers(cases, held); len(asked) > 0 {
		out.Answer = quantile(asked, 1-saidShare)
	}
	out.Leads = leadsFrom(cases, &out)
	return out, nil
}

// fitNear fits a model of which questions have an answer, by the gold files that
// hold some that have none, as if half of them had. The error wraps
// [ErrDegenerate] if there is no such file.
func fitNear(cases []Case, signs []int, use []bool) (Model, error) {
	mixed := mixedSets(cases)
	var n [2]float64
	for i := range cases {
		if c := &cases[i]; mixed[c.Set] && c.Signs != nil {
			n[truth(c.Kind == Answerable)]++
		}
	}
	var all []example
	for i := range cases {
		if c := &cases[i]; mixed[c.Set] && c.Signs != nil {
			yes := c.Kind == Answerable
			all = append(all, example{X: c.Signs, Y: yes, Weight: (n[0] + n[1]) / 2 / n[truth(yes)]})
		}
	}
	ridge := even(nearRidge, len(signs))
	for k := range ridge {
		if !use[k] {
			ridge[k] = leftOut
		}
	}
	return logistic(all, ridge, signs)
}

// mixedSets returns the gold files that hold questions which nothing answers.
func mixedSets(cases []Case) map[int]bool {
	mixed := make(map[int]bool)
	for i := range cases {
		if cases[i].Kind == Unanswerable {
			mixed[cases[i].Set] = true
		}
	}
	return mixed
}

func truth(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (c *Case) verdictWeight() float64 {
	switch {
	case c.Kind == SelfContained:
		return askedWeight
	case c.Kind == Talk:
		return talkWeight
	case c.Own:
		return ownWeight
	}
	return writtenWeight
}

func (m *Model) confidence(x []float64) float64 { return 1 / (1 + math.Exp(-m.logit(x))) }

// leadsFrom returns the value from which to give leads: rightLed of the questions
// that have an answer get leads at least.
func leadsFrom(cases []Case, f *VerdictFit) float64 {
	var right []float64
	if len(f.Near.Coef) == 0 {
		for i := range cases {
			if cases[i].Right && !cases[i].Own {
				right = append(right, f.held[i])
			}
		}
		return min(f.Answer, quantile(right, 1-rightLed))
	}
	mixed := mixedSets(cases)
	for i := range cases {
		if c := &cases[i]; mixed[c.Set] && c.Kind == Answerable && c.Signs != nil {
			right = append(right, f.Near.confidence(c.Signs))
		}
	}
	return quantile(right, 1-rightLed)
}

// quantile returns the value that such a share of the values are below; 0 of
// none.
func quantile(values []float64, share float64) float64 {
	if len(values) == 0 {
		return 0
	}
	slices.Sort(values)
	return values[min(len(values)-1, int(share*float64(len(values))))]
}
