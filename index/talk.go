package index

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
