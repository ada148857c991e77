package analysis

import (
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
)

//go:embed words.bin
var wordsFile string

const (
	dictMagic  = "qwwords1"
	dictHeader = len(dictMagic) + 16
	maxWord    = 8 // runes; no word is longer

	fnvOffset = 14695981039346656037
	fnvPrime  = 1099511628211
)

// A dict is a word list in the form gen.go writes. It is read in place, so
// that opening it costs nothing:
//
//	"qwwords1", then little-endian uint32: bits, firsts, unknown, words
//	1<<bits slots of 8 bytes: the upper 48 bits of the word's 64-bit FNV-1a
//	    hash, then its cost in 16 bits; 0 is a free slot
//	firsts pairs of uint32: a rune, and a mask in which bit n-1 says that
//	    words of n runes start with it
//
// The slot of a word is found by linear probing from the low bits of its hash.
// A cost is -1000·ln(probability); unknown is the cost of a character that is
// no word.
type dict struct {
	slots   string
	mask    uint64
	lengths map[rune]uint16
	unknown int32
}

func openDict(data string) (*dict, error) {
	if len(data) < dictHeader || data[:len(dictMagic)] != dictMagic {
		return nil, errors.New("word list: not in the form qwwords1")
	}
	u32 := func(at int) uint32 { return binary.LittleEndian.Uint32([]byte(data[at : at+4])) }
	bits, firsts, unknown := u32(8), u32(12), u32(16)
	if bits > 28 || uint64(len(data)) != uint64(dictHeader)+8<<bits+8*uint64(firsts) {
		return nil, fmt.Errorf("word list: %d bytes do not hold 2^%d slots and %d runes", len(data), bits, firsts)
	}
	end := dictHeader + 8<<bits
	d := &dict{
		slots:   data[dictHeader:end],
		mask:    1<<bits - 1,
		lengths: make(map[rune]uint16, firsts),
		unknown: int32(unknown),
	}
	for at := end; at < len(data); at += 8 {
		d.lengths[rune(u32(at))] = uint16(u32(at + 4))
	}
	return d, nil
}

// cost returns the cost of the word with the given hash.
func (d *dict) cost(hash uint64) (int32, bool) {
	for i := range d.mask + 1 {
		slot := d.slot((hash + i) & d.mask)
		if slot == 0 {
			break
		}
		if slot>>16 == hash>>16 {
			return int32(slot & 0xffff), true
		}
	}
	return 0, false
}

func (d *dict) slot(i uint64) uint64 {
	s := d.slots[i*8 : i*8+8]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// hashBytes goes on with an FNV-1a hash.
func hashBytes(hash uint64, s string) uint64 {
	for i := range len(s) {
		hash = (hash ^ uint64(s[i])) * fnvPrime
	}
	return hash
}
