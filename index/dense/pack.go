package dense

import (
	"bufio"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math"
	"slices"
)

// A pack is a model in one file, all numbers little-endian:
//
//	"qwmodel1"
//	uint32 bytes of the config, uint32 bytes of the vocabulary
//	the config as JSON, the vocabulary with one piece a line
//	the weights, in the order of Weights.sections: of a matrix its scales as
//	float32 and then its rows, a byte a number; all else as float32
//	the fingerprint: 16 hexadecimal digits of the SHA-256 of all before it
//	CRC-32C of all before it
const (
	packMagic  = "qwmodel1"
	packHeader = len(packMagic) + 8
	packEnd    = nameSize + crc32.Size
)

// errPack reports data that is not a pack or is damaged.
var errPack = errors.New("not a model pack")

// writePack writes a model in the form that [Embedded] opens. The same model
// gives the same bytes. It is an error if w has not the sizes that cfg gives.
func writePack(out io.Writer, cfg *Config, w *Weights, tok *Tokenizer) error {
	crc := crc32.New(crc32.MakeTable(crc32.Castagnoli))
	both := io.MultiWriter(out, crc)
	hash := sha256.New()
	if err := writePackBody(io.MultiWriter(both, hash), cfg, w, tok); err != nil {
		return err
	}
	if _, err := io.WriteString(both, packName(hash.Sum(nil))); err != nil {
		return err
	}
	_, err := out.Write(binary.LittleEndian.AppendUint32(nil, crc.Sum32()))
	return err
}

// fingerprint returns what writePack puts into the pack.
func fingerprint(cfg *Config, w *Weights, tok *Tokenizer) (string, error) {
	hash := sha256.New()
	err := writePackBody(hash, cfg, w, tok)
	return packName(hash.Sum(nil)), err
}

func packName(hash []byte) string { return hex.EncodeToString(hash)[:nameSize] }

func writePackBody(out io.Writer, cfg *Config, w *Weights, tok *Tokenizer) error {
	config, err := json.Marshal(cfg)
	if err != nil {
		return fmt.Errorf("config: %w", err)
	}
	b := bufio.NewWriterSize(out, 1<<16)
	head := binary.LittleEndian.AppendUint32([]byte(packMagic), uint32(len(config)))
	head = binary.LittleEndian.AppendUint32(head, uint32(len(tok.vocab)))
	head = append(head, config...)
	head = append(head, tok.vocab...)
	_, _ = b.Write(head) // a bufio.Writer keeps its first error for Flush
	if len(w.layers) != cfg.NumHiddenLayers || (w.projection != nil) != (cfg.Projection > 0) {
		return fmt.Errorf("weights: %d layers, projection %t: not as in the config", len(w.layers), w.projection != nil)
	}
	buf := make([]byte, 1<<14)
	for i, s := range w.sections(cfg) {
		floats, size, rows := s.floats, s.size, []int8(nil)
		if s.linear != nil {
			floats, size, rows = &s.linear.scale, s.out, s.linear.q
		}
		if len(*floats) != size || len(rows) != s.out*s.in {
			return fmt.Errorf("weights: part %d has %d and %d numbers, want %d and %d", i, len(*floats), len(rows), size, s.out*s.in)
		}
		for _, x := range *floats {
			_, _ = b.Write(binary.LittleEndian.AppendUint32(buf[:0], math.Float32bits(x)))
		}
		for part := range slices.Chunk(rows, len(buf)) {
			for j, q := range part {
				buf[j] = byte(q)
			}
			_, _ = b.Write(buf[:len(part)])
		}
	}
	return b.Flush()
}
