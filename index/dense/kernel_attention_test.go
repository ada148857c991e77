package dense

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestAttention(t *testing.T) {
	bothKernels(t, func(t *testing.T, k kernels) {
		var s attentionScratch // shared, so that what an earlier size left is seen to do no harm
		for _, n := range []int{65, 0, 1, 2, 5, 6, 7, 8, 12, 15, 16, 17, 33, 64} {
			for _, shape := range [][2]int{{1, 64}, {4, 64}, {3, 8}, {2, 16}, {2, 20}, {5, 1}, {1, 7}, {2, 33}} {
				heads, dim := shape[0], shape[1]
				r := rand.New(rand.NewPCG(uint64(n), uint64(dim)))
				q, keys, v := normals(r, n*heads*dim), normals(r, n*heads*dim), normals(r, n*heads*dim)
				dst, intact := guarded[float32](len(q), 7)
				k.attention(dst, q, keys, v, n, heads, dim, &s)
				closeTo(t, dst, attentionRef(q, keys, v, n, heads, dim), 5e-5)
				if !intact() {
					t.Fatalf("n %d, %d heads of %d: wrote outside", n, heads, dim)
				}
				inPlace := slices.Clone(q)
				k.attention(inPlace, inPlace, keys, v, n, heads, dim, &s)
				if !slices.Equal(inPlace, dst) {
					t.Fatalf("n %d, %d heads of %d: differs in place of q", n, heads, dim)
				}
			}
		}
	})
}

// attentionRef is attention in float64.
func attentionRef(q, keys, v []float32, n, heads, dim int) []float64 {
	width := heads * dim
	want := make([]float64, n*width)
	for at := 0; at < width; at += dim {
		for i := range n {
			p := make([]float64, n)
			var top, sum float64
			for j := range n {
				for d := range dim {
					p[j] += float64(q[i*width+at+d]) * float64(keys[j*width+at+d]) / math.Sqrt(float64(dim))
				}
				top = max(top, p[j])
			}
			for j := range n {
				p[j] = math.Exp(p[j] - top)
				sum += p[j]
			}
			for j := range n {
				for d := range dim {
					want[i*width+at+d] += p[j] / sum * float64(v[j*width+at+d])
				}
			}
		}
	}
	return want
}

func TestAttentionAllocs(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	x, dst := normals(r, 41*128), make([]float32, 41*128)
	var s attentionScratch
	bothKernels(t, func(t *testing.T, k kernels) {
		if n := testing.AllocsPerRun(10, func() { k.attention(dst, x, x, x, 41, 2, 64, &s) }); n != 0 {
			t.Errorf("attention allocates %v times, want 0", n)
		}
	})
}

// BenchmarkAttention has 4 heads of 64; a MAC is one of the two products.
func BenchmarkAttention(b *testing.B) {
	k := newKernels()
	for _, n := range []int{8, 40, 160, 512} {
		b.Run(fmt.Sprintf("n=%d", n), func(b *testing.B) {
			r := rand.New(rand.NewPCG(1, 1))
			q, keys, v := normals(r, n*256), normals(r, n*256), normals(r, n*256)
			dst := make([]float32, n*256)
			var s attentionScratch
			for b.Loop() {
				k.attention(dst, q, keys, v, n, 4, 64, &s)
			}
			reportMACs(b, 2*n*n*256)
		})
	}
}

func BenchmarkGelu(b *testing.B) {
	k := newKernels()
	x, from := make([]float32, 64*768), normals(rand.New(rand.NewPCG(1, 1)), 64*768)
	b.SetBytes(int64(4 * len(x)))
	for b.Loop() {
		copy(x, from)
		k.gelu(x)
	}
	b.ReportMetric(float64(len(x))*float64(b.N)/b.Elapsed().Seconds()/1e9, "Gelem/s")
}

func BenchmarkSoftmax(b *testing.B) {
	k := newKernels()
	for _, n := range []int{40, 157, 160} {
		b.Run(fmt.Sprintf("n=%d", n), func(b *testing.B) {
			x := normals(rand.New(rand.NewPCG(1, 1)), n)
			for b.Loop() {
				k.softmax(x, 0.125)
			}
			b.ReportMetric(float64(len(x))*float64(b.N)/b.Elapsed().Seconds()/1e9, "Gelem/s")
		})
	}
}

func BenchmarkLayerNorm(b *testing.B) {
	k := newKernels()
	r := rand.New(rand.NewPCG(1, 1))
	x, y, gamma, beta := normals(r, 64*256), normals(r, 64*256), normals(r, 256), normals(r, 256)
	for b.Loop() {
		k.addLayerNorm(x, y, gamma, beta, 1e-12, 64, 256)
	}
	b.ReportMetric(float64(len(x))*float64(b.N)/b.Elapsed().Seconds()/1e9, "Gelem/s")
}
