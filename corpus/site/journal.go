package site

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"qunwen/corpus/convert"
	"qunwen/corpus/tree"

	"github.com/gofrs/flock"
)

// What can be in the way of writing.
var (
	ErrImporting = errors.New("another import is at work on this site")
	ErrChanged   = errors.New("changed since")
	ErrNoUndo    = errors.New("there is no run to take back")
)

// Below the site: Jekyll and [corpus.Days] pass over what starts with a dot.
const (
	stateDir    = stateFolder + "/import"
	journalName = "journal.json"

	maxUndo = 5 // runs that can be taken back, one after the other
)

// A change puts a file in the place of another.
type change struct {
	Path string `json:"path"` // absolute, or below the site
	Old  string `json:"old"`  // sum of what is there; "" if nothing is
	New  string `json:"new"`  // sum of what is to be; "" takes the file away
	Temp string `json:"temp"` // holds what is to be, below the state's folder
	Back string `json:"back"` // will hold what is there, below the state's folder
}

// A journal is what one run changes: all of it or nothing.
type journal struct {
	Run     string   `json:"run"`
	Receipt string   `json:"receipt"` // in a sentence, for people
	Changes []change `json:"changes"`
	Dirs    []string `json:"dirs"` // folders that are made, outer ones first
	Undo    bool     `json:"undo"` // takes a run back
}

// A state is the folder in which a site's imports are prepared, locked.
type state struct {
	site string
	dir  string
	lock *flock.Flock // no other import is at work
	post *siteLock    // nobody else writes posts
	held bool         // post is
}

// backDir is where what was there before a run is kept, below the state's
// folder.
func (j *journal) backDir() string {
	if j.Undo {
		return "back-undo-" + j.Run
	}
	return "back-" + j.Run
}

// undoName is where a run that is finished is kept, to be taken back.
func (j *journal) undoName() string { return "undo-" + j.Run + ".json" }

// openState locks the site for an import. The error wraps ErrImporting.
func openState(site string) (*state, error) {
	s := &state{site: site, dir: filepath.Join(site, filepath.FromSlash(stateDir)), post: newSiteLock(site)}
	if err := makeStateFolder(site); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(s.dir, 0o755); err != nil {
		return nil, err
	}
	s.lock = flock.New(filepath.Join(s.dir, "lock"), flock.SetPermissions(0o644))
	ok, err := s.lock.TryLock()
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, ErrImporting
	}
	return s, nil
}

// close unlocks the site; a folder that holds nothing else goes.
func (s *state) close() error {
	entries, _ := os.ReadDir(s.dir)
	if len(entries) == 1 { // the lock: nothing was ever imported
		_ = os.Remove(filepath.Join(s.dir, "lock"))
		_ = os.Remove(s.dir)
		up := filepath.Dir(s.dir)
		if rest, _ := os.ReadDir(up); len(rest) == 1 {
			_ = os.Remove(filepath.Join(up, ".gitignore"))
			_ = os.Remove(up)
		}
	}
	return s.lock.Unlock()
}

// alone calls f while nobody else writes posts.
func (s *state) alone(ctx context.Context, f func() error) (err error) {
	if s.held {
		return f()
	}
	if err := s.post.acquire(ctx); err != nil {
		return err
	}
	s.held = true
	defer func() {
		s.held = false
		err = errors.Join(err, s.post.release())
	}()
	return f()
}

func (s *state) path(name string) string { return filepath.Join(s.dir, name) }

// target is where a change takes place.
func (s *state) target(c *change) string {
	if filepath.IsAbs(c.Path) {
		return c.Path
	}
	return filepath.Join(s.site, filepath.FromSlash(c.Path))
}

// staysInside returns an error that wraps [tree.ErrOutside] if a change of a file
// of the site would be one of a file outside of it.
func (s *state) staysInside(c *change) error {
	if filepath.IsAbs(c.Path) {
		return nil
	}
	return tree.Check(s.site, c.Path)
}

// clean removes what was prepared for a run that never began.
func (s *state) clean() error {
	return errors.Join(os.RemoveAll(s.path("new")), remove(s.path(journalName+".tmp")))
}

