package judge

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"
)

// casesOf makes cases of n questions a gold file. The first feature of lines,
// places and signs speaks for what is right, the second is noise; so it is with
// how a question is put, of which the first file holds what members sent, with
// talk among it.
func casesOf(files, n int) []Case {
	r := rand.New(rand.NewPCG(3, 4))
	features := func(right bool) []float64 { return []float64{r.NormFloat64() + 2*indicator(right), r.NormFloat64()} }
	var all []Case
	for set := range files {
		for q := range n {
			c := Case{Kind: Answerable, Set: set, Group: len(all), Right: q%3 > 0, Put: features(false), Signs: features(q%3 > 0)}
			if set == 0 {
				c.Kind = SelfContained
			}
			if set == 0 && q%3 == 0 {
				c.Kind, c.Put = Talk, features(true)
			}
			for p := range 4 {
				right := c.Right && p == q%4
				place := Place{Features: features(right), Right: right, Judged: p != 3}
				for l := range 10 {
					place.Lines = append(place.Lines, Line{Features: features(right && l == 3), Right: right && l == 3, Judged: l < 9})
				}
				c.Places = append(c.Places, place)
			}
			all = append(all, c)
		}
	}
	return all
}

func indicator(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// Each fit finds what matters, and a second one comes to the same.
func TestFits(t *testing.T) {
	cases := casesOf(2, 300)
	signs, both := []int{1, 1}, []bool{true, true}
	for _, tt := range []struct {
		name string
		fit  func() (Model, error)
	}{
		{"lines", func() (Model, error) { return FitLines(cases, signs) }},
		{"places", func() (Model, error) { return FitPlaces(cases, signs) }},
		{"talk", func() (Model, error) { f, err := FitTalk(cases, 2); return f.Model, err }},
		{"verdict", func() (Model, error) { f, err := FitVerdict(cases, signs, both); return f.Model, err }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m, err := tt.fit()
			if err != nil {
				t.Fatal(err)
			}
			if m.Coef[0] < 0.5 || m.Coef[1] > 0.3 || m.Coef[1] < -0.3 {
				t.Errorf("coefficients %v, want the first alone to matter", m.Coef)
			}
			if again, _ := tt.fit(); !reflect.DeepEqual(m, again) {
				t.Error("a second fit is another one")
			}
		})
	}
}

func TestFitPlacesHasNoBias(t *testing.T) {
	m, err := FitPlaces(casesOf(1, 50), []int{1, 0})
	if err != nil || m.Bias != 0 {
		t.Errorf("bias %v, error %v, want 0 and none", m.Bias, err)
	}
}

func TestFitTalkThreshold(t *testing.T) {
	cases := casesOf(1, 600)
	f, err := FitTalk(cases, 2)
	if err != nil {
		t.Fatal(err)
	}
	lost, caught, asked, talk := 0.0, 0.0, 0.0, 0.0
	for i := range cases {
		over := indicator(f.Held[i] > f.Most)
		if cases[i].Kind == Talk {
			talk++
			caught += over
		} else {
			asked++
			lost += over
		}
	}
	if lost/asked > lostQuestions+0.005 || caught/talk < 0.1 {
		t.Errorf("%.3f of the questions are lost and %.3f of the talk caught", lost/asked, caught/talk)
	}
	// Without talk nothing is taken for it.
	plain := casesOf(2, 30)[30:]
	if f, err := FitTalk(plain, 2); err != nil || f.Model.logit(plain[0].Put) >= f.Most {
		t.Errorf("without talk: %+v, %v", f, err)
	}
}

