package build_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"qunwen/index/analysis"
	"qunwen/index/build"
	"qunwen/index/build/buildtest"
	"qunwen/index/dense"
	"qunwen/index/generation"
	"qunwen/index/wording"
)

// An update by words keeps the vectors of what has not changed, each with its
// own message or window, and a later run makes just the others.
func TestUpdateByWordsKeepsVectors(t *testing.T) {
	const before = "source/clearing/_posts/2023-03-07-chat.markdown" // a day before the one that grows
	body := buildtest.LongDay(100)
	for _, tt := range []struct {
		name    string
		change  func(site map[string]string)
		without int // messages of the buildtest.Growing day with a text that have no vector yet
	}{
		{"one more", func(s map[string]string) { s[buildtest.Growing] += "> 23:00:00  余笙\n\n斑马线上让行\n" }, 1},
		{"one before all others", func(s map[string]string) {
			s[buildtest.Growing] = "> 08:00:00  余笙\n\n斑马线上让行\n\n" + s[buildtest.Growing]
		}, 1},
		{"one less", func(s map[string]string) {
			s[buildtest.Growing] = strings.Replace(s[buildtest.Growing], "> 09:00:07  群友7\n\n第7笔退回来了\n\n", "", 1)
		}, 0},
		{"another text", func(s map[string]string) {
			s[buildtest.Growing] = strings.Replace(s[buildtest.Growing], "第7笔退回来了", "第7笔是斑马线", 1)
		}, 1},
		{"another day is longer", func(s map[string]string) { s[before] = "> 23:00:00  余笙\n\n斑马线上让行\n" }, 0},
		{"nothing left", func(s map[string]string) { s[buildtest.Growing] = "" }, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			site, dir, enc := buildtest.Sample(t), t.TempDir(), &buildtest.Encoder{Name: "one"}
			site[buildtest.Growing] = buildtest.Post(body)
			vectorize(t, dir, site, enc, 0)
			posts := map[string]string{buildtest.Growing: body}
			tt.change(posts)
			for name, text := range posts {
				site[name] = buildtest.Post(text)
			}
			buildtest.Refresh(t, dir, site)
			m, _, v := openFiles(t, dir)
			if v == nil {
				t.Fatal("no vectors after an update by words")
			}
			without := vectorsFit(t, dir, enc)
			d := slices.IndexFunc(m.Days, func(d generation.Day) bool { return strings.HasSuffix(buildtest.Growing, d.Date+"-chat.markdown") })
			n, starts := 0, m.Starts()
			for _, i := range without {
				if d >= 0 && i >= starts[d] && i < starts[d+1] {
					n++
				}
			}
			if n != tt.without {
				t.Errorf("%d messages have no vector, want %d", n, tt.without)
			}
			missing, err := (build.Builder{Encoder: enc}).Complete(t.Context(), dir)
			if err != nil || missing != 0 {
				t.Fatalf("%d missing, err %v", missing, err)
			}
			if left := vectorsFit(t, dir, enc); len(left) != 0 {
				t.Errorf("messages %v have no vector in the end", left)
			}
			fresh := t.TempDir()
			vectorize(t, fresh, site, enc, 0)
			_, _, done := openFiles(t, dir)
			_, _, anew := openFiles(t, fresh)
			if !slices.Equal(windowsOf(done.Places), windowsOf(anew.Places)) {
				t.Error("windows in the end are not those of an index that is built anew")
			}
		})
	}
}

// windowsOf returns the windows of an index with the places of their vectors.
func windowsOf(p *generation.Passages) (all []string) {
	for i := range p.WindowCount() {
		at, v := p.Window(i)
		all = append(all, fmt.Sprint(at, v))
	}
	return all
}

// vectorsFit checks that each vector is that of its text, and returns the
// ordinals of messages that ought to have one and have none.
func vectorsFit(t *testing.T, dir string, enc *buildtest.Encoder) (without []int) {
	t.Helper()
	a, err := analysis.New()
	if err != nil {
		t.Fatal(err)
	}
	_, store, v := openFiles(t, dir)
	text := func(i int) string { return wording.Meaning(a, store.Text(i)) }
	fits := func(kind dense.Kind, text string, v []int8) {
		t.Helper()
		want, err := (&buildtest.Encoder{Name: enc.Name}).Encode(t.Context(), kind, []string{text})
		if err != nil || !slices.Equal(v, want[0]) {
			t.Errorf("another vector than that of %q", text)
		}
	}
	for i := range store.Len() {
		at := v.Places.Message(i)
		if at == generation.NoVector {
			if !wording.MeansLittle(text(i)) {
				without = append(without, i)
			}
			continue
		}
		fits(dense.Message, text(i), v.Messages.At(int(at)))
	}
	for i := range v.Places.WindowCount() {
		if w, at := v.Places.Window(i); at != generation.NoVector {
			fits(dense.Window, wording.Windows(w.Lo, w.Hi, text)[0].Text, v.Windows.At(int(at)))
		}
	}
	return without
}
