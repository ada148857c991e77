package dense

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// bothKernels runs f with the fastest and the plain Go kernels.
func bothKernels(t *testing.T, f func(t *testing.T, k kernels)) {
	t.Run("fast", func(t *testing.T) { f(t, newKernels()) })
	t.Run("generic", func(t *testing.T) { f(t, genericKernels()) })
}

// normals returns n numbers of a normal distribution, with a few large ones.
func normals(r *rand.Rand, n int) []float32 {
	x := make([]float32, n)
	for i := range x {
		x[i] = float32(r.NormFloat64())
		if r.IntN(100) == 0 {
			x[i] *= 8
		}
	}
	return x
}

// bytesOf returns n numbers of the whole range of int8.
func bytesOf(r *rand.Rand, n int) []int8 {
	x := make([]int8, n)
	for i := range x {
		x[i] = int8(r.Uint32())
	}
	return x
}

// guarded returns a slice of n elements of v, and a function that reports
// whether the elements around it still have that value.
func guarded[T comparable](n int, v T) ([]T, func() bool) {
	const guard = 64
	all := slices.Repeat([]T{v}, n+2*guard)
	return all[guard : guard+n : guard+n], func() bool {
		return !slices.ContainsFunc(append(slices.Clone(all[:guard]), all[guard+n:]...), func(x T) bool { return x != v })
	}
}

// closeTo fails t unless got is within tolerance of want everywhere.
func closeTo(t *testing.T, got []float32, want []float64, tolerance float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("got %d numbers, want %d", len(got), len(want))
	}
	for i, w := range want {
		if !(math.Abs(float64(got[i])-w) <= tolerance) {
			t.Fatalf("at %d: got %v, want %v within %v", i, got[i], w, tolerance)
		}
	}
}

func TestNorm(t *testing.T) {
	bothKernels(t, func(t *testing.T, k kernels) {
		r := rand.New(rand.NewPCG(1, 2))
		for _, width := range []int{1, 2, 7, 8, 9, 16, 24, 64, 255, 256, 768} {
			for _, n := range []int{0, 1, 3} {
				x, intact := guarded[float32](n*width, 7)
				copy(x, normals(r, len(x)))
				y, gamma, beta := normals(r, n*width), normals(r, width), normals(r, width)
				plain, added := normRef(x, nil, gamma, beta, width), normRef(x, y, gamma, beta, width)
				alone := slices.Clone(x)
				k.layerNorm(alone, gamma, beta, 1e-12, n, width)
				closeTo(t, alone, plain, 3e-4)
				k.addLayerNorm(x, y, gamma, beta, 1e-12, n, width)
				closeTo(t, x, added, 3e-4)
				if !intact() {
					t.Fatalf("width %d: wrote outside", width)
				}
			}
		}
	})
}

// normRef is addLayerNorm in float64.
func normRef(x, y, gamma, beta []float32, width int) []float64 {
	want := make([]float64, len(x))
	for at := 0; at < len(x); at += width {
		row := want[at : at+width]
		var mean, variance float64
		for i := range row {
			row[i] = float64(x[at+i])
			if y != nil {
				row[i] = float64(x[at+i] + y[at+i])
			}
			mean += row[i] / float64(width)
		}
		for _, v := range row {
			variance += (v - mean) * (v - mean) / float64(width)
		}
		for i, v := range row {
			row[i] = (v-mean)/math.Sqrt(variance+1e-12)*float64(gamma[i]) + float64(beta[i])
		}
	}
	return want
}

func TestGelu(t *testing.T) {
	bothKernels(t, func(t *testing.T, k kernels) {
		var x []float32
		for v := -12.0; v <= 12; v += 1.0 / 1024 {
			x = append(x, float32(v))
		}
		x = append(x, -1e4, -1e30, 0, 1e-30, 1e4, 1e30)
		got := slices.Clone(x)
		k.gelu(got)
		for i, v := range x {
			want := float64(v) / 2 * math.Erfc(-float64(v)/math.Sqrt2)
			if d := math.Abs(float64(got[i]) - want); !(d <= 2e-5) {
				t.Fatalf("gelu(%v) = %v, want %v within 2e-5", v, got[i], want)
			}
		}
		for n := range 20 {
			y, intact := guarded[float32](n, 1)
			k.gelu(y)
			for _, v := range y {
				if math.Abs(float64(v)-0.841345) > 2e-5 {
					t.Fatalf("gelu(1) = %v among %d", v, n)
				}
			}
			if !intact() {
				t.Fatalf("gelu of %d wrote outside", n)
			}
		}
	})
}

