package index

import (
	"bufio"
	"os"
	"slices"
	"strings"
	"testing"
)

// A judged question and the messages of the sample site that answer it.
type judged struct {
	question string
	kind     string // answerable, verbatim or unanswerable
	ids      []string
}

func readJudged(t *testing.T, name string) []judged {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all []judged
	for sc := bufio.NewScanner(f); sc.Scan(); {
		cols := strings.Split(sc.Text(), "\t")
		if strings.HasPrefix(sc.Text(), "#") || len(cols) != 3 {
			continue
		}
		all = append(all, judged{cols[0], cols[1], strings.Split(cols[2], ",")})
	}
	return all
}

// TestQuality holds retrieval on the sample to floors. Raise one when ranking
// improves; lowering one needs a reason in the commit message.
func TestQuality(t *testing.T) {
	judged := readJudged(t, "testdata/judged.tsv")
	for _, tt := range []struct {
		name                  string
		x                     *Index
		hit1, hit3, mrr, both float64 // floors; both: mean of answered and kept silent
	}{
		{"words", open(t, sampleDir(t)), 0.51, 0.63, 0.58, 0.44},
		{"vectors", openVectors(t), 0.60, 0.73, 0.66, 0.52},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var n, hit1, hit3, rr, answered, silent, none float64
			for _, j := range judged {
				found, err := tt.x.Search(t.Context(), j.question, Options{})
				if err != nil {
					t.Fatal(err)
				}
				if j.kind == "unanswerable" {
					none++
					if found.Verdict != Answer {
						silent++
					}
					continue
				}
				n++
				if found.Verdict == Answer {
					answered++
				}
				rank := 1 + slices.IndexFunc(found.Hits, func(h Hit) bool {
					return slices.ContainsFunc(h.Messages, func(m HitMessage) bool { return slices.Contains(j.ids, m.ID) })
				})
				t.Logf("rank %d  %s %.2f  %s", rank, found.Verdict, found.Confidence, j.question)
				if rank > 0 {
					hit3++
					rr += 1 / float64(rank)
				}
				if rank == 1 {
					hit1++
				}
			}
			both := (answered/n + silent/none) / 2
			t.Logf("hit@1 %.3f, hit@3 %.3f, MRR %.3f of %v; answered %.3f, silent %.3f of %v", hit1/n, hit3/n, rr/n, n, answered/n, silent/none, none)
			if hit1/n < tt.hit1 || hit3/n < tt.hit3 || rr/n < tt.mrr || both < tt.both {
				t.Errorf("hit@1 %.3f (floor %.2f), hit@3 %.3f (floor %.2f), MRR %.3f (floor %.2f), verdicts %.3f (floor %.2f)",
					hit1/n, tt.hit1, hit3/n, tt.hit3, rr/n, tt.mrr, both, tt.both)
			}
		})
	}
}
