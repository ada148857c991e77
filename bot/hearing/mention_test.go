package hearing

import (
	"fmt"
	"strings"
	"testing"

	"qunwen/corpus/speed"
)

func TestRead(t *testing.T) {
	names := []string{"小助", "知识小助手"}
	members := []string{"小助手二号", "张三", "李四 (产品)", "王五@小助", "小助 结算"}
	for _, tt := range []struct {
		name, text string
		want       string // what is left
		ok         bool
	}{
		{"thin space", "@小助\u2005你好", "你好", true},
		{"blank", "@小助 你好", "你好", true},
		{"at the end", "你好@小助", "你好", true},
		{"line break", "@小助\n第一行\n第二行", "第一行\n第二行", true},
		{"nothing else", "@小助", "", true},
		{"another name of the account", "@知识小助手\u2005你好", "你好", true},
		{"comma", "@小助，你好", "，你好", true},
		{"no blank at all", "@小助结算几天", "结算几天", true},
		{"longer name of a member", "@小助手二号 你好", "@小助手二号 你好", false},
		{"mixed separators", "@张三\u2005@小助 看下", "@张三\u2005 看下", true},
		{"twice", "@小助 看下 @小助", "看下", true},
		{"a member's name that goes on from ours", "@小助\u2005结算几天", "结算几天", true},
		{"the same with a blank", "@小助 结算几天", "结算几天", true},
		{"that member, by the app", "@小助 结算\u2005几天", "@小助 结算\u2005几天", false},
		{"in brackets", "「@小助 你好」\n看这条", "「@小助 你好」\n看这条", false},
		{"in quotation marks", "他说“@小助 你好”", "他说“@小助 你好”", false},
		{"behind a quotation", "「@张三：你好」@小助 看下", "「@张三：你好」 看下", true},
		{"a quotation that nobody closes", "“你好 @小助 看下", "“你好  看下", true},
		{"e-mail", "写到 a@小助.com", "写到 a@小助.com", false},
		{"everybody", "@所有人\u2005你好", "@所有人\u2005你好", false},
		{"another member", "@张三 你好", "@张三 你好", false},
		{"no at", "小助 你好", "小助 你好", false},
		{"a word before", "POS@小助怎么撤销", "POS 怎么撤销", true},
		{"a number before", "T+0@小助 怎么算", "T+0 怎么算", true},
		{"a version before", "升到3.0@小助 有什么变化", "升到3.0 有什么变化", true},
		{"a version behind", "POS@小助怎么接v3.0的报文", "POS 怎么接v3.0的报文", true},
		{"Han before", "问下@小助 结算几天", "问下 结算几天", true},
		{"e-mail in a sentence", "发到 zhang.san@小助.com 就行", "发到 zhang.san@小助.com 就行", false},
		{"e-mail with a longer domain", "发到 kefu@小助支付.com 就行", "发到 kefu@小助支付.com 就行", false},
		{"e-mail with a dot before", "li.si@小助 收", "li.si@小助 收", false},
		{"e-mail with an underscore before", "li_si@小助 收", "li_si@小助 收", false},
		{"wide at", "＠小助 结算几天", "结算几天", true},
		{"wide at of another", "＠张三 结算几天", "＠张三 结算几天", false},
		{"a variation selector behind the name", "@小助\ufe0f 结算几天", "结算几天", true},
		{"a joiner in the name", "@小\u200d助 结算几天", "结算几天", true},
		{"a no-break blank", "@小助\u00a0结算几天", "结算几天", true},
		{"an unknown name that the app put in", "@小助三号\u2005结算几天", "@小助三号\u2005结算几天", false},
		{"longer with a digit", "@小助2 你好", "@小助2 你好", false},
		{"longer with a letter", "@小助Pro 你好", "@小助Pro 你好", false},
		{"longer with a hyphen", "@小助-产品 你好", "@小助-产品 你好", false},
		{"longer name of a member, written otherwise", "@小助手\ufe0f二号 你好", "@小助手\ufe0f二号 你好", false},
		{"a member whose name holds an at", "@王五@小助 你好", "@王五@小助 你好", false},
		{"the same without the first at", "王五@小助 说得对", "王五@小助 说得对", false},
		{"that member and the bot", "@王五@小助 和 @小助 都看看", "@王五@小助 和  都看看", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Read(tt.text, names, members); got.Rest != tt.want || got.Found != tt.ok {
				t.Errorf("Read(%q) = %+v, want %q, %t", tt.text, got, tt.want, tt.ok)
			}
		})
	}
	if Read("@小助 你好", []string{"", "小助"}, []string{""}).Rest != "你好" {
		t.Error("empty names get in the way")
	}
}

