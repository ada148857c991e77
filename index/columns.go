package index

import "encoding/binary"

// A span is the ordinals from lo up to but not hi.
type span struct{ lo, hi int }

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
