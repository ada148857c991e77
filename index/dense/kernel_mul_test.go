package dense

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// randomMatrix returns a matrix and the weights it was made of.
func randomMatrix(r *rand.Rand, out, in int) (m *matrix, q []int8, scale, bias []float32) {
	q, scale, bias = bytesOf(r, out*in), normals(r, out), normals(r, out)
	return newMatrix(out, in, q, scale, bias), q, scale, bias
}

// TestMul compares with float64: exactly for what was quantised, up to float32
// rounding, and within the error of quantising for src itself.
func TestMul(t *testing.T) {
	for _, in := range []int{1, 2, 3, 8, 15, 16, 17, 256, 513, 768} {
		for _, out := range []int{1, 8, 15, 16, 17, 256} {
			for _, n := range []int{0, 1, 2, 3, 4, 5, 6, 7, 11, 64, 65} {
				r := rand.New(rand.NewPCG(uint64(in), uint64(out+n<<20)))
				m, q, scale, bias := randomMatrix(r, out, in)
				src := normals(r, n*in)
				var first []float32
				for _, k := range []kernels{newKernels(), genericKernels()} {
					var s quantised
					dst, intact := guarded[float32](n*out, -3)
					k.mul(dst, src, n, m, &s)
					if !intact() {
						t.Fatalf("%dx%dx%d: wrote outside", n, in, out)
					}
					for i, got := range dst {
						if n*in*out > 1<<20 && i%13 != 0 {
							continue // a sample is enough; 13 divides no row
						}
						row, o := i/out, i%out
						var exact, sum, size float64
						for j := range in {
							w := float64(q[o*in+j])
							exact += float64(s.values[row*s.stride+j]) * w
							sum += float64(src[row*in+j]) * w
							size += math.Abs(w)
						}
						sc, b := float64(scale[o]), float64(bias[o])
						exact = exact*float64(s.scale[row])*sc + b
						if d := math.Abs(float64(got) - exact); !(d <= 1e-6*(math.Abs(exact)+math.Abs(exact-b))) {
							t.Fatalf("%dx%dx%d, %+v: element %d is %v, want %v", n, in, out, k, i, got, exact)
						}
						if d := math.Abs(float64(got) - sum*sc - b); !(d <= 0.51*float64(s.scale[row])*size*math.Abs(sc)+1e-5*math.Abs(exact)+1e-6) {
							t.Fatalf("%dx%dx%d, %+v: element %d is %v, want %v unrounded", n, in, out, k, i, got, sum*sc+b)
						}
					}
					if first == nil {
						first = dst
					}
					for i := range first {
						if d := math.Abs(float64(first[i] - dst[i])); d > 1e-6*math.Abs(float64(first[i]))+1e-5 {
							t.Fatalf("%dx%dx%d: element %d differs: %v and %v", n, in, out, i, first[i], dst[i])
						}
					}
				}
			}
		}
	}
}

// TestMulExtremes has every product at its largest, where a sum comes nearest
// to overflow.
func TestMulExtremes(t *testing.T) {
	bothKernels(t, func(t *testing.T, k kernels) {
		for _, in := range []int{2, 256, 2047, 2048, 2049, 4096, 8192} {
			q := slices.Repeat([]int8{-128}, 16*in)
			m := newMatrix(16, in, q, slices.Repeat([]float32{1}, 16), nil)
			src := slices.Repeat([]float32{-3}, 7*in)
			dst := make([]float32, 7*16)
			k.mul(dst, src, 7, m, new(quantised))
			for i, got := range dst {
				if want := float64(384 * in); math.Abs(float64(got)-want) > 1e-6*want {
					t.Fatalf("in %d: element %d is %v, want %v", in, i, got, want)
				}
			}
		}
	})
}

// TestQuantiseOddRows has rows without a usable largest element.
func TestQuantiseOddRows(t *testing.T) {
	bothKernels(t, func(t *testing.T, k kernels) {
		inf, nan := float32(math.Inf(1)), float32(math.NaN())
		m := newMatrix(1, 20, slices.Repeat([]int8{100}, 20), []float32{1}, []float32{5})
		for _, tt := range []struct {
			name   string
			x      float32
			finite bool
		}{
			{"zero", 0, true},
			{"smallest", math.SmallestNonzeroFloat32, true},
			{"tiny", 1e-36, true},
			{"infinite", inf, false},
			{"not a number", nan, false},
		} {
			src, dst := make([]float32, 20), make([]float32, 1)
			src[3] = tt.x
			k.mul(dst, src, 1, m, new(quantised))
			if tt.finite && dst[0] != 5 {
				t.Errorf("%s: got %v, want the bias, 5", tt.name, dst[0])
			}
		}
	})
}

