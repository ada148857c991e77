package dense

import "golang.org/x/sys/cpu"

// newKernels returns the fastest kernels this machine can run.
func newKernels() kernels { return kernels{avx2: cpu.X86.HasAVX2 && cpu.X86.HasFMA} }

// The functions in assembly trust their arguments: what each needs is said in
// the .s files and provided by the methods below, nothing else calls them.

//go:noescape
func mulRows6AVX2(dst *float32, dstStride int, a *int16, aStride int, rowScale *float32, weights *int16, steps int, scale, bias *float32, blocks int)

//go:noescape
func mulRows4AVX2(dst *float32, dstStride int, a *int16, aStride int, rowScale *float32, weights *int16, steps int, scale, bias *float32, blocks int)

//go:noescape
func mulRows2AVX2(dst *float32, dstStride int, a *int16, aStride int, rowScale *float32, weights *int16, steps int, scale, bias *float32, blocks int)

//go:noescape
func mulRows1AVX2(dst *float32, dstStride int, a *int16, aStride int, rowScale *float32, weights *int16, steps int, scale, bias *float32, blocks int)

//go:noescape
func maxAbsAVX2(x *float32, n int) float32

//go:noescape
func round16AVX2(dst *int16, x *float32, by float32, n int)

//go:noescape
func normRowAVX2(x, y, gamma, beta *float32, eps float32, n int)

//go:noescape
func geluAVX2(x *float32, n int)

//go:noescape
func softmaxAVX2(x *float32, scale float32, n int)

//go:noescape
func tileAVX2(dst *float32, dstStride int, a *float32, aStride int, panels *float32, depth, count int)

//go:noescape
func transpose8AVX2(dst, src *float32, stride, groups int)

//go:noescape
func gather16AVX2(dst, src *float32, stride, rows int)

//go:noescape
func scan4AVX2(dst *int32, q, vectors *int8, dim, blocks, count int)

//go:noescape
func dotAVX2(a, b *int8, blocks int) int32

// mulPanel computes all rows of one panel; see mulPanelGeneric.
func (k kernels) mulPanel(dst []float32, stride int, s *quantised, p matrixPanel) {
	if !k.avx2 {
		mulPanelGeneric(dst, stride, s, p)
		return
	}
	steps := len(p.weights) / (2 * blockOuts * pairStep)
	_ = dst[(s.rows-1)*stride+blockOuts-1]
	_ = s.values[(s.rows-1)*s.stride+steps*2*pairStep-1]
	_, _, _ = s.scale[s.rows-1], p.scale[blockOuts-1], p.bias[blockOuts-1]
	for r := 0; r < s.rows; {
		to, a := &dst[r*stride], &s.values[r*s.stride]
		switch left := s.rows - r; {
		case left >= 6:
			blocks := left / 6
			mulRows6AVX2(to, 4*stride, a, 2*s.stride, &s.scale[r], &p.weights[0], steps, &p.scale[0], &p.bias[0], blocks)
			r += 6 * blocks
		case left >= 4:
			mulRows4AVX2(to, 4*stride, a, 2*s.stride, &s.scale[r], &p.weights[0], steps, &p.scale[0], &p.bias[0], 1)
			r += 4
		case left >= 2:
			mulRows2AVX2(to, 4*stride, a, 2*s.stride, &s.scale[r], &p.weights[0], steps, &p.scale[0], &p.bias[0], 1)
			r += 2
		default:
			mulRows1AVX2(to, 4*stride, a, 2*s.stride, &s.scale[r], &p.weights[0], steps, &p.scale[0], &p.bias[0], 1)
			r++
		}
	}
}

// maxAbs returns the largest magnitude in x, 0 if it is empty.
func (k kernels) maxAbs(x []float32) float32 {
	n := len(x) &^ 15
	if !k.avx2 || n == 0 {
		return maxAbsGeneric(x)
	}
	return max(maxAbsAVX2(&x[0], n), maxAbsGeneric(x[n:]))
}

