package site

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// A file is what an archive writes to.
type file interface {
	io.Writer
	Stat() (fs.FileInfo, error)
	Truncate(size int64) error
	Sync() error
	Close() error
}

// openFile is os.OpenFile; tests put failing files in its place.
type openFile func(path string, flag int, perm fs.FileMode) (file, error)

func osFile(path string, flag int, perm fs.FileMode) (file, error) {
	f, err := os.OpenFile(path, flag, perm)
	if err != nil {
		return nil, err // not a nil *os.File in an interface
	}
	return f, nil
}

// replaceTries is how often a file is read again if another program changes it
// while its replacement is written.
const replaceTries = 5

var errBusy = errors.New("another program keeps changing the file")

// replace puts edit of its content in the place of the file: whole, flushed
// and with the same permissions. What another program wrote meanwhile is
// edited, too. If edit changes nothing the file stays, unless force is set.
func (open openFile) replace(path string, force bool, edit func([]byte) ([]byte, error)) error {
	if p, err := filepath.EvalSymlinks(path); err == nil {
		path = p // a link stays one
	}
	for range replaceTries {
		before, err := os.Stat(path)
		if err != nil {
			return err
		}
		old, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		data, err := edit(old)
		if err != nil || !force && bytes.Equal(old, data) {
			return err
		}
		temp, err := open.writeTemp(path, data, before.Mode().Perm())
		if err != nil {
			return err
		}
		after, err := os.Stat(path)
		if err == nil && !sameState(before, after) {
			continue
		}
		if err == nil {
			err = os.Rename(temp, path)
		}
		if err != nil {
			return errors.Join(err, os.Remove(temp))
		}
		return open.syncDir(filepath.Dir(path))
	}
	return errors.Join(&fs.PathError{Op: "replace", Path: path, Err: errBusy}, os.Remove(tempName(path)))
}

// create makes a file of data, flushed. The error wraps fs.ErrExist if there
// is one already.
func (open openFile) create(path string, data []byte, perm fs.FileMode) error {
	if _, err := os.Lstat(path); err == nil {
		return &fs.PathError{Op: "create", Path: path, Err: fs.ErrExist}
	}
	temp, err := open.writeTemp(path, data, perm)
	if err != nil {
		return err
	}
	err = os.Link(temp, path) // which, unlike a renaming, overwrites nothing
	if err == nil || errors.Is(err, fs.ErrExist) {
		err = errors.Join(err, os.Remove(temp))
	} else {
		err = os.Rename(temp, path) // a file system without links
	}
	if err != nil {
		return err
	}
	return open.syncDir(filepath.Dir(path))
}

// tempName is a name that Days and Jekyll pass over; the same each time, so
// that a crash leaves one at most.
func tempName(path string) string {
	return filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+".tmp")
}

func (open openFile) writeTemp(path string, data []byte, perm fs.FileMode) (string, error) {
	temp := tempName(path)
	if err := os.Remove(temp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	f, err := open(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, perm)
	if err != nil {
		return "", err
	}
	n, err := f.Write(data)
	if err == nil && n < len(data) {
		err = io.ErrShortWrite
	}
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return "", errors.Join(fmt.Errorf("write %s: %w", temp, err), os.Remove(temp))
	}
	return temp, nil
}

// makeDirs makes the folder and those above it, flushed.
func (open openFile) makeDirs(path string) error {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return nil
	}
	up := filepath.Dir(path)
	if up != path {
		if err := open.makeDirs(up); err != nil {
			return err
		}
	}
	if err := os.Mkdir(path, 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return open.syncDir(up)
}

// syncDir flushes a folder's entries, where the system can.
func (open openFile) syncDir(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	f, err := open(path, os.O_RDONLY, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// sameState reports whether nobody has replaced or changed the file.
func sameState(a, b fs.FileInfo) bool {
	return os.SameFile(a, b) && a.Size() == b.Size() && a.ModTime().Equal(b.ModTime())
}
