package index

import (
	"bufio"
	"encoding/json"
	"io/fs"
	"os"
	"slices"
	"testing"
	"time"

	"qunwen/index/build"
	"qunwen/index/build/buildtest"
)

// The benchmarks in this file need the real site and its questions, which are
// not part of the repository; without them they are left out.
const (
	realSite      = "../../shared/site"
	realQuestions = "../../shared/gold/questions.jsonl"
)

// realIndex opens an index of the real site.
func realIndex(b *testing.B) (*Index, build.Report) {
	dir := b.TempDir()
	r := buildtest.Refresh(b, dir, realFS(b))
	return open(b, dir), r
}

func realFS(tb testing.TB) fs.FS {
	if _, err := os.Stat(realSite); err != nil {
		tb.Skip("the real site is not here")
	}
	return os.DirFS(realSite)
}

func readQuestions(b *testing.B) []string {
	f, err := os.Open(realQuestions)
	if err != nil {
		b.Skip("the real questions are not here")
	}
	defer f.Close()
	var questions []string
	for sc := bufio.NewScanner(f); sc.Scan(); {
		var q struct{ Question string }
		if err := json.Unmarshal(sc.Bytes(), &q); err != nil {
			b.Fatal(err)
		}
		questions = append(questions, q.Question)
	}
	return questions
}

func BenchmarkRealSearch(b *testing.B) {
	questions := readQuestions(b)
	x, _ := realIndex(b)
	var took []time.Duration
	for i := 0; b.Loop(); i++ {
		start := time.Now()
		if _, err := x.Search(b.Context(), questions[i%len(questions)], Options{}); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	ms := func(q float64) float64 { return float64(took[int(q*float64(len(took)-1))].Microseconds()) / 1000 }
	b.ReportMetric(ms(0.5), "p50-ms")
	b.ReportMetric(ms(0.99), "p99-ms")
}

func BenchmarkRealRefresh(b *testing.B) {
	site := realFS(b)
	var r build.Report
	messages := 0
	for b.Loop() {
		r = buildtest.Refresh(b, b.TempDir(), site)
		messages += r.Messages
	}
	b.ReportMetric(float64(messages)/b.Elapsed().Seconds(), "messages/s")
	b.ReportMetric(float64(r.Bytes)/1e6, "MB")
}

func BenchmarkRealOpen(b *testing.B) {
	dir := b.TempDir()
	buildtest.Refresh(b, dir, realFS(b))
	for b.Loop() {
		x, err := Open(dir, OpenOptions{})
		if err != nil {
			b.Fatal(err)
		}
		x.Close()
	}
}
