package index

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// A succession gives, by their ordinals in a new generation, the ordinals that
// messages had in the one before; noDoc for those that were not there. An update
// by words takes the vectors of those that were over, without looking at any
// text; the vectors of the others follow later.
type succession []uint32

// carryPassages writes passages.bin of the generation in next: the vectors of
// the messages that stood in gdir, and those of the windows all of whose
// messages did and still follow each other. false says that gdir has none.
func (s succession) carryPassages(gdir, next string, old *manifest) (bool, error) {
	if old.Model == "" {
		return false, nil
	}
	data, err := os.ReadFile(filepath.Join(gdir, passagesName))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	// Any place of a vector will do here: whether there is a vector is checked
	// when the generation is opened.
	p, err := openPassages(data, old.Indexed, noVector, noVector)
	if err != nil {
		return false, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	le := binary.LittleEndian
	out := le.AppendUint32([]byte(passagesMagic), uint32(len(s)))
	counted := len(out)
	out = le.AppendUint32(out, 0)
	to := make([]uint32, old.Indexed) // by old ordinal
	for i := range to {
		to[i] = noDoc
	}
	for i, was := range s {
		v := uint32(noVector)
		if was != noDoc {
			to[was] = uint32(i)
			v = u32(p.messages, int(was))
		}
		out = le.AppendUint32(out, v)
	}
	windows := uint32(0)
	for i := range p.windowCount() {
		w, v := p.window(i)
		if !unbroken(to[w.lo:w.hi]) {
			continue
		}
		out = le.AppendUint32(out, to[w.lo])
		out = le.AppendUint32(out, to[w.hi-1]+1)
		out = le.AppendUint32(out, v)
		windows++
	}
	le.PutUint32(out[counted:], windows)
	return true, replaceFile(filepath.Join(next, passagesName), out)
}

// unbroken reports whether ordinals follow each other.
func unbroken(ordinals []uint32) bool {
	for i, o := range ordinals {
		if o == noDoc || o != ordinals[0]+uint32(i) {
			return false
		}
	}
	return true
}
