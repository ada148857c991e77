package dense

import (
	"context"
	"fmt"
	"math"
	"runtime"
	"sync"
)

// A Kind says what a text is: the encoder treats them differently.
type Kind uint8

// The kinds of text.
const (
	Message  Kind = iota // a single message
	Window               // consecutive messages, joined
	Question             // a question that is asked of windows
)

// batchTokens is how many tokens go through the layers together: enough to keep
// the kernel busy, few enough for the caches.
const batchTokens = 192

// An Encoder makes vectors of texts. It is safe for concurrent use.
type Encoder struct {
	cfg        *Config
	tokens     *Tokenizer
	weights    *Weights
	layers     []layer
	projection *matrix // nil without one
	kernels    kernels
	spare      sync.Pool // of *workspace
}

// A layer is one transformer layer, ready for the kernels.
type layer struct {
	query, key, value, out *matrix
	inner, outer           *matrix
	norm1, norm2           normWeights
}

// NewEncoder returns an encoder of the given weights.
func NewEncoder(cfg *Config, w *Weights, t *Tokenizer) *Encoder {
	return newEncoder(cfg, w, t, newKernels())
}

func newEncoder(cfg *Config, w *Weights, t *Tokenizer, k kernels) *Encoder {
	e := &Encoder{cfg: cfg, tokens: t, weights: w, kernels: k}
	for i := range w.layers {
		l := &w.layers[i]
		e.layers = append(e.layers, layer{
			query: pack(&l.query), key: pack(&l.key), value: pack(&l.value), out: pack(&l.attentionOutput),
			inner: pack(&l.intermediate), outer: pack(&l.output),
			norm1: l.attentionNorm, norm2: l.outputNorm,
		})
	}
	if w.projection != nil {
		e.projection = pack(w.projection)
	}
	e.spare.New = func() any { return new(workspace) }
	return e
}

func pack(l *linearWeights) *matrix { return newMatrix(l.out, l.in, l.q, l.scale, l.bias) }

// Fingerprint names the model: 16 hexadecimal digits.
func (e *Encoder) Fingerprint() string { return e.weights.fingerprint }

// Dim returns how many numbers a vector has.
func (e *Encoder) Dim() int { return e.cfg.dim() }

// Encode returns a vector for each text: round(127·x) of a vector of length 1,
// [Encoder.Dim] numbers. It uses all cores for many texts. The only error is
// that of a context that ended.
func (e *Encoder) Encode(ctx context.Context, kind Kind, texts []string) ([][]int8, error) {
	dim := e.Dim()
	flat := make([]int8, dim*len(texts))
	out := make([][]int8, len(texts))
	for i := range out {
		out[i] = flat[i*dim : (i+1)*dim : (i+1)*dim]
	}
	err := e.each(ctx, kind, texts, func(i int, v []float32) { e.kernels.quantiseUnit(out[i], v) })
	return out, err
}

// each encodes texts and hands every vector, of length 1, to take, from several
// goroutines at once. The vector is valid only during the call.
func (e *Encoder) each(ctx context.Context, kind Kind, texts []string, take func(i int, v []float32)) error {
	const share = 16 // texts a worker takes at a time
	workers := min(runtime.GOMAXPROCS(0), (len(texts)+share-1)/share)
	next := make(chan int)
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			ws := e.spare.Get().(*workspace)
			defer e.spare.Put(ws)
			for from := range next {
				to := min(from+share, len(texts))
				e.run(ws, kind, texts[from:to], func(i int, v []float32) { take(from+i, v) })
			}
		})
	}
	var err error
	for from := 0; from < len(texts) && err == nil; from += share {
		select {
		case next <- from:
		case <-ctx.Done():
			err = fmt.Errorf("encode: %w", ctx.Err())
		}
	}
	close(next)
	wg.Wait()
	return err
}

// run encodes texts in batches of about batchTokens tokens.
func (e *Encoder) run(ws *workspace, kind Kind, texts []string, take func(i int, v []float32)) {
	limit := e.cfg.maxTokens(kind)
	first := 0
	ws.ids, ws.ends = ws.ids[:0], ws.ends[:0]
	for i, text := range texts {
		if kind == Question {
			text = e.cfg.QueryPrefix + text
		}
		ws.ids = e.tokens.encode(ws.ids, text, kind == Question, limit)
		ws.ends = append(ws.ends, len(ws.ids))
		if len(ws.ids) >= batchTokens || i == len(texts)-1 {
			e.forward(ws)
			for n := range ws.ends {
				take(first+n, ws.vectors[n*e.Dim():(n+1)*e.Dim()])
			}
			first = i + 1
			ws.ids, ws.ends = ws.ids[:0], ws.ends[:0]
		}
	}
}

// unit divides v by its length; a vector of zeros stays.
func unit(v []float32) {
	sum := 0.0
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	if sum == 0 {
		return
	}
	scale := float32(1 / math.Sqrt(sum))
	for i := range v {
		v[i] *= scale
	}
}
