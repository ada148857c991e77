package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"qunwen/corpus/sample"
)

// TestKill kills builds at different moments. Whatever the moment, the next
// question is answered from the old index or the new one, and the next build
// removes what was left.
func TestKill(t *testing.T) {
	bin := filepath.Join(t.TempDir(), "qunwen")
	if out, err := exec.Command("go", "build", "-o", bin, ".").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	site, data := t.TempDir(), t.TempDir()
	if err := os.CopyFS(site, sample.Site()); err != nil {
		t.Fatal(err)
	}
	post := filepath.Join(site, "source", "paydesk", "_posts", "2023-03-06-chat.markdown")
	original, err := os.ReadFile(post)
	if err != nil {
		t.Fatal(err)
	}
	killed := 0
	for i := range 12 {
		if i%2 == 0 { // a whole build, or else an update
			if err := os.RemoveAll(data); err != nil {
				t.Fatal(err)
			}
		} else if err := os.WriteFile(post, append(original, strings.Repeat("\n", i)...), 0o600); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command(bin, "index", "--site", site, "--data", data)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(i+1) * 8 * time.Millisecond)
		if cmd.Process.Kill() == nil {
			killed++
		}
		_ = cmd.Wait()
		out, err := exec.Command(bin, "ask", "--site", site, "--data", data, "结算以后还能退款吗").CombinedOutput()
		if err != nil || !strings.Contains(string(out), "能退的，结算和退款是两条线") {
			t.Fatalf("after kill %d: %v\n%s", i, err, out)
		}
	}
	if out, err := exec.Command(bin, "index", "--site", site, "--data", data).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if gens, _ := filepath.Glob(filepath.Join(data, "g-*")); len(gens) != 1 {
		t.Errorf("generations %v are left, want one", gens)
	}
	if killed == 0 {
		t.Error("no build was killed")
	}
}
