package threads

import "math"

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
	of := make([]int, len(us))
	var all []strand
	var active []int    // strands with an utterance in the window
	var words []float64 // by strand: most words in common with one utterance
	for i := range us {
		u := &us[i]
		keep := active[:0]
		for _, s := range active {
			if i-all[s].last <= window {
				keep = append(keep, s)
			}
		}
		active = keep
		best := -1
		switch {
		case len(u.ties) > 0:
			best = of[u.ties[0]]
		case u.turn:
			best = of[i-1]
		default:
			for _, sh := range u.shared {
				words[of[sh.at]] = max(words[of[sh.at]], float64(sh.weight))
			}
			score := -openStrand
			if u.question && u.replied {
				score += askReplied
			}
			for _, s := range active {
				st := &all[s]
				x := commonWords*math.Log2(1+words[s]) - math.Log2(float64(i-st.last)) -
					pausePenalty*math.Log2(1+2*minutes(us[st.last].m, u.m))
				if at, ok := st.took[u.who]; ok && i-at <= window {
					x += tookPart
				}
				if x >= score {
					best, score = s, x
				}
			}
			for _, sh := range u.shared {
				words[of[sh.at]] = 0
			}
		}
		if best < 0 {
			best = len(all)
			all = append(all, strand{took: make(map[int]int)})
			words = append(words, 0)
			active = append(active, best)
		} else if i-all[best].last > window {
			active = append(active, best)
		}
		of[i] = best
		all[best].last = i
		all[best].took[u.who] = i
	}
	return of
}
