package build

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"qunwen/index/analysis"
	"qunwen/index/dense"
	"qunwen/index/generation"
)

// How many texts are encoded before they are kept in the journal: so much work,
// less than half a second's, is lost when encoding is broken off.
const (
	messageBatch = 1024
	windowBatch  = 128
)

// known returns a function that looks up vectors in the generation in gdir; it
// knows none that another model has made. unmap is to be called at the end, also
// after an error.
func known(gdir string, enc Encoder) (find func(dense.Key) []int8, unmap func(), err error) {
	var sets []*dense.Vectors
	var unmaps []func() error
	unmap = func() {
		for _, u := range unmaps {
			_ = u() // of a file that was only read
		}
	}
	find = func(k dense.Key) []int8 {
		for _, s := range sets {
			if i, ok := s.Find(k); ok {
				return s.At(i)
			}
		}
		return nil
	}
	for _, name := range []string{generation.MessageVectors, generation.WindowVectors} {
		data, u, err := generation.MapFile(filepath.Join(gdir, name))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return find, unmap, err
		}
		unmaps = append(unmaps, u)
		set, err := dense.OpenVectors(data, enc.Fingerprint())
		if errors.Is(err, dense.ErrVectors) {
			continue // another model's
		}
		if err != nil {
			return find, unmap, err
		}
		sets = append(sets, set)
	}
	return find, unmap, nil
}

// plan lists what has a vector in the generation in gdir.
func (j *job) plan(gdir string, m *generation.Manifest) (*plan, error) {
	st, err := generation.OpenMessages(gdir, m)
	if err != nil {
		return nil, err
	}
	defer st.Close()
	return newPlan(j.analyzer, st, m.Starts()), nil
}

// atOnce is how many texts are encoded before the words are swapped in, in one
// generation with them: less than a second's worth.
const atOnce = 2000

// carryOver writes the files of vectors of the new generation in gdir, with the
// vectors that an older one, old, has; "" means there is no older one. If only a
// few are missing they are made, too.
func (j *job) carryOver(ctx context.Context, gdir, old string, m *generation.Manifest) error {
	m.Model, m.Missing = "", 0
	if j.Encoder == nil {
		return keepVectors(gdir, old)
	}
	p, err := j.plan(gdir, m)
	if err != nil {
		return err
	}
	find, done := func(dense.Key) []int8 { return nil }, func() {}
	if old != "" {
		find, done, err = known(old, j.Encoder)
	}
	defer done()
	if err != nil {
		return err
	}
	fresh := make(map[dense.Key][]int8)
	if todo := p.missing(find); len(todo[0])+len(todo[1]) <= atOnce && (j.MaxEncode == 0 || len(todo[0])+len(todo[1]) <= j.MaxEncode) {
		err := j.encode(ctx, p, todo, func(keys []dense.Key, vectors [][]int8) error {
			for i, k := range keys {
				fresh[k] = vectors[i]
			}
			return nil
		})
		if err != nil && ctx.Err() != nil {
			return err
		} // otherwise the words come first, and the error again
	}
	m.Model = j.Encoder.Fingerprint()
	m.Missing, err = p.write(gdir, j.Encoder, func(k dense.Key) []int8 {
		if v := fresh[k]; v != nil {
			return v
		}
		return find(k)
	})
	return err
}

// succeed gives an update of the generation in gdir its vectors. Without an
// encoder it takes over those of the messages that stood there, and notes that
// others are missing, about as many as were analysed.
func (j *job) succeed(ctx context.Context, gdir, next string, old, m *generation.Manifest, from succession) error {
	if j.Encoder != nil {
		return j.carryOver(ctx, next, gdir, m)
	}
	if err := keepVectors(next, gdir); err != nil {
		return err
	}
	there, err := from.carryPassages(gdir, next, old)
	if there && err == nil {
		m.Model, m.Missing = old.Model, old.Missing+max(1, int(j.analysed.Load()))
	}
	return err
}

// keepVectors takes the sets of vectors over unread, for a later run that uses
// them again.
func keepVectors(gdir, old string) error {
	if old == "" {
		return nil
	}
	for _, name := range []string{generation.MessageVectors, generation.WindowVectors} {
		from := filepath.Join(old, name)
		if _, err := os.Stat(from); err != nil {
			continue
		}
		if err := generation.LinkOrCopy(from, filepath.Join(gdir, name)); err != nil {
			return err
		}
	}
	return nil
}

