package web

import (
	"strings"
	"testing"
	"time"

	"qunwen/corpus"
)

// FuzzMarkup holds that nothing people write becomes markup, and that nothing
// a hidden person says is shown.
func FuzzMarkup(f *testing.F) {
	f.Add("甲", "<b>退款</b>", "秘密")
	f.Add(`"><script>`, "「小乙：秘密」\n- - - - -\n@小乙-某支付?在吗 http://a.cn/'\"<", "秘密")
	f.Add("a&amp;lt;b", "[x](javascript:alert(1))", "![a](http://b)")
	const mark = "qzqzqz"
	f.Fuzz(func(t *testing.T, speaker, body, hidden string) {
		speaker = strings.Join(strings.Fields(speaker), " ")
		file := post("09:00:00 "+speaker, body, "09:00:01 小乙", hidden+" "+mark)
		tr, err := corpus.Parse(path("paydesk", "2023-03-06"), strings.NewReader(string(file.Data)), time.UTC)
		if err != nil {
			t.Skip(err)
		}
		days := []*corpus.Transcript{tr}
		l := newLayout(days)
		page := string(markup(l.messages(newVeil(func(name string) bool { return name == "小乙" }, days), 0, len(l.shown))))
		if bad := foreign(page); bad != "" {
			t.Errorf("%s\n%s", bad, page)
		}
		for i := range tr.Messages {
			if m := &tr.Messages[i]; m.Speaker != "小乙" && strings.Contains(m.Speaker+m.Raw, mark) {
				return // said by somebody else, too
			}
		}
		if strings.Contains(page, mark) {
			t.Errorf("hidden words are shown:\n%s", page)
		}
	})
}
