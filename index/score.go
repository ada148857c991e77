package index

import (
	"context"
	"math"
	"slices"
	"time"

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

// A scratch holds the sums of one search, by ordinal. All but touched is zero
// between searches.
type scratch struct {
	score   []float32 // of the window and the message, both fields
	own     []float32 // of the message, both fields
	covered []uint64  // bit n: the n-th word of the query is in the window
	words   []uint64  // bit n: the n-th word of the query is in the message
	grams   []uint64  // bit n: the n-th bigram of the query is in the message
	message []float32 // similarity of the question to the message
	window  []float32 // and to the best window that holds it
	tf      []float32 // of one term, in windows, in units of kernelUnit
	term    []int     // ordinals with tf
	touched []int     // ordinals with a score
	found   []found   // messages with one term
	dots    []int32   // of the question with each vector of a set
}

func newScratch(n int) *scratch {
	return &scratch{
		score: make([]float32, n), own: make([]float32, n),
		covered: make([]uint64, n), words: make([]uint64, n), grams: make([]uint64, n), tf: make([]float32, n),
		message: make([]float32, n), window: make([]float32, n),
	}
}

func (s *scratch) reset() {
	for _, i := range s.touched {
		s.score[i], s.own[i], s.covered[i], s.words[i], s.grams[i] = 0, 0, 0, 0, 0
	}
	s.touched, s.found = s.touched[:0], s.found[:0]
	clear(s.message)
	clear(s.window)
}

// scope is which ordinals of each day may be used: from start up to end, but
// not those of hidden speakers, whose words are as if they had not been said.
type scope struct {
	start  []int
	end    []int
	hidden []bool // by place of the name; nil if nobody is
	except []int  // single ordinals that are not used, a few
}

// holds reports whether ordinal i, of the given day, was sent at a time in scope.
func (sc *scope) holds(day uint32, i int) bool { return i >= sc.start[day] && i < sc.end[day] }

// hides reports whether ordinal i is a hidden speaker's, or not to be used itself.
func (sc *scope) hides(x *Index, i int) bool {
	return sc.hidden != nil && sc.hidden[x.store.Who(i)] || slices.Contains(sc.except, i)
}

func (x *Index) scope(opt Options) scope {
	sc := scope{start: make([]int, len(x.manifest.Days)), end: make([]int, len(x.manifest.Days))}
	for _, id := range opt.Except {
		if i, ok := x.ordinal(id); ok {
			sc.except = append(sc.except, i)
		}
	}
	if opt.Hidden != nil {
		sc.hidden = make([]bool, x.store.Speakers())
		for k := range sc.hidden {
			sc.hidden[k] = opt.Hidden(x.store.Name(k), "")
		}
	}
	first, last := x.date(opt.Since), x.date(opt.Before)
	for d, day := range x.manifest.Days {
		sc.start[d], sc.end[d] = x.starts[d], x.starts[d+1]
		if day.Date < first || last != "" && day.Date > last || opt.leavesOut(day.Room, day.Date) {
			sc.end[d] = sc.start[d]
			continue
		}
		if day.Date == last {
			sc.end[d] = x.firstSent(d, func(at time.Time) bool { return at.After(opt.Before) })
		}
		if day.Date == first {
			sc.start[d] = min(sc.end[d], x.firstSent(d, func(at time.Time) bool { return !at.Before(opt.Since) }))
		}
	}
	return sc
}

// leavesOut reports whether a day of a room is not used, whatever was said on it.
func (o *Options) leavesOut(room, date string) bool {
	return len(o.Rooms) > 0 && !slices.Contains(o.Rooms, room) || len(o.Without) > 0 && slices.Contains(o.Without, room+"/"+date)
}

// date returns the day of t as the manifest writes it; "" of the zero time.
func (x *Index) date(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(x.loc).Format(time.DateOnly)
}

// firstSent returns the first ordinal of day d that was sent at a time for which
// is holds; the end of the day if there is none.
func (x *Index) firstSent(d int, is func(at time.Time) bool) int {
	for i := x.starts[d]; i < x.starts[d+1]; i++ {
		if r := (generation.Record{Second: x.store.Second(i)}); is(r.Time(x.manifest.Days[d].Date, x.loc)) {
			return i
		}
	}
	return x.starts[d+1]
}

// window returns the messages around ordinal i that count as its surroundings.
func (x *Index) window(sc scope, i int) generation.Span {
	e, d := x.episode[i], x.dayOf[i]
	return generation.Span{Lo: max(i-windowRadius, e.Lo, sc.start[d]), Hi: min(i+windowRadius+1, e.Hi, sc.end[d])}
}

// A found is a message that holds a term, or a synonym of it.
type found struct {
	ord  int
	freq float32 // how often, times the weight of what was found
}

// collect adds the messages in scope that hold term to s.found. weight counts
// for each time it stands there.
func (x *Index) collect(ctx context.Context, s *scratch, sc scope, field, term string, weight float32) error {
	return x.terms.Postings(ctx, field, term, func(ord int, freq float32) {
		if sc.holds(x.dayOf[ord], ord) && !sc.hides(x, ord) {
			s.found = append(s.found, found{ord, freq * weight})
		}
	})
}

// add scores the messages of s.found, which hold one term, and empties it. idf
// is the term's, bit a mask of its place among the query's terms of its field;
// own and around get the bit for messages and for windows that hold it. around
// may be nil.
func (x *Index) add(s *scratch, sc scope, idf float64, l *lengths, bit uint64, own, around []uint64) {
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
		if s.score[i] == 0 {
			s.touched = append(s.touched, i)
		}
		s.score[i] += float32(idf * saturate(tf, length/window))
		if around != nil {
			around[i] |= bit
		}
	}
	weight := ownWeight * idf
	for _, f := range s.found {
		own[f.ord] |= bit
		v := float32(weight * saturate(float64(f.freq), l.between(f.ord, f.ord+1)/l.mean))
		s.own[f.ord] += v
		s.score[f.ord] += v
	}
	s.found = s.found[:0]
}

// idf is above 0: with synonyms a word may count in more messages than there are.
func idf(n, df float64) float64 { return math.Log(1 + max(0.5, n-df+0.5)/(df+0.5)) }

func saturate(tf, length float64) float64 {
	return tf * (bm25K1 + 1) / (tf + bm25K1*(1-bm25B+bm25B*length))
}

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
