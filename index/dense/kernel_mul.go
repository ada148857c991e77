package dense

import "math"

const (
	blockOuts   = 16        // outputs computed together: two registers of eight int32
	pairStep    = 4         // pairs of inputs per turn of the inner loop
	maxInputs   = 1 << 13   // more would leave activations too few bits
	maxActivity = 1<<13 - 1 // largest activation, in int16
	rowStep     = 16        // int16s per store of a quantised row
	cachedRows  = 1 << 16   // int16s of rows to pass over at a time: 128 KiB, a part of a level 2 cache
)

// A matrix is a linear layer: out x in weights, each row with its own scale,
// and a bias. It is not changed after newMatrix and may be shared.
//
// Weights are widened from int8 to int16 and stored in panels of 16 outputs,
// laid out [panel][pair of inputs][16 outputs][2], so that one VPMADDWD
// multiplies a pair of inputs by the weights of eight outputs and adds the two
// products. Padding (outputs to 16, inputs to 8) is zero.
type matrix struct {
	out, in int
	pairs   int       // of inputs in a panel, a multiple of pairStep
	panels  []int16   // len is panels * pairs * 32
	scale   []float32 // weight = scale * int8, per output, zero in the padding
	bias    []float32 // per output, zero in the padding
}

// newMatrix packs the weights q, out rows of in. Row o stands for
// scale[o]*q[o*in:(o+1)*in]. A nil bias is zero. It panics if the lengths
// do not match or in is not in 1..8192.
func newMatrix(out, in int, q []int8, scale, bias []float32) *matrix {
	checkKernel(out > 0 && in > 0 && in <= maxInputs, "matrix size out of range")
	checkKernel(len(q)/in == out && len(q)%in == 0, "matrix weights do not match its size")
	checkKernel(len(scale) == out, "matrix scales do not match its size")
	checkKernel(bias == nil || len(bias) == out, "matrix bias does not match its size")
	outs, pairs := roundUp(out, blockOuts), roundUp(in, 2*pairStep)/2
	m := &matrix{
		out: out, in: in, pairs: pairs,
		panels: make([]int16, outs*pairs*2),
		scale:  make([]float32, outs),
		bias:   make([]float32, outs),
	}
	copy(m.scale, scale)
	copy(m.bias, bias)
	for o := range out {
		panel := m.panels[o/blockOuts*pairs*2*blockOuts:]
		for i, w := range q[o*in : (o+1)*in] {
			panel[i/2*2*blockOuts+o%blockOuts*2+i%2] = int16(w)
		}
	}
	return m
}

// quantised is a batch of rows as int16 with a scale each, the left side of a
// product. The zero value is empty and ready; reuse it to avoid allocation.
type quantised struct {
	rows, in int
	stride   int       // int16s from row to row, at least in; the rest of a row is zero
	values   []int16   // rows * stride
	scale    []float32 // per row: x = scale * int16
	tail     []float32 // rows x 16, the outputs of a panel that is not full
}

// activationLimit returns the largest magnitude of an activation for which a
// sum over in products with an int8 weight stays within an int32.
func activationLimit(in int) int { return min(maxActivity, math.MaxInt32/(128*in)) }

// quantise rounds src, n rows of in, to int16 with one scale a row: the
// largest magnitude of a row becomes activationLimit(in), 8191 up to an in of
// 2048, so that the error is at most 1/16382 of it.
func (k kernels) quantise(s *quantised, src []float32, n, in int) {
	checkKernel(n >= 0 && in > 0 && in <= maxInputs, "batch size out of range")
	checkKernel(len(src) == n*in, "batch does not match its size")
	s.rows, s.in, s.stride = n, in, roundUp(in, rowStep)
	s.values = resize(s.values, n*s.stride)
	s.scale = resize(s.scale, n)
	limit := float32(activationLimit(in))
	for r := range n {
		row, to := src[r*in:(r+1)*in], s.values[r*s.stride:(r+1)*s.stride]
		var by float32
		if top := k.maxAbs(row); top > 1e-30 { // below, limit/top may overflow: take it as zero
			by = limit / top
			s.scale[r] = top / limit
		} else {
			s.scale[r] = 0
		}
		k.round16(to, row, by)
		clear(to[in:])
	}
}

// mul computes dst = src * Wᵀ + bias for n rows: src is n x m.in, dst n x
// m.out, both row-major; s is scratch.
func (k kernels) mul(dst, src []float32, n int, m *matrix, s *quantised) {
	k.quantise(s, src, n, m.in)
	k.mulQuantised(dst, s, m)
}

