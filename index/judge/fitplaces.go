package judge

import "fmt"

const (
	placeRidge = 30

	// unjudgedShare is the weight of a place that nobody judged as one that is
	// not right, beside one that was read: few of these are right.
	unjudgedShare = 0.5
)

// FitPlaces fits the weights by which places are ranked: a logistic model of
// which of two places of a question is right, by the difference of their
// features (RankNet with a linear score; Burges and others, ICML 2005). Its bias
// is 0. signs is as in [FitLines].
func FitPlaces(cases []Case, signs []int) (Model, error) {
	weights := setWeights(cases, func(c *Case) bool { return len(c.pairs(1)) > 0 })
	var all []example
	for i := range cases {
		all = append(all, cases[i].pairs(weights[cases[i].Set])...)
	}
	m, err := logistic(all, even(placeRidge, len(signs)), signs)
	if err != nil {
		return Model{}, fmt.Errorf("fit places: %w", err)
	}
	m.Bias = 0
	return m, nil
}

// pairs returns the differences of each right place and each other, both ways
// round; the weights of a question's pairs add up to at most weight.
func (c *Case) pairs(weight float64) []example {
	places := c.Places[:min(len(c.Places), deepest)]
	var right, wrong []*Place
	for i := range places {
		if places[i].Right {
			right = append(right, &places[i])
		} else {
			wrong = append(wrong, &places[i])
		}
	}
	each := weight / float64(max(1, 2*len(right)*len(wrong)))
	var out []example
	for _, r := range right {
		for _, w := range wrong {
			share := each
			if !w.Judged {
				share *= unjudgedShare
			}
			more, less := make([]float64, len(r.Features)), make([]float64, len(r.Features))
			for k := range more {
				more[k] = r.Features[k] - w.Features[k]
				less[k] = -more[k]
			}
			out = append(out, example{X: more, Y: true, Weight: share}, example{X: less, Y: false, Weight: share})
		}
	}
	return out
}
