package index

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
)

//go:embed weights.json
var weightsFile []byte

// weights are the figures by which places are ranked and lines chosen. They
// stand in weights.json, once for an index with vectors and once for words
// only; docs/quality.md says how they were found.
type weights struct {
	// A place's score is Lexical times its BM25 as a share of the best, plus
	// Window times the similarity (cosine) of the best window around it, plus
	// Message times that of the message itself.
	Lexical float64 `json:"lexical"`
	Window  float64 `json:"window"`
	Message float64 `json:"message"`

	Line lineWeights `json:"line"`
}

// lineWeights are how much speaks for showing a line of a place.
type lineWeights struct {
	Own     float64 `json:"own"`     // times its own BM25 as a share of the best in reach
	Window  float64 `json:"window"`  // times its place's score, likewise
	Similar float64 `json:"similar"` // times its similarity to the question
	Length  float64 `json:"length"`  // for a line of fullLength characters and more
	Reply   float64 `json:"reply"`   // right behind the question, falling with distance
	Asks    float64 `json:"asks"`    // if it asks
	Asker   float64 `json:"asker"`   // for a further line of whoever asked
	Itself  float64 `json:"itself"`  // for the question: it is the title already
	Early   float64 `json:"early"`   // before the question
}

// loadWeights reads the weights for an index with or without vectors.
func loadWeights(vectors bool) (weights, error) {
	var file struct{ Words, Both weights }
	dec := json.NewDecoder(bytes.NewReader(weightsFile))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&file); err != nil {
		return weights{}, fmt.Errorf("weights.json: %w", err)
	}
	if vectors {
		return file.Both, nil
	}
	return file.Words, nil
}
