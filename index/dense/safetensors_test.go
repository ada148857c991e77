package dense

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"testing"
)

// tensorBytes returns a safetensors file with the given header before data.
func tensorBytes(header string, data []byte) []byte {
	b := binary.LittleEndian.AppendUint64(nil, uint64(len(header)))
	return append(append(b, header...), data...)
}

// testTensors writes a safetensors file of tensors in F32.
type testTensors struct {
	header map[string]tensorInfo
	data   []byte
}

func (f *testTensors) add(name string, values []float32, shape ...int64) {
	begin := int64(len(f.data))
	for _, x := range values {
		f.data = binary.LittleEndian.AppendUint32(f.data, math.Float32bits(x))
	}
	if f.header == nil {
		f.header = make(map[string]tensorInfo)
	}
	f.header[name] = tensorInfo{Type: "F32", Shape: shape, Offsets: [2]int64{begin, int64(len(f.data))}}
}

func (f *testTensors) bytes(tb testing.TB) []byte {
	tb.Helper()
	header, err := json.Marshal(f.header)
	if err != nil {
		tb.Fatal(err)
	}
	return tensorBytes(string(header), f.data)
}

func TestTensors(t *testing.T) {
	eight := []byte{0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0} // 1 and -2 as F32
	for _, tt := range []struct {
		name  string
		file  []byte
		shape []int
		want  string
	}{
		{"32 bits", tensorBytes(`{"t":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}`, eight), []int{2}, "[1 -2]"},
		{"rows", tensorBytes(`{"t":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},"__metadata__":{"format":"pt"}}`, eight), []int{2, 1}, "[1 -2]"},
		{"16 bits", tensorBytes(`{"t":{"dtype":"F16","shape":[2],"data_offsets":[1,5]}}`, []byte{0, 0, 0x3c, 0, 0xc0}), []int{2}, "[1 -2]"},
		{"16 bits of the other kind", tensorBytes(`{"t":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]}}`, []byte{0x80, 0x3f, 0, 0xc0}), []int{2}, "[1 -2]"},
		{"a tensor of another type beside it", tensorBytes(`{"ids":{"dtype":"I64","shape":[1],"data_offsets":[0,8]},"t":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}`, eight), []int{2}, "[1 -2]"},
		{"empty file", nil, nil, "truncated: 0 bytes are no safetensors file"},
		{"cut in the header", tensorBytes(`{}`, nil)[:9], nil, "truncated: header ends at 10, file at 9"},
		{"huge header", bytes.Repeat([]byte{255}, 20), nil, "header of 18446744073709551615 bytes is longer than 67108864"},
		{"not JSON", tensorBytes(`{"t"`, nil), nil, "header: unexpected end of JSON input"},
		{"not a tensor", tensorBytes(`{"t":1}`, nil), nil, `header: tensor "t": json: cannot unmarshal number into Go value of type dense.tensorInfo`},
		{"cut in the numbers", tensorBytes(`{"t":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}`, eight[:7]), nil, `truncated: tensor "t" lies at 0..8 of 7 bytes`},
		{"before the beginning", tensorBytes(`{"t":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}`, eight), nil, `truncated: tensor "t" lies at -8..0 of 8 bytes`},
		{"backwards", tensorBytes(`{"t":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}`, eight), nil, `truncated: tensor "t" lies at 8..0 of 8 bytes`},
		{"missing", tensorBytes(`{}`, eight), []int{2}, `tensor "t" is missing`},
		{"type", tensorBytes(`{"t":{"dtype":"I64","shape":[1],"data_offsets":[0,8]}}`, eight), []int{1}, `tensor "t": dtype "I64" is not F32, F16 or BF16`},
		{"shape", tensorBytes(`{"t":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}`, eight), []int{2, 1}, `tensor "t": shape [1 2], want [2 1]`},
		{"no shape", tensorBytes(`{"t":{"dtype":"F32","data_offsets":[0,8]}}`, eight), []int{2}, `tensor "t": shape [], want [2]`},
		{"size", tensorBytes(`{"t":{"dtype":"F32","shape":[2],"data_offsets":[0,7]}}`, eight), []int{2}, `tensor "t": 7 bytes, want 8 for F32 of shape [2]`},
		{"not finite", tensorBytes(`{"t":{"dtype":"F16","shape":[2,1],"data_offsets":[0,4]}}`, []byte{0, 0, 0, 0x7c}), []int{2, 1}, `tensor "t": row 1 holds +Inf`},
		{"sizes that overflow", tensorBytes(`{"t":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}`, nil), []int{math.MaxInt, math.MaxInt},
			fmt.Sprintf(`tensor "t": no such shape [%d %[1]d]`, math.MaxInt)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := ""
			if f, err := openTensors(bytes.NewReader(tt.file), int64(len(tt.file))); err != nil {
				got = err.Error()
			} else if v, err := f.floats("t", tt.shape...); err != nil {
				got = err.Error()
			} else {
				got = fmt.Sprint(v)
			}
			if got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// TestTensorsShorterThanSaid reads a file that ends before the size that the
// file system gave.
func TestTensorsShorterThanSaid(t *testing.T) {
	data := tensorBytes(`{"t":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}`, make([]byte, 8))
	for n := range data {
		f, err := openTensors(bytes.NewReader(data[:n]), int64(len(data)))
		if err == nil {
			_, err = f.floats("t", 2)
		}
		if !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
			t.Errorf("%d bytes of %d: err %v", n, len(data), err)
		}
	}
}

func TestHalfFloat(t *testing.T) {
	for _, tt := range []struct {
		half uint16
		want float64
	}{
		{0x0000, 0}, {0x0001, 0x1p-24}, {0x03ff, 1023 * 0x1p-24}, {0x0400, 0x1p-14},
		{0x3c00, 1}, {0xc000, -2}, {0x3555, 0.333251953125}, {0x7bff, 65504}, {0x8001, -0x1p-24},
		{0x7c00, math.Inf(1)}, {0xfc00, math.Inf(-1)},
	} {
		if got := halfFloat(tt.half); got != float32(tt.want) {
			t.Errorf("%#04x: got %v, want %v", tt.half, got, tt.want)
		}
	}
	if got := halfFloat(0x8000); got != 0 || !math.Signbit(float64(got)) {
		t.Errorf("0x8000: got %v, want -0", got)
	}
	if got := halfFloat(0x7e00); got == got {
		t.Errorf("0x7e00: got %v, want NaN", got)
	}
}

// FuzzSafetensors reads all tensors of any file: what is read is finite and of
// the shape that was asked for.
func FuzzSafetensors(f *testing.F) {
	f.Add(tensorBytes(`{"t":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}`, make([]byte, 8)))
	f.Add(tensorBytes(`{"t":{"dtype":"BF16","shape":[2,1],"data_offsets":[4,8]}}`, make([]byte, 8)))
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := openTensors(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			return
		}
		for name, info := range file.tensors {
			if len(info.Shape) < 1 || len(info.Shape) > 2 {
				continue
			}
			var shape []int
			size := 1
			for _, n := range info.Shape {
				shape = append(shape, int(n))
				size *= int(n)
			}
			v, err := file.floats(name, shape...)
			switch {
			case err != nil && !strings.Contains(err.Error(), fmt.Sprintf("tensor %q: ", name)):
				t.Errorf("error %q does not name %q", err, name)
			case err == nil && len(v) != size:
				t.Errorf("%d numbers of shape %v", len(v), shape)
			case err == nil && slices.ContainsFunc(v, func(x float32) bool { return !finite(x) }):
				t.Errorf("not finite: %v", v)
			}
		}
	})
}
