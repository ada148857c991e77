package dense

import (
	"testing"
)

func embeddedEncoder(t testing.TB, k kernels) *Encoder {
	t.Helper()
	cfg, w, tok, err := Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return newEncoder(cfg, w, tok, k)
}

// TestParity compares the vectors of both kernels with the reference: cosine
// at least 0.995 for each text and 0.999 in the mean.
func TestParity(t *testing.T) {
	if raced {
		t.Skip("one goroutine: see the run without the race detector")
	}
	refs := references(t)
	for _, tt := range []struct {
		name string
		k    kernels
		step int // every so manieth text: plain Go is slow
	}{{"chosen", newKernels(), 1}, {"plain Go", genericKernels(), 20}} {
		t.Run(tt.name, func(t *testing.T) {
			e := embeddedEncoder(t, tt.k)
			lowest, sum := 1.0, 0.0
			n := 0
			for i := 0; i < len(refs); i += tt.step {
				r := refs[i]
				out, err := e.Encode(t.Context(), r.kind(), []string{r.Text})
				if err != nil {
					t.Fatal(err)
				}
				c := cosineOf(out[0], r.Vector)
				sum += c
				n++
				if lowest = min(lowest, c); c < 0.995 {
					t.Errorf("%s %q: cosine %.4f", r.Kind, r.Text, c)
				}
			}
			mean := sum / float64(n)
			t.Logf("lowest cosine %.5f, mean %.5f of %d", lowest, mean, n)
			if mean < 0.999 {
				t.Errorf("mean cosine %.5f of %d texts", mean, n)
			}
		})
	}
}

func cosineOf[T int8 | float32](a []T, b []float32) float64 {
	fa := make([]float32, len(a))
	for i, x := range a {
		fa[i] = float32(x)
	}
	fb := append([]float32(nil), b...)
	unit(fa)
	unit(fb)
	dot := 0.0
	for i := range fa {
		dot += float64(fa[i]) * float64(fb[i])
	}
	return dot
}
