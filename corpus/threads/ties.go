package threads

import "math"

// ties adds up what holds a strand together. It goes through the strand once,
// from the first place to the last; a place is an index into the strand.
type ties struct {
	us     []utterance
	strand []int // indices into us

	place map[int]int // of an utterance in the strand, as far as it was gone through
	steps []float64   // by how much the cost of a cut before a place differs from that before the place before
	gain  []float64   // what a cut before a place gains

	spoke map[int]int // where each speaker spoke last
	open  []int       // the places of the latest questions
	run   int         // how many utterances one speaker has had without a break
}

func newTies(us []utterance, strand []int) *ties {
	return &ties{
		us: us, strand: strand,
		place: make(map[int]int, len(strand)),
		steps: make([]float64, len(strand)+1),
		gain:  make([]float64, len(strand)+1),
		spoke: make(map[int]int),
	}
}

func (t *ties) at(q int) *utterance { return &t.us[t.strand[q]] }

// tie makes every cut between the places p and q cost c more.
func (t *ties) tie(p, q int, c float64) {
	t.steps[p+1] += c
	t.steps[q+1] -= c
}

// neighbour ties an utterance to the one before it, by the pause between them.
func (t *ties) neighbour(q int) {
	t.place[t.strand[q]] = q
	if q == 0 {
		return
	}
	pause := minutes(t.at(q-1).m, t.at(q).m)
	t.tie(q-1, q, nextCost/(1+pause/2))
	t.gain[q] += pauseGain * pause / (pause + longPause)
	if t.at(q).turn && t.strand[q-1] == t.strand[q]-1 {
		t.tie(q-1, q, turnCost)
	}
}

// replies ties an utterance to those it quotes or whose speakers it names.
func (t *ties) replies(q int) {
	for _, to := range t.at(q).ties {
		if p, ok := t.place[to]; ok && p < q {
			t.tie(p, q, tieCost/(1+minutes(t.us[to].m, t.at(q).m)/60)) // divide sends it there, whatever is cut
		}
	}
}

// answers ties an utterance to the latest questions of others.
func (t *ties) answers(q int) {
	u := t.at(q)
	if u.question || u.short {
		return
	}
	rank := 1.0
	for k := len(t.open) - 1; k >= 0 && q-t.open[k] <= window && rank <= maxOpen; k-- {
		asked := t.at(t.open[k])
		if asked.who == u.who {
			continue
		}
		hours := minutes(asked.m, u.m) / 60
		t.tie(t.open[k], q, answerCost/(1+float64(q-t.open[k])/4)/rank/(1+hours))
		rank++
	}
}

// words ties an utterance to the one by somebody else that has most in common
// with it, of several the latest.
func (t *ties) words(q int) {
	near, most := -1, 0.0
	for _, sh := range t.at(q).shared { // the latest first
		if p, ok := t.place[int(sh.at)]; ok && t.us[sh.at].who != t.at(q).who && float64(sh.weight) > most {
			near, most = p, float64(sh.weight)
		}
	}
	if near >= 0 {
		t.tie(near, q, wordsCost*math.Log2(1+most))
	}
}

// question has a cut before a new question gain, and remembers the question.
func (t *ties) question(q int) {
	u := t.at(q)
	if !u.question {
		return
	}
	if len(u.ties) == 0 {
		g := askGain
		if p, ok := t.spoke[u.who]; ok && q-p <= window {
			g /= 2
		}
		if t.run >= talkRun && t.at(q-1).who != u.who {
			g += talkGain
		}
		t.gain[q] += g
	}
	if t.open = append(t.open, q); len(t.open) > 2*maxOpen {
		t.open = t.open[1:]
	}
}

// spoken remembers who has spoken, and for how long.
func (t *ties) spoken(q int) {
	if q > 0 && t.at(q-1).who != t.at(q).who {
		t.run = 0
	}
	t.run++
	t.spoke[t.at(q).who] = q
}

// costs returns what a cut before each place costs; nothing before the first.
func (t *ties) costs() []float64 {
	sum := 0.0
	for q := range t.steps {
		sum += t.steps[q]
		t.steps[q] = sum - t.gain[q]
	}
	t.steps[0] = 0
	return t.steps
}
