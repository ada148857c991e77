package site

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"qunwen/corpus/convert"
	"qunwen/corpus/people"
	"qunwen/corpus/tree"
)

// linkOut puts a link to something outside in the place of a file of a site, or of
// a folder above it, and returns a function that says what stands outside.
func linkOut(t *testing.T, site, at, target, content string) (outside func() string) {
	t.Helper()
	real := filepath.Join(t.TempDir(), target)
	link := filepath.Join(site, filepath.FromSlash(at))
	must(t, os.MkdirAll(filepath.Dir(real), 0o755))
	must(t, os.WriteFile(real, []byte(content), 0o644))
	must(t, os.MkdirAll(filepath.Dir(link), 0o755))
	to := real
	if filepath.Ext(at) == "" { // a folder
		to = filepath.Dir(real)
	}
	if err := os.Symlink(to, link); err != nil {
		t.Skipf("no symbolic links here: %v", err)
	}
	return func() string {
		t.Helper()
		var all []string
		must(t, filepath.WalkDir(filepath.Dir(real), func(path string, d os.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := os.ReadFile(path)
			all = append(all, filepath.Base(path)+"="+string(data))
			return err
		}))
		return strings.Join(all, "|")
	}
}

// TestArchiveLinksOut: nothing is archived through a link that leads out of the
// site, and the message is not lost: it is an error that can be tried again.
func TestArchiveLinksOut(t *testing.T) {
	for _, tt := range []struct{ name, at, target string }{
		{"the post", "paydesk/_posts/2026-11-24-chat.markdown", "real.markdown"},
		{"the folder of posts", "paydesk/_posts", "2026-11-24-chat.markdown"},
		{"the room", "paydesk", "other.txt"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := newArchive(t)
			head := string(newHead("paydesk/_posts/x", "2026-11-24", 1))
			outside := linkOut(t, a.site, tt.at, tt.target, head)
			if _, err := a.Append(context.Background(), text(0, "a", "x")); !errors.Is(err, tree.ErrOutside) {
				t.Errorf("Append = %v, want one that wraps ErrOutside", err)
			}
			if got, want := outside(), tt.target+"="+head; got != want {
				t.Errorf("outside there is %q, want %q", got, want)
			}
			must(t, os.Remove(filepath.Join(a.site, filepath.FromSlash(tt.at))))
			a.add(text(0, "a", "x"))
			if got := said(a.messages()); got != "120000 a x|" {
				t.Errorf("site holds %s without the link", got)
			}
		})
	}
}

// TestImportLinksOut: an import reads nothing through a link that leads out of the
// site, and writes nothing, neither there nor beside.
func TestImportLinksOut(t *testing.T) {
	const post = "---\nlayout: source\nlines:      1 \n---\n> 09:00:00  甲\n\n好  \n\n"
	for _, tt := range []struct{ name, at, target, content string }{
		{"the post", testPost, "real.markdown", post},
		{"the folder of posts", "r/_posts", "2019-03-01-chat.markdown", post},
		{"the room", "r", "other.txt", "x"},
		{"the data", "_data", "imports.yml", "imports: []\n"},
		{"the list of people", people.File, "people.yml", "people: []\n"},
		{"the receipts", ReceiptsFile, "imports.yml", "imports: []\n"},
		{"the state", ".qunwen", "import.txt", "x"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := newSite(t)
			file := s.csv("a.csv", "09:00:00 甲: 好", "09:00:05 乙: 在")
			outside := linkOut(t, s.dir, tt.at, tt.target, tt.content)
			in, err := convert.Inputs([]string{file})
			must(t, err)
			defer in.Close()
			b, err := convert.Read(t.Context(), in.Files, convert.ReadOptions{Options: convert.Options{Location: shanghai}})
			must(t, err)
			defer b.Close()
			if _, err := Import(t.Context(), b, Settings{Site: s.dir, Room: "r"}); !errors.Is(err, tree.ErrOutside) {
				t.Errorf("Import = %v, want one that wraps ErrOutside", err)
			}
			if got, want := outside(), tt.target+"="+tt.content; got != want {
				t.Errorf("outside there is %q, want %q", got, want)
			}
			if posts, _ := filepath.Glob(filepath.Join(s.dir, "*", "_posts", "*")); len(posts) > 1 || len(posts) == 1 && tt.at != testPost && tt.at != "r/_posts" {
				t.Errorf("posts %q were written", posts)
			}
		})
	}
}

// TestOthersLinkOut: nor do the other writers go through links that lead out.
func TestOthersLinkOut(t *testing.T) {
	s := newSite(t)
	const doubled = "---\nlayout: source\nlines:      2 \n---\n> 09:00:00  甲\n\n[表情]  \n\n> 09:00:00  甲\n\n[动画表情]  \n\n"
	post := linkOut(t, s.dir, testPost, "real.markdown", doubled)
	list := linkOut(t, s.dir, people.File, "list.yml", "people: []\n")
	hidden := linkOut(t, s.dir, people.HiddenFile, "hidden.yml", "hidden: []\n")
	if m, err := MendDoubled(t.Context(), s.dir, noon); err != nil || m.Posts != 0 {
		t.Errorf("mended %+v, %v", m, err)
	}
	if err := ChangePeople(t.Context(), s.dir, func(p *people.People) error { _, err := p.Merge("甲", "乙"); return err }); !errors.Is(err, tree.ErrOutside) {
		t.Errorf("ChangePeople = %v, want one that wraps ErrOutside", err)
	}
	if err := KeepHidden(t.Context(), s.dir, []string{"甲"}); !errors.Is(err, tree.ErrOutside) {
		t.Errorf("KeepHidden = %v, want one that wraps ErrOutside", err)
	}
	if got, want := post()+list()+hidden(), "real.markdown="+doubled+"list.yml=people: []\nhidden.yml=hidden: []\n"; got != want {
		t.Errorf("outside there is %q, want %q", got, want)
	}
}