// round16 sets dst to x times by, rounded to even and held within int16.
func (k kernels) round16(dst []int16, x []float32, by float32) {
	n := len(x) &^ 15
	if !k.avx2 {
		n = 0
	}
	dst = dst[:len(x)]
	if n > 0 {
		round16AVX2(&dst[0], &x[0], by, n)
	}
	round16Generic(dst[n:], x[n:], by)
}

// normRow is addLayerNorm of one row; y is nil or as long as x.
func (k kernels) normRow(x, y, gamma, beta []float32, eps float32) {
	if !k.avx2 || len(x)%8 != 0 {
		normRowGeneric(x, y, gamma, beta, eps)
		return
	}
	var add *float32
	if y != nil {
		add = &y[:len(x)][0]
	}
	normRowAVX2(&x[0], add, &gamma[:len(x)][0], &beta[:len(x)][0], eps, len(x))
}

// gelu replaces each element of x by its GELU; see geluGeneric.
func (k kernels) gelu(x []float32) {
	n := len(x) &^ 7
	if !k.avx2 {
		n = 0
	}
	if n > 0 {
		geluAVX2(&x[0], n)
	}
	geluGeneric(x[n:])
}

// softmax replaces x by the softmax of scale*x.
func (k kernels) softmax(x []float32, scale float32) {
	if !k.avx2 || len(x) < 8 {
		softmaxGeneric(x, scale)
		return
	}
	softmaxAVX2(&x[0], scale, len(x))
}

// tile computes 6 rows of dst = a * panels; see tileGeneric.
func (k kernels) tile(dst []float32, dstStride int, a []float32, aStride int, panels []float32, depth int) {
	count := len(panels) / (depth * tileCols)
	if !k.avx2 || count == 0 {
		tileGeneric(dst, dstStride, a, aStride, panels, depth)
		return
	}
	_ = dst[(tileRows-1)*dstStride+count*tileCols-1]
	_ = a[(tileRows-1)*aStride+depth-1]
	tileAVX2(&dst[0], 4*dstStride, &a[0], 4*aStride, &panels[0], depth, count)
}

// packKeys transposes keys into panels; see packKeysGeneric.
func (k kernels) packKeys(dst, src []float32, stride, n, dim int) {
	done := 0
	if k.avx2 && dim%8 == 0 {
		for ; done+8 <= n; done += 8 {
			to, from := dst[done/tileCols*dim*tileCols+done%tileCols:], src[done*stride:]
			_, _ = to[(dim-1)*tileCols+7], from[7*stride+dim-1]
			transpose8AVX2(&to[0], &from[0], 4*stride, dim/8)
		}
	}
	packKeysGeneric(dst, src, stride, n, dim, done)
}

// packValues copies values into panels; see packValuesGeneric.
func (k kernels) packValues(dst, src []float32, stride, n, dim int) {
	done := 0
	if k.avx2 && n > 0 {
		for ; done+tileCols <= dim; done += tileCols {
			to, from := dst[done*n:], src[done:]
			_, _ = to[n*tileCols-1], from[(n-1)*stride+tileCols-1]
			gather16AVX2(&to[0], &from[0], 4*stride, n)
		}
	}
	packValuesGeneric(dst, src, stride, n, dim, done)
}

// scanInto is scan, of which the lengths have been checked.
func (k kernels) scanInto(dst []int32, q, vectors []int8) {
	n := len(q) &^ 15
	if !k.avx2 || n == 0 || len(dst) == 0 {
		clear(dst)
		addDots(dst, q, vectors, 0)
		return
	}
	done := len(dst) &^ 3
	if done > 0 {
		scan4AVX2(&dst[0], &q[0], &vectors[0], len(q), n/16, done/4)
	}
	for i := done; i < len(dst); i++ {
		dst[i] = dotAVX2(&q[0], &vectors[i*len(q)], n/16)
	}
	if n < len(q) {
		addDots(dst, q, vectors, n)
	}
}
