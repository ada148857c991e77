package index

import (
	"math"
	"strings"
	"testing"
	"testing/fstest"
)

// The point of a long question counts, not the story before it.
func TestSearchPointAtEnd(t *testing.T) {
	story := strings.Repeat("我们公司上个月新接了一个渠道，前两周都正常。", 90)
	for name, x := range map[string]*Index{"words": open(t, sampleDir(t)), "vectors": openVectors(t)} {
		r, err := x.Search(t.Context(), story+"结算以后还能退款吗？", Options{})
		if err != nil || len(r.Hits) == 0 || !strings.Contains(quotes(r.Hits[0])+r.Hits[0].Title, "退款") {
			t.Errorf("%s: %+v, %v, want what was said of refunds", name, r, err)
		}
	}
}

// Who asks in the room first and then the bot must not be given the own question.
func TestOwnQuestionIsNoAnswer(t *testing.T) {
	const question = "斑马线退费要不要收手续费"
	x := openSite(t, fstest.MapFS{
		"r/_posts/2023-03-02-chat.markdown": chat("10:00:00 丙 斑马线退费这种事各家不同\n10:00:30 丁 斑马线退费我们是收手续费的，一笔两块"),
		"r/_posts/2023-03-07-chat.markdown": chat("09:00:00 甲 " + question + "？\n09:00:30 乙 早"),
	}, nil)
	r, err := x.Search(t.Context(), question, Options{})
	if err != nil || len(r.Hits) == 0 {
		t.Fatalf("%+v, %v", r, err)
	}
	if !strings.Contains(quotes(r.Hits[0]), "一笔两块") {
		t.Errorf("first %q, want the answer of another day", quotes(r.Hits[0]))
	}
	for _, h := range r.Hits {
		if strings.Contains(quotes(h), question+"？") || strings.Contains(quotes(h), "早") {
			t.Errorf("%q is quoted", quotes(h))
		}
	}
}

// A place without any of the question's words, far behind the first, is not shown.
func TestFloor(t *testing.T) {
	for name, x := range map[string]*Index{"words": open(t, sampleDir(t)), "vectors": openVectors(t)} {
		for _, j := range readJudged(t, "testdata/judged.tsv") {
			n := looked(t, x, j.question)
			all := n.sights()
			for i := range all {
				if i > 0 && (all[i].Score > all[i-1].Score || all[i].features[windowCovers] == 0 && all[i].Score < all[0].Score-floorBehind) {
					t.Errorf("%s: %s: place %d has %.2f and covers %.2f, the first has %.2f", name, j.question, i, all[i].Score, all[i].features[windowCovers], all[0].Score)
				}
				for f, v := range all[i].features {
					if math.IsNaN(v) || math.IsInf(v, 0) {
						t.Errorf("%s: %s: %s of place %d is %v", name, j.question, placeFeatureNames[f], i, v)
					}
				}
			}
		}
	}
}

// The line that answers is shown first; an excerpt that would end in a question
// takes the reply behind it.
func TestLeadingLine(t *testing.T) {
	of := func(ord int, value, asking float64) line {
		l := line{ord: ord, value: value}
		l.features[isAsking] = asking
		return l
	}
	for _, tt := range []struct {
		name  string
		lines []line
		want  int
	}{
		{"the first is as good", []line{of(3, 4, 0), of(5, 4.5, 0)}, 3},
		{"a later one is much better", []line{of(3, 1, 0), of(5, 4, 0), of(6, 4.5, 0)}, 5},
		{"a question leads to it", []line{of(3, 9, 1), of(5, 2, 0)}, 5},
		{"all ask", []line{of(3, 1, 1), of(5, 2, 1)}, 3},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := leading(tt.lines, func(*line) bool { return true }); got[0].ord != tt.want || len(got) != len(tt.lines) {
				t.Errorf("order %v, want %d first and all of them", got, tt.want)
			}
		})
	}
}
