package dense

// kernels holds the arithmetic of the encoder: matrix products, attention,
// the element-wise functions between them and the scan over stored vectors.
// Each method checks the lengths of its slices and panics if they do not fit,
// so that a damaged model or index cannot make the assembly read or write
// outside of them.
//
// The zero value is plain Go. A value is one flag, is meant to be copied, and
// may be used by many goroutines at once; scratch ([quantised],
// [attentionScratch]) may not.
//
// Inputs have to be finite. With infinities and NaNs the results mean nothing,
// but nothing outside dst is touched.
type kernels struct {
	avx2 bool // use the assembly of kernel_*_amd64.s; false on other processors
}

// genericKernels returns the plain Go kernels, which run everywhere. They
// agree with the assembly exactly on integers and to rounding on floats.
func genericKernels() kernels { return kernels{} }

// checkKernel panics with what unless ok.
func checkKernel(ok bool, what string) {
	if !ok {
		panic("dense: " + what)
	}
}

// roundUp returns the smallest multiple of step, a power of two, not below n.
func roundUp(n, step int) int { return (n + step - 1) &^ (step - 1) }

// resize returns s with length n, reallocated only if its capacity is too small.
// What it holds is unspecified.
func resize[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}
