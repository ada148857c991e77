package site

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"qunwen/corpus"
)

// FuzzArchiveBeside holds the archive to its law beside any post: what stands
// there is read as before, but for a message at the end that has no words and
// is not whole; the new one stands behind it under the ID that was returned. A
// post that cannot be read is not touched.
func FuzzArchiveBeside(f *testing.F) {
	head := string(newHead("paydesk/_posts/x", "2026-11-24", 1))
	for _, post := range []string{
		"", "---\n", head, head + "lead", head + "> 12:00:00  a  \n   \nx  \n   \n", head + "> 12:00:00  a  \n   \nx", head + "> 12:00:00  a  \n   \n",
		head + "> 12:00:00  a  \n   \nx  \n   \n> 12:0", head + "> 12:00:00  a  \n   \n\xe5\xa5", head + "> 12:00:00  a\n\nx\n", head + "x\x00\x00",
		"---\r\na: b\r\n---\r\n> 12:00:00  a\r\n\r\nx\r\n", "\ufeff---\nlines: 7\n---", "---\nlines:\n  - 1\n---\n> 12:00:00\n",
	} {
		f.Add(post, "好")
		f.Add(post, "x")
	}
	f.Fuzz(func(t *testing.T, post, words string) {
		a := &testArchive{tb: t, site: t.TempDir(), state: t.TempDir(), now: noon, open: openUnsynced}
		path := a.path("paydesk", "2026-11-24")
		putFile(t, path, []byte(post))
		a.reopen()
		defer a.kill()
		e := keyed("1", text(0, "a", words))
		const name = "paydesk/_posts/2026-11-24-chat.markdown"
		before, err := corpus.Parse(name, strings.NewReader(strings.TrimRight(post, "\x00")), cst)
		if err != nil && !strings.HasPrefix(head, strings.TrimRight(post, "\x00")) {
			if id, aerr := a.Append(context.Background(), e); aerr == nil {
				t.Errorf("appended %s to a post that cannot be read: %v", id, err)
			}
			if err := a.Close(); err != nil {
				t.Error(err)
			}
			if got := string(readFile(t, path)); got != post {
				t.Errorf("post is %q, want %q", got, post)
			}
			return
		}
		var old []corpus.Message
		if before != nil {
			old = before.Messages
		}
		id := a.add(e)
		for range 2 {
			if again := a.add(e); again != id {
				t.Errorf("again it is %s, want %s", again, id)
			}
			if err := a.Close(); err != nil {
				t.Fatal(err)
			}
			a.reopen()
		}
		after, err := corpus.Parse(name, strings.NewReader(string(readFile(t, path))), cst)
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for i, m := range after.Messages {
			if m.ID == id {
				found = m.Speaker == "a" && withoutSpace(corpus.Squeeze(corpus.Decode(m.Raw))) == withoutSpace(corpus.Squeeze(strings.ToValidUTF8(words, "\uFFFD"))) ||
					m.Raw == corpus.PlainMark+words
				continue
			}
			if i >= len(old) || m.ID != old[i].ID || m.Speaker != old[i].Speaker || m.Raw != old[i].Raw {
				if i == len(old)-1 && strings.HasPrefix(old[i].Raw, m.Raw) {
					continue // torn in a character, or in the next header
				}
				t.Errorf("%s %q by %q was not there before", m.ID, m.Raw, m.Speaker)
			}
		}
		if !found {
			t.Errorf("%s is not %q\n%q", id, words, readFile(t, path))
		}
		if n := len(after.Messages); n < len(old) && (n < len(old)-1 || old[len(old)-1].Raw != "") {
			t.Errorf("%d messages, %d before", n, len(old))
		}
		if after.Lead != strings.TrimSpace(after.Lead) || before != nil && after.Lead != before.Lead && !strings.HasPrefix(before.Lead, after.Lead) {
			t.Errorf("lead %q, was %q", after.Lead, before.Lead)
		}
	})
}

// killEnv makes the test binary a process that archives until it is killed.
const killEnv = "QUNWEN_ARCHIVE_UNTIL_KILLED"

// TestArchiveKill kills a process that archives, again and again, and wants
// every message that it acknowledged, once.
func TestArchiveKill(t *testing.T) {
	if dir := os.Getenv(killEnv); dir != "" {
		archiveUntilKilled(t, dir)
	}
	if testing.Short() {
		t.Skip("starts processes")
	}
	a := newArchive(t)
	a.kill()
	dir := filepath.Dir(a.site)
	if err := os.Rename(a.site, filepath.Join(dir, "site")); err != nil {
		t.Fatal(err)
	}
	a.site, a.state = filepath.Join(dir, "site"), filepath.Join(dir, "state")
	acked := make(map[string]string)
	for round := range 5 {
		cmd := exec.Command(os.Args[0], "-test.run=^TestArchiveKill$")
		cmd.Env = append(os.Environ(), killEnv+"="+dir)
		pipe, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		out := bufio.NewReader(pipe)
		first, err := out.ReadString('\n')
		if err != nil {
			t.Fatalf("process said %q: %v", first, err)
		}
		time.Sleep(time.Duration(20+37*round) * time.Millisecond)
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		rest, err := io.ReadAll(out)
		if err != nil {
			t.Fatal(err)
		}
		_ = cmd.Wait() // it was killed
		lines := strings.Split(first+string(rest), "\n")
		for _, l := range lines[:len(lines)-1] {
			key, id, ok := strings.Cut(l, " ")
			if old := acked[key]; !ok || old != "" && old != id {
				t.Fatalf("process said %q, before %q", l, old)
			}
			acked[key] = id
		}
	}
	there := make(map[string]string)
	for _, m := range a.messages() {
		if there[m.Text] != "" {
			t.Errorf("%s stands there twice", m.Text)
		}
		there[m.Text] = m.ID
	}
	for key, id := range acked {
		if there[key] != id {
			t.Errorf("message %s is %q, want %q", key, there[key], id)
		}
	}
	t.Logf("%d messages", len(there))
}

func archiveUntilKilled(t *testing.T, dir string) {
	a, err := OpenArchive(filepath.Join(dir, "site"), cst, ArchiveOptions{State: filepath.Join(dir, "state"), Flush: 10 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 43200 {
		words := fmt.Sprint("n", i)
		id, err := a.Append(context.Background(), keyed(words, text(i/3, "a", words)))
		if err != nil {
			t.Fatal(err)
		}
		fmt.Println(words, id)
	}
	time.Sleep(time.Hour)
}
