package index

import (
	"cmp"
	"context"
	"encoding/json"
	"unicode/utf8"

	"qunwen/index/analysis"
)

// A Study is all that a search weighs for one question: for people who want to
// know why an answer came out as it did, and for fitting the weights.
type Study struct {
	Words      []StudiedWord `json:"words"`
	Verdict    Verdict       `json:"verdict"`
	Confidence float64       `json:"confidence"`
	Signs      []float64     `json:"signs"`      // as SignNames; nil without a candidate
	Marks      []float64     `json:"marks"`      // as MarkNames
	Logit      float64       `json:"logit"`      // of its being talk, no question to an archive
	Talk       bool          `json:"talk"`       // it asks nothing: a search has no hits
	Vector     []float64     `json:"-"`          // of the question; its length is 1; nil without vectors
	Candidates []Candidate   `json:"candidates"` // best first; none that only repeats a better one
}

// A StudiedWord is a word of the question.
type StudiedWord struct {
	Term     string             `json:"term"`
	Messages int                `json:"messages"` // in scope that hold it
	Rarity   float64            `json:"rarity"`   // its idf, synonyms counted
	Synonyms []analysis.Synonym `json:"synonyms"` // that are looked up, too; may be nil
}

// A Candidate is a place that may be shown.
type Candidate struct {
	Score    float64       `json:"score"`   // less where the question was only asked
	Lexical  float64       `json:"lexical"` // share of the best
	Window   float64       `json:"window"`  // similarities, 0 without vectors
	Message  float64       `json:"message"`
	Coverage float64       `json:"coverage"`
	Middle   string        `json:"middle"`   // ID of the message in its middle
	ThreadID string        `json:"thread"`   // ID of its conversation
	Question string        `json:"question"` // ID of the message that asks most like the question; "" if none does
	Features []float64     `json:"features"` // as PlaceFeatureNames
	Lines    []StudiedLine `json:"lines"`    // in the order they were said
}

// A StudiedLine is a message that a candidate may show.
type StudiedLine struct {
	ID       string    `json:"id"`
	Speaker  string    `json:"speaker"`
	Quote    string    `json:"quote"`
	Runes    int       `json:"runes"`    // characters of the quote
	Features []float64 `json:"features"` // as FeatureNames
	Value    float64   `json:"value"`    // how much speaks for showing it
	Shown    bool      `json:"shown"`
}

// FeatureNames returns the names of what speaks for or against a line.
func FeatureNames() []string { return featureNames[:] }

// PlaceFeatureNames returns the names of what speaks for or against a place.
func PlaceFeatureNames() []string { return placeFeatureNames[:] }

// SignNames returns the names of what speaks for an answer.
func SignNames() []string { return signNames[:] }

// Study searches as [Index.Search] does and tells what it weighed, for up to
// opt.Limit candidates.
func (x *Index) Study(ctx context.Context, question string, opt Options) (*Study, error) {
	n, err := x.inquire(ctx, question, opt)
	if err != nil {
		return nil, err
	}
	defer n.Close()
	s := &Study{Verdict: None, Words: []StudiedWord{}, Candidates: []Candidate{}}
	for _, w := range n.Query.Words {
		s.Words = append(s.Words, StudiedWord{Term: w.Term, Messages: w.Messages, Rarity: w.Rarity, Synonyms: w.Synonyms})
	}
	s.Marks, s.Logit = n.marks, n.talk
	for _, v := range n.Asked {
		s.Vector = append(s.Vector, float64(v)/127)
	}
	all := n.sights()
	s.Talk = n.isTalk(all)
	if len(all) > 0 {
		e := n.evidence(all)
		s.Signs = e[:]
		s.Verdict, s.Confidence = n.verdict(all)
	}
	for i := range all[:min(len(all), cmp.Or(opt.Limit, defaultLimit))] {
		s.Candidates = append(s.Candidates, n.candidate(&all[i]))
	}
	return s, nil
}

func (n *inquiry) candidate(h *sight) Candidate {
	p := h.middle
	r := n.place(p)
	c := Candidate{
		Score: h.Score, Window: h.Window, Message: h.Message, Coverage: h.Coverage,
		Lexical: n.lexicalOf(p), Middle: n.x.id(p), ThreadID: h.ThreadID, Features: h.features[:],
	}
	if r.question >= 0 {
		c.Question = n.x.id(r.question)
	}
	shown := make(map[string]bool)
	for _, m := range h.Messages {
		shown[m.ID] = true
	}
	for _, l := range r.lines {
		quote := n.quote(l.ord)
		id := n.x.id(l.ord)
		c.Lines = append(c.Lines, StudiedLine{
			ID: id, Speaker: n.x.r.Store.Speaker(l.ord), Quote: quote, Runes: utf8.RuneCountInString(quote),
			Features: l.features[:], Value: l.value, Shown: shown[id],
		})
	}
	return c
}

// Reweigh makes x search by the fitted weights instead of those it was opened
// with. No search may be under way.
func (x *Index) Reweigh(f Fit) error {
	w := x.weights.fitted(f, x.r.Model())
	if err := w.check(); err != nil {
		return err
	}
	x.weights = w
	if x.r.Model() == "" {
		x.byWords = w
	}
	return nil
}

// Refit returns weights.json with the fitted weights in the place of those by
// which x searches.
func (x *Index) Refit(f Fit) ([]byte, error) {
	profile := wordsProfile
	switch {
	case x.r.Model() != "" && f.Separate:
		profile = x.r.Manifest.Model
	case x.r.Model() != "":
		profile = vectorsProfile
	}
	file, err := readWeights()
	if err != nil {
		return nil, err
	}
	w := x.weights.fitted(f, x.r.Model())
	file[profile] = w
	if err := w.check(); err != nil {
		return nil, err
	}
	out, err := json.MarshalIndent(file, "", "  ")
	return append(out, '\n'), err
}
