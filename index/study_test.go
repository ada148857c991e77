package index

import (
	"math"
	"slices"
	"testing"
)

// A study weighs what a search does, and comes to the same result.
func TestStudyAgreesWithSearch(t *testing.T) {
	for name, x := range map[string]*Index{"words": open(t, sampleDir(t)), "vectors": openVectors(t)} {
		t.Run(name, func(t *testing.T) {
			for _, j := range readJudged(t, "testdata/judged.tsv") {
				compareStudy(t, x, j.question, Options{Limit: 5})
			}
			compareStudy(t, x, "结算以后还能退款吗", Options{Rooms: []string{"coupons"}})
			compareStudy(t, x, "吗", Options{})
			compareStudy(t, x, "退款", Options{Rooms: []string{"nowhere"}})
		})
	}
}

func compareStudy(t *testing.T, x *Index, question string, opt Options) {
	t.Helper()
	r, err := x.Search(t.Context(), question, opt)
	if err != nil {
		t.Fatal(err)
	}
	s, err := x.Study(t.Context(), question, opt)
	if err != nil {
		t.Fatal(err)
	}
	if s.Verdict != r.Verdict || s.Confidence != r.Confidence || len(s.Candidates) != len(r.Hits) {
		t.Errorf("%s: study %s %v with %d candidates, search %s %v with %d hits",
			question, s.Verdict, s.Confidence, len(s.Candidates), r.Verdict, r.Confidence, len(r.Hits))
		return
	}
	if (s.Signs == nil) != (len(r.Hits) == 0) || s.Signs != nil && len(s.Signs) != len(SignNames()) {
		t.Errorf("%s: %d signs", question, len(s.Signs))
	}
	for i, c := range s.Candidates {
		h := r.Hits[i]
		if c.ThreadID != h.ThreadID || c.Score != h.Score || c.Coverage != h.Coverage || math.Abs(c.Lexical) > 1.001 {
			t.Errorf("%s: candidate %d is %s with %v (lexical %v), hit %s with %v", question, i, c.ThreadID, c.Score, c.Lexical, h.ThreadID, h.Score)
		}
		var shown, want []string
		for _, l := range c.Lines {
			if len(l.Features) != len(FeatureNames()) || slices.ContainsFunc(l.Features, func(f float64) bool { return math.IsNaN(f) || math.IsInf(f, 0) }) {
				t.Errorf("%s: features %v", question, l.Features)
			}
			if l.Shown {
				shown = append(shown, l.ID+l.Quote)
			}
		}
		for _, m := range h.Messages {
			want = append(want, m.ID+m.Quote)
		}
		slices.Sort(want) // a hit shows the line that answers first
		slices.Sort(shown)
		if !slices.Equal(shown, want) {
			t.Errorf("%s: candidate %d shows %q, hit %q", question, i, shown, want)
		}
	}
}

func TestStudyBadOptions(t *testing.T) {
	if s, err := open(t, sampleDir(t)).Study(t.Context(), "退款", Options{Limit: -1}); err == nil {
		t.Errorf("study %+v, want an error", s)
	}
}

func BenchmarkStudy(b *testing.B) {
	for name, x := range map[string]*Index{"words": open(b, sampleDir(b)), "vectors": openVectors(b)} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := x.Study(b.Context(), "结算以后还能退款吗", Options{Limit: 30}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
