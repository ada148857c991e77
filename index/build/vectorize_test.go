package build_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"qunwen/corpus/sample"
	"qunwen/index"
	"qunwen/index/build"
	"qunwen/index/build/buildtest"
	"qunwen/index/dense"
)

// vectorize refreshes with an encoder.
func vectorize(t *testing.T, dir string, site fstest.MapFS, enc build.Encoder, most int) build.Report {
	t.Helper()
	r, err := build.Builder{Encoder: enc, MaxEncode: most}.Refresh(t.Context(), dir, site)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

const messageBatch = 1024 // texts of messages that are encoded before they are kept

func TestVectorsAreComputedOnce(t *testing.T) {
	site, dir := buildtest.Sample(t), t.TempDir()
	enc := &buildtest.Encoder{Name: "one"}
	vectorize(t, dir, site, enc, 0)
	first := enc.Encoded
	if first < 500 {
		t.Fatalf("%d texts encoded, want those of the sample", first)
	}
	if st, err := (build.Builder{Encoder: enc}).Look(dir, site); err != nil || st.Stale || st.Missing != 0 {
		t.Errorf("Look = %+v, %v", st, err)
	}
	vectorize(t, dir, site, enc, 0)
	if enc.Encoded != first {
		t.Errorf("nothing changed, and %d texts were encoded", enc.Encoded-first)
	}
	site["source/clearing/_posts/2023-05-01-chat.markdown"] = buildtest.Post("> 09:00:00  a\n\n新来的斑马线\n")
	vectorize(t, dir, site, enc, 0)
	if n := enc.Encoded - first; n != 2 { // the message and its window
		t.Errorf("one new message, and %d texts were encoded", n)
	}
	for p := range site { // a whole build keeps the vectors of equal texts, too
		if strings.Contains(p, "paydesk") {
			delete(site, p)
		}
	}
	before := enc.Encoded
	if r := vectorize(t, dir, site, enc, 0); !r.Whole || enc.Encoded != before {
		t.Errorf("whole build %v, %d texts encoded again", r.Whole, enc.Encoded-before)
	}
}

// A run by words only does not throw away what another has computed.
func TestVectorsOutliveWordsOnly(t *testing.T) {
	site, dir := buildtest.Sample(t), t.TempDir()
	enc := &buildtest.Encoder{Name: "one"}
	vectorize(t, dir, site, enc, 0)
	first := enc.Encoded
	site["source/clearing/_posts/2023-05-01-chat.markdown"] = buildtest.Post("> 09:00:00  a\n\n新来的斑马线\n")
	if r := buildtest.Refresh(t, dir, site); r.Missing != 0 {
		t.Errorf("words only miss %d vectors", r.Missing)
	}
	if st, err := (build.Builder{Encoder: enc}).Look(dir, site); err != nil || st.Stale || st.Missing != 1 {
		t.Errorf("Look after words only = %+v, %v", st, err)
	}
	vectorize(t, dir, site, enc, 0)
	if n := enc.Encoded - first; n != 2 {
		t.Errorf("%d texts encoded afterwards, want the new message and its window", n)
	}
}

func TestVectorsOfModelsAreNotMixed(t *testing.T) {
	site, dir := buildtest.Sample(t), t.TempDir()
	one, two := &buildtest.Encoder{Name: "one"}, &buildtest.Encoder{Name: "two"}
	vectorize(t, dir, site, one, 0)
	if st, err := (build.Builder{Encoder: two}).Look(dir, site); err != nil || st.Stale || st.Missing != -1 {
		t.Errorf("Look for another model = %+v, %v", st, err)
	}
	x, err := index.Open(dir, index.OpenOptions{Encoder: two})
	if err != nil {
		t.Fatal(err)
	}
	if found, err := x.Search(t.Context(), "结算以后还能退款吗", index.Options{}); err != nil || len(found.Hits) == 0 || found.Hits[0].Window != 0 {
		t.Errorf("vectors of another model are used: %+v, err %v", found.Hits, err)
	}
	x.Close()
	vectorize(t, dir, site, two, 0)
	if two.Encoded != one.Encoded {
		t.Errorf("another model encoded %d texts, want all %d", two.Encoded, one.Encoded)
	}
}

func TestVectorsLeftForLater(t *testing.T) {
	site, dir := buildtest.Sample(t), t.TempDir()
	enc := &buildtest.Encoder{Name: "one"}
	r := vectorize(t, dir, site, enc, 10)
	if r.Missing < 500 || enc.Encoded != 0 {
		t.Errorf("missing %d, encoded %d; want all left", r.Missing, enc.Encoded)
	}
	x, err := index.Open(dir, index.OpenOptions{Encoder: enc})
	if err != nil {
		t.Fatal(err)
	}
	if found, err := x.Search(t.Context(), "结算以后还能退款吗", index.Options{}); err != nil || len(found.Hits) == 0 {
		t.Errorf("%d hits by words, err %v", len(found.Hits), err)
	}
	x.Close()
	if r := vectorize(t, dir, site, enc, 0); r.Missing != 0 || r.Changed != 0 {
		t.Errorf("then: %+v", r)
	}
}

// An interrupted run leaves the words usable and goes on where it stopped.
func TestVectorsGoOn(t *testing.T) {
	site, dir := manyMessages(5*messageBatch), t.TempDir()
	fails := &buildtest.Encoder{Name: "one", Err: errors.New("power cut"), Left: 3 * messageBatch}
	if _, err := (build.Builder{Encoder: fails}).Refresh(t.Context(), dir, site); err == nil {
		t.Fatal("no error")
	}
	if len(search(t, open(t, dir), "第17号斑马")) == 0 {
		t.Error("words are not usable after the interruption")
	}
	whole := &buildtest.Encoder{Name: "one"}
	vectorize(t, t.TempDir(), site, whole, 0)

	journal := filepath.Join(dir, "vectors.partial")
	data, err := os.ReadFile(journal)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(journal, data[:len(data)-3], 0o600); err != nil { // the last record is torn
		t.Fatal(err)
	}
	enc := &buildtest.Encoder{Name: "one"}
	vectorize(t, dir, site, enc, 0)
	if want := whole.Encoded - fails.Encoded + 1; enc.Encoded != want {
		t.Errorf("%d texts encoded after the interruption, want %d", enc.Encoded, want)
	}
	if _, err := os.Stat(journal); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the journal is still there (err %v)", err)
	}
}

