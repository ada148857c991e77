package index

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"qunwen/index/dense"
)

// passages.bin says which vectors belong to which messages and windows, all
// numbers little-endian uint32:
//
//	"qwpassg1", messages, windows
//	for each message its vector's place in messages.vec, or noVector
//	for each window its first ordinal, the one behind its last, and its
//	    vector's place in windows.vec, or noVector
const (
	passagesName   = "passages.bin"
	messageVectors = "messages.vec"
	windowVectors  = "windows.vec"
	passagesMagic  = "qwpassg1"
	noVector       = 1<<32 - 1
)

// vectors are the vectors of a generation opened for reading.
type vectors struct {
	messages *dense.Vectors
	windows  *dense.Vectors
	places   *passages
	unmap    []func() error
}

// openVectorFiles opens the vectors of the generation in gdir, whose manifest is m.
func openVectorFiles(gdir string, m *manifest) (*vectors, error) {
	v := &vectors{}
	var err error
	if v.messages, err = v.openSet(gdir, messageVectors, m.Model); err == nil {
		v.windows, err = v.openSet(gdir, windowVectors, m.Model)
	}
	var data []byte
	if err == nil {
		data, err = v.mapFile(gdir, passagesName)
	}
	if err == nil {
		if v.places, err = openPassages(data, m.Indexed, v.messages.Len(), v.windows.Len()); err != nil {
			err = fmt.Errorf("%w: %w", ErrDamaged, err)
		}
	}
	if err != nil {
		return nil, errors.Join(err, v.close())
	}
	return v, nil
}

func (v *vectors) openSet(gdir, name, model string) (*dense.Vectors, error) {
	data, err := v.mapFile(gdir, name)
	if err != nil {
		return nil, err
	}
	set, err := dense.OpenVectors(data, model)
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrDamaged, name, err)
	}
	return set, nil
}

func (v *vectors) mapFile(gdir, name string) ([]byte, error) {
	data, unmap, err := mapFile(filepath.Join(gdir, name))
	if err == nil {
		v.unmap = append(v.unmap, unmap)
	}
	return data, err
}

// close releases the files.
func (v *vectors) close() error {
	var errs []error
	for _, unmap := range v.unmap {
		errs = append(errs, unmap())
	}
	return errors.Join(errs...)
}

// passages is passages.bin read in place.
type passages struct {
	messages []byte
	windows  []byte
}

func openPassages(data []byte, messages, vectors, windowVectors int) (*passages, error) {
	broken := errors.New("passages.bin: not what it should be")
	head := len(passagesMagic) + 8
	if len(data) < head || string(data[:len(passagesMagic)]) != passagesMagic {
		return nil, broken
	}
	n, w := uint64(u32(data[len(passagesMagic):], 0)), uint64(u32(data[len(passagesMagic):], 1))
	if n != uint64(messages) || uint64(len(data)) != uint64(head)+4*n+12*w {
		return nil, broken
	}
	p := &passages{messages: data[head : uint64(head)+4*n], windows: data[uint64(head)+4*n:]}
	for i := range messages {
		if v := p.message(i); v != noVector && v >= uint32(vectors) {
			return nil, broken
		}
	}
	for i := range int(w) {
		s, v := p.window(i)
		if s.lo >= s.hi || s.hi > messages || v != noVector && v >= uint32(windowVectors) {
			return nil, broken
		}
	}
	return p, nil
}

// message returns the place of the vector of the message at ordinal i.
func (p *passages) message(i int) uint32 { return u32(p.messages, i) }

func (p *passages) windowCount() int { return len(p.windows) / 12 }

// window returns the ordinals of window i and the place of its vector.
func (p *passages) window(i int) (span, uint32) {
	return span{int(u32(p.windows, 3*i)), int(u32(p.windows, 3*i+1))}, u32(p.windows, 3*i+2)
}

// readPassages reads the passages of the generation in gdir, of so many messages.
// Whether there are the vectors that they name is not checked.
func readPassages(gdir string, messages int) (*passages, error) {
	data, err := os.ReadFile(filepath.Join(gdir, passagesName))
	if err != nil {
		return nil, err
	}
	p, err := openPassages(data, messages, noVector, noVector)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return p, nil
}

// A passagesWriter makes passages.bin.
type passagesWriter struct{ messages, windows []byte }

// addMessage adds the place of the next message's vector, or noVector.
func (w *passagesWriter) addMessage(vector uint32) {
	w.messages = binary.LittleEndian.AppendUint32(w.messages, vector)
}

// addWindow adds a window and the place of its vector, or noVector.
func (w *passagesWriter) addWindow(at span, vector uint32) {
	for _, v := range []uint32{uint32(at.lo), uint32(at.hi), vector} {
		w.windows = binary.LittleEndian.AppendUint32(w.windows, v)
	}
}

// write writes the file to the generation in gdir.
func (w *passagesWriter) write(gdir string) error {
	le := binary.LittleEndian
	head := le.AppendUint32([]byte(passagesMagic), uint32(len(w.messages)/4))
	head = le.AppendUint32(head, uint32(len(w.windows)/12))
	return replaceFile(filepath.Join(gdir, passagesName), head, w.messages, w.windows)
}
