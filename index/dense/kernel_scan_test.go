package dense

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestScan(t *testing.T) {
	bothKernels(t, func(t *testing.T, k kernels) {
		for _, dim := range []int{1, 2, 15, 16, 17, 31, 32, 33, 48, 64, 128, 200, 256, 512, 4096} {
			for _, n := range []int{0, 1, 2, 3, 4, 5, 7, 8, 9, 101} {
				r := rand.New(rand.NewPCG(uint64(dim), uint64(n)))
				q, vectors := bytesOf(r, dim), bytesOf(r, n*dim)
				if n%2 == 1 { // the largest products
					q, vectors = slices.Repeat([]int8{-128}, dim), slices.Repeat([]int8{-128}, n*dim)
				}
				dst, intact := guarded[int32](n, 5)
				k.scan(dst, q, vectors, dim)
				for i, got := range dst {
					var want int32
					for j := range q {
						want += int32(q[j]) * int32(vectors[i*dim+j])
					}
					if got != want {
						t.Fatalf("dim %d: dot %d of %d is %d, want %d", dim, i, n, got, want)
					}
					if got := k.dotInt8(vectors[i*dim:(i+1)*dim], q); got != want {
						t.Fatalf("dim %d: dotInt8 is %d, want %d", dim, got, want)
					}
				}
				if !intact() {
					t.Fatalf("dim %d, %d vectors: wrote outside", dim, n)
				}
			}
		}
	})
}

func TestQuantiseUnit(t *testing.T) {
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	in := []float32{0, 1, -1, 0.5, -0.5, 2, -2, inf, -inf, nan, 1 / 254.0, 1.1 / 254, 3 / 254.0, -1.1 / 254}
	want := []int8{0, 127, -127, 64, -64, 127, -127, 127, -127, 0, 0, 1, 2, -1}
	bothKernels(t, func(t *testing.T, k kernels) {
		got := make([]int8, len(in))
		k.quantiseUnit(got, in)
		if !slices.Equal(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
	})
}

// FuzzScan holds the assembly to the plain Go results, bit by bit.
func FuzzScan(f *testing.F) {
	f.Add([]byte("0123456789abcdef0123456789abcdef0123"), uint16(9))
	f.Add(slices.Repeat([]byte{0x80}, 33*9), uint16(33))
	f.Add([]byte{1}, uint16(1))
	f.Fuzz(func(t *testing.T, data []byte, dim16 uint16) {
		dim := int(dim16)
		if dim == 0 || len(data) < dim {
			return
		}
		all := make([]int8, len(data)/dim*dim)
		for i := range all {
			all[i] = int8(data[i])
		}
		q, vectors := all[:dim], all[dim:]
		got, want := make([]int32, len(vectors)/dim), make([]int32, len(vectors)/dim)
		newKernels().scan(got, q, vectors, dim)
		genericKernels().scan(want, q, vectors, dim)
		if !slices.Equal(got, want) {
			t.Errorf("dim %d: got %v, want %v", dim, got, want)
		}
	})
}

func BenchmarkScan(b *testing.B) {
	k := newKernels()
	const dim = 128
	for _, n := range []int{1000, 120_000, 1_200_000} {
		b.Run(fmt.Sprintf("n=%d", n), func(b *testing.B) {
			r := rand.New(rand.NewPCG(1, 1))
			q, vectors, dst := bytesOf(r, dim), bytesOf(r, n*dim), make([]int32, n)
			b.SetBytes(int64(len(vectors)))
			for b.Loop() {
				k.scan(dst, q, vectors, dim)
			}
			b.ReportMetric(float64(len(vectors))*float64(b.N)/b.Elapsed().Seconds()/1e9, "GB/s")
		})
	}
}
