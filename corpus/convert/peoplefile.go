package convert

import (
	"errors"
	"os"
	"path/filepath"
)

// ChangePeople lets change work on who has which names and writes it back,
// whole. The error wraps ErrLocked if an import is at work, or is change's:
// then nothing is written.
func ChangePeople(site string, change func(*People) error) error {
	s, err := openState(site)
	if err != nil {
		return err
	}
	return errors.Join(s.changePeople(change), s.close())
}

func (s *state) changePeople(change func(*People) error) error {
	if _, err := s.recover(); err != nil {
		return err
	}
	people, err := ReadPeople(s.site)
	if err != nil {
		return err
	}
	if err := change(people); err != nil {
		return err
	}
	data, err := people.Bytes()
	if err != nil {
		return err
	}
	path := filepath.Join(s.site, filepath.FromSlash(PeopleFile))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	temp := s.path("people.tmp")
	if err := writeSynced(temp, data); err != nil {
		return err
	}
	if err := place(temp, path, 0o644); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}
