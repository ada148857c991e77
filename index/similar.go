package index

import (
	"context"
	"sync"

	"qunwen/index/build"
	"qunwen/index/dense"
	"qunwen/index/generation"
	"qunwen/index/wording"
)

// maxMeant is how many characters of a question the encoder reads.
const maxMeant = 64

// meanings are the vectors of a generation, and what encodes questions.
type meanings struct {
	*generation.Vectors
	encoder build.Encoder

	// centres are the lengths of the mean vectors of messages and windows.
	centres func() [2]float64
}

// openMeanings opens the vectors of the generation in gdir, unless another encoder
// has made them.
func (x *Index) openMeanings(gdir string, enc build.Encoder) error {
	if enc == nil || x.manifest.Model != enc.Fingerprint() {
		return nil
	}
	v, err := generation.OpenVectors(gdir, x.manifest)
	if err != nil {
		return err
	}
	x.meanings = &meanings{Vectors: v, encoder: enc, centres: sync.OnceValue(func() [2]float64 {
		const least = 0.01 // of an empty set, or one of nothing in common
		return [2]float64{max(v.Messages.Centre(), least), max(v.Windows.Centre(), least)}
	})}
	return nil
}

// similar adds the similarities of the question to the scratch: of each message
// in scope, and of the best window that holds it.
func (n *inquiry) similar(ctx context.Context, question string) error {
	x, m := n.x, n.x.meanings
	text := wording.Meaning(x.analyzer, wording.Gist(question, maxMeant))
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
	n.asked = asked[0]
	n.compareMessages(alike[0])
	n.compareWindows()
	if x.manifest.Missing > 0 {
		return n.encodeFresh(ctx, alike[0])
	}
	return nil
}

// compareMessages sets the similarity of each message in scope to alike, the
// vector of the question taken as a message, and n.topic.
func (n *inquiry) compareMessages(alike []int8) {
	x, m := n.x, n.x.meanings
	n.dots = m.Messages.Scan(n.dots[:0], alike)
	sum, count := 0.0, 0
	for i := range x.store.Len() {
		if v := m.Places.Message(i); v != generation.NoVector && n.sc.holds(x.dayOf[i], i) && !n.sc.hides(x, i) {
			n.message[i] = cosine(n.dots[v])
			sum += float64(n.message[i])
			count++
		}
	}
	n.topic = sum / float64(max(1, count)) / m.centres()[0]
}

// compareWindows sets the similarity of the question to the best window of each
// message, and n.around. Windows that are not wholly in scope do not count.
func (n *inquiry) compareWindows() {
	x, m := n.x, n.x.meanings
	n.dots = m.Windows.Scan(n.dots[:0], n.asked)
	for w := range m.Places.WindowCount() {
		at, v := m.Places.Window(w)
		if v == generation.NoVector || at.Lo < n.sc.start[x.dayOf[at.Lo]] || at.Hi > n.sc.end[x.dayOf[at.Lo]] {
			continue
		}
		c := cosine(n.dots[v])
		for i := at.Lo; i < at.Hi; i++ {
			n.window[i] = max(n.window[i], c)
		}
	}
	n.around = meanOfSet(n.window) / m.centres()[1]
}

// meanOfSet returns the mean of the values that are not 0; 0 if all are.
func meanOfSet(values []float32) float64 {
	sum, count := 0.0, 0
	for _, v := range values {
		if v != 0 {
			sum += float64(v)
			count++
		}
	}
	return sum / float64(max(1, count))
}

// answers returns the similarity of the question to what the message at
// ordinal i says, as an answer; 0 if it has no vector.
func (n *inquiry) answers(i int) float64 {
	if n.asked == nil {
		return 0
	}
	if v := n.fresh[i]; v != nil {
		return float64(cosine(dot(v, n.asked)))
	}
	v := n.x.meanings.Places.Message(i)
	if v == generation.NoVector {
		return 0
	}
	return float64(cosine(n.x.meanings.Messages.Dot(int(v), n.asked)))
}

// cosine makes a similarity of the product of two 8-bit vectors.
func cosine(dot int32) float32 { return float32(dot) / (127 * 127) }
