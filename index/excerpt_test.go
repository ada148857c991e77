package index

import (
	"context"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"qunwen/corpus"
)

func openSite(t *testing.T, site fstest.MapFS) *Index {
	t.Helper()
	dir := t.TempDir()
	refresh(t, dir, site)
	return open(t, dir)
}

func TestPassages(t *testing.T) {
	const asked = "> 09:00:00  许衡-云杉  \n\n请问垫资额度用完了还能退款吗？\n\n"
	const answer = "垫资额度用完以后退款单会挂起，等商户充值再发起"
	for _, tt := range []struct {
		name string
		site fstest.MapFS
		ok   func(hits []Hit) bool
	}{
		{"a repost in another room is shown once", fstest.MapFS{
			"a/_posts/2024-03-01-chat.markdown": post(asked + "> 09:01:00  余笙-鹿野  \n\n" + answer + "\n"),
			"b/_posts/2024-03-02-chat.markdown": post(asked + "> 09:05:00  老K  \n\n" + answer + "\n"),
		}, func(hits []Hit) bool { return len(hits) == 1 }},
		{"who says the opposite is heard", fstest.MapFS{
			"a/_posts/2024-03-01-chat.markdown": post(asked + "> 09:01:00  余笙-鹿野  \n\n可以，垫资额度用完还能从保证金退款\n\n" +
				"> 09:01:30  余笙-鹿野  \n\n需要先看垫资额度合同，退款再谈\n\n> 09:02:00  余笙-鹿野  \n\n支持退款，垫资额度按月重置\n\n" +
				"> 09:02:20  余笙-鹿野  \n\n必须商户充值垫资额度才退款\n\n> 09:02:40  余笙-鹿野  \n\n能退款的都是垫资额度充足的\n\n" +
				"> 09:03:00  老K  \n\n不行，垫资额度用完我们就不给退款了\n"),
		}, func(hits []Hit) bool { return strings.Contains(quotes(hits[0]), "不行，垫资") }},
		{"a picture may be the answer", fstest.MapFS{
			"a/_posts/2024-03-01-chat.markdown": post(asked + "> 09:01:00  余笙-鹿野  \n\n![2024-03-01 09:01:00](http://img.example/20240301_090100.png)\n"),
		}, func(hits []Hit) bool {
			return slices.ContainsFunc(hits[0].Messages, func(m HitMessage) bool {
				return m.Kind == corpus.Image && strings.HasPrefix(m.Quote, "![2024-03-01 09:01:00](http")
			})
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			found, err := openSite(t, tt.site).Search(t.Context(), "垫资额度用完还能退款吗", Options{})
			if err != nil || len(found.Hits) == 0 {
				t.Fatalf("%d hits, err %v", len(found.Hits), err)
			}
			if !tt.ok(found.Hits) {
				t.Errorf("hits %+v", found.Hits)
			}
		})
	}
}

func quotes(h Hit) string {
	var all []string
	for _, m := range h.Messages {
		all = append(all, m.Quote)
	}
	return strings.Join(all, "\n")
}

// Study must tell what Search did.
func TestStudy(t *testing.T) {
	x := open(t, sampleDir(t))
	for _, q := range []string{"结算以后还能退款吗", "商家的代金券谁出钱", "T+1", "火星上怎么付款"} {
		found, err := x.Search(t.Context(), q, Options{})
		if err != nil {
			t.Fatal(err)
		}
		s, err := x.Study(t.Context(), q, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if s.Verdict != found.Verdict || s.Confidence != found.Confidence || len(s.Candidates) < len(found.Hits) {
			t.Fatalf("%s: %s %.3f and %d candidates; searched: %s %.3f, %d hits", q, s.Verdict, s.Confidence, len(s.Candidates), found.Verdict, found.Confidence, len(found.Hits))
		}
		for i, h := range found.Hits {
			var shown []string
			for _, l := range s.Candidates[i].Lines {
				if l.Shown {
					shown = append(shown, l.Quote)
				}
			}
			if got, want := strings.Join(shown, "\n"), quotes(h); got != want {
				t.Errorf("%s, hit %d: %q, want %q", q, i, got, want)
			}
		}
	}
}

// What is left out counts as never said.
func TestSearchWithout(t *testing.T) {
	x := open(t, sampleDir(t))
	found, err := x.Search(t.Context(), "结算以后还能退款吗", Options{Without: []string{"paydesk/2023-03-06"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range found.Hits {
		if strings.HasPrefix(h.Messages[0].ID, "paydesk/2023-03-06/") {
			t.Errorf("%s is of the day that was left out", h.Messages[0].ID)
		}
	}
}

func TestSearchBadInput(t *testing.T) {
	empty := t.TempDir()
	refresh(t, empty, fstest.MapFS{})
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for _, x := range []*Index{open(t, sampleDir(t)), openVectors(t), open(t, empty)} {
		for _, q := range []string{"退", "", "😀😀😀", `+-"*:()`, "\x00\xff退款", "退款 refund エラー Ｔ＋１", "许衡", "？", strings.Repeat("对账不平", 2500), strings.Repeat("a", 10000)} {
			for _, opt := range []Options{{}, {Rooms: []string{"nowhere"}}, {Before: time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC)}} {
				found, err := x.Search(ctx, q, opt)
				if err != nil {
					t.Errorf("%.20q: %v", q, err)
				}
				if (len(opt.Rooms) > 0 || !opt.Before.IsZero() || x.Len() == 0) && (len(found.Hits) > 0 || found.Verdict != None) {
					t.Errorf("%.20q: %d hits, verdict %s where there is nothing", q, len(found.Hits), found.Verdict)
				}
			}
		}
	}
}

func TestWeightsCheck(t *testing.T) {
	for _, tt := range []struct {
		name string
		w    weights
		ok   bool
	}{
		{"known names", weights{Line: map[string]float64{"asks": -1}, Verdict: verdictWeights{Signs: map[string]float64{"coverage": 1}}}, true},
		{"unknown feature", weights{Line: map[string]float64{"colour": 1}}, false},
		{"unknown sign", weights{Verdict: verdictWeights{Signs: map[string]float64{"weather": 1}}}, false},
	} {
		if err := tt.w.check(); (err == nil) != tt.ok {
			t.Errorf("%s: err = %v", tt.name, err)
		}
	}
	for _, model := range []string{"", "some model"} {
		if _, err := loadWeights(model); err != nil {
			t.Errorf("model %q: %v", model, err)
		}
	}
}

func TestVerdict(t *testing.T) {
	w := weights{Verdict: verdictWeights{Bias: -2, Signs: map[string]float64{"coverage": 4}, Answer: 0.6, Leads: 0.3}}
	for _, tt := range []struct {
		coverage float64
		want     Verdict
	}{{1, Answer}, {0.5, Leads}, {0, None}} {
		var e [signs]float64
		e[coverage] = tt.coverage
		if got, confidence := w.judge(e); got != tt.want {
			t.Errorf("coverage %.1f: %s with %.2f, want %s", tt.coverage, got, confidence, tt.want)
		}
	}
}
