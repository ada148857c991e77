package generation

import "encoding/binary"

// A Span is the ordinals from Lo up to but not Hi.
type Span struct{ Lo, Hi int }

func ascending(col []byte, n int) bool {
	for i := range n {
		if u32(col, i) > u32(col, i+1) {
			return false
		}
	}
	return true
}

func u32(col []byte, i int) uint32 { return binary.LittleEndian.Uint32(col[4*i:]) }

func u16(col []byte, i int) uint16 { return binary.LittleEndian.Uint16(col[2*i:]) }
