package corpus

import (
	"strings"
	"testing"
	"time"
)

func TestWithoutAccounts(t *testing.T) {
	for _, tt := range []struct{ name, said, want string }{
		{"an id as it is made", "wxid_k2m4p6q8r0:", ""},
		{"without its colon", "wxid_k2m4p6q8r0", ""},
		{"a full-width colon", "wxid_k2m4p6q8r0：", ""},
		{"a number as an id", "q771203344:", ""},
		{"a number without its colon", "QQ771203344", ""},
		{"an id that somebody chose", "lan_tian2016:", ""},
		{"a room", "9812345@chatroom:", ""},
		{"a public account", "gh_0a1b2c3d4e5f:", ""},
		{"several on a line", "wxid_k2m4p6: q771203344:", ""},
		{"several lines", "wxid_k2m4p6:  \nlantian:\n\nq771203344", ""},
		{"before words", "wxid_k2m4p6:\n明天切新通道", "明天切新通道"},
		{"after words", "明天切新通道\nq771203344:", "明天切新通道"},
		{"between words", "明天切新通道\nq771203344:\nwxid_k2m4p6:\n后天也行", "明天切新通道\n…\n…\n后天也行"},
		{"an id in a sentence stays", "加我 wxid_k2m4p6", "加我 wxid_k2m4p6"},
		{"a sentence behind it on its line stays", "wxid_k2m4p6: 明天切", "wxid_k2m4p6: 明天切"},
		{"a chosen id without its colon is a word", "lantian", "lantian"},
		{"a word and a colon before others is a word", "Alipay:\n千六", "Alipay:\n千六"},
		{"short words with a colon", "POS:", "POS:"},
		{"a number", "771203344", "771203344"},
		{"a time", "10:30", "10:30"},
		{"an address", "https://a.cn", "https://a.cn"},
		{"nothing", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := WithoutAccounts(tt.said); got != tt.want {
				t.Errorf("WithoutAccounts(%q) = %q, want %q", tt.said, got, tt.want)
			}
		})
	}
}

// TestParseAccounts: a message that is only ids of accounts has no text;
// beside words the ids are left out of the text.
func TestParseAccounts(t *testing.T) {
	for _, tt := range []struct {
		name, body string
		kind       Kind
		text       string
	}{
		{"only an id", "wxid_k2m4p6q8r0:  ", Text, ""},
		{"two ids", "lan_tian2016:  \nwxid_k2m4p6q8r0:", Text, ""},
		{"an id to somebody", "@远山\u2005wxid_k2m4p6q8r0:", Text, ""},
		{"an id before words", "wxid_k2m4p6q8r0:\n长款先挂账", Text, "长款先挂账"},
		{"an id between words", "长款先挂账\nwxid_k2m4p6q8r0:\n短款再说", Text, "长款先挂账 … 短款再说"},
		{"a quoted id", "「蓝天: wxid_k2m4p6q8r0:」\n- - - - - -\n什么意思", Quote, "什么意思"},
		{"an id as a card's title", "[wxid_k2m4p6q8r0:](http://a.cn/x)", Link, "wxid_k2m4p6q8r0:"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			post := "---\nlayout: source\n---\n> 09:00:00  蓝天\n\n" + tt.body + "\n"
			tr, err := Parse("room/_posts/2019-03-04-chat.markdown", strings.NewReader(post), time.UTC)
			if err != nil || len(tr.Messages) != 1 {
				t.Fatalf("Parse = %v, %v; want one message", tr, err)
			}
			m := &tr.Messages[0]
			if m.Kind != tt.kind || m.Text != tt.text {
				t.Errorf("message is %v %q, want %v %q", m.Kind, m.Text, tt.kind, tt.text)
			}
			if m.Quoted != nil && m.Quoted.Text != "" {
				t.Errorf("quoted text is %q, want none", m.Quoted.Text)
			}
			checkText(t, m)
		})
	}
}
