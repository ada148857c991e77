package dense

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
)

// maxTensorHeader is the longest header of a safetensors file that is read.
const maxTensorHeader = 64 << 20

// A tensorFile is a safetensors file: 8 bytes with the length of the header, a
// JSON header that says where each tensor is, and the tensors' numbers, all
// little-endian.
type tensorFile struct {
	r       io.ReaderAt
	base    int64 // where the numbers begin
	tensors map[string]tensorInfo
}

// A tensorInfo is one tensor in the header.
type tensorInfo struct {
	Type    string   `json:"dtype"`
	Shape   []int64  `json:"shape"`
	Offsets [2]int64 `json:"data_offsets"` // begin and end, from base
}

// openTensors reads the header of a file of the given size and checks that
// all tensors lie inside the file.
func openTensors(r io.ReaderAt, size int64) (*tensorFile, error) {
	var head [8]byte
	if size < int64(len(head)) {
		return nil, fmt.Errorf("truncated: %d bytes are no safetensors file", size)
	}
	if err := readFull(r, head[:], 0); err != nil {
		return nil, err
	}
	n := binary.LittleEndian.Uint64(head[:])
	if n > maxTensorHeader {
		return nil, fmt.Errorf("header of %d bytes is longer than %d", n, maxTensorHeader)
	}
	base := int64(len(head)) + int64(n)
	if base > size {
		return nil, fmt.Errorf("truncated: header ends at %d, file at %d", base, size)
	}
	header := make([]byte, n)
	if err := readFull(r, header, int64(len(head))); err != nil {
		return nil, err
	}
	var entries map[string]json.RawMessage
	if err := json.Unmarshal(header, &entries); err != nil {
		return nil, fmt.Errorf("header: %w", err)
	}
	f := &tensorFile{r: r, base: base, tensors: make(map[string]tensorInfo, len(entries))}
	for name, entry := range entries {
		if name == "__metadata__" {
			continue
		}
		var info tensorInfo
		if err := json.Unmarshal(entry, &info); err != nil {
			return nil, fmt.Errorf("header: tensor %q: %w", name, err)
		}
		if lo, hi := info.Offsets[0], info.Offsets[1]; lo < 0 || lo > hi || hi > size-base {
			return nil, fmt.Errorf("truncated: tensor %q lies at %d..%d of %d bytes", name, lo, hi, size-base)
		}
		f.tensors[name] = info
	}
	return f, nil
}

// has reports whether there is a tensor called name, of whatever shape.
func (f *tensorFile) has(name string) bool {
	_, ok := f.tensors[name]
	return ok
}

// floats returns the numbers of the tensor called name, which must have the
// given shape, in row-major order.
func (f *tensorFile) floats(name string, shape ...int) ([]float32, error) {
	var all []float32
	err := f.rows(name, shape, func(i int, row []float32) {
		if i == 0 && len(shape) == 2 {
			all = make([]float32, 0, shape[0]*shape[1])
		}
		all = append(all, row...)
	})
	return all, err
}

// rows calls each with every row of the tensor called name, which must have
// the given shape of one or two dimensions; one dimension is one row. The row
// is good until each returns. A number that is not finite is an error.
func (f *tensorFile) rows(name string, shape []int, each func(i int, row []float32)) error {
	info, decode, err := f.find(name, shape)
	if err != nil {
		return err
	}
	count, width := 1, shape[len(shape)-1]
	if len(shape) == 2 {
		count = shape[0]
	}
	r := bufio.NewReaderSize(io.NewSectionReader(f.r, f.base+info.Offsets[0], info.Offsets[1]-info.Offsets[0]), 1<<18)
	raw, row := make([]byte, width*typeSize(info.Type)), make([]float32, width)
	for i := range count {
		if _, err := io.ReadFull(r, raw); err != nil {
			return fmt.Errorf("tensor %q: %w", name, err)
		}
		decode(row, raw)
		for _, x := range row {
			if !finite(x) {
				return fmt.Errorf("tensor %q: row %d holds %v", name, i, x)
			}
		}
		each(i, row)
	}
	return nil
}

// find returns a tensor and what decodes its numbers, after all its sizes are
// found to agree.
func (f *tensorFile) find(name string, shape []int) (tensorInfo, func([]float32, []byte), error) {
	info, ok := f.tensors[name]
	if !ok {
		return info, nil, fmt.Errorf("tensor %q is missing", name)
	}
	decode, ok := map[string]func([]float32, []byte){"F32": decodeF32, "F16": decodeF16, "BF16": decodeBF16}[info.Type]
	if !ok {
		return info, nil, fmt.Errorf("tensor %q: dtype %q is not F32, F16 or BF16", name, info.Type)
	}
	want := make([]int64, len(shape))
	size := int64(typeSize(info.Type))
	for i, n := range shape {
		want[i] = int64(n)
		if n < 1 || size > math.MaxInt64/int64(n) {
			return info, nil, fmt.Errorf("tensor %q: no such shape %v", name, shape)
		}
		size *= int64(n)
	}
	if !slices.Equal(info.Shape, want) {
		return info, nil, fmt.Errorf("tensor %q: shape %v, want %v", name, info.Shape, shape)
	}
	if got := info.Offsets[1] - info.Offsets[0]; got != size {
		return info, nil, fmt.Errorf("tensor %q: %d bytes, want %d for %s of shape %v", name, got, size, info.Type, shape)
	}
	return info, decode, nil
}

// readFull fills b from offset at. That the file ends before is an error.
func readFull(r io.ReaderAt, b []byte, at int64) error {
	n, err := r.ReadAt(b, at)
	if n == len(b) {
		return nil
	}
	if err == nil || errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return err
}
