package say

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestSplit(t *testing.T) {
	long := strings.Repeat("长", 30)
	for _, tt := range []struct {
		name, text string
		want       []string
	}{
		{"fits", "一\n二", []string{"一\n二"}},
		{"at a line end", long + "\n" + long, []string{long, long}},
		{"as many lines as fit", "一\n" + long[:3*28] + "\n" + long, []string{"一\n" + long[:3*28], long}},
		{"too much", long + "\n" + long + "\n二", []string{long, long[:3*27] + "…\n…"}},
		{"lines go until the dots fit", long + "\n一二三四五六七八九十\n一二三四五六七八九十\n一二三四五六七八\n" + long, []string{long, "一二三四五六七八九十\n一二三四五六七八九十\n…"}},
		{"a line too long", long + long, []string{long[:3*29] + "…"}},
		{"a line too long with a link", long + " http://a.example/", []string{long[:3*11] + "… http://a.example/"}},
		{"a link too long", "一二三 http://a.example/" + strings.Repeat("x", 40), []string{"一二三"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := split(tt.text, 30, 2)
			if strings.Join(got, "|") != strings.Join(tt.want, "|") {
				t.Errorf("split = %q, want %q", got, tt.want)
			}
		})
	}
}

// FuzzSplit holds the messages of a reply to their sizes.
func FuzzSplit(f *testing.F) {
	f.Add("一\n二 https://a.example/#1", 30, 2)
	f.Add("@群问 结算以后还能退款吗", 0, 0)
	f.Fuzz(func(t *testing.T, text string, size, most int) {
		if size = 10 + size%1000; size < 10 {
			return
		}
		if most = 1 + most%5; most < 1 {
			return
		}
		parts := split(text, size, most)
		if len(parts) > most || len(parts) == 0 {
			t.Errorf("split into %d parts, want at most %d", len(parts), most)
		}
		for _, p := range parts {
			if utf8.RuneCountInString(p) > size {
				t.Errorf("a part of %d characters, want %d: %q", utf8.RuneCountInString(p), size, p)
			}
		}
		if utf8.RuneCountInString(text) <= size && parts[0] != text {
			t.Errorf("split changed %q into %q", text, parts)
		}
	})
}
