package retrieval

import (
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"qunwen/index/analysis"
	"qunwen/index/build"
	"qunwen/index/build/buildtest"
	"qunwen/index/generation"
)

func TestPhrases(t *testing.T) {
	x := readSite(t, buildtest.Sample(t), nil)
	for _, tt := range []struct{ name, question, want string }{
		{"each kind of mark", `「断直连」『一户一码』“待结算户”"T+1 结算"`, "断直连|一户一码|待结算户|t+1 结算"},
		{"folded, without marks at its ends", "“Ｔ＋１結算？”是什么", "t+1结算"},
		{"once", "「备付金」和「备付金」", "备付金"},
		{"the whole question", "「结算以后还能退款吗？」", "结算以后还能退款吗"},
		{"no end", "「备付金", ""},
		{"an end alone", "备付金」", ""},
		{"one character and none", "「退」「」", ""},
		{"marks only", "「！！……」", ""},
		{"too long", "「" + strings.Repeat("结算", longPhrase) + "」", ""},
		{"many", "「一一」「二二」「三三」「四四」「五五」", "一一|二二|三三|四四"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := strings.Join(x.phrases(tt.question), "|"); got != tt.want {
				t.Errorf("phrases of %q = %q, want %q", tt.question, got, tt.want)
			}
		})
	}
}

func TestPhraseAtEdges(t *testing.T) {
	x := readSite(t, fstest.MapFS{
		"r/_posts/2023-03-06-chat.markdown": buildtest.Post("> 09:00:00  a\n\n不能退T+1款项\n\n> 09:00:30  b\n\n0.6%的费率，千六的费率\n"),
	}, nil)
	for phrase, want := range map[string]int{"退t+1款": 1, "0.6%的费率": 1, "费率": 1, "退款": 0, "t+1": 1} {
		s := newScratch(x.Store.Len())
		sc := everything(x)
		if err := x.collectPhrase(t.Context(), s, sc, "", phrase, 1); err != nil || len(s.found) != want {
			t.Errorf("%s is in %d messages, want %d (err %v)", phrase, len(s.found), want, err)
		}
	}
}

// A text gains by each word once, and by a synonym as much as that is worth.
func TestGain(t *testing.T) {
	q := Query{Words: []Word{
		{Term: "0.6%", Asked: "千六", Rarity: 2},
		{Term: "退款", Asked: "退款", Rarity: 1, Synonyms: []analysis.Synonym{{Term: "退钱", Weight: 0.5}, {Term: "退回", Weight: 0.25}}},
	}}
	for text, want := range map[string]float64{"": 0, "费率千六，0.6%": 2, "退款退钱": 1, "退回来，退钱": 0.5, "千六也能退回": 2.25} {
		if got := q.Gain(text); got != want {
			t.Errorf("Gain(%q) = %v, want %v", text, got, want)
		}
	}
}

// A lookup leaves nothing behind for the next.
func TestScratchIsClean(t *testing.T) {
	tiny := fstest.MapFS{"r/_posts/2023-03-07-chat.markdown": buildtest.Post("> 09:00:00  a\n\n卡券、代金券、券\n")}
	enc := &buildtest.Encoder{Name: "fake"}
	for _, tt := range []struct {
		name, question string
		x              *Reader
	}{
		{"words", "结算以后还能退款吗", readSite(t, buildtest.Sample(t), nil)},
		{"vectors", "结算以后还能退款吗", readSite(t, buildtest.Sample(t), enc)},
		{"more synonyms than messages", "优惠券", readSite(t, tiny, nil)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			n := tt.x.NewLookup(everything(tt.x))
			if err := n.Look(t.Context(), tt.question); err != nil {
				t.Fatal(err)
			}
			n.Fuse(&PlaceWeights{Lexical: 1, Window: 1, Message: 1})
			if len(n.Find(3)) == 0 {
				t.Error("nothing found")
			}
			s := n.scratch
			n.Close()
			for i := range s.Score {
				if s.Score[i] != 0 || s.Own[i] != 0 || s.Covered[i] != 0 || s.Words[i] != 0 || s.Grams[i] != 0 || s.tf[i] != 0 || s.Message[i] != 0 || s.Window[i] != 0 {
					t.Fatalf("message %d: score %v, own %v, covered %b", i, s.Score[i], s.Own[i], s.Covered[i])
				}
			}
		})
	}
}

// readSite builds and opens the index of a site, with vectors if enc is not nil.
func readSite(t *testing.T, site fstest.MapFS, enc *buildtest.Encoder) *Reader {
	t.Helper()
	dir := t.TempDir()
	var b build.Builder
	var e Encoder
	if enc != nil {
		b.Encoder, e = enc, enc
	}
	if _, err := b.Refresh(t.Context(), dir, site); err != nil {
		t.Fatal(err)
	}
	m, err := generation.CurrentManifest(dir)
	if err != nil {
		t.Fatal(err)
	}
	gen, _, err := generation.ReadCurrent(dir)
	if err != nil {
		t.Fatal(err)
	}
	x, err := Open(filepath.Join(dir, gen), m, e, func(err error) { t.Error(err) })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = x.Close() })
	return x
}

// everything is the scope of all that was ever said.
func everything(x *Reader) Scope {
	days := len(x.Starts) - 1
	return Scope{Start: x.Starts[:days], End: x.Starts[1:]}
}
