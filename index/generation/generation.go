package generation

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gofrs/flock"
	"github.com/natefinch/atomic"
)

// ReadCurrent returns the name of the current generation and the checksum of
// its manifest.
func ReadCurrent(dir string) (gen string, crc uint32, err error) {
	data, err := os.ReadFile(filepath.Join(dir, currentName))
	if errors.Is(err, fs.ErrNotExist) {
		return "", 0, ErrNoIndex
	}
	if err != nil {
		return "", 0, err
	}
	f := strings.Fields(string(data))
	if len(f) != 2 || len(f[1]) != 8 || !strings.HasPrefix(f[0], genPrefix) || filepath.Base(f[0]) != f[0] {
		return "", 0, fmt.Errorf("%s: %w", currentName, ErrDamaged)
	}
	sum, err := strconv.ParseUint(f[1], 16, 32)
	if err != nil {
		return "", 0, fmt.Errorf("%s: %w", currentName, ErrDamaged)
	}
	return f[0], uint32(sum), nil
}

// Verify reads the manifest of the generation in gdir and compares every file
// with it.
func Verify(gdir string, crc uint32) (*Manifest, error) {
	data, err := os.ReadFile(filepath.Join(gdir, manifestName))
	if err != nil {
		return nil, err
	}
	if crc32.Checksum(data, castagnoli) != crc {
		return nil, fmt.Errorf("%s: %w", manifestName, ErrDamaged)
	}
	m, err := parseManifest(data)
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrDamaged, err)
	}
	for _, want := range m.Files {
		got, err := checksum(gdir, want.Name)
		if err != nil {
			return nil, err
		}
		if got != want {
			return nil, fmt.Errorf("%s: %w", want.Name, ErrDamaged)
		}
	}
	return m, nil
}

// CurrentManifest reads the manifest without verifying the other files.
func CurrentManifest(dir string) (*Manifest, error) {
	gen, _, err := ReadCurrent(dir)
	if err != nil {
		return nil, err
	}
	data, err := os.ReadFile(filepath.Join(dir, gen, manifestName))
	if err != nil {
		return nil, err
	}
	m, err := parseManifest(data)
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrDamaged, err)
	}
	return m, nil
}

// checksum measures one file of a generation.
func checksum(gdir, name string) (File, error) {
	path := filepath.Join(gdir, filepath.FromSlash(name))
	data, unmap, err := MapFile(path)
	if err != nil {
		return File{}, err
	}
	defer unmap()
	return File{Name: name, Size: int64(len(data)), CRC: crc32.Checksum(data, castagnoli)}, nil
}

// Lock makes dir and takes its lock for building, waiting for another
// builder. waiting is called once if there is one; it may be nil.
func Lock(ctx context.Context, dir string, waiting func()) (*flock.Flock, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	lock := flock.New(filepath.Join(dir, lockName), flock.SetPermissions(0o600))
	ok, err := lock.TryLock()
	if err == nil && !ok {
		if waiting != nil {
			waiting()
		}
		_, err = lock.TryLockContext(ctx, 50*time.Millisecond)
	}
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", dir, err)
	}
	return lock, nil
}

// New makes the folder of a new generation, numbered after all that
// are there. The lock must be held. What an interrupted build left is removed.
func New(dir string) (string, error) {
	current, _, err := ReadCurrent(dir)
	if err != nil && !errors.Is(err, ErrNoIndex) && !errors.Is(err, ErrDamaged) {
		return "", err
	}
	last := 0
	for _, g := range generations(dir) {
		n, _ := strconv.Atoi(strings.TrimPrefix(g, genPrefix))
		last = max(last, n)
	}
	if err := Sweep(dir, current); err != nil {
		return "", err
	}
	gdir := filepath.Join(dir, fmt.Sprintf("%s%06d", genPrefix, last+1))
	return gdir, os.Mkdir(gdir, 0o700)
}

// Abandon removes a generation that did not come to be. One that CURRENT names
// all the same, because only the flushing of that failed, stays.
func Abandon(dir, gdir string) error {
	current, _, err := ReadCurrent(dir)
	if err != nil && !errors.Is(err, ErrNoIndex) || current == filepath.Base(gdir) {
		return nil // a later build sweeps
	}
	return os.RemoveAll(gdir)
}

func generations(dir string) []string {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil
	}
	var gens []string
	for _, e := range entries {
		if e.IsDir() && strings.HasPrefix(e.Name(), genPrefix) {
			gens = append(gens, e.Name())
		}
	}
	return gens
}

// Commit seals the generation in gdir and makes it the current one. Until the
// rename of CURRENT nothing that was there has changed.
func Commit(dir, gdir string, m *Manifest) error {
	m.Files = nil
	var dirs []string
	err := filepath.WalkDir(gdir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			dirs = append(dirs, path)
			return nil
		}
		name, err := filepath.Rel(gdir, path)
		if err != nil {
			return err
		}
		if err := syncPath(path); err != nil {
			return err
		}
		file, err := checksum(gdir, filepath.ToSlash(name))
		m.Files = append(m.Files, file)
		return err
	})
	if err != nil {
		return err
	}
	data, err := json.Marshal(m)
	if err != nil {
		return err
	}
	if err := writeParts(filepath.Join(gdir, manifestName), data); err != nil {
		return err
	}
	slices.Reverse(dirs) // folders after what they hold
	for _, d := range append(dirs, dir) {
		if err := syncDir(d); err != nil {
			return err
		}
	}
	name := filepath.Base(gdir)
	line := fmt.Sprintf("%s %08x\n", name, crc32.Checksum(data, castagnoli))
	if err := atomic.WriteFile(filepath.Join(dir, currentName), bytes.NewReader([]byte(line))); err != nil {
		return err
	}
	return syncDir(dir)
}

// Sweep removes all generations but the current one, whatever left them there.
// The lock must be held.
func Sweep(dir, current string) error {
	for _, g := range generations(dir) {
		if g == current {
			continue
		}
		if err := os.RemoveAll(filepath.Join(dir, g)); err != nil && runtime.GOOS != "windows" {
			return err // on Windows a reader keeps its files; a later build removes them
		}
	}
	return nil
}

// Building reports whether somebody is building the index in dir just now.
func Building(dir string) bool {
	lock := flock.New(filepath.Join(dir, lockName), flock.SetPermissions(0o600))
	if _, err := os.Stat(lock.Path()); err != nil {
		return false
	}
	ok, err := lock.TryRLock()
	if ok {
		_ = lock.Unlock()
	}
	return err == nil && !ok
}
