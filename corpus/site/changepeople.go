package site

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"qunwen/corpus/people"
	"qunwen/corpus/tree"
)

// ChangePeople lets change work on who has which names and writes it back,
// whole. The error wraps ErrImporting if an import is at work, or is change's:
// then nothing is written.
func ChangePeople(ctx context.Context, site string, change func(*people.People) error) error {
	s, err := openState(site)
	if err != nil {
		return err
	}
	return errors.Join(s.changePeople(ctx, change), s.close())
}

func (s *state) changePeople(ctx context.Context, change func(*people.People) error) error {
	if _, err := s.recover(ctx); err != nil {
		return err
	}
	all, err := people.Read(s.site)
	if err != nil {
		return err
	}
	if err := change(all); err != nil {
		return err
	}
	data, err := all.Bytes()
	if err != nil {
		return err
	}
	return s.putData(people.File, data)
}

// KeepHidden writes the names of who asked to be hidden into the site's
// [people.HiddenFile].
func KeepHidden(ctx context.Context, site string, names []string) error {
	s, err := openState(site)
	if err != nil {
		return err
	}
	return errors.Join(s.keepHidden(ctx, names), s.close())
}

func (s *state) keepHidden(ctx context.Context, names []string) error {
	if _, err := s.recover(ctx); err != nil {
		return err
	}
	data, err := people.HiddenBytes(names)
	if err != nil {
		return err
	}
	return s.putData(people.HiddenFile, data)
}

// putData replaces a file of the site's data whole.
func (s *state) putData(name string, data []byte) error {
	path := filepath.Join(s.site, filepath.FromSlash(name))
	if err := tree.Check(s.site, name); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	temp := s.path("data.tmp")
	if err := writeSynced(temp, data); err != nil {
		return err
	}
	path, perm := standing(path)
	if err := putInPlace(temp, path, perm); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}