func TestSoftmax(t *testing.T) {
	bothKernels(t, func(t *testing.T, k kernels) {
		r := rand.New(rand.NewPCG(3, 4))
		for n := range 70 {
			for _, scale := range []float32{0.125, 1, -0.5, 20} {
				x, intact := guarded[float32](n, 9)
				copy(x, normals(r, n))
				want := softmaxRef(x, scale)
				k.softmax(x, scale)
				for i, w := range want {
					// The largest argument is near 1e3 and rounded at 2^-24 of it.
					if d := math.Abs(float64(x[i]) - w); !(d <= 1e-5*w+1e-7 || scale == 20 && d <= 1e-4*w+1e-7) {
						t.Fatalf("n %d, scale %v: element %d is %v, want %v", n, scale, i, x[i], w)
					}
				}
				if !intact() {
					t.Fatalf("softmax of %d wrote outside", n)
				}
			}
		}
	})
}

// TestExp holds e to the x to its relative error, through softmax of x and 0.
func TestExp(t *testing.T) {
	bothKernels(t, func(t *testing.T, k kernels) {
		for v := float32(-86.9); v <= 0; v += 0.003 {
			x := slices.Repeat([]float32{v}, 16)
			x[0] = 0
			k.softmax(x, 1)
			got, want := float64(x[9])/float64(x[0]), math.Exp(float64(v))
			if math.Abs(got/want-1) > 1e-6 {
				t.Fatalf("exp(%v) = %v, want %v", v, got, want)
			}
		}
	})
}

// softmaxRef is softmax in float64.
func softmaxRef(x []float32, scale float32) []float64 {
	want := make([]float64, len(x))
	top, sum := math.Inf(-1), 0.0
	for _, v := range x {
		top = max(top, float64(v)*float64(scale))
	}
	for i, v := range x {
		want[i] = math.Exp(float64(v)*float64(scale) - top)
		sum += want[i]
	}
	for i := range want {
		want[i] /= sum
	}
	return want
}

// TestKernelLengths feeds wrong lengths, as of a damaged file.
func TestKernelLengths(t *testing.T) {
	m := newMatrix(16, 8, make([]int8, 128), make([]float32, 16), nil)
	f := func(n int) []float32 { return make([]float32, n) }
	for _, tt := range []struct {
		name string
		call func(k kernels)
	}{
		{"short weights", func(kernels) { newMatrix(16, 8, make([]int8, 127), f(16), nil) }},
		{"short scales", func(kernels) { newMatrix(16, 8, make([]int8, 128), f(15), nil) }},
		{"empty bias", func(kernels) { newMatrix(16, 8, make([]int8, 128), f(16), f(0)) }},
		{"size that overflows", func(kernels) { newMatrix(math.MaxInt/2, 4, nil, nil, nil) }},
		{"too many inputs", func(kernels) { newMatrix(1, 8193, make([]int8, 8193), f(1), nil) }},
		{"short batch", func(k kernels) { k.mul(f(32), f(15), 2, m, new(quantised)) }},
		{"short product", func(k kernels) { k.mul(f(31), f(16), 2, m, new(quantised)) }},
		{"negative rows", func(k kernels) { k.mul(f(0), f(0), -1, m, new(quantised)) }},
		{"other inputs", func(k kernels) { k.mulQuantised(f(0), new(quantised), m) }},
		{"short norm", func(k kernels) { k.layerNorm(f(8), f(7), f(8), 0, 1, 8) }},
		{"short second row", func(k kernels) { k.addLayerNorm(f(16), f(15), f(8), f(8), 0, 2, 8) }},
		{"short keys", func(k kernels) { k.attention(f(64), f(64), f(63), f(64), 4, 2, 8, new(attentionScratch)) }},
		{"short values", func(k kernels) { k.attention(f(64), f(64), f(64), f(63), 4, 2, 8, new(attentionScratch)) }},
		{"no heads", func(k kernels) { k.attention(f(0), f(0), f(0), f(0), 4, 0, 8, new(attentionScratch)) }},
		{"short query", func(k kernels) { k.scan(make([]int32, 2), make([]int8, 31), make([]int8, 64), 32) }},
		{"short vectors", func(k kernels) { k.scan(make([]int32, 2), make([]int8, 32), make([]int8, 63), 32) }},
		{"no dimension", func(k kernels) { k.scan(nil, nil, nil, 0) }},
		{"different vectors", func(k kernels) { k.dotInt8(make([]int8, 32), make([]int8, 31)) }},
	} {
		for _, k := range []kernels{newKernels(), genericKernels()} {
			t.Run(fmt.Sprint(tt.name, k), func(t *testing.T) {
				defer func() {
					if recover() == nil {
						t.Error("did not panic")
					}
				}()
				tt.call(k)
			})
		}
	}
}
