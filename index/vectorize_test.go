package index

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"qunwen/corpus/sample"
	"qunwen/index/dense"
)

// vectorize refreshes with an encoder.
func vectorize(t *testing.T, dir string, site fstest.MapFS, enc Encoder, most int) Report {
	t.Helper()
	r, err := Builder{Encoder: enc, MaxEncode: most}.Refresh(t.Context(), dir, site)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestVectorsAreComputedOnce(t *testing.T) {
	site, dir := sampleMap(t), t.TempDir()
	enc := &fakeEncoder{name: "one"}
	vectorize(t, dir, site, enc, 0)
	first := enc.encoded
	if first < 500 {
		t.Fatalf("%d texts encoded, want those of the sample", first)
	}
	if st, err := (Builder{Encoder: enc}).Look(dir, site); err != nil || st.Stale || st.Missing != 0 {
		t.Errorf("Look = %+v, %v", st, err)
	}
	vectorize(t, dir, site, enc, 0)
	if enc.encoded != first {
		t.Errorf("nothing changed, and %d texts were encoded", enc.encoded-first)
	}
	site["source/clearing/_posts/2023-05-01-chat.markdown"] = post("> 09:00:00  a\n\n新来的斑马线\n")
	vectorize(t, dir, site, enc, 0)
	if n := enc.encoded - first; n != 2 { // the message and its window
		t.Errorf("one new message, and %d texts were encoded", n)
	}
	for p := range site { // a whole build keeps the vectors of equal texts, too
		if strings.Contains(p, "paydesk") {
			delete(site, p)
		}
	}
	before := enc.encoded
	if r := vectorize(t, dir, site, enc, 0); !r.Whole || enc.encoded != before {
		t.Errorf("whole build %v, %d texts encoded again", r.Whole, enc.encoded-before)
	}
}

// A run by words only does not throw away what another has computed.
func TestVectorsOutliveWordsOnly(t *testing.T) {
	site, dir := sampleMap(t), t.TempDir()
	enc := &fakeEncoder{name: "one"}
	vectorize(t, dir, site, enc, 0)
	first := enc.encoded
	site["source/clearing/_posts/2023-05-01-chat.markdown"] = post("> 09:00:00  a\n\n新来的斑马线\n")
	if r := refresh(t, dir, site); r.Missing != 0 {
		t.Errorf("words only miss %d vectors", r.Missing)
	}
	if st, err := (Builder{Encoder: enc}).Look(dir, site); err != nil || st.Stale || st.Missing != 1 {
		t.Errorf("Look after words only = %+v, %v", st, err)
	}
	vectorize(t, dir, site, enc, 0)
	if n := enc.encoded - first; n != 2 {
		t.Errorf("%d texts encoded afterwards, want the new message and its window", n)
	}
}

func TestVectorsOfModelsAreNotMixed(t *testing.T) {
	site, dir := sampleMap(t), t.TempDir()
	one, two := &fakeEncoder{name: "one"}, &fakeEncoder{name: "two"}
	vectorize(t, dir, site, one, 0)
	if st, err := (Builder{Encoder: two}).Look(dir, site); err != nil || st.Stale || st.Missing != -1 {
		t.Errorf("Look for another model = %+v, %v", st, err)
	}
	x, err := Open(dir, OpenOptions{Encoder: two})
	if err != nil {
		t.Fatal(err)
	}
	if x.meanings != nil {
		t.Error("vectors of another model are used")
	}
	x.Close()
	vectorize(t, dir, site, two, 0)
	if two.encoded != one.encoded {
		t.Errorf("another model encoded %d texts, want all %d", two.encoded, one.encoded)
	}
}

func TestVectorsLeftForLater(t *testing.T) {
	site, dir := sampleMap(t), t.TempDir()
	enc := &fakeEncoder{name: "one"}
	r := vectorize(t, dir, site, enc, 10)
	if r.Missing < 500 || enc.encoded != 0 {
		t.Errorf("missing %d, encoded %d; want all left", r.Missing, enc.encoded)
	}
	x, err := Open(dir, OpenOptions{Encoder: enc})
	if err != nil {
		t.Fatal(err)
	}
	if found, err := x.Search(t.Context(), "结算以后还能退款吗", Options{}); err != nil || len(found.Hits) == 0 {
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
	fails := &fakeEncoder{name: "one", err: errors.New("power cut"), left: 3 * messageBatch}
	if _, err := (Builder{Encoder: fails}).Refresh(t.Context(), dir, site); err == nil {
		t.Fatal("no error")
	}
	if len(search(t, open(t, dir), "第17号斑马", Options{})) == 0 {
		t.Error("words are not usable after the interruption")
	}
	whole := &fakeEncoder{name: "one"}
	vectorize(t, t.TempDir(), site, whole, 0)

	journal := filepath.Join(dir, "vectors.partial")
	data, err := os.ReadFile(journal)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(journal, data[:len(data)-3], 0o600); err != nil { // the last record is torn
		t.Fatal(err)
	}
	enc := &fakeEncoder{name: "one"}
	vectorize(t, dir, site, enc, 0)
	if want := whole.encoded - fails.encoded + 1; enc.encoded != want {
		t.Errorf("%d texts encoded after the interruption, want %d", enc.encoded, want)
	}
	if _, err := os.Stat(journal); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the journal is still there (err %v)", err)
	}
}

// manyMessages is a site of one room with n different messages.
func manyMessages(n int) fstest.MapFS {
	var b strings.Builder
	for i := range n {
		b.WriteString("> " + clockOf(i*10) + "  a\n\n第" + itoa(i) + "号斑马过线\n\n")
	}
	return fstest.MapFS{"r/_posts/2023-03-07-chat.markdown": post(b.String())}
}

func TestSearchFallsBackToWords(t *testing.T) {
	site, dir := sampleMap(t), t.TempDir()
	enc := &fakeEncoder{name: "one"}
	vectorize(t, dir, site, enc, 0)
	warned := 0
	x, err := Open(dir, OpenOptions{Encoder: enc, Warn: func(error) { warned++ }})
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	enc.err = errors.New("server is gone")
	for range 3 {
		if found, err := x.Search(t.Context(), "结算以后还能退款吗", Options{}); err != nil || len(found.Hits) == 0 {
			t.Errorf("%d hits, err %v", len(found.Hits), err)
		}
	}
	if warned != 1 {
		t.Errorf("warned %d times, want once", warned)
	}
}

// Words that nobody used are found by what they mean.
func TestSearchByMeaning(t *testing.T) {
	x := openVectors(t)
	const question = "货款已经打给卖家了，买家才要退货，谁先掏这个钱"
	found, err := x.Search(t.Context(), question, Options{})
	if err != nil || len(found.Hits) == 0 {
		t.Fatalf("%d hits, err %v", len(found.Hits), err)
	}
	if found.Hits[0].ThreadID != "paydesk/2023-03-06/091305" || found.Hits[0].Window < 0.3 {
		t.Errorf("first hit is %s with similarity %.2f", found.Hits[0].ThreadID, found.Hits[0].Window)
	}
}

func TestRefreshStopsEncoding(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	b := Builder{Encoder: &fakeEncoder{name: "one"}, Encoded: func(int, int) { cancel() }}
	dir := t.TempDir()
	if _, err := b.Refresh(ctx, dir, manyMessages(3*messageBatch)); !errors.Is(err, context.Canceled) {
		t.Errorf("err = %v, want context.Canceled", err)
	}
	if open(t, dir).Len() != 3*messageBatch {
		t.Error("the words are not there")
	}
}

func BenchmarkVectorize(b *testing.B) {
	enc := embedded(b)
	texts := 0
	for b.Loop() {
		bld := Builder{Encoder: enc, Encoded: func(_, total int) { texts += total }}
		if _, err := bld.Refresh(b.Context(), b.TempDir(), sample.Site()); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(texts)/b.Elapsed().Seconds(), "texts/s")
}

var _ Encoder = (*dense.Remote)(nil)
