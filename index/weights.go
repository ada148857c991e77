package index

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
)

//go:embed weights.json
var weightsFile []byte

// weights are the figures by which places are ranked, lines chosen and
// verdicts given. They stand in weights.json: once for searches by words only,
// once for those with vectors, and once for each model by its fingerprint
// whose similarities are spread otherwise. `qunwen eval --fit` makes Line and
// Verdict; docs/quality.md says how Place was found.
type weights struct {
	Place   placeWeights       `json:"place"`
	Line    map[string]float64 `json:"line"` // by feature name; one that is absent weighs nothing
	Verdict verdictWeights     `json:"verdict"`

	lines [lineFeatures]float64 // Line, by feature
}

// placeWeights: a place's score is Lexical times its BM25 as a share of the
// best, plus Window times the similarity (cosine) of the best window around
// it, plus Message times that of the message itself.
type placeWeights struct {
	Lexical float64 `json:"lexical"`
	Window  float64 `json:"window"`
	Message float64 `json:"message"`
}

// verdictWeights are a logistic model: confidence = 1 / (1 + exp(-(Bias + Σ
// weight · sign))), fitted as if half of all questions had an answer.
type verdictWeights struct {
	Bias  float64            `json:"bias"`
	Signs map[string]float64 `json:"signs"` // by sign name

	Answer float64 `json:"answer"` // lowest confidence of an answer
	Leads  float64 `json:"leads"`  // and of leads
}

// A Fit is what is fitted of the weights of one profile.
type Fit struct {
	Line     map[string]float64 // by feature name
	Signs    map[string]float64 // by sign name
	Bias     float64
	Answer   float64 // lowest confidence of an answer
	Leads    float64 // and of leads
	Separate bool    // for the model of the index alone, not for all without weights of their own
}

// Refit returns weights.json with the fitted weights in the place of those by
// which x searches.
func (x *Index) Refit(f Fit) ([]byte, error) {
	profile := wordsProfile
	switch {
	case x.meanings != nil && f.Separate:
		profile = x.manifest.Model
	case x.meanings != nil:
		profile = vectorsProfile
	}
	file, err := readWeights()
	if err != nil {
		return nil, err
	}
	w := *x.weights
	w.Line = f.Line
	w.Verdict = verdictWeights{Bias: f.Bias, Signs: f.Signs, Answer: f.Answer, Leads: f.Leads}
	file[profile] = &w
	if err := w.check(); err != nil {
		return nil, err
	}
	out, err := json.MarshalIndent(file, "", "  ")
	return append(out, '\n'), err
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
