package index

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"math"
	"slices"

	"qunwen/index/retrieval"
	"qunwen/index/wording"
)

//go:embed weights.json
var weightsFile []byte

// weights are the figures by which places are ranked, lines chosen and
// verdicts given. They stand in weights.json: once for searches by words only,
// once for those with vectors, and once for each model by its fingerprint
// whose similarities are spread otherwise. `qunwen eval --fit` makes all but
// Place; docs/quality.md says how that was found.
type weights struct {
	Place   retrieval.PlaceWeights `json:"place"`
	Line    map[string]float64     `json:"line"` // by feature name; one that is absent weighs nothing
	Rank    map[string]float64     `json:"rank"` // by place feature name, likewise
	Verdict verdictWeights         `json:"verdict"`
	Talk    talkWeights            `json:"talk"`

	lines [lineFeatures]float64  // Line, by feature
	ranks [placeFeatures]float64 // Rank, by feature
}

// verdictWeights are two logistic models: 1 / (1 + exp(-(bias + Σ weight · sign))).
// The first gives the confidence that the best places show an answer, as often as
// that is so in life. The second says whether the group has talked of it at all, as
// if half of all questions had been.
type verdictWeights struct {
	Bias     float64            `json:"bias"`
	Signs    map[string]float64 `json:"signs"` // by sign name
	NearBias float64            `json:"near_bias"`
	Near     map[string]float64 `json:"near,omitempty"` // by sign name; empty: the confidence stands for it

	Answer float64 `json:"answer"` // lowest confidence of an answer
	Leads  float64 `json:"leads"`  // lowest value of the second model of leads
}

// A Fit is what is fitted of the weights of one profile.
type Fit struct {
	Line  map[string]float64 // by feature name
	Rank  map[string]float64 // by place feature name
	Signs map[string]float64 // by sign name
	Bias  float64

	NearBias float64
	Near     map[string]float64 // by sign name: has the group talked of it; empty: Signs tell

	Answer float64 // lowest confidence of an answer
	Leads  float64 // lowest value of the second model of leads

	TalkBias   float64
	TalkMarks  map[string]float64 // by mark name
	TalkVector []float64          // by number of the question's vector; nil without vectors
	TalkMost   float64            // highest logit of a question

	Separate bool // for the model of the index alone, not for all without weights of their own
}

// fitted returns w with what was fitted.
func (w *weights) fitted(f Fit, model string) *weights {
	out := &weights{Place: w.Place, Line: f.Line, Rank: f.Rank}
	out.Verdict = verdictWeights{Bias: f.Bias, Signs: f.Signs, NearBias: f.NearBias, Near: f.Near, Answer: f.Answer, Leads: f.Leads}
	out.Talk = talkWeights{Bias: f.TalkBias, Marks: f.TalkMarks, Vector: f.TalkVector, Most: f.TalkMost}
	if f.TalkVector != nil {
		out.Talk.Model = model
	}
	return out
}

const (
	wordsProfile   = "words"   // for an index without vectors
	vectorsProfile = "vectors" // for one with, of any model that has no profile
)

// loadWeights reads the weights for an index with the vectors of a model; ""
// for one without.
func loadWeights(model string) (*weights, error) {
	file, err := readWeights()
	if err != nil {
		return nil, err
	}
	profile := model
	switch {
	case model == "":
		profile = wordsProfile
	case file[model] == nil:
		profile = vectorsProfile
	}
	w := file[profile]
	if w == nil {
		return nil, fmt.Errorf("weights.json: no profile %q", profile)
	}
	if words := file[wordsProfile]; w.Talk.Model != model && words != nil {
		w.Talk = words.Talk // the vectors of another model say something else
	}
	return w, w.check()
}

func readWeights() (map[string]*weights, error) {
	var file map[string]*weights
	dec := json.NewDecoder(bytes.NewReader(weightsFile))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&file); err != nil {
		return nil, fmt.Errorf("weights.json: %w", err)
	}
	return file, nil
}

// check resolves names and fails for one that means nothing.
func (w *weights) check() error {
	for name, v := range w.Line {
		f := slices.Index(featureNames[:], name)
		if f < 0 {
			return fmt.Errorf("weights.json: line: no feature %q", name)
		}
		w.lines[f] = v
	}
	for name, v := range w.Rank {
		f := slices.Index(placeFeatureNames[:], name)
		if f < 0 {
			return fmt.Errorf("weights.json: rank: no feature %q", name)
		}
		w.ranks[f] = v
	}
	names := wording.MarkNames()
	w.Talk.marks = make([]float64, len(names))
	for name, v := range w.Talk.Marks {
		m := slices.Index(names, name)
		if m < 0 {
			return fmt.Errorf("weights.json: talk: no mark %q", name)
		}
		w.Talk.marks[m] = v
	}
	for name := range w.Verdict.Near {
		if !slices.Contains(signNames[:], name) {
			return fmt.Errorf("weights.json: verdict: near: no sign %q", name)
		}
	}
	for name := range w.Verdict.Signs {
		if !slices.Contains(signNames[:], name) {
			return fmt.Errorf("weights.json: verdict: no sign %q", name)
		}
	}
	return nil
}

// line says how much speaks for showing a line.
func (w *weights) line(f *[lineFeatures]float64) float64 {
	v := 0.0
	for i, weight := range w.lines {
		v += weight * f[i]
	}
	return v
}

// talkWeights are a logistic model of whether a text is talk, no question to
// an archive: logit = Bias + Σ mark weights + Σ Vector · question vector.
type talkWeights struct {
	Bias   float64            `json:"bias"`
	Marks  map[string]float64 `json:"marks"`            // by mark name
	Vector []float64          `json:"vector,omitempty"` // by number of the question's vector, whose length is 1
	Model  string             `json:"model,omitempty"`  // fingerprint of the model that Vector is for
	Most   float64            `json:"most"`             // a text with a higher logit gets no quotes

	marks []float64 // Marks, in the order of Marks
}

// logit returns how sure the model is that a text is talk; above 0 it is more
// likely than not. vector may be nil.
func (t *talkWeights) logit(marks []float64, vector []int8) float64 {
	z := t.Bias
	for i, m := range marks {
		z += t.marks[i] * m
	}
	if len(vector) == len(t.Vector) {
		for i, v := range vector {
			z += t.Vector[i] * float64(v) / 127
		}
	}
	return z
}

// judge makes a verdict of the evidence, with the confidence that the best places
// show an answer.
func (w *weights) judge(e [signs]float64) (Verdict, float64) {
	v := &w.Verdict
	confidence := logistic(v.Bias, v.Signs, e)
	near := confidence
	if len(v.Near) > 0 {
		near = logistic(v.NearBias, v.Near, e)
	}
	switch {
	case confidence >= v.Answer:
		return Answer, confidence
	case near >= v.Leads:
		return Leads, confidence
	}
	return None, confidence
}

// logistic returns what a logistic model makes of the evidence, 0 to 1.
func logistic(bias float64, weights map[string]float64, e [signs]float64) float64 {
	z := bias
	for s, name := range signNames {
		z += weights[name] * e[s]
	}
	return 1 / (1 + math.Exp(-z))
}

// rank returns how much speaks for a place: Σ weight · feature.
func (w *weights) rank(f *[placeFeatures]float64) float64 {
	v := 0.0
	for i, weight := range w.ranks {
		v += weight * f[i]
	}
	return v
}
