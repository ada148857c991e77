package dense

import (
	"encoding/binary"
	"math"
)

// typeSize returns the bytes of a number of a type that find knows.
func typeSize(dtype string) int {
	if dtype == "F32" {
		return 4
	}
	return 2
}

// finite reports whether x is neither infinite nor NaN.
func finite(x float32) bool { return x-x == 0 }

func decodeF32(dst []float32, b []byte) {
	for i := range dst {
		dst[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
	}
}

func decodeBF16(dst []float32, b []byte) {
	for i := range dst {
		dst[i] = math.Float32frombits(uint32(binary.LittleEndian.Uint16(b[2*i:])) << 16)
	}
}

func decodeF16(dst []float32, b []byte) {
	for i := range dst {
		dst[i] = halfFloat(binary.LittleEndian.Uint16(b[2*i:]))
	}
}

// halfFloat returns the value of an IEEE 754 binary16 number.
func halfFloat(h uint16) float32 {
	sign, exp, frac := uint32(h>>15)<<31, uint32(h>>10&31), uint32(h&1023)
	switch exp {
	case 0: // subnormal: frac units of 2^-24
		x := float32(frac) / (1 << 24)
		return math.Float32frombits(math.Float32bits(x) | sign)
	case 31: // infinite or NaN
		return math.Float32frombits(sign | 255<<23 | frac<<13)
	default:
		return math.Float32frombits(sign | (exp+112)<<23 | frac<<13)
	}
}