// stage keeps what is to be at a path until the run is carried out.
func (s *state) stage(j *journal, path string, old string, data []byte) error {
	n := strconv.Itoa(len(j.Changes))
	c := change{Path: path, Old: old, New: sumOf(data), Temp: "new/" + n, Back: j.backDir() + "/" + n}
	if err := os.MkdirAll(s.path("new"), 0o755); err != nil {
		return err
	}
	if err := writeSynced(s.path(c.Temp), data); err != nil {
		return err
	}
	j.Changes = append(j.Changes, c)
	return nil
}

// commit writes the journal: from here on the run is finished, whatever comes.
// After an error there is none.
func (s *state) commit(j *journal) error {
	if err := s.findDirs(j); err != nil {
		return err
	}
	for i := range j.Changes { // nobody changed a post while it was merged
		c := &j.Changes[i]
		if err := s.staysInside(c); err != nil {
			return err
		}
		now, err := fileSum(s.target(c))
		if err != nil {
			return err
		}
		if now != c.Old {
			return fmt.Errorf("%s: %w", c.Path, ErrChanged)
		}
	}
	if err := s.writeJournal(journalName, j); err != nil {
		return errors.Join(err, remove(s.path(journalName))) // it may be there, and must not be taken up
	}
	return nil
}

// writeJournal writes a journal whole.
func (s *state) writeJournal(name string, j *journal) error {
	data, err := json.Marshal(j)
	if err != nil {
		return err
	}
	temp := s.path(name + ".tmp")
	if err := writeSynced(temp, data); err != nil {
		return err
	}
	if err := os.Rename(temp, s.path(name)); err != nil {
		return err
	}
	return syncDir(s.dir)
}

// findDirs notes the folders that must be made.
func (s *state) findDirs(j *journal) error {
	known := make(map[string]bool)
	for i := range j.Changes {
		var made []string
		for dir := filepath.Dir(s.target(&j.Changes[i])); !known[dir]; dir = filepath.Dir(dir) {
			known[dir] = true
			if _, err := os.Stat(dir); err == nil || !errors.Is(err, fs.ErrNotExist) {
				break
			}
			made = append(made, dir)
		}
		for n := len(made) - 1; n >= 0; n-- {
			j.Dirs = append(j.Dirs, made[n])
		}
	}
	return nil
}

// carryOut makes the changes of a journal that was committed. It may be called
// again after a crash.
func (s *state) carryOut(j *journal, p convert.Progress) error {
	for _, dir := range j.Dirs {
		if err := os.Mkdir(dir, 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
			return err
		}
	}
	back := s.path(j.backDir())
	if err := os.MkdirAll(back, 0o755); err != nil {
		return err
	}
	dirs := map[string]bool{back: true, s.dir: true}
	for i := range j.Changes {
		c := &j.Changes[i]
		if err := s.make(c); err != nil {
			return fmt.Errorf("%s: %w", c.Path, err)
		}
		dirs[filepath.Dir(s.target(c))] = true
		p.Tell("write", int64(i+1), int64(len(j.Changes)))
	}
	for dir := range dirs {
		if err := syncDir(dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// make makes one change, unless it was made before. The error wraps ErrChanged
// if what is there is neither the old nor the new.
func (s *state) make(c *change) error {
	if err := s.staysInside(c); err != nil {
		return err
	}
	path := s.target(c)
	now, err := fileSum(path)
	if err != nil || now == c.New {
		return err
	}
	if now != c.Old {
		return ErrChanged
	}
	path, perm := standing(path)
	if c.Old != "" {
		back := s.path(c.Back)
		if err := remove(back); err != nil {
			return err
		}
		if os.Link(path, back) != nil {
			data, err := os.ReadFile(path)
			if err == nil {
				err = writeSynced(back, data)
			}
			if err != nil {
				return err
			}
		}
	}
	if c.New == "" {
		return os.Remove(path)
	}
	return putInPlace(s.path(c.Temp), path, perm)
}

// newRun names a run by its time.
func newRun(now time.Time, seed string) string {
	return strings.Replace(now.Format("20060102-150405.000-"), ".", "", 1) + settingsSum(seed, now.UnixNano())[:4]
}
