package dense

// The peaks are run by BenchmarkPeak alone: they measure what the machine can
// do, to compare the kernels with. The linker leaves them out of programs.

// peakIntAVX2 does rounds times 12 x 16 multiplications of int16, in
// registers, each 16 with the addition of the sums.
//
//go:noescape
func peakIntAVX2(rounds int)

// peakFloatAVX2 does rounds times 12 x 8 fused multiplications of float32, in
// registers.
//
//go:noescape
func peakFloatAVX2(rounds int)
