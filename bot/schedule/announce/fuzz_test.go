package announce

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"qunwen/corpus/zh"
)

// FuzzList holds that a list found in any text, printed by format, reads back
// to the same days, and that what is quoted stands in the message.
func FuzzList(f *testing.F) {
	for _, s := range []string{
		"5月10日 @王一-甲-产品  退款  5月11日 待定",
		"周四 @王一 周五 暂无安排",
		"@王一-甲  对账， 5月20日 @李二-乙 密码，月底",
		"5月10日 @张三 改到5月12日  5月11日 @李四 已取消",
		"1日1.1日@0 @0",
		"1.1待定\n*",
		"下周：周二 丁一（入金），周三 暂无，都是8点开始",
		"20:00 周五 @王一-甲 入金 / 20:30 周六 @李二-乙 出金",
		"今天请到@王一 给大家做分享，主题是“账”开始时间为【19:30】",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		m := Message{Time: sent, Speaker: "甲", Text: text}
		x := Extract(m, Context{})
		if again := Extract(m, Context{}); !reflect.DeepEqual(x, again) {
			t.Fatalf("%q: %v, then %v", text, x, again)
		}
		whole := zh.NewText(text).Quote(0, len(zh.NewText(text).Said))
		var clean []Entry
		for _, e := range x.Entries {
			if e.Status == "" {
				t.Errorf("%q: no status in %+v", text, e)
			}
			if e.Date != "" {
				if _, err := time.Parse(time.DateOnly, e.Date); err != nil {
					t.Errorf("%q: date %q", text, e.Date)
				}
				clean = append(clean, Entry{Date: e.Date, Status: Planned, Speaker: "王一-甲-产品"})
			}
			for part := range strings.SplitSeq(e.Speaker, "、") { // two speak on one evening
				if !e.Self && !strings.Contains(strings.ReplaceAll(whole, " ", ""), strings.ReplaceAll(part, " ", "")) {
					t.Errorf("%q: speaker %q does not stand there", text, part)
				}
			}
		}
		if len(clean) < 2 {
			return
		}
		got := Extract(Message{Time: sent, Text: format(clean, sent)}, Context{})
		if !reflect.DeepEqual(got.Entries, clean) {
			t.Errorf("%q\nprints %q\nreads %s", text, format(clean, sent), show(got))
		}
	})
}
