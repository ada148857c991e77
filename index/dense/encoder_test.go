package dense

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
)

func TestEncodeOddTexts(t *testing.T) {
	e := embeddedEncoder(t, newKernels())
	for _, tt := range []struct{ name, text string }{
		{"nothing", ""},
		{"only emoji", "😀🎉"},
		{"invalid UTF-8", "\xff\xfe退款"},
		{"a script the vocabulary does not know", "བོད་སྐད་"},
		{"1 MB", strings.Repeat("清算后退款垫资。", 1<<20/24)},
		{"1 MB without a break", strings.Repeat("x", 1<<20)},
		{"NUL", "退\x00款"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for _, kind := range []Kind{Message, Window, Question} {
				out, err := e.Encode(t.Context(), kind, []string{tt.text})
				if err != nil || len(out) != 1 || len(out[0]) != e.Dim() {
					t.Fatalf("%d vectors, err %v", len(out), err)
				}
				sum := 0.0
				for _, x := range out[0] {
					sum += float64(x) * float64(x)
				}
				if sum < 120*120 || sum > 134*134 {
					t.Errorf("kind %d: length %.0f², want about 127²", kind, sum)
				}
			}
		})
	}
}

// A text's vector does not depend on what else is encoded with it.
func TestEncodeBatches(t *testing.T) {
	e := embeddedEncoder(t, newKernels())
	var texts []string
	for i := range 100 {
		texts = append(texts, strings.Repeat(fmt.Sprintf("第%d条退款", i), i%40))
	}
	together, err := e.Encode(t.Context(), Window, texts)
	if err != nil {
		t.Fatal(err)
	}
	for i, text := range texts {
		alone, err := e.Encode(t.Context(), Window, []string{text})
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(alone[0], together[i]) {
			t.Errorf("text %d has another vector alone", i)
		}
	}
	if none, err := e.Encode(t.Context(), Window, nil); err != nil || len(none) != 0 {
		t.Errorf("no texts: %v, %v", none, err)
	}
}

func TestEncodeStops(t *testing.T) {
	e := embeddedEncoder(t, newKernels())
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := e.Encode(ctx, Window, make([]string, 10_000)); !errors.Is(err, context.Canceled) {
		t.Errorf("err = %v, want context.Canceled", err)
	}
}

// In steady state a batch allocates nothing per token.
func TestRunAllocates(t *testing.T) {
	e := embeddedEncoder(t, newKernels())
	ws := new(workspace)
	texts := []string{strings.Repeat("清算后退款垫资", 20), "退款", strings.Repeat("分账", 30)}
	run := func() { e.run(ws, Window, texts, func(int, []float32) {}) }
	run()
	if n := testing.AllocsPerRun(20, run); n > 2 {
		t.Errorf("%.0f allocations for a batch, want at most 2", n)
	}
}

func TestVectors(t *testing.T) {
	w := NewVectorsWriter("model-a", 3)
	w.Add(30, []int8{1, 2, 3})
	w.Add(10, []int8{-127, 0, 127})
	w.Add(20, []int8{4, 5, 6})
	data := w.Bytes()
	v, err := OpenVectors(data, "model-a")
	if err != nil || v.Len() != 3 || v.dim != 3 {
		t.Fatalf("%+v, err %v", v, err)
	}
	if i, ok := v.Find(20); !ok || fmt.Sprint(v.At(i)) != "[4 5 6]" {
		t.Errorf("vector 20 = %v, %v", v.At(i), ok)
	}
	if _, ok := v.Find(15); ok {
		t.Error("found a vector that is not there")
	}
	if got := fmt.Sprint(v.Scan(nil, []int8{1, 0, 1})); got != "[0 10 4]" {
		t.Errorf("Scan = %s", got)
	}
	for name, broken := range map[string][]byte{
		"empty": nil, "cut short": data[:len(data)-1], "longer": append(data[:len(data):len(data)], 0), "text": []byte("hello"),
	} {
		if _, err := OpenVectors(broken, "model-a"); !errors.Is(err, ErrVectors) {
			t.Errorf("%s: err = %v, want ErrVectors", name, err)
		}
	}
	if _, err := OpenVectors(data, "model-b"); !errors.Is(err, ErrVectors) {
		t.Errorf("another model: err = %v, want ErrVectors", err)
	}
}

func FuzzOpenVectors(f *testing.F) {
	w := NewVectorsWriter("m", 2)
	w.Add(1, []int8{1, 2})
	f.Add(w.Bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		v, err := OpenVectors(data, "m")
		if err != nil {
			return
		}
		for i := range v.Len() {
			if at, ok := v.Find(v.key(i)); !ok || at != i {
				t.Errorf("vector %d is found at %d, %v", i, at, ok)
			}
		}
		v.Scan(nil, make([]int8, v.dim))
	})
}

func BenchmarkEncodeQuestion(b *testing.B) {
	e := embeddedEncoder(b, newKernels())
	question := []string{"钱都结给商家了，买家这时候要退，钱从哪出？"}
	for b.Loop() {
		if _, err := e.Encode(b.Context(), Question, question); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkEncodeWindows(b *testing.B) {
	b.Run("chosen", func(b *testing.B) { benchmarkWindows(b, newKernels()) })
	b.Run("plain Go", func(b *testing.B) { benchmarkWindows(b, genericKernels()) })
}

func benchmarkWindows(b *testing.B, k kernels) {
	e := embeddedEncoder(b, k)
	texts := make([]string, 64)
	for i := range texts {
		texts[i] = strings.Repeat("结算以后还能退款，从商户下一次的结算款里扣。", 6+i%3)
	}
	tokens := 0
	for _, t := range texts {
		tokens += len(e.tokens.encode(nil, t, false, e.cfg.maxTokens(Window)))
	}
	for b.Loop() {
		if _, err := e.Encode(b.Context(), Window, texts); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(tokens)*float64(b.N)/b.Elapsed().Seconds(), "tokens/s")
	b.ReportMetric(float64(tokens)*float64(b.N)*e.macsPerToken()/1e9/b.Elapsed().Seconds(), "GMAC/s")
}

// macsPerToken counts the products of the layers' matrices for one token.
func (e *Encoder) macsPerToken() float64 {
	h, f := float64(e.cfg.HiddenSize), float64(e.cfg.IntermediateSize)
	return float64(e.cfg.NumHiddenLayers) * (4*h*h + 2*h*f)
}