// complete computes the vectors that the generation in gdir lacks, if any.
func (j *job) complete(ctx context.Context, gdir string, m *generation.Manifest) (string, *generation.Manifest, error) {
	if j.Encoder == nil || m.Missing == 0 && m.Model == j.Encoder.Fingerprint() {
		return gdir, m, nil
	}
	return j.vectors(ctx, gdir, m)
}

// Complete computes the vectors that the index in dir lacks, whatever has
// become of its site, and returns how many are missing then.
func (b Builder) Complete(ctx context.Context, dir string) (missing int, err error) {
	lock, err := generation.Lock(ctx, dir, b.Waiting)
	if err != nil {
		return 0, err
	}
	defer lock.Unlock()
	a, err := analysis.New()
	if err != nil {
		return 0, err
	}
	j := &job{Builder: b, analyzer: a, dir: dir}
	gdir, m, err := j.current()
	if err != nil || m == nil {
		return 0, err
	}
	if gdir, m, err = j.complete(ctx, gdir, m); err != nil {
		return 0, err
	}
	return m.Missing, generation.Sweep(dir, filepath.Base(gdir))
}

// vectors computes what the generation in gdir has no vectors for, and commits
// a generation that is like it and has them all. If they are more than
// MaxEncode it computes none.
func (j *job) vectors(ctx context.Context, gdir string, m *generation.Manifest) (string, *generation.Manifest, error) {
	p, err := j.plan(gdir, m)
	if err != nil {
		return "", nil, err
	}
	find, done, err := known(gdir, j.Encoder)
	defer done()
	if err != nil {
		return "", nil, err
	}
	log, err := generation.OpenJournal(j.dir, j.Encoder.Fingerprint(), j.Encoder.Dim())
	if err != nil {
		return "", nil, err
	}
	finished := false
	defer func() { _ = log.Close(finished) }() // a leftover is taken up next time
	all := func(k dense.Key) []int8 {
		if v := find(k); v != nil {
			return v
		}
		return log.Have[k]
	}
	todo := p.missing(all)
	full := *m
	full.Model = j.Encoder.Fingerprint()
	if full.Missing = len(todo[0]) + len(todo[1]); j.MaxEncode > 0 && full.Missing > j.MaxEncode {
		return gdir, &full, nil
	}
	if err := j.encode(ctx, p, todo, log.Add); err != nil {
		return "", nil, err
	}
	next, err := generation.New(j.dir)
	if err != nil {
		return "", nil, err
	}
	err = generation.LinkAll(gdir, next)
	if err == nil {
		full.Missing, err = p.write(next, j.Encoder, all)
	}
	if err == nil && full.Missing > 0 {
		err = fmt.Errorf("%d texts have no vector", full.Missing) // Unreachable: encode gave them all.
	}
	if err == nil {
		err = generation.Commit(j.dir, next, &full)
	}
	if err != nil {
		return "", nil, errors.Join(err, generation.Abandon(j.dir, next))
	}
	finished = true
	return next, &full, nil
}

// missing returns the keys of the texts that have does not know: of messages,
// of windows, in order.
func (p *plan) missing(have func(dense.Key) []int8) (keys [2][]dense.Key) {
	for i := range p.texts {
		for k := range p.texts[i] {
			if have(k) == nil {
				keys[i] = append(keys[i], k)
			}
		}
		slices.Sort(keys[i])
	}
	return keys
}

// encode computes vectors for the keys and hands them to keep.
func (j *job) encode(ctx context.Context, p *plan, todo [2][]dense.Key, keep func([]dense.Key, [][]int8) error) error {
	done, total := 0, len(todo[0])+len(todo[1])
	for i, kind := range []dense.Kind{dense.Message, dense.Window} {
		for keys := range slices.Chunk(todo[i], []int{messageBatch, windowBatch}[i]) {
			texts := make([]string, len(keys))
			for n, k := range keys {
				texts[n] = p.texts[i][k]
			}
			vectors, err := j.Encoder.Encode(ctx, kind, texts)
			if err != nil {
				return fmt.Errorf("encode: %w", err)
			}
			if err := keep(keys, vectors); err != nil {
				return err
			}
			if done += len(keys); j.Encoded != nil {
				j.Encoded(done, total)
			}
		}
	}
	return nil
}
