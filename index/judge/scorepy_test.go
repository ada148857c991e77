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
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"qunwen/corpus"
)

// The gold sets, their judge and the real site are not part of the repository.
const shared = "../../../shared"

// TestScorePy compares the figures with those of score.py, on invented answers
// of every sort: right and wrong, with too many passages, citations and
// characters, cut, misquoted, by sessions, absent.
func TestScorePy(t *testing.T) {
	scorer := filepath.Join(shared, "gold", "score.py")
	if _, err := os.Stat(scorer); err != nil {
		t.Skip("the real gold sets are not here")
	}
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("python3 is not here")
	}
	said, texts := published(t)
	for _, set := range []string{"questions.jsonl", "digests.jsonl"} {
		t.Run(set, func(t *testing.T) {
			path := filepath.Join(shared, "gold", set)
			f, err := os.Open(path)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			questions, err := Parse(path, f)
			if err != nil {
				t.Fatal(err)
			}
			answers := make(map[string]Answer)
			inv := &inventor{rand.New(rand.NewPCG(1, 2)), said, texts}
			for i := range questions {
				if inv.r.IntN(20) > 0 {
					answers[questions[i].ID] = inv.answer(&questions[i])
				}
			}
			out := filepath.Join(t.TempDir(), "out.jsonl")
			if err := os.WriteFile(out, printed(t, answers), 0o600); err != nil {
				t.Fatal(err)
			}
			cmd := exec.Command(python, scorer, "ask", path, out, "--site", filepath.Join(shared, "site"))
			cmd.Stderr = os.Stderr
			want, err := cmd.Output()
			if err != nil {
				t.Fatal(err)
			}
			report := Score(questions, answers, Options{
				Texts: func(k Key) []string { return texts[k] },
				Fold:  norm.NFKC.String,
			})
			got, err := json.Marshal(report)
			if err != nil {
				t.Fatal(err)
			}
			sameFigures(t, got, want)
		})
	}
}

// sameFigures fails if a figure in want is another one in got.
func sameFigures(t *testing.T, got, want []byte) {
	t.Helper()
	var g, w map[string]any
	if err := json.Unmarshal(got, &g); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(want, &w); err != nil {
		t.Fatal(err)
	}
	t.Logf("score.py: %s", want)
	for name, figure := range w {
		if !reflect.DeepEqual(g[name], figure) {
			t.Errorf("%s is %v, score.py has %v", name, g[name], figure)
		}
	}
	if w["exact"] == nil || w["exact"] == 1.0 || w["hit3"] == w["hit1"] {
		t.Error("the answers try too little")
	}
}

// published reads the site's messages: all in order, and the bodies by place.
func published(t *testing.T) (said []Citation, texts map[Key][]string) {
	texts = make(map[Key][]string)
	for post, err := range corpus.Load(os.DirFS(filepath.Join(shared, "site")), time.UTC) {
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range post.Messages {
			k := Key{post.Room, post.Date, m.Time.Format(time.TimeOnly)}
			said = append(said, Citation{Key: k, Quote: m.Raw})
			texts[k] = append(texts[k], m.Raw)
		}
	}
	return said, texts
}

// An inventor makes answers up, always the same ones.
type inventor struct {
	r     *rand.Rand
	said  []Citation // whole messages
	texts map[Key][]string
}

func (inv *inventor) answer(q *Question) Answer {
	r := inv.r
	a := Answer{Verdict: []Verdict{Answered, Answered, Leads, None}[r.IntN(4)], Confidence: r.Float64(), TookMS: r.Float64()}
	for range r.IntN(5) {
		a.Passages = append(a.Passages, inv.passage(q, 8))
	}
	if q.Kind == Schedule && r.IntN(2) == 0 {
		a.Sessions = inv.passage(q, 4)
	}
	return a
}

// passage makes up to so many citations, now and then of a gold message.
func (inv *inventor) passage(q *Question, most int) []Citation {
	p := []Citation{}
	for range inv.r.IntN(most) {
		c := inv.said[inv.r.IntN(len(inv.said))]
		if len(q.Gold) > 0 && inv.r.IntN(12) == 0 {
			k := q.Gold[inv.r.IntN(len(q.Gold))]
			c = Citation{Key: k}
			if said := inv.texts[k]; len(said) > 0 {
				c.Quote = said[inv.r.IntN(len(said))]
			}
		}
		c.Quote = inv.quote(c.Quote)
		p = append(p, c)
	}
	return p
}

// quote returns the text, or what one might make of it.
func (inv *inventor) quote(s string) string {
	chars := []rune(s)
	n := len(chars)
	switch inv.r.IntN(12) {
	case 0:
		return string(chars[n/3:]) + "…"
	case 1:
		return string(chars[:n/3]) + "…" + string(chars[n/2:])
	case 2:
		return string(chars[n/2:]) + "…" + string(chars[:n/3]) // the wrong order
	case 3:
		return s + "啊"
	case 4:
		return strings.Repeat(s, 20)
	case 5:
		return "…"
	case 6:
		return norm.NFKC.String(s) // half-width forms
	case 7:
		return strings.Join(strings.Split(s, ""), "\u3000\x1f ")
	case 8:
		return strings.ReplaceAll(s, "&", "&amp;")
	}
	return s
}

// printed returns the answers as ask --batch prints them.
func printed(t *testing.T, answers map[string]Answer) []byte {
	type citation struct {
		ID string `json:"id"`
		Key
		Quote string `json:"quote"`
	}
	citations := func(all []Citation) []citation {
		var out []citation
		for _, c := range all {
			if !utf8.ValidString(c.Quote) {
				t.Fatalf("quote %q", c.Quote)
			}
			out = append(out, citation{c.ID, c.Key, c.Quote})
		}
		return out
	}
	type passage struct {
		Citations []citation `json:"citations"`
	}
	type session struct {
		Source citation `json:"source"`
	}
	var b bytes.Buffer
	for id, a := range answers {
		line := struct {
			ID       string    `json:"id"`
			Verdict  Verdict   `json:"verdict"`
			Passages []passage `json:"passages"`
			Sessions []session `json:"sessions,omitempty"`
		}{ID: id, Verdict: a.Verdict}
		for _, p := range a.Passages {
			line.Passages = append(line.Passages, passage{citations(p)})
		}
		for _, c := range citations(a.Sessions) {
			line.Sessions = append(line.Sessions, session{c})
		}
		if err := json.NewEncoder(&b).Encode(line); err != nil {
			t.Fatal(err)
		}
	}
	return b.Bytes()
}
