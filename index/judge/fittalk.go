package judge

import (
	"errors"
	"fmt"
	"slices"
)

const (
	markRidge   = 10
	vectorRidge = 150 // a vector has many numbers, each of which says little

	// plainShare is the weight of a question that somebody wrote for a gold file
	// as one that is no talk, beside one that a member sent.
	plainShare = 0.25

	// lostQuestions is the share of what members ask that may be taken for talk
	// and so get no quotes.
	lostQuestions = 0.015

	never = 99 // a logit that no text has

	innerFolds = 5
	innerSeed  = 11
)

// A TalkFit is a model of which texts are talk, no question to an archive.
type TalkFit struct {
	Model Model
	Most  float64   // highest logit of a text that is quoted to
	Held  []float64 // of each case the logit of a model that had not seen its group
}

// FitTalk fits a model of what is talk to how the questions are put: marks
// first, then the numbers of the question's vector, if there is one. Without any
// talk among the cases the model says of everything that it asks, and there is
// no error.
func FitTalk(cases []Case, marks int) (TalkFit, error) {
	talk := slices.ContainsFunc(cases, func(c Case) bool { return c.Kind == Talk })
	if len(cases) == 0 || !talk {
		d := 0
		if len(cases) > 0 {
			d = len(cases[0].Put)
		}
		return TalkFit{Model: Model{Coef: make([]float64, d)}, Most: never, Held: make([]float64, len(cases))}, nil
	}
	m, held, err := fitHeld(cases, func(use func(*Case) bool) (Model, error) { return fitTalk(cases, marks, use) },
		func(m *Model, c *Case) float64 { return m.logit(c.Put) })
	if err != nil {
		return TalkFit{}, fmt.Errorf("fit talk: %w", err)
	}
	out := TalkFit{Model: m, Held: held, Most: never}
	if asked := ofMembers(cases, held); len(asked) > 0 {
		out.Most = quantile(asked, 1-lostQuestions)
	}
	return out, nil
}

// fitTalk fits the model to the cases that use reports.
func fitTalk(cases []Case, marks int, use func(*Case) bool) (Model, error) {
	var all []example
	for i := range cases {
		c := &cases[i]
		if !use(c) {
			continue
		}
		weight := plainShare
		if c.Kind == Talk || c.Kind == SelfContained {
			weight = 1
		}
		all = append(all, example{X: c.Put, Y: c.Kind == Talk, Weight: weight})
	}
	d := len(cases[0].Put)
	ridge := append(even(markRidge, marks), even(vectorRidge, d-marks)...)
	return logistic(all, ridge, make([]int, d))
}

// ofMembers returns the values of the questions that members sent.
func ofMembers(cases []Case, values []float64) (asked []float64) {
	for i := range cases {
		if cases[i].Kind == SelfContained {
			asked = append(asked, values[i])
		}
	}
	return asked
}

// fitHeld fits a model to all cases, and returns with it what a model says of
// each case that has not seen its group. fit fits one to the cases that use
// reports.
func fitHeld(cases []Case, fit func(use func(*Case) bool) (Model, error), says func(*Model, *Case) float64) (Model, []float64, error) {
	all, err := fit(func(*Case) bool { return true })
	if err != nil {
		return Model{}, nil, err
	}
	held := make([]float64, len(cases))
	fold := innerFold(cases)
	for f := range innerFolds {
		m, err := fit(func(c *Case) bool { return fold(c) != f })
		switch {
		case errors.Is(err, ErrDegenerate):
			m = all // too few to hold any back
		case err != nil:
			return Model{}, nil, err
		}
		for i := range cases {
			if c := &cases[i]; fold(c) == f {
				held[i] = says(&m, c)
			}
		}
	}
	return all, held, nil
}

// innerFold deals the groups of cases into folds by which a model is judged
// that another model learns from.
func innerFold(cases []Case) func(*Case) int {
	groups := make([]int, len(cases))
	for i := range cases {
		groups[i] = cases[i].Group
	}
	fold := Deal([][]int{groups}, innerFolds, innerSeed)
	return func(c *Case) int { return fold[c.Group] }
}
