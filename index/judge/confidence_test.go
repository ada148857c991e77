package judge

import (
	"math"
	"testing"
)

// outcomes makes one of each letter, by falling confidence from 0.9 on in
// steps of 0.1: R right, W answerable but wrong, U unanswerable; = repeats
// the confidence before. The verdict of the first two letters is answer.
func outcomes(letters string) []Outcome {
	var all []Outcome
	confidence := 0.9
	for i, l := range letters {
		if l == '=' {
			confidence += 0.1
			continue
		}
		all = append(all, Outcome{
			confidence: math.Round(confidence*10) / 10, answerable: l != 'U', right: l == 'R', answered: i < 2,
		})
		confidence -= 0.1
	}
	return all
}

func TestAUC(t *testing.T) {
	for _, tt := range []struct {
		name, letters string
		want          float64 // −1 if there is none
	}{
		{"perfect", "RWUU", 1},
		{"the wrong way round", "UURR", 0},
		{"one pair of four lost", "RURU", 0.75},
		{"equal confidence is half a pair", "R=U", 0.5},
		{"all equal", "R=U=U=R=W", 0.5},
		{"answerable only", "RRW", -1},
		{"none", "", -1},
	} {
		got := -1.0
		if c := calibrate(outcomes(tt.letters)); c.AUC != nil {
			got = *c.AUC
		}
		if got != tt.want {
			t.Errorf("%s: AUC %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestCalibrate(t *testing.T) {
	c := calibrate([]Outcome{
		{confidence: 0, answerable: false},
		{confidence: 0.1, answerable: true},
		{confidence: 0.2, answerable: true},
		{confidence: 0.5, answerable: false},
		{confidence: 1, answerable: true},
	})
	if want := 0.34; *c.Brier != want { // (0 + 0.81 + 0.64 + 0.25 + 0) / 5
		t.Errorf("Brier %v, want %v", *c.Brier, want)
	}
	for i, want := range []struct {
		n                      int
		confidence, answerable float64
	}{{2, 0.05, 0.5}, {1, 0.2, 1}, {1, 0.5, 0}, {}, {1, 1, 1}} {
		b := c.Bins[i]
		if b.N != want.n || b.N > 0 && (*b.Confidence != want.confidence || *b.Answerable != want.answerable) {
			t.Errorf("bin %v to %v has %d, want %+v", b.From, b.To, b.N, want)
		}
	}
	if c.Bins[3].Confidence != nil {
		t.Error("an empty bin has a mean")
	}
}

func TestCurve(t *testing.T) {
	for _, tt := range []struct {
		name, letters string
		points        []Point
		aurc          float64
		verdict       Point
	}{
		{"right ones first", "RRU", []Point{{0.9, 0.3333, 0}, {0.8, 0.6667, 0}, {0.7, 1, 0.3333}}, 0.111, Point{0.8, 0.6667, 0}},
		{"wrong ones first", "UWR", []Point{{0.9, 0.3333, 1}, {0.8, 0.6667, 1}, {0.7, 1, 0.6667}}, 0.889, Point{0.8, 0.6667, 1}},
		{"one step for equal confidence", "R=U", []Point{{0.9, 1, 0.5}}, 0.5, Point{0.9, 0.5, 0}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := NewCurve(outcomes(tt.letters))
			if len(c.Points) != len(tt.points) {
				t.Fatalf("points %v, want %v", c.Points, tt.points)
			}
			for i, p := range c.Points {
				if p != tt.points[i] {
					t.Errorf("point %d is %v, want %v", i, p, tt.points[i])
				}
			}
			if c.AURC != tt.aurc || c.Verdict != tt.verdict {
				t.Errorf("AURC %v, verdict %v, want %v, %v", c.AURC, c.Verdict, tt.aurc, tt.verdict)
			}
		})
	}
	if NewCurve(nil) != nil {
		t.Error("a curve of nothing")
	}
}
