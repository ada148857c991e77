package dense

import (
	"bufio"
	"encoding/json"
	"os"
	"testing"
)

// publishedModel is the four-layer encoder as published, which is not part of
// the repository.
const publishedModel = "../../../shared/model/bge-small-zh-v1.5"

// TestPublishedModel compares 200 vectors of a published model with those that
// reference.py has made of its files.
func TestPublishedModel(t *testing.T) {
	if _, err := os.Stat(publishedModel); err != nil {
		t.Skip("the published model is not here")
	}
	cfg, w, tok, err := LoadWeights(os.DirFS(publishedModel))
	if err != nil {
		t.Fatal(err)
	}
	cfg.QueryPrefix = KnownQueryPrefix(publishedModel)
	e := NewEncoder(cfg, w, tok)
	f, err := os.Open("testdata/bge-small-zh.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	n, lowest, sum := 0, 1.0, 0.0
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var r reference
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
		// Before they are rounded to 8 bits, which at 512 numbers costs 0.0013.
		var c float64
		err := e.each(t.Context(), r.kind(), []string{r.Text}, func(_ int, v []float32) { c = cosineOf(v, r.Vector) })
		if err != nil {
			t.Fatal(err)
		}
		n, lowest, sum = n+1, min(lowest, c), sum+c
		if c < 0.995 {
			t.Errorf("%s %q: cosine %.4f", r.Kind, r.Text, c)
		}
	}
	t.Logf("lowest cosine %.5f, mean %.5f of %d", lowest, sum/float64(n), n)
	if n != 200 || sum/float64(n) < 0.999 {
		t.Errorf("mean cosine %.5f of %d texts", sum/float64(n), n)
	}
}
