//go:build peers

package index_test

import (
	"bufio"
	"cmp"
	"encoding/json"
	"io/fs"
	"iter"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"qunwen/corpus"
	"qunwen/index/analysis"
)

const (
	peerSite      = "../../shared/site"
	peerQuestions = "../../shared/gold/questions.jsonl"
	peerLimit     = 10 // messages a peer gives for a question
)

// A peer is a way to search the messages of a site.
type peer interface {
	// build goes from the posts below site to what search needs, kept in the
	// new folder dir. It returns how many messages there are, and the bytes
	// that stay on disk (or in memory, where nothing does).
	build(site fs.FS, dir string) (messages int, bytes int64, err error)

	// open makes what build has left in dir ready for search.
	open(dir string) error

	// search analyses a question and fetches what would be shown of the best
	// places. It returns how many there are.
	search(question string) (hits int, err error)

	close() error
}

// BenchmarkPeers puts the search of this package beside what somebody would
// take instead, with the same messages and the same questions:
//
//	go test -tags peers -run '^$' -bench Peers ./index
//
// A build is measured by the wall clock, from the posts to what can be
// searched. This package analyses on all cores and flushes to the disk, the
// others use one core. MB is on disk with the messages' text, of the scan in
// memory.
//
// The percentiles are over whole rounds of all questions, at least one, after
// a round that is not counted. none-% is the share of questions for which an
// engine finds nothing at all.
func BenchmarkPeers(b *testing.B) {
	questions := readPeerQuestions(b)
	site := os.DirFS(peerSite)
	a, err := analysis.New()
	if err != nil {
		b.Fatal(err)
	}
	peers := []struct {
		name string
		peer
	}{
		{"qunwen", &qunwenPeer{}},
		{"fts5-trigram", newTrigramPeer(a)},
		{"fts5-words", newWordsPeer(a)},
		{"scan", &scanPeer{a: a}},
	}
	root := b.TempDir()
	dirs := make(map[string]string) // of the last build of each
	messages := make(map[string]int)
	build := func(b *testing.B, name string, p peer) int64 {
		dir, err := os.MkdirTemp(root, name)
		if err != nil {
			b.Fatal(err)
		}
		n, bytes, err := p.build(site, dir)
		if err != nil {
			b.Fatal(err)
		}
		dirs[name], messages[name] = dir, n
		return bytes
	}
	b.Run("build", func(b *testing.B) {
		for _, p := range peers {
			b.Run(p.name, func(b *testing.B) {
				var bytes int64
				for b.Loop() {
					bytes = build(b, p.name, p)
				}
				b.ReportMetric(float64(messages[p.name])*float64(b.N)/b.Elapsed().Seconds(), "msgs/s")
				b.ReportMetric(float64(bytes)/1e6, "MB")
			})
		}
	})
	for name, n := range messages {
		if want := messages[peers[0].name]; want > 0 && n != want {
			b.Errorf("%s has %d messages, not %d", name, n, want)
		}
	}
	b.Run("search", func(b *testing.B) {
		for _, p := range peers {
			b.Run(p.name, func(b *testing.B) {
				if dirs[p.name] == "" {
					build(b, p.name, p)
				}
				if err := p.open(dirs[p.name]); err != nil {
					b.Fatal(err)
				}
				defer p.close()
				benchmarkPeer(b, p, questions)
			})
		}
	})
}

// benchmarkPeer asks one question an iteration.
func benchmarkPeer(b *testing.B, p peer, questions []string) {
	none := 0
	for _, q := range questions {
		hits, err := p.search(q)
		if err != nil {
			b.Fatal(err)
		}
		if hits == 0 {
			none++
		}
	}
	var took []time.Duration
	ask := func() {
		start := time.Now()
		if _, err := p.search(questions[len(took)%len(questions)]); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(start))
	}
	for b.Loop() {
		ask()
	}
	for len(took)%len(questions) > 0 {
		ask() // to the end of the round, so that no question counts more
	}
	slices.Sort(took)
	for _, m := range []struct {
		unit  string
		share float64
	}{{"p50-ms", 0.50}, {"p99-ms", 0.99}} {
		at := int(math.Ceil(m.share*float64(len(took)))) - 1
		b.ReportMetric(float64(took[at])/float64(time.Millisecond), m.unit)
	}
	b.ReportMetric(100*float64(none)/float64(len(questions)), "none-%")
}

// readPeerQuestions returns the questions that the site has an answer to. It
// skips the benchmark where site or questions are missing.
func readPeerQuestions(b *testing.B) []string {
	for _, path := range []string{peerSite, peerQuestions} {
		if _, err := os.Stat(path); err != nil {
			b.Skipf("needs the real site and its questions beside the module: %v", err)
		}
	}
	f, err := os.Open(peerQuestions)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	var questions []string
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var row struct{ Kind, Question string }
		if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
			b.Fatal(err)
		}
		if row.Kind == "answerable" {
			questions = append(questions, row.Question)
		}
	}
	if err := lines.Err(); err != nil || len(questions) == 0 {
		b.Fatalf("%s: %d questions (err %v)", peerQuestions, len(questions), err)
	}
	return questions
}

// peerMessages yields the messages of a site that are no copies. Bad posts are
// left out, as Refresh does.
func peerMessages(site fs.FS) iter.Seq[*corpus.Message] {
	return func(yield func(*corpus.Message) bool) {
		for tr, err := range corpus.Load(site, time.UTC) {
			if err != nil {
				continue
			}
			for i := range tr.Messages {
				if m := &tr.Messages[i]; m.CopyOf == "" && !yield(m) {
					return
				}
			}
		}
	}
}

// peerWords returns the different words of a question without stop words, in
// order: what this package looks up, too.
func peerWords(a *analysis.Analyzer, question string) []string {
	var words []string
	for _, w := range a.Analyze(question).Words {
		if !a.Stop(w) && !slices.Contains(words, w) {
			words = append(words, w)
		}
	}
	return words
}

// peerBytes is the size of all files below dir.
func peerBytes(dir string) (int64, error) {
	var sum int64
	err := filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			sum += info.Size()
		}
		return err
	})
	return sum, err
}

// peerTop keeps the indexes of the peerLimit highest counts, the earlier of equals
// first.
type peerTop []struct{ at, count int }

func (t *peerTop) add(at, count int) {
	if len(*t) == peerLimit && count <= (*t)[peerLimit-1].count {
		return
	}
	*t = append(*t, struct{ at, count int }{at, count})
	slices.SortStableFunc(*t, func(x, y struct{ at, count int }) int { return cmp.Compare(y.count, x.count) })
	*t = (*t)[:min(len(*t), peerLimit)]
}
