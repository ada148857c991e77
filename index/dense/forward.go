package dense

// A workspace holds what one forward pass works with. It grows to the largest
// batch and is used again: a pass allocates nothing per token.
type workspace struct {
	ids  []int32 // of all texts of the batch, one behind the other
	ends []int   // where each text's ids end

	x, query, key, value, mixed, sum, inner []float32
	pooled, vectors                         []float32
	quantised                               quantised
	attention                               attentionScratch
}

// grow returns s with length n; its content is undefined.
func grow(s []float32, n int) []float32 {
	if cap(s) < n {
		return make([]float32, n)
	}
	return s[:n]
}

// forward runs the model over the batch and leaves a vector of length 1 for
// each text in ws.vectors. Sequences are not padded: the matrices see all
// tokens as rows, only attention goes sequence by sequence.
func (e *Encoder) forward(ws *workspace) {
	n, width := len(ws.ids), e.cfg.HiddenSize
	e.embed(ws)
	ws.query, ws.key, ws.value = grow(ws.query, n*width), grow(ws.key, n*width), grow(ws.value, n*width)
	ws.mixed, ws.sum = grow(ws.mixed, n*width), grow(ws.sum, n*width)
	ws.inner = grow(ws.inner, n*e.cfg.IntermediateSize)
	eps := e.cfg.LayerNormEps
	for i := range e.layers {
		l := &e.layers[i]
		e.kernels.quantise(&ws.quantised, ws.x, n, width)
		e.kernels.mulQuantised(ws.query, &ws.quantised, l.query)
		e.kernels.mulQuantised(ws.key, &ws.quantised, l.key)
		e.kernels.mulQuantised(ws.value, &ws.quantised, l.value)
		from := 0
		for _, end := range ws.ends {
			part := func(s []float32) []float32 { return s[from*width : end*width] }
			heads := e.cfg.NumAttentionHeads
			e.kernels.attention(part(ws.mixed), part(ws.query), part(ws.key), part(ws.value), end-from, heads, width/heads, &ws.attention)
			from = end
		}
		e.kernels.mul(ws.sum, ws.mixed, n, l.out, &ws.quantised)
		e.kernels.addLayerNorm(ws.x, ws.sum, l.norm1.gamma, l.norm1.beta, eps, n, width)
		e.kernels.mul(ws.inner, ws.x, n, l.inner, &ws.quantised)
		e.kernels.gelu(ws.inner)
		e.kernels.mul(ws.sum, ws.inner, n, l.outer, &ws.quantised)
		e.kernels.addLayerNorm(ws.x, ws.sum, l.norm2.gamma, l.norm2.beta, eps, n, width)
	}
	e.pool(ws)
}

// embed fills ws.x with the normalised sum of word and position vectors.
func (e *Encoder) embed(ws *workspace) {
	width := e.cfg.HiddenSize
	ws.x = grow(ws.x, len(ws.ids)*width)
	from := 0
	for _, end := range ws.ends {
		for i := from; i < end; i++ {
			e.weights.embed(ws.x[i*width:(i+1)*width], ws.ids[i], i-from)
		}
		from = end
	}
	norm := e.weights.embeddingNorm
	e.kernels.layerNorm(ws.x, norm.gamma, norm.beta, e.cfg.LayerNormEps, len(ws.ids), width)
}

// pool makes one vector of each sequence: of its first token, of the mean of
// all, or of one behind the other; then the projection and length 1.
func (e *Encoder) pool(ws *workspace) {
	width, pooled := e.cfg.HiddenSize, e.cfg.pooled()
	ws.pooled = grow(ws.pooled, len(ws.ends)*pooled)
	from := 0
	for s, end := range ws.ends {
		out := ws.pooled[s*pooled : (s+1)*pooled]
		if e.cfg.Pooling != poolMean {
			copy(out, ws.x[from*width:(from+1)*width])
		}
		if e.cfg.Pooling != poolCLS {
			mean(out[pooled-width:], ws.x[from*width:end*width])
		}
		from = end
	}
	dim := e.Dim()
	ws.vectors = grow(ws.vectors, len(ws.ends)*dim)
	if e.projection != nil {
		e.kernels.mul(ws.vectors, ws.pooled, len(ws.ends), e.projection, &ws.quantised)
	} else {
		copy(ws.vectors, ws.pooled)
	}
	for s := range ws.ends {
		unit(ws.vectors[s*dim : (s+1)*dim])
	}
}

// mean sets dst to the mean of the rows in src, each as wide as dst.
func mean(dst, src []float32) {
	clear(dst)
	rows := len(src) / len(dst)
	for r := range rows {
		for i, x := range src[r*len(dst) : (r+1)*len(dst)] {
			dst[i] += x
		}
	}
	for i := range dst {
		dst[i] /= float32(rows)
	}
}
