package index

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"qunwen/corpus"
	"qunwen/index/build/buildtest"
)

func TestPassages(t *testing.T) {
	const asked = "> 09:00:00  许衡-云杉  \n\n请问垫资额度用完了还能退款吗？\n\n"
	const answer = "垫资额度用完以后退款单会挂起，等商户充值再发起"
	for _, tt := range []struct {
		name string
		site fstest.MapFS
		ok   func(hits []Hit) bool
	}{
		{"a repost in another room is shown once", fstest.MapFS{
			"a/_posts/2024-03-01-chat.markdown": buildtest.Post(asked + "> 09:01:00  余笙-鹿野  \n\n" + answer + "\n"),
			"b/_posts/2024-03-02-chat.markdown": buildtest.Post(asked + "> 09:05:00  老K  \n\n" + answer + "\n"),
		}, func(hits []Hit) bool { return len(hits) == 1 }},
		{"who says the opposite is heard", fstest.MapFS{
			"a/_posts/2024-03-01-chat.markdown": buildtest.Post(asked + "> 09:01:00  余笙-鹿野  \n\n可以，垫资额度用完还能从保证金退款\n\n" +
				"> 09:01:30  余笙-鹿野  \n\n需要先看垫资额度合同，退款再谈\n\n> 09:02:00  余笙-鹿野  \n\n支持退款，垫资额度按月重置\n\n" +
				"> 09:02:20  余笙-鹿野  \n\n必须商户充值垫资额度才退款\n\n> 09:02:40  余笙-鹿野  \n\n能退款的都是垫资额度充足的\n\n" +
				"> 09:03:00  老K  \n\n不行，垫资额度用完我们就不给退款了\n"),
		}, func(hits []Hit) bool { return strings.Contains(quotes(hits[0]), "不行，垫资") }},
		{"a picture may be the answer", fstest.MapFS{
			"a/_posts/2024-03-01-chat.markdown": buildtest.Post(asked + "> 09:01:00  余笙-鹿野  \n\n![2024-03-01 09:01:00](http://img.example/20240301_090100.png)\n"),
		}, func(hits []Hit) bool {
			return slices.ContainsFunc(hits[0].Messages, func(m HitMessage) bool {
				return m.Kind == corpus.Image && strings.HasPrefix(m.Quote, "![2024-03-01 09:01:00](http")
			})
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			found, err := openSite(t, tt.site, nil).Search(t.Context(), "垫资额度用完还能退款吗", Options{})
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
