package convert

import (
	"archive/zip"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// An Input is a file that may be an export.
type Input struct {
	Name     string // for people: the path as given, and below an archive the path in it
	Size     int64  // in bytes, as stored; of a compressed file that of the compressed one
	Named    bool   // it was asked for by name: that it is no export is an error
	open     func() (io.ReadCloser, error)
	siblings fs.FS  // what lies beside it
	dir      string // where in siblings it lies
}

// Open returns the content, unpacked if it is packed by gzip.
func (in Input) Open() (io.ReadCloser, error) {
	f, err := in.open()
	if err != nil || !strings.HasSuffix(strings.ToLower(in.Name), ".gz") {
		return f, err
	}
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &unpacked{z, f}, nil
}

type unpacked struct {
	*gzip.Reader
	f io.Closer
}

func (u *unpacked) Close() error { return errors.Join(u.Reader.Close(), u.f.Close()) }

// Hash returns the SHA-256 of the content as stored, in hexadecimal. An error
// of reading is a [*ReadError].
func (in Input) Hash() (string, error) {
	f, err := in.open()
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if n, err := io.Copy(h, f); err != nil {
		return "", &ReadError{File: in.Name, Offset: n, Err: packed(err)}
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// Inputs returns the files that paths name, in their order: a file is itself,
// a folder is all in and below it, a zip archive what is packed in it, in the
// order of their names. Close the result when all is read.
func Inputs(paths []string) (*InputSet, error) {
	set := &InputSet{}
	for _, p := range paths {
		if err := set.add(p, true); err != nil {
			return nil, errors.Join(err, set.Close())
		}
	}
	return set, nil
}

// An InputSet is the files of one import.
type InputSet struct {
	Files  []Input
	closes []io.Closer
}

// Close closes the archives.
func (s *InputSet) Close() error {
	var all error
	for _, c := range s.closes {
		all = errors.Join(all, c.Close())
	}
	s.closes = nil
	return all
}

func (s *InputSet) add(name string, named bool) error {
	info, err := os.Stat(name)
	if err != nil {
		return err
	}
	switch {
	case info.IsDir():
		return s.walk(name)
	case strings.EqualFold(filepath.Ext(name), ".zip"):
		return s.unzip(name)
	case !info.Mode().IsRegular():
		return &fs.PathError{Op: "read", Path: name, Err: errors.New("not a regular file")}
	}
	s.Files = append(s.Files, Input{
		Name: filepath.ToSlash(name), Size: info.Size(), Named: named,
		open:     func() (io.ReadCloser, error) { return os.Open(name) },
		siblings: os.DirFS(filepath.Dir(name)), dir: ".",
	})
	return nil
}

// walk adds the files below a folder that may be exports.
func (s *InputSet) walk(dir string) error {
	return filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case name != dir && strings.HasPrefix(d.Name(), "."):
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.IsDir() || !d.Type().IsRegular() || !mayBeExport(filepath.ToSlash(name)):
			return nil
		}
		return s.add(name, false)
	})
}

func (s *InputSet) unzip(name string) error {
	z, err := zip.OpenReader(name)
	if err != nil {
		return &fs.PathError{Op: "unzip", Path: name, Err: packed(err)}
	}
	s.closes = append(s.closes, z)
	files := slices.Clone(z.File)
	slices.SortStableFunc(files, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
	for _, f := range files {
		inner := f.Name
		if f.NonUTF8 {
			inner = GB18030.decodeHead([]byte(inner))
		}
		if f.FileInfo().IsDir() || !mayBeExport(inner) {
			continue
		}
		s.Files = append(s.Files, Input{
			Name: filepath.ToSlash(name) + "/" + inner, Size: int64(f.CompressedSize64),
			open: func() (io.ReadCloser, error) { return f.Open() }, siblings: z, dir: path.Dir(f.Name),
		})
	}
	return nil
}

// mayBeExport reports whether a file that nobody named is worth a look.
func mayBeExport(name string) bool {
	base := path.Base(name)
	if strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_") {
		return false
	}
	switch strings.ToLower(path.Ext(strings.TrimSuffix(base, ".gz"))) {
	case ".xls", ".json", ".jsonl", ".csv", ".txt", ".eml":
		return true
	case ".markdown", ".md":
		return path.Base(path.Dir(name)) == "_posts"
	}
	return false
}
