package index

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// commonSite says each text on so many days that its words may be suggested.
func commonSite(texts ...string) fstest.MapFS {
	site := make(fstest.MapFS)
	for d := range commonWord {
		var b strings.Builder
		for i, text := range texts {
			fmt.Fprintf(&b, "09:%02d:00 a %s%d\n", i, text, d)
		}
		site[fmt.Sprintf("r/_posts/2023-03-%02d-chat.markdown", d+1)] = chat(strings.TrimSuffix(b.String(), "\n"))
	}
	return site
}

func TestSuggest(t *testing.T) {
	site := commonSite("备付金怎么清算", "走alipay的通道", "断直连以后的食堂实施", "食堂")
	site["r/_posts/2023-04-01-chat.markdown"] = chat("09:00:00 a 偶尔说到轧差和预付卡")
	x := openSite(t, site, nil)
	for _, tt := range []struct{ name, question, want string }{
		{"a term", "背付金是什么", "背付金 备付金"},
		{"a part of a run", "请问一下背付金要交存到哪里", "背付金 备付金"},
		{"two characters", "清蒜怎么做", "清蒜 清算"},
		{"two words", "背付金的清蒜", "背付金 备付金, 清蒜 清算"},
		{"full width and traditional", "斷值連", "断值连 断直连"},
		{"a word itself, which sounds like no term", "试试", ""},
		{"a word that others use", "备付金怎么清算", ""},
		{"a term that is rare", "扎插", ""},
		{"nothing like it", "斑马吃草", ""},
		{"letters that changed places", "alipya通道", "alipya alipay"},
		{"a letter too many", "Alippay通道", "alippay alipay"},
		{"a letter too few", "alipy", "alipy alipay"},
		{"two letters", "alpya", ""},
		{"as a phrase", "「背付金」是什么", "背付金 备付金"},
		{"nothing", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r, err := x.Search(t.Context(), tt.question, Options{})
			var got []string
			for _, s := range r.Sounds {
				got = append(got, s.Asked+" "+s.Word)
			}
			if got := strings.Join(got, ", "); err != nil || got != tt.want {
				t.Errorf("%s: %q, want %q (err %v)", tt.question, got, tt.want, err)
			}
		})
	}
	r, err := x.Search(t.Context(), "背付金", Options{Hidden: func(string, string) bool { return true }})
	if err != nil || r.Sounds != nil {
		t.Errorf("a hidden speaker's words are suggested: %v, err %v", r.Sounds, err)
	}
}

func TestOneEdit(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"alipay", "alipya", true}, {"alipay", "alippay", true}, {"alipay", "lipay", true}, {"alipay", "alipax", true},
		{"alipay", "alipay", false}, {"alipay", "paypal", false}, {"alipay", "lipa", false}, {"abcd", "badc", false}, {"", "a", true},
	} {
		if oneEdit(tt.a, tt.b) != tt.want || oneEdit(tt.b, tt.a) != tt.want {
			t.Errorf("oneEdit(%s, %s) is not %v", tt.a, tt.b, tt.want)
		}
	}
}

func TestParts(t *testing.T) {
	var got []string
	for at, p := range parts("备付金x", 2) {
		got = append(got, fmt.Sprintf("%d%s", at, p))
	}
	if want := []string{"0备付", "3付金", "6金x"}; !slices.Equal(got, want) {
		t.Errorf("parts %q, want %q", got, want)
	}
	for _, p := range parts("备", 2) {
		t.Errorf("part %q of one character", p)
	}
}
