package index

import (
	"context"
	"fmt"
	"path/filepath"

	"qunwen/index/dense"
)

// meanings are the vectors of a generation.
type meanings struct {
	encoder  Encoder
	messages *dense.Vectors
	windows  *dense.Vectors
	places   *passages
}

// openMeanings opens the vectors of the generation in gdir; nil if the encoder
// has made none.
func (x *Index) openMeanings(gdir string, enc Encoder) error {
	if enc == nil || x.manifest.Model != enc.Fingerprint() {
		return nil
	}
	m := &meanings{encoder: enc}
	for _, part := range []struct {
		name string
		set  **dense.Vectors
	}{{messageVectors, &m.messages}, {windowVectors, &m.windows}} {
		data, err := x.mapFile(filepath.Join(gdir, part.name))
		if err != nil {
			return err
		}
		if *part.set, err = dense.OpenVectors(data, enc.Fingerprint()); err != nil {
			return fmt.Errorf("%w: %s: %w", ErrDamaged, part.name, err)
		}
	}
	data, err := x.mapFile(filepath.Join(gdir, passagesName))
	if err != nil {
		return err
	}
	if m.places, err = openPassages(data, x.store.n, m.messages.Len(), m.windows.Len()); err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	x.meanings = m
	return nil
}

// similar adds the similarities of the question to s: of each message in
// scope, and of the best window that holds it.
func (x *Index) similar(ctx context.Context, s *scratch, sc scope, question string) error {
	m := x.meanings
	text := meaning(x.analyzer, question)
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
	s.dots = m.messages.Scan(s.dots[:0], alike[0])
	for i := range x.store.n {
		if v := u32(m.places.messages, i); v != noVector && i < sc.end[x.dayOf[i]] {
			s.message[i] = cosine(s.dots[v])
		}
	}
	s.dots = m.windows.Scan(s.dots[:0], asked[0])
	for w := range m.places.windowCount() {
		at, v := m.places.window(w)
		if v == noVector || at.hi > sc.end[x.dayOf[at.lo]] {
			continue
		}
		c := cosine(s.dots[v])
		for i := at.lo; i < at.hi; i++ {
			s.window[i] = max(s.window[i], c)
		}
	}
	return nil
}

// cosine makes a similarity of the product of two 8-bit vectors.
func cosine(dot int32) float32 { return float32(dot) / (127 * 127) }

// fuse replaces the lexical scores by the fused ones; see weights.
func (x *Index) fuse(s *scratch, sc scope) {
	best := float32(0)
	for _, i := range s.touched {
		best = max(best, s.score[i])
	}
	s.touched = s.touched[:0]
	for d := range x.manifest.Days {
		for i := x.starts[d]; i < sc.end[d]; i++ {
			if s.score[i] == 0 && s.window[i] == 0 && s.message[i] == 0 {
				continue
			}
			v := x.weights.Window*float64(s.window[i]) + x.weights.Message*float64(s.message[i])
			if best > 0 {
				v += x.weights.Lexical * float64(s.score[i]/best)
			}
			s.score[i] = float32(v)
			s.touched = append(s.touched, i)
		}
	}
}
