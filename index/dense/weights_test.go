package dense

import (
	"errors"
	"fmt"
	"io/fs"
	"math"
	"strings"
	"testing"
	"testing/fstest"
)

// tinyModel returns the folder of a model as Hugging Face publishes it: 7
// pieces, 2 layers, 4 wide, 9 positions. more is put at the end of its config.
// Its numbers are in -1..1 and different in all tensors.
func tinyModel(tb testing.TB, prefix, more string) fstest.MapFS {
	tb.Helper()
	cfg, err := parseConfig([]byte(published + more + "}"))
	if err != nil {
		tb.Fatal(err)
	}
	var f testTensors
	seed := 0.0
	add := func(name string, shape ...int64) {
		size := int64(1)
		for _, n := range shape {
			size *= n
		}
		values := make([]float32, size)
		for i := range values {
			seed++
			values[i] = float32(math.Sin(seed))
		}
		f.add(name, values, shape...)
	}
	h, ff := int64(cfg.HiddenSize), int64(cfg.IntermediateSize)
	both := func(name string, shape ...int64) {
		add(name+".weight", shape...)
		add(name+".bias", shape[0])
	}
	e := prefix + "embeddings."
	add(e+"word_embeddings.weight", int64(cfg.VocabSize), h)
	add(e+"position_embeddings.weight", int64(cfg.MaxPositions), h)
	add(e+"token_type_embeddings.weight", int64(cfg.TypeVocabSize), h)
	both(e+"LayerNorm", h)
	for i := range cfg.NumHiddenLayers {
		l := fmt.Sprintf("%sencoder.layer.%d.", prefix, i)
		for _, name := range []string{"attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense"} {
			both(l+name, h, h)
		}
		both(l+"attention.output.LayerNorm", h)
		both(l+"intermediate.dense", ff, h)
		both(l+"output.dense", h, ff)
		both(l+"output.LayerNorm", h)
	}
	if cfg.Projection > 0 {
		both("projection", int64(cfg.Projection), int64(cfg.pooled()))
	}
	return fstest.MapFS{
		"config.json":       {Data: []byte(published + more + "}")},
		"vocab.txt":         {Data: []byte("[PAD]\n[UNK]\n[CLS]\n[SEP]\n支\n付\n[Q]\n")},
		"model.safetensors": {Data: f.bytes(tb)},
	}
}

// near reports whether the matrix is the given tensor, as near as 8 bits can be.
func near(t *testing.T, name string, l *linearWeights, want []float32) {
	t.Helper()
	if len(want) != l.out*l.in || len(l.q) != len(want) || len(l.scale) != l.out {
		t.Fatalf("%s: %d by %d with %d numbers, want %d", name, l.out, l.in, len(l.q), len(want))
	}
	for i, x := range want {
		s := l.scale[i/l.in]
		if got := s * float32(l.q[i]); math.Abs(float64(got-x)) > float64(s)*0.5001 {
			t.Errorf("%s: number %d is %v, want %v", name, i, got, x)
		}
	}
}

func TestLoadWeights(t *testing.T) {
	for _, prefix := range []string{"", "bert."} {
		t.Run("prefix "+prefix, func(t *testing.T) {
			fsys := tinyModel(t, prefix, `,"pooling":"cls+mean","projection":3`)
			cfg, w, tok, err := LoadWeights(fsys)
			if err != nil {
				t.Fatal(err)
			}
			if cfg.dim() != 3 || tok.size != 7 || len(w.layers) != 2 || len(w.fingerprint) != nameSize {
				t.Errorf("dim %d, %d pieces, %d layers, model %q", cfg.dim(), tok.size, len(w.layers), w.fingerprint)
			}
			file := fsys["model.safetensors"].Data
			tensors, err := openTensors(strings.NewReader(string(file)), int64(len(file)))
			if err != nil {
				t.Fatal(err)
			}
			tensor := func(name string, shape ...int) []float32 {
				v, err := tensors.floats(name, shape...)
				if err != nil {
					t.Fatal(err)
				}
				return v
			}
			near(t, "word", &w.word, tensor(prefix+"embeddings.word_embeddings.weight", 7, 4))
			near(t, "output", &w.layers[1].output, tensor(prefix+"encoder.layer.1.output.dense.weight", 4, 6))
			near(t, "projection", w.projection, tensor("projection.weight", 3, 8))

			position, types := tensor(prefix+"embeddings.position_embeddings.weight", 9, 4), tensor(prefix+"embeddings.token_type_embeddings.weight", 2, 4)
			got := make([]float32, 4)
			w.embed(got, 6, 8)
			for i, x := range got {
				want := w.word.scale[6]*float32(w.word.q[6*4+i]) + position[8*4+i] + types[i]
				if math.Abs(float64(x-want)) > 1e-6 {
					t.Errorf("embedding %d is %v, want %v", i, x, want)
				}
			}
		})
	}
}

