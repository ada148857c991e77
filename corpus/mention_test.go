package corpus

import (
	"fmt"
	"strings"
	"testing"
)

// mentionCases are messages on a day on which 顾北, Joey Lam, Li, 梅子-群主 and
// ?? speak. In want a mention is [name] and other words stand as they are.
var mentionCases = []struct{ name, said, want string }{
	{"no mention", "八点见", "八点见"},
	{"nothing", "", ""},
	{"? is the separator", "@老槐?你好", "[老槐]你好"},
	{"only the first ? is", "@老槐??", "[老槐]?"},
	{"blank is the separator", "@老槐 你好", "[老槐]你好"},
	{"non-breaking blank is the separator", "@老槐\u00a0你好", "[老槐]你好"},
	{"only one blank is", "@老槐  你好", "[老槐] 你好"},
	{"U+2005 is the separator", "@老槐\u2005你好", "[老槐]你好"},
	{"U+2005 counts more than a blank before it", "@Max Li\u2005你好", "[Max Li]你好"},
	{"U+2005 counts more than a known name", "@顾北老师\u2005你好", "[顾北老师]你好"},
	{"two mentions", "@老槐?@梅子-群主?你好", "[老槐][梅子-群主]你好"},
	{"words around", "请@老槐?看", "请[老槐]看"},
	{"end of the message", "谢谢@老槐", "谢谢[老槐]"},
	{"short words behind cannot be told from a name", "@老槐说得对", "[老槐说得对]"},
	{"many words behind without a separator are no name", "@老槐说得对我也是这么想的", "@老槐说得对我也是这么想的"},
	{"a long name at the end has joints", "谢谢@老槐-澜海银行-对账产品-宁波", "谢谢[老槐-澜海银行-对账产品-宁波]"},
	{"known name without a separator", "@顾北说得对我也是这么想的", "[顾北]说得对我也是这么想的"},
	{"known name ends the message", "对@顾北", "对[顾北]"},
	{"known name with a blank inside", "@Joey Lam 你好", "[Joey Lam]你好"},
	{"known name with a blank inside, nothing behind", "@Joey Lam你好，吃了吗", "[Joey Lam]你好，吃了吗"},
	{"known name that goes on", "@Li-Bank-PM?你好", "[Li-Bank-PM]你好"},
	{"known name that goes on to the end", "谢谢@Li-Bank-PM", "谢谢[Li-Bank-PM]"},
	{"known name that does not go on", "@Li说得对?", "[Li]说得对?"},
	{"known name before another", "@顾北@老槐?你好", "[顾北][老槐]你好"},
	{"known name before a comma", "@Li-Bank，你好", "[Li]-Bank，你好"},
	{"known name of lost emoji", "@???", "[??]"},
	{"lost emoji before a name", "@?老槐?你好", "[?老槐]你好"},
	{"lost emoji before a known name", "@?顾北 你好", "[?顾北]你好"},
	{"address", "a@b.cn 收", "a@b.cn 收"},
	{"address with a dot before @", "发 a.@b.cn? 收", "发 a.@b.cn? 收"},
	{"wide character before @ is no address", "给@b.cn?", "给[b.cn]"},
	{"@@", "@@老槐?你好", "@[老槐]你好"},
	{"blank behind @", "随时@ 我 晚安", "随时@ 我 晚安"},
	{"only blanks behind @", "@  ", "@  "},
	{"U+2005 behind @", "@\u2005你好", "@\u2005你好"},
	{"punctuation before a separator", "@老槐，你好?", "@老槐，你好?"},
	{"newline before a separator", "@老槐你好\n?", "@老槐你好\n?"},
	{"40 characters are a name", "@" + strings.Repeat("长", 40) + "\u2005好", "[" + strings.Repeat("长", 40) + "]好"},
	{"41 are none", "@" + strings.Repeat("长", 41) + "\u2005好", "@" + strings.Repeat("长", 41) + "\u2005好"},
}

func TestSplitMentions(t *testing.T) {
	names := map[string]bool{"顾北": true, "Joey Lam": true, "Li": true, "梅子-群主": true, "??": true, "": true}
	for _, tt := range mentionCases {
		t.Run(tt.name, func(t *testing.T) {
			var got strings.Builder
			for _, s := range splitMentions(tt.said, names) {
				if s.mention {
					fmt.Fprintf(&got, "[%s]", s.text)
				} else {
					got.WriteString(s.text)
				}
			}
			if got.String() != tt.want {
				t.Errorf("splitMentions(%q) = %s, want %s", tt.said, got.String(), tt.want)
			}
		})
	}
}

func TestUnaddressed(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		mentions   []string
		want       string
	}{
		{"no @", "八点见", nil, "八点见"},
		{"no @ left in the text", "八点见", []string{"老槐"}, "八点见"},
		{"@ that is no mention", "发到 a@b.cn", nil, "发到 a@b.cn"},
		{"mention inside", "请@老槐?看", []string{"老槐"}, "请 ?看"},
		{"twice", "@老槐 @老槐 看", []string{"老槐", "老槐"}, "    看"},
		{"one name starts another", "请@Li 和@Li-Bank-PM 看", []string{"Li", "Li-Bank-PM"}, "请  和  看"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := &Message{Text: tt.text, Mentions: tt.mentions}
			if got := m.Unaddressed(); got != tt.want {
				t.Errorf("Unaddressed() of %q = %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}