// TestReadNames finds names that are written otherwise than they are known.
func TestReadNames(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       string // what is left; "-" if nobody is mentioned
	}{
		{"群\u00a0问", "@群 问 你好", "你好"},
		{"群 问", "@群\u00a0问 你好", "你好"},
		{"群 问", "@群  问 你好", "你好"},
		{"群 问", "@群问 你好", "-"},
		{"群问☀\ufe0f", "@群问☀ 你好", "你好"},
		{"群问☀", "@群问☀\ufe0f 你好", "你好"},
		{"QunWen", "@qunwen 你好", "你好"},
		{"QunWen", "@ＱｕｎＷｅｎ 你好", "你好"},
		{"qunwen", "me@qunwen.example", "-"},
		{"qunwen", "写到 me@qunwen 吧", "-"},
		{"qunwen", "@qunwens 你好", "-"},
		{"群问", "@群问二号 你好", "-"}, // the members are not known
		{"群问", "@群问（备用） 你好", "-"},
		{"群问", "@群问·支付 你好", "-"},
		{"群问", "@群问，你好", "，你好"},
		{"\ufe0f", "@\ufe0f 你好", "-"},
	} {
		got := Read(tt.text, []string{tt.name}, nil)
		if tt.want == "-" && got.Found || tt.want != "-" && got.Rest != tt.want {
			t.Errorf("Read(%q) of %q = %+v, want %q", tt.text, tt.name, got, tt.want)
		}
	}
}

func TestMentionsUnknown(t *testing.T) {
	for _, tt := range []struct {
		text string
		want bool
	}{
		{"@老问 结算几天", true},
		{"POS@老问怎么撤销", true},
		{"＠老问 结算几天", true},
		{"@小助 结算几天", false},
		{"@张三 你看", false},
		{"@张三 @老问 你看", true},
		{"@所有人 开会", false},
		{"@all 开会", false},
		{"写到 me@mail.example", false},
		{"没有人", false},
		{"单独一个 @ 号", false},
		{"王五@拾光 说得对", false},
		{"「@老问 你好」", false},
	} {
		if got := MentionsUnknown(tt.text, []string{"小助"}, []string{"张三", "王五@拾光"}); got != tt.want {
			t.Errorf("MentionsUnknown(%q) = %t", tt.text, got)
		}
	}
}

// TestReadHostile holds how long messages of nothing but mentions take in a room
// of many: no part is looked at again for each mention.
func TestReadHostile(t *testing.T) {
	members := make([]string, 500)
	for i := range members {
		members[i] = fmt.Sprintf("群问%d号\ufe0f", i)
	}
	read := func(part string) func() {
		text := strings.Repeat(part, 1<<14/len(part))
		return func() {
			m := Read(text, []string{"群问"}, members)
			m.InPassing()
			MentionsUnknown(text, []string{"群问"}, members)
			KindOf(text)
		}
	}
	for _, part := range []string{"@", "@群", "a@群问", "@群问.a", "「@", "@群\ufe0f\ufe0f", "你问@群问问", "哈"} {
		speed.Within(t, part, 50, read("@甲乙丙丁戊己庚辛 "), read(part))
	}
}

// FuzzRead takes mentions of a name out: nothing else goes, and without the name
// there is none.
func FuzzRead(f *testing.F) {
	for _, s := range []string{"@群问 结算以后还能退款吗", "「@群问 你好」a@群问.com", "＠群问\ufe0f你好"} {
		f.Add(s, "群问", "群问二号")
	}
	f.Add("@群问", "\xe7", "")
	f.Add("@\xe7 \x97\xae", "", "")
	f.Add("@\xe7 \x97\xae", "\xe7", "")
	f.Add("@\xe2\x80\x80问", "\xe2", "")
	f.Fuzz(func(t *testing.T, text, name, member string) {
		m := Read(text, []string{name}, []string{member})
		if !m.Found && m.Rest != strings.TrimSpace(text) {
			t.Errorf("without a mention %q became %q", text, m.Rest)
		}
		if m.Found && (fold(name) == "" || !strings.Contains(fold(text), "@"+strings.TrimSpace(fold(name)))) {
			t.Errorf("a mention of %q in %q", name, text)
		}
		// By bytes: without the blank between them, two broken pieces make a character.
		left := []byte(strings.Join(strings.Fields(m.Rest), ""))
		for _, c := range []byte(text) {
			if len(left) > 0 && left[0] == c {
				left = left[1:]
			}
		}
		if len(left) > 0 {
			t.Errorf("%q is not what is left of %q", m.Rest, text)
		}
		if aside, ok := m.InPassing(); ok && !m.Found {
			t.Errorf("%q speaks in passing (%d) of nobody", text, aside)
		}
		MentionsUnknown(text, []string{name}, []string{member})
	})
}
