package dense

import "math"

const (
	tileRows = 6  // queries computed together
	tileCols = 16 // keys, or values, computed together: two registers of eight float32
)

// attentionScratch is the working memory of [kernels.attention]. The zero
// value is ready; reuse it to avoid allocation.
type attentionScratch struct {
	keys   []float32 // of one head, [panel of 16 keys][dim][16]
	values []float32 // of one head, [panel of 16 dims][key][16]
	query  []float32 // 6 rows of headDim, for the last queries
	scores []float32 // 6 rows of all keys, padded to 16
	out    []float32 // 6 rows of headDim padded to 16, for what does not fit dst
}

// attention sets dst to softmax(q·kᵀ/√headDim)·v for each head (Vaswani et al.
// 2017, arXiv:1706.03762, equation 1), for one sequence of n tokens that all
// see each other. dst, q, keys and v are n x (heads*headDim), row-major; head
// h has the columns from h*headDim. dst may be q, but not keys or v.
func (k kernels) attention(dst, q, keys, v []float32, n, heads, headDim int, s *attentionScratch) {
	checkKernel(n >= 0 && heads > 0 && headDim > 0, "attention size out of range")
	width := heads * headDim
	checkKernel(len(dst) == n*width && len(q) == n*width, "attention rows do not match their size")
	checkKernel(len(keys) == n*width && len(v) == n*width, "attention rows do not match their size")
	if n == 0 {
		return
	}
	padKeys, padDim := roundUp(n, tileCols), roundUp(headDim, tileCols)
	s.keys = resize(s.keys, padKeys*headDim)
	s.values = resize(s.values, n*padDim)
	s.query = resize(s.query, tileRows*headDim)
	s.scores = resize(s.scores, tileRows*padKeys)
	s.out = resize(s.out, tileRows*padDim)
	scale := float32(1 / math.Sqrt(float64(headDim)))
	for at := 0; at < width; at += headDim {
		k.packKeys(s.keys, keys[at:], width, n, headDim)
		k.packValues(s.values, v[at:], width, n, headDim)
		for row := 0; row < n; row += tileRows {
			rows := min(tileRows, n-row)
			from, fromStride := q[row*width+at:], width
			if rows < tileRows {
				clear(s.query)
				copyRows(s.query, headDim, from, width, rows, headDim)
				from, fromStride = s.query, headDim
			}
			k.tile(s.scores, padKeys, from, fromStride, s.keys, headDim)
			for r := range rows {
				k.softmax(s.scores[r*padKeys:][:n], scale)
			}
			to := dst[row*width+at:]
			if rows == tileRows && headDim == padDim {
				k.tile(to, width, s.scores, padKeys, s.values, n)
				continue
			}
			k.tile(s.out, padDim, s.scores, padKeys, s.values, n)
			copyRows(to, width, s.out, padDim, rows, headDim)
		}
	}
}

// copyRows copies rows of width elements between layouts of different strides.
func copyRows(dst []float32, dstStride int, src []float32, srcStride, rows, width int) {
	for r := range rows {
		copy(dst[r*dstStride:][:width], src[r*srcStride:][:width])
	}
}

// tileGeneric computes 6 rows of a product in plain Go: dst = a * panels. Rows of dst
// and a are their strides apart; panels is [panel][depth][16], and panel p
// makes the columns from 16p of dst.
func tileGeneric(dst []float32, dstStride int, a []float32, aStride int, panels []float32, depth int) {
	for p := 0; p*depth < len(panels); p += tileCols {
		for r := range tileRows {
			var sum [tileCols]float32
			for i, x := range a[r*aStride:][:depth] {
				b := (*[tileCols]float32)(panels[(p*depth + i*tileCols):])
				for c := range sum {
					sum[c] += x * b[c]
				}
			}
			copy(dst[r*dstStride+p:], sum[:])
		}
	}
}

// packKeysGeneric transposes keys from on to the last of n rows of dim elements,
// stride apart in src, into panels of 16: dst[panel][dim][16]. Places without
// a key become zero.
func packKeysGeneric(dst, src []float32, stride, n, dim, from int) {
	for key := from; key < roundUp(n, tileCols); key++ {
		to := dst[key/tileCols*dim*tileCols+key%tileCols:]
		for d := range dim {
			if key < n {
				to[d*tileCols] = src[key*stride+d]
			} else {
				to[d*tileCols] = 0
			}
		}
	}
}

// packValuesGeneric copies the columns from on of n rows of dim elements, stride
// apart in src, into panels of 16: dst[panel][row][16]. Places without a
// column become zero.
func packValuesGeneric(dst, src []float32, stride, n, dim, from int) {
	for d := from; d < dim; d += tileCols {
		width := min(tileCols, dim-d)
		for r := range n {
			to := dst[d*n+r*tileCols:][:tileCols]
			clear(to[copy(to, src[r*stride+d:][:width]):])
		}
	}
}
