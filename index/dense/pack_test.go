package dense

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math"
	"os"
	"reflect"
	"strings"
	"testing"
)

// tinyPack returns a model of a few bytes as a pack.
func tinyPack(tb testing.TB, more string) []byte {
	tb.Helper()
	cfg, w, tok, err := LoadWeights(tinyModel(tb, "", more))
	if err != nil {
		tb.Fatal(err)
	}
	var b bytes.Buffer
	if err := writePack(&b, cfg, w, tok); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// sealed returns a pack with the checksum that its bytes should have.
func sealed(pack []byte) []byte {
	body := pack[: len(pack)-crc32.Size : len(pack)-crc32.Size]
	return binary.LittleEndian.AppendUint32(body, crc32.Checksum(body, crc32.MakeTable(crc32.Castagnoli)))
}

func TestPackRoundTrip(t *testing.T) {
	for _, more := range []string{"", `,"pooling":"cls+mean","projection":3,"query_token":"[Q]","max_tokens":{"message":3,"question":4,"window":5}`} {
		t.Run(more, func(t *testing.T) {
			cfg, w, tok, err := LoadWeights(tinyModel(t, "bert.", more))
			if err != nil {
				t.Fatal(err)
			}
			cfg2, w2, tok2, err := openPack(tinyPack(t, more))
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(cfg2, cfg) || !reflect.DeepEqual(w2, w) || !reflect.DeepEqual(tok2, tok) {
				t.Errorf("got  %+v %+v %+v\nwant %+v %+v %+v", cfg2, w2, tok2, cfg, w, tok)
			}
		})
	}
}

// TestPackDamage holds that no byte may be missing or changed.
func TestPackDamage(t *testing.T) {
	pack := tinyPack(t, `,"projection":3`)
	check := func(what string, data []byte) {
		if _, _, _, err := openPack(data); !errors.Is(err, errPack) {
			t.Errorf("%s: err %v, want errPack", what, err)
		}
	}
	for i := range pack {
		check(fmt.Sprint("cut to ", i), pack[:i])
		damaged := bytes.Clone(pack)
		damaged[i] ^= 0x10
		check(fmt.Sprint("changed at ", i), damaged)
	}
	check("one byte more", append(bytes.Clone(pack), 0))
}

// TestPackLies reads packs that are wrong under a right checksum.
func TestPackLies(t *testing.T) {
	pack := tinyPack(t, "")
	config := int(binary.LittleEndian.Uint32(pack[8:]))
	vocab := int(binary.LittleEndian.Uint32(pack[12:]))
	weights := packHeader + config + vocab
	put := func(at int, b ...byte) []byte {
		p := bytes.Clone(pack)
		copy(p[at:], b)
		return p
	}
	swap := func(old, with string) []byte { // in the config
		p := bytes.Replace(pack, []byte(old), []byte(with), 1)
		binary.LittleEndian.PutUint32(p[8:], uint32(config+len(with)-len(old)))
		return p
	}
	for _, tt := range []struct {
		name string
		pack []byte
		want string
	}{
		{"another magic", put(0, 'Q'), fmt.Sprintf("%d bytes that do not begin with qwmodel1", len(pack))},
		{"config longer than the file", put(8, 255, 255, 255, 255), "bytes are left, want 4294967295"},
		{"vocabulary longer than the file", put(12, 255, 255, 255, 255), "bytes are left, want 4294967295"},
		{"config is not JSON", put(packHeader, '['), "config: invalid character"},
		{"no [UNK]", put(packHeader+config+6, 'x'), "vocabulary: no [UNK]"},
		{"scale below zero", put(weights, 0, 0, 0x80, 0xbf), "a scale is -1"},
		{"scale that is no number", put(weights, 0, 0, 0xc0, 0x7f), "a weight is NaN"},
		{"-128", put(weights+4*7, 0x80), "a weight is -128"},
		{"infinite position", put(weights+4*7+7*4, 0, 0, 0x80, 0xff), "a weight is -Inf"},
		{"fingerprint", put(len(pack)-packEnd, 'x'), `fingerprint "x`},
		{"more weights than there are", swap(`"num_hidden_layers":2`, `"num_hidden_layers":64`), "bytes are left, want"},
		{"fewer weights", swap(`"num_hidden_layers":2`, `"num_hidden_layers":1`), "bytes more than the config says"},
		{"huge", swap(`"hidden_size":4,`, `"hidden_size":1024,`), "bytes are left, want 7168"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, _, _, err := openPack(sealed(tt.pack))
			if !errors.Is(err, errPack) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("err %v, want %q", err, tt.want)
			}
		})
	}
}

