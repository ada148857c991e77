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
	const floorHit1, floorHit3, floorMRR = 0.51, 0.60, 0.55
	x := open(t, sampleDir(t))
	var n, hit1, hit3, rr float64
	for _, j := range readJudged(t, "testdata/judged.tsv") {
		if j.kind == "unanswerable" {
			continue
		}
		n++
		rank := 1 + slices.IndexFunc(search(t, x, j.question, Options{}), func(ids []string) bool {
			return slices.ContainsFunc(ids, func(id string) bool { return slices.Contains(j.ids, id) })
		})
		t.Logf("rank %d  %s", rank, j.question)
		if rank > 0 {
			hit3++
			rr += 1 / float64(rank)
		}
		if rank == 1 {
			hit1++
		}
	}
	t.Logf("hit@1 %.3f, hit@3 %.3f, MRR %.3f of %v", hit1/n, hit3/n, rr/n, n)
	if hit1/n < floorHit1 || hit3/n < floorHit3 || rr/n < floorMRR {
		t.Errorf("hit@1 %.3f (floor %.2f), hit@3 %.3f (floor %.2f), MRR %.3f (floor %.2f)",
			hit1/n, floorHit1, hit3/n, floorHit3, rr/n, floorMRR)
	}
}
