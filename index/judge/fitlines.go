package judge

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
)

// A Case is what is known of one question when weights are fitted.
type Case struct {
	ID         string    // of the question; cases of one question are kept together
	Set        int       // number of its gold file, from 0
	Answerable bool      // as asked; false for one that Removed made so
	Removed    bool      // the days that answer it were left out
	Signs      []float64 // what speaks for an answer; nil if no place was found
	Places     []Place   // best first; of answerable questions only
}

// A Place is a candidate.
type Place struct {
	Lines []Line // in the order they were said
}

// A Line is a message that a place may show.
type Line struct {
	Features []float64
	Runes    int // characters of its quote
	Right    bool
}

const (
	folds    = 5
	seeds    = 3  // shufflings that are cross-validated
	goodEach = 2  // places with a right line that a question trains by
	deepest  = 10 // places that are looked at for them

	// lineRidge and verdictRidge hold the coefficients small. From 3 to 40 the
	// figures move less than from one shuffling to the next.
	lineRidge    = 10
	verdictRidge = 5
)

// Hits are shares of answerable questions that show a right line.
type Hits struct {
	At1 float64 `json:"hit1"`
	At3 float64 `json:"hit3"`
}

// A LineFit is a model of which lines answer.
type LineFit struct {
	Model Model
	Fold  [][]Hits // cross-validated: by shuffling, then by gold file
	All   []Hits   // on the questions it was fitted to, by gold file
}

// FitLines fits a model of which lines of a place answer. Every gold file
// counts the same, however long. signs is as in [Logistic].
func FitLines(cases []Case, signs []int) (LineFit, error) {
	sets, size := 0, map[int]float64{}
	for i := range cases {
		sets = max(sets, cases[i].Set+1)
		if len(cases[i].Places) > 0 {
			size[cases[i].Set]++
		}
	}
	least := 0.0
	for _, n := range size {
		if least == 0 || n < least {
			least = n
		}
	}
	examples := make([][]Example, len(cases))
	for i := range cases {
		examples[i] = cases[i].lines(least / max(1, size[cases[i].Set]))
	}
	fit := func(use func(int) bool) (Model, error) {
		var all []Example
		for i := range cases {
			if use(i) {
				all = append(all, examples[i]...)
			}
		}
		return Logistic(all, lineRidge, signs)
	}
	m, err := fit(func(int) bool { return true })
	if err != nil {
		return LineFit{}, fmt.Errorf("fit lines: %w", err)
	}
	out := LineFit{Model: m, All: make([]Hits, sets)}
	count(cases, sets, func(int) *Model { return &m }, out.All)
	for seed := range seeds {
		fold := dealt(cases, seed)
		var models [folds]Model
		for f := range folds {
			if models[f], err = fit(func(i int) bool { return fold[cases[i].ID] != f }); err != nil {
				return LineFit{}, fmt.Errorf("fit lines: %w", err)
			}
		}
		hits := make([]Hits, sets)
		count(cases, sets, func(i int) *Model { return &models[fold[cases[i].ID]] }, hits)
		out.Fold = append(out.Fold, hits)
	}
	return out, nil
}

// lines returns the examples of the first places that hold a right line.
func (c *Case) lines(weight float64) []Example {
	var out []Example
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
			out = append(out, Example{X: l.Features, Y: l.Right, Weight: weight})
		}
	}
	return out
}

// dealt deals the questions into folds.
func dealt(cases []Case, seed int) map[string]int {
	var ids []string
	fold := make(map[string]int)
	for i := range cases {
		if _, ok := fold[cases[i].ID]; !ok {
			fold[cases[i].ID] = 0
			ids = append(ids, cases[i].ID)
		}
	}
	for k, i := range rand.New(rand.NewPCG(uint64(seed), 1)).Perm(len(ids)) {
		fold[ids[i]] = k % folds
	}
	return fold
}

// count counts the hits of the lines that each case's model chooses.
func count(cases []Case, sets int, model func(int) *Model, hits []Hits) {
	n := make([]float64, sets)
	for i := range cases {
		c := &cases[i]
		if !c.Answerable {
			continue
		}
		n[c.Set]++
		for k := range c.Places[:min(len(c.Places), maxPassages)] {
			if c.Places[k].shows(model(i)) {
				hits[c.Set].At3++
				if k == 0 {
					hits[c.Set].At1++
				}
				break
			}
		}
	}
	for s := range hits {
		hits[s].At1 /= max(1, n[s])
		hits[s].At3 /= max(1, n[s])
	}
}

// shows reports whether a right line is among those that the model chooses.
func (p *Place) shows(m *Model) bool {
	type valued struct {
		line  *Line
		value float64
	}
	lines := make([]valued, len(p.Lines))
	for i := range p.Lines {
		lines[i] = valued{&p.Lines[i], m.Logit(p.Lines[i].Features)}
	}
	slices.SortStableFunc(lines, func(a, b valued) int { return cmp.Compare(b.value, a.value) })
	shown, used := 0, 0
	for _, l := range lines {
		if shown == maxCitations || used+l.line.Runes > maxQuoted {
			continue
		}
		used += l.line.Runes
		shown++
		if l.line.Right {
			return true
		}
	}
	return false
}
