package retrieval

import (
	"context"
	"slices"

	"qunwen/index/generation"
)

// A Lookup is one question being looked up: scores and similarities by ordinal. It
// has its scratch to itself until Close.
type Lookup struct {
	*scratch
	x     *Reader
	Scope Scope
	Query Query

	Who     []uint32       // the speakers whose words are asked for; nil: anybody's
	Asked   []int8         // the question's vector, to compare with what answers; nil without vectors
	fresh   map[int][]int8 // by ordinal: vectors that the index has not yet; see encodeFresh
	Topic   float64        // similarity of the question to the mean of the messages in scope
	Lexical float64        // the best lexical score, as a share of a perfect one
}

// NewLookup returns a lookup in scope, which must be closed.
func (x *Reader) NewLookup(sc Scope) *Lookup {
	return &Lookup{scratch: x.scratch.Get().(*scratch), x: x, Scope: sc}
}

// Close gives the scratch back. Nothing of the lookup may be used then.
func (n *Lookup) Close() {
	n.scratch.reset()
	n.x.scratch.Put(n.scratch)
	n.scratch = nil
}

// OwnShare returns the lexical score of the message at ordinal i by itself, as a
// share of a perfect one.
func (n *Lookup) OwnShare(i int) float64 { return float64(n.Own[i]) / (ownWeight * n.Query.perfect()) }

// Count returns how many messages in scope hold a word.
func (n *Lookup) Count(ctx context.Context, word string) (int, error) {
	n.found = n.found[:0]
	err := n.x.collect(ctx, n.scratch, n.Scope, generation.FieldWords, word, 1)
	count := len(n.found)
	n.found = n.found[:0]
	return count, err
}

// Says reports whether the message at ordinal i is by the person asked about.
func (n *Lookup) Says(i int) bool {
	_, ok := slices.BinarySearch(n.Who, n.x.Store.Who(i))
	return ok
}