func TestFitVerdictThresholds(t *testing.T) {
	both := []bool{true, true}
	cases := append(casesOf(2, 300), Case{Kind: SelfContained, Right: false, Group: 1000}) // without a place
	f, err := FitVerdict(cases, []int{1, 1}, both)
	if err != nil {
		t.Fatal(err)
	}
	said, asked, led, right := 0.0, 0.0, 0.0, 0.0
	for i := range cases {
		if cases[i].Kind == SelfContained {
			asked++
			said += indicator(f.held[i] >= f.Answer)
		}
		if cases[i].Right {
			right++
			led += indicator(f.held[i] >= f.Leads)
		}
	}
	const slack = 0.02
	if said/asked < saidShare-slack || said/asked > saidShare+slack || led/right < rightLed-slack || f.Leads > f.Answer || len(f.Near.Coef) > 0 {
		t.Errorf("%.2f are told that there is an answer, %.2f of the right get leads; thresholds %v and %v", said/asked, led/right, f.Answer, f.Leads)
	}
	// Where a file says which questions have no answer, these part leads from none.
	mixed := casesOf(2, 300)
	for i := 300; i < len(mixed); i++ {
		if !mixed[i].Right {
			mixed[i].Kind = Unanswerable
		}
	}
	f, err = FitVerdict(mixed, []int{1, 1}, both)
	if err != nil || f.Near.Coef[0] < 0.5 {
		t.Fatalf("near %+v, %v, want the first sign to matter", f.Near, err)
	}
	if f, err := FitVerdict(mixed, []int{1, 1}, []bool{false, true}); err != nil || f.Near.Coef[0] > 1e-3 {
		t.Errorf("near %+v, %v, want nothing of the sign that is left out", f.Near, err)
	}
	none, no := 0.0, 0.0
	for i := range mixed {
		if mixed[i].Kind == Unanswerable {
			no++
			none += indicator(f.Near.confidence(mixed[i].Signs) < f.Leads)
		}
	}
	if none/no < 0.5 {
		t.Errorf("%.2f of what has no answer is told so", none/no)
	}
	written := casesOf(2, 60)[60:] // no file of what members sent
	if f, err := FitVerdict(written, []int{1, 1}, both); err != nil || f.Answer != evenOdds {
		t.Errorf("answer from %v (error %v), want even odds", f.Answer, err)
	}
}

func TestFitsDegenerate(t *testing.T) {
	one := []Case{{Kind: Answerable, Right: true, Signs: []float64{1}, Put: []float64{1}}}
	for _, cases := range [][]Case{nil, one} {
		if _, err := FitLines(cases, []int{1}); !errors.Is(err, ErrDegenerate) {
			t.Errorf("lines of %d cases: %v, want ErrDegenerate", len(cases), err)
		}
		if _, err := FitPlaces(cases, []int{1}); !errors.Is(err, ErrDegenerate) {
			t.Errorf("places of %d cases: %v, want ErrDegenerate", len(cases), err)
		}
		if _, err := FitVerdict(cases, []int{1}, []bool{true}); !errors.Is(err, ErrDegenerate) {
			t.Errorf("verdict of %d cases: %v, want ErrDegenerate", len(cases), err)
		}
	}
}

func TestSetWeights(t *testing.T) {
	var cases []Case
	for set, n := range []int{600, 300, 100, 300} {
		for range n {
			cases = append(cases, Case{Set: set, Own: set == 3})
		}
	}
	w := setWeights(cases, func(*Case) bool { return true })
	if got := fmt.Sprintf("%.2f %.2f %.2f", w[1]/w[0], w[2]/w[1], w[3]/w[1]); got != "2.00 1.67 0.30" {
		t.Errorf("weights %.3f: %s, want twice for half the size, but as if of %d questions for a small file, and less for the chat's own words", w, got, fullSet)
	}
}

func TestGroups(t *testing.T) {
	at := func(clock string) []Key { return []Key{{Room: "r", Date: "2023-03-06", Time: clock}} }
	groups := Groups([][]Question{
		{{ID: "a", Text: "退款", Gold: at("09:00:00")}, {ID: "b", Text: "对账?", Gold: at("10:00:00")}, {ID: "c", Text: "开户"}},
		{{ID: "a", Text: "别的", Gold: at("09:00:00")}, {ID: "d", Text: "对账", Gold: at("11:00:00")}, {ID: "e", Text: "一", group: "x"}, {ID: "f", Text: "二", group: "x"}},
	})
	if got, want := fmt.Sprint(groups), "[[0 1 2] [0 1 3 3]]"; got != want {
		t.Errorf("groups %s, want %s: by gold message, by words, by digest", got, want)
	}
	fold := Deal(groups, 2, 7)
	size := [2]int{}
	for _, f := range fold {
		size[f]++
	}
	if len(fold) != 4 || size != [2]int{2, 2} {
		t.Errorf("folds %v of 4 groups", fold)
	}
}
