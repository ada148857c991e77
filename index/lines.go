package index

import (
	"math"
	"slices"
	"unicode/utf8"

	"qunwen/corpus"
	"qunwen/corpus/zh"
	"qunwen/index/wording"
)

const (
	linesAhead = 16 // messages before the middle of a place that may belong to it
	linesAfter = 24 // and behind it

	threadReach = 48 // and how far lines of the same conversation may be

	longLine  = 120  // characters of a line that count
	shortLine = 4    // characters below which a line says little by itself
	muchTalk  = 200  // characters of an answerer that count
	talkPart  = 60   // of these, in one line
	replyFade = 12.0 // lines in which the weight of a reply falls to 1/e
	tieFade   = 10.0 // the same for a question that is not the place's own
	tieReach  = 14   // lines back in which a question is looked for
)

// A line is a message that a place may show.
type line struct {
	ord      int
	features [lineFeatures]float64
	value    float64 // how much speaks for showing it
}

// A place is where the question was talked of, with the lines around it.
type place struct {
	lo, hi   int // ordinals in reach
	question int // the line that asks most like the query; -1 if none does
	lines    []line
}

// A survey is what the lines of a place have in common to be weighed by.
type survey struct {
	asking []float64          // 1 for a line that asks, by ordinal from place.lo on
	own    float64            // highest lexical score of a line
	window float32            // highest similarity of a window
	fits   float64            // how well the place's question fits the query, 0 to 1
	said   map[string]float64 // characters behind the question, by speaker
}

// place weighs the lines around ordinal p: those in reach, and the rest of its
// conversation where that goes on beyond.
func (n *inquiry) place(p int) place {
	r := place{question: -1}
	lo, hi := n.reach(p)
	r.lo, r.hi = n.conversation(p, lo, hi)
	s := n.survey(&r)
	for i := r.lo; i < r.hi; i++ {
		if (i < lo || i >= hi) && n.x.r.Root[i] != n.x.r.Root[p] {
			continue // of another conversation, and far away
		}
		if !n.showable(i, s.asking[i-r.lo] == 1) {
			continue
		}
		l := line{ord: i}
		n.weighLine(&l.features, &s, &r, p, i)
		if r.question >= 0 {
			n.weighTie(&l.features, &s, &r, i)
		}
		l.value = n.w.line(&l.features)
		if n.Who != nil && n.Says(i) {
			l.value += ownLine
		}
		l.value += focusLine * n.focused(i)
		r.lines = append(r.lines, l)
	}
	return r
}

// survey looks over the lines of a place and finds its question.
func (n *inquiry) survey(r *place) survey {
	x := n.x
	s := survey{asking: make([]float64, r.hi-r.lo), own: math.SmallestNonzeroFloat64, window: -1, said: make(map[string]float64)}
	best := 0.0
	for i := r.lo; i < r.hi; i++ {
		if n.hides(i) {
			continue
		}
		s.own = max(s.own, float64(n.Own[i]))
		s.window = max(s.window, n.Window[i])
		s.asking[i-r.lo] = truth(zh.Asks(x.r.Store.Text(i)))
		if v := float64(n.Own[i]) * (1 + s.asking[i-r.lo]); v > best {
			best, r.question = v, i
		}
	}
	if r.question >= 0 {
		s.fits = min(1, max(0, (n.alike(r.question)-0.5)/0.4))
		for i := r.question + 1; i < r.hi; i++ {
			s.said[x.r.Store.Speaker(i)] += float64(min(utf8.RuneCountInString(x.r.Store.Text(i)), talkPart))
		}
	}
	return s
}

// showable reports whether the message at ordinal i may be shown: not what
// hidden people said, red packets, what says nothing, and the question itself.
func (n *inquiry) showable(i int, asking bool) bool {
	x := n.x
	kind := x.r.Store.Kind(i)
	switch {
	case n.hides(i) || kind == corpus.RedPacket:
		return false
	case kind == corpus.Image:
		return true
	}
	text := x.r.Store.Text(i)
	return !wording.SaysNothing(text) && !(asking && wording.Letters(x.r.Analyzer.Fold(text)) == n.Query.Letters)
}

