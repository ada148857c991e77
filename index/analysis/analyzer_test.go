package analysis

import (
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"qunwen/corpus"
	"qunwen/corpus/sample"
)

var update = flag.Bool("update", false, "rewrite testdata")

func mustNew(t testing.TB) *Analyzer {
	t.Helper()
	a, err := New()
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestFold(t *testing.T) {
	a := mustNew(t)
	for _, tt := range []struct{ name, in, want string }{
		{"full width", "Ｔ＋１，２１７号文", "t+1,217号文"},
		{"capitals", "POS机 API", "pos机 api"},
		{"traditional", "結算退款單對帳", "结算退款单对帐"},
		{"乾坤 stays", "乾坤", "乾坤"},
		{"blanks", "a\u00a0b\u3000c\u2005d", "a b c d"},
		{"control characters", "备付\x00金\x10", "备付 金 "},
		{"bad bytes", "a\xffb", "a b"},
		{"nothing to do", "plain 退款", "plain 退款"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := a.Fold(tt.in); got != tt.want {
				t.Errorf("Fold(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestWords(t *testing.T) {
	a := mustNew(t)
	for _, tt := range []struct{ name, in, want string }{
		{"terms stay whole", "二清和备付金", "二清 和 备付金"},
		{"words inside a word", "备付金存管", "备付金存管 金存 存管 备付金"},
		{"settlement days of every form", "T+1、T1、Ｄ＋０、d0 t + 1", "t+1 t+1 d+0 d+0 t+1"},
		{"circulars", "217号文 和281号令", "217号文 和 281号文"},
		{"who scans whose code", "C扫B、主扫，Ｂ 扫 C和被扫 a2c扫bug", "主扫 主扫 被扫 和 被扫 a2c 扫 bug"},
		{"accounts by class", "II类户 Ⅱ类账户 2类户 iii类 Ⅰ类户 2类商户", "二类户 二类户 二类户 三类户 一类户 2 类 商户"},
		{"rates", "费率0.6% ３‰", "费率 0.6% 0.3%"},
		{"not a settlement day", "t10 at0 第1天", "t10 at0 第 1 天"},
		{"versions and joined words", "v2.0的pay-sdk", "v2.0 v2 的 pay-sdk pay sdk"},
		{"trailing joiner", "c++ a.", "c a"},
		{"characters no word covers", "钱都结给", "钱都 都结 结给"},
		{"emoji codes and addresses", "好[强][呲牙]https://a.cn/x?y=1 好", "好 好"},
		{"brackets that are no code", "[2018]年", "2018 年"},
		{"a very long Latin run is no word", strings.Repeat("x", maxLatin+1), ""},
		{"nothing", "？！ ~~", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := strings.Join(a.Analyze(tt.in).Words, " "); got != tt.want {
				t.Errorf("words of %q = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestBigrams(t *testing.T) {
	a := mustNew(t)
	for _, tt := range []struct{ name, in, want string }{
		{"adjacent characters", "清结算", "清结 结算"},
		{"a character alone", "清 t+0 算", "清 t+0 算"},
		{"not across Latin", "退T+1款", "退 t+1 款"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := strings.Join(a.Analyze(tt.in).Bigrams, " "); got != tt.want {
				t.Errorf("bigrams of %q = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestLongRun(t *testing.T) {
	a := mustNew(t)
	const n = 400_000 // a message of more than 1 MB
	got := a.Analyze(strings.Repeat("龘", n))
	if len(got.Bigrams) != n-1 {
		t.Errorf("%d bigrams, want %d", len(got.Bigrams), n-1)
	}
}

func TestStop(t *testing.T) {
	a := mustNew(t)
	for _, w := range []string{"请问", "怎么", "吗"} {
		if !a.Stop(w) {
			t.Errorf("%s is no stop word", w)
		}
	}
	if a.Stop("退款") {
		t.Error("退款 is a stop word")
	}
}

// TestVersion fails when the terms of the sample site change and version does
// not: indexes made before would not be noticed to be stale.
func TestVersion(t *testing.T) {
	a := mustNew(t)
	h := sha256.New()
	for tr, err := range corpus.Load(sample.Site(), time.UTC) {
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range tr.Messages {
			fmt.Fprintf(h, "%q\n", a.Analyze(m.Text))
		}
	}
	got := fmt.Sprintf("%s %s\n", a.Fingerprint(), hex.EncodeToString(h.Sum(nil)))
	const file = "testdata/version.txt"
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	oldPrint, oldTerms, _ := strings.Cut(string(want), " ")
	newPrint, newTerms, _ := strings.Cut(got, " ")
	switch {
	case newTerms != oldTerms && newPrint == oldPrint:
		t.Error("the terms changed: raise version in analyzer.go, then run with -update")
	case got != string(want):
		t.Error("the word lists changed: run with -update")
	}
}

func FuzzAnalyze(f *testing.F) {
	for _, s := range []string{"Ｔ＋１结算", "备付\x00金", "a.b-c_d", "217号文\xff", "結算[强]", "T + 1", "٣٤ 5％"} {
		f.Add(s)
	}
	a := mustNew(f)
	f.Fuzz(func(t *testing.T, s string) {
		folded := a.Fold(s)
		if utf8.ValidString(s) && utf8.RuneCountInString(folded) != utf8.RuneCountInString(s) {
			t.Errorf("Fold(%q) = %q: not rune for rune", s, folded)
		}
		if again := a.Fold(folded); again != folded {
			t.Errorf("Fold is not stable: %q, %q", folded, again)
		}
		got := a.Analyze(s)
		if again := a.Analyze(s); !reflect.DeepEqual(got, again) {
			t.Errorf("terms differ: %q, %q", got, again)
		}
		for _, term := range append(got.Words, got.Bigrams...) {
			if term == "" || !utf8.ValidString(term) {
				t.Errorf("term %q of %q", term, s)
			}
		}
	})
}

func FuzzOpenDict(f *testing.F) {
	f.Add(wordsFile[:200])
	f.Add("qwwords1\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00" + strings.Repeat("\x00", 16))
	f.Fuzz(func(t *testing.T, data string) {
		if d, err := openDict(data); err == nil {
			d.cost(hashBytes(fnvOffset, "退款"))
		}
	})
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		mustNew(b)
	}
}

func BenchmarkAnalyze(b *testing.B) {
	a := mustNew(b)
	const text = "聚合通道强制T+1结，商户账上空了，第二天客户要退货，余额不足就只能先垫资"
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		a.Analyze(text)
	}
}
