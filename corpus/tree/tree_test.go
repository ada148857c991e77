package tree

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/fstest"
)

// site makes a folder with files, and links in it, beside a folder outside.
func site(t *testing.T) string {
	t.Helper()
	base := t.TempDir()
	dir := filepath.Join(base, "site")
	for name, text := range map[string]string{
		"site/room/_posts/a.md": "a", "site/_data/people.yml": "people", "site/img/1.jpg": "1", "site/.git/config": "c",
		"outside/secret.md": "secret", "outside/posts/b.md": "b", "site2/x.md": "x",
	} {
		path := filepath.Join(base, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	for link, to := range map[string]string{
		"room/_posts/beside.md":     "a.md",
		"room/_posts/up.md":         "../../_data/people.yml",
		"room/_posts/absolute.md":   filepath.Join(dir, "room", "_posts", "a.md"),
		"room/_posts/round.md":      "../../../site/room/_posts/a.md",
		"room/_posts/twice.md":      "absolute.md",
		"room/_posts/out.md":        "../../../outside/secret.md",
		"room/_posts/out-abs.md":    filepath.Join(base, "outside", "secret.md"),
		"room/_posts/out-twice.md":  "out.md",
		"room/_posts/namesake.md":   "../../../site2/x.md",
		"room/_posts/out-broken.md": "../../../outside/nothing.md",
		"room/_posts/in-broken.md":  "nothing.md",
		"inner":                     "img",
		"other":                     "../outside",
		".hidden":                   "../outside",
		".git/hooks":                "../../outside",
		"loop":                      "loop",
	} {
		if err := os.Symlink(filepath.FromSlash(to), filepath.Join(dir, filepath.FromSlash(link))); err != nil {
			t.Skipf("no symbolic links here: %v", err)
		}
	}
	return dir
}

func TestRead(t *testing.T) {
	dir := site(t)
	for _, tt := range []struct {
		name, want string
		err        error
	}{
		{"room/_posts/a.md", "a", nil},
		{"room/_posts/beside.md", "a", nil},
		{"room/_posts/up.md", "people", nil},
		{"room/_posts/absolute.md", "a", nil},
		{"room/_posts/round.md", "a", nil},
		{"room/_posts/twice.md", "a", nil},
		{"inner/1.jpg", "1", nil},
		{"room/_posts/out.md", "", ErrOutside},
		{"room/_posts/out-abs.md", "", ErrOutside},
		{"room/_posts/out-twice.md", "", ErrOutside},
		{"room/_posts/namesake.md", "", ErrOutside},
		{"room/_posts/out-broken.md", "", ErrOutside},
		{"other/secret.md", "", ErrOutside},
		{"other/nothing.md", "", ErrOutside},
		{"room/_posts/in-broken.md", "", fs.ErrNotExist},
		{"room/_posts/nothing.md", "", fs.ErrNotExist},
		{"../outside/secret.md", "", fs.ErrInvalid},
		{"/etc/hostname", "", fs.ErrInvalid},
	} {
		for how, read := range map[string]func() ([]byte, error){
			"ReadFile of FS": func() ([]byte, error) { return fs.ReadFile(FS(dir), tt.name) },
			"Open":           func() ([]byte, error) { return fs.ReadFile(struct{ fs.FS }{FS(dir)}, tt.name) },
			"ReadFile":       func() ([]byte, error) { return ReadFile(dir, tt.name) },
		} {
			got, err := read()
			if string(got) != tt.want || !errors.Is(err, tt.err) {
				t.Errorf("%s %s = %q, %v; want %q, %v", how, tt.name, got, err, tt.want, tt.err)
			}
		}
		if _, err := fs.Stat(FS(dir), tt.name); !errors.Is(err, tt.err) {
			t.Errorf("Stat %s = %v, want %v", tt.name, err, tt.err)
		}
	}
	if _, err := fs.ReadFile(FS(dir), "loop"); err == nil || errors.Is(err, ErrOutside) {
		t.Errorf("a link to itself: %v", err)
	}
	if _, err := fs.ReadFile(FS(filepath.Join(dir, "nowhere")), "a.md"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a folder that is not there: %v", err)
	}
}

// TestFS: what the folder has without links is a file system by the rules, also
// where the folder is a link.
func TestFS(t *testing.T) {
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "site", "a"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "site", "a", "b.md"), []byte("b"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("site", filepath.Join(dir, "current")); err != nil {
		t.Skipf("no symbolic links here: %v", err)
	}
	for _, name := range []string{"site", "current"} {
		if err := fstest.TestFS(FS(filepath.Join(dir, name)), "a/b.md"); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestReplaced: another folder may take the place of the one that was opened.
func TestReplaced(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	fsys := FS(dir)
	for _, text := range []string{"first", "second"} {
		if err := errors.Join(os.RemoveAll(dir), os.Mkdir(dir, 0o755), os.WriteFile(filepath.Join(dir, "a"), []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
		if got, err := fs.ReadFile(fsys, "a"); string(got) != text || err != nil {
			t.Errorf("a is %q, %v; want %q", got, err, text)
		}
	}
}

func TestCheck(t *testing.T) {
	dir := site(t)
	for name, ok := range map[string]bool{
		"room/_posts/a.md": true, "room/_posts/new.md": true, "new/folder/new.md": true, ".": true,
		"room/_posts/beside.md": true, "room/_posts/absolute.md": true, "inner/2.jpg": true, "inner/new/2.jpg": true,
		"room/_posts/out.md": false, "room/_posts/out-abs.md": false, "room/_posts/out-broken.md": false, "room/_posts/in-broken.md": true,
		"other/new.md": false, "other/new/new.md": false, ".hidden/new.md": false, "../outside/new.md": false, "..": false,
	} {
		if err := Check(dir, name); (err == nil) != ok || !ok && !errors.Is(err, ErrOutside) {
			t.Errorf("Check(%s) = %v", name, err)
		}
	}
	if err := Check(filepath.Join(dir, "nowhere"), "a.md"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a folder that is not there: %v", err)
	}
}

func TestLinks(t *testing.T) {
	dir := site(t)
	want := []string{"other", "room/_posts/namesake.md", "room/_posts/out-abs.md", "room/_posts/out-broken.md", "room/_posts/out-twice.md", "room/_posts/out.md"}
	if got, err := Links(dir); !slices.Equal(got, want) || err != nil {
		t.Errorf("Links = %q, %v; want %q", got, err, want)
	}
	if _, err := Links(filepath.Join(dir, "nowhere")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a folder that is not there: %v", err)
	}
}
