package site

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"
)

var shanghai = time.FixedZone("CST", 8*3600)

// wantFormats are the samples and what they are recognised as.
var wantFormats = map[string]string{
	"chatlab": "chatlab", "chatlog-csv": "chatlog-csv", "chatlog-json": "chatlog-json", "chatlog-txt": "chatlog-txt",
	"echotrace-json": "echotrace-json", "generic-csv": "csv", "memotrace2-csv": "memotrace2-csv", "memotrace2-txt": "memotrace-txt",
	"memotrace3-csv": "memotrace-csv", "memotrace3-htmljson": "memotrace-json", "memotrace3-txt": "memotrace-txt", "tongbu-xls": "tongbu",
	"wechat-copy-3line": "copy", "wechat-copy-mac": "copy", "wechat-decrypt-csv": "decrypt-csv", "wechat-decrypt-json": "decrypt-json",
	"wechat-mail-android": "mail", "wechat-mail-ios": "mail", "weflow-json": "weflow-json", "weflow-txt": "weflow-txt",
}

var maskImage = regexp.MustCompile(`(?m)^(!\[[^\]]*\])\([^)]*\)`)

// TestExports imports the samples of all formats: the posts are those that are
// expected of them, byte for byte but for the addresses of pictures.
func TestExports(t *testing.T) {
	root := "../../../shared/exports"
	dirs, err := os.ReadDir(root)
	if err != nil {
		t.Skip("no samples on this machine")
	}
	for _, d := range dirs {
		if !d.IsDir() {
			continue
		}
		want := posts(t, filepath.Join(root, d.Name(), "expected", "*"))
		for _, file := range samples(t, filepath.Join(root, d.Name())) {
			t.Run(d.Name()+"/"+filepath.Base(file), func(t *testing.T) {
				site := t.TempDir()
				r := importFiles(t, Settings{Site: site, Room: "r"}, "", file)
				if string(r.Files[0].Format) != wantFormats[d.Name()] {
					t.Errorf("recognised as %s", r.Files[0].Format)
				}
				got := posts(t, filepath.Join(site, "r", "_posts"))
				for date, post := range want {
					if got[date] != post {
						t.Errorf("%s: got\n%s\nwant\n%s", date, got[date], post)
					}
				}
				if len(got) != len(want) {
					t.Errorf("%d days, want %d", len(got), len(want))
				}
			})
		}
	}
}

// samples returns the exports in a folder.
func samples(t *testing.T, dir string) []string {
	t.Helper()
	var all []string
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.Name() == "expected":
			return fs.SkipDir
		case d.Type().IsRegular():
			all = append(all, name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// posts returns the posts in the folders of a pattern by their dates.
func posts(t *testing.T, dirs string) map[string]string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dirs, "*.markdown"))
	if err != nil {
		t.Fatal(err)
	}
	all := make(map[string]string)
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all[filepath.Base(name)[:10]] = string(maskImage.ReplaceAll(data, []byte("$1(IMAGE)")))
	}
	return all
}
