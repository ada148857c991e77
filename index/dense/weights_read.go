package dense

import (
	"errors"
	"fmt"
	"math"
)

// readWeights takes the weights from a safetensors file, under the names of
// Hugging Face with or without "bert." before them. The error names every
// tensor that is at fault.
func readWeights(f *tensorFile, c *Config) (*Weights, error) {
	prefix := ""
	if f.has("bert.embeddings.word_embeddings.weight") {
		prefix = "bert."
	}
	var faults []error
	floats := func(name string, shape ...int) []float32 {
		v, err := f.floats(name, shape...)
		if err != nil {
			faults = append(faults, err)
		}
		return v
	}
	matrix := func(name string, out, in int) Linear {
		l := Linear{Out: out, In: in}
		err := f.rows(name, []int{out, in}, l.appendRow)
		if err != nil {
			faults = append(faults, err)
		}
		return l
	}
	linear := func(name string, out, in int) Linear {
		l := matrix(name+".weight", out, in)
		l.Bias = floats(name+".bias", out)
		return l
	}
	norm := func(name string) Norm {
		return Norm{floats(name+".weight", c.HiddenSize), floats(name+".bias", c.HiddenSize)}
	}

	w := &Weights{
		Word:          matrix(prefix+"embeddings.word_embeddings.weight", c.VocabSize, c.HiddenSize),
		Position:      floats(prefix+"embeddings.position_embeddings.weight", c.MaxPositions, c.HiddenSize),
		EmbeddingNorm: norm(prefix + "embeddings.LayerNorm"),
	}
	if c.TypeVocabSize > 0 {
		types := floats(prefix+"embeddings.token_type_embeddings.weight", c.TypeVocabSize, c.HiddenSize)
		if len(types) > 0 {
			for i := range w.Position {
				w.Position[i] += types[i%c.HiddenSize]
				if !finite(w.Position[i]) {
					return nil, fmt.Errorf("position and token type add up to %v", w.Position[i])
				}
			}
		}
	}
	for i := range c.NumHiddenLayers {
		p := fmt.Sprintf("%sencoder.layer.%d.", prefix, i)
		w.Layers = append(w.Layers, Layer{
			Query:           linear(p+"attention.self.query", c.HiddenSize, c.HiddenSize),
			Key:             linear(p+"attention.self.key", c.HiddenSize, c.HiddenSize),
			Value:           linear(p+"attention.self.value", c.HiddenSize, c.HiddenSize),
			AttentionOutput: linear(p+"attention.output.dense", c.HiddenSize, c.HiddenSize),
			AttentionNorm:   norm(p + "attention.output.LayerNorm"),
			Intermediate:    linear(p+"intermediate.dense", c.IntermediateSize, c.HiddenSize),
			Output:          linear(p+"output.dense", c.HiddenSize, c.IntermediateSize),
			OutputNorm:      norm(p + "output.LayerNorm"),
		})
	}
	if c.Projection > 0 {
		l := linear("projection", c.Projection, c.pooled())
		w.Projection = &l
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	return w, nil
}

// appendRow adds row i of finite numbers, each rounded to a multiple of a
// 127th of the largest.
func (l *Linear) appendRow(i int, row []float32) {
	if i == 0 {
		l.Q, l.Scale = make([]int8, 0, l.Out*l.In), make([]float32, 0, l.Out)
	}
	most := float32(0)
	for _, x := range row {
		most = max(most, x, -x)
	}
	scale := most / 127
	l.Scale = append(l.Scale, scale)
	by := 0.0
	if scale > 0 {
		by = 1 / float64(scale)
	}
	n := len(l.Q)
	l.Q = l.Q[:n+len(row)]
	for j, x := range row {
		q := int32(math.RoundToEven(float64(x) * by)) // beyond 127 only if scale is subnormal
		l.Q[n+j] = int8(min(max(q, -127), 127))
	}
}
