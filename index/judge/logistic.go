package judge

import (
	"errors"
	"math"
	"slices"
)

// An example is one observation that a model is fitted to.
type example struct {
	X      []float64 // features, the same number for all examples
	Y      bool
	Weight float64 // above 0
}

// A Model is a logistic model: P(Y) = 1 / (1 + exp(-(Bias + Σ Coef·X))).
type Model struct {
	Bias float64
	Coef []float64
}

// logit returns Bias + Σ Coef·x.
func (m *Model) logit(x []float64) float64 {
	z := m.Bias
	for i, c := range m.Coef {
		z += c * x[i]
	}
	return z
}

// ErrDegenerate reports examples that no model can be fitted to.
var ErrDegenerate = errors.New("not enough examples of both kinds")

// logistic fits a model by Newton's method to the examples. Features are
// standardised first, and the squares of their coefficients, times half of
// ridge, by feature, added to the loss (Le Cessie and van Houwelingen, Applied
// Statistics 41, 1992). signs gives the sign that a coefficient must have, 0 for any: one
// that would have the other is left out. The error wraps [ErrDegenerate].
func logistic(examples []example, ridge []float64, signs []int) (Model, error) {
	if !haveBothKinds(examples) {
		return Model{}, ErrDegenerate
	}
	mean, scale := moments(examples)
	use := make([]bool, len(mean))
	for i := range use {
		use[i] = scale[i] > 0
	}
	for {
		b, err := newton(examples, mean, scale, use, ridge)
		if err != nil {
			return Model{}, err
		}
		wrong := wrongSign(b, use, signs)
		if wrong < 0 {
			return unscale(b, mean, scale, use), nil
		}
		use[wrong] = false
	}
}

// haveBothKinds reports whether Y is true for some examples and false for others.
func haveBothKinds(examples []example) bool {
	yes := slices.ContainsFunc(examples, func(e example) bool { return e.Y })
	no := slices.ContainsFunc(examples, func(e example) bool { return !e.Y })
	return yes && no
}

// wrongSign returns the place of the largest coefficient of b that is in use and
// has not the sign that signs gives; -1 if there is none.
func wrongSign(b []float64, use []bool, signs []int) int {
	wrong := -1
	for i := range use {
		if use[i] && b[i]*float64(signs[i]) < 0 {
			if wrong < 0 || math.Abs(b[i]) > math.Abs(b[wrong]) {
				wrong = i
			}
		}
	}
	return wrong
}

// unscale returns the model whose coefficients for standardised features are b,
// the bias last.
func unscale(b, mean, scale []float64, use []bool) Model {
	m := Model{Bias: b[len(mean)], Coef: make([]float64, len(mean))}
	for i := range use {
		if use[i] {
			m.Coef[i] = b[i] / scale[i]
			m.Bias -= m.Coef[i] * mean[i]
		}
	}
	return m
}

// moments returns the mean and the standard deviation of each feature.
func moments(examples []example) (mean, scale []float64) {
	d, n := len(examples[0].X), float64(len(examples))
	mean, scale = make([]float64, d), make([]float64, d)
	for _, e := range examples {
		for i, x := range e.X {
			mean[i] += x / n
		}
	}
	for _, e := range examples {
		for i, x := range e.X {
			scale[i] += (x - mean[i]) * (x - mean[i]) / n
		}
	}
	for i := range scale {
		scale[i] = math.Sqrt(scale[i])
		if scale[i] < 1e-9 {
			scale[i] = 0
		}
	}
	return mean, scale
}

// newton returns the coefficients of the standardised features and, last, the
// bias. Features that are not used have 0.
func newton(examples []example, mean, scale []float64, use []bool, ridge []float64) ([]float64, error) {
	d := len(mean)
	b, x := make([]float64, d+1), make([]float64, d+1)
	x[d] = 1
	const most, small = 60, 1e-7
	for range most {
		grad := make([]float64, d+1)
		hess := make([][]float64, d+1)
		for i := range hess {
			hess[i] = make([]float64, d+1)
			hess[i][i] = 1e-6
			if i < d {
				hess[i][i] += ridge[i]
				grad[i] = ridge[i] * b[i]
				if !use[i] {
					hess[i][i] = 1
				}
			}
		}
		for _, e := range examples {
			z := b[d]
			for i := range d {
				x[i] = 0
				if use[i] {
					x[i] = (e.X[i] - mean[i]) / scale[i]
				}
				z += b[i] * x[i]
			}
			p := 1 / (1 + math.Exp(-min(30, max(-30, z))))
			miss := p
			if e.Y {
				miss--
			}
			for i := range x {
				if x[i] == 0 {
					continue
				}
				grad[i] += e.Weight * miss * x[i]
				for j := range i + 1 {
					hess[i][j] += e.Weight * p * (1 - p) * x[i] * x[j]
				}
			}
		}
		step, err := solve(hess, grad)
		if err != nil {
			return nil, err
		}
		size := 0.0
		for i := range b {
			b[i] -= step[i]
			size = max(size, math.Abs(step[i]))
		}
		if size < small {
			break
		}
	}
	return b, nil
}

// solve returns x of a·x = b by Cholesky's decomposition. Of a, which is
// symmetric, the lower half counts; both are overwritten.
func solve(a [][]float64, b []float64) ([]float64, error) {
	for i := range a {
		for j := range i + 1 {
			for k := range j {
				a[i][j] -= a[i][k] * a[j][k]
			}
			if i != j {
				a[i][j] /= a[j][j]
				continue
			}
			if !(a[i][i] > 0) {
				return nil, ErrDegenerate
			}
			a[i][i] = math.Sqrt(a[i][i])
		}
	}
	for i := range a {
		for k := range i {
			b[i] -= a[i][k] * b[k]
		}
		b[i] /= a[i][i]
	}
	for i := len(a) - 1; i >= 0; i-- {
		for k := i + 1; k < len(a); k++ {
			b[i] -= a[k][i] * b[k]
		}
		b[i] /= a[i][i]
	}
	return b, nil
}
