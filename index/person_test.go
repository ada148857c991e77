package index

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

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

// talkative is lines by somebody who talks enough to be known by the surname.
func talkative(name, text string) string {
	var b strings.Builder
	for i := range frequent {
		fmt.Fprintf(&b, "09:%02d:00 %s %s%d\n", i, name, text, i)
	}
	return b.String()
}

// addressSite has one frequent 许, two frequent 唐, one 韩 who hardly talks, one
// 隔壁老马 beside a 马, and an owner.
func addressSite() fstest.MapFS {
	return fstest.MapFS{
		"r/_posts/2023-03-06-chat.markdown": chat(talkative("许衡-云杉支付", "斑马线退费") + "10:00:00 许衡 斑马线退费三天到账\n"),
		"r/_posts/2023-03-07-chat.markdown": chat(talkative("唐路-拾光", "斑马线")),
		"r/_posts/2023-03-08-chat.markdown": chat(talkative("唐小满", "斑马线")),
		"r/_posts/2023-03-09-chat.markdown": chat(talkative("隔壁老马", "斑马线") + "10:00:00 马到 你好\n10:01:00 韩霁 斑马线退费收手续费"),
		"r/_posts/2023-03-10-chat.markdown": chat("09:00:00 老槐-群主 斑马线退费不收手续费\n09:01:00 老槐 关于斑马线退费请看群公告\n"),
		"q/_posts/2023-03-10-chat.markdown": chat(talkative("齐远", "斑马线") + talkative("孟平", "斑马线")),
	}
}

func TestAddressed(t *testing.T) {
	x := openSite(t, addressSite(), nil)
	for _, tt := range []struct {
		question    string
		word, names string // "" if nobody is meant
		rest        string // "" for the question itself
	}{
		{"老许怎么看斑马线退费", "老许", "许衡-云杉支付", "斑马线退费"},
		{"斑马线退费许总说过吗", "许总", "许衡-云杉支付", "斑马线退费 吗"},
		{"@许老师 说过斑马线吗", "", "", ""}, // a blank parts them
		{"许老师对斑马线退费的看法", "许老师", "许衡-云杉支付", "斑马线退费的看法"},
		{"老马说的斑马线", "老马", "隔壁老马", "斑马线"},
		{"唐总怎么看斑马线", "唐总", "唐路-拾光 唐小满", ""}, // two fit
		{"韩总怎么看斑马线", "", "", ""},            // hardly talks
		{"钱总怎么看斑马线", "", "", ""},            // not there
		{"群主怎么看斑马线退费", "群主", "老槐-群主", "斑马线退费"},
		{"群主说过什么", "", "", ""}, // nothing is asked about
		{"老板怎么看斑马线", "", "", ""},
		{"施工怎么看斑马线", "", "", ""},
		{"关于总说的斑马线", "", "", ""}, // 于 of 关于
		{"老许的斑马线", "", "", ""},
		{strings.Repeat("斑", retrieval.MaxQuery) + "老许怎么看", "", "", ""},
		{"", "", "", ""},
	} {
		who, p, rest := x.addressed(t.Context(), tt.question, Options{})
		if tt.rest == "" {
			tt.rest = tt.question
		}
		if p.Word != tt.word || strings.Join(p.Names, " ") != tt.names || rest != tt.rest || (who != nil) != (len(p.Names) == 1) {
			t.Errorf("%q: speakers %v, %+v, rest %q; want %s for %q, %q", tt.question, who, p, rest, tt.word, tt.names, tt.rest)
		}
	}
}

// Who fits depends on what may be searched, not on the period that is.
func TestAddressedInScope(t *testing.T) {
	x := openSite(t, addressSite(), nil)
	hide := func(names ...string) func(string, string) bool {
		return func(speaker, _ string) bool { return slices.Contains(names, speaker) }
	}
	day := func(d int) time.Time { return time.Date(2023, 3, d, 0, 0, 0, 0, time.UTC) }
	for _, tt := range []struct {
		name, question string
		opt            Options
		want           string
	}{
		{"all", "唐总怎么看斑马线", Options{}, "唐路-拾光 唐小满"},
		{"one is hidden", "唐总怎么看斑马线", Options{Hidden: hide("唐小满")}, "唐路-拾光"},
		{"both are hidden", "唐总怎么看斑马线", Options{Hidden: hide("唐小满", "唐路-拾光")}, ""},
		{"one talked later", "唐总怎么看斑马线", Options{Before: day(8)}, "唐路-拾光"},
		{"one talked before the period", "唐总怎么看斑马线", Options{Since: day(8)}, "唐小满 唐路-拾光"},
		{"another room", "齐总怎么看斑马线", Options{Rooms: []string{"r"}}, ""},
		{"one name of the owner is hidden", "群主怎么看斑马线", Options{Hidden: hide("老槐-群主")}, ""},
		{"the owner is hidden", "群主怎么看斑马线", Options{Hidden: hide("老槐-群主", "老槐")}, ""},
		{"the owner talked later", "群主怎么看斑马线", Options{Before: day(10)}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r, err := x.Search(t.Context(), tt.question, tt.opt)
			if err != nil {
				t.Fatal(err)
			}
			got, want := slices.Sorted(slices.Values(r.Person.Names)), strings.Fields(tt.want)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("names %q, want %q", got, want)
			}
		})
	}
}

// Somebody hidden is not found by name: the question is searched as it stands,
// as if nobody had the name.
func TestHiddenName(t *testing.T) {
	x := openSite(t, addressSite(), nil)
	hidden := Options{Hidden: func(speaker, _ string) bool { return strings.HasPrefix(speaker, "许衡") }}
	r, err := x.Search(t.Context(), "许衡怎么看斑马线退费", hidden)
	if err != nil || len(r.Hits) == 0 || r.Person.Word != "" {
		t.Errorf("%+v, %v; want what others say", r, err)
	}
	for _, h := range r.Hits {
		if strings.Contains(quotes(h), "三天到账") {
			t.Errorf("hidden words are shown: %s", quotes(h))
		}
	}
}

// Asked for the words of a surname's bearer, or the owner's, those are cited.
func TestAddressedWords(t *testing.T) {
	x := openSite(t, addressSite(), nil)
	for question, want := range map[string]string{"群主怎么看斑马线退费的手续费": "老槐", "许老师说过斑马线退费几天到账": "许衡"} {
		r, err := x.Search(t.Context(), question, Options{})
		if err != nil || len(r.Hits) == 0 {
			t.Fatalf("%s: %+v, %v", question, r, err)
		}
		if !slices.ContainsFunc(r.Hits[0].Messages, func(m HitMessage) bool { return strings.HasPrefix(m.Speaker, want) }) {
			t.Errorf("%s: %s says nothing in %q", question, want, quotes(r.Hits[0]))
		}
	}
}
