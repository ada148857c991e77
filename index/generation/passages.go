package generation

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
//	for each message its vector's place in messages.vec, or NoVector
//	for each window its first ordinal, the one behind its last, and its
//	    vector's place in windows.vec, or NoVector
const (
	passagesName   = "passages.bin"
	MessageVectors = "messages.vec" // vectors of messages
	WindowVectors  = "windows.vec"  // and of windows
	passagesMagic  = "qwpassg1"
	NoVector       = 1<<32 - 1 // in the place of a vector's where there is none
)

// Vectors are the vectors of a generation opened for reading.
type Vectors struct {
	Messages *dense.Vectors
	Windows  *dense.Vectors
	Places   *Passages
	unmap    []func() error
}

// OpenVectors opens the vectors of the generation in gdir, whose manifest is m.
func OpenVectors(gdir string, m *Manifest) (*Vectors, error) {
	v := &Vectors{}
	var err error
	if v.Messages, err = v.openSet(gdir, MessageVectors, m.Model); err == nil {
		v.Windows, err = v.openSet(gdir, WindowVectors, m.Model)
	}
	var data []byte
	if err == nil {
		data, err = v.mapFile(gdir, passagesName)
	}
	if err == nil {
		if v.Places, err = openPassages(data, m.Indexed, v.Messages.Len(), v.Windows.Len()); err != nil {
			err = fmt.Errorf("%w: %w", ErrDamaged, err)
		}
	}
	if err != nil {
		return nil, errors.Join(err, v.Close())
	}
	return v, nil
}

func (v *Vectors) openSet(gdir, name, model string) (*dense.Vectors, error) {
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

func (v *Vectors) mapFile(gdir, name string) ([]byte, error) {
	data, unmap, err := MapFile(filepath.Join(gdir, name))
	if err == nil {
		v.unmap = append(v.unmap, unmap)
	}
	return data, err
}

// Close releases the files.
func (v *Vectors) Close() error {
	var errs []error
	for _, unmap := range v.unmap {
		errs = append(errs, unmap())
	}
	return errors.Join(errs...)
}

// Passages is passages.bin read in place.
type Passages struct {
	messages []byte
	windows  []byte
}

func openPassages(data []byte, messages, vectors, windowVectors int) (*Passages, error) {
	broken := errors.New("passages.bin: not what it should be")
	head := len(passagesMagic) + 8
	if len(data) < head || string(data[:len(passagesMagic)]) != passagesMagic {
		return nil, broken
	}
	n, w := uint64(u32(data[len(passagesMagic):], 0)), uint64(u32(data[len(passagesMagic):], 1))
	if n != uint64(messages) || uint64(len(data)) != uint64(head)+4*n+12*w {
		return nil, broken
	}
	p := &Passages{messages: data[head : uint64(head)+4*n], windows: data[uint64(head)+4*n:]}
	for i := range messages {
		if v := p.Message(i); v != NoVector && v >= uint32(vectors) {
			return nil, broken
		}
	}
	for i := range int(w) {
		s, v := p.Window(i)
		if s.Lo >= s.Hi || s.Hi > messages || v != NoVector && v >= uint32(windowVectors) {
			return nil, broken
		}
	}
	return p, nil
}

// Message returns the place of the vector of the message at ordinal i.
func (p *Passages) Message(i int) uint32 { return u32(p.messages, i) }

// WindowCount returns how many windows there are.
func (p *Passages) WindowCount() int { return len(p.windows) / 12 }

// Window returns the ordinals of window i and the place of its vector.
func (p *Passages) Window(i int) (Span, uint32) {
	return Span{int(u32(p.windows, 3*i)), int(u32(p.windows, 3*i+1))}, u32(p.windows, 3*i+2)
}

// ReadPassages reads the passages of the generation in gdir, of so many messages.
// Whether there are the vectors that they name is not checked.
func ReadPassages(gdir string, messages int) (*Passages, error) {
	data, err := os.ReadFile(filepath.Join(gdir, passagesName))
	if err != nil {
		return nil, err
	}
	p, err := openPassages(data, messages, NoVector, NoVector)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return p, nil
}

// A PassagesWriter makes passages.bin.
type PassagesWriter struct{ messages, windows []byte }

// AddMessage adds the place of the next message's vector, or NoVector.
func (w *PassagesWriter) AddMessage(vector uint32) {
	w.messages = binary.LittleEndian.AppendUint32(w.messages, vector)
}

// AddWindow adds a window and the place of its vector, or NoVector.
func (w *PassagesWriter) AddWindow(at Span, vector uint32) {
	for _, v := range []uint32{uint32(at.Lo), uint32(at.Hi), vector} {
		w.windows = binary.LittleEndian.AppendUint32(w.windows, v)
	}
}

// Write writes the file to the generation in gdir.
func (w *PassagesWriter) Write(gdir string) error {
	le := binary.LittleEndian
	head := le.AppendUint32([]byte(passagesMagic), uint32(len(w.messages)/4))
	head = le.AppendUint32(head, uint32(len(w.windows)/12))
	return ReplaceFile(filepath.Join(gdir, passagesName), head, w.messages, w.windows)
}
