package dense

import (
	"runtime"
	"sync"
)

// scanShare is how many bytes of vectors make it worth while to wake another
// core: at some 10 GB/s they take 0.4 ms.
const scanShare = 4 << 20

// Scan returns the scalar product of q with every vector of the set, in order,
// in dst if it is large enough; see [CosineOf]. q must have
// [Vectors.Dim] numbers.
func (v *Vectors) Scan(dst []int32, q []int8) []int32 {
	if cap(dst) < v.n {
		dst = make([]int32, v.n)
	}
	dst = dst[:v.n]
	k := newKernels()
	parts := min(runtime.GOMAXPROCS(0), 1+len(v.data)/scanShare)
	if parts == 1 {
		k.scan(dst, q, v.data, v.dim)
		return dst
	}
	var wg sync.WaitGroup
	for p := range parts {
		from, to := p*v.n/parts, (p+1)*v.n/parts
		wg.Go(func() { k.scan(dst[from:to], q, v.data[from*v.dim:to*v.dim], v.dim) })
	}
	wg.Wait()
	return dst
}
