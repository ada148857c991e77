package retrieval

import (
	"context"
	"math"
	"slices"

	"qunwen/index/generation"
)

// BM25 as in Robertson and Zaragoza, The Probabilistic Relevance Framework
// (2009), with the idf of Lucene, which is never negative:
//
//	idf = ln(1 + (N - df + 0.5) / (df + 0.5))
//	score = Σ idf · tf · (k1 + 1) / (tf + k1 · (1 - b + b · length / mean))
//
// It is computed for two kinds of documents at once: for each message by
// itself, and for each window of the messages around it within its day, in
// which a term counts less the farther it stands from the middle.
const (
	bm25K1 = 1.2
	bm25B  = 0.4

	windowRadius = 8   // messages on either side
	ownWeight    = 0.4 // of the message's own score, beside the window's
	bigramWeight = 1.0 // of the field of bigrams, beside that of words
)

// kernelUnit is the weight of a term in the middle of a window. At a distance
// of n messages it weighs n less: whole numbers, so that sums do not depend on
// the order in which Bleve gives the postings.
const kernelUnit = 2*windowRadius + 2

// Scope is which ordinals of each day may be used: from start up to end, but
// not those of hidden speakers, whose words are as if they had not been said.
type Scope struct {
	Start  []int
	End    []int
	Hidden []bool // by place of the name; nil if nobody is
	Except []int  // single ordinals that are not used, a few
}

// holds reports whether ordinal i, of the given day, was sent at a time in scope.
func (sc *Scope) holds(day uint32, i int) bool { return i >= sc.Start[day] && i < sc.End[day] }

// hides reports whether ordinal i is a hidden speaker's, or not to be used itself.
func (sc *Scope) hides(x *Reader, i int) bool {
	return sc.Hidden != nil && sc.Hidden[x.Store.Who(i)] || slices.Contains(sc.Except, i)
}

// window returns the messages around ordinal i that count as its surroundings.
func (x *Reader) window(sc Scope, i int) generation.Span {
	e, d := x.Episode[i], x.DayOf[i]
	return generation.Span{Lo: max(i-windowRadius, e.Lo, sc.Start[d]), Hi: min(i+windowRadius+1, e.Hi, sc.End[d])}
}

// collect adds the messages in scope that hold term to s.found. weight counts
// for each time it stands there.
func (x *Reader) collect(ctx context.Context, s *scratch, sc Scope, field, term string, weight float32) error {
	return x.Terms.Postings(ctx, field, term, func(ord int, freq float32) {
		if sc.holds(x.DayOf[ord], ord) && !sc.hides(x, ord) {
			s.found = append(s.found, found{ord, freq * weight})
		}
	})
}

// add scores the messages of s.found, which hold one term, and empties it. idf
// is the term's, bit a mask of its place among the query's terms of its field;
// own and around get the bit for messages and for windows that hold it. around
// may be nil.
func (x *Reader) add(s *scratch, sc Scope, idf float64, l *lengths, bit uint64, own, around []uint64) {
	s.term = s.term[:0]
	for _, f := range s.found {
		w := x.window(sc, f.ord)
		for i := w.Lo; i < w.Hi; i++ {
			if s.tf[i] == 0 {
				s.term = append(s.term, i)
			}
			s.tf[i] += f.freq * float32(kernelUnit-max(f.ord-i, i-f.ord))
		}
	}
	window := l.mean * (2*windowRadius + 1)
	for _, i := range s.term {
		w := x.window(sc, i)
		length := l.between(w.Lo, w.Hi)
		tf := float64(s.tf[i]) / kernelUnit
		s.tf[i] = 0
		if s.Score[i] == 0 {
			s.touched = append(s.touched, i)
		}
		s.Score[i] += float32(idf * saturate(tf, length/window))
		if around != nil {
			around[i] |= bit
		}
	}
	weight := ownWeight * idf
	for _, f := range s.found {
		own[f.ord] |= bit
		v := float32(weight * saturate(float64(f.freq), l.between(f.ord, f.ord+1)/l.mean))
		s.Own[f.ord] += v
		s.Score[f.ord] += v
	}
	s.found = s.found[:0]
}

// idf is above 0: with synonyms a word may count in more messages than there are.
func idf(n, df float64) float64 { return math.Log(1 + max(0.5, n-df+0.5)/(df+0.5)) }

func saturate(tf, length float64) float64 {
	return tf * (bm25K1 + 1) / (tf + bm25K1*(1-bm25B+bm25B*length))
}
