package dense

import "testing"

// BenchmarkPeak measures what one core can do without touching memory.
func BenchmarkPeak(b *testing.B) {
	if !newKernels().avx2 {
		b.Skip("no AVX2")
	}
	const rounds = 10_000
	b.Run("int16", func(b *testing.B) {
		for b.Loop() {
			peakIntAVX2(rounds)
		}
		reportMACs(b, rounds*12*16)
	})
	b.Run("float32", func(b *testing.B) {
		for b.Loop() {
			peakFloatAVX2(rounds)
		}
		reportMACs(b, rounds*12*8)
	})
}
