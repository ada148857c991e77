package index

import (
	"cmp"
	"context"
	"fmt"

	"qunwen/index/retrieval"
	"qunwen/index/wording"
)

const (
	// ranked is how many of the places that were found are ranked by what they
	// show. Of the reworded questions 0.72 have an answer among twelve.
	ranked = 12

	// moreThanAsked is how many places beyond the limit are looked for: some say
	// what a better one has said already.
	moreThanAsked = 5
)

// An inquiry is one question being answered. It must be closed.
type inquiry struct {
	*retrieval.Lookup
	x *Index
	w *weights

	hidden func(speaker, body string) bool // nil: nothing is
	person Person                          // whom a form of address in the question was taken for
	marks  []float64                       // of the question; see wording.Marks
	talk   float64                         // logit of its being talk; see talkWeights
	focus  uint64                          // words of the query that the asker wants to know of, as a mask; 0 means all
	places []int                           // ordinals in the middle of the best places, best first
}

// Gist returns what a search looks up of a question: of a long one the sentences
// that ask.
func Gist(question string) string { return wording.Gist(question, retrieval.MaxQuery) }

// Questions returns the questions that a message asks, if it asks several; see
// [wording.Questions].
func Questions(text string) (all []string, marked bool) { return wording.Questions(text) }

// inquire scores everything in scope. The inquiry must be closed.
func (x *Index) inquire(ctx context.Context, question string, opt Options) (*inquiry, error) {
	if err := opt.validate(); err != nil {
		return nil, err
	}
	question = Gist(question)
	n := &inquiry{Lookup: x.r.NewLookup(x.scope(opt)), x: x, w: x.weights, hidden: opt.Hidden}
	question = n.askedOf(ctx, question, opt)
	if err := n.Look(ctx, question); err != nil {
		n.Close()
		return nil, fmt.Errorf("search: %w", err)
	}
	if len(n.Query.Words) > 0 {
		if n.Asked == nil {
			n.w = x.byWords
		}
		n.Fuse(&n.w.Place)
	}
	n.focus = n.focusMask(opt.Focus)
	n.marks = wording.Marks(question)
	n.talk = n.w.Talk.logit(n.marks, n.Asked)
	n.places = n.Find(max(ranked, cmp.Or(opt.Limit, defaultLimit)+moreThanAsked))
	return n, nil
}
