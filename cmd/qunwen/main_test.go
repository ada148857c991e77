package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"qunwen": main})
}

// TestScripts runs the stories in testdata/script: one file is one behaviour
// of the commands, with a home of its own.
func TestScripts(t *testing.T) {
	broken, err := filepath.Abs("../../corpus/testdata/broken")
	if err != nil {
		t.Fatal(err)
	}
	sample, err := filepath.Abs("../../corpus/sample/site")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			home := filepath.Join(env.WorkDir, "home")
			env.Setenv("HOME", home)
			env.Setenv("XDG_CACHE_HOME", filepath.Join(home, ".cache"))
			env.Setenv("BROKEN", broken)
			env.Setenv("SAMPLE", sample)
			return os.Mkdir(home, 0o700)
		},
	})
}

// call runs a command in this process and returns its exit code and output.
func call(t *testing.T, stdin string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	code = run(t.Context(), args, streams{strings.NewReader(stdin), &out, &errs})
	return code, out.String(), errs.String()
}

func TestExitCodes(t *testing.T) {
	data := t.TempDir()
	for _, tt := range []struct {
		name string
		args []string
		want int
		errs string // part of what stderr says
	}{
		{"help", []string{"--help"}, exitDone, ""},
		{"help of a command", []string{"ask", "--help"}, exitDone, ""},
		{"help of a command by its name", []string{"help", "ask"}, exitDone, ""},
		{"help of no command", []string{"help", "aks"}, exitMisused, `没有 "aks" 这条命令`},
		{"version", []string{"version"}, exitDone, ""},
		{"argument of version", []string{"version", "x"}, exitMisused, "version 后面不要"},
		{"version as a flag", []string{"--version"}, exitDone, ""},
		{"no command", nil, exitMisused, "要做什么"},
		{"unknown command", []string{"aks"}, exitMisused, `没有 "aks" 这条命令`},
		{"unknown flag", []string{"ask", "--sight", "x"}, exitMisused, "没有 -sight 这个选项"},
		{"flag without its value", []string{"ask", "--site"}, exitMisused, "后面要有内容"},
		{"flag with a value of another type", []string{"import", "--diff", "x"}, exitMisused, `选项 -diff 不能是 "x"`},
		{"switch with a value", []string{"ask", "--words-only=x", "退款"}, exitMisused, `选项 -words-only 不能是 "x"`},
		{"data folder that is a file", []string{"ask", "--data", "main.go", "退款"}, exitFailed, "main.go/CURRENT：不是目录"},
		{"no question", []string{"ask", "--data", data}, exitMisused, "要问什么"},
		{"batch and a question", []string{"ask", "--batch", "退款"}, exitMisused, "--batch"},
		{"argument that is not wanted", []string{"check", "site"}, exitMisused, "--site"},
		{"argument of index", []string{"index", "site"}, exitMisused, "--site"},
		{"no gold file", []string{"eval"}, exitMisused, "请给出题目文件"},
		{"a new gold file without a sheet", []string{"eval", "--out", "new.jsonl", "g.jsonl"}, exitMisused, "--take-sheet"},
		{"a sheet to write and one to read", []string{"eval", "--sheet", "a.csv", "--take-sheet", "b.csv", "g.jsonl"}, exitMisused, "--take-sheet 不能"},
		{"a sheet and a fit", []string{"eval", "--sheet", "a.csv", "--fit", "w.json", "g.jsonl"}, exitMisused, "--sheet 不能"},
		{"a sheet of two files", []string{"eval", "--sheet", "a.csv", "g.jsonl", "h.jsonl"}, exitMisused, "一次只用一个"},
		{"misses below zero", []string{"eval", "--misses", "-1", "g.jsonl"}, exitMisused, "--misses -1"},
		{"gold file that is a folder", []string{"eval", "testdata"}, exitFailed, "testdata：这是目录"},
		{"time zone", []string{"check", "--time-zone", "Mars"}, exitMisused, "时区"},
		{"base URL", []string{"ask", "--data", data, "--base-url", "ftp:x", "退款"}, exitMisused, "--base-url"},
		{"base URL of chat", []string{"chat", "--base-url", "ftp:x"}, exitMisused, "qunwen chat --help"},
		{"moment of chat", []string{"chat", "--at", "x"}, exitMisused, "qunwen chat --help"},
		{"room of chat", []string{"chat", "--data", data, "--room", "nowhere"}, exitMisused, "有：clearing、coupons、paydesk"},
		{"site that is not there", []string{"ask", "--site", "nowhere", "退款"}, exitFailed, "nowhere：不存在"},
		{"site that is a file", []string{"ask", "--site", "main.go", "退款"}, exitFailed, "不是目录"},
		{"site without posts", []string{"index", "--site", "testdata", "--data", data}, exitFailed, "没有聊天记录"},
		{"config that is not there", []string{"check", "--config", "nowhere.yaml"}, exitFailed, "不存在"},
		{"no such thing to do with people", []string{"people", "--site", data, "rename", "甲"}, exitMisused, `没有 "rename" 这个动作`},
		{"a word that begins with a dash", []string{"ask", "--data", data, "--", "--退款"}, exitDone, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			code, _, stderr := call(t, "", tt.args...)
			if code != tt.want || !strings.Contains(stderr, tt.errs) {
				t.Errorf("exit %d, want %d; stderr %q, want %q in it", code, tt.want, stderr, tt.errs)
			}
		})
	}
}

