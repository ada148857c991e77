package site

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// putInPlace moves a file to its place, or copies it there where it cannot be moved.
func putInPlace(temp, path string, perm fs.FileMode) error {
	if err := os.Chmod(temp, perm); err != nil {
		return err
	}
	if os.Rename(temp, path) == nil {
		return nil
	}
	data, err := os.ReadFile(temp)
	if err != nil {
		return err
	}
	beside := filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+".tmp")
	if err := writeSynced(beside, data); err != nil {
		return err
	}
	if err := os.Chmod(beside, perm); err != nil {
		return err
	}
	return os.Rename(beside, path)
}

// standing returns what a path stands for, so that a link stays one, and the
// rights of what is there; those of a new file if there is none.
func standing(path string) (real string, perm fs.FileMode) {
	info, err := os.Stat(path)
	if err != nil {
		return path, 0o644
	}
	if real, err = filepath.EvalSymlinks(path); err != nil {
		real = path
	}
	return real, info.Mode().Perm()
}

func writeSynced(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644)
	if err != nil {
		return err
	}
	if _, err = f.Write(data); err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// syncDir flushes a folder's entries, where the system can.
func syncDir(path string) error { return openFile(osFile).syncDir(path) }

func remove(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