// mulQuantised is [kernels.mul] for rows that were quantised before, so that
// several matrices can share them. dst is s.rows x m.out.
func (k kernels) mulQuantised(dst []float32, s *quantised, m *matrix) {
	checkKernel(s.in == m.in, "batch and matrix have different inputs")
	checkKernel(len(dst) == s.rows*m.out, "product does not match its size")
	step := max(6, cachedRows/s.stride/6*6)
	for r := 0; r < s.rows; r += step {
		rows := min(step, s.rows-r)
		part := quantised{
			rows: rows, in: s.in, stride: s.stride,
			values: s.values[r*s.stride : (r+rows)*s.stride],
			scale:  s.scale[r : r+rows],
			tail:   s.tail,
		}
		k.mulRows(dst[r*m.out:(r+rows)*m.out], &part, m)
		s.tail = part.tail
	}
}

// mulRows is mulQuantised of rows, at least one, that fit the cache.
func (k kernels) mulRows(dst []float32, s *quantised, m *matrix) {
	for o := 0; o < m.out; o += blockOuts {
		p := matrixPanel{
			weights: m.panels[o*m.pairs*2 : (o+blockOuts)*m.pairs*2],
			scale:   m.scale[o : o+blockOuts],
			bias:    m.bias[o : o+blockOuts],
		}
		if o+blockOuts <= m.out {
			k.mulPanel(dst[o:], m.out, s, p)
			continue
		}
		s.tail = resize(s.tail, s.rows*blockOuts)
		k.mulPanel(s.tail, blockOuts, s, p)
		for r := range s.rows {
			copy(dst[r*m.out+o:(r+1)*m.out], s.tail[r*blockOuts:])
		}
	}
}

// A matrixPanel is the part of a matrix that makes 16 outputs.
type matrixPanel struct {
	weights     []int16   // [pair of inputs][16][2]
	scale, bias []float32 // 16 each
}

// mulPanelGeneric is kernels.mulPanel in plain Go. dst has room for 16 outputs
// for every row, stride apart. Two rows by four outputs at a time: eight sums
// and a pair of inputs fit the registers of any 64-bit machine.
func mulPanelGeneric(dst []float32, stride int, s *quantised, p matrixPanel) {
	const outs = 4
	for r := 0; r < s.rows; r += 2 {
		second := min(r+1, s.rows-1) // the last row stands for both if they are odd
		a := s.values[r*s.stride : (r+1)*s.stride]
		b := s.values[second*s.stride : (second+1)*s.stride]
		for o := 0; o < blockOuts; o += outs {
			sums := dot2x4(a, b, p.weights[2*o:])
			for i := range outs {
				scale, bias := p.scale[o+i], p.bias[o+i]
				dst[r*stride+o+i] = float32(sums[i])*s.scale[r]*scale + bias
				dst[second*stride+o+i] = float32(sums[outs+i])*s.scale[second]*scale + bias
			}
		}
	}
}

// dot2x4 returns the products of two rows with four neighbouring outputs of a
// panel that begins with w: those of a, then those of b.
func dot2x4(a, b, w []int16) [8]int32 {
	var a0, a1, a2, a3, b0, b1, b2, b3 int32
	b = b[:len(a)]
	for i := 0; i+1 < len(a) && len(w) >= 8; i += 2 {
		p := (*[8]int16)(w)
		x, y := int32(a[i]), int32(a[i+1])
		u, v := int32(b[i]), int32(b[i+1])
		p0, p1 := int32(p[0]), int32(p[1])
		a0 += x*p0 + y*p1
		b0 += u*p0 + v*p1
		p0, p1 = int32(p[2]), int32(p[3])
		a1 += x*p0 + y*p1
		b1 += u*p0 + v*p1
		p0, p1 = int32(p[4]), int32(p[5])
		a2 += x*p0 + y*p1
		b2 += u*p0 + v*p1
		p0, p1 = int32(p[6]), int32(p[7])
		a3 += x*p0 + y*p1
		b3 += u*p0 + v*p1
		if len(w) < 2*blockOuts {
			break
		}
		w = w[2*blockOuts:]
	}
	return [8]int32{a0, a1, a2, a3, b0, b1, b2, b3}
}

// maxAbsGeneric returns the largest magnitude in x, 0 if it is empty.
func maxAbsGeneric(x []float32) float32 {
	var top float32
	for _, v := range x {
		top = max(top, v, -v)
	}
	return top
}

// round16Generic sets dst to x times by, rounded to even and held within int16.
func round16Generic(dst []int16, x []float32, by float32) {
	for i, v := range x {
		f := math.RoundToEven(float64(v * by))
		if !(f > math.MinInt16) { // true for NaN, too
			f = math.MinInt16
		}
		dst[i] = int16(min(f, math.MaxInt16))
	}
}
