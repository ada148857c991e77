package dense

import "math"

// layerNorm normalises each of the n rows of x in place: to mean 0 and
// variance 1, then times gamma plus beta. x is n x width, gamma and beta have
// width elements; eps is added to the variance (Ba, Kiros, Hinton 2016,
// arXiv:1607.06450, equations 3 and 4; the variance divides by width).
func (k kernels) layerNorm(x, gamma, beta []float32, eps float32, n, width int) {
	k.addLayerNorm(x, nil, gamma, beta, eps, n, width)
}

// addLayerNorm is [kernels.layerNorm] of x + y, left in x. y is n x width,
// or nil for nothing to add.
func (k kernels) addLayerNorm(x, y, gamma, beta []float32, eps float32, n, width int) {
	checkKernel(n >= 0 && width > 0, "norm size out of range")
	checkKernel(len(x) == n*width && (y == nil || len(y) == len(x)), "norm rows do not match their size")
	checkKernel(len(gamma) == width && len(beta) == width, "norm weights do not match their size")
	for i := 0; i < len(x); i += width {
		var add []float32
		if y != nil {
			add = y[i : i+width]
		}
		k.normRow(x[i:i+width], add, gamma, beta, eps)
	}
}

// normRowGeneric is addLayerNorm of one row in plain Go.
func normRowGeneric(x, y, gamma, beta []float32, eps float32) {
	for i, v := range y {
		x[i] += v
	}
	var sum, squares float32
	for _, v := range x {
		sum += v
	}
	mean := sum / float32(len(x))
	for _, v := range x {
		squares += (v - mean) * (v - mean)
	}
	by := 1 / float32(math.Sqrt(float64(squares/float32(len(x))+eps)))
	for i, v := range x {
		x[i] = (v-mean)*by*gamma[i] + beta[i]
	}
}

// geluGeneric replaces each element of x by x*Φ(x), Φ being the distribution function
// of the normal distribution: the exact GELU (Hendrycks, Gimpel 2016,
// arXiv:1606.08415), not its tanh form. The absolute error is below 2e-5.
//
// Φ(x) is taken as 1/2 + x*P(u) held within 0..1, with u = 2x²/4.5² - 1 held
// below 1. P, of degree 9, was fitted for the smallest largest error of
// x*Φ(x) on 0..4.5 (Lawson's reweighted least squares in a Chebyshev basis,
// 300 points, 40 digits), with P(1) = 1/9 so that Φ reaches 0 and 1 at -4.5
// and 4.5, where the error is largest: 4.5*(1-Φ(4.5)) = 1.53e-5.
// P is written in u, not x², to keep its terms small and float32 enough.
func geluGeneric(x []float32) {
	for i, v := range x {
		u := min(v*v*(2/20.25)-1, 1)
		p := float32(-0.00133077089)
		p = p*u + 0.00453705579
		p = p*u - 0.00711638172
		p = p*u + 0.0103269969
		p = p*u - 0.0178981114
		p = p*u + 0.0285352296
		p = p*u - 0.040352507
		p = p*u + 0.054684728
		p = p*u - 0.077180156
		p = p*u + 0.156905028
		x[i] = v * min(max(p*v+0.5, 0), 1)
	}
}

// softmaxGeneric replaces x by the softmax of scale*x. An empty x is left alone.
func softmaxGeneric(x []float32, scale float32) {
	if len(x) == 0 {
		return
	}
	top := x[0] * scale
	for _, v := range x {
		top = max(top, v*scale)
	}
	var sum float32
	for i, v := range x {
		x[i] = expGeneric(v*scale - top)
		sum += x[i]
	}
	by := 1 / sum
	for i := range x {
		x[i] *= by
	}
}

// expGeneric returns e to the x, to 3e-7 of its value, for x in -87..0; below, it
// returns its value at -87, which is 1.6e-38.
//
// It is expf of the Cephes library (Moshier, netlib.org/cephes): x is split
// into n*ln2 + r, ln2 in two parts, a polynomial gives e^r for r within
// ±ln2/2, and n is added to the exponent.
func expGeneric(x float32) float32 {
	x = max(x, -87)
	n := float32(math.RoundToEven(float64(x * math.Log2E)))
	r := x - n*0.693359375 + n*2.12194440e-4
	p := float32(1.9875691500e-4)
	p = p*r + 1.3981999507e-3
	p = p*r + 8.3334519073e-3
	p = p*r + 4.1665795894e-2
	p = p*r + 1.6666665459e-1
	p = p*r + 5.0000001201e-1
	p = p*r*r + r + 1
	return math.Float32frombits(math.Float32bits(p) + uint32(int32(n))<<23)
}
