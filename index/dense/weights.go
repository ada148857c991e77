package dense

// A Linear is the matrix of a linear map in 8 bits, and its bias: output i is
// Scale[i] · Σ Q[i·In+j]·x[j] + Bias[i].
type Linear struct {
	Out, In int
	Q       []int8    // Out rows of In numbers in -127..127; not to be written to
	Scale   []float32 // Out, finite, 0 and up
	Bias    []float32 // Out, finite; nil for word vectors
}

// A Norm is the scale and the shift after a layer's normalisation, as wide as
// a token's vector.
type Norm struct{ Gamma, Beta []float32 }

// A Layer is one of the encoder. Below, h is Config.HiddenSize.
type Layer struct {
	Query, Key, Value, AttentionOutput Linear // h to h; AttentionOutput is the map after the heads
	AttentionNorm                      Norm
	Intermediate                       Linear // h to Config.IntermediateSize
	Output                             Linear // and back
	OutputNorm                         Norm
}

// Weights are the numbers of a model whose sizes a [Config] gives.
type Weights struct {
	Word          Linear    // a row for each piece of the vocabulary; no bias
	Position      []float32 // Config.MaxPositions rows of Config.HiddenSize, with token type 0 added
	EmbeddingNorm Norm      // of the sum of both
	Layers        []Layer
	Projection    *Linear // from what pooling gives to Config.Projection; nil if there is none

	// Fingerprint names the model: 16 hexadecimal digits of a hash over
	// config, vocabulary and weights. A folder and the pack made of it have
	// the same.
	Fingerprint string
}

// embed sets dst, Config.HiddenSize wide, to the sum of a piece's vector and
// that of its position in the text, from 0. It panics if there is no such
// piece or position.
func (w *Weights) embed(dst []float32, id int32, position int) {
	n := len(dst)
	row, scale := w.Word.Q[int(id)*n:][:n], w.Word.Scale[id]
	for i, p := range w.Position[position*n:][:n] {
		dst[i] = scale*float32(row[i]) + p
	}
}

// A section is a part of the weights in the order in which packs hold them: a
// matrix, its bias left out, or else plain numbers.
type section struct {
	linear  *Linear
	out, in int        // the matrix's sizes by the config
	floats  *[]float32 // if linear is nil
	size    int
}

// newWeights returns weights for c that hold no numbers yet.
func newWeights(c *Config) *Weights {
	w := &Weights{Layers: make([]Layer, c.NumHiddenLayers)}
	if c.Projection > 0 {
		w.Projection = new(Linear)
	}
	return w
}

// sections returns where the parts of w are and what sizes c gives them. w has
// as many layers as c says, and a projection if c says so.
func (w *Weights) sections(c *Config) []section {
	var all []section
	floats := func(f *[]float32, n int) { all = append(all, section{floats: f, size: n}) }
	matrix := func(l *Linear, out, in int) { all = append(all, section{linear: l, out: out, in: in}) }
	linear := func(l *Linear, out, in int) {
		matrix(l, out, in)
		floats(&l.Bias, out)
	}
	norm := func(n *Norm) {
		floats(&n.Gamma, c.HiddenSize)
		floats(&n.Beta, c.HiddenSize)
	}
	matrix(&w.Word, c.VocabSize, c.HiddenSize)
	floats(&w.Position, c.MaxPositions*c.HiddenSize)
	norm(&w.EmbeddingNorm)
	for i := range w.Layers {
		l := &w.Layers[i]
		for _, m := range []*Linear{&l.Query, &l.Key, &l.Value, &l.AttentionOutput} {
			linear(m, c.HiddenSize, c.HiddenSize)
		}
		norm(&l.AttentionNorm)
		linear(&l.Intermediate, c.IntermediateSize, c.HiddenSize)
		linear(&l.Output, c.HiddenSize, c.IntermediateSize)
		norm(&l.OutputNorm)
	}
	if w.Projection != nil {
		linear(w.Projection, c.Projection, c.pooled())
	}
	return all
}
