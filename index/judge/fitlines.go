package judge

import (
	"fmt"
	"slices"
)

const (
	goodEach = 2  // places with a right line that a question trains by
	deepest  = 12 // places that are looked at for them

	// lineRidge holds the coefficients small. From 3 to 40 the figures move less
	// than from one shuffling to the next.
	lineRidge = 10
)

// FitLines fits a model of which lines of a place answer, by the places of each
// question that hold a right one. signs gives the sign that each coefficient must
// have, 0 for any: one that would have the other is left out.
func FitLines(cases []Case, signs []int) (Model, error) {
	weights := setWeights(cases, func(c *Case) bool { return len(c.lines(1)) > 0 })
	var all []example
	for i := range cases {
		all = append(all, cases[i].lines(weights[cases[i].Set])...)
	}
	m, err := logistic(all, even(lineRidge, len(signs)), signs)
	if err != nil {
		return Model{}, fmt.Errorf("fit lines: %w", err)
	}
	return m, nil
}

// lines returns the examples of the first places that hold a right line.
func (c *Case) lines(weight float64) []example {
	var out []example
	good := 0
	for _, p := range c.Places[:min(len(c.Places), deepest)] {
		if good == goodEach {
			break
		}
		if !slices.ContainsFunc(p.Lines, func(l Line) bool { return l.Right }) {
			continue
		}
		good++
		for _, l := range p.Lines {
			if l.Judged {
				out = append(out, example{X: l.Features, Y: l.Right, Weight: weight})
			}
		}
	}
	return out
}
