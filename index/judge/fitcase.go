package judge

import "slices"

// A Case is what is known of one question when weights are fitted.
type Case struct {
	Kind  Kind
	Own   bool // the question as it stands in the chat, word for word: the index holds it
	Group int  // see [Groups]
	Set   int  // number of its gold file, from 0

	Places []Place   // that were found, in the order in which they are ranked
	Signs  []float64 // what speaks for an answer; nil if no place was found
	Right  bool      // one of the first three places shows a right line
	Put    []float64 // how it is put; see FitTalk
}

// A Place is a candidate.
type Place struct {
	Features []float64
	Lines    []Line // in the order they were said
	Right    bool   // it shows a right line
	Judged   bool   // it is known whether it is right
}

// A Line is a message that a place may show.
type Line struct {
	Features []float64
	Right    bool
	Judged   bool // it is known whether it is right
}

// fullSet is how many questions a gold file has that counts in full; a smaller
// one counts by its share of them.
const fullSet = 180

// ownShare is the weight of questions that stand in the chat word for word,
// beside others: the question alone finds the place.
const ownShare = 0.3

// setWeights returns the weight of a question of each gold file with which all
// files count the same, but small ones and those of questions that stand in the
// chat less. counted says which cases are counted.
func setWeights(cases []Case, counted func(*Case) bool) []float64 {
	var n, own []float64
	for i := range cases {
		for len(n) <= cases[i].Set {
			n, own = append(n, 0), append(own, 0)
		}
		if !counted(&cases[i]) {
			continue
		}
		n[cases[i].Set]++
		if cases[i].Own {
			own[cases[i].Set]++
		}
	}
	total := 0.0
	w := make([]float64, len(n))
	for s := range n {
		if n[s] == 0 {
			continue
		}
		w[s] = min(1, n[s]/fullSet) / n[s]
		if own[s] > n[s]/2 {
			w[s] *= ownShare
		}
		total += w[s] * n[s]
	}
	for s := range w { // the mean weight is 1
		w[s] *= sum(n) / max(total, 1e-12)
	}
	return w
}

func sum(x []float64) float64 {
	s := 0.0
	for _, v := range x {
		s += v
	}
	return s
}

// even returns a ridge of l2 for each of n features.
func even(l2 float64, n int) []float64 { return slices.Repeat([]float64{l2}, n) }
