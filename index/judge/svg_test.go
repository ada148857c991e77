package judge

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the golden files of testdata")

// golden compares got with a file.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != string(want) {
		t.Errorf("%s: got\n%s\nwant\n%s", name, got, want)
	}
}

func TestSVG(t *testing.T) {
	for _, tt := range []struct {
		name     string
		outcomes []Outcome
	}{
		{"low", outcomes("RRRRRRURW")},
		{"high", []Outcome{{confidence: 0.8, answered: true}, {confidence: 0.7, answered: true, answerable: true, right: true}, {confidence: 0.2, answered: true}}},
		{"flat", []Outcome{{confidence: 1, answerable: true, right: true}}}, // no risk, nothing answered
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := NewCurve(tt.outcomes).SVG()
			golden(t, "testdata/"+tt.name+".svg", got)
			for dec := xml.NewDecoder(bytes.NewReader(got)); ; {
				_, err := dec.Token()
				if errors.Is(err, io.EOF) {
					break
				}
				if err != nil {
					t.Fatalf("not XML: %v", err)
				}
			}
		})
	}
}
