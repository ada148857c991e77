package dense

import "unsafe"

// asInt8 looks at bytes as signed numbers, without copying: vectors are read
// from a mapped file.
func asInt8(b []byte) []int8 {
	if len(b) == 0 {
		return nil
	}
	return unsafe.Slice((*int8)(unsafe.Pointer(unsafe.SliceData(b))), len(b))
}
