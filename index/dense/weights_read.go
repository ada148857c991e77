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
	matrix := func(name string, out, in int) linearWeights {
		l := linearWeights{out: out, in: in}
		err := f.rows(name, []int{out, in}, l.appendRow)
		if err != nil {
			faults = append(faults, err)
		}
		return l
	}
	linear := func(name string, out, in int) linearWeights {
		l := matrix(name+".weight", out, in)
		l.bias = floats(name+".bias", out)
		return l
	}
	norm := func(name string) normWeights {
		return normWeights{floats(name+".weight", c.HiddenSize), floats(name+".bias", c.HiddenSize)}
	}

	w := &Weights{
		word:          matrix(prefix+"embeddings.word_embeddings.weight", c.VocabSize, c.HiddenSize),
		position:      floats(prefix+"embeddings.position_embeddings.weight", c.MaxPositions, c.HiddenSize),
		embeddingNorm: norm(prefix + "embeddings.LayerNorm"),
	}
	if c.TypeVocabSize > 0 {
		types := floats(prefix+"embeddings.token_type_embeddings.weight", c.TypeVocabSize, c.HiddenSize)
		if len(types) > 0 {
			for i := range w.position {
				w.position[i] += types[i%c.HiddenSize]
				if !finite(w.position[i]) {
					return nil, fmt.Errorf("position and token type add up to %v", w.position[i])
				}
			}
		}
	}
	for i := range c.NumHiddenLayers {
		p := fmt.Sprintf("%sencoder.layer.%d.", prefix, i)
		w.layers = append(w.layers, layerWeights{
			query:           linear(p+"attention.self.query", c.HiddenSize, c.HiddenSize),
			key:             linear(p+"attention.self.key", c.HiddenSize, c.HiddenSize),
			value:           linear(p+"attention.self.value", c.HiddenSize, c.HiddenSize),
			attentionOutput: linear(p+"attention.output.dense", c.HiddenSize, c.HiddenSize),
			attentionNorm:   norm(p + "attention.output.LayerNorm"),
			intermediate:    linear(p+"intermediate.dense", c.IntermediateSize, c.HiddenSize),
			output:          linear(p+"output.dense", c.HiddenSize, c.IntermediateSize),
			outputNorm:      norm(p + "output.LayerNorm"),
		})
	}
	if c.Projection > 0 {
		l := linear("projection", c.Projection, c.pooled())
		w.projection = &l
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	return w, nil
}

// appendRow adds row i of finite numbers, each rounded to a multiple of a
// 127th of the largest.
func (l *linearWeights) appendRow(i int, row []float32) {
	if i == 0 {
		l.q, l.scale = make([]int8, 0, l.out*l.in), make([]float32, 0, l.out)
	}
	most := float32(0)
	for _, x := range row {
		most = max(most, x, -x)
	}
	scale := most / 127
	l.scale = append(l.scale, scale)
	by := 0.0
	if scale > 0 {
		by = 1 / float64(scale)
	}
	n := len(l.q)
	l.q = l.q[:n+len(row)]
	for j, x := range row {
		q := int32(math.RoundToEven(float64(x) * by)) // beyond 127 only if scale is subnormal
		l.q[n+j] = int8(min(max(q, -127), 127))
	}
}
