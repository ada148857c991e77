package judge

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// at returns the place of second n of a day.
func at(n int) Key { return Key{"r", "2018-05-12", fmt.Sprintf("10:00:%02d", n)} }

// cite returns citations of those seconds.
func cite(seconds ...int) []Citation {
	var p []Citation
	for _, n := range seconds {
		p = append(p, Citation{Key: at(n), Quote: "好的"})
	}
	return p
}

func TestHit(t *testing.T) {
	long := func(n, chars int) Citation { return Citation{Key: at(n), Quote: strings.Repeat("长", chars)} }
	for _, tt := range []struct {
		name     string
		kind     Kind
		passages [][]Citation
		sessions []Citation
		want     int
	}{
		{"nothing shown", Answerable, nil, nil, 0},
		{"in the first passage", Answerable, [][]Citation{cite(1, 9)}, nil, 1},
		{"in the third", Answerable, [][]Citation{cite(1), cite(2), cite(9)}, nil, 3},
		{"in the fourth", Answerable, [][]Citation{cite(1), cite(2), cite(3), cite(9)}, nil, 0},
		{"the fifth citation counts", Answerable, [][]Citation{cite(1, 2, 3, 4, 9)}, nil, 1},
		{"the sixth does not", Answerable, [][]Citation{cite(1, 2, 3, 4, 5, 9)}, nil, 0},
		{"600 characters count", Answerable, [][]Citation{{long(1, 599), long(9, 1)}}, nil, 1},
		{"601 do not", Answerable, [][]Citation{{long(1, 599), long(9, 2)}}, nil, 0},
		{"the first counts at any length", Answerable, [][]Citation{{long(9, 900)}}, nil, 1},
		{"sessions are for schedule questions", Answerable, nil, cite(9), 0},
		{"a session", Schedule, nil, cite(1, 9), 1},
		{"a session behind passages", Schedule, [][]Citation{cite(1), cite(2), cite(3)}, cite(9), 3},
		{"a schedule question by a passage", Schedule, [][]Citation{cite(1), cite(9)}, cite(1), 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			q := Question{Kind: tt.kind, Gold: []Key{at(8), at(9)}}
			a := Answer{Passages: tt.passages, Sessions: tt.sessions}
			if got := a.hit(&q); got != tt.want {
				t.Errorf("hit %d, want %d", got, tt.want)
			}
		})
	}
}

func TestReason(t *testing.T) {
	far := [][]Key{{at(1)}, {at(2)}, {at(3)}, {at(4), at(9)}}
	near := [][]Key{{at(1), at(9)}, {at(9)}}
	for _, tt := range []struct {
		name       string
		verdict    Verdict
		passages   int
		candidates [][]Key
		want       Reason
		place      int
	}{
		{"candidates not known", Leads, 3, nil, notFound, 0},
		{"no candidate", None, 0, [][]Key{}, notCandidate, 0},
		{"none has it", Leads, 3, far[:3], notCandidate, 0},
		{"the fourth has it", Answered, 3, far, rankedLow, 4},
		{"the first has it, unquoted", Answered, 3, near, notQuoted, 1},
		{"nothing was shown", None, 0, near, keptSilent, 1},
		{"nothing was shown, nor would it have been", None, 0, far, rankedLow, 4},
	} {
		t.Run(tt.name, func(t *testing.T) {
			q := Question{ID: "q", Kind: Answerable, Gold: []Key{at(9)}}
			a := Answer{Verdict: tt.verdict, Candidates: tt.candidates}
			for range tt.passages {
				a.Passages = append(a.Passages, cite(1))
			}
			m, ok := missed(&q, &a, 0)
			if !ok || m.Reason != tt.want || m.Place != tt.place || *m.Gold != at(9) {
				t.Errorf("missed %+v, want %s at %d", m, tt.want, tt.place)
			}
			if words := m.Reason.Chinese(); words == string(m.Reason) {
				t.Errorf("%s has no words for a reader", m.Reason)
			}
		})
	}
}