func TestWritePackErrors(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(*Config, *Weights)
		want   string
	}{
		{"layers", func(c *Config, w *Weights) { w.layers = w.layers[:1] }, "weights: 1 layers, projection false: not as in the config"},
		{"projection", func(c *Config, w *Weights) { w.projection = new(linearWeights) }, "weights: 2 layers, projection true: not as in the config"},
		{"rows", func(c *Config, w *Weights) { c.VocabSize++ }, "weights: part 0 has 7 and 28 numbers, want 8 and 32"},
		{"no bias", func(c *Config, w *Weights) { w.layers[0].query.bias = nil }, "weights: part 5 has 0 and 0 numbers, want 4 and 0"},
		{"config", func(c *Config, w *Weights) { c.LayerNormEps = float32(math.Inf(1)) }, "config: json: unsupported value: +Inf"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			cfg, w, tok, err := LoadWeights(tinyModel(t, "", ""))
			if err != nil {
				t.Fatal(err)
			}
			tt.change(cfg, w)
			if err := writePack(io.Discard, cfg, w, tok); fmt.Sprint(err) != tt.want {
				t.Errorf("err %v, want %s", err, tt.want)
			}
		})
	}
	cfg, w, tok, err := LoadWeights(tinyModel(t, "", ""))
	if err != nil {
		t.Fatal(err)
	}
	for room := range len(tinyPack(t, "")) {
		if err := writePack(&fullDisk{room}, cfg, w, tok); !errors.Is(err, io.ErrShortWrite) {
			t.Fatalf("disk full after %d bytes: err %v", room, err)
		}
	}
}

// A fullDisk takes so many bytes.
type fullDisk struct{ room int }

func (d *fullDisk) Write(b []byte) (int, error) {
	if len(b) > d.room {
		return d.room, io.ErrShortWrite
	}
	d.room -= len(b)
	return len(b), nil
}

func TestEmbedded(t *testing.T) {
	cfg, w, tok, err := Embedded()
	if err != nil {
		t.Fatal(err)
	}
	if cfg.dim() != 128 || tok.size != 5923 || cfg.KeepSEP {
		t.Errorf("dim %d, %d pieces, keep [SEP] %t", cfg.dim(), tok.size, cfg.KeepSEP)
	}
	if got, err := fingerprint(cfg, w, tok); err != nil || got != w.fingerprint {
		t.Errorf("fingerprint %s (err %v), the pack says %s", got, err, w.fingerprint)
	}
}

// TestEmbeddedIsCurrent makes the pack again where the published model lies
// beside the repository.
func TestEmbeddedIsCurrent(t *testing.T) {
	const folder = "../../../shared/model"
	if _, err := os.Stat(folder); err != nil {
		t.Skip("no published model beside the repository")
	}
	cfg, w, tok, err := LoadWeights(os.DirFS(folder))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := writePack(&b, cfg, w, tok); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(b.Bytes(), embedded) {
		t.Error("model.bin is not made of the published model; run go generate")
	}
}

// FuzzReadPack reads anything under a right checksum. What is taken is written
// and read again without a change.
func FuzzReadPack(f *testing.F) {
	f.Add(tinyPack(f, ""))
	f.Add(tinyPack(f, `,"pooling":"cls+mean","projection":3,"query_token":"[Q]","max_tokens":{"message":3,"question":4,"window":5}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) >= crc32.Size {
			data = sealed(data)
		}
		cfg, w, tok, err := openPack(data)
		if err != nil {
			if !errors.Is(err, errPack) {
				t.Errorf("err %v is not errPack", err)
			}
			return
		}
		var b bytes.Buffer
		if err := writePack(&b, cfg, w, tok); err != nil {
			t.Fatal(err)
		}
		cfg2, w2, tok2, err := openPack(b.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		w2.fingerprint = w.fingerprint // nobody says that it is true
		if !reflect.DeepEqual(cfg2, cfg) || !reflect.DeepEqual(w2, w) || !reflect.DeepEqual(tok2, tok) {
			t.Errorf("got  %+v %+v %+v\nwant %+v %+v %+v", cfg2, w2, tok2, cfg, w, tok)
		}
		ids := tok.encode(nil, "支付 pay", true, cfg.MaxTokens.Question)
		w.embed(make([]float32, cfg.HiddenSize), ids[len(ids)-1], len(ids)-1)
	})
}

func BenchmarkEmbedded(b *testing.B) {
	for b.Loop() {
		if _, _, _, err := Embedded(); err != nil {
			b.Fatal(err)
		}
	}
}
