package index

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"qunwen/index/retrieval"
)

func TestNamed(t *testing.T) {
	x := openSite(t, fstest.MapFS{"r/_posts/2023-03-07-chat.markdown": chat(`09:00:00 余笙-鹿野-产品-杭州 斑马线退费不收手续费
09:01:00 上海一余笙 斑马线退费要三天
09:02:00 Leo-超大 斑马线是什么
09:03:00 微信-某-产品-北京 大家好
09:04:00 许衡 你好
` + strings.Repeat("09:05:00 许衡 微信也行\n", rareName+2))}, nil)
	for _, tt := range []struct{ question, name, rest string }{
		{"余笙怎么看斑马线退费", "余笙", "斑马线退费"},
		{"余笙老师以前说过斑马线退费吗", "余笙", "斑马线退费吗"},
		{"斑马线退费余笙怎么说", "余笙", "斑马线退费"},
		{"余笙对斑马线退费的看法", "余笙", "斑马线退费的看法"},
		{"@余笙说斑马线退费", "余笙", "斑马线退费"},
		{"LEO觉得斑马线怎么样", "leo", "斑马线怎么样"},
		{"一余笙的看法 斑马线", "一余笙", "斑马线"}, // within a longer name
		{"余笙说过什么", "", ""},           // nothing is asked about
		{"余笙的斑马线", "", ""},           // not for words
		{"微信说的退费", "", ""},           // a word
		{"谁怎么看斑马线", "", ""},          // nobody's name
		{"斑马线对余笙有什么用", "", ""},
		{strings.Repeat("斑", retrieval.MaxQuery) + "余笙怎么看", "", ""},
		{"", "", ""},
	} {
		who, rest := x.named(t.Context(), tt.question, nil)
		if tt.name == "" {
			tt.rest = tt.question
		}
		if !slices.Equal(who, x.speakers(t.Context(), tt.name, nil)) || rest != tt.rest {
			t.Errorf("%q: speakers %v, rest %q; want %v, %q", tt.question, who, rest, x.speakers(t.Context(), tt.name, nil), tt.rest)
		}
	}
}

// Asked for somebody's words, the group is cited where that person speaks.
func TestPersonsWords(t *testing.T) {
	x := openSite(t, fstest.MapFS{"r/_posts/2023-03-07-chat.markdown": chat(`09:00:00 许衡 请问斑马线退费收手续费吗
09:01:00 余笙 斑马线退费不收手续费，当初的手续费也会还`), "r/_posts/2023-03-01-chat.markdown": chat(`10:00:00 丁兰-云杉 斑马线退费的手续费我们按一半收
10:01:00 余笙 早`)}, nil)
	for name, want := range map[string]string{"余笙": "也会还", "丁兰": "按一半收"} {
		r, err := x.Search(t.Context(), name+"怎么看斑马线退费的手续费", Options{})
		if err != nil || len(r.Hits) == 0 || !strings.Contains(quotes(r.Hits[0]), want) {
			t.Errorf("%s: %+v, %v; want %q first", name, r, err, want)
		}
		for _, h := range r.Hits {
			if !slices.ContainsFunc(h.Messages, func(m HitMessage) bool { return strings.HasPrefix(m.Speaker, name) }) {
				t.Errorf("%s says nothing in %q", name, quotes(h))
			}
		}
	}
}
