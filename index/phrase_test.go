package index

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

func TestSearchPhrase(t *testing.T) {
	x := openSite(t, fstest.MapFS{
		"r/_posts/2023-03-06-chat.markdown": chat("09:00:00 a 结算的周期，周期结算，结算看周期\n09:00:30 b 好"),
		"r/_posts/2023-03-07-chat.markdown": chat("09:00:00 a 这个要看商户的结 算周期了\n09:00:30 b 好"),
		"r/_posts/2023-03-08-chat.markdown": chat("09:00:00 a 我们这里和对方约定好了的，每一个商户的結算周期都不是一样的\n09:00:30 b 好"),
	}, nil)
	best := func(question string) string {
		r, err := x.Search(t.Context(), question, Options{})
		if err != nil || len(r.Hits) == 0 {
			t.Fatalf("%d hits, err %v", len(r.Hits), err)
		}
		return r.Hits[0].Messages[0].ID[:len("r/2023-03-08")]
	}
	if got := best("结算 周期"); got != "r/2023-03-06" {
		t.Errorf("the words are best in %s", got)
	}
	for _, q := range []string{"「结算周期」", "“结算周期”怎么定", "“結算周期”"} {
		if got := best(q); got != "r/2023-03-08" {
			t.Errorf("%s is best in %s", q, got)
		}
	}
	r, err := x.Search(t.Context(), "商户的“周期商户”呢", Options{})
	if err != nil || len(r.Hits) == 0 || !slices.Contains(r.Unknown, "周期商户") {
		t.Errorf("a phrase that nobody used: %d hits, unknown %q, err %v", len(r.Hits), r.Unknown, err)
	}
}

// A figure and a Latin word that nobody used are named, as they were asked.
func TestUnknownFigures(t *testing.T) {
	x := openSite(t, fstest.MapFS{
		"r/_posts/2023-03-06-chat.markdown": chat("09:00:00 a 费率千六，一千万起，10.3%的分润\n09:00:30 b 走alipay通道，217号文说了"),
	}, nil)
	for _, tt := range []struct{ question, want string }{
		{"费率0.6%", ""},
		{"费率6‰ 1000万", ""},
		{"费率万五", "万五"},
		{"费率0.3%", "0.3%"},
		{"费率10万", "10万"},
		{"265号文的通道", "265号文"},
		{"Alipya通道", "alipya"},
		{"alipay通道", ""},
		{"费率 4711", "4711"},
	} {
		r, err := x.Search(t.Context(), tt.question, Options{})
		if got := strings.Join(r.Unknown, " "); err != nil || len(r.Hits) == 0 || got != tt.want {
			t.Errorf("%s: unknown %q, want %q (%d hits, err %v)", tt.question, got, tt.want, len(r.Hits), err)
		}
	}
}

// Phrases of common characters must not take long.
func TestPhraseTime(t *testing.T) {
	x := open(t, sampleDir(t))
	start := time.Now()
	for range 20 {
		if _, err := x.Search(t.Context(), strings.Repeat("「的的」「是的」「一一」「了了」", 25), Options{}); err != nil {
			t.Fatal(err)
		}
	}
	if d := time.Since(start); d > 10*time.Second {
		t.Errorf("20 questions took %v", d)
	}
}
