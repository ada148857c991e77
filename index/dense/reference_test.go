package dense

import (
	"bufio"
	"encoding/json"
	"os"
	"slices"
	"testing"
)

// A reference is one text with what another implementation, written in Python
// from the model's description, makes of it.
type reference struct {
	Text   string    `json:"text"`
	Kind   string    `json:"kind"` // message, question or window
	IDs    []int32   `json:"ids"`
	Vector []float32 `json:"vector"` // of length 1, rounded to 5 places
}

// references reads the 1,000 texts that came with the embedded model.
func references(tb testing.TB) []reference {
	tb.Helper()
	f, err := os.Open("testdata/reference.jsonl")
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	var all []reference
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var r reference
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			tb.Fatal(err)
		}
		all = append(all, r)
	}
	if err := lines.Err(); err != nil || len(all) != 1000 {
		tb.Fatalf("%d rows, want 1000 (err %v)", len(all), err)
	}
	return all
}

// kind returns the kind by its name.
func (r *reference) kind() Kind {
	return map[string]Kind{"message": Message, "question": Question, "window": Window}[r.Kind]
}

func TestReferenceIDs(t *testing.T) {
	cfg, _, tok, err := Embedded()
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range references(t) {
		got := tok.encode(nil, r.Text, r.kind() == Question, cfg.maxTokens(r.kind()))
		if !slices.Equal(got, r.IDs) {
			t.Errorf("row %d, %s %q:\ngot  %v\nwant %v", i, r.Kind, r.Text, got, r.IDs)
		}
	}
}
