package index

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"qunwen/index/wording"
)

// inquire scores everything in scope. The inquiry must be closed.
func (x *Index) inquire(ctx context.Context, question string, opt Options) (*inquiry, error) {
	if err := opt.Validate(); err != nil {
		return nil, err
	}
	question = wording.Gist(question, maxQuery)
	n := &inquiry{scratch: x.scratch.Get().(*scratch), x: x, sc: x.scope(opt), w: x.weights, hidden: opt.Hidden}
	question = n.askedOf(ctx, question, opt)
	n.q = x.query(question)
	if err := n.look(ctx, question); err != nil {
		n.close()
		return nil, fmt.Errorf("search: %w", err)
	}
	n.marks = wording.Marks(question)
	n.talk = n.w.Talk.logit(n.marks, n.asked)
	n.places = n.find(max(ranked, cmp.Or(opt.Limit, defaultLimit)+moreThanAsked))
	return n, nil
}

// look scores what is in scope. Without a word to look up nothing has a score.
func (n *inquiry) look(ctx context.Context, question string) error {
	if len(n.q.words) == 0 {
		return nil
	}
	if err := n.x.score(ctx, n.scratch, n.sc, &n.q); err != nil {
		return err
	}
	if n.x.meanings != nil {
		if err := n.similar(ctx, question); err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			n.x.warnOnce.Do(func() { n.x.warn(fmt.Errorf("search by words only: %w", err)) })
			clear(n.message)
			clear(n.window)
		}
	}
	if n.asked == nil {
		n.w = n.x.byWords
	}
	n.fuse()
	return nil
}

// fuse replaces the lexical scores by the scores of places; see placeWeights. If
// somebody's words are asked for, other messages are in the middle of none: their
// score is below 0.
func (n *inquiry) fuse() {
	best := float32(0)
	for _, i := range n.touched {
		best = max(best, n.score[i])
	}
	n.lexical = float64(best) / n.q.perfect()
	w := &n.w.Place
	n.touched = n.touched[:0]
	for d := range n.x.manifest.Days {
		for i := n.sc.start[d]; i < n.sc.end[d]; i++ {
			if n.score[i] == 0 && n.window[i] == 0 && n.message[i] == 0 {
				continue
			}
			v := w.Window*float64(n.window[i]) + w.Message*float64(n.message[i])
			if best > 0 {
				v += w.Lexical * float64(n.score[i]/best)
			}
			n.score[i] = float32(v)
			if n.who != nil && !n.says(i) {
				n.score[i] = -1
			}
			n.touched = append(n.touched, i)
		}
	}
}

// find returns the ordinals in the middle of the best places, each from another
// conversation, none close to a better one.
func (n *inquiry) find(limit int) []int {
	const first = 2048 // usually enough
	places, all := n.pick(limit, first)
	if len(places) < limit && !all {
		places, _ = n.pick(limit, len(n.touched))
	}
	return places
}

// pick finds places among the most highest scores or a few more; all is true if
// there are no others.
func (n *inquiry) pick(limit, most int) (places []int, all bool) {
	order, all := n.highest(most)
	for _, i := range order {
		near := func(j int) bool {
			return n.x.root[i] == n.x.root[j] || n.x.dayOf[i] == n.x.dayOf[j] && max(i-j, j-i) <= 2*windowRadius
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
func (n *inquiry) highest(most int) (order []int, all bool) {
	const bins = 1024
	top := float32(0)
	for _, i := range n.touched {
		top = max(top, n.score[i])
	}
	bin := func(v float32) int { return min(bins-1, int(v/max(top, math.SmallestNonzeroFloat32)*bins)) }
	var count [bins]int
	for _, i := range n.touched {
		if n.score[i] >= 0 {
			count[bin(n.score[i])]++
		}
	}
	from, sum := bins, 0
	for from > 0 && sum < most {
		from--
		sum += count[from]
	}
	for _, i := range n.touched {
		if n.score[i] >= 0 && bin(n.score[i]) >= from {
			order = append(order, i)
		}
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Or(cmp.Compare(n.score[b], n.score[a]), cmp.Compare(a, b)) })
	return order, from == 0
}
