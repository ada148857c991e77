package index

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"

	"qunwen/index/analysis"
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
		if v := u32(p.messages, i); v != noVector && v >= uint32(vectors) {
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

func (p *passages) windowCount() int { return len(p.windows) / 12 }

// window returns the ordinals of window i and the place of its vector.
func (p *passages) window(i int) (span, uint32) {
	return span{int(u32(p.windows, 3*i)), int(u32(p.windows, 3*i+1))}, u32(p.windows, 3*i+2)
}

// A plan lists the texts of a generation that have a vector.
type plan struct {
	messages []dense.Key // by ordinal; 0 for one without
	windows  []planWindow
	texts    [2]map[dense.Key]string // the distinct texts: of messages, of windows
}

type planWindow struct {
	span
	key dense.Key
}

// newPlan makes the plan for the messages of a store.
func newPlan(a *analysis.Analyzer, s *store, starts []int) *plan {
	p := &plan{messages: make([]dense.Key, s.n)}
	for i := range p.texts {
		p.texts[i] = make(map[dense.Key]string, s.n/(1+3*i))
	}
	meanings := allMeanings(a, s)
	for i := range s.n {
		if !meansLittle(meanings[i]) {
			k := key(dense.Message, meanings[i])
			p.messages[i] = k
			p.texts[0][k] = meanings[i]
		}
	}
	for _, r := range runs(s, starts, windowSilence) {
		for _, w := range windows(r.lo, r.hi, func(i int) string { return meanings[i] }) {
			k := key(dense.Window, w.text)
			p.windows = append(p.windows, planWindow{w.span, k})
			p.texts[1][k] = w.text
		}
	}
	return p
}

// allMeanings returns the meaning of each message, made on all cores.
func allMeanings(a *analysis.Analyzer, s *store) []string {
	all := make([]string, s.n)
	const share = 4096
	var wg sync.WaitGroup
	limit := make(chan struct{}, runtime.GOMAXPROCS(0))
	for lo := 0; lo < s.n; lo += share {
		limit <- struct{}{}
		wg.Go(func() {
			defer func() { <-limit }()
			for i := lo; i < min(lo+share, s.n); i++ {
				all[i] = meaning(a, s.text(i))
			}
		})
	}
	wg.Wait()
	return all
}

// write writes the three files to gdir with the vectors that known gives, and
// returns how many texts have none yet.
func (p *plan) write(gdir string, enc Encoder, known func(dense.Key) []int8) (missing int, err error) {
	var sets [2]*dense.Vectors
	for i, name := range []string{messageVectors, windowVectors} {
		w := dense.NewVectorsWriter(enc.Fingerprint(), enc.Dim())
		for k := range p.texts[i] {
			if v := known(k); v != nil {
				w.Add(k, v)
			} else {
				missing++
			}
		}
		data := w.Bytes()
		if sets[i], err = dense.OpenVectors(data, enc.Fingerprint()); err != nil {
			return 0, fmt.Errorf("%s: %w", name, err)
		}
		if err := replaceFile(filepath.Join(gdir, name), data); err != nil {
			return 0, err
		}
	}
	le := binary.LittleEndian
	place := func(set *dense.Vectors, k dense.Key) uint32 {
		if i, ok := set.Find(k); ok && k != 0 {
			return uint32(i)
		}
		return noVector
	}
	out := le.AppendUint32([]byte(passagesMagic), uint32(len(p.messages)))
	out = le.AppendUint32(out, uint32(len(p.windows)))
	for _, k := range p.messages {
		out = le.AppendUint32(out, place(sets[0], k))
	}
	for _, w := range p.windows {
		out = le.AppendUint32(out, uint32(w.lo))
		out = le.AppendUint32(out, uint32(w.hi))
		out = le.AppendUint32(out, place(sets[1], w.key))
	}
	return missing, replaceFile(filepath.Join(gdir, passagesName), out)
}

// replaceFile writes a file of a generation that is not committed yet, in the
// place of a link to the one before.
func replaceFile(path string, data []byte) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return writeParts(path, data)
}
