//go:build !amd64

package dense

// newKernels returns the fastest kernels this machine can run.
func newKernels() kernels { return kernels{} }

func (kernels) mulPanel(dst []float32, stride int, s *quantised, p matrixPanel) {
	mulPanelGeneric(dst, stride, s, p)
}

func (kernels) maxAbs(x []float32) float32 { return maxAbsGeneric(x) }

func (kernels) round16(dst []int16, x []float32, by float32) { round16Generic(dst, x, by) }

func (kernels) normRow(x, y, gamma, beta []float32, eps float32) {
	normRowGeneric(x, y, gamma, beta, eps)
}

func (kernels) gelu(x []float32) { geluGeneric(x) }

func (kernels) softmax(x []float32, scale float32) { softmaxGeneric(x, scale) }

func (kernels) tile(dst []float32, dstStride int, a []float32, aStride int, panels []float32, depth int) {
	tileGeneric(dst, dstStride, a, aStride, panels, depth)
}

func (kernels) packKeys(dst, src []float32, stride, n, dim int) {
	packKeysGeneric(dst, src, stride, n, dim, 0)
}

func (kernels) packValues(dst, src []float32, stride, n, dim int) {
	packValuesGeneric(dst, src, stride, n, dim, 0)
}

func (kernels) scanInto(dst []int32, q, vectors []int8) {
	clear(dst)
	addDots(dst, q, vectors, 0)
}
