package analysis

import (
	"math"
	"unicode/utf8"
)

// A piece is a word of a run: bytes [from, to) of it. Single characters that
// are no word of the list are pieces too, not known.
type piece struct {
	from, to int
	runes    int
}

// scratch holds what segmenting needs again and again.
type scratch struct {
	at     []int   // byte offset of each rune, and the end
	best   []int32 // cost of the cheapest cut before each rune
	back   []int32 // runes in the last word of that cut
	pieces []piece
}

// segment cuts a folded Han run into the words whose product of probabilities
// is highest. The pieces are valid until the next call with the same scratch.
func (a *Analyzer) segment(run string, s *scratch) []piece {
	s.at = s.at[:0]
	for i := range run {
		s.at = append(s.at, i)
	}
	n := len(s.at)
	s.at = append(s.at, len(run))
	s.best = append(s.best[:0], 0)
	s.back = append(s.back[:0], 0)
	for range n {
		s.best = append(s.best, math.MaxInt32)
		s.back = append(s.back, 0)
	}
	base := int32(0) // keeps sums small in runs of any length
	for i := range n {
		if s.best[i] > 1<<30 {
			base = s.best[i]
			for j := i; j < len(s.best) && s.best[j] != math.MaxInt32; j++ {
				s.best[j] -= base
			}
		}
		a.each(run, s.at, i, func(runes int, cost int32) {
			if c := s.best[i] + cost; c < s.best[i+runes] {
				s.best[i+runes], s.back[i+runes] = c, int32(runes)
			}
		})
	}
	s.pieces = s.pieces[:0]
	for i := n; i > 0; i -= int(s.back[i]) {
		k := int(s.back[i])
		s.pieces = append(s.pieces, piece{s.at[i-k], s.at[i], k})
	}
	for i, j := 0, len(s.pieces)-1; i < j; i, j = i+1, j-1 {
		s.pieces[i], s.pieces[j] = s.pieces[j], s.pieces[i]
	}
	return s.pieces
}

// each calls f for every word that starts at rune i of run, and for the single
// character that stands there.
func (a *Analyzer) each(run string, at []int, i int, f func(runes int, cost int32)) {
	first, _ := utf8.DecodeRuneInString(run[at[i]:])
	mask := a.dict.lengths[first] | a.termLengths[first]
	hash := uint64(fnvOffset)
	single := a.dict.unknown
	for k := 1; k <= maxWord && i+k < len(at); k++ {
		if k > 1 && mask>>(k-1) == 0 {
			break
		}
		hash = hashBytes(hash, run[at[i+k-1]:at[i+k]])
		if mask&(1<<(k-1)) == 0 {
			continue
		}
		cost, ok := a.terms[run[at[i]:at[i+k]]]
		if !ok {
			cost, ok = a.dict.cost(hash)
		}
		switch {
		case ok && k == 1:
			single = cost
		case ok:
			f(k, cost)
		}
	}
	f(1, single)
}

// Known reports whether a term is a word: of the word list, a term of the trade,
// or letters and digits. A bigram that only fills a gap is none.
func (a *Analyzer) Known(term string) bool {
	r, n := utf8.DecodeRuneInString(term)
	return !isHan(r) || n == len(term) || a.known(a.Fold(term))
}

// known reports whether the word is in the list or among the terms.
func (a *Analyzer) known(word string) bool {
	if _, ok := a.terms[word]; ok {
		return true
	}
	_, ok := a.dict.cost(hashBytes(fnvOffset, word))
	return ok
}
