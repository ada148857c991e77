package build

import (
	"errors"
	"io/fs"

	"qunwen/index/generation"
)

// A succession gives, by their ordinals in a new generation, the ordinals that
// messages had in the one before; NoDoc for those that were not there. An update
// by words takes the vectors of those that were over, without looking at any
// text; the vectors of the others follow later.
type succession []uint32

// carryPassages writes passages.bin of the generation in next: the vectors of
// the messages that stood in gdir, and those of the windows all of whose
// messages did and still follow each other. false says that gdir has none.
func (s succession) carryPassages(gdir, next string, old *generation.Manifest) (bool, error) {
	if old.Model == "" {
		return false, nil
	}
	p, err := generation.ReadPassages(gdir, old.Indexed)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	var out generation.PassagesWriter
	to := make([]uint32, old.Indexed) // by old ordinal
	for i := range to {
		to[i] = generation.NoDoc
	}
	for i, was := range s {
		v := uint32(generation.NoVector)
		if was != generation.NoDoc {
			to[was] = uint32(i)
			v = p.Message(int(was))
		}
		out.AddMessage(v)
	}
	for i := range p.WindowCount() {
		if w, v := p.Window(i); unbroken(to[w.Lo:w.Hi]) {
			out.AddWindow(generation.Span{Lo: int(to[w.Lo]), Hi: int(to[w.Hi-1]) + 1}, v)
		}
	}
	return true, out.Write(next)
}

// unbroken reports whether ordinals follow each other.
func unbroken(ordinals []uint32) bool {
	for i, o := range ordinals {
		if o == generation.NoDoc || o != ordinals[0]+uint32(i) {
			return false
		}
	}
	return true
}
