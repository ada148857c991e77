package index

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"time"

	"qunwen/corpus"
	"qunwen/index/analysis"
	"qunwen/index/generation"
)

// A PersonsFunc returns who has several names. It is asked at each refresh, so
// that every builder of an index goes by what is known then.
type PersonsFunc func() (*corpus.Persons, error)

func (f PersonsFunc) know() (*corpus.Persons, error) {
	if f == nil {
		return nil, nil
	}
	return f()
}

// A Report says what [Refresh] did.
type Report struct {
	Transcripts int   // in the index now
	Messages    int   // in these, copies too
	Threads     int   // in these
	Missing     int   // texts that have no vector yet; 0 for words only
	Changed     int   // days that were indexed, again or for the first time, or are gone
	Analysed    int   // messages of these whose words were looked up; not those that stand as they did
	Whole       bool  // everything was built anew
	Bytes       int64 // of the index on disk
	Took        time.Duration
}

// A State says how an index compares with its site.
type State struct {
	Stale   bool // there is none, it is damaged, or the site has changed since
	Missing int  // texts that have no vector yet; -1 if there are none of this model at all
}

// Look compares the index in dir with the site and with what b would make. It
// neither waits nor writes, and does not verify checksums: [Open] does.
func (b Builder) Look(dir string, site fs.FS) (State, error) {
	_, print, err := b.newJob(dir, site)
	if err != nil {
		return State{}, err
	}
	m, err := generation.CurrentManifest(dir)
	if errors.Is(err, generation.ErrNoIndex) || errors.Is(err, generation.ErrDamaged) || errors.Is(err, fs.ErrNotExist) {
		return State{Stale: true}, nil
	}
	if err != nil {
		return State{}, err
	}
	var st State
	switch {
	case b.Encoder == nil:
	case m.Model != b.Encoder.Fingerprint():
		st.Missing = -1
	default:
		st.Missing = m.Missing
	}
	if m.Fingerprint != print {
		st.Stale = true
		return st, nil
	}
	_, changed := diff(m.Days, scanSite(site, readStamps(dir)).days)
	st.Stale = changed > 0
	return st, nil
}

// Refresh makes the index in dir hold what the site below site holds.
//
// Days that changed, appeared or went are taken up into a copy of the index;
// everything is built anew if there is none, if it is damaged or was made by
// another version, or if much has changed. Readers keep what they have open.
// If ctx ends or Refresh fails, the index is as it was before. Bad posts are
// reported to Warn and left out.
//
// The words are swapped in first, with the vectors that are there already; the
// others follow in a generation of their own. What was encoded before an
// interruption is not encoded again.
func (b Builder) Refresh(ctx context.Context, dir string, site fs.FS) (Report, error) {
	start := time.Now()
	lock, err := generation.Lock(ctx, dir, b.Waiting)
	if err != nil {
		return Report{}, err
	}
	defer lock.Unlock()
	j, print, err := b.newJob(dir, site)
	if err != nil {
		return Report{}, err
	}
	gdir, old, err := j.current()
	if err != nil {
		return Report{}, err
	}
	sc := scanSite(site, readStamps(dir))
	gdir, m, changed, err := j.takeDays(ctx, print, gdir, old, sc)
	if err != nil {
		return Report{}, err
	}
	if gdir, m, err = j.complete(ctx, gdir, m); err != nil {
		return Report{}, err
	}
	if err := generation.Sweep(dir, filepath.Base(gdir)); err != nil {
		return Report{}, err
	}
	if sc.read > 0 {
		if err := writeStamps(dir, sc.stamps); err != nil {
			return Report{}, err
		}
	}
	size, err := treeSize(gdir)
	if err != nil {
		return Report{}, err
	}
	r := j.report(m)
	r.Changed, r.Bytes, r.Took = changed, size, time.Since(start)
	return r, nil
}

// newJob returns a job that makes the index in dir hold the site, and the
// fingerprint of what it makes.
func (b Builder) newJob(dir string, site fs.FS) (j *job, print string, err error) {
	a, err := analysis.New()
	if err != nil {
		return nil, "", err
	}
	persons, err := b.Persons.know()
	if err != nil {
		return nil, "", err
	}
	if b.Location == nil {
		b.Location = time.UTC
	}
	return &job{Builder: b, analyzer: a, site: site, dir: dir, persons: persons}, generation.Fingerprint(a, b.Aside, persons), nil
}

// takeDays makes the words of the scanned days current, from the generation in
// gdir with the manifest old; nil means there is none. It returns the folder
// and manifest of the current generation, and how many days have changed. If
// some have, the faults of the scan are reported to Warn.
func (j *job) takeDays(ctx context.Context, print, gdir string, old *generation.Manifest, sc *scan) (_ string, m *generation.Manifest, changed int, err error) {
	if old == nil || old.Fingerprint != print {
		gdir, m, err = j.rebuild(ctx, print, gdir, sc.days)
		changed = len(sc.days)
	} else {
		gdir, m, changed, err = j.update(ctx, gdir, old, sc.days)
	}
	if err != nil {
		return "", nil, 0, err
	}
	if changed > 0 {
		for _, err := range sc.errs {
			j.warn(err)
		}
	}
	return gdir, m, changed, nil
}

// report says what is in the index whose manifest is m and how j made it.
func (j *job) report(m *generation.Manifest) Report {
	r := Report{
		Transcripts: m.Transcripts, Messages: m.Messages, Threads: m.Threads,
		Analysed: int(j.analysed.Load()), Whole: j.whole,
	}
	if j.Encoder != nil {
		r.Missing = m.Missing
	}
	return r
}

func (b Builder) warn(err error) {
	if b.Warn != nil {
		b.Warn(err)
	}
}

// current returns the folder and manifest of the current generation; none if
// there is none or it is damaged.
func (j *job) current() (string, *generation.Manifest, error) {
	gen, crc, err := generation.ReadCurrent(j.dir)
	if err == nil {
		gdir := filepath.Join(j.dir, gen)
		var m *generation.Manifest
		if m, err = generation.Verify(gdir, crc); err == nil {
			return gdir, m, nil
		}
	}
	switch {
	case errors.Is(err, generation.ErrNoIndex):
		return "", nil, nil
	case errors.Is(err, generation.ErrDamaged), errors.Is(err, fs.ErrNotExist):
		j.warn(fmt.Errorf("%s: %w", j.dir, err)) // and it is built anew
		return "", nil, nil
	}
	return "", nil, err
}

// diff compares days in order. For each new day it gives the place of the same
// day in old, or -1 if it has to be indexed; changed counts these and the days
// that went.
func diff(old, days []generation.Day) (kept []int, changed int) {
	kept = make([]int, len(days))
	at, same := 0, 0
	for i := range days {
		kept[i] = -1
		for at < len(old) && old[at].Key() < days[i].Key() {
			at++
		}
		if at < len(old) && old[at].Same(&days[i]) {
			kept[i] = at
			same++
		}
	}
	return kept, len(days) - same + goneDays(old, days)
}

// goneDays counts the days of old that are not among days.
func goneDays(old, days []generation.Day) int {
	have := make(map[string]bool, len(days))
	for i := range days {
		have[days[i].Key()] = true
	}
	n := 0
	for i := range old {
		if !have[old[i].Key()] {
			n++
		}
	}
	return n
}

func treeSize(dir string) (int64, error) {
	var size int64
	err := filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			size += info.Size()
		}
		return err
	})
	return size, err
}
