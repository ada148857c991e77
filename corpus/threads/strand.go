package threads

import (
	"math"
	"slices"
)

// What speaks for an utterance going on with a strand, and against it, each in
// halvings of the distance.
const (
	openStrand   = 5.0 // what speaks against every strand before another is opened
	askReplied   = 5.0 // less, for a question that somebody replies to by name
	tookPart     = 1.5 // the speaker has said something in the strand
	commonWords  = 2.0 // by how often the weight of common words doubles
	pausePenalty = 0.5 // by how often the time doubles
)

// A strand is what may be one conversation while others go on beside it.
type strand struct {
	last int         // its latest utterance
	took map[int]int // the latest utterance of each speaker
}

// strands tells conversations that interleave apart: it returns for each
// utterance the number of its strand, counted from 0 by first utterance.
//
// A reply goes where what it replies to is, a turn stays together. The others
// go where the time and the utterances since, the speaker and the words fit
// best.
func strands(us []utterance) []int {
	s := sorter{us: us, of: make([]int, len(us))}
	for i := range us {
		s.forget(i)
		switch u := &us[i]; {
		case len(u.ties) > 0:
			s.add(i, s.of[u.ties[0]])
		case u.turn:
			s.add(i, s.of[i-1])
		default:
			s.add(i, s.nearest(i))
		}
	}
	return s.of
}

// A sorter puts one utterance after the other into strands.
type sorter struct {
	us     []utterance
	of     []int // the strand of each utterance that was put
	all    []strand
	active []int     // strands with an utterance in the window
	words  []float64 // by strand: most words in common with one utterance; zero between calls
}

// forget drops from the active strands those without an utterance in the
// window before i.
func (s *sorter) forget(i int) {
	s.active = slices.DeleteFunc(s.active, func(k int) bool { return i-s.all[k].last > window })
}

// nearest returns the active strand in which utterance i fits best, of equals
// the one that was active last; -1 if it opens another.
func (s *sorter) nearest(i int) int {
	u := &s.us[i]
	for _, sh := range u.shared {
		k := s.of[sh.at]
		s.words[k] = max(s.words[k], float64(sh.weight))
	}
	best, score := -1, -openStrand
	if u.question && u.replied {
		score += askReplied
	}
	for _, k := range s.active {
		if x := s.fit(i, k); x >= score {
			best, score = k, x
		}
	}
	for _, sh := range u.shared {
		s.words[s.of[sh.at]] = 0
	}
	return best
}

// fit is higher the better utterance i goes on with strand k.
func (s *sorter) fit(i, k int) float64 {
	u, st := &s.us[i], &s.all[k]
	x := commonWords*math.Log2(1+s.words[k]) - math.Log2(float64(i-st.last)) -
		pausePenalty*math.Log2(1+2*minutes(s.us[st.last].m, u.m))
	if at, ok := st.took[u.who]; ok && i-at <= window {
		x += tookPart
	}
	return x
}

// add puts utterance i into strand k, or into a new one if k is -1.
func (s *sorter) add(i, k int) {
	if k < 0 {
		k = len(s.all)
		s.all = append(s.all, strand{took: make(map[int]int)})
		s.words = append(s.words, 0)
		s.active = append(s.active, k)
	} else if i-s.all[k].last > window {
		s.active = append(s.active, k)
	}
	s.of[i] = k
	s.all[k].last = i
	s.all[k].took[s.us[i].who] = i
}
