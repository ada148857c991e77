package zh

import "testing"

func TestAsks(t *testing.T) {
	for _, tt := range []struct {
		text        string
		asks, words bool
	}{
		{"长款怎么处理", true, true},
		{"谁家支持协议代扣", true, true},
		{"能不能部分退", true, true},
		{"有没有文档", true, true},
		{"请教各位 ", true, true},
		{"怎么退都行", true, true},
		{"到账了？", true, false},
		{"refund? ", true, false},
		{"那手续费呢", true, false},
		{"先挂账，第二天再核", false, false},
		{"能退", false, false},
		{"https://a.cn/?id=1", false, false},
		{"", false, false},
	} {
		if asks, words := Asks(tt.text), HasAskWord(tt.text); asks != tt.asks || words != tt.words {
			t.Errorf("%q: asks %v, by a word %v; want %v, %v", tt.text, asks, words, tt.asks, tt.words)
		}
	}
}
