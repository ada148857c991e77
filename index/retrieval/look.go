package retrieval

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
)

// Fuse replaces the lexical scores by the scores of places; see PlaceWeights. If
// somebody's words are asked for, other messages are in the middle of none: their
// score is below 0.
func (n *Lookup) Fuse(w *PlaceWeights) {
	best := float32(0)
	for _, i := range n.touched {
		best = max(best, n.Score[i])
	}
	n.Lexical = float64(best) / n.Query.perfect()
	n.touched = n.touched[:0]
	for d := range n.x.Manifest.Days {
		for i := n.Scope.Start[d]; i < n.Scope.End[d]; i++ {
			if n.Score[i] == 0 && n.Window[i] == 0 && n.Message[i] == 0 {
				continue
			}
			v := w.Window*float64(n.Window[i]) + w.Message*float64(n.Message[i])
			if best > 0 {
				v += w.Lexical * float64(n.Score[i]/best)
			}
			n.Score[i] = float32(v)
			if n.Who != nil && !n.Says(i) {
				n.Score[i] = -1
			}
			n.touched = append(n.touched, i)
		}
	}
}

// Find returns the ordinals in the middle of the best places, each from another
// conversation, none close to a better one.
func (n *Lookup) Find(limit int) []int {
	const first = 2048 // usually enough
	places, all := n.pick(limit, first)
	if len(places) < limit && !all {
		places, _ = n.pick(limit, len(n.touched))
	}
	return places
}

// pick finds places among the most highest scores or a few more; all is true if
// there are no others.
func (n *Lookup) pick(limit, most int) (places []int, all bool) {
	order, all := n.highest(most)
	for _, i := range order {
		near := func(j int) bool {
			return n.x.Root[i] == n.x.Root[j] || n.x.DayOf[i] == n.x.DayOf[j] && max(i-j, j-i) <= 2*windowRadius
		}
		if len(places) < limit && !slices.ContainsFunc(places, near) {
			places = append(places, i)
		}
	}
	return places, all
}

// highest returns the ordinals with the most highest scores, best first, and
// all those that a histogram cannot part from them. all is true if these are
// all that may be in the middle of a place.
func (n *Lookup) highest(most int) (order []int, all bool) {
	const bins = 1024
	top := float32(0)
	for _, i := range n.touched {
		top = max(top, n.Score[i])
	}
	bin := func(v float32) int { return min(bins-1, int(v/max(top, math.SmallestNonzeroFloat32)*bins)) }
	var count [bins]int
	for _, i := range n.touched {
		if n.Score[i] >= 0 {
			count[bin(n.Score[i])]++
		}
	}
	from, sum := bins, 0
	for from > 0 && sum < most {
		from--
		sum += count[from]
	}
	for _, i := range n.touched {
		if n.Score[i] >= 0 && bin(n.Score[i]) >= from {
			order = append(order, i)
		}
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Or(cmp.Compare(n.Score[b], n.Score[a]), cmp.Compare(a, b)) })
	return order, from == 0
}

// PlaceWeights say how places are found: a place's score is Lexical times its BM25
// as a share of the best, plus Window times the similarity (cosine) of the best
// window around it, plus Message times that of the message itself.
type PlaceWeights struct {
	Lexical float64 `json:"lexical"`
	Window  float64 `json:"window"`
	Message float64 `json:"message"`
}

// Look scores what is in scope. Without a word to look up nothing has a score, and
// if the question cannot be encoded nothing has a similarity.
func (n *Lookup) Look(ctx context.Context, question string) error {
	n.Query = n.x.Query(question)
	if len(n.Query.Words) == 0 {
		return nil
	}
	if err := n.x.score(ctx, n.scratch, n.Scope, &n.Query); err != nil {
		return err
	}
	if n.x.meanings == nil {
		return nil
	}
	if err := n.similar(ctx, question); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		n.x.warnOnce.Do(func() { n.x.warn(fmt.Errorf("search by words only: %w", err)) })
		clear(n.Message)
		clear(n.Window)
	}
	return nil
}
