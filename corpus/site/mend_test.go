package site

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"qunwen/corpus"
)

func TestWithoutDoubled(t *testing.T) {
	const name = "r/_posts/2019-03-01-chat.markdown"
	const head = "---\nlayout: source\nlines:      %d \n---\n"
	for _, tt := range []struct {
		name       string
		post, want string // a line each "09:00:00 speaker|text"
	}{
		{"a sticker", "09:00:00 甲|[表情]\n09:00:00 甲|[动画表情]\n09:01:00 乙|好", "09:00:00 甲|[表情]\n09:01:00 乙|好"},
		{"a red packet at the end", "09:00:00 甲|微信红包\n09:00:00 甲|[红包]", "09:00:00 甲|微信红包"},
		{"two and two", "09:00:00 甲|[表情]\n09:00:00 甲|[表情]\n09:00:00 甲|[动画表情]\n09:00:00 甲|[动画表情]", "09:00:00 甲|[表情]\n09:00:00 甲|[表情]"},
		{"two of one form are two", "09:00:00 甲|[表情]\n09:00:00 甲|[表情]", "09:00:00 甲|[表情]\n09:00:00 甲|[表情]"},
		{"another speaker", "09:00:00 甲|[表情]\n09:00:00 乙|[动画表情]", "09:00:00 甲|[表情]\n09:00:00 乙|[动画表情]"},
		{"another second", "09:00:00 甲|[表情]\n09:00:01 甲|[动画表情]", "09:00:00 甲|[表情]\n09:00:01 甲|[动画表情]"},
		{"words", "09:00:00 甲|红包\n09:00:00 甲|[红包]", "09:00:00 甲|红包\n09:00:00 甲|[红包]"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			post := func(rows string) string {
				out := ""
				for row := range strings.SplitSeq(rows, "\n") {
					who, text, _ := strings.Cut(row, "|")
					out += "> " + strings.Replace(who, " ", "  ", 1) + "\n\n" + text + "  \n\n"
				}
				return fmt.Sprintf(head, strings.Count(rows, "\n")+1) + out
			}
			got, n, err := withoutDoubled(name, []byte(post(tt.post)))
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != post(tt.want) || n != strings.Count(tt.post, "\n")-strings.Count(tt.want, "\n") {
				t.Errorf("%d are taken out, and this stays:\n%s\nwant:\n%s", n, got, post(tt.want))
			}
			tr, err := corpus.Parse(name, strings.NewReader(string(got)), time.UTC)
			if err != nil || len(tr.Doubled()) > 0 {
				t.Errorf("still doubled: %v, %v", tr.Doubled(), err)
			}
		})
	}
}
