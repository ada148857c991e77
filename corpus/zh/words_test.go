package zh

import "testing"

func TestWords(t *testing.T) {
	w := NewWords("取消", "取", "改期", "cancel", "->")
	for _, tt := range []struct {
		text string
		want bool
	}{
		{"", false},
		{"今晚取消", true},
		{"只有取", true},
		{"改个期", false},
		{"改改期", true},
		{"cance", false},
		{"please cancel it", true},
		{"周三->周四", true},
		{"\xff坏字节", false},
	} {
		if got := w.In(tt.text); got != tt.want {
			t.Errorf("%q: %v, want %v", tt.text, got, tt.want)
		}
		if got := ContainsAny(tt.text, "取消", "取", "改期", "cancel", "->"); got != tt.want {
			t.Errorf("ContainsAny of %q: %v, want %v", tt.text, got, tt.want)
		}
	}
}
