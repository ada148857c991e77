package build

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"time"

	"qunwen/index/generation"
)

// A Report says what [Builder.Refresh] did.
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
// neither waits nor writes, and does not verify checksums: index.Open does.
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
