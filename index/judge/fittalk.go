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
		const never = 99
		d := 0
		if len(cases) > 0 {
			d = len(cases[0].Put)
		}
		return TalkFit{Model: Model{Coef: make([]float64, d)}, Most: never, Held: make([]float64, len(cases))}, nil
	}
	m, err := fitTalk(cases, marks, nil)
	if err != nil {
		return TalkFit{}, fmt.Errorf("fit talk: %w", err)
	}
	out := TalkFit{Model: m, Held: make([]float64, len(cases))}
	fold := innerFold(cases)
	for f := range innerFolds {
		m, err := fitTalk(cases, marks, func(c *Case) bool { return fold(c) != f })
		switch {
		case errors.Is(err, ErrDegenerate):
			m = out.Model // too few to hold any back
		case err != nil:
			return TalkFit{}, fmt.Errorf("fit talk: %w", err)
		}
		for i := range cases {
			if fold(&cases[i]) == f {
				out.Held[i] = m.logit(cases[i].Put)
			}
		}
	}
	out.Most = mostOf(cases, out.Held)
	return out, nil
}

// fitTalk fits the model to the cases that use reports, nil meaning all.
func fitTalk(cases []Case, marks int, use func(*Case) bool) (Model, error) {
	var all []example
	for i := range cases {
		c := &cases[i]
		if use != nil && !use(c) {
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

// mostOf returns the logit that all but lostQuestions of the questions that
// members sent are at or below.
func mostOf(cases []Case, held []float64) float64 {
	var asked []float64
	for i := range cases {
		if cases[i].Kind == SelfContained {
			asked = append(asked, held[i])
		}
	}
	if len(asked) == 0 {
		return 99
	}
	slices.Sort(asked)
	return asked[min(len(asked)-1, int(float64(len(asked))*(1-lostQuestions)))]
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
