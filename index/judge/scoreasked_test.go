package judge

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// idAt returns the ID of the message at second n of a day.
func idAt(n int) string { return "r/2018-05-12/" + strings.ReplaceAll(at(n).Time, ":", "") }

// citeID returns citations of those seconds, with their IDs.
func citeID(seconds ...int) []Citation {
	p := cite(seconds...)
	for i, n := range seconds {
		p[i].ID = idAt(n)
	}
	return p
}

// newJudgement returns a judgement with these lines out of those seen.
func newJudgement(g grade, seen []int, lines ...int) judgement {
	j := judgement{Middle: idAt(seen[0]), Grade: g}
	for _, n := range seen {
		j.Seen = append(j.Seen, idAt(n))
	}
	for _, n := range lines {
		j.Lines = append(j.Lines, idAt(n))
	}
	return j
}

// asked returns a self-contained question with an answer in second 9, related
// talk in second 5, and seconds 1 to 9 read.
func asked(id string) Question {
	return Question{ID: id, Kind: SelfContained, Text: "退款？", Gold: []Key{at(9)},
		judged: []judgement{newJudgement(gradeAnswers, []int{7, 8, 9}, 9), newJudgement(gradeRelated, []int{4, 5, 6}, 5), newJudgement(gradeUseless, []int{1, 2, 3})}}
}

// Every rule of asked.py in one question.
func TestScoreAskedRules(t *testing.T) {
	type figures map[string]any
	long := func(n, chars int) Citation {
		c := citeID(n)[0]
		c.Quote = strings.Repeat("长", chars)
		return c
	}
	unanswered := asked("q")
	unanswered.judged, unanswered.Gold = unanswered.judged[1:], nil
	talk := Question{ID: "q", Kind: Talk, Text: "谢谢"}
	for _, tt := range []struct {
		name     string
		question Question
		verdict  Verdict // "" if there is no answer
		passages [][]Citation
		want     figures // those that the case is about; nil: there is none
	}{
		{"hit by the first", asked("q"), Answered, [][]Citation{citeID(9)},
			figures{"questions": 1, "with_answer": 1, "hit1": 1, "hit3": 1, "said": 1, "said_right": 1, "said_open": 0, "kept": 1, "unjudged": 0, "lost_questions": 0}},
		{"hit by the third", asked("q"), Answered, [][]Citation{citeID(1), citeID(2), citeID(1, 9)}, figures{"hit1": 0, "hit3": 1, "kept": 1}},
		{"the fourth does not count", asked("q"), Answered, [][]Citation{citeID(1), citeID(2), citeID(3), citeID(9)}, figures{"hit3": 0, "said_right": 0, "said_open": 0, "unjudged": 0}},
		{"the sixth citation does not count", asked("q"), Answered, [][]Citation{citeID(1, 2, 3, 4, 5, 9)}, figures{"hit3": 0}},
		{"nor what is beyond 600 characters", asked("q"), Answered, [][]Citation{{long(1, 599), long(9, 2)}}, figures{"hit3": 0}},
		{"600 do", asked("q"), Answered, [][]Citation{{long(1, 599), long(9, 1)}}, figures{"hit3": 1}},
		{"lines of grade 1 do not count", asked("q"), Answered, [][]Citation{citeID(5)}, figures{"hit3": 0, "said_right": 0}},
		{"another message of that second does not", asked("q"), Answered, [][]Citation{{{Key: at(9), ID: idAt(9) + ".2"}}}, figures{"hit3": 0, "unjudged": 1, "said_open": 1}},
		{"a passage that nobody read", asked("q"), Answered, [][]Citation{citeID(1), citeID(30, 31)}, figures{"unjudged": 0.5, "said_open": 1, "kept": 0}},
		{"one read line is enough", asked("q"), Answered, [][]Citation{citeID(30, 1)}, figures{"unjudged": 0, "said_open": 0}},
		{"a passage without citations", asked("q"), Leads, [][]Citation{{}}, figures{"unjudged": 1, "lost_questions": 0}},
		{"a hit that is not said", asked("q"), Leads, [][]Citation{citeID(9)}, figures{"hit1": 1, "said": 0, "said_right": nil, "said_open": nil, "kept": 0}},
		{"no answer is known", unanswered, Answered, [][]Citation{citeID(9)}, figures{"questions": 1, "with_answer": 0, "hit3": 0, "kept": nil, "unjudged": 1}},
		{"nothing shown", asked("q"), None, nil, figures{"lost_questions": 1, "unjudged": nil, "absent": 0}},
		{"no answer given", asked("q"), "", nil, figures{"lost_questions": 1, "absent": 1, "said": 0, "hit3": 0}},
		{"talk answered", talk, Answered, [][]Citation{citeID(9)}, figures{"questions": 0, "talk": 1, "talk_answered": 1, "talk_quoted": 1, "hit3": nil, "said": nil, "unjudged": nil}},
		{"talk with leads", talk, Leads, [][]Citation{citeID(9)}, figures{"talk_answered": 0, "talk_quoted": 1}},
		{"talk answered with the schedule", talk, Answered, nil, figures{"talk_answered": 1, "talk_quoted": 0}},
		{"quiet about talk, with what is near", talk, None, [][]Citation{citeID(9)}, figures{"talk_answered": 0, "talk_quoted": 0}},
		{"no answer to talk", talk, "", nil, figures{"talk": 1, "talk_answered": 0, "absent": 1}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			answers := make(map[string]Answer)
			if tt.verdict != "" {
				answers["q"] = Answer{Verdict: tt.verdict, Passages: tt.passages}
			}
			data, err := json.Marshal(ScoreAsked([]Question{tt.question}, answers))
			if err != nil {
				t.Fatal(err)
			}
			var got map[string]any
			if err := json.Unmarshal(data, &got); err != nil {
				t.Fatal(err)
			}
			for name, want := range tt.want {
				if n, ok := want.(int); ok {
					want = float64(n)
				}
				if got[name] != want {
					t.Errorf("%s is %v, want %v", name, got[name], want)
				}
			}
		})
	}
}

