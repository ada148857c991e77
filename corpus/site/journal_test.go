package site

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"qunwen/corpus/people"
)

// prepare stages two posts, of which one is there, and commits them.
func prepare(t *testing.T, s *testSite) (*state, *journal) {
	t.Helper()
	s.write(filepath.Join(s.dir, "r/_posts/2019-03-01-chat.markdown"), "old")
	st, err := openState(s.dir)
	if err != nil {
		t.Fatal(err)
	}
	j := &journal{Run: "x"}
	if err := st.stage(j, "r/_posts/2019-03-01-chat.markdown", sumOf([]byte("old")), []byte("new")); err != nil {
		t.Fatal(err)
	}
	if err := st.stage(j, "q/_posts/2019-03-01-chat.markdown", "", []byte("fresh")); err != nil {
		t.Fatal(err)
	}
	return st, j
}

// TestKilled stops a run at every step, as a kill would, and looks what the
// next one makes of it.
func TestKilled(t *testing.T) {
	for _, tt := range []struct {
		name string
		stop func(t *testing.T, st *state, j *journal)
		want string // what the first post holds afterwards
		run  string // what Recover says was at work
	}{
		{"while preparing", func(*testing.T, *state, *journal) {}, "old", ""},
		{"after the journal", func(t *testing.T, st *state, j *journal) { must(t, st.commit(j)) }, "new", "x"},
		{"in the middle", func(t *testing.T, st *state, j *journal) {
			must(t, st.commit(j))
			must(t, os.MkdirAll(st.path(j.backDir()), 0o755))
			must(t, st.make(&j.Changes[0]))
		}, "new", "x"},
		{"before the end", func(t *testing.T, st *state, j *journal) {
			must(t, st.commit(j))
			must(t, st.carryOut(j, nil))
		}, "new", "x"},
		{"after the end, but for the journal", func(t *testing.T, st *state, j *journal) {
			must(t, st.commit(j))
			must(t, st.carryOut(j, nil))
			must(t, st.writeJournal(j.undoName(), j))
		}, "new", "x"},
		{"and a post was changed", func(t *testing.T, st *state, j *journal) {
			must(t, st.commit(j))
			must(t, os.MkdirAll(st.path(j.backDir()), 0o755))
			must(t, st.make(&j.Changes[0]))
			must(t, os.MkdirAll(filepath.Join(st.site, "q/_posts"), 0o755))
			must(t, os.WriteFile(filepath.Join(st.site, "q/_posts/2019-03-01-chat.markdown"), []byte("by hand"), 0o644))
		}, "old", "x"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := newSite(t)
			st, j := prepare(t, s)
			tt.stop(t, st, j)
			must(t, st.lock.Unlock()) // as the end of a process does
			out, err := Recover(t.Context(), s.dir)
			if err != nil || out.Run != tt.run {
				t.Fatalf("recover: %+v, %v", out, err)
			}
			data, _ := os.ReadFile(filepath.Join(s.dir, "r/_posts/2019-03-01-chat.markdown"))
			if string(data) != tt.want {
				t.Errorf("post holds %q, want %q", data, tt.want)
			}
			if again, err := Recover(t.Context(), s.dir); err != nil || again.Run != "" {
				t.Errorf("second recovery: %+v, %v", again, err)
			}
			if tt.want == "new" {
				_, err = Undo(t.Context(), s.dir)
				must(t, err)
				data, _ := os.ReadFile(filepath.Join(s.dir, "r/_posts/2019-03-01-chat.markdown"))
				if _, err := os.Stat(filepath.Join(s.dir, "q")); string(data) != "old" || !errors.Is(err, os.ErrNotExist) {
					t.Errorf("undone: post %q, folder %v", data, err)
				}
			}
		})
	}
}

// TestChangedWhilePreparing: a post that somebody changes before the journal
// is written stops the run.
func TestChangedWhilePreparing(t *testing.T) {
	s := newSite(t)
	st, j := prepare(t, s)
	s.write(filepath.Join(s.dir, "r/_posts/2019-03-01-chat.markdown"), "by hand")
	if err := st.commit(j); !errors.Is(err, ErrChanged) {
		t.Errorf("commit: %v", err)
	}
	if _, err := openState(s.dir); !errors.Is(err, ErrImporting) {
		t.Errorf("a second import: %v", err)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestCommitFails: a journal that may not be on the disk is not left behind,
// for what it would put in place is thrown away.
func TestCommitFails(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("root may read every folder")
	}
	site := t.TempDir()
	s, err := openState(site)
	if err != nil {
		t.Fatal(err)
	}
	j := &journal{Run: "r"}
	if err := s.stage(j, "post", "", []byte("x")); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(s.dir, 0o300); err != nil { // it cannot be opened for flushing
		t.Fatal(err)
	}
	if err := s.commit(j); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("commit: %v, want fs.ErrPermission", err)
	}
	if err := errors.Join(os.Chmod(s.dir, 0o755), s.clean(), s.close()); err != nil {
		t.Fatal(err)
	}
	if out, err := Recover(t.Context(), site); err != nil || out.Run != "" {
		t.Errorf("recovered %+v, err %v", out, err)
	}
}

// TestPeopleKeepTheirRights: a list that only its owner may read stays so, and
// a link to it within the site a link, whatever writes it.
func TestPeopleKeepTheirRights(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("rights are not kept in mode bits")
	}
	s := newSite(t)
	list, link := filepath.Join(s.dir, "lists", "list.yml"), filepath.Join(s.dir, filepath.FromSlash(people.File))
	must(t, os.MkdirAll(filepath.Dir(list), 0o755))
	must(t, os.WriteFile(list, nil, 0o600))
	must(t, os.MkdirAll(filepath.Dir(link), 0o755))
	must(t, os.Symlink(list, link))
	must(t, ChangePeople(t.Context(), s.dir, func(p *people.People) error { _, err := p.Merge("甲", "乙"); return err }))
	info, err := os.Lstat(link)
	must(t, err)
	if info.Mode().Type() != fs.ModeSymlink {
		t.Error("the link is none any more")
	}
	info, err = os.Stat(list)
	must(t, err)
	if info.Mode().Perm() != 0o600 || info.Size() == 0 {
		t.Errorf("the list has the rights %v and %d bytes", info.Mode(), info.Size())
	}
}
