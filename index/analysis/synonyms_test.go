package analysis

import (
	"slices"
	"strings"
	"testing"
)

func TestLoadSynonyms(t *testing.T) {
	for _, tt := range []struct {
		name, data, term string
		want             []Synonym
		fails            string
	}{
		{"a group goes both ways", "=0.6 卡券 代金券", "代金券", []Synonym{{"卡券", 0.6}}, ""},
		{"a weight of its own", "=0.6 卡券 代金券*0.3", "卡券", []Synonym{{"代金券", 0.3}}, ""},
		{"one way", "钱 > 资金*0.4", "钱", []Synonym{{"资金", 0.4}}, ""},
		{"not back", "钱 > 资金*0.4", "资金", nil, ""},
		{"no weight said", "卡券 代金券", "卡券", []Synonym{{"代金券", synonymWeight}}, ""},
		{"the heavier weight stays", "=0.3 卡券 代金券\n=0.7 卡券 代金券", "卡券", []Synonym{{"代金券", 0.7}}, ""},
		{"folded", "=0.5 ＰＯＳ 刷卡機", "pos", []Synonym{{"刷卡机", 0.5}}, ""},
		{"one term alone", "卡券", "", nil, "want two terms"},
		{"nothing behind >", "卡券 >", "", nil, "want two terms"},
		{"a weight of 2", "=2 卡券 代金券", "", nil, "not above 0"},
		{"a weight that is none", "卡券*x 代金券", "", nil, "not above 0"},
		{"letters and characters", "=0.5 pos机 刷卡机", "", nil, "no single term"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := mustNew(t)
			a.synonyms = make(map[string][]Synonym)
			err := a.loadSynonyms(tt.data)
			if tt.fails != "" {
				if err == nil || !strings.Contains(err.Error(), tt.fails) {
					t.Fatalf("err = %v, want %q", err, tt.fails)
				}
				return
			}
			if got := a.Synonyms(tt.term); err != nil || !slices.Equal(got, tt.want) {
				t.Errorf("%v, err %v; want %v", got, err, tt.want)
			}
		})
	}
}

func TestRateSynonyms(t *testing.T) {
	a := mustNew(t)
	for _, tt := range []struct{ term, want string }{
		{"0.6%", "0.6"}, {"0.6", "0.6%"}, {"0.38%", "0.38"}, {"1.25", "1.25%"},
		{"10%", ""}, {"12.5%", ""}, {"6", ""}, {"0.", ""}, {"a.b", ""}, {"0.1234", ""},
	} {
		got := ""
		for _, s := range a.Synonyms(tt.term) {
			got += s.Term
		}
		if got != tt.want {
			t.Errorf("synonyms of %s: %q, want %q", tt.term, got, tt.want)
		}
	}
}

// A term of several meanings in many groups is a sign of a careless list.
func TestSynonymsFile(t *testing.T) {
	groups := make(map[string]int)
	for line := range dataLines(synonymsFile) {
		for _, f := range strings.Fields(line) {
			if f[0] != '=' && f != ">" {
				term, _, _ := strings.Cut(f, "*")
				groups[term]++
			}
		}
	}
	for term, n := range groups {
		if n > 4 {
			t.Errorf("%s is in %d groups", term, n)
		}
	}
	if a := mustNew(t); len(a.Synonyms("商家")) == 0 || len(a.Synonyms("优惠券")) == 0 {
		t.Error("商家 and 优惠券 have no synonyms")
	}
}

// Another weight must not make an index stale; a new word must.
func TestFingerprintOfSynonyms(t *testing.T) {
	a := mustNew(t)
	before := a.Fingerprint()
	if err := a.loadSynonyms("=0.1 优惠券 代金券"); err != nil || a.Fingerprint() != before {
		t.Errorf("another weight changed the fingerprint (err %v)", err)
	}
	if err := a.loadSynonyms("=0.1 优惠券 斑马折扣凭证"); err != nil || a.Fingerprint() == before {
		t.Errorf("a new word did not change the fingerprint (err %v)", err)
	}
}
