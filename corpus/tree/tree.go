// Package tree opens the folder of a site without following symbolic links that
// lead out of it. Links from one place of the site to another are followed,
// relative ones and absolute ones.
package tree

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// ErrOutside says that a path is, or goes through, a link that leads out of the
// site.
var ErrOutside = errors.New("link leads out of the site")

// FS returns the files of the folder dir. Each operation looks at the folder anew,
// so that another folder may take its place. What is reached through a link that
// leads out is not opened: the error wraps ErrOutside.
func FS(dir string) fs.FS { return folder(dir) }

// A folder implements the interfaces of package fs that its users ask for.
type folder string

// Open implements [fs.FS].
func (d folder) Open(name string) (fs.File, error) {
	return within(d, "open", name, func(r *os.Root, name string) (fs.File, error) {
		f, err := r.Open(name)
		if err != nil {
			return nil, err // not a nil *os.File in an interface
		}
		return f, nil
	})
}

// Stat implements [fs.StatFS].
func (d folder) Stat(name string) (fs.FileInfo, error) {
	return within(d, "stat", name, func(r *os.Root, name string) (fs.FileInfo, error) { return r.Stat(name) })
}

// ReadFile implements [fs.ReadFileFS].
func (d folder) ReadFile(name string) ([]byte, error) {
	return within(d, "open", name, func(r *os.Root, name string) ([]byte, error) { return r.ReadFile(name) })
}

// ReadFile reads a file of the folder dir, as the files of [FS] are read.
func ReadFile(dir, name string) ([]byte, error) { return folder(dir).ReadFile(name) }

// within calls do with a name below the folder. Where links keep it from getting
// there, it calls do once more with the name of what they lead to, if that is inside.
func within[T any](d folder, op, name string, do func(r *os.Root, name string) (T, error)) (got T, err error) {
	if !fs.ValidPath(name) {
		return got, &fs.PathError{Op: op, Path: name, Err: fs.ErrInvalid}
	}
	root, err := os.OpenRoot(string(d))
	if err != nil {
		return got, err
	}
	defer root.Close()
	local := filepath.FromSlash(name)
	got, err = do(root, local)
	if err == nil || errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) {
		return got, err
	}
	real, resolveErr := d.resolve(local)
	switch {
	case errors.Is(resolveErr, ErrOutside) || errors.Is(resolveErr, fs.ErrNotExist):
		return got, &fs.PathError{Op: op, Path: name, Err: ErrOutside}
	case resolveErr == nil && real != local:
		return do(root, real)
	}
	return got, err
}

// real returns the folder's own path without links.
func (d folder) real() (string, error) {
	root, err := filepath.EvalSymlinks(string(d))
	if err != nil {
		return "", err
	}
	return filepath.Abs(root)
}

// resolve returns what a path that exists stands for, below the folder. The error
// wraps ErrOutside if that is not below it.
func (d folder) resolve(local string) (string, error) {
	root, err := d.real()
	if err != nil {
		return "", err
	}
	real, err := filepath.EvalSymlinks(filepath.Join(root, local))
	if err != nil {
		return "", err
	}
	return below(root, real)
}

// below returns path from root on. The error is ErrOutside if it is not below root.
func below(root, path string) (string, error) {
	local, err := filepath.Rel(root, path)
	if err != nil || !filepath.IsLocal(local) {
		return "", ErrOutside
	}
	return local, nil
}

// mostLinks is how many links to nothing Check follows, one after the other.
const mostLinks = 40

// Check returns an error that wraps ErrOutside if writing a file of the folder dir
// would write outside of it. The file, and folders above it, may be missing. Check
// is for those who write by file names: it does not hold against somebody who
// changes links at the same time.
func Check(dir, name string) error {
	outside := &fs.PathError{Op: "write", Path: name, Err: ErrOutside}
	root, err := folder(dir).real()
	if err != nil {
		return err
	}
	local := filepath.FromSlash(name)
	for links := 0; filepath.IsLocal(local) && links < mostLinks; {
		_, err := folder(root).resolve(local)
		if errors.Is(err, ErrOutside) {
			return outside
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		to, err := os.Readlink(filepath.Join(root, local))
		if err != nil { // it is missing, and no link
			local = filepath.Dir(local)
			continue
		}
		links++ // to nothing: a file would be made wherever it leads
		if !filepath.IsAbs(to) {
			to = filepath.Join(root, filepath.Dir(local), to)
		}
		if local, err = below(root, to); err != nil {
			return outside
		}
	}
	return outside
}

// Links returns the links below the folder dir that lead out of it,
// slash-separated, in order. It passes over folders and files that start with a dot.
func Links(dir string) (out []string, err error) {
	err = filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		switch {
		case err != nil && path == dir:
			return err
		case err != nil: // whoever reads it says so
			return nil
		case path != dir && strings.HasPrefix(e.Name(), "."):
			if e.IsDir() {
				return fs.SkipDir
			}
			return nil
		case e.Type() != fs.ModeSymlink:
			return nil
		}
		local, err := filepath.Rel(dir, path)
		if err != nil {
			return err // Unreachable: the walk is below dir.
		}
		if name := filepath.ToSlash(local); errors.Is(Check(dir, name), ErrOutside) {
			out = append(out, name)
		}
		return nil
	})
	return out, err
}