// manyMessages is a site of one room with n different messages.
func manyMessages(n int) fstest.MapFS {
	var b strings.Builder
	for i := range n {
		b.WriteString("> " + buildtest.Clock(i*10) + "  a\n\n第" + strconv.Itoa(i) + "号斑马过线\n\n")
	}
	return fstest.MapFS{"r/_posts/2023-03-07-chat.markdown": buildtest.Post(b.String())}
}

func TestSearchFallsBackToWords(t *testing.T) {
	site, dir := buildtest.Sample(t), t.TempDir()
	enc := &buildtest.Encoder{Name: "one"}
	vectorize(t, dir, site, enc, 0)
	warned := 0
	x, err := index.Open(dir, index.OpenOptions{Encoder: enc, Warn: func(error) { warned++ }})
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	enc.Err = errors.New("server is gone")
	for range 3 {
		if found, err := x.Search(t.Context(), "结算以后还能退款吗", index.Options{}); err != nil || len(found.Hits) == 0 {
			t.Errorf("%d hits, err %v", len(found.Hits), err)
		}
	}
	if warned != 1 {
		t.Errorf("warned %d times, want once", warned)
	}
}

func TestRefreshStopsEncoding(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	b := build.Builder{Encoder: &buildtest.Encoder{Name: "one"}, Encoded: func(int, int) { cancel() }}
	dir := t.TempDir()
	if _, err := b.Refresh(ctx, dir, manyMessages(3*messageBatch)); !errors.Is(err, context.Canceled) {
		t.Errorf("err = %v, want context.Canceled", err)
	}
	if open(t, dir).Len() != 3*messageBatch {
		t.Error("the words are not there")
	}
}

func BenchmarkVectorize(b *testing.B) {
	cfg, weights, tok, err := dense.Embedded()
	if err != nil {
		b.Fatal(err)
	}
	enc := dense.NewEncoder(cfg, weights, tok)
	texts := 0
	for b.Loop() {
		bld := build.Builder{Encoder: enc, Encoded: func(_, total int) { texts += total }}
		if _, err := bld.Refresh(b.Context(), b.TempDir(), sample.Site()); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(texts)/b.Elapsed().Seconds(), "texts/s")
}

var _ build.Encoder = (*dense.Remote)(nil)
