package corpus

import (
	"strings"
	"testing"
)

func TestDecode(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"nothing", "", ""},
		{"no entity", "八点见", "八点见"},
		{"bare &", "R&D & B&B", "R&D & B&B"},
		{"once", "a &gt; b", "a > b"},
		{"twice", "a &amp;gt; b", "a > b"},
		{"three times", "a &amp;amp;gt; b", "a > b"},
		{"four times", "a &amp;amp;amp;gt; b", "a > b"},
		{"a fifth is left", "a &amp;amp;amp;amp;gt; b", "a &gt; b"},
		{"mixed", "&lt;a&gt; &amp;lt;b&amp;gt;", "<a> <b>"},
		{"decimal", "&#215;&#26228;", "×晴"},
		{"hexadecimal", "&#xD7;&#X6674;", "×晴"},
		{"no such character", "&#1114112;", "\ufffd"},
		{"no such name", "&nosuch;", "&nosuch;"},
		{"without a semicolon", "a &gt b &#215 c", "a &gt b &#215 c"},
		{"only the start is a name", "&timestamp; &lt.x;", "&timestamp; &lt.x;"},
		{"semicolon", "&semi;&#59;", ";;"},
		{"the longest name", "&CounterClockwiseContourIntegral;", "∳"},
		{"& before an entity", "&&lt;", "&<"},
		{"URL parameters", "?a=1&copy=2&amp;timestamp=3&amp;amp;lt=4", "?a=1&copy=2&timestamp=3&lt=4"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Decode(tt.in); got != tt.want {
				t.Errorf("Decode(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestSqueeze(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"nothing", "", ""},
		{"one blank", " ", ""},
		{"plain", "a b", "a b"},
		{"ends", " \t a\r\n", "a"},
		{"inner blanks", "a  b \t\n c", "a b c"},
		{"wide blanks", "a\u3000b\u00a0c\u2005d\u2028e\u0085f", "a b c d e f"},
		{"wide characters", "八点 见", "八点 见"},
		{"control character", "a\x10b\x7f", "a…b…"},
		{"a second cut", "a\x10\x12b", "a……b"},
		{"reordering", "a\u202eb\u2066c", "a…b…c"},
		{"invisible marks at the ends", "\ufeff\u200b a\u200db \u200e", "a\u200db"},
		{"only invisible marks", "\u200b \u2060", ""},
		{"joined emoji", "👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"},
		{"bad character", "a\ufffdb", "a\ufffdb"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := Squeeze(tt.in)
			if got != tt.want {
				t.Errorf("Squeeze(%q) = %q, want %q", tt.in, got, tt.want)
			}
			if again := Squeeze(got); again != got {
				t.Errorf("Squeeze(%q) = %q, want it to stay", got, again)
			}
		})
	}
}

// TestSqueezeLong: a blank, wherever it is, is found on the fast path, too.
func TestSqueezeLong(t *testing.T) {
	word := strings.Repeat("a", 100)
	for _, in := range []string{word, word + " " + word, " " + word, word + " ", word + "  " + word, word + "\n" + word} {
		if got, want := Squeeze(in), strings.Join(strings.Fields(in), " "); got != want {
			t.Errorf("Squeeze(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestSplitQuoted(t *testing.T) {
	for _, tt := range []struct {
		name, in string
		want     Quoted
	}{
		{"half-width colon", "顾北: 八点", Quoted{"顾北", "八点"}},
		{"full-width colon", "顾北：八点", Quoted{"顾北", "八点"}},
		{"the first colon counts", "顾北：八点: 开始", Quoted{"顾北", "八点: 开始"}},
		{"no colon", "八点", Quoted{"", "八点"}},
		{"no text", "顾北: ", Quoted{"顾北", ""}},
		{"no name", "：八点", Quoted{"", "八点"}},
		{"nothing", "", Quoted{"", ""}},
		{"blanks", "Joey  Lam : a\nb", Quoted{"Joey Lam", "a b"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := *splitQuoted(tt.in); got != tt.want {
				t.Errorf("splitQuoted(%q) = %+v, want %+v", tt.in, got, tt.want)
			}
		})
	}
}

func TestKindString(t *testing.T) {
	for kind, want := range map[Kind]string{
		Text: "text", Empty: "empty", Image: "image", Link: "link", Quote: "quote", RedPacket: "red packet", 99: "unknown",
	} {
		if got := kind.String(); got != want {
			t.Errorf("Kind(%d).String() = %q, want %q", kind, got, want)
		}
	}
}
