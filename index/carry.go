package index

import (
	"errors"
	"io/fs"
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
	p, err := readPassages(gdir, old.Indexed)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	var out passagesWriter
	to := make([]uint32, old.Indexed) // by old ordinal
	for i := range to {
		to[i] = noDoc
	}
	for i, was := range s {
		v := uint32(noVector)
		if was != noDoc {
			to[was] = uint32(i)
			v = p.message(int(was))
		}
		out.addMessage(v)
	}
	for i := range p.windowCount() {
		if w, v := p.window(i); unbroken(to[w.lo:w.hi]) {
			out.addWindow(span{int(to[w.lo]), int(to[w.hi-1]) + 1}, v)
		}
	}
	return true, out.write(next)
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
