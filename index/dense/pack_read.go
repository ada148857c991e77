package dense

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash/crc32"
)

// openPack opens a model that writePack has written. The rows of matrices
// stay in data, which must not change from now on. The error wraps errPack.
func openPack(data []byte) (*Config, *Weights, *Tokenizer, error) {
	cfg, w, tok, err := readPack(data)
	if err != nil {
		return nil, nil, nil, fmt.Errorf("%w: %w", errPack, err)
	}
	return cfg, w, tok, nil
}

func readPack(data []byte) (*Config, *Weights, *Tokenizer, error) {
	if len(data) < packHeader+packEnd || string(data[:len(packMagic)]) != packMagic {
		return nil, nil, nil, fmt.Errorf("%d bytes that do not begin with %s", len(data), packMagic)
	}
	body, sum := data[:len(data)-crc32.Size], data[len(data)-crc32.Size:]
	if crc32.Checksum(body, crc32.MakeTable(crc32.Castagnoli)) != binary.LittleEndian.Uint32(sum) {
		return nil, nil, nil, fmt.Errorf("wrong checksum")
	}
	body, name := body[:len(body)-nameSize], body[len(body)-nameSize:]
	if _, err := hex.DecodeString(string(name)); err != nil {
		return nil, nil, nil, fmt.Errorf("fingerprint %q: %w", name, err)
	}
	r := packReader{rest: body[packHeader:]}
	config := r.take(int64(binary.LittleEndian.Uint32(body[packHeader-8:])))
	vocab := r.take(int64(binary.LittleEndian.Uint32(body[packHeader-4:])))
	if r.err != nil {
		return nil, nil, nil, r.err
	}
	cfg, err := parseConfig(config)
	if err != nil {
		return nil, nil, nil, err
	}
	tok, err := newTokenizer(vocab, cfg)
	if err != nil {
		return nil, nil, nil, err
	}
	w := newWeights(cfg)
	w.fingerprint = string(name)
	for _, s := range w.sections(cfg) {
		if s.linear != nil {
			*s.linear = r.linear(s.out, s.in)
		} else {
			*s.floats = r.floats(s.size)
		}
	}
	if r.err == nil && len(r.rest) > 0 {
		r.err = fmt.Errorf("%d bytes more than the config says", len(r.rest))
	}
	if r.err != nil {
		return nil, nil, nil, r.err
	}
	return cfg, w, tok, nil
}

// A packReader takes parts off rest until one is not there; from then on it
// gives nil.
type packReader struct {
	rest []byte
	err  error
}

func (r *packReader) take(n int64) []byte {
	if r.err == nil && n > int64(len(r.rest)) {
		r.err = fmt.Errorf("%d bytes are left, want %d", len(r.rest), n)
	}
	if r.err != nil {
		return nil
	}
	part := r.rest[:n:n]
	r.rest = r.rest[n:]
	return part
}

func (r *packReader) floats(n int) []float32 {
	raw := r.take(4 * int64(n))
	if r.err != nil {
		return nil
	}
	v := make([]float32, n)
	decodeF32(v, raw)
	for _, x := range v {
		if !finite(x) {
			r.err = fmt.Errorf("a weight is %v", x)
		}
	}
	return v
}

// linear takes a matrix and holds it to what linearWeights promises of its numbers.
func (r *packReader) linear(out, in int) linearWeights {
	l := linearWeights{out: out, in: in, scale: r.floats(out)}
	rows := r.take(int64(out) * int64(in))
	for _, s := range l.scale {
		if s < 0 {
			r.err = fmt.Errorf("a scale is %v", s)
		}
	}
	if bytes.IndexByte(rows, 0x80) >= 0 {
		r.err = fmt.Errorf("a weight is -128")
	}
	l.q = asInt8(rows)
	return l
}
