package corpus

import (
	"errors"
	"io/fs"
	"testing"
	"testing/fstest"
	"time"
)

// closedFS refuses to open one file or folder.
type closedFS struct {
	fs.FS
	name string
	err  error
}

func (c closedFS) Open(name string) (fs.File, error) {
	if name == c.name {
		return nil, c.err
	}
	return c.FS.Open(name)
}

// TestLoadUnreadable: what cannot be opened is an error at its path, without
// the path a second time, and the rest is read.
func TestLoadUnreadable(t *testing.T) {
	post := &fstest.MapFile{Data: []byte(testHead + "> 09:00:00  a\nhi\n")}
	site := fstest.MapFS{
		"a/_posts/2018-01-01-chat.md": post,
		"a/_posts/2018-01-02-chat.md": post,
		"b/_posts/2018-01-01-chat.md": post,
	}
	for _, tt := range []struct {
		name, closed string
		err          error
		want         string
		left         int
	}{
		{"post", "a/_posts/2018-01-01-chat.md", fs.ErrPermission, "permission denied", 2},
		{"folder of posts", "a/_posts", fs.ErrPermission, "permission denied", 1},
		{"room", "a", fs.ErrPermission, "permission denied", 1},
		{"root", ".", fs.ErrPermission, "permission denied", 0},
		{"error with an operation and a path", "a", &fs.PathError{Op: "open", Path: "a", Err: fs.ErrPermission}, "permission denied", 1},
		{"error of another kind", "a", errors.New("disk on fire"), "disk on fire", 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			n := 0
			var errs []error
			for _, err := range Load(closedFS{site, tt.closed, tt.err}, time.UTC) {
				if err != nil {
					errs = append(errs, err)
				} else {
					n++
				}
			}
			want := tt.closed + ":1: " + tt.want
			if len(errs) != 1 || errs[0].Error() != want || n != tt.left {
				t.Errorf("%d posts and errors %v, want %d and %s", n, errs, tt.left, want)
			}
		})
	}
}

// TestDayLoadGone: a post that is removed after it was listed is an error.
func TestDayLoadGone(t *testing.T) {
	d := Day{Room: "r", Date: "2018-01-02", Posts: []Post{{Path: testName, Room: "r", Date: "2018-01-02"}}}
	all, errs := d.Load(fstest.MapFS{}, time.UTC)
	if len(all) != 0 || len(errs) != 1 || errs[0].Error() != testName+":1: file does not exist" || !errors.Is(errs[0], fs.ErrNotExist) {
		t.Errorf("Load = %v, %v, want one error", all, errs)
	}
}
