package build

import (
	"fmt"
	"path/filepath"
	"runtime"
	"sync"

	"qunwen/index/analysis"
	"qunwen/index/dense"
	"qunwen/index/generation"
	"qunwen/index/wording"
)

// A plan lists the texts of a generation that have a vector.
type plan struct {
	messages []dense.Key // by ordinal; 0 for one without
	windows  []planWindow
	texts    [2]map[dense.Key]string // the distinct texts: of messages, of windows
}

type planWindow struct {
	generation.Span
	key dense.Key
}

// newPlan makes the plan for the messages of a store.
func newPlan(a *analysis.Analyzer, s *generation.Store, starts []int) *plan {
	p := &plan{messages: make([]dense.Key, s.Len())}
	for i := range p.texts {
		p.texts[i] = make(map[dense.Key]string, s.Len()/(1+3*i))
	}
	meanings := allMeanings(a, s)
	for i := range s.Len() {
		if !wording.MeansLittle(meanings[i]) {
			k := key(dense.Message, meanings[i])
			p.messages[i] = k
			p.texts[0][k] = meanings[i]
		}
	}
	for _, r := range s.Runs(starts, wording.WindowSilence) {
		for _, w := range wording.Windows(r.Lo, r.Hi, func(i int) string { return meanings[i] }) {
			k := key(dense.Window, w.Text)
			p.windows = append(p.windows, planWindow{generation.Span{Lo: w.Lo, Hi: w.Hi}, k})
			p.texts[1][k] = w.Text
		}
	}
	return p
}

// allMeanings returns the meaning of each message, made on all cores.
func allMeanings(a *analysis.Analyzer, s *generation.Store) []string {
	all := make([]string, s.Len())
	const share = 4096
	var wg sync.WaitGroup
	limit := make(chan struct{}, runtime.GOMAXPROCS(0))
	for lo := 0; lo < s.Len(); lo += share {
		limit <- struct{}{}
		wg.Go(func() {
			defer func() { <-limit }()
			for i := lo; i < min(lo+share, s.Len()); i++ {
				all[i] = wording.Meaning(a, s.Text(i))
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
	for i, name := range []string{generation.MessageVectors, generation.WindowVectors} {
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
		if err := generation.ReplaceFile(filepath.Join(gdir, name), data); err != nil {
			return 0, err
		}
	}
	place := func(set *dense.Vectors, k dense.Key) uint32 {
		if i, ok := set.Find(k); ok && k != 0 {
			return uint32(i)
		}
		return generation.NoVector
	}
	var w generation.PassagesWriter
	for _, k := range p.messages {
		w.AddMessage(place(sets[0], k))
	}
	for _, win := range p.windows {
		w.AddWindow(win.Span, place(sets[1], win.key))
	}
	return missing, w.Write(gdir)
}

// key names a text of one kind by its 64-bit FNV-1a hash; see dense.Key.
func key(kind dense.Kind, text string) dense.Key {
	const offset, prime = 14695981039346656037, 1099511628211
	hash := (uint64(offset) ^ uint64(kind)) * prime
	for i := range len(text) {
		hash = (hash ^ uint64(text[i])) * prime
	}
	return dense.Key(hash)
}
