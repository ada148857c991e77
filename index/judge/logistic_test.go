package judge

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"
)

// drawn are n examples of the model P(Y) = 1/(1+exp(-(0.5 + 2·a − 1·b))), with a
// third feature that says nothing and a fourth that is constant.
func drawn(n int) []example {
	r := rand.New(rand.NewPCG(1, 2))
	all := make([]example, n)
	for i := range all {
		x := []float64{r.NormFloat64(), r.NormFloat64(), r.NormFloat64(), 7}
		p := 1 / (1 + math.Exp(-(0.5 + 2*x[0] - x[1])))
		all[i] = example{X: x, Y: r.Float64() < p, Weight: 1}
	}
	return all
}

func TestLogistic(t *testing.T) {
	examples := drawn(20000)
	for _, tt := range []struct {
		name  string
		l2    float64
		signs []int
		want  [4]float64
		slack float64
	}{
		{"recovers the model", 0.01, []int{0, 0, 0, 0}, [4]float64{2, -1, 0, 0}, 0.08},
		{"holds signs", 0.01, []int{1, 1, 0, 0}, [4]float64{1.7, 0, 0, 0}, 0.15},
		{"shrinks", 1e6, []int{0, 0, 0, 0}, [4]float64{0, 0, 0, 0}, 0.05},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m, err := logistic(examples, even(tt.l2, len(tt.signs)), tt.signs)
			if err != nil {
				t.Fatal(err)
			}
			for i, want := range tt.want {
				if math.Abs(m.Coef[i]-want) > tt.slack {
					t.Errorf("coefficients %.3f, want about %v", m.Coef, tt.want)
					break
				}
			}
		})
	}
}

func TestLogisticDegenerate(t *testing.T) {
	same := []example{{X: []float64{1}, Y: true, Weight: 1}, {X: []float64{2}, Y: true, Weight: 1}}
	for _, examples := range [][]example{nil, same} {
		if _, err := logistic(examples, even(1, 1), []int{0}); !errors.Is(err, ErrDegenerate) {
			t.Errorf("err = %v, want ErrDegenerate", err)
		}
	}
}

func TestSolve(t *testing.T) {
	x, err := solve([][]float64{{4, 0, 0}, {2, 5, 0}, {0, 1, 3}}, []float64{8, 15, 11})
	want := []float64{1, 2, 3} // [4 2 0; 2 5 1; 0 1 3] · [1 2 3] = [8 15 11]
	if err != nil {
		t.Fatal(err)
	}
	for i := range want {
		if math.Abs(x[i]-want[i]) > 1e-9 {
			t.Fatalf("x = %v, want %v", x, want)
		}
	}
	if _, err := solve([][]float64{{0}}, []float64{1}); !errors.Is(err, ErrDegenerate) {
		t.Errorf("err = %v of a singular matrix", err)
	}
}
