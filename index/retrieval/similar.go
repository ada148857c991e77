package retrieval

import (
	"cmp"
	"context"
	"slices"

	"qunwen/index/dense"
	"qunwen/index/generation"
	"qunwen/index/wording"
)

// maxMeant is how many characters of a question the encoder reads.
const maxMeant = 64

// similar adds the similarities of the question to the scratch: of each message
// in scope, and of the best window that holds it.
func (n *Lookup) similar(ctx context.Context, question string) error {
	x, m := n.x, n.x.meanings
	text := wording.Meaning(x.Analyzer, wording.Gist(question, maxMeant))
	if text == "" {
		return nil
	}
	asked, err := m.encoder.Encode(ctx, dense.Question, []string{text})
	if err != nil {
		return err
	}
	alike, err := m.encoder.Encode(ctx, dense.Message, []string{text})
	if err != nil {
		return err
	}
	n.Asked = asked[0]
	n.compareMessages(alike[0])
	n.compareWindows()
	if x.Manifest.Missing > 0 {
		return n.encodeFresh(ctx, alike[0])
	}
	return nil
}

// compareMessages sets the similarity of each message in scope to alike, the
// vector of the question taken as a message, and n.topic.
func (n *Lookup) compareMessages(alike []int8) {
	x, m := n.x, n.x.meanings
	n.dots = m.Messages.Scan(n.dots[:0], alike)
	sum, count := 0.0, 0
	for i := range x.Store.Len() {
		if v := m.Places.Message(i); v != generation.NoVector && n.Scope.holds(x.DayOf[i], i) && !n.Scope.hides(x, i) {
			n.Message[i] = dense.CosineOf(n.dots[v])
			sum += float64(n.Message[i])
			count++
		}
	}
	n.Topic = sum / float64(max(1, count)) / m.centre()
}

// compareWindows sets the similarity of the question to the best window of each
// message. Windows that are not wholly in scope do not count.
func (n *Lookup) compareWindows() {
	x, m := n.x, n.x.meanings
	n.dots = m.Windows.Scan(n.dots[:0], n.Asked)
	for w := range m.Places.WindowCount() {
		at, v := m.Places.Window(w)
		if v == generation.NoVector || at.Lo < n.Scope.Start[x.DayOf[at.Lo]] || at.Hi > n.Scope.End[x.DayOf[at.Lo]] {
			continue
		}
		c := dense.CosineOf(n.dots[v])
		for i := at.Lo; i < at.Hi; i++ {
			n.Window[i] = max(n.Window[i], c)
		}
	}
}

// Answers returns the similarity of the question to what the message at
// ordinal i says, as an answer; 0 if it has no vector.
func (n *Lookup) Answers(i int) float64 {
	if n.Asked == nil {
		return 0
	}
	if v := n.fresh[i]; v != nil {
		return float64(dense.Cosine(v, n.Asked))
	}
	v := n.x.meanings.Places.Message(i)
	if v == generation.NoVector {
		return 0
	}
	return float64(dense.Cosine(n.x.meanings.Messages.At(int(v)), n.Asked))
}

const (
	// maxFresh is how many messages are encoded while a question waits, because
	// their vectors have not been made yet: what was said a moment ago must not
	// rank below what was said long ago merely because it has none.
	maxFresh = 8

	// freshReach is how many messages on either side make the window of one.
	freshReach = 3
)

// encodeFresh encodes, of the messages that have no vector yet, those that fit
// the question's words best, and gives them their similarities. alike is the
// vector of the question taken as a message.
func (n *Lookup) encodeFresh(ctx context.Context, alike []int8) error {
	x, m := n.x, n.x.meanings
	var fresh []int
	for _, i := range n.touched {
		if n.Own[i] > 0 && m.Places.Message(i) == generation.NoVector {
			fresh = append(fresh, i)
		}
	}
	slices.SortFunc(fresh, func(a, b int) int {
		return cmp.Or(cmp.Compare(n.Own[b], n.Own[a]), cmp.Compare(b, a)) // the latest first
	})
	text := func(i int) string { return wording.Meaning(x.Analyzer, x.Store.Text(i)) }
	var ordinals []int
	var messages, around []string
	for _, i := range fresh {
		said := text(i)
		if wording.MeansLittle(said) {
			continue
		}
		e := x.Episode[i]
		lo, hi := max(e.Lo, i-freshReach, n.Scope.Start[x.DayOf[i]]), min(e.Hi, i+freshReach+1, n.Scope.End[x.DayOf[i]])
		ordinals, messages = append(ordinals, i), append(messages, said)
		surroundings := said
		for _, w := range wording.Windows(lo, hi, text) {
			if w.Lo <= i && i < w.Hi {
				surroundings = w.Text
				break
			}
		}
		around = append(around, surroundings)
		if len(ordinals) == maxFresh {
			break
		}
	}
	if len(ordinals) == 0 {
		return nil
	}
	vectors, err := m.encoder.Encode(ctx, dense.Message, messages)
	if err != nil {
		return err
	}
	wide, err := m.encoder.Encode(ctx, dense.Window, around)
	if err != nil {
		return err
	}
	n.fresh = make(map[int][]int8, len(ordinals))
	for k, i := range ordinals {
		n.fresh[i] = vectors[k]
		n.Message[i] = dense.Cosine(vectors[k], alike)
		n.Window[i] = max(n.Window[i], dense.Cosine(wide[k], n.Asked))
	}
	return nil
}
