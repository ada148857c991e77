package bot

import (
	"testing"
)

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
		{"@张三", toListen},
	} {
		if got := commandTo(tt.text, members); got.verb != tt.want {
			t.Errorf("commandTo(%q) = %+v, want %d", tt.text, got, tt.want)
		} else if got.verb == toAsk && got.text != tt.text {
			t.Errorf("commandTo(%q) asks %q", tt.text, got.text)
		}
	}
}
