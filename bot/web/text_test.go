package web

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"qunwen/corpus"
)

// foreign returns what of a page could not have come from its templates; "" if
// there is nothing.
func foreign(page string) string {
	tag := regexp.MustCompile(`<(/?[^\s>]*)([^>]*)>`)
	attribute := regexp.MustCompile(`^ ([a-z-]+)="([^"<>]*)"`)
	target := regexp.MustCompile(`^(/|(\?m=[0-9]{6}(\.[0-9]+)?)?#[0-9]{6}(\.[0-9]+)?$|https?://[^/])`)
	tags := strings.Fields("!DOCTYPE html head meta title link body header nav a h1 h2 bdi time p main article i blockquote ul li footer span")
	names := strings.Fields("lang charset name content rel href datetime id class aria-label aria-current")
	for _, m := range tag.FindAllStringSubmatch(page, -1) {
		if !slices.Contains(tags, strings.TrimPrefix(m[1], "/")) {
			return "element " + m[0]
		}
		rest := m[2]
		for rest != "" && m[1] != "!DOCTYPE" {
			a := attribute.FindStringSubmatch(rest)
			if a == nil || !slices.Contains(names, a[1]) {
				return "attribute in " + m[0]
			}
			if a[1] == "href" && !target.MatchString(a[2]) {
				return "address in " + m[0]
			}
			rest = rest[len(a[0]):]
		}
	}
	return ""
}

// TestMarkup puts things into bodies and names that must stay text.
func TestMarkup(t *testing.T) {
	for _, s := range []string{
		`<script>alert(1)</script>`,
		`&lt;script&gt;alert(1)&lt;/script&gt;`,
		`&amp;lt;img src=x onerror=alert(1)&amp;gt;`,
		`javascript:alert(1)`,
		`[点我](javascript:alert(1))`,
		`![2023-03-06 09:00:00](javascript:alert(1))`,
		`![2023-03-06 09:00:00](data:text/html,hi)`,
		`![2023-03-06 09:00:00](http://example.com/"onload="alert(1).png)`,
		`https://example.com/"onmouseover="alert(1)`,
		`https://example.com/'onmouseover='alert(1)`,
		`http://"><script>alert(1)</script>`,
		`HTTP://example.com/&quot;&gt;&lt;b&gt;`,
		`//example.com/x`,
		`" id="090000" class="`,
		`{{ site.title }} {% include x %} {{- . -}}`,
		`</article></main></body>`,
		`<!-- --><style>body{display:none}</style>`,
		"「<b>乙</b>：<i>&quot;引用&quot;</i>」\n- - - - - - - -\n<u>回复</u>",
		`@<b>乙</b>?`,
		"\u202e<b>",
		"\x00\x10<b>",
		`[<b>标题</b>](https://example.com/?a=1&amp;amp;b="2")`,
		`&#60;b&#62; &#x3c;b&#x3e; &NotAnEntity; &`,
	} {
		name := strings.ReplaceAll(s, "\n", " ")
		page := day(t, Config{RoomNames: map[string]string{"paydesk": name}}, "09:00:00 "+name, s)
		if bad := foreign(page); bad != "" {
			t.Errorf("%q: %s\n%s", s, bad, page)
		}
		if got := strings.Count(page, "<article"); got != 1 {
			t.Errorf("%q: %d messages", s, got)
		}
	}
}

func TestPieces(t *testing.T) {
	for _, tt := range []struct {
		text string
		want []piece
	}{
		{"", nil},
		{"没有地址", []piece{{"没有地址", ""}}},
		{"见http://example.com/a，谢谢", []piece{{"见", ""}, {"http://example.com/a", "http://example.com/a"}, {"，谢谢", ""}}},
		{"https://example.com/a看看", []piece{{"https://example.com/a", "https://example.com/a"}, {"看看", ""}}},
		{"(https://example.com/a_(b)).", []piece{{"(", ""}, {"https://example.com/a_(b)", "https://example.com/a_(b)"}, {").", ""}}},
		{"HTTPS://Example.com/?a=1&times=2", []piece{{"HTTPS://Example.com/?a=1&times=2", "https://Example.com/?a=1&times=2"}}},
		{"http://", []piece{{"http://", ""}}},
		{"xhttp://example.com", []piece{{"xhttp://example.com", ""}}},
		{"http:///etc/passwd", []piece{{"http:///etc/passwd", ""}}},
		{"ftp://example.com javascript:alert(1)", []piece{{"ftp://example.com javascript:alert(1)", ""}}},
		{"http://a.cn\nhttp://b.cn", []piece{{"http://a.cn", "http://a.cn"}, {"\n", ""}, {"http://b.cn", "http://b.cn"}}},
	} {
		if got := pieces(tt.text); !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%q: got %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestDecode(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"a &amp;amp;amp; b", "a & b"},
		{"&amp;#160;甲", "\u00a0甲"},
		{"?a=1&times=2", "?a=1&times=2"},
		{"&nothing; & &", "&nothing; & &"},
	} {
		if got := corpus.Decode(tt.in); got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.in, got, tt.want)
		}
	}
	if got := readable(" 甲&amp;#160;&amp;#160;某 \t"); got != "甲 某" {
		t.Errorf("readable name is %q", got)
	}
}
