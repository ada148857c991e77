package generation

import (
	"errors"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"runtime"

	"github.com/blevesearch/mmap-go"
)

// The names of the files and folders of an index; those of vectors stand beside
// what is in them.
const (
	currentName  = "CURRENT"
	lockName     = "lock"
	manifestName = "manifest.json"
	bleveName    = "bleve"
	storeDir     = "store" // below it
	messagesName = "messages.bin"
	docsName     = "docs.bin"
	genPrefix    = "g-"
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// ErrNoIndex reports a folder in which no index has been built yet.
var ErrNoIndex = errors.New("no index here yet")

// ErrDamaged reports an index whose files are not what its builder wrote. It
// has to be built anew.
var ErrDamaged = errors.New("index is damaged")

// MapFile maps a file for reading. unmap must be called once, after the last
// use of data.
func MapFile(path string) (data []byte, unmap func() error, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, nil, err
	}
	if info.Size() == 0 { // which cannot be mapped
		return nil, func() error { return nil }, nil
	}
	m, err := mmap.Map(f, mmap.RDONLY, 0)
	if err != nil {
		return nil, nil, &os.PathError{Op: "map", Path: path, Err: err}
	}
	return m, m.Unmap, nil
}

// writeParts makes a new file of the parts and flushes it to the disk.
func writeParts(path string, parts ...[]byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	for _, p := range parts {
		if _, err = f.Write(p); err != nil {
			break
		}
	}
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// ReplaceFile writes a file of a generation that is not committed yet, in the
// place of a link to the one before.
func ReplaceFile(path string, parts ...[]byte) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return writeParts(path, parts...)
}

func syncPath(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// syncDir flushes a folder's entries, where the system can.
func syncDir(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// linkTree fills the new folder dst with the files of src: those that never
// change again (segments) as hard links, the others as copies.
func linkTree(src, dst string) error {
	return fillTree(src, dst, func(name string) bool { return filepath.Ext(name) == ".zap" })
}

// LinkAll fills the folder dst with all of the generation in src but its
// manifest, as hard links: none of it may be written to again.
func LinkAll(src, dst string) error {
	entries, err := os.ReadDir(src)
	if err != nil {
		return err
	}
	for _, e := range entries {
		from, to := filepath.Join(src, e.Name()), filepath.Join(dst, e.Name())
		switch {
		case e.Name() == manifestName:
		case e.IsDir():
			err = fillTree(from, to, func(string) bool { return true })
		default:
			err = LinkOrCopy(from, to)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// fillTree makes the folder dst like src, by links where link says so.
func fillTree(src, dst string, link func(name string) bool) error {
	entries, err := os.ReadDir(src)
	if err != nil {
		return err
	}
	if err := os.Mkdir(dst, 0o700); err != nil {
		return err
	}
	for _, e := range entries {
		from, to := filepath.Join(src, e.Name()), filepath.Join(dst, e.Name())
		switch {
		case e.IsDir():
			err = fillTree(from, to, link)
		case link(e.Name()):
			err = LinkOrCopy(from, to)
		default:
			err = copyFile(from, to)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// LinkOrCopy copies where the file system has no hard links.
func LinkOrCopy(from, to string) error {
	if os.Link(from, to) == nil {
		return nil
	}
	return copyFile(from, to)
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}
