package main

import (
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"qunwen/corpus/sample"
)

var importKills = flag.Int("import-kills", 6, "how often TestImportKill kills an import amid its work")

// TestImportKill kills imports amid their work. What the next command leaves is
// the site as it was or as it was to be, and in the end --undo gives it back.
func TestImportKill(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	bin := filepath.Join(t.TempDir(), "qunwen")
	if out, err := exec.Command("go", "build", "-o", bin, ".").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	start := t.TempDir()
	if err := os.CopyFS(start, sample.Site()); err != nil {
		t.Fatal(err)
	}
	export := filepath.Join(t.TempDir(), "export.csv")
	if err := os.WriteFile(export, exportOf(250, 60), 0o600); err != nil {
		t.Fatal(err)
	}
	site := t.TempDir()
	again := func() { // the site as it was
		t.Helper()
		if err := os.RemoveAll(site); err != nil {
			t.Fatal(err)
		}
		if err := os.CopyFS(site, os.DirFS(start)); err != nil {
			t.Fatal(err)
		}
	}
	temp := t.TempDir()
	importing := func() *exec.Cmd {
		cmd := exec.Command(bin, "import", "--site", site, "--room", "clearing", "--columns", "time=时间,speaker=谁,text=内容", export)
		cmd.Env = append(os.Environ(), "TMPDIR="+temp)
		return cmd
	}
	again()
	before := postsOf(t, site)
	began := time.Now()
	if out, err := importing().CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	took := time.Since(began)
	after := postsOf(t, site)
	if len(after) < len(before)+250 {
		t.Fatalf("%d posts after the import, %d before", len(after), len(before))
	}
	again()
	killed, undone := 0, 0
	for i := 0; killed < *importKills; i++ {
		if i > 20**importKills {
			t.Fatalf("only %d of %d imports were killed amid their work", killed, i)
		}
		cmd := importing()
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		// All through the run, and a moment off each time.
		time.Sleep(took * time.Duration(i%*importKills) / time.Duration(*importKills) * time.Duration(97+i%7) / 100)
		if cmd.Process.Kill() == nil {
			killed++
		}
		if err := cmd.Wait(); err == nil {
			killed-- // it was done
		}
		// Any command finishes or takes back what a journal holds.
		if out, err := exec.Command(bin, "check", "--site", site).CombinedOutput(); err != nil {
			t.Fatalf("after kill %d: %v\n%s", i, err, out)
		}
		switch now := postsOf(t, site); {
		case maps.Equal(now, before):
		case maps.Equal(now, after):
			out, err := exec.Command(bin, "import", "--site", site, "--undo").CombinedOutput()
			if err != nil || !maps.Equal(postsOf(t, site), before) {
				t.Fatalf("undo after kill %d: %v\n%s", i, err, out)
			}
			undone++
		default:
			t.Fatalf("kill %d left neither what was nor what was to be: %d posts, %d before, %d after", i, len(now), len(before), len(after))
		}
	}
	if left, err := os.ReadDir(temp); err != nil || len(left) > 0 && runtime.GOOS != "windows" {
		t.Errorf("%d temporary files hold what was imported (err %v)", len(left), err)
	}
	t.Logf("%d imports of %v killed, %d of them finished by the next command and undone", killed, took.Round(time.Millisecond), undone)
	if out, err := importing().CombinedOutput(); err != nil || !maps.Equal(postsOf(t, site), after) {
		t.Errorf("import in the end: %v\n%s", err, out)
	}
	if out, err := exec.Command(bin, "import", "--site", site, "--undo").CombinedOutput(); err != nil || !maps.Equal(postsOf(t, site), before) {
		t.Errorf("undo in the end: %v\n%s", err, out)
	}
}

// exportOf is a CSV export of days with so many messages each.
func exportOf(days, messages int) []byte {
	var b strings.Builder
	b.WriteString("时间,谁,内容\n")
	first := time.Date(2022, 6, 1, 9, 0, 0, 0, time.UTC)
	for d := range days {
		for m := range messages {
			at := first.AddDate(0, 0, d).Add(time.Duration(m) * 97 * time.Second)
			fmt.Fprintf(&b, "%s,群友%d,第%d天第%d笔流水对上了\n", at.Format(time.DateTime), m%9, d, m)
		}
	}
	return []byte(b.String())
}

// postsOf reads all posts below a site.
func postsOf(t *testing.T, site string) map[string]string {
	t.Helper()
	posts := make(map[string]string)
	err := filepath.WalkDir(site, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Base(filepath.Dir(path)) != "_posts" {
			return err
		}
		data, err := os.ReadFile(path)
		posts[path] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return posts
}
