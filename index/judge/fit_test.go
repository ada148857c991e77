package judge

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"
)

// questionsOf makes cases of n questions a gold file: of two in three something
// was said, in one of their places, by a line with more of the first feature;
// the second is noise. Each of these comes once more without its answer.
func questionsOf(files, n int) []Case {
	r := rand.New(rand.NewPCG(3, 4))
	var all []Case
	for set := range files {
		for q := range n {
			id := fmt.Sprintf("%d-%d", set, q)
			if q%3 == 0 {
				all = append(all, Case{ID: id, Set: set, Signs: []float64{r.NormFloat64() - 1, r.NormFloat64()}})
				continue
			}
			c := Case{ID: id, Set: set, Answerable: true, Signs: []float64{r.NormFloat64() + 1, r.NormFloat64()}}
			for p := range 4 {
				var lines []Line
				right := r.IntN(20)
				for l := range 20 {
					line := Line{Features: []float64{r.NormFloat64(), r.NormFloat64()}, Runes: 10 + r.IntN(200)}
					if line.Right = p == q%4 && l == right; line.Right {
						line.Features[0] += 2
					}
					lines = append(lines, line)
				}
				c.Places = append(c.Places, Place{lines})
			}
			all = append(all, c, Case{ID: id, Set: set, Removed: true, Signs: []float64{r.NormFloat64() - 0.5, r.NormFloat64()}})
		}
	}
	return all
}

func TestFitLines(t *testing.T) {
	cases := questionsOf(2, 150)
	f, err := FitLines(cases, []int{1, 1})
	if err != nil {
		t.Fatal(err)
	}
	if f.Model.Coef[0] < 0.5 || f.Model.Coef[1] > 0.3 {
		t.Errorf("coefficients %v, want the first alone to matter", f.Model.Coef)
	}
	if again, _ := FitLines(cases, []int{1, 1}); !reflect.DeepEqual(f, again) {
		t.Error("a second fit is another one")
	}
	if len(f.Fold) != seeds || len(f.All) != 2 {
		t.Fatalf("%d shufflings and %d files, want %d and 2", len(f.Fold), len(f.All), seeds)
	}
	const luck = 0.02 // by which unseen questions may come out better
	for _, fold := range f.Fold {
		for set, hits := range fold {
			if hits.At1 > hits.At3 || hits.At3 > f.All[set].At3+luck || hits.At1 > f.All[set].At1+luck {
				t.Errorf("file %d: unseen %+v, seen %+v", set, hits, f.All[set])
			}
			if hits.At3 < 0.4 {
				t.Errorf("file %d: unseen %+v, want most of the three quarters that can be hit", set, hits)
			}
		}
	}
	if _, err := FitLines(nil, []int{1, 1}); !errors.Is(err, ErrDegenerate) {
		t.Errorf("no case: error %v, want ErrDegenerate", err)
	}
}

// Both halves of a question are in the same fold.
func TestDealt(t *testing.T) {
	cases := questionsOf(1, 50)
	fold := dealt(cases, 7)
	var size [folds]int
	for _, f := range fold {
		size[f]++
	}
	if len(fold) != 50 || size != [folds]int{10, 10, 10, 10, 10} {
		t.Errorf("%d questions in folds of %v", len(fold), size)
	}
	if reflect.DeepEqual(fold, dealt(cases, 8)) {
		t.Error("another seed deals the same")
	}
}

func TestShows(t *testing.T) {
	first := &Model{Coef: []float64{1}}
	line := func(value float64, runes int, right bool) Line { return Line{[]float64{value}, runes, right} }
	for _, tt := range []struct {
		name  string
		lines []Line
		want  bool
	}{
		{"nothing", nil, false},
		{"the best", []Line{line(1, 10, false), line(2, 10, true)}, true},
		{"the sixth", []Line{line(1, 10, true), line(2, 1, false), line(3, 1, false), line(4, 1, false), line(5, 1, false), line(6, 1, false)}, false},
		{"no room left", []Line{line(1, 301, true), line(2, 300, false)}, false},
		{"a shorter one behind one too long", []Line{line(1, 300, true), line(2, 400, false), line(3, 300, false)}, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := (&Place{tt.lines}).shows(first); got != tt.want {
				t.Errorf("shows = %v, want %v", got, tt.want)
			}
		})
	}
}

func TestFitVerdict(t *testing.T) {
	cases := append(questionsOf(1, 300), Case{ID: "no place", Answerable: true})
	f, err := FitVerdict(cases, []int{1, 1})
	if err != nil {
		t.Fatal(err)
	}
	if again, _ := FitVerdict(cases, []int{1, 1}); !reflect.DeepEqual(f, again) {
		t.Error("a second fit is another one")
	}
	if f.Model.Coef[0] < 0.5 || f.Model.Coef[1] > 0.3 || !(f.Leads < f.Answer) {
		t.Errorf("fit %+v, want the first sign alone to matter, and leads below answer", f)
	}
	answered, yes := 0.0, 0.0
	for _, c := range cases {
		if c.Answerable && c.Signs != nil {
			yes++
			answered += indicator(f.Model.confidence(c.Signs) >= f.Answer)
		}
	}
	if answered/yes < leastAnswered-0.02 {
		t.Errorf("answers %.3f of the answerable, want %.2f", answered/yes, leastAnswered)
	}
	if len(f.Fold) != seeds {
		t.Errorf("%d shufflings, want %d", len(f.Fold), seeds)
	}
	for _, v := range f.Fold {
		if v.AUC < 0.85 || v.Balanced < 0.75 || v.Answered < leastAnswered-0.05 || v.Leads > 1 || v.None > 1 {
			t.Errorf("cross-validated %+v", v)
		}
	}
}

func TestFitVerdictDegenerate(t *testing.T) {
	answerable := Case{ID: "a", Answerable: true, Signs: []float64{1}}
	other := Case{ID: "b", Signs: []float64{0}}
	for _, tt := range []struct {
		name  string
		cases []Case
	}{
		{"none", nil},
		{"answerable only", []Case{answerable}},
		{"unanswerable only", []Case{other}},
		{"one of each: a fold lacks one", []Case{answerable, other}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := FitVerdict(tt.cases, []int{1}); !errors.Is(err, ErrDegenerate) {
				t.Errorf("error %v, want ErrDegenerate", err)
			}
		})
	}
}

func TestThresholds(t *testing.T) {
	var parted []judged
	for i := range 100 {
		parted = append(parted, judged{true, 0.6 + float64(i)/1000}, judged{false, 0.2 + float64(i)/1000})
	}
	answer, leads := thresholds(parted)
	if !(answer > 0.2 && answer <= 0.7 && leads <= answer) {
		t.Errorf("thresholds %v and %v of two parted kinds", answer, leads)
	}
	answered, none := 0.0, 0.0
	for _, j := range parted {
		if j.answerable {
			answered += indicator(j.confidence >= answer) / 100
		} else {
			none += indicator(j.confidence < leads) / 100
		}
	}
	if answered < leastAnswered || none < askedNone {
		t.Errorf("answered %.2f, none %.2f with thresholds %v and %v", answered, none, answer, leads)
	}
	if answer, leads := thresholds(nil); answer != 0 && !(leads <= answer) {
		t.Errorf("thresholds %v and %v of nothing", answer, leads)
	}
}