// weighLine fills in what the message at ordinal i says by itself, in a place
// around ordinal p.
func (n *inquiry) weighLine(f *[lineFeatures]float64, s *survey, r *place, p, i int) {
	x := n.x
	text, image := x.r.Store.Text(i), x.r.Store.Kind(i) == corpus.Image
	size := utf8.RuneCountInString(text)
	f[ownWords] = float64(n.Own[i]) / s.own
	f[likeQuestion] = float64(n.Message[i])
	f[likeAnswer] = n.Answers(i)
	f[inWindow] = float64(n.Window[i] - s.window)
	f[lineLength] = float64(min(size, longLine)) / longLine
	f[isShort] = truth(size < shortLine && !image)
	f[isAsking] = s.asking[i-r.lo]
	f[afterAsking] = n.tie(r, s.asking, i)
	f[fromMiddle] = math.Abs(float64(i-p)) / 10
	f[inThread] = truth(x.r.Root[i] == x.r.Root[p])
	f[isImage] = truth(image)
	f[coversWords] = n.Query.Coverage(n.Words[i])
	f[coversGrams] = n.Query.GramCoverage(n.Grams[i])
	if f[isAsking] == 0 {
		f[givesWanted] = wording.Gives(n.Query.Wants, text)
	}
}

// weighTie fills in how the message at ordinal i stands to the place's question.
func (n *inquiry) weighTie(f *[lineFeatures]float64, s *survey, r *place, i int) {
	x, q := n.x, r.question
	same := x.r.Store.Speaker(i) == x.r.Store.Speaker(q)
	f[isQuestion] = truth(i == q)
	f[byAsker] = truth(same && i != q)
	f[byAskerFitting] = s.fits * f[byAsker]
	f[beforeFitting] = s.fits * truth(i < q)
	if i > q {
		f[afterQuestion] = math.Exp(-float64(i-q) / replyFade)
		f[namesAsker] = truth(!same && wording.Mentions(x.r.Store.Text(i), x.r.Store.Speaker(q)))
	}
	if !same {
		f[byAnswerer] = s.fits * min(1, s.said[x.r.Store.Speaker(i)]/muchTalk)
	}
}

// hides reports whether message i must not be shown.
func (n *inquiry) hides(i int) bool {
	return n.hidden != nil && n.hidden(n.x.r.Store.Speaker(i), n.x.r.Store.Body(i)) || slices.Contains(n.Scope.Except, i)
}

// conversation widens lo and hi to the first and the last message of the
// conversation that ordinal p belongs to, as far as threadReach.
func (n *inquiry) conversation(p, lo, hi int) (int, int) {
	x, e := n.x, n.x.r.Episode[p]
	for i := lo - 1; i >= max(e.Lo, p-threadReach, n.Scope.Start[x.r.DayOf[p]]); i-- {
		if x.r.Root[i] == x.r.Root[p] {
			lo = i
		}
	}
	for i := hi; i < min(e.Hi, n.Scope.End[x.r.DayOf[p]], p+threadReach+1); i++ {
		if x.r.Root[i] == x.r.Root[p] {
			hi = i + 1
		}
	}
	return lo, hi
}

// tie says how much the line at ordinal i may answer a question like the query
// that somebody else asked before: how alike it is, fading with distance.
func (n *inquiry) tie(r *place, asking []float64, i int) float64 {
	tie := 0.0
	for j := max(r.lo, i-tieReach); j < i; j++ {
		if alike := n.alike(j); alike > 0.3 && n.x.r.Store.Speaker(j) != n.x.r.Store.Speaker(i) {
			tie = max(tie, (alike-0.3)/0.6*(0.5+0.5*asking[j-r.lo])*math.Exp(-float64(i-j)/tieFade))
		}
	}
	return tie
}

// alike says how much the message at ordinal i is like the query: by meaning,
// or without vectors by the share of a perfect lexical score that it has.
func (n *inquiry) alike(i int) float64 {
	if n.Asked != nil {
		return float64(n.Message[i])
	}
	return n.OwnShare(i)
}

// sameQuestion is how alike a question must be for what was said to it to decide:
// of vectors a cosine, without them a share of the words.
const sameQuestion = 0.6

// unanswered reports whether a place has the question that is asked, and of the
// lines chosen none that says something to it. chosen is in order.
func (n *inquiry) unanswered(r *place, chosen []int) bool {
	q := r.question
	if q < 0 || n.alike(q) < sameQuestion || !wording.OnlyAsks(n.x.r.Store.Text(q)) {
		return false
	}
	return !slices.ContainsFunc(r.lines, func(l line) bool {
		_, shown := slices.BinarySearch(chosen, l.ord)
		return shown && l.ord > q && (l.features[isShort] == 0 && !wording.OnlyAsks(n.x.r.Store.Text(l.ord)) || wording.YesOrNo(n.x.r.Store.Text(l.ord)))
	})
}

// reach returns the ordinals whose lines a place around p may show.
func (n *inquiry) reach(p int) (lo, hi int) {
	e, d := n.x.r.Episode[p], n.x.r.DayOf[p]
	return max(p-linesAhead, e.Lo, n.Scope.Start[d]), min(p+linesAfter+1, e.Hi, n.Scope.End[d])
}
