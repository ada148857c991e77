package judge

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"
)

// drawn are n examples of the model P(Y) = 1/(1+exp(-(0.5 + 2·a − 1·b))), with a
// third feature that says nothing and a fourth that is constant.
func drawn(n int) []Example {
	r := rand.New(rand.NewPCG(1, 2))
	all := make([]Example, n)
	for i := range all {
		x := []float64{r.NormFloat64(), r.NormFloat64(), r.NormFloat64(), 7}
		p := 1 / (1 + math.Exp(-(0.5 + 2*x[0] - x[1])))
		all[i] = Example{X: x, Y: r.Float64() < p, Weight: 1}
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
			m, err := Logistic(examples, tt.l2, tt.signs)
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
	same := []Example{{X: []float64{1}, Y: true, Weight: 1}, {X: []float64{2}, Y: true, Weight: 1}}
	for _, examples := range [][]Example{nil, same} {
		if _, err := Logistic(examples, 1, []int{0}); !errors.Is(err, ErrDegenerate) {
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

// generated are questions whose right line has the higher first feature, and
// whose answerable ones have the higher sign.
func generated(n int) []Case {
	r := rand.New(rand.NewPCG(3, 4))
	var all []Case
	for i := range n {
		id := string(rune('a'+i%26)) + string(rune('a'+i/26))
		c := Case{ID: id, Answerable: i%4 != 0, Signs: []float64{r.NormFloat64()}}
		if c.Answerable {
			c.Signs[0] += 2
			var p Place
			for k := range 12 {
				l := Line{Features: []float64{r.NormFloat64(), r.NormFloat64()}, Runes: 150, Right: k == 5}
				if l.Right {
					l.Features[0] += 2.5
				}
				p.Lines = append(p.Lines, l)
			}
			c.Places = []Place{p}
		}
		all = append(all, c)
		if c.Answerable {
			all = append(all, Case{ID: id, Removed: true, Signs: []float64{r.NormFloat64() + 0.5}})
		}
	}
	return all
}

func TestFitLines(t *testing.T) {
	f, err := FitLines(generated(200), []int{1, 0})
	if err != nil {
		t.Fatal(err)
	}
	if f.Model.Coef[0] < 1 || math.Abs(f.Model.Coef[1]) > 0.3 {
		t.Errorf("coefficients %.2f", f.Model.Coef)
	}
	if len(f.Fold) != seeds || f.All[0].At1 < 0.85 {
		t.Errorf("hits %+v, cross-validated %+v", f.All, f.Fold)
	}
	for _, hits := range f.Fold {
		if math.Abs(hits[0].At1-f.All[0].At1) > 0.05 {
			t.Errorf("cross-validated %.3f, fitted %.3f", hits[0].At1, f.All[0].At1)
		}
	}
	again, err := FitLines(generated(200), []int{1, 0})
	if err != nil || again.Model.Coef[0] != f.Model.Coef[0] {
		t.Errorf("another fit of the same: %v, err %v", again.Model, err)
	}
}

func TestFitVerdict(t *testing.T) {
	f, err := FitVerdict(generated(200), []int{1})
	if err != nil {
		t.Fatal(err)
	}
	if f.Leads > f.Answer || f.Answer <= 0 || f.Answer >= 1 {
		t.Errorf("thresholds %.2f, %.2f", f.Answer, f.Leads)
	}
	for _, v := range f.Fold {
		if v.Answered < leastAnswered-0.06 || v.AUC < 0.85 || v.Balanced < 0.75 {
			t.Errorf("%+v", v)
		}
	}
	var answerable []Case
	for _, c := range generated(50) {
		if c.Answerable {
			answerable = append(answerable, c)
		}
	}
	if _, err := FitVerdict(answerable, []int{1}); err == nil {
		t.Error("a verdict was fitted without a question that has no answer")
	}
}