// The verdicts, misses, claims and the curve of a small set.
func TestScoreAsked(t *testing.T) {
	unanswered := asked("open")
	unanswered.judged, unanswered.Gold = unanswered.judged[1:], nil
	questions := []Question{asked("hit"), asked("missed"), unanswered, asked("quiet"), asked("none"), asked("absent"), {ID: "talk", Kind: Talk, Text: "谢谢"}}
	r := ScoreAsked(questions, map[string]Answer{
		"hit":    {Verdict: Answered, Confidence: 0.9, TookMS: 1, Passages: [][]Citation{citeID(1), citeID(9)}},
		"missed": {Verdict: Answered, Confidence: 0.8, TookMS: 2, Passages: [][]Citation{citeID(1)}, Candidates: [][]Key{{at(1)}, {at(9)}}},
		"open":   {Verdict: Answered, Confidence: 0.7, TookMS: 3, Passages: [][]Citation{citeID(30)}},
		"quiet":  {Verdict: Leads, Confidence: 0.4, TookMS: 4, Passages: [][]Citation{citeID(9)}},
		"none":   {Verdict: None, Confidence: 0.1, TookMS: 5},
		"talk":   {Verdict: Answered, Confidence: 0.95, TookMS: 6, Passages: [][]Citation{citeID(9)}},
	})
	got, err := json.MarshalIndent(r, "", "\t")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/asked.json", append(got, '\n'))
}

// TestScoreAskedPy compares the figures with those of asked.py, on invented
// answers.
func TestScoreAskedPy(t *testing.T) {
	scorer, path := filepath.Join(shared, "gold", "asked.py"), filepath.Join(shared, "gold", "asked.jsonl")
	if _, err := os.Stat(scorer); err != nil {
		t.Skip("the real gold sets are not here")
	}
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("python3 is not here")
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	questions, err := Parse(path, f)
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(5, 6))
	answers := make(map[string]Answer)
	for i := range questions {
		if r.IntN(20) > 0 {
			answers[questions[i].ID] = inventAsked(r, &questions[i])
		}
	}
	out := filepath.Join(t.TempDir(), "out.jsonl")
	if err := os.WriteFile(out, printed(t, answers), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(python, scorer, "judge", path, out)
	cmd.Stderr = os.Stderr
	want, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	got, err := json.Marshal(ScoreAsked(questions, answers))
	if err != nil {
		t.Fatal(err)
	}
	var g, w map[string]any
	for data, figures := range map[*[]byte]*map[string]any{&got: &g, &want: &w} {
		if err := json.NewDecoder(bytes.NewReader(*data)).Decode(figures); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("asked.py: %s", want)
	for name, figure := range w {
		if !reflect.DeepEqual(g[name], figure) {
			t.Errorf("%s is %v, asked.py has %v", name, g[name], figure)
		}
		if figure == nil || figure == 0.0 || figure == 1.0 {
			t.Errorf("%s is %v: the answers try too little", name, figure)
		}
	}
}

// inventAsked makes up an answer with lines that were judged, others of those
// seconds, and some that nobody has read; too many passages, citations and
// characters among them.
func inventAsked(r *rand.Rand, q *Question) Answer {
	a := Answer{Verdict: []Verdict{Answered, Answered, Leads, None}[r.IntN(4)], Confidence: r.Float64()}
	for range r.IntN(6) {
		passage := []Citation{}
		for range r.IntN(9) {
			id := "r/2030-01-01/000000"
			if len(q.judged) > 0 && r.IntN(3) > 0 {
				j := q.judged[r.IntN(len(q.judged))]
				id = j.Seen[r.IntN(len(j.Seen))]
				if len(j.Lines) > 0 && r.IntN(4) == 0 {
					id = j.Lines[r.IntN(len(j.Lines))]
				}
				if r.IntN(10) == 0 {
					id += ".7"
				}
			}
			k, _ := keyOfID(id)
			passage = append(passage, Citation{Key: k, ID: id, Quote: strings.Repeat("长", 1+r.IntN(250))})
		}
		a.Passages = append(a.Passages, passage)
	}
	return a
}
