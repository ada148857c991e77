package dense

import "math"

// dotInt8 returns the dot product of a and b, which have the same length. The
// sum wraps around like int32; below 131072 elements it cannot.
func (k kernels) dotInt8(a, b []int8) int32 {
	checkKernel(len(a) == len(b), "vectors of different lengths")
	if len(a) == 0 {
		return 0
	}
	var sum [1]int32
	k.scan(sum[:], a, b, len(a))
	return sum[0]
}

// scan sets dst[i] to the dot product of q and the i-th of the vectors, which
// lie end to end: vectors[i*dim:(i+1)*dim]. q has dim elements.
func (k kernels) scan(dst []int32, q, vectors []int8, dim int) {
	checkKernel(dim > 0 && len(q) == dim, "query does not match the dimension")
	checkKernel(len(vectors)%dim == 0 && len(vectors)/dim == len(dst), "vectors do not match the results")
	k.scanInto(dst, q, vectors)
}

// addDots adds to each dst[i] the dot product of the elements from on of q and
// of the i-th of the vectors.
func addDots(dst []int32, q, vectors []int8, from int) {
	for i := range dst {
		v := vectors[i*len(q) : (i+1)*len(q)]
		var sum int32
		for j := from; j < len(q); j++ {
			sum += int32(q[j]) * int32(v[j])
		}
		dst[i] += sum
	}
}

// quantiseUnit sets dst to v, an element of which is in -1..1, as int8:
// round(127*v), halves to even, held within ±127. NaN becomes 0.
func (k kernels) quantiseUnit(dst []int8, v []float32) {
	checkKernel(len(dst) == len(v), "vectors of different lengths")
	for i, f := range v {
		switch f *= 127; {
		case f >= 127:
			dst[i] = 127
		case f <= -127:
			dst[i] = -127
		case f == f:
			dst[i] = int8(math.RoundToEven(float64(f)))
		default:
			dst[i] = 0
		}
	}
}