// TestMulShared quantises once for two matrices.
func TestMulShared(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	a, _, _, _ := randomMatrix(r, 33, 40)
	b, _, _, _ := randomMatrix(r, 16, 40)
	src := normals(r, 9*40)
	bothKernels(t, func(t *testing.T, k kernels) {
		var s, other quantised
		k.quantise(&s, src, 9, 40)
		for _, m := range []*matrix{a, b, a} {
			got, want := make([]float32, 9*m.out), make([]float32, 9*m.out)
			k.mulQuantised(got, &s, m)
			k.mul(want, src, 9, m, &other)
			if !slices.Equal(got, want) {
				t.Errorf("%d outputs: quantise and mulQuantised differ from mul", m.out)
			}
		}
	})
}

// TestMulRowsAlone has more rows than one pass takes: each comes out as it
// does alone, bit by bit.
func TestMulRowsAlone(t *testing.T) {
	bothKernels(t, func(t *testing.T, k kernels) {
		for _, in := range []int{768, 2048, 8191} {
			r := rand.New(rand.NewPCG(11, uint64(in)))
			const n, out = 101, 17
			m, _, _, _ := randomMatrix(r, out, in)
			src, dst, alone := normals(r, n*in), make([]float32, n*out), make([]float32, out)
			var s quantised
			k.mul(dst, src, n, m, &s)
			for i := range n {
				k.mul(alone, src[i*in:(i+1)*in], 1, m, &s)
				if !slices.Equal(alone, dst[i*out:(i+1)*out]) {
					t.Fatalf("in %d: row %d is %v, alone %v", in, i, dst[i*out:(i+1)*out], alone)
				}
			}
		}
	})
}

func TestMulAllocs(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	m, _, _, _ := randomMatrix(r, 40, 64)
	var s quantised
	src, dst := normals(r, 9*64), make([]float32, 9*40)
	bothKernels(t, func(t *testing.T, k kernels) {
		if n := testing.AllocsPerRun(10, func() { k.mul(dst, src, 9, m, &s) }); n != 0 {
			t.Errorf("mul allocates %v times, want 0", n)
		}
	})
}

// BenchmarkMul has the layers of the small model, on one core.
func BenchmarkMul(b *testing.B) {
	k := newKernels()
	for _, n := range []int{8, 40, 64, 160, 256} {
		for _, shape := range [][2]int{{256, 256}, {768, 256}, {256, 768}, {2048, 512}, {512, 2048}} {
			b.Run(fmt.Sprintf("n=%d/%dx%d", n, shape[1], shape[0]), func(b *testing.B) {
				r := rand.New(rand.NewPCG(9, 10))
				m, _, _, _ := randomMatrix(r, shape[0], shape[1])
				var s quantised
				src, dst := normals(r, n*m.in), make([]float32, n*m.out)
				for b.Loop() {
					k.mul(dst, src, n, m, &s)
				}
				reportMACs(b, n*m.in*m.out)
			})
		}
	}
}

// BenchmarkMulParallel has one multiplication on every core.
func BenchmarkMulParallel(b *testing.B) {
	k := newKernels()
	r := rand.New(rand.NewPCG(9, 10))
	m, _, _, _ := randomMatrix(r, 768, 256)
	const n = 64
	src := normals(r, n*m.in)
	b.RunParallel(func(p *testing.PB) {
		var s quantised
		dst := make([]float32, n*m.out)
		for p.Next() {
			k.mul(dst, src, n, m, &s)
		}
	})
	reportMACs(b, n*m.in*m.out)
}

// reportMACs reports the speed, given the multiplications of an iteration.
func reportMACs(b *testing.B, macs int) {
	b.ReportMetric(float64(macs)*float64(b.N)/b.Elapsed().Seconds()/1e9, "GMAC/s")
}