func TestLoadWeightsFolder(t *testing.T) {
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	const json = `{"model":{"type":"WordPiece","vocab":{"[UNK]":0,"[CLS]":1,"[SEP]":2,"支":3}}}`
	for _, tt := range []struct {
		name   string
		change func(fstest.MapFS)
		want   string
	}{
		{"as it is", func(fstest.MapFS) {}, "cls lower true, 7 pieces"},
		{"mean pooling", func(f fstest.MapFS) { f["1_Pooling/config.json"] = file(`{"pooling_mode_mean_tokens":true}`) }, "mean lower true, 7 pieces"},
		{"first token pooling", func(f fstest.MapFS) { f["1_Pooling/config.json"] = file(`{"pooling_mode_cls_token":true}`) }, "cls lower true, 7 pieces"},
		{"both", func(f fstest.MapFS) {
			f["1_Pooling/config.json"] = file(`{"pooling_mode_mean_tokens":true,"pooling_mode_cls_token":true}`)
		}, "cls+mean lower true, 7 pieces"},
		{"other pooling", func(f fstest.MapFS) { f["1_Pooling/config.json"] = file(`{"pooling_mode_max_tokens":true}`) }, "1_Pooling/config.json: pooling is neither cls nor mean"},
		{"broken pooling", func(f fstest.MapFS) { f["1_Pooling/config.json"] = file(`{`) }, "1_Pooling/config.json: unexpected end of JSON input"},
		{"cased", func(f fstest.MapFS) { f["tokenizer_config.json"] = file(`{"do_lower_case":false}`) }, "cls lower false, 7 pieces"},
		{"no vocab.txt", func(f fstest.MapFS) { delete(f, "vocab.txt"); f["tokenizer.json"] = file(json) }, "cls lower true, 4 pieces"},
		{"no vocabulary", func(f fstest.MapFS) { delete(f, "vocab.txt") }, "neither vocab.txt nor tokenizer.json: open tokenizer.json: file does not exist"},
		{"broken tokenizer.json", func(f fstest.MapFS) { delete(f, "vocab.txt"); f["tokenizer.json"] = file(`{}`) }, "tokenizer.json: no model.vocab"},
		{"vocabulary without special tokens", func(f fstest.MapFS) { f["vocab.txt"] = file("[CLS]\n[SEP]\n") }, "vocab.txt: vocabulary: no [UNK]"},
		{"larger vocabulary", func(f fstest.MapFS) { f["vocab.txt"].Data = append(f["vocab.txt"].Data, "a\n"...) }, "vocab.txt: vocabulary: 8 pieces, vocab_size is 7"},
		{"no config", func(f fstest.MapFS) { delete(f, "config.json") }, "open config.json: file does not exist"},
		{"broken config", func(f fstest.MapFS) { f["config.json"] = file("{") }, "config.json: config: unexpected end of JSON input"},
		{"huge config", func(f fstest.MapFS) { f["config.json"] = file(strings.Repeat(" ", maxConfigFile+1)) }, "config.json: more than 1048576 bytes"},
		{"config out of range", func(f fstest.MapFS) { f["config.json"] = file(published + `,"type_vocab_size":99}`) }, "config.json: config: type_vocab_size 99 is not in 0..16"},
		{"no weights", func(f fstest.MapFS) { delete(f, "model.safetensors") }, "model.safetensors: open model.safetensors: file does not exist"},
		{"cut weights", func(f fstest.MapFS) { f["model.safetensors"].Data = f["model.safetensors"].Data[:5] }, "model.safetensors: truncated: 5 bytes are no safetensors file"},
		{"other sizes", func(f fstest.MapFS) {
			f["config.json"] = file(published + `,"intermediate_size":5,"num_hidden_layers":1}`)
		},
			`model.safetensors: tensor "encoder.layer.0.intermediate.dense.weight": shape [6 4], want [5 4]
tensor "encoder.layer.0.intermediate.dense.bias": shape [6], want [5]
tensor "encoder.layer.0.output.dense.weight": shape [4 6], want [4 5]`},
		{"another layer", func(f fstest.MapFS) { f["config.json"] = file(published + `,"projection":2}`) },
			"model.safetensors: tensor \"projection.weight\" is missing\ntensor \"projection.bias\" is missing"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			fsys := tinyModel(t, "", "")
			tt.change(fsys)
			got := ""
			if cfg, _, tok, err := LoadWeights(fsys); err != nil {
				got = err.Error()
			} else {
				got = fmt.Sprintf("%s lower %t, %d pieces", cfg.Pooling, cfg.Lower, tok.size)
			}
			if got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
	if _, _, _, err := LoadWeights(fstest.MapFS{}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("an empty folder: err %v, want fs.ErrNotExist", err)
	}
}

// plainFile is a file that cannot be read at an offset, as in an archive.
type plainFile struct{ fs.File }

type plainFS struct{ fs.FS }

func (p plainFS) Open(name string) (fs.File, error) {
	f, err := p.FS.Open(name)
	return plainFile{f}, err
}

func TestLoadWeightsFromArchive(t *testing.T) {
	fsys := tinyModel(t, "", "")
	_, want, _, err := LoadWeights(fsys)
	if err != nil {
		t.Fatal(err)
	}
	_, got, _, err := LoadWeights(plainFS{fsys})
	if err != nil || got.fingerprint != want.fingerprint {
		t.Errorf("got model %v (err %v), want %v", got, err, want.fingerprint)
	}
}

func TestAppendRow(t *testing.T) {
	const tiny = math.SmallestNonzeroFloat32
	for _, tt := range []struct {
		name  string
		row   []float32
		scale float32
		want  []int8
	}{
		{"largest is 127", []float32{-2, 1, 0.5, 0}, 2. / 127, []int8{-127, 64, 32, 0}},
		{"zeros", []float32{0, 0}, 0, []int8{0, 0}},
		{"too small for a scale", []float32{tiny, -tiny}, 0, []int8{0, 0}},
		{"hardly large enough", []float32{100 * tiny, -130 * tiny}, tiny, []int8{100, -127}},
		{"largest there are", []float32{math.MaxFloat32, -math.MaxFloat32}, math.MaxFloat32 / 127, []int8{127, -127}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l := linearWeights{out: 1, in: len(tt.row)}
			l.appendRow(0, tt.row)
			if fmt.Sprint(l.q, l.scale[0]) != fmt.Sprint(tt.want, tt.scale) {
				t.Errorf("got %v times %v, want %v times %v", l.q, l.scale[0], tt.want, tt.scale)
			}
		})
	}
}
