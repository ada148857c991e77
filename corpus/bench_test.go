package corpus

import (
	"bytes"
	"io/fs"
	"testing"
	"time"

	"qunwen/corpus/sample"
)

// BenchmarkParse parses the largest post of the sample and, where it is at
// hand, of the real site.
func BenchmarkParse(b *testing.B) {
	b.Run("sample", func(b *testing.B) { parseLargest(b, sample.Site()) })
	b.Run("real", func(b *testing.B) { parseLargest(b, realSite(b)) })
}

func parseLargest(b *testing.B, fsys fs.FS) {
	days, errs := Days(fsys)
	if len(errs) != 0 {
		b.Fatal(errs)
	}
	var name string
	var post []byte
	for _, d := range days {
		for _, p := range d.Posts {
			data, err := fs.ReadFile(fsys, p.Path)
			if err != nil {
				b.Fatal(err)
			}
			if len(data) > len(post) {
				name, post = p.Path, data
			}
		}
	}
	b.SetBytes(int64(len(post)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse(name, bytes.NewReader(post), time.UTC); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkLoad loads the whole sample.
func BenchmarkLoad(b *testing.B) {
	site := sample.Site()
	n := 0
	for b.Loop() {
		for tr, err := range Load(site, time.UTC) {
			if err != nil {
				b.Fatal(err)
			}
			n += len(tr.Messages)
		}
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "messages/s")
}
