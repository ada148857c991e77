package index

import (
	"cmp"
	"context"
	"fmt"
	"slices"
)

// moreThanAsked is how many places beyond the limit are looked for: some say
// what a better one has said already.
const moreThanAsked = 5

// An inquiry is one question being looked up. It has its scratch to itself
// until close.
type inquiry struct {
	*scratch
	x  *Index
	sc scope
	q  query
	w  *weights

	hidden func(speaker, body string) bool // nil: nothing is
	who    []uint32                        // the speakers whose words are asked for; nil: anybody's
	person Person                          // whom a form of address in the question was taken for

	asked   []int8         // the question's vector, to compare with what answers; nil without vectors
	fresh   map[int][]int8 // by ordinal: vectors that the index has not yet; see encodeFresh
	topic   float64        // similarity of the question to the mean of the messages in scope
	around  float64        // and of the windows, one for each message
	lexical float64        // the best lexical score, as a share of a perfect one

	places []int // ordinals in the middle of the best places, best first
}

// inquire scores everything in scope. The inquiry must be closed.
func (x *Index) inquire(ctx context.Context, question string, opt Options) (*inquiry, error) {
	if err := opt.Validate(); err != nil {
		return nil, err
	}
	n := &inquiry{scratch: x.scratch.Get().(*scratch), x: x, sc: x.scope(opt), w: x.weights, hidden: opt.Hidden}
	question = n.askedOf(ctx, question, opt)
	n.q = x.query(question)
	if err := n.look(ctx, question); err != nil {
		n.close()
		return nil, fmt.Errorf("search: %w", err)
	}
	n.places = n.find(cmp.Or(opt.Limit, defaultLimit) + moreThanAsked)
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

func (n *inquiry) close() {
	n.scratch.reset()
	n.x.scratch.Put(n.scratch)
	n.scratch = nil
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
	var places []int
	for len(places) < limit {
		best := -1
		for _, i := range n.touched {
			if n.score[i] < 0 || best >= 0 && (n.score[i] < n.score[best] || n.score[i] == n.score[best] && i > best) {
				continue
			}
			near := func(j int) bool {
				return n.x.root[i] == n.x.root[j] || n.x.dayOf[i] == n.x.dayOf[j] && max(i-j, j-i) <= 2*windowRadius
			}
			if !slices.ContainsFunc(places, near) {
				best = i
			}
		}
		if best < 0 {
			break
		}
		places = append(places, best)
	}
	return places
}
