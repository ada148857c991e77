package index

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestGist(t *testing.T) {
	story := strings.Repeat("我们上个月接了一个渠道，前两周都正常。", 60)
	for _, tt := range []struct {
		name, question string
		keeps, drops   string
	}{
		{"short", "长款怎么处理", "长款怎么处理", ""},
		{"the point at the end", story + "长款怎么处理？", "长款怎么处理？", ""},
		{"the point at the beginning", "长款怎么处理？" + story, "长款怎么处理？", ""},
		{"two points", "短款谁赔？" + story + "长款怎么处理？", "短款谁赔？", ""},
		{"nothing asks: the end", "开头。" + story + "结尾。", "结尾。", "开头。"},
		{"no sentence", strings.Repeat("长", 2000), "长", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := gist(tt.question, 100)
			if n := utf8.RuneCountInString(got); n == 0 || n > 100 {
				t.Errorf("%d characters", n)
			}
			if !strings.Contains(got, tt.keeps) || tt.drops != "" && strings.Contains(got, tt.drops) {
				t.Errorf("%q, want %q in it and not %q", got, tt.keeps, tt.drops)
			}
		})
	}
}
