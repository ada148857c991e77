package dense

// linearWeights are the matrix of a linear map in 8 bits, and its bias: output i is
// Scale[i] · Σ Q[i·In+j]·x[j] + Bias[i].
type linearWeights struct {
	out, in int
	q       []int8    // Out rows of In numbers in -127..127; not to be written to
	scale   []float32 // Out, finite, 0 and up
	bias    []float32 // Out, finite; nil for word vectors
}

// normWeights are the scale and the shift after a layer's normalisation, as wide as
// a token's vector.
type normWeights struct{ gamma, beta []float32 }

// layerWeights are those of one layer of the encoder. Below, h is Config.HiddenSize.
type layerWeights struct {
	query, key, value, attentionOutput linearWeights // h to h; AttentionOutput is the map after the heads
	attentionNorm                      normWeights
	intermediate                       linearWeights // h to Config.IntermediateSize
	output                             linearWeights // and back
	outputNorm                         normWeights
}

// Weights are the numbers of a model whose sizes a [Config] gives.
type Weights struct {
	word          linearWeights // a row for each piece of the vocabulary; no bias
	position      []float32     // Config.MaxPositions rows of Config.HiddenSize, with token type 0 added
	embeddingNorm normWeights   // of the sum of both
	layers        []layerWeights
	projection    *linearWeights // from what pooling gives to Config.Projection; nil if there is none

	// Fingerprint names the model: 16 hexadecimal digits of a hash over
	// config, vocabulary and weights. A folder and the pack made of it have
	// the same.
	fingerprint string
}

// embed sets dst, Config.HiddenSize wide, to the sum of a piece's vector and
// that of its position in the text, from 0. It panics if there is no such
// piece or position.
func (w *Weights) embed(dst []float32, id int32, position int) {
	n := len(dst)
	row, scale := w.word.q[int(id)*n:][:n], w.word.scale[id]
	for i, p := range w.position[position*n:][:n] {
		dst[i] = scale*float32(row[i]) + p
	}
}

// A section is a part of the weights in the order in which packs hold them: a
// matrix, its bias left out, or else plain numbers.
type section struct {
	linear  *linearWeights
	out, in int        // the matrix's sizes by the config
	floats  *[]float32 // if linear is nil
	size    int
}

// newWeights returns weights for c that hold no numbers yet.
func newWeights(c *Config) *Weights {
	w := &Weights{layers: make([]layerWeights, c.NumHiddenLayers)}
	if c.Projection > 0 {
		w.projection = new(linearWeights)
	}
	return w
}

// sections returns where the parts of w are and what sizes c gives them. w has
// as many layers as c says, and a projection if c says so.
func (w *Weights) sections(c *Config) []section {
	var all []section
	floats := func(f *[]float32, n int) { all = append(all, section{floats: f, size: n}) }
	matrix := func(l *linearWeights, out, in int) { all = append(all, section{linear: l, out: out, in: in}) }
	linear := func(l *linearWeights, out, in int) {
		matrix(l, out, in)
		floats(&l.bias, out)
	}
	norm := func(n *normWeights) {
		floats(&n.gamma, c.HiddenSize)
		floats(&n.beta, c.HiddenSize)
	}
	matrix(&w.word, c.VocabSize, c.HiddenSize)
	floats(&w.position, c.MaxPositions*c.HiddenSize)
	norm(&w.embeddingNorm)
	for i := range w.layers {
		l := &w.layers[i]
		for _, m := range []*linearWeights{&l.query, &l.key, &l.value, &l.attentionOutput} {
			linear(m, c.HiddenSize, c.HiddenSize)
		}
		norm(&l.attentionNorm)
		linear(&l.intermediate, c.IntermediateSize, c.HiddenSize)
		linear(&l.output, c.HiddenSize, c.IntermediateSize)
		norm(&l.outputNorm)
	}
	if w.projection != nil {
		linear(w.projection, c.Projection, c.pooled())
	}
	return all
}
