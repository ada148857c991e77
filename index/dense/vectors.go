package dense

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"
	"sort"
)

// A set of vectors is a file that is read in place, all numbers little-endian:
//
//	"qwvector", 16 bytes that name the model, uint32 dimensions, uint32 vectors
//	a Key of 8 bytes for each vector, ascending
//	the vectors in the same order, dimensions bytes each
//
// A vector's numbers are round(127·x) of a vector of length 1.
const (
	vectorsMagic  = "qwvector"
	vectorsHeader = len(vectorsMagic) + nameSize + 8
	nameSize      = 16

	maxDim = 8192
)

// A Key names a text: equal texts of one kind have equal keys.
type Key uint64

// ErrVectors reports a file that is not a set of vectors.
var ErrVectors = errors.New("not a set of vectors")

// Vectors is a set of vectors by the keys of their texts. It does not change
// and may be used by several goroutines.
type Vectors struct {
	dim  int
	n    int
	keys []byte
	data []int8
}

// OpenVectors reads a set that the model with the given fingerprint has made.
// data must not change while the set is in use. The error wraps [ErrVectors],
// also for a set that another model has made.
func OpenVectors(data []byte, fingerprint string) (*Vectors, error) {
	if len(data) < vectorsHeader || string(data[:len(vectorsMagic)]) != vectorsMagic {
		return nil, ErrVectors
	}
	name := data[len(vectorsMagic) : len(vectorsMagic)+nameSize]
	if string(name) != fixedName(fingerprint) {
		return nil, fmt.Errorf("%w of this model", ErrVectors)
	}
	le := binary.LittleEndian
	dim, n := uint64(le.Uint32(data[vectorsHeader-8:])), uint64(le.Uint32(data[vectorsHeader-4:]))
	if dim == 0 || dim > maxDim || uint64(len(data)) != uint64(vectorsHeader)+n*(8+dim) {
		return nil, fmt.Errorf("%w: %d bytes do not hold %d of %d numbers", ErrVectors, len(data), n, dim)
	}
	v := &Vectors{dim: int(dim), n: int(n), keys: data[vectorsHeader : uint64(vectorsHeader)+8*n]}
	v.data = asInt8(data[uint64(vectorsHeader)+8*n:])
	for i := 1; i < v.n; i++ {
		if v.key(i-1) >= v.key(i) {
			return nil, fmt.Errorf("%w: keys out of order", ErrVectors)
		}
	}
	return v, nil
}

// fixedName is the part of a fingerprint that a file holds.
func fixedName(fingerprint string) string {
	return string(append([]byte(fingerprint), make([]byte, nameSize)...)[:nameSize])
}

// Len returns how many vectors there are.
func (v *Vectors) Len() int { return v.n }

// key returns the key of vector i.
func (v *Vectors) key(i int) Key { return Key(binary.LittleEndian.Uint64(v.keys[8*i:])) }

// At returns vector i. It must not be changed.
func (v *Vectors) At(i int) []int8 { return v.data[i*v.dim : (i+1)*v.dim] }

// Cosine returns the similarity of two vectors of the same length.
func Cosine(a, b []int8) float32 { return CosineOf(newKernels().dotInt8(a, b)) }

// CosineOf returns the similarity of two vectors with a scalar product; see
// [Vectors.Scan].
func CosineOf(dot int32) float32 { return float32(dot) / (127 * 127) }

// Centre returns the length of the mean of all vectors, 0 to 1: how much the
// texts of the set speak of one thing. 0 for an empty set.
func (v *Vectors) Centre() float64 {
	sum := make([]int64, v.dim)
	for i := range v.n {
		for k, x := range v.At(i) {
			sum[k] += int64(x)
		}
	}
	square := 0.0
	for _, s := range sum {
		mean := float64(s) / 127 / float64(max(1, v.n))
		square += mean * mean
	}
	return math.Sqrt(square)
}

// Find returns the place of the vector with the given key.
func (v *Vectors) Find(k Key) (int, bool) {
	i := sort.Search(v.n, func(i int) bool { return v.key(i) >= k })
	return i, i < v.n && v.key(i) == k
}

// A VectorsWriter collects vectors for a set.
type VectorsWriter struct {
	fingerprint string
	dim         int
	keys        []Key
	data        []int8
}

// NewVectorsWriter returns a writer for vectors of dim numbers that the model
// with the given fingerprint makes.
func NewVectorsWriter(fingerprint string, dim int) *VectorsWriter {
	return &VectorsWriter{fingerprint: fingerprint, dim: dim}
}

// Add adds the vector of a text. Every key must be added only once.
func (w *VectorsWriter) Add(k Key, vector []int8) {
	w.keys = append(w.keys, k)
	w.data = append(w.data, vector[:w.dim]...)
}

// Bytes returns the file.
func (w *VectorsWriter) Bytes() []byte {
	order := make([]int, len(w.keys))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		if w.keys[a] < w.keys[b] {
			return -1
		}
		return 1
	})
	le := binary.LittleEndian
	out := make([]byte, 0, vectorsHeader+len(w.keys)*(8+w.dim))
	out = append(out, vectorsMagic...)
	out = append(out, fixedName(w.fingerprint)...)
	out = le.AppendUint32(out, uint32(w.dim))
	out = le.AppendUint32(out, uint32(len(w.keys)))
	for _, i := range order {
		out = le.AppendUint64(out, uint64(w.keys[i]))
	}
	for _, i := range order {
		for _, x := range w.data[i*w.dim : (i+1)*w.dim] {
			out = append(out, byte(x))
		}
	}
	return out
}
