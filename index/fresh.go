package index

import (
	"cmp"
	"context"
	"slices"

	"qunwen/index/dense"
	"qunwen/index/generation"
	"qunwen/index/wording"
)

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
func (n *inquiry) encodeFresh(ctx context.Context, alike []int8) error {
	x, m := n.x, n.x.meanings
	var fresh []int
	for _, i := range n.touched {
		if n.own[i] > 0 && m.Places.Message(i) == generation.NoVector {
			fresh = append(fresh, i)
		}
	}
	slices.SortFunc(fresh, func(a, b int) int {
		return cmp.Or(cmp.Compare(n.own[b], n.own[a]), cmp.Compare(b, a)) // the latest first
	})
	text := func(i int) string { return wording.Meaning(x.analyzer, x.store.Text(i)) }
	var ordinals []int
	var messages, around []string
	for _, i := range fresh {
		said := text(i)
		if wording.MeansLittle(said) {
			continue
		}
		e := x.episode[i]
		lo, hi := max(e.Lo, i-freshReach, n.sc.start[x.dayOf[i]]), min(e.Hi, i+freshReach+1, n.sc.end[x.dayOf[i]])
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
		n.message[i] = cosine(dot(vectors[k], alike))
		n.window[i] = max(n.window[i], cosine(dot(wide[k], n.asked)))
	}
	return nil
}

func dot(a, b []int8) int32 {
	sum := int32(0)
	for i := range a {
		sum += int32(a[i]) * int32(b[i])
	}
	return sum
}
