package site

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"qunwen/corpus/people"
)

// An Outcome says what [Recover] or [Undo] did.
type Outcome struct {
	Run    string // whose; "" if there was nothing to do
	Posts  int    // files that were written, taken away or put back
	Undone bool   // the run is taken back; otherwise it was finished
}

// Recover finishes what a killed import began on the site, or rolls it back if
// a file was changed in the meantime. The error wraps ErrImporting.
func Recover(ctx context.Context, site string) (Outcome, error) {
	if _, err := os.Stat(filepath.Join(site, filepath.FromSlash(stateDir), journalName)); errors.Is(err, fs.ErrNotExist) {
		return Outcome{}, nil
	}
	s, err := openState(site)
	if err != nil {
		return Outcome{}, err
	}
	out, err := s.recover(ctx)
	return out, errors.Join(err, s.close())
}

func (s *state) recover(ctx context.Context) (out Outcome, err error) {
	err = s.alone(ctx, func() (err error) {
		out, err = s.recoverAlone()
		return err
	})
	return out, err
}

func (s *state) recoverAlone() (Outcome, error) {
	j, err := s.readJournal(journalName)
	if errors.Is(err, fs.ErrNotExist) {
		return Outcome{}, s.clean()
	}
	if err != nil {
		return Outcome{}, err
	}
	out := Outcome{Run: j.Run, Posts: len(j.Changes), Undone: j.Undo}
	if err := s.carryOut(j, nil); err == nil {
		return out, s.finish(j)
	} else if !errors.Is(err, ErrChanged) {
		return out, err
	}
	out.Undone = !j.Undo
	return out, s.rollBack(j)
}

func (s *state) readJournal(name string) (*journal, error) {
	data, err := os.ReadFile(s.path(name))
	if err != nil {
		return nil, err
	}
	j := &journal{}
	if err := json.Unmarshal(data, j); err != nil {
		return nil, fmt.Errorf("%s: %w", s.path(name), err)
	}
	return j, nil
}

// finish keeps what is needed to take the run back, and forgets the oldest. It
// may be called again after a crash.
func (s *state) finish(j *journal) error {
	if j.Undo {
		for _, dir := range slices.Backward(j.Dirs) {
			_ = os.Remove(dir) // unless something else came into it
		}
		if err := remove(s.path(j.undoName())); err != nil {
			return err
		}
	} else if err := s.writeJournal(j.undoName(), j); err != nil {
		return err
	}
	if err := errors.Join(remove(s.path(journalName)), syncDir(s.dir)); err != nil {
		return err
	}
	keep, err := s.undos()
	for len(keep) > maxUndo {
		err = errors.Join(err, remove(s.path(keep[0])))
		keep = keep[1:]
	}
	backs, globErr := filepath.Glob(filepath.Join(escapeGlob(s.dir), "back-*"))
	for _, dir := range backs {
		if run := strings.TrimPrefix(filepath.Base(dir), "back-"); !slices.Contains(keep, "undo-"+run+".json") {
			err = errors.Join(err, os.RemoveAll(dir))
		}
	}
	return errors.Join(err, globErr, s.clean())
}

// undos returns the names of the runs that can be taken back, the oldest first.
func (s *state) undos() ([]string, error) {
	all, err := filepath.Glob(filepath.Join(escapeGlob(s.dir), "undo-*.json"))
	for i := range all {
		all[i] = filepath.Base(all[i])
	}
	slices.Sort(all) // a run is named by its time
	return all, err
}

// rollBack puts back what a run changed, but for files that were changed by
// somebody else since.
func (s *state) rollBack(j *journal) error {
	for i := range slices.Backward(j.Changes) {
		c := &j.Changes[i]
		path := s.target(c)
		now, err := fileSum(path)
		if err != nil {
			return err
		}
		if now != c.New || now == c.Old {
			continue
		}
		if c.Old == "" {
			err = os.Remove(path)
		} else {
			err = s.putBack(c, path)
		}
		if err != nil {
			return err
		}
	}
	if !j.Undo {
		for _, dir := range slices.Backward(j.Dirs) {
			_ = os.Remove(dir) // unless something else came into it
		}
	}
	return errors.Join(remove(s.path(journalName)), os.RemoveAll(s.path(j.backDir())), s.clean())
}

func (s *state) putBack(c *change, path string) error {
	back := s.path(c.Back)
	info, err := os.Stat(back)
	if err != nil {
		return err
	}
	return putInPlace(back, path, info.Mode().Perm())
}

// Undo takes the last run back: posts and what is kept of the run are as they
// were before. Called again it takes the one before back, up to five of them.
// The error wraps ErrNoUndo, ErrImporting, or ErrChanged if one of the files was
// changed since; then nothing is changed.
func Undo(ctx context.Context, site string) (Outcome, error) {
	if _, err := os.Stat(filepath.Join(site, filepath.FromSlash(stateDir))); errors.Is(err, fs.ErrNotExist) {
		return Outcome{}, ErrNoUndo
	}
	s, err := openState(site)
	if err != nil {
		return Outcome{}, err
	}
	var out Outcome
	err = s.alone(ctx, func() (err error) {
		out, err = s.undo()
		return err
	})
	return out, errors.Join(err, s.close())
}

// undo takes the last run back while nobody else writes posts.
func (s *state) undo() (Outcome, error) {
	if _, err := s.recoverAlone(); err != nil {
		return Outcome{}, err
	}
	undos, err := s.undos()
	if err != nil {
		return Outcome{}, err
	}
	if len(undos) == 0 {
		return Outcome{}, ErrNoUndo
	}
	last, err := s.readJournal(undos[len(undos)-1])
	if err != nil {
		return Outcome{}, err
	}
	back := &journal{Run: last.Run, Receipt: last.Receipt, Undo: true}
	var changed error
	for _, c := range last.Changes {
		now, err := fileSum(s.target(&c))
		if err != nil {
			return Outcome{}, err
		}
		if now != c.New && c.Path == people.File {
			continue // people were told apart by hand since: that stays
		}
		if now != c.New {
			changed = errors.Join(changed, fmt.Errorf("%s: %w", c.Path, ErrChanged))
			continue
		}
		back.Changes = append(back.Changes, change{Path: c.Path, Old: c.New, New: c.Old, Temp: c.Back, Back: back.backDir() + "/" + filepath.Base(c.Back)})
	}
	if changed != nil {
		return Outcome{}, changed
	}
	if err := s.commit(back); err != nil {
		return Outcome{}, err
	}
	if err := s.carryOut(back, nil); err != nil {
		return Outcome{}, errors.Join(err, s.rollBack(back))
	}
	back.Dirs = last.Dirs
	return Outcome{Run: last.Run, Posts: len(back.Changes), Undone: true}, s.finish(back)
}
