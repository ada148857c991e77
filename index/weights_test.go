package index

import (
	"bytes"
	"encoding/json"
	"math"
	"strings"
	"testing"
	"testing/fstest"
)

func TestWeightsFile(t *testing.T) {
	file, err := readWeights()
	if err != nil {
		t.Fatal(err)
	}
	for name, w := range file {
		if err := w.check(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if v := w.Verdict; !(0 < v.Leads && v.Leads < 1 && 0 < v.Answer && v.Answer < 1) {
			t.Errorf("%s: leads from %v, an answer from %v", name, v.Leads, v.Answer)
		}
	}
	for _, name := range []string{wordsProfile, vectorsProfile} {
		if file[name] == nil {
			t.Errorf("no profile %q", name)
		}
	}
	// What needs vectors weighs nothing where there are none.
	w := file[wordsProfile]
	if w.Place.Window != 0 || w.Place.Message != 0 || w.Line["like_question"] != 0 || w.Line["like_answer"] != 0 || w.Line["in_window"] != 0 ||
		w.Verdict.Signs["message"] != 0 || w.Verdict.Signs["agreement"] != 0 || w.Verdict.Signs["topic_messages"] != 0 {
		t.Errorf("words: %+v", w)
	}
}

func TestLoadWeights(t *testing.T) {
	words, err := loadWeights("")
	if err != nil {
		t.Fatal(err)
	}
	vectors, err := loadWeights("a model without weights of its own")
	if err != nil {
		t.Fatal(err)
	}
	if words.Place.Window != 0 || vectors.Place.Window == 0 {
		t.Errorf("places: words %+v, vectors %+v", words.Place, vectors.Place)
	}
	if words.lines[ownWords] != words.Line["own_words"] || words.lines[ownWords] == 0 {
		t.Errorf("own_words weighs %v, want %v", words.lines[ownWords], words.Line["own_words"])
	}
}

func TestWeightsCheck(t *testing.T) {
	for _, tt := range []struct {
		name, data, want string
	}{
		{"nothing", `{}`, ""},
		{"known names", `{"line": {"asks": -1}, "rank": {"score": 1}, "verdict": {"signs": {"coverage": 2}}, "talk": {"marks": {"you": 1}}}`, ""},
		{"an unknown place feature", `{"rank": {"asks": -1}}`, `rank: no feature "asks"`},
		{"an unknown mark", `{"talk": {"marks": {"me": 1}}}`, `talk: no mark "me"`},
		{"an unknown feature", `{"line": {"asked": -1}}`, `line: no feature "asked"`},
		{"a sign is no feature", `{"line": {"coverage": 1}}`, `line: no feature "coverage"`},
		{"an unknown sign", `{"verdict": {"signs": {"asks": 2}}}`, `verdict: no sign "asks"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var w weights
			if err := json.Unmarshal([]byte(tt.data), &w); err != nil {
				t.Fatal(err)
			}
			err := w.check()
			if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want %q", err, tt.want)
			}
		})
	}
}

func TestJudge(t *testing.T) {
	w := &weights{Verdict: verdictWeights{Bias: -1, Signs: map[string]float64{"coverage": 2}, Answer: 0.5, Leads: 0.3}}
	for _, tt := range []struct {
		coverage, confidence float64
		want                 Verdict
	}{
		{0, 1 / (1 + math.E), None},
		{0.05, 1 / (1 + math.Exp(0.9)), None},
		{0.1, 1 / (1 + math.Exp(0.8)), Leads},
		{0.49, 1 / (1 + math.Exp(0.02)), Leads},
		{0.5, 0.5, Answer},
		{1, 1 / (1 + math.Exp(-1)), Answer},
	} {
		var e [signs]float64
		e[coverage] = tt.coverage
		e[messageBest] = 7 // weighs nothing
		got, confidence := w.judge(e)
		if got != tt.want || math.Abs(confidence-tt.confidence) > 1e-9 {
			t.Errorf("coverage %v: %s with %v, want %s with %v", tt.coverage, got, confidence, tt.want, tt.confidence)
		}
	}
}

func TestEvidence(t *testing.T) {
	for name, x := range map[string]*Index{"words": open(t, sampleDir(t)), "vectors": openVectors(t)} {
		t.Run(name, func(t *testing.T) {
			n := looked(t, x, "结算以后还能退款吗")
			e := n.evidence(n.sights())
			if e[askedWords] != float64(len(n.Query.Words))/10 || e[ahead] < 0 || e[standsOut] < e[ahead] || !(e[lexicalMatch] > 0) || !(e[coverage] > 0 && e[coverage] <= 1) {
				t.Errorf("evidence %v", e)
			}
			alike := e[messageBest] > 0.5 && e[agreement] > 0 && e[topicMessages] > 0 && e[windowBest] > 0
			if none := e[messageBest] == 0 && e[agreement] == 0 && e[topicMessages] == 0 && e[windowBest] == 0; none != (name == "words") || alike == none {
				t.Errorf("similarities %v", e)
			}
		})
	}
	x := openSite(t, fstest.MapFS{"r/_posts/2023-03-07-chat.markdown": chat("09:00:00 a 斑马线")}, nil)
	n := looked(t, x, "斑马线")
	if e := n.evidence(n.sights()); e[standsOut] != 0 || e[ahead] != 0 || e[coverage] != 1 {
		t.Errorf("evidence of one place: %v", e)
	}
}

// A fit of the weights that are there leaves the file as it is.
func TestRefit(t *testing.T) {
	words, vectors := open(t, sampleDir(t)), openVectors(t)
	for name, x := range map[string]*Index{"words": words, "vectors": vectors} {
		w := x.weights
		f := Fit{
			Line: w.Line, Rank: w.Rank, Signs: w.Verdict.Signs, Bias: w.Verdict.Bias, Near: w.Verdict.Near, NearBias: w.Verdict.NearBias, Answer: w.Verdict.Answer, Leads: w.Verdict.Leads,
			TalkBias: w.Talk.Bias, TalkMarks: w.Talk.Marks, TalkVector: w.Talk.Vector, TalkMost: w.Talk.Most,
		}
		if got, err := x.Refit(f); err != nil || !bytes.Equal(got, weightsFile) {
			t.Errorf("%s: refit changed the file (error %v)", name, err)
		}
	}
	got, err := vectors.Refit(Fit{Line: map[string]float64{"asks": -3}, Bias: 1, Separate: true})
	var file map[string]*weights
	if err != nil || json.Unmarshal(got, &file) != nil {
		t.Fatalf("refit: %v\n%s", err, got)
	}
	own := file[vectors.r.Manifest.Model]
	if own == nil || own.Line["asks"] != -3 || own.Verdict.Bias != 1 || own.Place != vectors.weights.Place || file[vectorsProfile].Line["asks"] == -3 {
		t.Errorf("the model's own weights are %+v", own)
	}
	for _, f := range []Fit{
		{Line: map[string]float64{"no": 1}}, {Signs: map[string]float64{"no": 1}}, {Rank: map[string]float64{"no": 1}}, {TalkMarks: map[string]float64{"no": 1}}, {Near: map[string]float64{"no": 1}},
	} {
		if _, err := words.Refit(f); err == nil {
			t.Errorf("refit with %+v: no error", f)
		}
	}
}