// TestNowhereToWrite has what needs no index work without a folder for one, and
// the rest say which flag gives one.
func TestNowhereToWrite(t *testing.T) {
	t.Run("no home", func(t *testing.T) {
		t.Setenv("HOME", "")
		t.Setenv("XDG_CACHE_HOME", "")
		for _, args := range [][]string{{"schedule", "--all"}, {"check"}, {"config"}} {
			if code, out, errs := call(t, "", args...); code != exitDone || out == "" || errs != "" {
				t.Errorf("%s: exit %d, stdout %q, stderr %q", args, code, out, errs)
			}
		}
		if code, _, errs := call(t, "", "ask", "退款"); code != exitFailed || !strings.Contains(errs, "--data") {
			t.Errorf("ask: exit %d, stderr %q", code, errs)
		}
	})
	t.Run("read-only", func(t *testing.T) {
		if os.Geteuid() == 0 {
			t.Skip("root may write everywhere")
		}
		dir := t.TempDir()
		if err := os.Chmod(dir, 0o500); err != nil {
			t.Fatal(err)
		}
		for _, data := range []string{dir, filepath.Join(dir, "data")} {
			if code, _, errs := call(t, "", "ask", "--data", data, "退款"); code != exitFailed || !strings.Contains(errs, "索引目录 "+data+" 不能写，用 --data 换一个") {
				t.Errorf("ask --data %s: exit %d, stderr %q", data, code, errs)
			}
		}
	})
}

// TestHelp has every command explain all that it takes, in Chinese.
func TestHelp(t *testing.T) {
	for _, c := range commands() {
		code, out, _ := call(t, "", "help", c.name)
		if code != exitDone || !strings.HasPrefix(out, c.usage) || !strings.Contains(out, "（默认 Asia/Shanghai）") || strings.Contains(out, "(default") {
			t.Errorf("help %s: exit %d\n%s", c.name, code, out)
		}
		if !strings.Contains(usage, "qunwen "+c.name+" ") {
			t.Errorf("the usage does not name %s", c.name)
		}
	}
}

func TestInterrupt(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var errs bytes.Buffer
	code := run(ctx, []string{"index", "--data", t.TempDir()}, streams{strings.NewReader(""), &bytes.Buffer{}, &errs})
	if code != exitFailed || !strings.Contains(errs.String(), "已中断") {
		t.Errorf("exit %d, stderr %q", code, errs.String())
	}
}

// TestInterruptBatch interrupts what waits for a line that nobody writes.
func TestInterruptBatch(t *testing.T) {
	for _, args := range [][]string{{"ask", "--batch", "--data", t.TempDir()}, {"schedule", "extract", "--batch"}} {
		in, w := io.Pipe()
		answers, out := io.Pipe()
		defer w.Close()
		ctx, cancel := context.WithCancel(t.Context())
		var errs bytes.Buffer
		done := make(chan int)
		go func() { done <- run(ctx, args, streams{in, out, &errs}) }()
		go io.WriteString(w, "{}\n")
		if _, err := bufio.NewReader(answers).ReadString('\n'); err != nil { // it waits for the next
			t.Fatal(err)
		}
		cancel()
		select {
		case code := <-done:
			if code != exitFailed || !strings.Contains(errs.String(), "已中断") {
				t.Errorf("%s: exit %d, stderr %q", args, code, errs.String())
			}
		case <-time.After(10 * time.Second):
			t.Fatalf("%s does not end", args)
		}
	}
}
