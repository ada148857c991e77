package bot

import (
	"testing"
)

func TestStripMentions(t *testing.T) {
	names := []string{"小助", "知识小助手"}
	members := []string{"小助手二号", "张三", "李四 (产品)"}
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
		{"in brackets", "「@小助 你好」\n看这条", "「@小助 你好」\n看这条", false},
		{"in quotation marks", "他说“@小助 你好”", "他说“@小助 你好”", false},
		{"behind a quotation", "「@张三：你好」@小助 看下", "「@张三：你好」 看下", true},
		{"a quotation that nobody closes", "“你好 @小助 看下", "“你好  看下", true},
		{"e-mail", "写到 a@小助.com", "写到 a@小助.com", false},
		{"everybody", "@所有人\u2005你好", "@所有人\u2005你好", false},
		{"another member", "@张三 你好", "@张三 你好", false},
		{"no at", "小助 你好", "小助 你好", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := stripMentions(tt.text, names, members)
			if got != tt.want || ok != tt.ok {
				t.Errorf("stripMentions(%q) = %q, %t, want %q, %t", tt.text, got, ok, tt.want, tt.ok)
			}
		})
	}
	if _, ok := stripMentions("@小助手二号 你好", []string{"小助"}, nil); ok {
		t.Error("a name that goes on is taken for the bot's where the members are not known")
	}
	if _, ok := stripMentions("@小助 你好", []string{"", "小助"}, []string{""}); !ok {
		t.Error("empty names get in the way")
	}
}

func TestCommandTo(t *testing.T) {
	members := []string{"", "张三", "张三丰", "李四 (产品)"}
	for _, tt := range []struct {
		text string
		want verb
	}{
		{"更多", toGoOn},
		{"@张三\u2005 更多", toGoOn},
		{"更多 @李四 (产品)", toGoOn},
		{"@张三 @李四 (产品)\u2005谁说的 @张三", toSeeWho},
		{"@张三丰 更多", toGoOn},
		{"@王五 更多", toAsk},
		{"@张三 结算以后还能退款吗", toAsk},
		{"@张三", toAsk},
	} {
		if got := commandTo(tt.text, members); got.verb != tt.want {
			t.Errorf("commandTo(%q) = %+v, want %d", tt.text, got, tt.want)
		} else if got.verb == toAsk && got.text != tt.text {
			t.Errorf("commandTo(%q) asks %q", tt.text, got.text)
		}
	}
}
