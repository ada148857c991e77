package analysis

import (
	"slices"
	"strings"
	"testing"
)

func TestSounds(t *testing.T) {
	for _, tt := range []struct{ name, word, want string }{
		{"one reading", "备付金", "bei fu jin"},
		{"two readings", "率", "lv|shuai"},
		{"each with each", "银行", "yin hang|yin xing"},
		{"umlaut", "女", "nv"},
		{"letters", "t+1", ""},
		{"mixed", "结t算", ""},
		{"nothing", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := Sounds(tt.word)
			for _, want := range strings.Split(tt.want, "|") {
				if want != "" && !slices.Contains(got, want) {
					t.Errorf("Sounds(%q) = %q, want %q in it", tt.word, got, want)
				}
			}
			if tt.want == "" && got != nil {
				t.Errorf("Sounds(%q) = %q, want none", tt.word, got)
			}
		})
	}
	if n := len(Sounds("行重长行重长行重")); n != maxSounds {
		t.Errorf("%d readings, want %d", n, maxSounds)
	}
	for _, pair := range [][2]string{{"背付金", "备付金"}, {"清蒜", "清算"}, {"断值连", "断直连"}, {"兑帐", "对账"}} {
		one, other := Sounds(pair[0]), Sounds(pair[1])
		if !slices.ContainsFunc(one, func(s string) bool { return slices.Contains(other, s) }) {
			t.Errorf("%s sounds like %q, %s like %q", pair[0], one, pair[1], other)
		}
	}
}