func TestSilence(t *testing.T) {
	for _, tt := range []struct {
		kind    Kind
		verdict Verdict
		want    Reason // "" if the verdict is right
	}{
		{Answerable, Answered, ""},
		{Answerable, Leads, keptSilent},
		{Answerable, None, keptSilent},
		{Unanswerable, Answered, shouldBeSilent},
		{Unanswerable, Leads, ""},
		{Unanswerable, None, ""},
		{Schedule, None, ""},
	} {
		m, _ := silence(&Question{Kind: tt.kind}, &Answer{Verdict: tt.verdict})
		if m.Reason != tt.want {
			t.Errorf("%s, verdict %s: %q, want %q", tt.kind, tt.verdict, m.Reason, tt.want)
		}
	}
}

func TestVerbatim(t *testing.T) {
	v := newVerbatim(Options{
		Texts: func(k Key) []string {
			if k == at(1) {
				return []string{"别的话", "A &amp;lt; B\n\n就 不退了，等下周再说"}
			}
			return nil
		},
		Fold: strings.ToLower,
	})
	for _, tt := range []struct {
		quote string
		at    int
		want  bool
	}{
		{"a < b 就不退了", 1, true},
		{"就不退了，等下周再说", 1, true},
		{"…B就…下周…", 1, true},
		{"…下周…B就…", 1, false},
		{"退了…退了", 1, false},
		{"就退了", 1, false},
		{"…", 1, false},
		{"", 1, false},
		{"就不退了", 2, false},
	} {
		for range 2 { // texts are kept
			if got := v.holds(Citation{Key: at(tt.at), Quote: tt.quote}); got != tt.want {
				t.Errorf("holds(%q at %d) = %v, want %v", tt.quote, tt.at, got, tt.want)
			}
		}
	}
	v = newVerbatim(Options{})
	if !v.holds(Citation{Quote: "随便"}) || v.holds(Citation{Quote: " … "}) {
		t.Error("without texts, quotes with words pass and others do not")
	}
}

func TestScore(t *testing.T) {
	gold := []Key{at(9)}
	questions := []Question{
		{ID: "first", Kind: Answerable, topic: "x", Gold: gold},
		{ID: "second", Kind: Answerable, topic: "y", Gold: gold},
		{ID: "missed", Kind: Answerable, topic: "x", Gold: gold},
		{ID: "absent", Kind: Answerable, topic: "x", Gold: gold},
		{ID: "quiet", Kind: Unanswerable},
		{ID: "loud", Kind: Unanswerable},
		{ID: "evening", Kind: Schedule, Gold: gold},
	}
	r := Score(questions, map[string]Answer{
		"first":   {Verdict: Answered, Confidence: 0.9, TookMS: 1, Passages: [][]Citation{cite(9)}},
		"second":  {Verdict: Leads, Confidence: 0.4, TookMS: 2, Passages: [][]Citation{cite(1), cite(9)}},
		"missed":  {Verdict: None, Confidence: 0.1, TookMS: 3},
		"quiet":   {Verdict: None, Confidence: 0.2, TookMS: 4},
		"loud":    {Verdict: Answered, Confidence: 0.8, TookMS: 50, Passages: [][]Citation{cite(2)}},
		"evening": {Verdict: Leads, TookMS: 5, Sessions: cite(9)},
	}, Options{})
	got, err := json.MarshalIndent(r, "", "\t")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/report.json", append(got, '\n'))
}

func TestScoreNothing(t *testing.T) {
	r := Score([]Question{{ID: "q", Kind: Answerable}}, nil, Options{})
	if r.Absent != 1 || r.TookMS != nil || r.Curve != nil || r.Exact != nil || *r.Hit1 != 0 || r.Balanced != nil {
		t.Errorf("report on no answers: %+v", r)
	}
}

func TestLatency(t *testing.T) {
	var ms []float64
	for i := 200; i > 0; i-- {
		ms = append(ms, float64(i))
	}
	if got := newLatency(ms); *got != (Latency{100, 198}) {
		t.Errorf("of 1 to 200: %+v", *got)
	}
	if got := newLatency([]float64{7}); *got != (Latency{7, 7}) {
		t.Errorf("of one: %+v", *got)
	}
}
