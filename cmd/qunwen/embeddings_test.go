package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// embeddingsConfig writes a configuration that names a server for the vectors.
func embeddingsConfig(t *testing.T, url string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "qunwen.yaml")
	text := fmt.Sprintf("data: data\nembeddings: {endpoint: %q, model: m, dimensions: 2, api_key_env: QUNWEN_TEST_KEY}\n", url)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestEmbeddings(t *testing.T) {
	t.Setenv("QUNWEN_TEST_KEY", "secret-key")
	broken := false
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var req struct{ Input []string }
		if err := json.NewDecoder(r.Body).Decode(&req); err != nil || r.Header.Get("Authorization") != "Bearer secret-key" {
			t.Errorf("request with %q, err %v", r.Header.Get("Authorization"), err)
		}
		if broken {
			http.Error(w, "<html>no such model", http.StatusBadRequest)
			return
		}
		fmt.Fprint(w, `{"data":[`)
		for i := range req.Input {
			fmt.Fprintf(w, `%s{"index":%d,"embedding":[1,0.5]}`, strings.Repeat(",", min(i, 1)), i)
		}
		fmt.Fprint(w, `]}`)
	}))
	defer s.Close()
	conf := embeddingsConfig(t, s.URL)

	code, stdout, stderr := call(t, "", "ask", "--config", conf, "结算以后还能退款吗")
	if code != exitDone || !strings.Contains(stdout, "能退的") || stderr != "" {
		t.Errorf("a good server: exit %d, stderr %q\n%s", code, stderr, stdout)
	}
	broken = true
	code, stdout, stderr = call(t, "", "ask", "--config", conf, "结算以后还能退款吗")
	if code != exitDone || !strings.Contains(stdout, "能退的") || strings.Count(stderr, "只按字词回答") != 1 {
		t.Errorf("a broken server: exit %d, stderr %q\n%s", code, stderr, stdout)
	}
	fresh := embeddingsConfig(t, s.URL)
	code, stdout, stderr = call(t, "", "ask", "--config", fresh, "结算以后还能退款吗")
	if code != exitDone || !strings.Contains(stdout, "能退的") || strings.Count(stderr, "\n") != 1 || !strings.Contains(stderr, "400 Bad Request: <html>no such model") {
		t.Errorf("a broken server and no index: exit %d, stderr %q\n%s", code, stderr, stdout)
	}
	code, _, stderr = call(t, "", "index", "--config", fresh)
	if code != exitFailed || !strings.Contains(stderr, "400 Bad Request") || strings.Contains(stderr, "secret-key") {
		t.Errorf("index with a broken server: exit %d, stderr %q", code, stderr)
	}
}

func TestModelFolder(t *testing.T) {
	for _, tt := range []struct {
		name  string
		files map[string]string
		want  string
	}{
		{"empty folder", nil, "config.json"},
		{"no JSON", map[string]string{"config.json": "<html>"}, "config.json"},
		{"impossible sizes", map[string]string{"config.json": `{"hidden_size":-1,"num_attention_heads":0}`}, "hidden_size"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			for name, text := range tt.files {
				if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			code, _, stderr := call(t, "", "ask", "--data", t.TempDir(), "--model", dir, "退款")
			if code != exitFailed || !strings.Contains(stderr, tt.want) || !strings.Contains(stderr, "模型目录") {
				t.Errorf("exit %d, stderr %q, want %q in it", code, stderr, tt.want)
			}
		})
	}
}
