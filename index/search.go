package index

import (
	"cmp"
	"context"
	"fmt"
)

// Search returns the places where question was talked of and whether they
// answer it. A question without a usable term, and one that nothing in the
// index comes near to, has no hits and no error.
func (x *Index) Search(ctx context.Context, question string, opt Options) (Result, error) {
	n, err := x.inquire(ctx, question, opt)
	if err != nil {
		return Result{}, err
	}
	defer n.Close()
	r := Result{Verdict: None, Words: len(n.Query.Words), Person: n.person}
	if r.Sounds, err = n.suggest(ctx, Gist(question)); err != nil {
		return Result{}, fmt.Errorf("search: %w", err)
	}
	all := n.sights()
	if r.Talk = n.isTalk(all); r.Talk {
		return r, nil
	}
	if len(all) == 0 {
		return r, nil
	}
	r.Unknown, r.Missing = n.missing(all)
	r.Verdict, r.Confidence = n.verdict(all)
	for _, s := range all[:min(len(all), cmp.Or(opt.Limit, defaultLimit))] {
		r.Hits = append(r.Hits, s.Hit)
	}
	return r, nil
}
