package index

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"qunwen/index/dense"
	"qunwen/index/generation"
	"qunwen/index/wording"
)

// An update by words keeps the vectors of what has not changed, each with its
// own message or window, and a later run makes just the others.
func TestUpdateByWordsKeepsVectors(t *testing.T) {
	const before = "source/clearing/_posts/2023-03-07-chat.markdown" // a day before the one that grows
	body := longDay(100)
	for _, tt := range []struct {
		name    string
		change  func(site map[string]string)
		without int // messages of the growing day with a text that have no vector yet
	}{
		{"one more", func(s map[string]string) { s[growing] += "> 23:00:00  余笙\n\n斑马线上让行\n" }, 1},
		{"one before all others", func(s map[string]string) { s[growing] = "> 08:00:00  余笙\n\n斑马线上让行\n\n" + s[growing] }, 1},
		{"one less", func(s map[string]string) {
			s[growing] = strings.Replace(s[growing], "> 09:00:07  群友7\n\n第7笔退回来了\n\n", "", 1)
		}, 0},
		{"another text", func(s map[string]string) {
			s[growing] = strings.Replace(s[growing], "第7笔退回来了", "第7笔是斑马线", 1)
		}, 1},
		{"another day is longer", func(s map[string]string) { s[before] = "> 23:00:00  余笙\n\n斑马线上让行\n" }, 0},
		{"nothing left", func(s map[string]string) { s[growing] = "" }, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			site, dir, enc := sampleMap(t), t.TempDir(), &fakeEncoder{name: "one"}
			site[growing] = post(body)
			vectorize(t, dir, site, enc, 0)
			posts := map[string]string{growing: body}
			tt.change(posts)
			for name, text := range posts {
				site[name] = post(text)
			}
			refresh(t, dir, site)
			x, err := Open(dir, OpenOptions{Encoder: enc})
			if err != nil {
				t.Fatal(err)
			}
			defer x.Close()
			if x.meanings == nil {
				t.Fatal("no vectors after an update by words")
			}
			without := vectorsFit(t, x, enc)
			d := slices.IndexFunc(x.manifest.Days, func(d generation.Day) bool { return strings.HasSuffix(growing, d.Date+"-chat.markdown") })
			n := 0
			for _, i := range without {
				if d >= 0 && i >= x.starts[d] && i < x.starts[d+1] {
					n++
				}
			}
			if n != tt.without {
				t.Errorf("%d messages have no vector, want %d", n, tt.without)
			}
			missing, err := (Builder{Encoder: enc}).completeIndex(t.Context(), dir)
			if err != nil || missing != 0 {
				t.Fatalf("%d missing, err %v", missing, err)
			}
			done, err := Open(dir, OpenOptions{Encoder: enc})
			if err != nil {
				t.Fatal(err)
			}
			defer done.Close()
			if left := vectorsFit(t, done, enc); len(left) != 0 {
				t.Errorf("messages %v have no vector in the end", left)
			}
			fresh := t.TempDir()
			vectorize(t, fresh, site, enc, 0)
			anew, err := Open(fresh, OpenOptions{Encoder: enc})
			if err != nil {
				t.Fatal(err)
			}
			defer anew.Close()
			if !slices.Equal(windowsOf(done.meanings.Places), windowsOf(anew.meanings.Places)) {
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
func vectorsFit(t *testing.T, x *Index, enc *fakeEncoder) (without []int) {
	t.Helper()
	text := func(i int) string { return wording.Meaning(x.analyzer, x.store.Text(i)) }
	fits := func(kind dense.Kind, text string, v []int8) {
		t.Helper()
		want, err := (&fakeEncoder{name: enc.name}).Encode(t.Context(), kind, []string{text})
		if err != nil || !slices.Equal(v, want[0]) {
			t.Errorf("another vector than that of %q", text)
		}
	}
	places := x.meanings.Places
	for i := range x.store.Len() {
		v := places.Message(i)
		if v == generation.NoVector {
			if !wording.MeansLittle(text(i)) {
				without = append(without, i)
			}
			continue
		}
		fits(dense.Message, text(i), x.meanings.Messages.At(int(v)))
	}
	for i := range places.WindowCount() {
		if w, v := places.Window(i); v != generation.NoVector {
			fits(dense.Window, wording.Windows(w.Lo, w.Hi, text)[0].Text, x.meanings.Windows.At(int(v)))
		}
	}
	return without
}
